package org.etclane.sim.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.etclane.device.spi.DeviceKind;
import org.etclane.lane.config.LaneConfig;
import org.etclane.lane.core.LaneKind;
import org.etclane.lane.station.TlsFiles;
import org.etclane.sim.device.DisplayPicture;
import org.etclane.sim.psam.PurseKeys;
import org.etclane.sim.psam.TacVerifier;
import org.etclane.sim.scenario.ScenarioConsole;
import org.etclane.sim.station.LedgerRow;
import org.etclane.sim.station.StationServer;
import org.etclane.sim.station.StationServerSettings;
import org.etclane.sim.station.TestCertificates;

/**
 * Simulated devices, vehicles and, when wanted, a station for a lane that is started elsewhere: by hand, on another machine, on
 * real cables. Sees of the lane only what the cables and the station link carry. Blocking methods; one caller's thread.
 */
public final class DeviceBench implements AutoCloseable, ScenarioConsole.Simulation {
    private static final Duration TELL_EVERY = Duration.ofSeconds(10);
    private static final Duration A_LONG_TIME = Duration.ofDays(3650);
    private static final Duration STATION_PATIENCE = Duration.ofSeconds(60);

    private final Settings settings;
    private final LaneConfig config;
    private final Consumer<String> out;
    private final Roadside roadside;
    private final Optional<StationServer> station;
    private final Map<String, String> forLane = new LinkedHashMap<>();

    /**
     * A reference station beside the devices.
     *
     * @param bind    address to listen on: 127.0.0.1, or 0.0.0.0 for a lane on another machine
     * @param port    0 = any free one
     * @param jdbcUrl empty: an H2 database in the data folder
     */
    public record Station(String bind, int port, String jdbcUrl) {
    }

    /**
     * @param lane   the lane's configuration file: station, rates and card layout come from it
     * @param data   folder for certificates and the station's database
     * @param cables of every device of the wiring
     * @param series see {@link Fleet}
     */
    public record Settings(Traffic traffic, Path lane, Path data, LaneWiring wiring, Map<DeviceKind, Cable> cables,
            Optional<Station> station, int series) {
        /** The usual devices. */
        public Settings(Traffic traffic, Path lane, Path data, Cable rsu, Cable io, Optional<Station> station, int series) {
            this(traffic, lane, data, LaneWiring.USUAL, Map.of(DeviceKind.RSU, rsu, DeviceKind.LANE_IO, io), station, series);
        }
    }

    /** @param out lines for people; those about vehicles come on the simulation's thread */
    public DeviceBench(Settings settings, LaneConfig config, Consumer<String> out) throws IOException {
        this.settings = settings;
        this.config = config;
        this.out = out;
        Files.createDirectories(settings.data());
        station = settings.station().map(this::station);
        roadside = new Roadside(settings.traffic(), config, LaneFiles.rates(config), settings.wiring(), settings.cables(),
                settings.series(), out);
    }

    private StationServer station(Station wanted) {
        TestCertificates certificates = TestCertificates.in(settings.data().resolve("certificates"), Instant.now());
        String laneId = config.lane().laneId();
        TlsFiles tls = certificates.lane(laneId);
        forLane.put("ETCLANE_STATION_TRUSTED", tls.trusted().toString());
        forLane.put("ETCLANE_STATION_CERTIFICATES", tls.certificates().toString());
        forLane.put("ETCLANE_STATION_PRIVATEKEY", tls.privateKey().toString());
        String url = wanted.jdbcUrl().isEmpty() ? "jdbc:h2:file:" + settings.data().resolve("station") : wanted.jdbcUrl();
        StationServerSettings plain = StationServerSettings.onLoopback(certificates.station(), Set.of(laneId), url);
        return new StationServer(new StationServerSettings(wanted.bind(), wanted.port(), plain.tls(), plain.lanes(), url, plain.user(),
                plain.password(), plain.windowRecords(), plain.heartbeatMs()), new TacVerifier(PurseKeys.TEST)::verify);
    }

    /**
     * Devices wait on their lines and the station listens, from now on.
     *
     * @return what the lane is started with
     */
    public ForLane start() throws IOException {
        roadside.start();
        station.ifPresent(server -> {
            forLane.put("ETCLANE_STATION_PORT", Integer.toString(server.start()));
            forLane.put("ETCLANE_STATION_HOST", "127.0.0.1");
            forLane.put("ETCLANE_STATION_ENABLED", "true");
        });
        LaneWiring.ports(settings.cables()).forEach((property, value) -> {
            System.setProperty(property, value); // the configuration's variables are looked up there
            forLane.put(property.toUpperCase(Locale.ROOT).replace('.', '_'), value);
        });
        Path configuration = settings.wiring().configuration(settings.lane(), settings.cables(), settings.data().resolve("lane.yaml"));
        String lines = forLane.entrySet().stream().map(e -> "export " + e.getKey() + "='" + e.getValue() + "'\n").sorted()
                .collect(Collectors.joining());
        return new ForLane(Files.writeString(settings.data().resolve("lane.env"), lines), configuration);
    }

    /**
     * @param environment   a file that a shell can read: where the lines of this machine are, and the station
     * @param configuration the lane's own file, or a copy of it with these devices
     */
    public record ForLane(Path environment, Path configuration) {
    }

    /** What {@link #start} wrote. */
    public Map<String, String> forLane() {
        return Map.copyOf(forLane);
    }

    /** Until the lane has started the antenna and shows a green light; says from time to time what is missing. */
    public void awaitLane() throws InterruptedException {
        while (!roadside.awaitSearching(TELL_EVERY)) {
            out.accept("waiting: no lane has started the antenna yet (" + settings.cables().get(DeviceKind.RSU) + ")");
        }
        while (!within(TELL_EVERY, roadside::looksOpen)) {
            out.accept("waiting: the light over the lane is red (" + settings.cables().get(DeviceKind.LANE_IO)
                    + "): closed, or no lane at the I/O controller");
        }
        Duration settles = settings.wiring().io().settles();
        if (settles.isPositive()) {
            out.accept("the lane gets to know its loops, " + settles.toSeconds() + " s");
            new CountDownLatch(1).await(settles.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Hears what the separate fee display shows; on the simulation's thread. */
    void onDisplay(Consumer<DisplayPicture> listener) {
        roadside.onDisplay(listener);
    }

    /** The same devices and lane for scenarios and for the console. */
    public LineScenarioBench scenarios() {
        return new LineScenarioBench(roadside, config.lane().kind(), config.lane().laneId(), station,
                settings.wiring().io() instanceof IoChoice.Lc301, out);
    }

    /** Asks on the simulation's thread and waits. */
    @Override
    public <T> T ask(Supplier<T> question) {
        return roadside.ask(question);
    }

    /** Lets the vehicles come and waits until the last has left. */
    public void drive() throws InterruptedException {
        roadside.letCome();
        roadside.awaitEverybodyGone(A_LONG_TIME); // whom the lane never lets through gives up and leaves
    }

    /**
     * What it came to.
     *
     * @param atStation debits of the purses that the station holds with a good TAC; empty without a station and at an entry
     */
    public record Result(Roadside.Outcome outcome, Optional<Long> atStation, String text) {
        /** No vehicle was hit, and no debit is missing at the station. */
        public boolean ok() {
            return outcome.loweredOnVehicle() == 0 && atStation.filter(n -> n != outcome.purses().size()).isEmpty();
        }
    }

    /** With a station: waits for the last records, at most a minute. */
    public Result result() throws InterruptedException {
        Roadside.Outcome outcome = roadside.outcome();
        Optional<Long> atStation = Optional.empty();
        if (station.isPresent() && settings.traffic().kind() == LaneKind.EXIT) {
            within(STATION_PATIENCE, () -> arrived(outcome) == outcome.purses().size());
            atStation = Optional.of(arrived(outcome));
        }
        return new Result(outcome, atStation, text(outcome, atStation));
    }

    private long arrived(Roadside.Outcome outcome) {
        Set<String> good = station.orElseThrow().ledger().transactions().stream()
                .filter(row -> row.tacState() == LedgerRow.TacState.GOOD)
                .map(row -> key(row.tac(), row.terminal(), row.terminalSerial(), row.amountFen())).collect(Collectors.toSet());
        return outcome.purses().stream().filter(d -> good.contains(key(d.tac(), d.terminal(), d.terminalSerial(), d.amountFen())))
                .count();
    }

    /** What names a debit at both ends: under one PSAM serial there is one. */
    private static String key(String tac, String terminal, long terminalSerial, long amountFen) {
        return (tac + " " + terminal + " " + terminalSerial + " " + amountFen).toUpperCase(Locale.ROOT);
    }

    private String text(Roadside.Outcome outcome, Optional<Long> atStation) {
        StringBuilder text = new StringBuilder();
        BenchReport.line(text, "vehicles", "%d, passed %d", settings.traffic().vehicles(), outcome.passed());
        BenchReport.line(text, "flow", "%.0f vehicles per hour", outcome.vehiclesPerHour());
        BenchReport.line(text, "transaction ms", "%s", BenchReport.latencyText(outcome.latency()));
        switch (settings.traffic().kind()) {
            case EXIT -> BenchReport.line(text, "purses lost", "%s in %d debits", BenchReport.yuan(outcome.purseFen()),
                    outcome.purses().size());
            case ENTRY -> BenchReport.line(text, "entries", "%d written to cards", outcome.entriesWritten().size());
        }
        atStation.ifPresent(n -> BenchReport.line(text, "station", "has %d of these debits with a good TAC", n));
        BenchReport.line(text, "barrier", "%d raises, %d lowers, lowered on a vehicle: %d", outcome.raises(), outcome.lowers(),
                outcome.loweredOnVehicle());
        return text.toString();
    }

    private static boolean within(Duration atMost, BooleanSupplier condition) throws InterruptedException {
        long untilNanos = System.nanoTime() + atMost.toNanos();
        CountDownLatch never = new CountDownLatch(1);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > untilNanos) {
                return false;
            }
            never.await(200, TimeUnit.MILLISECONDS);
        }
        return true;
    }

    @Override
    public void close() {
        roadside.close();
        station.ifPresent(StationServer::close);
    }
}
