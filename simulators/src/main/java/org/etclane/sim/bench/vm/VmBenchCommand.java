package org.etclane.sim.bench.vm;

import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code scripts/vm-bench}: the packaged lane on a virtual PC with real kernel drivers. */
@Command(name = "scripts/vm-bench", mixinStandardHelpOptions = true, sortOptions = false, version = "etclane 0.1.0",
        description = {"Runs the lane in a QEMU machine with Debian's kernel, 16550 UARTs and a simulated GPIO chip; road, devices and"
                + " station stay outside. Takes about seven minutes and, at the first time, about 250 MB of downloads.",
            "Installs Debian packages (qemu-system-x86, make, gcc, xz-utils) where they are missing, after asking; the kernel and busybox"
                + " are only unpacked. Everything else is written under simulators/target/vm."},
        exitCodeListHeading = "%nExit codes:%n", exitCodeList = {" 0:everything holds", " 1:something does not", " 2:wrong options",
            " 3:something is missing on this machine: QEMU, root to install it, network, Debian", "70:the machine could not be run"})
public final class VmBenchCommand implements Callable<Integer> {
    private static final int MISSING = 3;
    private static final int CANNOT = 70;
    private static final int FEWEST = 3;

    @Option(names = "--vehicles", paramLabel = "N", defaultValue = "6", description = "through each of the two lanes, from 3 (default ${DEFAULT-VALUE})")
    private int vehicles;

    @Option(names = "--rate", paramLabel = "VEH_PER_HOUR", defaultValue = "360", description = "vehicles per hour, at most 900 (default ${DEFAULT-VALUE})")
    private double rate;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "same seed, same vehicles (default ${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--yes", description = "install missing packages without asking")
    private boolean yes;

    @Option(names = "--json", description = "one JSON document on standard output, all else on standard error")
    private boolean json;

    public static void main(String[] args) {
        System.exit(new CommandLine(new VmBenchCommand()).execute(args));
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintStream results = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream progress = json ? new PrintStream(System.err, true, StandardCharsets.UTF_8) : results;
        if (vehicles < FEWEST || !(rate > 0 && rate <= 900)) {
            System.err.println("--vehicles from " + FEWEST + ", --rate up to 900");
            return CommandLine.ExitCode.USAGE;
        }
        VmBench.Settings settings = new VmBench.Settings(Path.of(System.getProperty("etclane.root", ".")).toAbsolutePath().normalize(),
                vehicles, rate, seed);
        try {
            emptied(settings.folder().resolve("run"));
            HostNeeds.checkMachine(System.getProperty("os.arch"), HostNeeds::there);
            install(settings.folder(), progress);
            VmReport report = new VmBench(settings, progress::println).run();
            Path file = settings.folder().resolve("report.json");
            Files.writeString(file, report.json().toPrettyString() + "\n");
            progress.println();
            progress.print(report.text());
            progress.println("  written to " + settings.house().relativize(file));
            if (json) {
                results.println(report.json().toPrettyString());
            }
            return report.ok() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        } catch (HostNeeds.Missing missing) {
            System.err.println(missing.getMessage());
            return MISSING;
        } catch (IOException | IllegalStateException | IllegalArgumentException cannot) {
            System.err.println("the virtual lane PC could not be run: " + cannot.getMessage());
            return CANNOT;
        }
    }

    private void install(Path folder, PrintStream progress) throws IOException, InterruptedException {
        List<String> packages = HostNeeds.packages(HostNeeds::there);
        if (packages.isEmpty()) {
            return;
        }
        if (!HostNeeds.root()) {
            throw new HostNeeds.Missing(HostNeeds.advice(packages) + " (this user may not)");
        }
        progress.println("this installs on this machine: " + String.join(", ", packages));
        if (!yes && !confirmed()) {
            throw new HostNeeds.Missing(HostNeeds.advice(packages) + ", or start again with --yes");
        }
        HostNeeds.install(packages, folder, folder.resolve("apt.log"));
    }

    /** Only a person at a terminal can say yes. */
    private static boolean confirmed() {
        Console console = System.console();
        return console != null && console.isTerminal() && "y".equalsIgnoreCase(console.readLine("go on? [y/N] "));
    }

    private static void emptied(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        Files.createDirectories(folder);
    }
}
