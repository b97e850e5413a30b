package org.etclane.sim.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.etclane.lane.core.LaneKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The disk takes nothing more while vehicles come, then it does again. A limit on the size of the process's files stands for the
 * full disk: it needs no rights, hits the same writes, and can be taken back.
 */
class DiskFullIT {
    private static final Path PRLIMIT = Path.of("/usr/bin/prlimit");

    @TempDir
    Path data;

    @Test
    void withoutRecordsNobodyIsCharged() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(PRLIMIT), "skipped: there is no " + PRLIMIT + " here to limit a running process");
        BenchSettings settings = BenchRuns.settings(LaneKind.EXIT, 8, 900, "legal",
                BenchRuns.configWith(data, LaneKind.EXIT, "resolveMs: 20000"), data.resolve("run"));
        try (Bench bench = new Bench(settings, BenchRuns::say)) {
            bench.station().start();
            bench.start();
            come(bench, 2);
            assertEquals(2, bench.roadside().outcome().acknowledged().size());
            limit(bench, "16384:unlimited");
            come(bench, 3);
            Roadside.Outcome full = bench.roadside().outcome();
            assertEquals(2, full.purses().size(), "nobody was charged without a record");
            assertEquals(2, full.passed());
            assertEquals("CLOSED", bench.status().path("mode").asText());
            assertTrue(bench.status().path("reason").asText().contains("cannot be written"), () -> bench.status().toPrettyString());
            assertTrue(bench.status().path("alarms").findValuesAsText("alarm").contains("JOURNAL_FAILED"));
            assertTrue(!bench.roadside().looksOpen(), "the light over the lane is green");
            limit(bench, "unlimited:unlimited");
            BenchRuns.within("the lane works again", Duration.ofSeconds(60), bench.roadside()::looksOpen);
            come(bench, 3);
            assertTrue(bench.awaitSettled(), "records still wait for the station");
            assertTrue(bench.lane().stop());
            BenchReport report = bench.report();
            BenchRuns.agrees(report);
            BenchRuns.nobodyPaidTwice(bench.roadside().outcome().purses());
            assertEquals(5, bench.roadside().outcome().purses().size());
        }
    }

    private static void come(Bench bench, int vehicles) throws InterruptedException {
        long left = bench.roadside().outstanding() - vehicles;
        bench.roadside().letCome(vehicles);
        assertTrue(bench.roadside().awaitOutstanding(left, BenchRuns.HANG), "vehicles still in the lane");
    }

    private static void limit(Bench bench, String bytes) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(PRLIMIT.toString(), "--pid", Long.toString(bench.lane().pid()),
                "--fsize=" + bytes)).inheritIO().start();
        assertTrue(process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0, "prlimit failed");
    }
}
