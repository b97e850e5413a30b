package org.etclane.sim.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.etclane.lane.core.LaneKind;
import org.etclane.sim.device.RsuNetworkSimSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code scripts/run --rsu network} does: the lane process calls an RSU of variant B over TCP. */
class RunNetworkRsuIT {
    @TempDir
    Path data;

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void vehiclesPayUnderItAndThreeLedgersAgree() throws IOException, InterruptedException {
        BenchSettings settings = BenchRuns.settings(LaneKind.EXIT, 3, 1200, "legal", BenchRuns.config(LaneKind.EXIT), data)
                .with(LaneWiring.USUAL.with(new RsuChoice.Network(RsuNetworkSimSettings.usual())));
        try (Bench bench = new Bench(settings, BenchRuns::say)) {
            BenchReport report = bench.run();
            BenchRuns.say(report.text());
            BenchRuns.agrees(report);
            assertEquals(3, report.transactions(), report::text);
            assertEquals(3, report.passed(), report::text);
            assertEquals(List.of(), BenchRuns.trouble(bench.lane()), "in the lane's log");
        }
    }
}
