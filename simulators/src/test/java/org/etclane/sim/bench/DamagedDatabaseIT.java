package org.etclane.sim.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.etclane.lane.core.JournalEntry;
import org.etclane.lane.core.LaneKind;
import org.etclane.sim.station.LedgerRow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The lane's records are damaged on the disk in several ways. Each time the lane starts, says so, keeps the damaged file as it
 * was, and stays closed - over a restart too - until somebody opens it; its ids go on.
 */
class DamagedDatabaseIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path data;

    private interface Damage {
        byte[] done(byte[] whole, Random random);
    }

    private static final List<Damage> DAMAGES = List.of(
            (whole, _) -> Arrays.copyOf(whole, whole.length / 2),
            (whole, random) -> {
                byte[] torn = whole.clone();
                byte[] noise = new byte[whole.length - 2 * 4096];
                random.nextBytes(noise);
                System.arraycopy(noise, 0, torn, 4096, noise.length);
                return torn;
            },
            (whole, random) -> {
                byte[] garbage = new byte[whole.length];
                random.nextBytes(garbage);
                return garbage;
            });

    @Test
    void theLaneStaysClosedUntilSomebodyOpensIt() throws IOException, InterruptedException {
        BenchSettings settings = BenchRuns.settings(LaneKind.EXIT, 5, 900, "legal", BenchRuns.config(LaneKind.EXIT), data);
        Random random = new Random(settings.seed());
        try (Bench bench = new Bench(settings, BenchRuns::say)) {
            bench.station().start();
            bench.start();
            come(bench, 2);
            String firstLedger = bench.ask("outbox").path("ledgerId").asText();
            for (Damage damage : DAMAGES) {
                assertTrue(bench.lane().stop());
                byte[] damaged = damage.done(Files.readAllBytes(database(bench)), random);
                Files.write(database(bench), damaged);
                Set<Path> before = setAside(bench);
                bench.startLane();
                bench.awaitSearching();
                closed(bench);
                Set<Path> after = setAside(bench);
                after.removeAll(before);
                assertEquals(1, after.size(), "set aside once");
                assertArrayEquals(damaged, Files.readAllBytes(after.iterator().next().resolve(database(bench).getFileName())));
            }
            whoComesIsNotCharged(bench);
            assertTrue(bench.lane().stop());
            bench.startLane();
            bench.awaitSearching();
            closed(bench);
            assertEquals(0, BenchRuns.laneCtl(data, "lane", "open"));
            BenchRuns.within("the lane is open", SOON, () -> looksOpen(bench));
            come(bench, 2);
            assertNotEquals(firstLedger, bench.ask("outbox").path("ledgerId").asText(), "a new ledger");
            assertTrue(bench.awaitSettled(), "records still wait for the station");
            assertTrue(bench.lane().stop());
            idsGoOn(bench);
        }
    }

    private static void come(Bench bench, int vehicles) throws InterruptedException {
        long left = bench.roadside().outstanding() - vehicles;
        int charged = bench.roadside().outcome().acknowledged().size();
        bench.roadside().letCome(vehicles);
        assertTrue(bench.roadside().awaitOutstanding(left, BenchRuns.HANG), "vehicles still in the lane");
        assertEquals(charged + vehicles, bench.roadside().outcome().acknowledged().size());
    }

    private static void whoComesIsNotCharged(Bench bench) throws InterruptedException {
        Roadside.Outcome before = bench.roadside().outcome();
        long left = bench.roadside().outstanding() - 1;
        bench.roadside().letCome(1);
        assertTrue(bench.roadside().awaitOutstanding(left, BenchRuns.HANG), "vehicles still in the lane");
        Roadside.Outcome after = bench.roadside().outcome();
        assertEquals(before.purses(), after.purses());
        assertEquals(before.raises(), after.raises());
        assertEquals(before.passed(), after.passed());
    }

    private static void closed(Bench bench) throws InterruptedException {
        BenchRuns.within("the lane tells its state", SOON, () -> bench.status().has("mode"));
        JsonNode status = bench.status();
        assertEquals("CLOSED", status.path("mode").asText(), status::toPrettyString);
        assertTrue(status.path("reason").asText().contains("set-aside"), status::toPrettyString);
        assertTrue(status.path("alarms").findValuesAsText("alarm").contains("DATABASE_SET_ASIDE"), status::toPrettyString);
        BenchRuns.within("the light over the lane is red", SOON, () -> !looksOpen(bench));
        // long enough for a lane that opens by mistake
        assertFalse(Bench.await(() -> looksOpen(bench), Duration.ofSeconds(2)), "the light over the lane is green");
        String shown = bench.roadside().ask(() -> bench.roadside().world().displayed().map(s -> String.join(" ", s.lines())).orElse(""));
        assertTrue(shown.contains("关闭"), "on the display: " + shown);
    }

    private static boolean looksOpen(Bench bench) {
        return bench.roadside().looksOpen();
    }

    private static Path database(Bench bench) {
        return bench.config().journalDirectory().resolve("journal.mv.db");
    }

    private static Set<Path> setAside(Bench bench) throws IOException {
        try (Stream<Path> all = Files.list(bench.config().journalDirectory())) {
            return new HashSet<>(all.filter(p -> p.getFileName().toString().startsWith("set-aside-")).toList());
        }
    }

    /** The station knows the old ids; the journal has only the new ones. */
    private static void idsGoOn(Bench bench) {
        List<String> now = bench.journal().stream().filter(JournalEntry.Intended.class::isInstance)
                .map(e -> ((JournalEntry.Intended) e).transactionId()).toList();
        List<String> before = bench.station().ledger().transactions().stream().map(LedgerRow::transactionId)
                .filter(id -> !now.contains(id)).toList();
        assertEquals(2, now.size());
        assertEquals(2, before.size());
        before.forEach(old -> now.forEach(id -> assertTrue(id.compareTo(old) > 0, id + " after " + old)));
        assertEquals(0, bench.station().summary().conflicts(), "an id was used twice");
    }
}
