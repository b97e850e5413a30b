package org.etclane.sim.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.etclane.device.scale.yaohua.YaohuaSettings;
import org.etclane.lane.core.JournalEntry;
import org.etclane.lane.core.LaneKind;
import org.etclane.lane.core.TransactionFacts;
import org.etclane.sim.world.DriverHabits;
import org.etclane.sim.world.VehicleMix;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code scripts/run --scale} does: a lane process with a scale, and every weight on record is that of the plate it stands with. */
class RunScaleIT {
    @TempDir
    Path folder;

    static List<ScaleChoice> scales() {
        return ScaleChoice.ALL;
    }

    /** Brisk cars: one by one they take their time on a platform. */
    private BenchSettings settings(ScaleChoice scale, int vehicles) throws IOException {
        Path mix = Files.writeString(folder.resolve("mix.yaml"), """
                name: brisk cars
                vehicles:
                  - { kind: legal_car, cruiseMps: 5.5 }
                """);
        long seed = BenchRuns.seed();
        BenchRuns.say("seed " + seed + "; again with -Detclane.seed=" + seed);
        return new BenchSettings(LaneKind.EXIT, vehicles, 1200, seed, VehicleMix.resolve(mix.toString()), DriverHabits.DEFAULT,
                BenchRuns.config(LaneKind.EXIT), folder.resolve("data"), Map.of(), 0, false, false, List.of("-Xmx128m"))
                .with(LaneWiring.USUAL.with(scale));
    }

    @ParameterizedTest
    @MethodSource("scales")
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void everyWeightIsOnRecordWithItsVehicle(ScaleChoice scale) throws IOException, InterruptedException {
        // one by one over a platform takes its time: two only where it is the first of its kind
        boolean alone = scale.equals(new ScaleChoice.Yaohua(YaohuaSettings.Mode.COMMANDS)) || scale.equals(new ScaleChoice.Toledo());
        int vehicles = alone ? 1 : 2;
        try (Bench bench = new Bench(settings(scale, vehicles), BenchRuns::say)) {
            BenchReport report = bench.run();
            BenchRuns.say(report.text());
            BenchRuns.agrees(report);
            assertEquals(new WeighReport(vehicles, vehicles, 0, 0, 0, List.of()), report.weights().orElseThrow(), report::text);
            assertEquals(vehicles, report.json().path("weights").path("paired").asInt());
            byPlate(bench, vehicles);
            assertEquals(List.of(), BenchRuns.trouble(bench.lane()), "in the lane's log");
        }
    }

    /** The report goes by the loop; here by the OBU that has paid. */
    private static void byPlate(Bench bench, int vehicles) {
        Map<String, Integer> weighed = bench.roadside().weighedKg();
        Map<String, TransactionFacts> facts = new HashMap<>();
        Map<String, Integer> onRecord = new HashMap<>();
        for (JournalEntry entry : bench.journal()) {
            if (entry instanceof JournalEntry.Intended(TransactionFacts intended)) {
                facts.put(intended.transactionId(), intended);
            } else if (entry instanceof JournalEntry.PassageEnded passage) {
                onRecord.put(facts.get(passage.transactionId().orElseThrow()).vehicle().plate().text(),
                        passage.weight().orElseThrow().grossWeightKg());
            }
        }
        assertEquals(vehicles, weighed.size());
        assertEquals(weighed, onRecord);
    }
}
