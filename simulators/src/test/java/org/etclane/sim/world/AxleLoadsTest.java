package org.etclane.sim.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AxleLoadsTest {
    private static String string(WeighedVehicle vehicle) {
        return vehicle.groups().stream().map(g -> Integer.toString(g.code())).reduce("", String::concat);
    }

    @Test
    void everyClassHasItsUsualAxles() {
        Map<Integer, String> usual = Map.of(1, "11", 2, "11", 3, "12", 4, "12", 11, "11", 12, "12", 13, "15", 14, "115", 15, "129", 16, "159");
        AxleLoads loads = new AxleLoads(1, 10);
        for (int round = 0; round < 200; round++) {
            usual.forEach((vehicleClass, axles) -> {
                WeighedVehicle vehicle = loads.next(vehicleClass);
                assertEquals(axles, string(vehicle), "class " + vehicleClass);
                assertEquals(vehicle.grossWeightKg(), vehicle.groups().stream().mapToInt(WeighedVehicle.Group::weightKg).sum());
                assertTrue(vehicle.axles().stream().allMatch(a -> a.weightKg() % 10 == 0 && a.weightKg() > 0 && a.weightKg() < 12_000));
                assertTrue(vehicle.speedKmh() >= 5 && vehicle.speedKmh() <= 20);
            });
        }
    }

    @Test
    void theSameSeedGivesTheSameVehicles() {
        AxleLoads one = new AxleLoads(7, 20);
        AxleLoads two = new AxleLoads(7, 20);
        List<WeighedVehicle> first = java.util.stream.Stream.generate(() -> one.next(16)).limit(50).toList();
        assertEquals(first, java.util.stream.Stream.generate(() -> two.next(16)).limit(50).toList());
        assertNotEquals(first.get(0), first.get(1));
    }

    @Test
    void anOverlongVehicleHasAllItsAxles() {
        WeighedVehicle transport = new AxleLoads(1, 0).overlong(22);
        assertEquals(22, transport.axles().size());
        assertEquals(6500 + 21 * 9000, transport.grossWeightKg());
    }

    @Test
    void noiseIsBounded() {
        assertThrows(IllegalArgumentException.class, () -> new AxleLoads(1, 201));
        assertThrows(IllegalArgumentException.class, () -> new WeighedVehicle(List.of(), List.of(1), 5));
    }
}
