package org.etclane.sim.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.etclane.lane.core.JournalEntry;
import org.etclane.lane.core.LaneKind;
import org.etclane.lane.core.TransactionFacts;
import org.etclane.sim.card.PurseLedger;
import org.etclane.sim.world.VehicleTrace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} of the lane process under dense traffic, again and again, at instants that hurt: nothing acknowledged is lost,
 * open transactions are resolved, nobody pays twice, the arm meets nobody. {@code -Detclane.kills=N} for another number.
 */
class KillIT {
    private static final DateTimeFormatter DIGITS_14 = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");
    private static final int KILLS = Integer.getInteger("etclane.kills", 20);
    /** From one kill to the next: starting again, a pause, and the instant that is waited for. */
    private static final double SECONDS_PER_KILL = 9;

    /** Longer than a slow machine needs for some starts in a row: who leaves does so for what the lane told him, not for its silence. */
    private static final double PATIENCE_S = 90;

    @TempDir
    Path data;

    /** The lane never gets empty: the arm stays up, and vehicles drive on whatever became of their transaction. */
    @Test
    void underDenseTraffic() throws IOException, InterruptedException {
        kills(LaneKind.EXIT, KILLS / 2, 1300);
    }

    /** Room enough for the arm to come down between vehicles: who has not been dealt with waits in front of it. */
    @Test
    void whileTheArmGoesUpAndDown() throws IOException, InterruptedException {
        kills(LaneKind.EXIT, KILLS - KILLS / 2, 600);
    }

    private void kills(LaneKind kind, int kills, int rate) throws IOException, InterruptedException {
        BenchSettings plain = BenchRuns.settings(kind, (int) (kills * SECONDS_PER_KILL * rate / 3600) + 4, rate, "legal",
                BenchRuns.configWith(data, kind, "resolveMs: 20000"), data.resolve("run"));
        BenchSettings settings = plain.withKills(kills).withPatienceS(PATIENCE_S);
        BenchRuns.say("and: --kills " + kills);
        try (Bench bench = new Bench(settings, BenchRuns::say)) {
            BenchReport report = bench.run();
            BenchRuns.say(report.text());
            List<JournalEntry> journal = bench.journal();
            BenchRuns.say("killed at " + bench.killed() + "; outcomes unknown: " + outcomes(journal));
            Roadside.Outcome outcome = bench.roadside().outcome();
            assertEquals(kills, bench.killed().values().stream().mapToInt(n -> n).sum());
            BenchRuns.agrees(report);
            BenchRuns.nobodyPaidTwice(outcome.purses());
            assertEquals(List.of(), acknowledgedAndNotSettled(outcome, journal));
            assertEquals(0, bench.station().summary().conflicts(), "an id was used twice");
            assertEquals(List.of(), paidAndNotThrough(bench), "vehicles that paid and did not get out by the arm");
            assertEquals(0, bench.roadside().outstanding(), "vehicles still in the lane");
            assertTrue(outcome.passed() >= settings.vehicles() * 8 / 10, () -> report.text());
            assertEquals(List.of(), BenchRuns.trouble(bench.lane()), "in the lane's log");
        }
    }

    /** The driver was told that all is well, so the lane had it on disk before. */
    private static List<PurseLedger.Entry> acknowledgedAndNotSettled(Roadside.Outcome outcome, List<JournalEntry> journal) {
        Map<String, TransactionFacts> intended = of(journal, JournalEntry.Intended.class).stream()
                .collect(Collectors.toMap(JournalEntry.Intended::transactionId, JournalEntry.Intended::facts));
        Set<String> settled = of(journal, JournalEntry.Settled.class).stream().map(s -> intended.get(s.transactionId()))
                .map(f -> f.issue().network() + f.issue().cardNumber() + "@" + f.purchaseTime().format(DIGITS_14))
                .collect(Collectors.toSet());
        return outcome.acknowledged().stream().filter(p -> !settled.contains(p.cardNumber() + "@" + p.purchaseTime())).toList();
    }

    private static List<VehicleTrace> paidAndNotThrough(Bench bench) {
        List<VehicleTrace> traces = bench.roadside().ask(() -> bench.roadside().world().traces());
        return traces.stream().filter(t -> t.transactedAtNanos().isPresent() && t.passedAtNanos().isEmpty()).toList();
    }

    /** How often each way out of an unknown outcome was taken. */
    private static Map<String, Long> outcomes(List<JournalEntry> journal) {
        Set<String> unknown = of(journal, JournalEntry.OutcomeUnknown.class).stream().map(JournalEntry.OutcomeUnknown::transactionId)
                .collect(Collectors.toSet());
        return journal.stream().filter(e -> e instanceof JournalEntry.OfTransaction t && unknown.contains(t.transactionId()))
                .filter(e -> !(e instanceof JournalEntry.Intended)).map(KillIT::name)
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
    }

    private static String name(JournalEntry entry) {
        return entry instanceof JournalEntry.Settled s ? "Settled, " + s.how() : entry.getClass().getSimpleName();
    }

    private static <T extends JournalEntry> List<T> of(List<JournalEntry> journal, Class<T> kind) {
        return journal.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
