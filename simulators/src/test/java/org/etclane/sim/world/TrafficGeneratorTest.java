package org.etclane.sim.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrafficGeneratorTest {
    private static final VehicleMix DEFAULT = VehicleMix.named("default").orElseThrow();

    private static List<Arrival> traffic(long seed, int count, LaneKind lane) {
        return new TrafficGenerator(seed, 900, count, DEFAULT, lane).arrivals();
    }

    @Test
    void theSameSeedMakesTheSameTraffic() {
        assertEquals(traffic(42, 500, LaneKind.EXIT), traffic(42, 500, LaneKind.EXIT));
        assertNotEquals(traffic(42, 500, LaneKind.EXIT), traffic(43, 500, LaneKind.EXIT));
    }

    @ParameterizedTest
    @EnumSource(LaneKind.class)
    void fiftyVehiclesHoldSeveralRefusalsThatMakeSenseInThisLane(LaneKind lane) {
        for (long seed = 0; seed < 200; seed++) {
            List<Arrival> arrivals = traffic(seed, 50, lane);
            Set<VehicleKind> refusals = EnumSet.noneOf(VehicleKind.class);
            arrivals.stream().map(a -> a.spec().kind()).filter(kind -> !kind.legal()).forEach(refusals::add);
            assertTrue(refusals.size() >= 5, "seed " + seed + ": " + refusals);
            assertTrue(refusals.stream().allMatch(kind -> kind.appliesTo(lane)), "seed " + seed + ": " + refusals);
        }
    }

    @Test
    void overALongRunEveryKindComesAndSharesHold() {
        List<Arrival> arrivals = traffic(7, 4_000, LaneKind.EXIT);
        Set<VehicleKind> seen = arrivals.stream().map(a -> a.spec().kind()).collect(Collectors.toSet());
        for (VehicleKind kind : VehicleKind.values()) {
            assertEquals(kind.appliesTo(LaneKind.EXIT), seen.contains(kind), kind.name());
        }
        long legal = arrivals.stream().filter(a -> a.spec().kind().legal()).count();
        assertEquals(0.86, legal / 4_000.0, 0.02);
        double hours = arrivals.getLast().atNanos() / 3.6e12;
        assertEquals(900, 4_000 / hours, 50);
    }

    @Test
    void platesAreUniqueExceptForVehiclesThatComeAgain() {
        List<Arrival> arrivals = traffic(3, 2_000, LaneKind.ENTRY);
        Set<String> plates = new HashSet<>();
        int repeats = 0;
        for (Arrival arrival : arrivals) {
            boolean fresh = plates.add(arrival.spec().plate().text());
            assertEquals(arrival.repeatOf().isEmpty(), fresh, arrival.toString());
            if (arrival.repeatOf().isPresent()) {
                repeats++;
                Arrival first = arrivals.get(arrival.repeatOf().getAsInt() - 1);
                assertEquals(first.spec().plate(), arrival.spec().plate());
                assertEquals(VehicleKind.RECENTLY_TRANSACTED, arrival.spec().kind());
                assertTrue(first.spec().kind().legal());
            }
            assertTrue(arrival.spec().plate().text().matches("测[A-Z]\\d{5}"));
        }
        assertTrue(repeats > 0);
    }

    @Test
    void impossibleOrdersAreRefusedInWords() {
        assertThrows(IllegalArgumentException.class, () -> new TrafficGenerator(1, 5_000, 1, DEFAULT, LaneKind.EXIT));
        var onlyEntry = VehicleMix.parse("vehicles: [{kind: entry_already_open}]", "test");
        assertThrows(IllegalArgumentException.class,
                () -> new TrafficGenerator(1, 900, 1, onlyEntry, LaneKind.EXIT).arrivals());
    }

    @Test
    void everyBuiltInMixMakesTraffic() {
        for (String name : VehicleMix.BUILT_IN) {
            for (LaneKind lane : LaneKind.values()) {
                var generator = new TrafficGenerator(1, 600, 100, VehicleMix.named(name).orElseThrow(), lane);
                assertEquals(100, generator.arrivals().size(), name);
            }
        }
    }
}
