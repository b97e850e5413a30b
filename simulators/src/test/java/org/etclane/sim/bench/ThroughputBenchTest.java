package org.etclane.sim.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import org.etclane.lane.core.LaneKind;
import org.etclane.lane.core.LaneSettings;
import org.etclane.lane.parameters.StationKey;
import org.etclane.sim.bench.ThroughputBench.Group;
import org.etclane.sim.bench.ThroughputBench.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThroughputBenchTest {
    @TempDir
    private Path data;

    @Test
    void everyTransactionBecomesDurable() throws Exception {
        ThroughputBench bench = new ThroughputBench(data, LaneSettings.defaults(LaneKind.EXIT, "370100120100101000001",
                new StationKey("3701", 12), 3, ZoneId.of("Asia/Shanghai")), VirtualLaneTest.rates());
        Row alone = bench.run(1, 20);
        // intent, outcome, arm up, passage, arm down of the one before
        assertEquals(100, alone.entries());
        assertTrue(alone.groups().size() >= 40, () -> alone.groups().size() + " syncs");
        Row together = bench.run(4, 20);
        assertEquals(100, together.entries());
        assertTrue(together.floorNanos() > 0);
        assertTrue(alone.bytes() > 20_000, () -> alone.bytes() + " bytes");
    }

    private static Row row(int depth, long decideNanos, long journalNanos, long syncNanos) {
        return new Row(depth, 1000, 5000, 1_000_000_000L, decideNanos, journalNanos, syncNanos, Collections.nCopies(2000, new Group(2, 1000)),
                500_000_000L);
    }

    @Test
    void theLastLineSaysWhatLimits() {
        ThroughputReport report = new ThroughputReport(List.of(row(1, 100_000_000, 200_000_000, 800_000_000),
                row(64, 300_000_000, 700_000_000, 600_000_000)));
        String[] lines = report.text().split("\n");
        assertEquals("  limit: one lane, the wait for the disk: commit and sync (2.0 syncs of 0.40 ms per transaction); "
                + "64 dialogues, the journal thread's own work: JSON, SQL, pages", lines[lines.length - 1]);
    }

    @Test
    void namesInJsonAreAContract() {
        assertEquals("{\"dialogues\":1,\"transactions\":1000,\"entries\":5000,\"syncs\":2000,\"bytes\":2000000,\"perSecond\":1000.0,"
                + "\"floorPerSecond\":2000.0,\"decideShare\":0.1,\"writerCpuShare\":0.2,\"syncShare\":0.8}",
                new ThroughputReport(List.of(row(1, 100_000_000, 200_000_000, 800_000_000))).json().at("/rows/0").toString());
    }
}
