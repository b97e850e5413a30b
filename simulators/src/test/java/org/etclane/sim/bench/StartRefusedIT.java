package org.etclane.sim.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.etclane.lane.core.LaneKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lane that cannot be started says why, all of it at once, and what to do; and ends. */
class StartRefusedIT {
    @TempDir
    Path data;

    private LaneChild lane(Path config, String log, Map<String, String> properties) {
        return new LaneChild(config, data.resolve(log), List.of("-Xmx128m"), properties);
    }

    private String refused(int exitCode, LaneChild lane) throws IOException, InterruptedException {
        lane.start();
        BenchRuns.within("the lane ends", Duration.ofSeconds(60), () -> !lane.alive());
        String said = String.join("\n", lane.logLines());
        assertEquals(exitCode, lane.awaitEnd(), said);
        assertEquals(List.of(), lane.logLines().stream().filter(line -> line.stripLeading().startsWith("at ")).toList(), said);
        return said;
    }

    private static void says(String said, String... words) {
        for (String word : words) {
            assertTrue(said.contains(word), () -> "\"" + word + "\" is not in:\n" + said);
        }
    }

    @Test
    void everyProblemOfTheConfigurationAtOnce() throws IOException, InterruptedException {
        String text = Files.readString(BenchRuns.configWith(data, LaneKind.EXIT)).replace("baud: 115200", "baud: 9600")
                .replace("recentMinutes: 5", "recentMinutes: -1\n  colour: blue").replace("kind: exit", "kind: sideways");
        Path config = Files.writeString(data.resolve("wrong.yaml"), text);
        String said = refused(2, lane(config, "wrong.log", Map.of("etclane.data", data.resolve("d").toString())));
        says(said, "devices.rsu.baud", "lane.recentMinutes", "lane.colour", "lane.kind", "problem(s)", "not started");
        assertTrue(Files.notExists(data.resolve("d")), "nothing is written before the configuration is good");
    }

    @Test
    void aConfigurationThatIsNotThere() throws IOException, InterruptedException {
        says(refused(2, lane(data.resolve("nowhere.yaml"), "none.log", Map.of())), "nowhere.yaml");
    }

    @Test
    void noRateTable() throws IOException, InterruptedException {
        String said = refused(2, lane(BenchRuns.config(LaneKind.EXIT), "rates.log", Map.of("etclane.data", data.resolve("d").toString(),
                "etclane.rates", data.resolve("no-rates.csv").toString())));
        says(said, "parameters.rateTable", "no-rates.csv");
    }

    @Test
    void aSecondLaneOnTheSameRecords() throws IOException, InterruptedException {
        Map<String, String> properties = Map.of("etclane.data", data.resolve("d").toString(), "etclane.rsu.port",
                data.resolve("rsu.tty").toString(), "etclane.io.port", data.resolve("io.tty").toString());
        LaneChild first = lane(BenchRuns.config(LaneKind.EXIT), "first.log", properties);
        first.start();
        try {
            assertTrue(Bench.await(() -> runs(first), Duration.ofSeconds(60)), () -> "no lane: " + said(first));
            says(refused(3, lane(BenchRuns.config(LaneKind.EXIT), "second.log", properties)), "in use by another process", "stop that lane");
            assertTrue(first.alive());
        } finally {
            assertTrue(first.stop());
        }
        assertEquals(List.of(), BenchRuns.trouble(first), "ports that are not there are no reason to end, nor for an error a minute");
    }

    private static boolean runs(LaneChild lane) {
        return said(lane).contains("is running");
    }

    private static String said(LaneChild lane) {
        try {
            return String.join("\n", lane.logLines());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
