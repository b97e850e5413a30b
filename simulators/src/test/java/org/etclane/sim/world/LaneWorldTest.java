package org.etclane.sim.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.etclane.device.LoopEvent;
import org.etclane.device.ObuId;
import org.etclane.sim.obu.SimObu;
import org.junit.jupiter.api.Test;

class LaneWorldTest {
    private static final long MS = 1_000_000L;
    private static final long S = 1_000 * MS;
    private final VirtualScheduler time = new VirtualScheduler();
    private final LaneWorld world = new LaneWorld(time);
    private int nextObu = 1;

    private SimObu obu() {
        return SimObu.builder(new ObuId(nextObu++)).build();
    }

    private Vehicle car(Behaviour behaviour) {
        return world.addVehicle(VehicleSpec.car("测A0000" + nextObu).with(behaviour), Optional.of(obu()));
    }

    private Vehicle car() {
        return car(Behaviour.NORMAL);
    }

    private void openForGood() {
        world.passLight(true);
        world.pulseRaise(200);
    }

    private List<String> edges() {
        List<String> log = new ArrayList<>();
        boolean[] was = new boolean[LoopEvent.Role.values().length];
        world.onInputChange(() -> {
            for (LoopEvent.Role role : LoopEvent.Role.values()) {
                boolean is = world.loopOccupied(role);
                if (is != was[role.ordinal()]) {
                    was[role.ordinal()] = is;
                    log.add(role + (is ? "+" : "-"));
                }
            }
        });
        return log;
    }

    /** No body may overlap another, at any step. */
    private void watchForOverlap() {
        time.at(time.nowNanos() + 10 * MS, () -> {
            List<Vehicle> all = world.vehicles();
            for (int i = 1; i < all.size(); i++) {
                assertTrue(all.get(i).frontM() < all.get(i - 1).rearM(), all.get(i - 1) + " and " + all.get(i));
            }
            watchForOverlap();
        });
    }

    @Test
    void aCarGivesEachLoopOneEdgeOnAndOneOff() {
        List<String> log = edges();
        openForGood();
        car();
        time.runFor(30 * S);
        assertEquals(List.of("TRIGGER+", "CAPTURE+", "TRIGGER-", "ARM+", "CAPTURE-", "ARM-"), log);
        assertEquals(List.of(), world.vehicles());
        assertEquals(1, world.monitor().vehiclesPassedUnderArm());
        assertEquals(List.of(), world.monitor().contacts());
    }

    @Test
    void aLongTruckCoversBothLoopsAtOnce() {
        List<String> log = edges();
        openForGood();
        world.addVehicle(VehicleSpec.longTruck("测B00001"));
        time.runFor(60 * S);
        assertEquals(List.of("TRIGGER+", "CAPTURE+", "ARM+", "TRIGGER-", "CAPTURE-", "ARM-"), log);
    }

    @Test
    void aQueueStopsBeforeAClosedArmAndOffItsLoop() {
        watchForOverlap();
        car();
        time.runFor(2 * S);
        car();
        time.runFor(2 * S);
        car();
        time.runFor(15 * S);
        List<Vehicle> queue = world.vehicles();
        assertEquals(3, queue.size());
        assertEquals(world.geometry().stopLineM(), queue.getFirst().frontM(), 0.1);
        assertFalse(world.loopOccupied(LoopEvent.Role.ARM));
        for (int i = 0; i < 3; i++) {
            assertEquals(0, queue.get(i).speedMps(), 0.01);
            if (i > 0) {
                assertEquals(1.5, queue.get(i - 1).rearM() - queue.get(i).frontM(), 0.3);
            }
        }
        assertEquals(List.of(queue.get(0).obu().orElseThrow(), queue.get(1).obu().orElseThrow()), world.present(),
                "who waits at the stop line can still be read, and is nearest to the antenna");
    }

    @Test
    void theDriverGoesOnlyWhenArmIsUpAndLightGreen() {
        car();
        time.runFor(10 * S);
        world.pulseRaise(200);
        time.runFor(5 * S);
        assertEquals(1, world.vehicles().size());
        assertEquals(0, world.vehicles().getFirst().speedMps(), 0.01);
        world.passLight(true);
        time.runFor(10 * S);
        assertEquals(1, world.monitor().vehiclesPassedUnderArm());
    }

    @Test
    void aPaidVehiclePassesWithoutStopping() {
        var lane = new PlainLane(time, world);
        double[] slowest = {99};
        car();
        watchForOverlap();
        for (int i = 0; i < 1_000; i++) {
            time.runFor(20 * MS);
            world.vehicles().forEach(v -> slowest[0] = Math.min(slowest[0], v.speedMps()));
        }
        assertEquals(1, lane.payments);
        assertEquals(1, world.monitor().vehiclesPassedUnderArm());
        assertTrue(slowest[0] > 3, "slowest " + slowest[0] + " m/s");
        assertEquals(0, world.monitor().passedUntransacted());
    }

    @Test
    void aRefusedDriverBacksOutAndTheFollowersMakeRoomAndComeAgain() {
        var lane = new PlainLane(time, world);
        watchForOverlap();
        List<String> log = new ArrayList<>();
        world.addListener(new WorldListener() {
            @Override
            public void refused(Vehicle vehicle, long atNanos) {
                log.add("refused " + vehicle.number());
            }

            @Override
            public void madeRoom(Vehicle vehicle, long atNanos) {
                log.add("room " + vehicle.number());
            }

            @Override
            public void backedOut(Vehicle vehicle, long atNanos) {
                log.add("out " + vehicle.number());
            }

            @Override
            public void passedArm(Vehicle vehicle, long atNanos) {
                log.add("passed " + vehicle.number());
            }
        });
        // the two behind have nothing to be refused for, and no unit that could open the arm for the first
        SimObu bad = obu();
        lane.refuse(bad);
        world.addVehicle(VehicleSpec.car("测A00001").with(VehicleKind.OBU_EXPIRED), Optional.of(bad));
        time.runFor(2 * S);
        Vehicle second = world.addVehicle(VehicleSpec.car("测A00002"));
        time.runFor(2 * S);
        world.addVehicle(VehicleSpec.car("测A00003"));
        time.runFor(12 * S);
        assertTrue(log.contains("out 1"), log::toString);
        assertFalse(log.contains("out 2") || log.contains("refused 2"), log::toString);
        time.runFor(6 * S);
        assertEquals(2, second.trace().attempts());
        openForGood();
        time.runFor(8 * S);
        openForGood();
        time.runFor(30 * S);
        assertEquals(List.of("refused 1", "room 2", "out 1", "passed 2", "passed 3"), log);
        assertTrue(world.traces().getFirst().passedAtNanos().isEmpty());
        assertTrue(world.traces().getFirst().backedOutAtNanos().isPresent());
        assertEquals(0, world.vehicles().size());
    }

    @Test
    void anOldRefusalOnTheDisplayIsNotReadByTheNextDriver() {
        var lane = new PlainLane(time, world);
        lane.red();
        time.runFor(5 * S);
        world.addVehicle(VehicleSpec.car("测A00001"));
        time.runFor(15 * S);
        assertEquals(1, world.vehicles().size());
        assertTrue(world.traces().getFirst().refusedAtNanos().isEmpty());
        time.runFor(20 * S);
        assertTrue(world.traces().getFirst().backedOutAtNanos().isPresent(), "patience ends");
    }

    @Test
    void denseTrafficRunsThroughUnderOneOpenArm() {
        new PlainLane(time, world);
        watchForOverlap();
        for (int i = 0; i < 20; i++) {
            car();
            time.runFor(2 * S);
        }
        time.runFor(60 * S);
        SafetyMonitor monitor = world.monitor();
        assertEquals(20, monitor.vehiclesPassedUnderArm());
        assertEquals(0, monitor.passedUntransacted());
        assertEquals(List.of(), monitor.contacts());
        assertTrue(monitor.raises() < 20, "raises " + monitor.raises());
        assertEquals(monitor.raises(), monitor.lowers());
    }

    @Test
    void theMonitorCatchesAnArmLoweredOnACar() {
        openForGood();
        car();
        while (!world.vehicles().getFirst().over(world.geometry().armLineM())) {
            time.runNext();
        }
        world.jamAt(15);
        time.runFor(2 * S);
        world.pulseLower(200);
        time.runFor(2 * S);
        assertEquals(1, world.monitor().loweredOnVehicle());
        assertEquals(0, world.monitor().ranIntoArm());
        SafetyMonitor.Contact contact = world.monitor().contacts().getFirst();
        assertTrue(contact.armDegrees() < 60 && contact.armDegrees() > 55, contact::toString);
        assertEquals(1, contact.vehicleNumber());
        world.pulseRaise(200);
        time.runFor(2 * S);
        world.pulseLower(200);
        time.runFor(2 * S);
        assertEquals(2, world.monitor().loweredOnVehicle(), "a second fall is a second hit");
    }

    @Test
    void anArmReversedInTimeIsNoHit() {
        openForGood();
        car();
        world.jamAt(15);
        time.runFor(20 * S);
        assertTrue(world.loopOccupied(LoopEvent.Role.ARM));
        world.pulseLower(200);
        time.runFor(200 * MS);
        world.pulseRaise(200);
        time.runFor(2 * S);
        assertEquals(0, world.monitor().loweredOnVehicle());
        world.clearJam();
        time.runFor(20 * S);
        assertEquals(1, world.monitor().vehiclesPassedUnderArm());
    }

    @Test
    void aTailgaterFollowsThroughWithoutEverFreeingTheArmLoop() {
        new PlainLane(time, world);
        watchForOverlap();
        List<String> log = edges();
        Vehicle payer = world.addVehicle(VehicleSpec.car("测A00001").withCruiseMps(3), Optional.of(obu()));
        world.addVehicle(new VehicleSpec(VehicleSpec.car("测A00002").plate(), VehicleKind.NO_OBU, 1, Behaviour.TAILGATER, 4.5, 5.5,
                2.5, 0.5, 1.5, 0.5));
        time.runFor(40 * S);
        assertTrue(payer.passed());
        assertEquals(2, world.monitor().vehiclesPassedUnderArm());
        assertEquals(1, world.monitor().passedUntransacted());
        assertEquals(List.of(), world.monitor().contacts());
        assertEquals(1, log.stream().filter("ARM+"::equals).count());
    }

    @Test
    void aTailgaterAloneStopsLikeEverybody() {
        Vehicle alone = car(Behaviour.TAILGATER);
        time.runFor(10 * S);
        assertEquals(world.geometry().stopLineM(), alone.frontM(), 0.1);
    }

    @Test
    void whoReversesUnreadIsNeverInReach() {
        Vehicle shy = car(Behaviour.REVERSES_UNREAD);
        boolean[] seen = {false};
        for (int i = 0; i < 2_000; i++) {
            time.runFor(10 * MS);
            seen[0] |= !world.present().isEmpty();
        }
        assertFalse(seen[0]);
        assertEquals(1, shy.trace().attempts());
        assertTrue(shy.trace().backedOutAtNanos().isPresent());
        assertEquals(List.of(), world.vehicles());
    }

    @Test
    void whoTurnsBackAfterReadingWasInReachAndNeverComesToTheArm() {
        Vehicle turning = car(Behaviour.TURNS_BACK_AFTER_READ);
        time.runFor(8 * S);
        assertEquals(1, world.present().size());
        time.runFor(12 * S);
        assertTrue(turning.trace().backedOutAtNanos().isPresent());
        assertTrue(turning.trace().armReachedAtNanos().isEmpty());
    }

    @Test
    void whoDawdlesStandsAWhileAfterPaying() {
        new PlainLane(time, world);
        Vehicle slowcoach = car(Behaviour.DAWDLES_AFTER_PAYING);
        time.runFor(60 * S);
        VehicleTrace trace = slowcoach.trace();
        assertTrue(trace.passedAtNanos().getAsLong() - trace.transactedAtNanos().getAsLong() > 8 * S);
        assertEquals(List.of(), world.monitor().contacts());
    }

    @Test
    void aNeighboursUnitAnswersWithoutAVehicle() {
        List<String> log = edges();
        Vehicle neighbour = car(Behaviour.NEIGHBOUR_OBU);
        assertEquals(List.of(neighbour.obu().orElseThrow()), world.present());
        assertTrue(world.reachable(neighbour.obu().orElseThrow()));
        assertEquals(List.of(), world.vehicles());
        time.runFor(7 * S);
        assertEquals(List.of(), world.present());
        assertEquals(List.of(), log);
        assertTrue(neighbour.trace().goneAtNanos().isPresent());
    }

    @Test
    void theNearestUnitComesFirst() {
        Vehicle first = car();
        time.runFor(2 * S);
        car(Behaviour.NEIGHBOUR_OBU);
        while (first.obuM() < 6) {
            time.runNext();
        }
        assertEquals(first.obu().orElseThrow(), world.present().getFirst());
        assertEquals(2, world.present().size());
    }

    @Test
    void loopFaultsShowOnTheContactAndAreToldAtOnce() {
        List<String> log = edges();
        world.loopFault(LoopEvent.Role.ARM, LoopFault.STUCK_OCCUPIED);
        assertEquals(List.of("ARM+"), log);
        world.loopFault(LoopEvent.Role.ARM, LoopFault.STUCK_CLEAR);
        world.loopFault(LoopEvent.Role.TRIGGER, LoopFault.CHATTER);
        openForGood();
        car();
        time.runFor(30 * S);
        assertEquals(1, log.stream().filter("ARM+"::equals).count());
        assertTrue(log.stream().filter("TRIGGER+"::equals).count() > 10, log::toString);
        assertFalse(world.loopOccupied(LoopEvent.Role.TRIGGER));
    }

    @Test
    void theLaneRestsWhenNobodyIsThere() {
        car(Behaviour.REVERSES_UNREAD);
        time.runFor(60 * S);
        assertFalse(time.runNext(), "nothing is left to do");
    }
}
