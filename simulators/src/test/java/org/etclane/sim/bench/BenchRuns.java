package org.etclane.sim.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.etclane.lane.core.LaneKind;
import org.etclane.sim.card.PurseLedger;
import org.etclane.sim.world.DriverHabits;
import org.etclane.sim.world.VehicleMix;

/** What the tests of a whole lane process share. The seed is printed and may be given: {@code -Detclane.seed=N}. */
final class BenchRuns {
    static final Duration HANG = Duration.ofSeconds(120);
    private static final Pattern TROUBLE = Pattern.compile(" ERROR |Exception|^\\s+at [a-z].*\\(.*\\)$|OutOfMemory");

    private BenchRuns() {
    }

    static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Files.isDirectory(here.resolve("config")) ? here : here.getParent();
    }

    static Path config(LaneKind kind) {
        return root().resolve("config").resolve(kind == LaneKind.EXIT ? "exit-lane.yaml" : "entry-lane.yaml");
    }

    /** The example configuration with more keys in its section {@code lane}. */
    static Path configWith(Path folder, LaneKind kind, String... keys) throws IOException {
        String text = Files.readString(config(kind)).replace(":rates-sample.csv}", ":" + root().resolve("config/rates-sample.csv") + "}");
        String more = Pattern.compile("^", Pattern.MULTILINE).matcher(String.join("\n", keys)).replaceAll("  ");
        return Files.writeString(folder.resolve("lane.yaml"), text.replaceFirst("(?m)^lane:$", "lane:\n" + more));
    }

    static long seed() {
        return Long.getLong("etclane.seed", new Random().nextInt(1_000_000));
    }

    static BenchSettings settings(LaneKind kind, int vehicles, double rate, String mix, Path config, Path data) {
        BenchSettings settings = new BenchSettings(kind, vehicles, rate, seed(), VehicleMix.named(mix).orElseThrow(),
                DriverHabits.DEFAULT, config, data, Map.of(), 0, false, false, List.of("-Xmx128m"));
        say("seed " + settings.seed() + "; again with -Detclane.seed=" + settings.seed() + ", or: scripts/run --lane "
                + kind.name().toLowerCase(java.util.Locale.ROOT) + " --vehicles " + vehicles + " --rate " + (int) rate + " --mix " + mix
                + " --seed " + settings.seed());
        return settings;
    }

    static void say(String line) {
        System.out.println(line); // the report of a test run is read by people
    }

    static void within(String what, Duration atMost, BooleanSupplier reached) throws InterruptedException {
        assertTrue(Bench.await(reached, atMost), "not within " + atMost.toSeconds() + " s: " + what);
    }

    static void agrees(BenchReport report) {
        assertTrue(report.ok(), () -> report.text());
    }

    /** Nobody whose vehicle came once has paid twice. */
    static void nobodyPaidTwice(List<PurseLedger.Entry> purses) {
        Map<String, List<PurseLedger.Entry>> twice = purses.stream().collect(Collectors.groupingBy(PurseLedger.Entry::cardNumber));
        twice.values().removeIf(debits -> debits.size() < 2);
        assertEquals(Map.of(), twice, "cards debited twice");
    }

    /** Lines in the lane's log that speak of a bug. */
    static List<String> trouble(LaneChild lane) throws IOException {
        return lane.logLines().stream().filter(line -> TROUBLE.matcher(line).find()).toList();
    }

    /** Runs {@code lanectl} as a process of its own. @return its exit code */
    static int laneCtl(Path data, String... arguments) throws IOException, InterruptedException {
        return laneCtl(ProcessBuilder.Redirect.INHERIT, data, arguments);
    }

    /** @param out where it prints to */
    static int laneCtl(ProcessBuilder.Redirect out, Path data, String... arguments) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), "org.etclane.lane.diagnostics.LaneCtl", "--data", data.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).inheritIO().redirectOutput(out).start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "lanectl hangs");
        return process.exitValue();
    }
}
