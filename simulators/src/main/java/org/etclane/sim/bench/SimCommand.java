package org.etclane.sim.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.etclane.lane.config.LaneConfig;
import org.etclane.sim.device.RsuSimFault;
import org.etclane.sim.station.StoreFailure;
import org.etclane.sim.world.DriverHabits;
import org.etclane.sim.world.VehicleMix;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code scripts/sim}: simulated devices and vehicles on real serial ports or pseudo-terminals, for a lane started elsewhere. */
@Command(name = "scripts/sim", subcommands = ReplayCommand.class, mixinStandardHelpOptions = true, sortOptions = false, version = "etclane 0.1.0",
        description = {"Simulates what stands around a lane: antenna (RSU, serial variant A), I/O controller (XY-LC-301), road and vehicles,",
            "on serial ports of this machine or on pseudo-terminals, and waits for a lane to be started at the other end.",
            "A LINE is the path of a serial port, or pty for a pseudo-terminal in the data folder, or pty:LINK for one that the lane",
            "finds under the name LINK, or tcp:PORT (tcp:ADDRESS:PORT) where the device listens as a serial-to-Ethernet converter does."},
        exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
            " 0:all vehicles have left, none was hit, and the station (if any) holds every debit", " 1:not so", " 2:wrong options",
            "70:the devices could not be started"})
public final class SimCommand implements Callable<Integer> {
    @Option(names = "--rsu", paramLabel = "LINE", defaultValue = "pty",
            description = "line of the antenna, 115200 8N1 (default ${DEFAULT-VALUE})")
    private String rsu;

    @Option(names = "--io", paramLabel = "LINE", defaultValue = "pty",
            description = "line of the I/O controller, 9600 8N1 (default ${DEFAULT-VALUE})")
    private String io;

    @Option(names = "--lane", paramLabel = "exit|entry|FILE", defaultValue = "exit",

            description = "kind of lane, or the lane's configuration file: cards, rates and station must fit it (default ${DEFAULT-VALUE})")
    private String lane;

    @Option(names = "--station", paramLabel = "PORT", arity = "0..1", fallbackValue = "7443",
            description = "a reference station too, on this TCP port (7443 when none is given)")
    private Integer stationPort;

    @Option(names = "--station-bind", paramLabel = "ADDRESS", defaultValue = "127.0.0.1",
            description = "where the station listens; 0.0.0.0 for a lane on another machine (default ${DEFAULT-VALUE})")
    private String stationBind;

    @Option(names = "--station-db", paramLabel = "JDBC_URL", defaultValue = "",
            description = "the station's database (default: H2 in the data folder)")
    private String stationDb;

    @Option(names = "--vehicles", paramLabel = "N", defaultValue = "20",
            description = "how many come; 0: devices only, until Ctrl-C (default ${DEFAULT-VALUE})")
    private int vehicles;

    @Option(names = "--rate", paramLabel = "VEH_PER_HOUR", defaultValue = "900",
            description = "vehicles per hour, at most 2400 (default ${DEFAULT-VALUE})")
    private double rate;

    @Option(names = "--mix", paramLabel = "FILE|NAME", defaultValue = "default",
            description = "which vehicles come: default, legal, refusals, behaviours, or a file (default ${DEFAULT-VALUE})")
    private String mix;

    @Option(names = "--seed", paramLabel = "S", description = "same seed, same vehicles (default: a new one, printed)")
    private Long seed;

    @Option(names = "--rsu-faults", paramLabel = "PER_10000", defaultValue = "0",
            description = "chance of each RSU fault per ten thousand dialogues (default ${DEFAULT-VALUE})")
    private int rsuFaults;

    @Option(names = "--data", paramLabel = "DIR",
            description = "folder for pseudo-terminals, certificates and the station's database (default data/sim)")
    private Path data;

    @Option(names = "--keep", description = "stay on the lines after the last vehicle (end with Ctrl-C)")
    private boolean keep;

    public static void main(String[] args) {
        System.exit(new CommandLine(new SimCommand()).execute(args));
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        DeviceBench.Settings settings;
        LaneConfig config;
        try {
            config = LaneFiles.config(laneFile());
            settings = settings(config);
        } catch (IllegalArgumentException | UncheckedIOException wrong) {
            System.err.println(wrong.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        try (DeviceBench bench = new DeviceBench(settings, config, out::println)) {
            // what was given out is put away also when Ctrl-C ends the program
            Runtime.getRuntime().addShutdownHook(new Thread(bench::close, "shutdown"));
            introduce(settings, bench.start(), out);
            bench.awaitLane();
            out.println("the lane is open");
            if (vehicles == 0) {
                new CountDownLatch(1).await();
            }
            bench.drive();
            DeviceBench.Result result = bench.result();
            out.println();
            out.print(result.text());
            if (keep) {
                out.println("Still on the lines; end with Ctrl-C.");
                new CountDownLatch(1).await();
            }
            return result.ok() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        } catch (IOException | IllegalStateException | StoreFailure cannot) {
            System.err.println("the simulated devices could not be started: " + cannot.getMessage());
            return 70;
        }
    }

    private void introduce(DeviceBench.Settings settings, Path environment, PrintStream out) {
        out.println(settings.traffic());
        out.println("  antenna         " + shown(settings.rsu()) + ", 115200 8N1");
        out.println("  I/O controller  " + shown(settings.io()) + ", 9600 8N1");
        settings.station().ifPresent(s -> out.println("  station         " + s.bind() + ":" + s.port() + ", database "
                + (s.jdbcUrl().isEmpty() ? "H2 in " + LaneFiles.shown(settings.data()) : s.jdbcUrl().replaceAll("password=[^&;]*", "password=***"))));
        out.println("Now start the lane at the other end of these lines, in another terminal:");
        out.println("  . " + LaneFiles.shown(environment) + " && scripts/lane " + LaneFiles.shown(settings.lane()));
        if (settings.rsu() instanceof Cable.Port || settings.io() instanceof Cable.Port) {
            out.println("with the lane's own ports in its configuration, or in ETCLANE_RSU_PORT and ETCLANE_IO_PORT.");
        }
    }

    private static String shown(Cable cable) {
        return switch (cable) {
            case Cable.PseudoTerminal(Path link) -> "pseudo-terminal " + LaneFiles.shown(link);
            case Cable.Port port -> port.toString();
            case Cable.Tcp tcp -> tcp.toString();
        };
    }

    private Path laneFile() {
        return switch (lane) {
            case "exit", "entry" -> root().resolve("config").resolve(lane + "-lane.yaml").normalize();
            case String file -> Path.of(file).toAbsolutePath().normalize();
        };
    }

    private static Path root() {
        return Path.of(System.getProperty("etclane.root", ".")).toAbsolutePath();
    }

    private DeviceBench.Settings settings(LaneConfig config) {
        int mostFaults = 10_000 / RsuSimFault.values().length;
        if (vehicles < 0 || !(rate > 0 && rate <= 2400) || rsuFaults < 0 || rsuFaults > mostFaults) {
            throw new IllegalArgumentException("--vehicles from 0, --rate above 0 and up to 2400, --rsu-faults from 0 to " + mostFaults);
        }
        Path folder = (data == null ? root().resolve("data").resolve("sim") : data).toAbsolutePath().normalize();
        Map<RsuSimFault, Integer> faults = rsuFaults == 0 ? Map.of()
                : Stream.of(RsuSimFault.values()).collect(Collectors.toMap(f -> f, _ -> rsuFaults));
        long nowSeconds = java.time.Instant.now().getEpochSecond(); // the edge: every run brings other cards than the one before
        Traffic traffic = new Traffic(config.lane().kind(), vehicles, rate, seed == null ? nowSeconds % 1_000_000 : seed,
                VehicleMix.resolve(mix), DriverHabits.DEFAULT, faults);
        Optional<DeviceBench.Station> station = Optional.ofNullable(stationPort)
                .map(port -> new DeviceBench.Station(stationBind, port, stationDb));
        return new DeviceBench.Settings(traffic, laneFile(), folder, Cable.parse(rsu, folder.resolve("rsu.tty")),
                Cable.parse(io, folder.resolve("io.tty")), station, (int) (nowSeconds % Fleet.MAX_SERIES));
    }
}
