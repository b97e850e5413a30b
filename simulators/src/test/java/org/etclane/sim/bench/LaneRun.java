package org.etclane.sim.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.etclane.device.LoopEvent;
import org.etclane.lane.core.LaneKind;
import org.etclane.sim.device.RsuSerialSimSettings;
import org.etclane.sim.device.RsuSimCommand;
import org.etclane.sim.device.RsuSimFault;
import org.etclane.sim.fault.LineFault;
import org.etclane.sim.fault.SeededLineFault;
import org.etclane.sim.world.Arrival;
import org.etclane.sim.world.Behaviour;
import org.etclane.sim.world.DriverHabits;
import org.etclane.sim.world.LoopFault;
import org.etclane.sim.world.TrafficGenerator;
import org.etclane.sim.world.VehicleKind;
import org.etclane.sim.world.VehicleMix;

/** One run of a virtual lane, told by a few words that make exactly the same run again. */
record LaneRun(LaneKind kind, long seed, String mix, int ratePerHour, int vehicles, Trouble trouble) {

    /**
     * NONE: every device works. HARD: everything breaks now and then until the traffic has arrived, then all is mended. KILLS: the
     * lane's process is killed again and again. ANTENNA: its cable is pulled out for a second again and again. Drivers have patience
     * in these two, so that nobody leaves but for what the lane told him.
     */
    enum Trouble { NONE, HARD, KILLS, ANTENNA }

    private static final int FAULT_PER_TEN_THOUSAND = 200;
    private static final double LONGEST_S = 60;
    private static final double PATIENCE_S = 90;

    /** kind:seed:mix:rate:vehicles:trouble */
    static LaneRun parse(String words) {
        String[] word = words.split(":");
        return new LaneRun(LaneKind.valueOf(word[0]), Long.parseLong(word[1]), word[2], Integer.parseInt(word[3]),
                Integer.parseInt(word[4]), Trouble.valueOf(word[5]));
    }

    @Override
    public String toString() {
        return Stream.of(kind, seed, mix, ratePerHour, vehicles, trouble).map(Object::toString).collect(Collectors.joining(":"));
    }

    String again() {
        return this + " (again: mvn -pl simulators -am test -Dtest=VirtualLaneSweepTest -Detclane.sweep.only=" + this
                + " -Dsurefire.failIfNoSpecifiedTests=false)";
    }

    /** A built-in mix, or a behaviour's name: 85 in 100 legal, the rest of that behaviour. */
    static VehicleMix mix(String name) {
        return VehicleMix.named(name).orElseGet(() -> {
            Behaviour behaviour = Behaviour.valueOf(name);
            VehicleKind kind = behaviour == Behaviour.TAILGATER ? VehicleKind.NO_OBU : VehicleKind.LEGAL_CAR;
            List<VehicleMix.Entry> entries = new ArrayList<>(VehicleMix.named("legal").orElseThrow().entries().stream()
                    .map(e -> new VehicleMix.Entry(e.kind(), e.behaviour(), e.weight() * 85)).toList());
            entries.add(new VehicleMix.Entry(kind, behaviour, 15));
            return new VehicleMix(name, entries);
        });
    }

    VirtualLane drive() {
        VirtualLane lane = prepare();
        lane.runForSeconds(lastArrivalS() + 1);
        lane.runUntilEmpty(vehicles * LONGEST_S);
        lane.runForSeconds(200);
        return lane;
    }

    private List<Arrival> arrivals() {
        return new TrafficGenerator(seed, ratePerHour, vehicles, mix(mix), org.etclane.sim.world.LaneKind.valueOf(kind.name())).arrivals();
    }

    private double lastArrivalS() {
        return arrivals().getLast().atNanos() / 1e9;
    }

    /** Up and running, the traffic and the troubles still to come. */
    VirtualLane prepare() {
        VirtualLane lane = VirtualLaneTest.lane(kind, rsu(), habits(), seed);
        lane.runForSeconds(10);
        lane.traffic(arrivals());
        switch (trouble) {
            case NONE -> { }
            case HARD -> trouble(lane, lastArrivalS());
            case KILLS -> kills(lane, lastArrivalS());
            case ANTENNA -> pulls(lane, lastArrivalS());
        }
        return lane;
    }

    private DriverHabits habits() {
        return switch (trouble) {
            case NONE, HARD -> DriverHabits.DEFAULT;
            case KILLS, ANTENNA -> DriverHabits.DEFAULT.withPatienceS(PATIENCE_S);
        };
    }

    private RsuSerialSimSettings rsu() {
        Map<RsuSimFault, Integer> faults = Stream.of(RsuSimFault.values()).collect(Collectors.toMap(Function.identity(),
                _ -> FAULT_PER_TEN_THOUSAND));
        return switch (trouble) {
            case NONE, KILLS, ANTENNA -> RsuSerialSimSettings.classic();
            case HARD -> RsuSerialSimSettings.classic().withFaults(faults);
        };
    }

    /** A process needs two to six seconds to start, and works for a while before it is killed again. */
    private void kills(VirtualLane lane, double lastS) {
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
    }

    private void pulls(VirtualLane lane, double lastS) {
        SplittableRandom random = new SplittableRandom(seed);
        long startNanos = lane.scheduler.nowNanos();
        double atS = 0;
        while (atS < lastS) {
            atS += 1 + 10 * random.nextDouble();
            lane.scheduler.at(startNanos + Math.round(atS * 1e9), () -> lane.rsuLine.unplug("pulled out"));
            atS += 1;
            lane.scheduler.at(startNanos + Math.round(atS * 1e9), lane.rsuLine::plug);
        }
    }

    /** Line noise all the time, and every 20 s on average something else for up to 10 s. */
    private void trouble(VirtualLane lane, double lastS) {
        SeededLineFault.Rates noise = SeededLineFault.Rates.noise(100, 100);
        lane.rsuLine.faultToDevice(new SeededLineFault(seed, noise));
        lane.rsuLine.faultToDriver(new SeededLineFault(seed + 1, noise));
        lane.ioLine.faultToDevice(new SeededLineFault(seed + 2, noise));
        lane.ioLine.faultToDriver(new SeededLineFault(seed + 3, noise));
        SplittableRandom random = new SplittableRandom(seed);
        long startNanos = lane.scheduler.nowNanos();
        double atS = 0;
        while (atS < lastS) {
            atS += 40 * random.nextDouble();
            double forS = 10 * random.nextDouble();
            int what = random.nextInt(7);
            lane.scheduler.at(startNanos + Math.round(atS * 1e9), () -> breakSomething(lane, what));
            lane.scheduler.at(startNanos + Math.round((atS + forS) * 1e9), () -> mend(lane, what));
        }
        lane.scheduler.at(startNanos + Math.round((atS + 11) * 1e9), () -> {
            lane.rsuLine.faultToDevice(LineFault.NONE);
            lane.rsuLine.faultToDriver(LineFault.NONE);
            lane.ioLine.faultToDevice(LineFault.NONE);
            lane.ioLine.faultToDriver(LineFault.NONE);
        });
    }

    private static void breakSomething(VirtualLane lane, int what) {
        switch (what) {
            case 0 -> lane.rsuLine.commandDevice(new RsuSimCommand.PowerCycle());
            case 1 -> lane.rsuLine.unplug("test");
            case 2 -> lane.ioLine.unplug("test");
            case 3 -> lane.world.loopFault(LoopEvent.Role.TRIGGER, LoopFault.STUCK_OCCUPIED);
            case 4 -> lane.world.loopFault(LoopEvent.Role.TRIGGER, LoopFault.CHATTER);
            case 5 -> lane.world.loopFault(LoopEvent.Role.ARM, LoopFault.STUCK_OCCUPIED);
            default -> lane.world.arm().stick(true);
        }
    }

    private static void mend(VirtualLane lane, int what) {
        switch (what) {
            case 0 -> { }
            case 1 -> lane.rsuLine.plug();
            case 2 -> lane.ioLine.plug();
            case 3, 4 -> lane.world.loopFault(LoopEvent.Role.TRIGGER, LoopFault.NONE);
            case 5 -> lane.world.loopFault(LoopEvent.Role.ARM, LoopFault.NONE);
            default -> lane.world.arm().release();
        }
    }
}
