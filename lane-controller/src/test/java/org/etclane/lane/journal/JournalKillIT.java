package org.etclane.lane.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.etclane.lane.core.JournalEntry;
import org.etclane.lane.core.LaneKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILL at random moments while entries are added, acknowledged and removed as fast as they can be: the mixture that lost rows
 * in another version of H2 when space was used again. {@code -Djournal.kills=N} for more, {@code -Djournal.seed=N} to replay the
 * moments (the machine's own timing is not replayed).
 */
class JournalKillIT {
    /** Removes everything acknowledged at once, so that space is freed and used again all the time. */
    static final JournalSettings FORGETFUL = new JournalSettings(256, 64, 1, 0, 200, 1, 1024);
    static final long WALL = Samples.WALL + 1_000_000_000L;

    @TempDir
    Path dir;

    /** The child: one ledger, entries numbered on from where it stands; prints what is durable and what is acknowledged. */
    static final class Child {
        public static void main(String[] args) {
            Journal.Listener printing = new Journal.Listener() {
                @Override
                public void durable(long ticket, long syncNanos) {
                    System.out.println("D " + ticket);
                }

                @Override
                public void rejected(long ticket, String reason) {
                    System.out.println("R " + ticket + " " + reason);
                }

                @Override
                public void failed(String reason) {
                    System.out.println("F " + reason);
                }
            };
            H2Journal journal = Opening.open(Path.of(args[0]), printing, FORGETFUL, WALL, "file:");
            long last = journal.recover(0).lastSequence();
            System.out.println("L " + last);
            Random random = new Random(Long.parseLong(args[1]));
            for (long sequence = last + 1; ; sequence++) {
                while (!journal.append(sequence, entry(sequence))) {
                    Thread.onSpinWait();
                }
                if (random.nextInt(20) == 0) {
                    journal.acknowledge(Math.max(0, journal.statistics().lastSequence() - random.nextInt(100)));
                }
            }
        }
    }

    /** Odd: an intent; even: its settlement. So the ticket, the sequence and the content are all known from one number. */
    static JournalEntry entry(long sequence) {
        int serial = (int) ((sequence + 1) / 2);
        String id = Samples.id("20261120" + "%02d".formatted(serial / 1_000_000), serial % 1_000_000);
        return sequence % 2 == 1
                ? new JournalEntry.Intended(Samples.facts(id, Samples.passage(serial), LaneKind.EXIT, serial,
                        Samples.WALL))
                : Samples.settled(id, Samples.WALL);
    }

    @Test
    void nothingPrintedAsDurableIsLost() throws IOException, InterruptedException {
        int kills = Integer.getInteger("journal.kills", 20);
        long seed = Long.getLong("journal.seed", new Random().nextLong());
        System.out.println("journal.kills=" + kills + " journal.seed=" + seed);
        Random random = new Random(seed);
        long durable = 0;
        long removed = 0;
        for (int kill = 1; kill <= kills; kill++) {
            durable = killOnce(random, durable);
            removed = check(kill, durable);
        }
        assertTrue(kills < 10 || removed > 0, "the removing of old entries was to be part of it");
        System.out.println(kills + " kills, " + durable + " entries durable, none lost, " + removed + " removed as old");
    }

    private long killOnce(Random random, long durableBefore) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m",
                "-XX:TieredStopAtLevel=1", "-Dlogback.configurationFile=quiet", "-cp", System.getProperty("java.class.path"),
                Child.class.getName(), dir.toString(), Long.toString(random.nextLong()))
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        List<String> lines = new ArrayList<>();
        int runMs = 200 + random.nextInt(1_000);
        try (BufferedReader out = new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (lines.isEmpty() && line.startsWith("L ")) {
                    // from the first sign of life: real time is the point here. By its handle, because a Process that is
                    // destroyed closes the stream that is being read here
                    CompletableFuture.delayedExecutor(runMs, TimeUnit.MILLISECONDS)
                            .execute(child.toHandle()::destroyForcibly);
                }
                if (line.matches("[LDRF] .*")) {
                    lines.add(line);
                }
            }
        } finally {
            child.destroyForcibly().waitFor();
        }
        long durable = durableBefore;
        for (String line : lines) {
            assertTrue(line.startsWith("D ") || line.startsWith("L "), line);
            // the last line may have been cut in the middle by the kill: a shorter number claims less
            durable = Math.max(durable, Long.parseLong(line.substring(2)));
        }
        return durable;
    }

    /** @return how many entries have been removed as old by now */
    private long check(int kill, long durable) {
        JournalOpener.Opened opened = JournalOpener.open(dir, Opening.SETTINGS, new Events(), Opening.at(WALL));
        try (Journal journal = assertInstanceOf(JournalOpener.Ready.class, opened, () -> "kill " + kill + ": " + opened).journal()) {
            Journal.JournalStatistics statistics = journal.statistics();
            assertTrue(statistics.lastSequence() >= durable,
                    "kill " + kill + ": " + durable + " was durable, the journal ends at " + statistics.lastSequence());
            List<Journal.Stored> there = journal.latest(Integer.MAX_VALUE, Optional.empty()).reversed();
            long expected = statistics.acknowledgedSequence();
            for (Journal.Stored stored : there) {
                assertEquals(entry(stored.sequence()), stored.entry());
                if (stored.sequence() > statistics.acknowledgedSequence()) {
                    assertEquals(++expected, stored.sequence(), "kill " + kill + ": a gap behind the acknowledged entries");
                }
            }
            assertEquals(statistics.lastSequence(), expected, "kill " + kill);
            long pending = there.stream().filter(stored -> stored.forStation() && !stored.acknowledged()).count();
            assertEquals(pending, statistics.pendingForStation(), "kill " + kill);
            int open = (int) (statistics.lastSequence() % 2);
            assertEquals(open, journal.recover(0).open().size(), "kill " + kill + ": open transactions");
            return statistics.lastSequence() - there.size();
        }
    }
}
