package org.etclane.sim.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The example with digital lines on a machine without its GPIO chip: the lane runs, says which chip and what to do, moves nothing,
 * and waits without using up the machine or the log.
 */
class GpioChipMissingIT {
    private static final String CHIP = "/dev/etclane-test-no-such-gpiochip";
    private static final Duration WATCHED = Duration.ofSeconds(4);
    /** Of {@code /proc}: hundredths of a second. A thread that spins takes 400 in the time watched. */
    private static final long MOST_TICKS = 40;
    private static final Set<String> THREADS = Set.of("rx:io", "device:io", "lane-loop");

    @TempDir
    Path data;

    @Test
    void theLaneRunsAndSaysWhichChipIsMissing() throws IOException, InterruptedException {
        LaneChild lane = new LaneChild(BenchRuns.root().resolve("config/exit-lane-gpio.yaml"), data.resolve("lane.log"),
                List.of("-Xmx128m"), Map.of("etclane.data", data.toString(), "etclane.rsu.port", data.resolve("rsu.tty").toString(),
                "etclane.gpio.chip", CHIP));
        lane.start();
        try {
            BenchRuns.within("the lane tells that its I/O is down", Duration.ofSeconds(30), () -> alarmed("IO_DOWN"));
            saysWhatToDo("devices", "gpio", "14 lines of " + CHIP);
            saysWhatToDo("status");
            waitsQuietly(lane);
            // commands to lines that are not there are dropped, not kept for later
            assertEquals(0, BenchRuns.laneCtl(data, "lane", "close", "--reason", "no lines"));
            BenchRuns.within("the lane is closed", Duration.ofSeconds(10), () -> ask("status").path("mode").asText().equals("CLOSED"));
            movedNothing();
            assertTrue(lane.alive());
        } finally {
            assertTrue(lane.stop());
        }
        assertEquals(List.of(), BenchRuns.trouble(lane));
    }

    private void saysWhatToDo(String verb, String... more) throws IOException, InterruptedException {
        Path said = data.resolve(verb + ".txt");
        assertEquals(1, BenchRuns.laneCtl(ProcessBuilder.Redirect.to(said.toFile()), data, "--lang", "en", verb), "a fault is found");
        String text = Files.readString(said);
        for (String words : Stream.concat(Stream.of(CHIP + " does not exist", "Correct the chip in the configuration, or load the kernel"
                + " module"), Stream.of(more)).toList()) {
            assertTrue(text.contains(words), () -> "\"" + words + "\" is not in:\n" + text);
        }
        assertEquals(text.indexOf(CHIP + " does not exist"), text.lastIndexOf(CHIP + " does not exist"), () -> "said once:\n" + text);
    }

    private void waitsQuietly(LaneChild lane) throws IOException, InterruptedException {
        long ticksBefore = ticks(lane);
        long linesBefore = linesAboutTheChip(lane);
        assertTrue(linesBefore >= 1 && linesBefore <= 3, () -> "lines about the chip: " + linesBefore);
        assertFalse(Bench.await(() -> !lane.alive(), WATCHED), "the lane ended");
        assertEquals(linesBefore, linesAboutTheChip(lane), "the log repeats itself");
        long used = ticks(lane) - ticksBefore;
        assertTrue(used <= MOST_TICKS, () -> "ticks used in " + WATCHED.toSeconds() + " s: " + used);
    }

    private void movedNothing() {
        JsonNode io = ask("devices").valueStream().filter(device -> device.path("name").asText().equals("io")).findFirst().orElseThrow();
        assertEquals("DOWN", io.path("state").asText());
        for (String count : List.of("framesOut", "bytesOut", "dropped", "malformed")) {
            assertEquals(0, io.path("link").path(count).asLong(-1), () -> count + ": " + io.toPrettyString());
        }
        JsonNode counters = ask("status").path("counters");
        assertEquals(0, counters.path("raises").asLong(-1), counters::toPrettyString);
        assertEquals(0, counters.path("lowers").asLong(-1), counters::toPrettyString);
    }

    private boolean alarmed(String name) {
        return ask("status").path("alarms").findValuesAsText("alarm").contains(name);
    }

    private JsonNode ask(String verb) {
        try {
            return ControlSocket.ask(data.resolve("control/lane.sock"), verb);
        } catch (IOException notNow) {
            return MissingNode.getInstance();
        }
    }

    /** Without the listing of the configuration, which names it too. */
    private static long linesAboutTheChip(LaneChild lane) throws IOException {
        return lane.logLines().stream().filter(line -> line.contains(CHIP + " does not exist")).count();
    }

    /** Processor time of the threads that have to do with the lines. */
    private static long ticks(LaneChild lane) throws IOException {
        try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(lane.pid()), "task"))) {
            List<Path> ours = tasks.filter(task -> THREADS.contains(read(task.resolve("comm")).strip())).toList();
            assertEquals(THREADS.size(), ours.size(), "threads found by name");
            return ours.stream().mapToLong(task -> {
                String stat = read(task.resolve("stat"));
                String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" "); // from field 3 on, proc(5)
                return Long.parseLong(fields[14 - 3]) + Long.parseLong(fields[15 - 3]);
            }).sum();
        }
    }

    /** Empty when the thread has ended meanwhile. */
    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
