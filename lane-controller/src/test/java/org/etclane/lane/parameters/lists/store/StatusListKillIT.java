package org.etclane.lane.parameters.lists.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.etclane.lane.parameters.lists.ListAnswer;
import org.etclane.lane.parameters.lists.ListReason;
import org.etclane.lane.parameters.lists.Listing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILL at random moments while one list after the other is swapped in, as full list, increment and merge: afterwards the folder holds
 * one of them whole, and never an older one than was said to be in force. {@code -Dlists.kills=N} for more, {@code -Dlists.seed=N} to
 * replay the moments (not what the machine makes of them).
 */
class StatusListKillIT {
    private static final int KEYS = 20_000;
    private static final int KINDS_OF_STEP = 3;

    @TempDir
    Path dir;

    /** Version n: a full list when n is a multiple of three, else a change of every third key; each entry tells the version it is from. */
    static final class Child {
        public static void main(String[] args) throws IOException {
            try (StatusListStore store = Lists.store(Path.of(args[0]))) {
                long last = store.newest().map(v -> Long.parseLong(v.version())).orElse(2L);
                for (long n = last + 1; ; n++) {
                    boolean full = n % KINDS_OF_STEP == 0;
                    Lists.take(store, Long.toString(n), full ? Optional.empty() : Optional.of(Long.toString(n - 1)), lines(n));
                    System.out.println("F " + n);
                    if (n % KINDS_OF_STEP == 2) {
                        store.merge();
                    }
                    store.closeRetired();
                }
            }
        }
    }

    private static List<Lists.Line> lines(long n) {
        List<Lists.Line> lines = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
            if (n % KINDS_OF_STEP == 0 || i % KINDS_OF_STEP == n % KINDS_OF_STEP) {
                lines.add(new Lists.Line(Lists.card(i), Optional.of(new Listing(ListReason.LOST, OptionalLong.of(n)))));
            }
        }
        return lines;
    }

    private static ListAnswer expected(long version, int key) {
        long full = version - version % KINDS_OF_STEP;
        long since = key % KINDS_OF_STEP <= version % KINDS_OF_STEP ? full + key % KINDS_OF_STEP : full;
        return new ListAnswer.Listed(new Listing(ListReason.LOST, OptionalLong.of(since)));
    }

    @Test
    void afterAKillItIsTheOldListOrTheNew() throws IOException, InterruptedException {
        int kills = Integer.getInteger("lists.kills", 20);
        long seed = Long.getLong("lists.seed", new Random().nextLong());
        System.out.println("lists.kills=" + kills + " lists.seed=" + seed);
        Random random = new Random(seed);
        long inForce = 0;
        int midway = 0;
        for (int kill = 1; kill <= kills; kill++) {
            inForce = killOnce(random, inForce);
            midway += leftovers() ? 1 : 0;
            inForce = check(kill, inForce);
        }
        System.out.println(kills + " kills, " + midway + " of them in the middle of a file, last list in force " + inForce);
        assertTrue(inForce > kills, "swaps went on");
        assertTrue(kills < 10 || midway > 0, "at least one kill was to hit a file being written");
    }

    private boolean leftovers() throws IOException {
        return Lists.names(dir).stream().anyMatch(name -> name.endsWith(".tmp"));
    }

    private long killOnce(Random random, long before) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m",
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), Child.class.getName(), dir.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        int runMs = 50 + random.nextInt(600);
        long last = before;
        try (BufferedReader out = new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            boolean first = true;
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (first) {
                    first = false;
                    CompletableFuture.delayedExecutor(runMs, TimeUnit.MILLISECONDS).execute(child.toHandle()::destroyForcibly);
                }
                if (line.matches("F \\d+")) {
                    // cut in the middle by the kill it would claim less
                    last = Math.max(last, Long.parseLong(line.substring(2)));
                }
            }
        } finally {
            child.destroyForcibly().waitFor();
        }
        return last;
    }

    private long check(int kill, long atLeast) throws IOException {
        try (StatusListStore store = Lists.store(dir)) {
            assertEquals(List.of(), store.takeNotes(), "kill " + kill);
            assertTrue(!store.scrub(), "kill " + kill);
            long version = Long.parseLong(Lists.inForce(store).version().version());
            assertTrue(version >= atLeast, "kill " + kill + ": " + atLeast + " was in force, now " + version);
            for (int key = 0; key < KEYS; key++) {
                assertEquals(expected(version, key), Lists.ask(store, Lists.card(key)), "kill " + kill + ", version " + version + ", key " + key);
            }
            store.activate(Lists.T);
            return Long.parseLong(Lists.inForce(store).version().version());
        }
    }
}
