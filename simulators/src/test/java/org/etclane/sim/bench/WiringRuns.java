package org.etclane.sim.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.etclane.lane.core.LaneKind;
import org.etclane.sim.world.DriverHabits;
import org.etclane.sim.world.VehicleMix;

/** Two vehicles that may pass and one that may not, through a lane process with other wiring than the usual. */
final class WiringRuns {
    /** What the lane shows to who may not. */
    private static final String REASON = "标签已过期";

    private WiringRuns() {
    }

    /** @return what the lane's log says, for more to be looked for */
    static List<String> twoAndOne(LaneWiring wiring, Path folder, int kills) throws IOException, InterruptedException {
        Path mix = Files.writeString(folder.resolve("mix.yaml"), """
                name: two and one
                vehicles:
                  - { kind: legal_car, weight: 2 }
                  - { kind: obu_expired, weight: 1 }
                """);
        long seed = BenchRuns.seed();
        BenchRuns.say("seed " + seed + "; again with -Detclane.seed=" + seed);
        List<String> said = new CopyOnWriteArrayList<>();
        BenchSettings settings = new BenchSettings(LaneKind.EXIT, 3, 1200, seed, VehicleMix.resolve(mix.toString()),
                kills == 0 ? DriverHabits.DEFAULT : DriverHabits.DEFAULT.withPatienceS(60), BenchRuns.config(LaneKind.EXIT),
                folder.resolve("data"), Map.of(), kills, false, false, List.of("-Xmx128m"), wiring);
        try (Bench bench = new Bench(settings, said::add)) {
            BenchReport report = bench.run();
            BenchRuns.say(String.join("\n", said) + "\n" + report.text());
            BenchRuns.agrees(report);
            assertEquals(List.of(), BenchRuns.trouble(bench.lane()), "in the lane's log");
            BenchRuns.nobodyPaidTwice(bench.roadside().outcome().purses());
            if (kills == 0) {
                assertEquals(2, report.transactions(), report::text);
                assertEquals(2, report.passed(), report::text);
                assertTrue(said.stream().anyMatch(line -> line.contains("refused: ") && line.contains(REASON)), said::toString);
            }
            return bench.lane().logLines();
        }
    }
}
