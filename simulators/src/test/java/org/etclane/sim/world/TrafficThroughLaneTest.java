package org.etclane.sim.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.etclane.device.ObuId;
import org.etclane.sim.obu.SimObu;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Generated traffic through the plainest lane: nobody overlaps, nobody stays for ever, the arm hits nobody. */
class TrafficThroughLaneTest {
    private static final long S = 1_000_000_000L;
    /** Seeds 1 to this; a failure names its mix and seed, {@code run(mix, seed, count)} replays it. */
    private static final int SEEDS = 25;

    private record Outcome(List<VehicleTrace> traces, SafetyMonitor monitor, long endNanos, List<String> overlaps) {
    }

    private static Outcome run(String mixName, long seed, int count) {
        var time = new VirtualScheduler();
        var world = new LaneWorld(time);
        var lane = new PlainLane(time, world);
        List<String> overlaps = new ArrayList<>();
        int[] gone = {0};
        world.addListener(new WorldListener() {
            @Override
            public void gone(Vehicle vehicle, long atNanos) {
                gone[0]++;
            }
        });
        VehicleMix mix = VehicleMix.named(mixName).orElseThrow();
        for (Arrival arrival : new TrafficGenerator(seed, 900, count, mix, LaneKind.EXIT).arrivals()) {
            time.at(arrival.atNanos(), () -> {
                var obu = SimObu.builder(new ObuId(arrival.number())).build();
                if (!arrival.spec().kind().legal()) {
                    lane.refuse(obu);
                }
                boolean none = arrival.spec().kind() == VehicleKind.NO_OBU;
                world.addVehicle(arrival.spec(), none ? Optional.empty() : Optional.of(obu));
            });
        }
        while (gone[0] < count && time.nowNanos() < 3_600L * S * (1 + count / 50)) {
            time.runFor(S / 10);
            overlap(world.vehicles()).ifPresent(overlaps::add);
        }
        return new Outcome(world.traces(), world.monitor(), time.nowNanos(), overlaps);
    }

    private static Optional<String> overlap(List<Vehicle> all) {
        for (int i = 1; i < all.size(); i++) {
            if (all.get(i).frontM() >= all.get(i - 1).rearM()) {
                return Optional.of(all.get(i - 1) + " touches " + all.get(i));
            }
        }
        return Optional.empty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "legal", "refusals", "behaviours"})
    void everybodyLeavesOneWayOrTheOther(String mix) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            String where = "mix " + mix + ", seed " + seed;
            Outcome outcome = run(mix, seed, 60);
            assertEquals(List.of(), outcome.overlaps(), where);
            for (VehicleTrace trace : outcome.traces()) {
                assertTrue(trace.goneAtNanos().isPresent(), where + ": stays for ever: " + trace);
                boolean neighbour = trace.spec().behaviour() == Behaviour.NEIGHBOUR_OBU;
                boolean passed = trace.passedAtNanos().isPresent();
                assertEquals(!neighbour, passed != trace.backedOutAtNanos().isPresent(), where + ": " + trace);
            }
            assertEquals(List.of(), outcome.monitor().contacts(), where);
        }
    }

    @Test
    void aLegalDayIsQuick() {
        Outcome outcome = run("legal", 1, 200);
        double perHour = 200 / (outcome.endNanos() / 3.6e12);
        assertTrue(perHour > 700, "vehicles per hour: " + perHour);
        assertEquals(200, outcome.monitor().vehiclesPassedUnderArm());
    }

    @Test
    void theSameSeedGivesTheSameDay() {
        Outcome first = run("behaviours", 11, 80);
        Outcome second = run("behaviours", 11, 80);
        assertEquals(first.traces(), second.traces());
        assertEquals(first.monitor().raises(), second.monitor().raises());
        assertNotEquals(first.traces(), run("behaviours", 12, 80).traces());
    }
}
