package org.etclane.sim.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.etclane.lane.core.LaneKind;
import org.etclane.sim.device.AirTimes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The latency bench end to end, with processes, pseudo-terminals, a journal and a station; the figures themselves are not judged. */
class LatencyBenchIT {
    @TempDir
    private Path data;

    @Test
    void aFewDialoguesThroughBothHosts() throws Exception {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "pseudo-terminals are made on Linux only");
        Path config = Path.of("..", "config").toAbsolutePath().normalize();
        LatencySettings settings = new LatencySettings(LaneKind.EXIT, 6, 2, 1, "brief", AirTimes.brief(), true,
                config.resolve("exit-lane.yaml"), data, LaneFiles.javaOptions(config.getParent()));
        List<String> told = new ArrayList<>();
        try (LatencyBench bench = new LatencyBench(settings, told::add)) {
            LatencyReport report = bench.run();
            assertEquals(3, told.size());
            assertEquals(6, report.laneNanos().size(), report::text);
            assertEquals(6, report.floorNanos().size(), report::text);
            assertEquals(0, report.wrong(), report::text);
            JsonNode json = report.json();
            assertTrue(json.at("/stagesUs/JOURNAL/count").longValue() >= 12, report::text);
            assertTrue(json.at("/journal/syncs").longValue() >= 12, report::text);
            assertTrue(json.at("/memoryMiB/lane").doubleValue() > 0, report::text);
            assertTrue(json.at("/memoryMiB/idle").doubleValue() > 0, report::text);
        }
    }
}
