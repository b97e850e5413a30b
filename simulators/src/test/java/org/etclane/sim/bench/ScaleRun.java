package org.etclane.sim.bench;

import java.time.ZoneId;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.etclane.device.LoopEvent;
import org.etclane.lane.core.LaneKind;
import org.etclane.lane.core.LaneSettings;
import org.etclane.lane.parameters.StationKey;
import org.etclane.sim.device.ScaleSimCommand;
import org.etclane.sim.device.ScaleSimFaults;
import org.etclane.sim.world.Arrival;
import org.etclane.sim.world.DriverHabits;
import org.etclane.sim.world.LoopFault;
import org.etclane.sim.world.TrafficGenerator;

/** One run of a virtual lane with a scale, told by a few words that make exactly the same run again. */
record ScaleRun(String scale, LaneKind kind, long seed, String mix, int ratePerHour, int vehicles, Trouble trouble) {

    /**
     * NONE: every device works. METER: something is wrong with scale, its line or its memory every few seconds. ALL: the trigger loop
     * fails as well, the lane's process is killed, and the I/O line is pulled out.
     */
    enum Trouble { NONE, METER, ALL }

    private static final double LONGEST_S = 60;

    /** scale:kind:seed:mix:rate:vehicles:trouble */
    static ScaleRun parse(String words) {
        String[] word = words.split(":");
        return new ScaleRun(word[0], LaneKind.valueOf(word[1]), Long.parseLong(word[2]), word[3], Integer.parseInt(word[4]),
                Integer.parseInt(word[5]), Trouble.valueOf(word[6]));
    }

    @Override
    public String toString() {
        return Stream.of(scale, kind, seed, mix, ratePerHour, vehicles, trouble).map(Object::toString).collect(Collectors.joining(":"));
    }

    String again() {
        return this + " (again: mvn -pl simulators -am test -Dtest=ScaleSweepTest -Detclane.sweep.only=" + this
                + " -Dsurefire.failIfNoSpecifiedTests=false)";
    }

    VirtualLane drive() {
        VirtualLane lane = start();
        lane.runForSeconds(arrivals().getLast().atNanos() / 1e9 + 1);
        lane.runUntilEmpty(vehicles * LONGEST_S);
        lane.runForSeconds(200);
        return lane;
    }

    private List<Arrival> arrivals() {
        return new TrafficGenerator(seed, ratePerHour, vehicles, LaneRun.mix(mix), org.etclane.sim.world.LaneKind.valueOf(kind.name()))
                .arrivals();
    }

    /** Up and running, the traffic and the troubles still to come. */
    VirtualLane start() {
        LaneSettings settings = LaneSettings.defaults(kind, "370100120100101000001", new StationKey("3701", 12), 3, ZoneId.of("Asia/Shanghai"));
        VirtualLane lane = new VirtualLane(settings, VirtualLaneTest.rates(),
                LaneWiring.USUAL.with(ScaleChoice.named(scale).orElseThrow()), DriverHabits.DEFAULT, seed);
        List<Arrival> arrivals = arrivals();
        double lastS = arrivals.getLast().atNanos() / 1e9;
        lane.runForSeconds(10);
        lane.traffic(arrivals);
        switch (trouble) {
            case NONE -> { }
            case METER -> trouble(lane, lastS, METER_TROUBLES);
            case ALL -> trouble(lane, lastS, METER_TROUBLES + OTHER_TROUBLES);
        }
        return lane;
    }

    private static final int METER_TROUBLES = 11;
    private static final int OTHER_TROUBLES = 4;

    private void trouble(VirtualLane lane, double lastS, int kinds) {
        SplittableRandom random = new SplittableRandom(seed);
        long startNanos = lane.scheduler.nowNanos();
        double atS = 0;
        while (atS < lastS) {
            atS += 25 * random.nextDouble();
            double forS = 0.5 + 6 * random.nextDouble();
            int what = random.nextInt(kinds);
            int count = 1 + random.nextInt(4);
            lane.scheduler.at(startNanos + Math.round(atS * 1e9), () -> breakSomething(lane, what, count));
            lane.scheduler.at(startNanos + Math.round((atS + forS) * 1e9), () -> mend(lane, what));
        }
    }

    private static void breakSomething(VirtualLane lane, int what, int count) {
        switch (what) {
            case 0 -> faults(lane, ScaleSimFaults.dead());
            case 1 -> faults(lane, ScaleSimFaults.wrongChecks(count));
            case 2 -> faults(lane, ScaleSimFaults.doubled(count));
            case 3 -> faults(lane, ScaleSimFaults.lost(count));
            case 4 -> faults(lane, ScaleSimFaults.refusedDeletes(count));
            case 5 -> faults(lane, ScaleSimFaults.ghostDeletes(count));
            case 6 -> faults(lane, ScaleSimFaults.state(1));
            case 7 -> lane.scaleLine.orElseThrow().commandDevice(new ScaleSimCommand.Reboot(count * 700L, true));
            case 8 -> lane.scaleLine.orElseThrow().commandDevice(new ScaleSimCommand.Reboot(count * 700L, false));
            case 9, 10 -> lane.scaleLine.orElseThrow().unplug("pulled out");
            case 11 -> lane.world.loopFault(LoopEvent.Role.TRIGGER, LoopFault.STUCK_CLEAR);
            case 12 -> lane.world.loopFault(LoopEvent.Role.TRIGGER, LoopFault.CHATTER);
            case 13 -> lane.ioLine.unplug("pulled out");
            default -> {
                if (lane.running()) {
                    lane.kill(count);
                }
            }
        }
    }

    private static void faults(VirtualLane lane, ScaleSimFaults faults) {
        lane.scaleLine.orElseThrow().commandDevice(new ScaleSimCommand.SetFaults(faults));
    }

    private static void mend(VirtualLane lane, int what) {
        switch (what) {
            case 0, 1, 2, 3, 4, 5, 6 -> faults(lane, ScaleSimFaults.NONE);
            case 7, 8 -> { }
            case 9, 10 -> lane.scaleLine.orElseThrow().plug();
            case 11, 12 -> lane.world.loopFault(LoopEvent.Role.TRIGGER, LoopFault.NONE);
            case 13 -> lane.ioLine.plug();
            default -> {
                if (!lane.running()) {
                    lane.restart();
                }
            }
        }
    }
}
