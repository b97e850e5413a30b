package org.etclane.sim.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VehicleMixTest {

    @Test
    void readsAFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("rush.yaml");
        Files.writeString(file, """
                name: rush hour
                vehicles:
                  - { kind: legal_car, weight: 80 }
                  - { kind: legal_truck_16, weight: 5, lengthM: 18, cruiseMps: 3 }
                  - { kind: no_obu, weight: 2, behaviour: tailgater }
                """);
        VehicleMix mix = VehicleMix.resolve(file.toString());
        assertEquals("rush hour", mix.name());
        assertEquals(3, mix.entries().size());
        assertEquals(new VehicleMix.Entry(VehicleKind.LEGAL_TRUCK_16, Behaviour.NORMAL, 5, OptionalDouble.of(18),
                OptionalDouble.of(3)), mix.entries().get(1));
        assertEquals(Behaviour.TAILGATER, mix.entries().get(2).behaviour());
    }

    @Test
    void jsonIsReadToo() {
        VehicleMix mix = VehicleMix.parse("{\"vehicles\":[{\"kind\":\"PLATE_DIFFERS\"}]}", "inline");
        assertEquals(VehicleKind.PLATE_DIFFERS, mix.entries().getFirst().kind());
        assertEquals(1, mix.entries().getFirst().weight());
    }

    @Test
    void everyProblemIsReportedAtOnce() {
        var refused = assertThrows(IllegalArgumentException.class, () -> VehicleMix.parse("""
                vehicle_count: 3
                vehicles:
                  - { kind: flying_car, weight: 1 }
                  - { kind: legal_car, weight: -1, colour: red }
                  - { kind: legal_car, lengthM: 300 }
                """, "mix.yaml"));
        String[] lines = refused.getMessage().split("\n");
        assertEquals(5, lines.length, refused.getMessage());
        assertTrue(lines[0].contains("vehicle_count") && lines[1].contains("flying_car") && lines[4].contains("lengthM"));
    }

    @Test
    void neitherNameNorFileIsSaidInOneSentence() {
        var refused = assertThrows(IllegalArgumentException.class, () -> VehicleMix.resolve("no-such-mix"));
        assertTrue(refused.getMessage().contains("default, legal, refusals, behaviours"), refused.getMessage());
        assertThrows(IllegalArgumentException.class, () -> VehicleMix.parse("vehicles: [", "broken"));
        assertThrows(IllegalArgumentException.class, () -> VehicleMix.parse("", "empty"));
        assertThrows(IllegalArgumentException.class, () -> VehicleMix.parse("vehicles: []", "empty list"));
    }

    @Test
    void theDefaultMixIsMostlyLegalAndHasEveryRefusal() {
        VehicleMix mix = VehicleMix.named("default").orElseThrow();
        double legal = mix.entries().stream().filter(VehicleMix.Entry::plain).mapToDouble(VehicleMix.Entry::weight).sum();
        double all = mix.entries().stream().mapToDouble(VehicleMix.Entry::weight).sum();
        assertEquals(0.85, legal / all, 1e-9);
        assertEquals(VehicleKind.values().length, mix.entries().stream().map(VehicleMix.Entry::kind).distinct().count());
    }
}
