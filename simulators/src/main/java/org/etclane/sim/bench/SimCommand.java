package org.etclane.sim.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.etclane.device.spi.Language;
import org.etclane.lane.config.LaneConfig;
import org.etclane.device.spi.Text;
import org.etclane.sim.device.RsuSimFault;
import org.etclane.sim.scenario.Scenario;
import org.etclane.sim.scenario.ScenarioConsole;
import org.etclane.sim.scenario.ScenarioLibrary;
import org.etclane.sim.scenario.Verdict;
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
            "finds under the name LINK, or tcp:PORT (tcp:ADDRESS:PORT) where the device listens as a serial-to-Ethernet converter does.",
            "Vehicles come as a traffic (--vehicles, --rate, --mix), or as a scenario says, or one by one from the console."},
        exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
            " 0:all vehicles have left, none was hit, and the station (if any) holds every debit; a scenario went as expected", " 1:not so",
            " 2:wrong options or scenario",
            "70:the devices could not be started"})
public final class SimCommand implements Callable<Integer> {
    private static final int USUAL_VEHICLES = 20;

    @Option(names = "--rsu", paramLabel = "LINE", defaultValue = "pty",
            description = "line of the antenna, 115200 8N1 (default ${DEFAULT-VALUE})")
    private String rsu;

    @Option(names = "--io", paramLabel = "LINE", defaultValue = "pty",
            description = "line of the I/O controller, 9600 8N1 (default ${DEFAULT-VALUE})")
    private String io;

    @Option(names = "--lane", paramLabel = "exit|entry|FILE",
            description = "kind of lane, or the lane's configuration file: cards, rates and station must fit it (default: the scenario's,"
                    + " else exit)")
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

    @Option(names = "--scenario", paramLabel = "NAME|FILE",
            description = "plays a scenario of the library, or of a YAML file, and compares what is seen with what it expects")
    private String scenarioName;

    @Option(names = "--list-scenarios", description = "tells the library of scenarios, and ends")
    private boolean listScenarios;

    @Option(names = "--interactive", description = "asks at the console what is to happen; help tells what can be said")
    private boolean interactive;

    @Option(names = "--lang", paramLabel = "zh|en", description = "of scenarios and console (default: as the locale says)")
    private String lang;

    @Option(names = "--vehicles", paramLabel = "N", description = "how many come; 0: devices only, until Ctrl-C (default 20)")
    private Integer vehicles;

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
        if (listScenarios) {
            ScenarioLibrary.names().forEach(name -> out.printf("%-34s %-5s %s%n", name, kind(ScenarioLibrary.scenario(name)),
                    ScenarioLibrary.scenario(name).name()));
            return CommandLine.ExitCode.OK;
        }
        DeviceBench.Settings settings;
        LaneConfig config;
        Optional<Scenario> scenario;
        try {
            scenario = Optional.ofNullable(scenarioName).map(name -> ScenarioLibrary.resolve(name, language()));
            config = LaneFiles.config(laneFile(scenario));
            settings = settings(config, scenario);
        } catch (IllegalArgumentException | UncheckedIOException wrong) {
            System.err.println(wrong.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        try (DeviceBench bench = new DeviceBench(settings, config, out::println)) {
            // what was given out is put away also when Ctrl-C ends the program
            Runtime.getRuntime().addShutdownHook(new Thread(bench::close, "shutdown"));
            Path environment = bench.start();
            try (LineScenarioBench scenarios = bench.scenarios()) {
                List<Text> impossible = scenario.map(scenarios::impossible).orElse(List.of());
                if (!impossible.isEmpty()) {
                    impossible.forEach(why -> System.err.println(why.in(language())));
                    return CommandLine.ExitCode.USAGE;
                }
                introduce(settings, environment, out);
                if (interactive) {
                    converse(config, bench, scenarios, out);
                    return CommandLine.ExitCode.OK;
                }
                bench.awaitLane();
                out.println("the lane is open");
                if (scenario.isPresent()) {
                    return play(scenario.get(), scenarios, out);
                }
            }
            if (settings.traffic().vehicles() == 0) {
                new CountDownLatch(1).await();
            }
            bench.drive();
            DeviceBench.Result result = bench.result();
            out.println();
            out.print(result.text());
            stay(out);
            return result.ok() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        } catch (IOException | IllegalStateException | StoreFailure cannot) {
            System.err.println("the simulated devices could not be started: " + cannot.getMessage());
            return 70;
        }
    }

    private void stay(PrintStream out) throws InterruptedException {
        if (keep) {
            out.println("Still on the lines; end with Ctrl-C.");
            new CountDownLatch(1).await();
        }
    }

    private int play(Scenario scenario, LineScenarioBench bench, PrintStream out) throws InterruptedException {
        out.println(scenario.name());
        scenario.steps().forEach(step -> out.println("  " + step.sentence()));
        Verdict verdict = bench.play(scenario);
        verdict.lines(language()).forEach(out::println);
        Text came = verdict.asExpected() ? new Text("as expected", "符合预期") : new Text("not as expected", "不符合预期");
        out.println(came.in(language()));
        stay(out);
        return verdict.asExpected() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private void converse(LaneConfig config, DeviceBench bench, LineScenarioBench scenarios, PrintStream out) throws IOException {
        // what is typed comes in the terminal's encoding, which need not be UTF-8
        Charset typed = Charset.forName(System.getProperty("stdin.encoding", "UTF-8"));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, typed));
        new ScenarioConsole(config.lane().kind(), scenarios.player(), bench, language(), out::println).run(in);
    }

    private Language language() {
        String wanted = lang != null ? lang : Stream.of("LC_ALL", "LC_MESSAGES", "LANG").map(System.getenv()::get)
                .filter(value -> value != null && !value.isEmpty()).findFirst().orElse("en");
        return wanted.startsWith("zh") ? Language.ZH : Language.EN;
    }

    private static String kind(Scenario scenario) {
        return scenario.lane().name().toLowerCase(Locale.ROOT);
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
        if (settings.rsu() instanceof Cable.Tcp || settings.io() instanceof Cable.Tcp) {
            out.println("with the TCP addresses in its configuration.");
        }
    }

    private static String shown(Cable cable) {
        return switch (cable) {
            case Cable.PseudoTerminal(Path link) -> "pseudo-terminal " + LaneFiles.shown(link);
            case Cable.Port port -> port.toString();
            case Cable.Tcp tcp -> tcp.toString();
            case Cable.Calls calls -> calls.toString();
            case Cable.Lines lines -> lines.toString();
        };
    }

    private Path laneFile(Optional<Scenario> scenario) {
        return switch (lane != null ? lane : scenario.map(SimCommand::kind).orElse("exit")) {
            case "exit" -> root().resolve("config").resolve("exit-lane.yaml").normalize();
            case "entry" -> root().resolve("config").resolve("entry-lane.yaml").normalize();
            case String file -> Path.of(file).toAbsolutePath().normalize();
        };
    }

    private static Path root() {
        return Path.of(System.getProperty("etclane.root", ".")).toAbsolutePath();
    }

    private DeviceBench.Settings settings(LaneConfig config, Optional<Scenario> scenario) {
        int mostFaults = 10_000 / RsuSimFault.values().length;
        boolean oneByOne = scenario.isPresent() || interactive;
        if (scenario.isPresent() && interactive || oneByOne && vehicles != null) {
            throw new IllegalArgumentException("--scenario, --interactive and --vehicles exclude each other: vehicles come in one of these"
                    + " ways");
        }
        if (lang != null && !lang.equals("zh") && !lang.equals("en")) {
            throw new IllegalArgumentException("--lang " + lang + ": allowed are zh and en");
        }
        int coming = oneByOne ? 0 : vehicles == null ? USUAL_VEHICLES : vehicles;
        if (coming < 0 || !(rate > 0 && rate <= 2400) || rsuFaults < 0 || rsuFaults > mostFaults) {
            throw new IllegalArgumentException("--vehicles from 0, --rate above 0 and up to 2400, --rsu-faults from 0 to " + mostFaults);
        }
        Path folder = (data == null ? root().resolve("data").resolve("sim") : data).toAbsolutePath().normalize();
        Map<RsuSimFault, Integer> faults = rsuFaults == 0 ? Map.of()
                : Stream.of(RsuSimFault.values()).collect(Collectors.toMap(f -> f, _ -> rsuFaults));
        long nowSeconds = java.time.Instant.now().getEpochSecond(); // the edge: every run brings other cards than the one before
        DriverHabits habits = scenario.flatMap(s -> s.patienceS().stream().boxed().findFirst()).map(DriverHabits.DEFAULT::withPatienceS)
                .orElse(DriverHabits.DEFAULT);
        Traffic traffic = new Traffic(config.lane().kind(), coming, rate, seed == null ? nowSeconds % 1_000_000 : seed,
                VehicleMix.resolve(mix), habits, faults);
        Optional<DeviceBench.Station> station = Optional.ofNullable(stationPort)
                .map(port -> new DeviceBench.Station(stationBind, port, stationDb));
        return new DeviceBench.Settings(traffic, laneFile(scenario), folder, Cable.parse(rsu, folder.resolve("rsu.tty")),
                Cable.parse(io, folder.resolve("io.tty")), station, (int) (nowSeconds % Fleet.MAX_SERIES));
    }
}
