package org.etclane.sim.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.etclane.lane.config.LaneConfig;
import org.etclane.lane.core.LaneKind;
import org.etclane.sim.device.AirTimes;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code scripts/bench}: what a transaction costs, and what limits it. Tables on standard output, JSON under target/bench. */
@Command(name = "scripts/bench", mixinStandardHelpOptions = true, version = "etclane 0.1.0",
        description = "Measures the lane beside the floor under it.", subcommands = {BenchCommand.Latency.class, BenchCommand.Throughput.class,
            ListsCommand.class},
        exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
            " 0:measured; aims met where there are any", " 1:measured; an aim missed", " 2:wrong options", "70:could not be measured"})
public final class BenchCommand implements Callable<Integer> {
    private static final int CANNOT = 70;
    /** Their entries have to fit the journal's queue. */
    private static final int MOST_DIALOGUES = 100;

    @Spec
    private CommandSpec spec;

    public static void main(String[] args) {
        System.exit(new CommandLine(new BenchCommand()).execute(args));
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "say what to measure: " + String.join(", ", spec.subcommands().keySet()));
    }

    static Path root() {
        return Path.of(System.getProperty("etclane.root", ".")).toAbsolutePath().normalize();
    }

    static PrintStream results() {
        return new PrintStream(System.out, true, StandardCharsets.UTF_8);
    }

    static Path emptied(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        return Files.createDirectories(folder);
    }

    /** Beside the other results, the newest of its name replacing the one before. */
    static void write(PrintStream out, String name, JsonNode json) throws IOException {
        Path file = Files.createDirectories(root().resolve("target").resolve("bench")).resolve(name + ".json");
        Files.writeString(file, json.toPrettyString() + "\n");
        out.println("  written to " + root().relativize(file));
    }

    /** {@code scripts/bench latency}. */
    @Command(name = "latency", mixinStandardHelpOptions = true, sortOptions = false,
            description = "The same OBUs through a lane process and through a host that answers from prepared answers, by turns.")
    static final class Latency implements Callable<Integer> {
        @Option(names = "--transactions", paramLabel = "N", description = "through each host (default 2000, about 25 minutes; 200 with --quick)")
        private Integer transactions;

        @Option(names = "--quick", description = "fewer transactions")
        private boolean quick;

        @Option(names = "--block", paramLabel = "N", defaultValue = "50", description = "so many of one, then of the other (default ${DEFAULT-VALUE})")
        private int block;

        @Option(names = "--air", paramLabel = "typical|brief", defaultValue = "typical",
                description = "typical: published figures; brief: 1 ms a step, a harsher ratio without an aim (default ${DEFAULT-VALUE})")
        private String air;

        @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "same seed, same vehicles and air times (default ${DEFAULT-VALUE})")
        private long seed;

        @Option(names = "--no-station", description = "the lane works alone and uploads nothing")
        private boolean alone;

        @Option(names = "--jvm", paramLabel = "OPTION", description = "further option for the JVMs of lane, floor and idle process; may be repeated")
        private List<String> jvm = List.of();

        @Option(names = "--data", paramLabel = "DIR", description = "folder for records and logs (default data/bench-latency, emptied first)")
        private Path data;

        @Override
        public Integer call() throws InterruptedException {
            PrintStream out = results();
            try {
                LatencySettings settings = settings();
                try (LatencyBench bench = new LatencyBench(settings, out::println)) {
                    LatencyReport report = bench.run();
                    out.print(report.text());
                    write(out, "latency-" + settings.airName(), report.json());
                    return !report.aimApplies() || report.aimMet() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
                }
            } catch (IllegalArgumentException wrong) {
                System.err.println(wrong.getMessage());
                return CommandLine.ExitCode.USAGE;
            } catch (IOException cannot) {
                System.err.println("could not be measured: " + cannot.getMessage());
                return CANNOT;
            }
        }

        private LatencySettings settings() throws IOException {
            AirTimes times = switch (air) {
                case "typical" -> AirTimes.typical();
                case "brief" -> AirTimes.brief();
                case String other -> throw new IllegalArgumentException("--air " + other + ": allowed are typical and brief");
            };
            Path folder = data == null ? emptied(root().resolve("data").resolve("bench-latency")) : data;
            int count = transactions != null ? transactions : quick ? 200 : 2000;
            return new LatencySettings(LaneKind.EXIT, count, Math.min(block, count), seed, air, times, !alone,
                    root().resolve("config").resolve("exit-lane.yaml"), folder,
                    Stream.concat(LaneFiles.javaOptions(root()).stream(), jvm.stream()).toList());
        }
    }

    /** {@code scripts/bench throughput}. */
    @Command(name = "throughput", mixinStandardHelpOptions = true, sortOptions = false,
            description = "Transactions per second that the lane can decide and make durable, beside the raw floor.")
    static final class Throughput implements Callable<Integer> {
        @Option(names = "--transactions", paramLabel = "N", defaultValue = "5000", description = "per row (default ${DEFAULT-VALUE})")
        private int transactions;

        @Option(names = "--dialogues", paramLabel = "N,N", split = ",", defaultValue = "1,8,64",
                description = "how many dialogues are under way at once, a row for each (default ${DEFAULT-VALUE})")
        private List<Integer> dialogues;

        @Option(names = "--data", paramLabel = "DIR", description = "folder for the records (default data/bench-throughput, emptied first)")
        private Path data;

        @Override
        public Integer call() throws InterruptedException {
            PrintStream out = results();
            if (transactions < 1 || dialogues.stream().anyMatch(n -> n < 1 || n > MOST_DIALOGUES)) {
                System.err.println("--transactions from 1, --dialogues from 1 to " + MOST_DIALOGUES);
                return CommandLine.ExitCode.USAGE;
            }
            try {
                Path folder = data == null ? emptied(root().resolve("data").resolve("bench-throughput")) : data;
                LaneConfig config = LaneFiles.config(root().resolve("config").resolve("exit-lane.yaml"));
                ThroughputBench bench = new ThroughputBench(folder, config.lane().settings(), LaneFiles.rates(config));
                List<ThroughputBench.Row> rows = new ArrayList<>();
                for (int depth : dialogues.stream().sorted().distinct().toList()) {
                    rows.add(bench.run(depth, transactions));
                }
                ThroughputReport report = new ThroughputReport(rows);
                out.print(report.text());
                write(out, "throughput", report.json());
                return CommandLine.ExitCode.OK;
            } catch (IOException cannot) {
                System.err.println("could not be measured: " + cannot.getMessage());
                return CANNOT;
            }
        }
    }
}
