package org.etclane.sim.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.ZoneId;
import java.util.List;
import java.util.SplittableRandom;
import org.etclane.device.LoopEvent;
import org.etclane.lane.core.LaneKind;
import org.etclane.lane.core.LaneSettings;
import org.etclane.lane.parameters.StationKey;
import org.etclane.sim.device.LdiSimulatorAction;
import org.etclane.sim.device.LdiSimulatorFaults;
import org.etclane.sim.world.Arrival;
import org.etclane.sim.world.DriverHabits;
import org.etclane.sim.world.LoopFault;
import org.etclane.sim.world.TrafficGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The whole lane in virtual time with barrier, detectors, lights and display on the national interface: same core, same road, same
 * verdict. {@code -Detclane.sweep=N} runs N seeds instead of three.
 */
class VirtualLdiLaneTest {
    private static final int VEHICLES = 60;
    private static final int SEEDS = Integer.getInteger("etclane.sweep", 3);
    private static final StationKey HERE = new StationKey("3701", 12);
    private static final List<LdiSimulatorFaults> FAULTS = List.of(LdiSimulatorFaults.monitorStale(), LdiSimulatorFaults.answersLost(),
            LdiSimulatorFaults.reportsTwice(), LdiSimulatorFaults.reportsLost(), LdiSimulatorFaults.asksForInitialisation(),
            LdiSimulatorFaults.seqOfTheSamples(), LdiSimulatorFaults.saysNothing(), LdiSimulatorFaults.ordersRefused());

    private static VirtualLane lane(LaneKind kind, VirtualLdi devices, DriverHabits habits, long seed) {
        VirtualLane lane = new VirtualLane(LaneSettings.defaults(kind, "370100120100101000001", HERE, 3, ZoneId.of("Asia/Shanghai")),
                VirtualLaneTest.rates(), LaneWiring.USUAL.with(IoChoice.Ldi.of(devices)), habits, seed);
        lane.runForSeconds(15);
        return lane;
    }

    private static double traffic(VirtualLane lane, LaneKind kind, String mix, int rate, long seed) {
        List<Arrival> arrivals = new TrafficGenerator(seed, rate, VEHICLES, LaneRun.mix(mix),
                org.etclane.sim.world.LaneKind.valueOf(kind.name())).arrivals();
        lane.traffic(arrivals);
        return arrivals.getLast().atNanos() / 1e9;
    }

    private static void finish(VirtualLane lane, double lastS) {
        lane.runForSeconds(lastS + 1);
        lane.runUntilEmpty(VEHICLES * 60.0);
        lane.runForSeconds(200);
    }

    private static void good(VirtualLane lane, List<String> wrong, String about) {
        assertTrue(wrong.isEmpty(), () -> about + "\n" + String.join("\n", wrong));
        assertEquals(List.of(), lane.world.vehicles(), about);
        assertEquals(0, lane.world.monitor().loweredOnVehicle(), about);
    }

    @ParameterizedTest
    @CsvSource({"EXIT,default,600,SEPARATE", "EXIT,default,1200,INTEGRATED", "ENTRY,default,900,SEPARATE", "EXIT,legal,900,INTEGRATED",
        "EXIT,refusals,600,SEPARATE", "ENTRY,legal,1200,INTEGRATED"})
    void everybodyGetsWhatIsDue(LaneKind kind, String mix, int rate, VirtualLdi devices) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            VirtualLane lane = lane(kind, devices, DriverHabits.DEFAULT, seed);
            finish(lane, traffic(lane, kind, mix, rate, seed));
            good(lane, LaneVerdict.wrong(lane), kind + " " + mix + " " + rate + " " + devices + " seed " + seed);
            assertTrue(mix.equals("refusals") || lane.world.monitor().vehiclesPassedUnderArm() > VEHICLES / 2, "seed " + seed);
            assertEquals(0, lane.ioLine.malformedAtDevice(), "seed " + seed);
        }
    }

    @ParameterizedTest
    @CsvSource({"SEPARATE", "INTEGRATED"})
    void whateverDriversDoTheArmAndTheLedgersAreRight(VirtualLdi devices) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            VirtualLane lane = lane(LaneKind.EXIT, devices, DriverHabits.DEFAULT, seed);
            finish(lane, traffic(lane, LaneKind.EXIT, "behaviours", 900, seed));
            good(lane, LaneVerdict.alwaysWrong(lane), devices + " seed " + seed);
        }
    }

    /** Every device loses its connection with the process and calls the next one; until it has told so, nothing is known of it. */
    @ParameterizedTest
    @CsvSource({"SEPARATE", "INTEGRATED"})
    void howeverOftenTheProcessDiesTheArmFallsOnNobody(VirtualLdi devices) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            VirtualLane lane = lane(LaneKind.EXIT, devices, DriverHabits.DEFAULT.withPatienceS(90), seed);
            double lastS = traffic(lane, LaneKind.EXIT, "default", 900, seed);
            SplittableRandom random = new SplittableRandom(seed);
            long startNanos = lane.scheduler.nowNanos();
            double atS = 0;
            while (atS < lastS) {
                atS += 1 + 15 * random.nextDouble();
                int landed = random.nextInt(4);
                lane.scheduler.at(startNanos + Math.round(atS * 1e9), () -> lane.kill(landed));
                atS += 2 + 4 * random.nextDouble();
                lane.scheduler.at(startNanos + Math.round(atS * 1e9), lane::restart);
            }
            finish(lane, Math.max(lastS, atS));
            good(lane, LaneVerdict.wrongAfterKills(lane), devices + " seed " + seed);
        }
    }

    /** The port is closed for a while, all devices lie or fall silent, loops stick, the arm jams; in the end all is mended. */
    @ParameterizedTest
    @ValueSource(strings = {"SEPARATE", "INTEGRATED"})
    void whateverBreaksTheArmFallsOnNobody(VirtualLdi devices) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            VirtualLane lane = lane(LaneKind.EXIT, devices, DriverHabits.DEFAULT, seed);
            double lastS = traffic(lane, LaneKind.EXIT, "legal", 900, seed);
            SplittableRandom random = new SplittableRandom(seed);
            long startNanos = lane.scheduler.nowNanos();
            double atS = 0;
            while (atS < lastS) {
                atS += 40 * random.nextDouble();
                double forS = 20 * random.nextDouble();
                int what = random.nextInt(4 + FAULTS.size());
                lane.scheduler.at(startNanos + Math.round(atS * 1e9), () -> breakSomething(lane, what));
                lane.scheduler.at(startNanos + Math.round((atS + forS) * 1e9), () -> mend(lane, what));
            }
            finish(lane, Math.max(lastS, atS + 21));
            good(lane, LaneVerdict.alwaysWrong(lane), devices + " seed " + seed);
        }
    }

    private static void breakSomething(VirtualLane lane, int what) {
        switch (what) {
            case 0 -> lane.ioLine.unplug("port closed");
            case 1 -> lane.world.loopFault(LoopEvent.Role.TRIGGER, LoopFault.STUCK_OCCUPIED);
            case 2 -> lane.world.loopFault(LoopEvent.Role.ARM, LoopFault.STUCK_OCCUPIED);
            case 3 -> lane.world.arm().stick(true);
            default -> lane.io(new LdiSimulatorAction.SetFaults(FAULTS.get(what - 4)));
        }
    }

    private static void mend(VirtualLane lane, int what) {
        switch (what) {
            case 0 -> lane.ioLine.plug();
            case 1 -> lane.world.loopFault(LoopEvent.Role.TRIGGER, LoopFault.NONE);
            case 2 -> lane.world.loopFault(LoopEvent.Role.ARM, LoopFault.NONE);
            case 3 -> lane.world.arm().release();
            default -> lane.io(new LdiSimulatorAction.SetFaults(LdiSimulatorFaults.NONE));
        }
    }
}
