package org.etclane.lane.parameters.store;

import static org.etclane.lane.parameters.pack.Packages.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.etclane.lane.parameters.pack.Packages;
import org.etclane.lane.parameters.pack.TrustedKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILL at random moments while a child keeps packages, puts them in force and goes back, as fast as it can: what is found is what was
 * in force before or after the step that was cut, never anything else. {@code -Dparameters.kills=N} for more,
 * {@code -Dparameters.seed=N} to replay the moments (the machine's own timing is not replayed).
 */
class ParameterStoreKillIT {
    @TempDir
    Path root;

    /** The child: says what it is about to put in force, and when it has. */
    static final class Child {
        public static void main(String[] args) throws IOException {
            Path folder = Path.of(args[0]);
            ParameterStore store = open(folder, TrustedKeys.load(List.of(Packages.pem(folder.getParent(), "child", Packages.KEY))));
            System.out.println("B " + store.inForce().id().version());
            for (long number = store.highestNumber() + 1; ; number++) {
                System.out.println("W set-" + number);
                store.accept(Files.write(folder.resolve("brought"), Packages.signedSet(number, NOW, number)), "station", NOW);
                store.due(NOW);
                System.out.println("D " + store.inForce().id().version());
                if (number % 3 == 0) {
                    System.out.println("W set-" + (number - 1));
                    store.rollback(Optional.of("set-" + (number - 1)), NOW);
                    System.out.println("D " + store.inForce().id().version());
                }
            }
        }
    }

    private static ParameterStore open(Path folder, TrustedKeys keys) throws IOException {
        return new ParameterStore(folder, ParameterStoreTest.BOOTSTRAP, Packages.FIT, keys, StatusListTaker.NONE, NOW);
    }

    @Test
    void aKillLeavesTheOldSetOrTheNewOne() throws IOException, InterruptedException {
        int kills = Integer.getInteger("parameters.kills", 12);
        long seed = Long.getLong("parameters.seed", new Random().nextLong());
        System.out.println("parameters.kills=" + kills + " parameters.seed=" + seed);
        Random random = new Random(seed);
        Path folder = root.resolve("parameters");
        String before = "configured";
        for (int kill = 1; kill <= kills; kill++) {
            String old = before;
            String next = before;
            for (String line : killedAfter(folder, 20 + random.nextInt(400))) {
                switch (line.charAt(0)) {
                    case 'B' -> assertEquals(before, line.substring(2), "kill " + kill);
                    case 'W' -> next = line.substring(2);
                    default -> old = line.substring(2);
                }
            }
            ParameterStore found = open(folder, TrustedKeys.load(List.of()));
            before = found.inForce().id().version();
            assertTrue(before.equals(old) || before.equals(next), "kill " + kill + ": " + before + ", was " + old + ", was to be " + next);
            assertEquals(List.of(), found.troubles(), "kill " + kill);
        }
        System.out.println(kills + " kills, " + before + " in force at the end");
        assertTrue(!before.equals("configured"), "the child was to get somewhere");
    }

    private List<String> killedAfter(Path folder, int runMs) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m",
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), Child.class.getName(), folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        List<String> lines = new java.util.ArrayList<>();
        try (BufferedReader out = new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (lines.isEmpty() && line.startsWith("B ")) {
                    // from the first sign of life; by its handle, because a destroyed Process closes the stream that is read here
                    CompletableFuture.delayedExecutor(runMs, TimeUnit.MILLISECONDS).execute(child.toHandle()::destroyForcibly);
                }
                if (line.matches("[BWD] [a-z]+(-\\d+)?")) {
                    lines.add(line);
                }
            }
        } finally {
            child.destroyForcibly().waitFor();
        }
        return lines;
    }
}
