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
import org.etclane.sim.device.GpioSimFaults;
import org.etclane.sim.world.Arrival;
import org.etclane.sim.world.DriverHabits;
import org.etclane.sim.world.LoopFault;
import org.etclane.sim.world.TrafficGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole lane in virtual time with loops, arm and lights on GPIO lines: same core, same road, same verdict. */
class VirtualGpioLaneTest {
    private static final int VEHICLES = 60;
    private static final StationKey HERE = new StationKey("3701", 12);

    private static VirtualLane lane(LaneKind kind, DriverHabits habits, long seed) {
        VirtualLane lane = new VirtualLane(LaneSettings.defaults(kind, "370100120100101000001", HERE, 3, ZoneId.of("Asia/Shanghai")),
                VirtualLaneTest.rates(), LaneWiring.USUAL.with(IoChoice.Gpio.usual()), habits, seed);
        lane.runForSeconds(10);
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
    @CsvSource({"EXIT,default,600", "EXIT,default,1200", "ENTRY,default,900", "EXIT,legal,900", "EXIT,refusals,600", "ENTRY,legal,1200"})
    void everybodyGetsWhatIsDue(LaneKind kind, String mix, int rate) {
        for (long seed = 1; seed <= 3; seed++) {
            VirtualLane lane = lane(kind, DriverHabits.DEFAULT, seed);
            finish(lane, traffic(lane, kind, mix, rate, seed));
            good(lane, LaneVerdict.wrong(lane), kind + " " + mix + " " + rate + " seed " + seed);
            assertTrue(mix.equals("refusals") || lane.world.monitor().vehiclesPassedUnderArm() > VEHICLES / 2, "seed " + seed);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whateverDriversDoTheArmAndTheLedgersAreRight(long seed) {
        VirtualLane lane = lane(LaneKind.EXIT, DriverHabits.DEFAULT, seed);
        finish(lane, traffic(lane, LaneKind.EXIT, "behaviours", 900, seed));
        good(lane, LaneVerdict.alwaysWrong(lane), "seed " + seed);
    }

    /** A killed process leaves the outputs as they are; the next one ends pulses and asks for all levels first. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void howeverOftenTheProcessDiesTheArmFallsOnNobody(long seed) {
        VirtualLane lane = lane(LaneKind.EXIT, DriverHabits.DEFAULT.withPatienceS(90), seed);
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
        good(lane, LaneVerdict.wrongAfterKills(lane), "seed " + seed);
    }

    /** Lines lost, loops stuck or chattering, arm jammed, each for a while; in the end all is mended. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whateverBreaksTheArmFallsOnNobody(long seed) {
        VirtualLane lane = lane(LaneKind.EXIT, DriverHabits.DEFAULT, seed);
        double lastS = traffic(lane, LaneKind.EXIT, "legal", 900, seed);
        SplittableRandom random = new SplittableRandom(seed);
        long startNanos = lane.scheduler.nowNanos();
        double atS = 0;
        while (atS < lastS) {
            atS += 40 * random.nextDouble();
            double forS = 10 * random.nextDouble();
            int what = random.nextInt(5);
            lane.scheduler.at(startNanos + Math.round(atS * 1e9), () -> breakSomething(lane, what));
            lane.scheduler.at(startNanos + Math.round((atS + forS) * 1e9), () -> mend(lane, what));
        }
        finish(lane, Math.max(lastS, atS + 11));
        good(lane, LaneVerdict.alwaysWrong(lane), "seed " + seed);
    }

    /** Contacts that bounce for 24 ms at every change are none of the lane's business. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void withBouncingContactsEverybodyGetsWhatIsDue(long seed) {
        VirtualLane lane = lane(LaneKind.EXIT, DriverHabits.DEFAULT, seed);
        lane.gpioFaults(GpioSimFaults.bouncing(3, 4));
        finish(lane, traffic(lane, LaneKind.EXIT, "default", 900, seed));
        good(lane, LaneVerdict.wrong(lane), "seed " + seed);
    }

    /** Every few seconds some edges are lost, mostly without a word. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void howeverManyEdgesAreLostTheArmFallsOnNobody(long seed) {
        VirtualLane lane = lane(LaneKind.EXIT, DriverHabits.DEFAULT, seed);
        double lastS = traffic(lane, LaneKind.EXIT, "legal", 900, seed);
        SplittableRandom random = new SplittableRandom(seed);
        long startNanos = lane.scheduler.nowNanos();
        double atS = 0;
        while (atS < lastS) {
            atS += 6 * random.nextDouble();
            GpioSimFaults losing = GpioSimFaults.losing(random.nextInt(1, 4), random.nextInt(4) == 0);
            lane.scheduler.at(startNanos + Math.round(atS * 1e9), () -> lane.gpioFaults(losing));
        }
        lane.scheduler.at(startNanos + Math.round((atS + 1) * 1e9), () -> lane.gpioFaults(GpioSimFaults.NONE));
        finish(lane, Math.max(lastS, atS + 2));
        good(lane, LaneVerdict.alwaysWrong(lane), "seed " + seed);
        assertTrue(lane.ioLine.malformedAtDriver() > 10, "lost edges were noticed: " + lane.ioLine.malformedAtDriver());
    }

    private static void breakSomething(VirtualLane lane, int what) {
        switch (what) {
            case 0 -> lane.ioLine.unplug("chip plugged out");
            case 1 -> lane.world.loopFault(LoopEvent.Role.TRIGGER, LoopFault.STUCK_OCCUPIED);
            case 2 -> lane.world.loopFault(LoopEvent.Role.TRIGGER, LoopFault.CHATTER);
            case 3 -> lane.world.loopFault(LoopEvent.Role.ARM, LoopFault.STUCK_OCCUPIED);
            default -> lane.world.arm().stick(true);
        }
    }

    private static void mend(VirtualLane lane, int what) {
        switch (what) {
            case 0 -> lane.ioLine.plug();
            case 1, 2 -> lane.world.loopFault(LoopEvent.Role.TRIGGER, LoopFault.NONE);
            case 3 -> lane.world.loopFault(LoopEvent.Role.ARM, LoopFault.NONE);
            default -> lane.world.arm().release();
        }
    }
}
