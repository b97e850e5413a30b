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
    static List<String> twoAndOne(LaneWiring wiring, Path folder) throws IOException, InterruptedException {
        Path mix = Files.writeString(folder.resolve("mix.yaml"), """
                name: two and one
                vehicles:
                  - { kind: legal_car, weight: 2 }
                  - { kind: obu_expired, weight: 1 }
                """);
        List<String> said = new CopyOnWriteArrayList<>();
        try (Bench bench = new Bench(settings(3, mix.toString(), wiring, folder), said::add)) {
            BenchReport report = run(bench, said);
            assertEquals(2, report.transactions(), report::text);
            assertEquals(2, report.passed(), report::text);
            assertTrue(said.stream().anyMatch(line -> line.contains("refused: ") && line.contains(REASON)), said::toString);
            return bench.lane().logLines();
        }
    }

    /** Two that may pass, and the process is killed meanwhile. @return what the lane's log says */
    static List<String> killed(LaneWiring wiring, Path folder) throws IOException, InterruptedException {
        List<String> said = new CopyOnWriteArrayList<>();
        try (Bench bench = new Bench(settings(2, "legal", wiring, folder).withKills(1).withPatienceS(60), said::add)) {
            BenchReport report = run(bench, said);
            assertEquals(2, report.passed(), report::text);
            assertEquals(1, bench.killed().values().stream().mapToInt(n -> n).sum());
            BenchRuns.nobodyPaidTwice(bench.roadside().outcome().purses());
            return bench.lane().logLines();
        }
    }

    private static BenchSettings settings(int vehicles, String mix, LaneWiring wiring, Path folder) {
        long seed = BenchRuns.seed();
        BenchRuns.say("seed " + seed + "; again with -Detclane.seed=" + seed);
        return new BenchSettings(LaneKind.EXIT, vehicles, 1800, seed, VehicleMix.resolve(mix), DriverHabits.DEFAULT,
                BenchRuns.config(LaneKind.EXIT), folder.resolve("data"), Map.of(), 0, false, false, List.of("-Xmx128m"), wiring);
    }

    private static BenchReport run(Bench bench, List<String> said) throws IOException, InterruptedException {
        BenchReport report = bench.run();
        BenchRuns.say(String.join("\n", said) + "\n" + report.text());
        BenchRuns.agrees(report);
        assertEquals(List.of(), BenchRuns.trouble(bench.lane()), "in the lane's log");
        return report;
    }
}
