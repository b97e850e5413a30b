package org.etclane.sim.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.etclane.lane.core.LaneKind;
import org.etclane.sim.device.RsuSimFault;
import org.etclane.sim.world.DriverHabits;
import org.etclane.sim.world.VehicleMix;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code scripts/run}: vehicles through a real lane process on the test bench, and the three ledgers compared at the end. */
@Command(name = "scripts/run", mixinStandardHelpOptions = true, sortOptions = false, version = "etclane 0.1.0",
        description = "Drives simulated vehicles through a real lane process and reconciles purses, lane journal and station ledger.",
        exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
            " 0:the three ledgers agree and no barrier rule was broken", " 1:they do not, or one was", " 2:wrong options",
            "70:the bench could not run"})
public final class RunCommand implements Callable<Integer> {
    @Option(names = "--lane", paramLabel = "exit|entry", defaultValue = "exit", description = "kind of lane (default ${DEFAULT-VALUE})")
    private String lane;

    @Option(names = "--vehicles", paramLabel = "N", defaultValue = "20", description = "how many come (default ${DEFAULT-VALUE})")
    private int vehicles;

    @Option(names = "--rate", paramLabel = "VEH_PER_HOUR", defaultValue = "900", description = "vehicles per hour, at most 2400 (default ${DEFAULT-VALUE})")
    private double rate;

    @Option(names = "--seed", paramLabel = "S", description = "same seed, same vehicles (default: a new one, printed)")
    private Long seed;

    @Option(names = "--mix", paramLabel = "FILE|NAME", defaultValue = "default",
            description = "which vehicles come: default, legal, refusals, behaviours, or a file (default ${DEFAULT-VALUE})")
    private String mix;

    @Option(names = "--json", description = "one JSON document on standard output, all else on standard error")
    private boolean json;

    @Option(names = "--keep", description = "leave bench and lane running after the summary, for scripts/lanectl (end with Ctrl-C)")
    private boolean keep;

    @Option(names = "--data", paramLabel = "DIR", description = "folder for records, logs and certificates (default data/bench, emptied first)")
    private Path data;

    @Option(names = "--kills", paramLabel = "N", defaultValue = "0", description = "kill the lane process N times at random moments and start it again")
    private int kills;

    @Option(names = "--station-down", description = "start the station only after all vehicles have gone")
    private boolean stationDown;

    @Option(names = "--rsu-faults", paramLabel = "PER_10000", defaultValue = "0", description = "chance of each RSU fault per ten thousand dialogues")
    private int rsuFaults;

    @Option(names = "--rsu", paramLabel = "NAME", defaultValue = "serial",
            description = "which antenna: serial, serial-jiangsu, serial-yunnan, serial-ef04, network (default ${DEFAULT-VALUE})")
    private String rsu;

    @Option(names = "--wiring", paramLabel = "NAME", defaultValue = "serial",
            description = "what loops, arm and lights are wired to: serial (XY-LC-301), gpio (lines of the lane's PC), ldi (devices of the"
                    + " national interface), ldi-integrated (the same, an integrated barrier) (default ${DEFAULT-VALUE})")
    private String wiring;

    @Option(names = "--display", paramLabel = "NAME",
            description = "a fee display on a line of its own: qinghai, guizhou, yunnan, shandong, sichuan-1d, sichuan-1e, or none: the"
                    + " lane's I/O shows the fee, if it can (default none; with --wiring gpio qinghai, since lines show no text)")
    private String display;

    @Option(names = "--scale", paramLabel = "NAME", defaultValue = "none",
            description = "a scale in front of the trigger loop: ff, wanji (axle by axle), yaohua, yaohua-commands, toledo (a platform that"
                    + " vehicles stand on one by one), or none (default ${DEFAULT-VALUE})")
    private String scale;

    @Option(names = "--show-display", description = "print what a driver sees on the fee display, whenever it changes")
    private boolean showDisplay;

    public static void main(String[] args) {
        System.exit(new CommandLine(new RunCommand()).execute(args));
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintStream results = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream progress = json ? new PrintStream(System.err, true, StandardCharsets.UTF_8) : results;
        BenchSettings settings;
        try {
            settings = settings();
        } catch (IllegalArgumentException | IOException | UncheckedIOException wrong) {
            System.err.println(wrong.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        progress.printf(Locale.ROOT, "%s lane, %d vehicles at %.0f per hour, mix %s, seed %d, data in %s%n", lane, vehicles, rate,
                settings.mix().name(), settings.seed(), LaneFiles.shown(settings.data()));
        try (Bench bench = new Bench(settings, progress::println)) {
            if (showDisplay) {
                bench.roadside().onDisplay(picture -> progress.print(picture.render()));
            }
            BenchReport report = bench.run();
            progress.println();
            progress.print(report.text());
            if (json) {
                results.println(report.json().toPrettyString());
            }
            if (keep) {
                progress.println("Still running. Look at it with: scripts/lanectl --data " + LaneFiles.shown(bench.config().data())
                        + " status");
                new CountDownLatch(1).await();
            }
            return report.ok() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        } catch (IOException | IllegalStateException cannot) {
            System.err.println("the test bench could not run: " + cannot.getMessage());
            return 70;
        }
    }

    private BenchSettings settings() throws IOException {
        LaneKind kind = switch (lane) {
            case "exit" -> LaneKind.EXIT;
            case "entry" -> LaneKind.ENTRY;
            case String other -> throw new IllegalArgumentException("--lane " + other + ": allowed are exit and entry");
        };
        Path root = Path.of(System.getProperty("etclane.root", "."));
        Path folder = data;
        if (folder == null) {
            folder = root.resolve("data").resolve("bench").toAbsolutePath().normalize();
            empty(folder);
        }
        if (Files.exists(folder.resolve("journal"))) {
            throw new IllegalArgumentException("--data " + folder + " holds the records of an earlier run, whose cards are gone:"
                    + " nothing would agree; name an empty folder");
        }
        if (vehicles < 1 || !(rate > 0 && rate <= 2400) || kills < 0 || rsuFaults < 0 || rsuFaults * RsuSimFault.values().length > 10_000) {
            throw new IllegalArgumentException("--vehicles from 1, --rate up to 2400, --kills from 0, --rsu-faults from 0 to "
                    + 10_000 / RsuSimFault.values().length);
        }
        IoChoice io = IoChoice.named(wiring);
        LaneWiring around = new LaneWiring(RsuChoice.named(rsu), io, display == null ? io.usualDisplay() : DisplayChoice.named(display),
                ScaleChoice.named(scale));
        if (showDisplay && around.display().isEmpty() && !io.shows()) {
            throw new IllegalArgumentException("--show-display: these lines have no display; say --display with one of "
                    + DisplayChoice.labels());
        }
        Map<RsuSimFault, Integer> faults = rsuFaults == 0 ? Map.of()
                : Stream.of(RsuSimFault.values()).collect(java.util.stream.Collectors.toMap(f -> f, _ -> rsuFaults));
        return new BenchSettings(kind, vehicles, rate, seed == null ? System.nanoTime() % 1_000_000 : seed, VehicleMix.resolve(mix), DriverHabits.DEFAULT,
                root.resolve("config").resolve(lane + "-lane.yaml"), folder, faults, kills, stationDown, keep, LaneFiles.javaOptions(root),
                around);
    }

    private static void empty(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
