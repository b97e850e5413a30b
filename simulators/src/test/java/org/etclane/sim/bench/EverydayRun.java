package org.etclane.sim.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.etclane.lane.core.LaneKind;
import org.etclane.sim.station.LedgerSummary;

/** The main job on real lines, with some of everything: what {@code scripts/run} does and promises. */
final class EverydayRun {
    private static final Duration FIRST_THROUGH = Duration.ofSeconds(20);
    /** The contract of {@code --json}. */
    private static final Map<String, List<String>> NAMES = Map.of(
            "", List.of("seed", "lane", "vehicles", "passed", "refused", "transactions", "errorsPerThousand", "vehiclesPerHour",
                    "latencyMs", "ledgers", "barrier", "ok"),
            "latencyMs", List.of("p50", "p99", "p999", "max", "over300"),
            "ledgers", List.of("purseFen", "journalFen", "stationFen", "missing", "duplicate", "unexplained", "tacFailures"),
            "barrier", List.of("raises", "lowers", "loweredOnVehicle"));

    private EverydayRun() {
    }

    static void of(LaneKind kind, int vehicles, Path data) throws IOException, InterruptedException {
        BenchSettings settings = BenchRuns.settings(kind, vehicles, 900, "default", BenchRuns.config(kind), data);
        try (Bench bench = new Bench(settings, BenchRuns::say)) {
            BenchReport report = bench.run();
            BenchRuns.say(report.text());
            BenchRuns.agrees(report);
            assertTrue(report.transactions() >= vehicles / 2, () -> report.text());
            assertEquals(0, bench.roadside().outstanding(), "vehicles still in the lane");
            names(report.json());
            LedgerSummary station = bench.station().summary();
            assertEquals(kind == LaneKind.EXIT ? report.transactions() : 0, station.tacGood(), "each exit with a TAC that is right");
            assertEquals(0, station.tacBad() + station.tacMissing() + station.conflicts() + station.securityEvents());
            assertTrue(bench.firstThrough().orElseThrow().compareTo(FIRST_THROUGH) < 0, () -> "first vehicle after " + bench.firstThrough());
            assertEquals(List.of(), BenchRuns.trouble(bench.lane()), "in the lane's log");
        }
    }

    private static void names(JsonNode json) {
        Map<String, List<String>> found = new TreeMap<>();
        NAMES.keySet().forEach(part -> {
            JsonNode node = part.isEmpty() ? json : json.path(part);
            found.put(part, node.properties().stream().map(Map.Entry::getKey).toList());
        });
        assertEquals(new TreeMap<>(NAMES), found);
        assertEquals(List.of(), json.path("refused").properties().stream().filter(r -> !r.getValue().isIntegralNumber()).toList());
    }
}
