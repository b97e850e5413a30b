package org.etclane.sim.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.etclane.device.spi.DeviceKind;
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
        description = {"Simulates what stands around a lane: antenna, loops, arm, lights, fee display, road and vehicles, on serial ports of",
            "this machine, on pseudo-terminals or TCP, and waits for a lane to be started at the other end. Which devices these are, the",
            "lane's configuration says, and --rsu-type, --wiring, --display and --scale.",
            "A LINE is the path of a serial port, or pty for a pseudo-terminal in the data folder, or pty:LINK for one that the lane",
            "finds under the name LINK, or tcp:PORT (tcp:ADDRESS:PORT) where the device listens as a serial-to-Ethernet converter does.",
            "Devices of the national interface call: their LINE is where the lane listens. That of GPIO lines is where the lane's process",
            "finds them. Without a LINE: a pseudo-terminal, or a free port of 127.0.0.1.",
            "Vehicles come as a traffic (--vehicles, --rate, --mix), or as a scenario says, or one by one from the console."},
        exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
            " 0:all vehicles have left, none was hit, and the station (if any) holds every debit; a scenario went as expected", " 1:not so",
            " 2:wrong options or scenario",
            "70:the devices could not be started"})
public final class SimCommand implements Callable<Integer> {
    private static final int USUAL_VEHICLES = 20;

    @Option(names = "--rsu", paramLabel = "LINE", description = "line of the antenna")
    private String rsu;

    @Option(names = "--io", paramLabel = "LINE", description = "line of what loops, arm and lights are wired to")
    private String io;

    @Option(names = "--display-line", paramLabel = "LINE", description = "line of a fee display of its own")
    private String displayLine;

    @Option(names = "--scale-line", paramLabel = "LINE", description = "line of a scale")
    private String scaleLine;

    @Option(names = "--rsu-type", paramLabel = "NAME", description = "which antenna: serial, serial-jiangsu, serial-yunnan, serial-ef04,"
            + " network (default: as the lane's configuration says)")
    private String rsuType;

    @Option(names = "--wiring", paramLabel = "NAME", description = "what loops, arm and lights are wired to: serial (XY-LC-301), gpio (lines"
            + " of the lane's PC), ldi (devices of the national interface), ldi-integrated (the same, an integrated barrier) (default: as"
            + " the lane's configuration says)")
    private String wiring;

    @Option(names = "--display", paramLabel = "NAME", description = "a fee display of its own: qinghai, guizhou, yunnan, shandong,"
            + " sichuan-1d, sichuan-1e, none (default: as the lane's configuration says; with --wiring gpio qinghai)")
    private String display;

    @Option(names = "--scale", paramLabel = "NAME", description = "a scale in front of the trigger loop: ff, wanji, yaohua, yaohua-commands,"
            + " toledo, none (default: as the lane's configuration says, else as the scenario does)")
    private String scale;

    @Option(names = "--show-display", description = "print what a driver sees on the fee display, whenever it changes")
    private boolean showDisplay;

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
        } catch (IllegalArgumentException | IOException | UncheckedIOException wrong) {
            System.err.println(wrong.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        try (DeviceBench bench = new DeviceBench(settings, config, out::println)) {
            // what was given out is put away also when Ctrl-C ends the program
            Runtime.getRuntime().addShutdownHook(new Thread(bench::close, "shutdown"));
            DeviceBench.ForLane forLane = bench.start();
            if (showDisplay) {
                bench.onDisplay(picture -> out.print(picture.render()));
            }
            try (LineScenarioBench scenarios = bench.scenarios()) {
                List<Text> impossible = scenario.map(scenarios::impossible).orElse(List.of());
                if (!impossible.isEmpty()) {
                    impossible.forEach(why -> System.err.println(why.in(language())));
                    return CommandLine.ExitCode.USAGE;
                }
                introduce(settings, forLane, out);
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

    private void introduce(DeviceBench.Settings settings, DeviceBench.ForLane forLane, PrintStream out) {
        out.println(settings.traffic());
        for (DeviceChoice device : settings.wiring().devices()) {
            Cable cable = settings.cables().get(device.kind());
            out.printf("  %-15s %s, %s%n", words(device.kind()), device.label(), shown(cable) + (device.baud() > 0 ? ", " + device.baud()
                    + " 8N1" : ""));
        }
        settings.station().ifPresent(s -> out.println("  station         " + s.bind() + ":" + s.port() + ", database "
                + (s.jdbcUrl().isEmpty() ? "H2 in " + LaneFiles.shown(settings.data()) : s.jdbcUrl().replaceAll("password=[^&;]*", "password=***"))));
        out.println("Now start the lane at the other end of these lines, in another terminal:");
        out.println("  . " + LaneFiles.shown(forLane.environment()) + " && scripts/lane " + LaneFiles.shown(forLane.configuration()));
        if (!forLane.configuration().equals(settings.lane())) {
            out.println("which is a copy of " + LaneFiles.shown(settings.lane()) + " with these devices.");
        }
        String own = settings.cables().entrySet().stream().filter(cable -> cable.getValue() instanceof Cable.Port)
                .map(cable -> "ETCLANE_" + cable.getKey().section().toUpperCase(Locale.ROOT) + "_PORT").sorted()
                .collect(Collectors.joining(" and "));
        if (!own.isEmpty()) {
            out.println("with the lane's own ports in its configuration, or in " + own + ".");
        }
    }

    private static String words(DeviceKind kind) {
        return switch (kind) {
            case RSU -> "antenna";
            case LANE_IO -> "lane I/O";
            case DISPLAY -> "fee display";
            case SCALE -> "scale";
        };
    }

    private static String shown(Cable cable) {
        return cable instanceof Cable.PseudoTerminal(Path link) ? "pseudo-terminal " + LaneFiles.shown(link) : cable.toString();
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

    /** The devices of the lane's configuration, but those that are asked for. */
    private LaneWiring devices(LaneConfig config, Optional<Scenario> scenario) {
        RsuChoice antenna = rsuType == null ? ConfiguredWiring.rsu(config) : RsuChoice.named("--rsu-type", rsuType);
        IoChoice lines = wiring == null ? ConfiguredWiring.io(config) : IoChoice.named(wiring);
        Optional<DisplayChoice> sign = display != null ? DisplayChoice.named(display)
                : ConfiguredWiring.display(config).or(wiring == null ? Optional::empty : lines::usualDisplay);
        if (sign.isEmpty() && displayLine != null || sign.isEmpty() && showDisplay && !lines.shows()) {
            throw new IllegalArgumentException("--display-line, and --show-display of lines without a display, need --display with one of "
                    + DisplayChoice.labels());
        }
        Optional<ScaleChoice> weighing = scale != null ? ScaleChoice.named(scale)
                : ConfiguredWiring.scale(config).or(() -> scenario.flatMap(played -> ScaleChoice.named(played.scale().label())));
        if (weighing.isEmpty() && scaleLine != null) {
            throw new IllegalArgumentException("--scale-line needs --scale with one of " + ScaleChoice.labels());
        }
        return new LaneWiring(antenna, lines, sign, weighing);
    }

    private Map<DeviceKind, Cable> cables(LaneWiring devices, Path folder) throws IOException {
        Map<DeviceKind, Cable> cables = devices.cables(folder);
        Map<DeviceKind, String> lines = new EnumMap<>(DeviceKind.class);
        lines.put(DeviceKind.RSU, rsu);
        lines.put(DeviceKind.LANE_IO, io);
        lines.put(DeviceKind.DISPLAY, displayLine);
        lines.put(DeviceKind.SCALE, scaleLine);
        for (DeviceChoice device : devices.devices()) {
            if (lines.get(device.kind()) != null) {
                cables.put(device.kind(), device.cable(lines.get(device.kind()), folder));
            }
        }
        return cables;
    }

    private DeviceBench.Settings settings(LaneConfig config, Optional<Scenario> scenario) throws IOException {
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
        LaneWiring devices = devices(config, scenario);
        return new DeviceBench.Settings(traffic, laneFile(scenario), folder, devices, cables(devices, folder), station,
                (int) (nowSeconds % Fleet.MAX_SERIES));
    }
}
