package org.etclane.sim.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** {@code lanectl} as a process of its own with a script on its standard input, typed line by line. */
final class BenchConsoleChild implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Writer keyboard;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread reader;

    BenchConsoleChild(Path home, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m", "-Duser.home=" + home,
                "-Detclane.root=" + home, "-cp", System.getProperty("java.class.path"), "org.etclane.lane.diagnostics.LaneCtl", "--lang", "en"));
        command.addAll(List.of(arguments));
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        keyboard = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
        reader = Thread.ofPlatform().daemon().start(() -> {
            try (BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                out.lines().forEach(lines::add);
            } catch (IOException | UncheckedIOException ended) {
                lines.add("(" + ended.getMessage() + ")");
            }
        });
    }

    BenchConsoleChild types(String... typed) throws IOException {
        for (String line : typed) {
            keyboard.write(line + "\n");
        }
        keyboard.flush();
        return this;
    }

    BenchConsoleChild awaits(String part) throws InterruptedException {
        assertTrue(Bench.await(() -> text().contains(part) || !process.isAlive(), PATIENCE) && text().contains(part),
                () -> "no \"" + part + "\" in\n" + text());
        return this;
    }

    /** Until it has ended by itself, after the last line. */
    BenchConsoleChild ends(int exitCode) throws IOException, InterruptedException {
        try {
            keyboard.close();
        } catch (IOException endedBefore) {
            lines.add("(ended before its input did)");
        }
        assertTrue(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS), () -> "hangs:\n" + text());
        reader.join();
        assertEquals(exitCode, process.exitValue(), this::text);
        return this;
    }

    BenchConsoleChild says(String... parts) {
        for (String part : parts) {
            assertTrue(text().contains(part), () -> "no \"" + part + "\" in\n" + text());
        }
        return this;
    }

    String text() {
        return String.join("\n", lines);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
