package org.etclane.sim.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.etclane.lane.core.LaneKind;
import org.etclane.lane.journal.Journal;
import org.etclane.sim.station.LedgerSummary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The station is away: for the whole run, or again and again. The lane goes on; every record arrives once, in order. */
class LinkDownIT {
    @TempDir
    Path data;

    private BenchSettings settings(int vehicles) {
        return BenchRuns.settings(LaneKind.EXIT, vehicles, 1200, "default", BenchRuns.config(LaneKind.EXIT), data);
    }

    @Test
    void downForTheWholeRunAndThenUp() throws IOException, InterruptedException {
        try (Bench bench = new Bench(settings(8), BenchRuns::say)) {
            bench.start();
            bench.roadside().letCome();
            assertTrue(bench.roadside().awaitEverybodyGone(BenchRuns.HANG), "vehicles still in the lane");
            assertTrue(bench.ask("outbox").path("pending").asLong() > 8, () -> "waiting for the station: " + bench.ask("outbox"));
            bench.station().start();
            assertTrue(bench.awaitSettled(), "records still wait for the station");
            LedgerSummary station = theSameOnBothSides(bench);
            assertEquals(0, station.redelivered(), "records that came twice");
        }
    }

    @Test
    void downAgainAndAgainUnderTraffic() throws IOException, InterruptedException {
        BenchSettings settings = settings(12);
        try (Bench bench = new Bench(settings, BenchRuns::say)) {
            bench.station().start();
            bench.start();
            bench.roadside().letCome();
            for (long left = settings.vehicles() - 2; left > 2; left -= 4) {
                assertTrue(bench.roadside().awaitOutstanding(left, BenchRuns.HANG), "vehicles still in the lane");
                bench.station().stop();
                assertTrue(bench.roadside().awaitOutstanding(left - 2, BenchRuns.HANG), "vehicles still in the lane");
                bench.station().start();
            }
            assertTrue(bench.roadside().awaitEverybodyGone(BenchRuns.HANG), "vehicles still in the lane");
            assertTrue(bench.awaitSettled(), "records still wait for the station");
            theSameOnBothSides(bench);
        }
    }

    private LedgerSummary theSameOnBothSides(Bench bench) throws IOException, InterruptedException {
        String ledger = bench.ask("outbox").path("ledgerId").asText();
        BenchRuns.within("nothing new", Duration.ofSeconds(30), () -> bench.ask("outbox").path("pending").asLong(1) == 0);
        assertTrue(bench.lane().stop(), "the lane did not stop");
        BenchReport report = bench.report();
        BenchRuns.agrees(report);
        List<Long> sent = bench.station().ledger().sequences(bench.config().lane().laneId(), ledger);
        List<Long> written = LaneJournal.stored(bench.config().journalDirectory()).stream().filter(Journal.Stored::forStation)
                .map(Journal.Stored::sequence).toList();
        assertEquals(written, sent);
        LedgerSummary station = bench.station().summary();
        assertEquals(written.size(), station.records());
        assertEquals(0, station.conflicts());
        assertEquals(List.of(), BenchRuns.trouble(bench.lane()), "in the lane's log");
        return station;
    }
}
