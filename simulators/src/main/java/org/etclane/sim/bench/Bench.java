package org.etclane.sim.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.etclane.device.spi.DeviceKind;
import org.etclane.lane.config.LaneConfig;
import org.etclane.lane.core.JournalEntry;
import org.etclane.lane.station.TlsFiles;
import org.etclane.sim.psam.PurseKeys;
import org.etclane.sim.psam.TacVerifier;
import org.etclane.sim.station.StationServer;
import org.etclane.sim.station.StationServerSettings;
import org.etclane.sim.station.TestCertificates;

/**
 * The test bench in real time: simulated road, devices on pseudo-terminals and TCP, a reference station on TLS, and the lane as a
 * process of its own, started from a configuration file that names these devices.
 */
public final class Bench implements AutoCloseable {
    private static final Duration READY = Duration.ofSeconds(30);
    private static final Duration SETTLED = Duration.ofSeconds(180);

    private final BenchSettings settings;
    private final Consumer<String> out;
    private final LaneConfig config;
    private final Roadside roadside;
    private final StationServer station;
    private final LaneChild lane;
    private final LaneKiller killer;
    private long startedNanos;

    public Bench(BenchSettings settings, Consumer<String> out) throws IOException {
        this.settings = settings;
        this.out = out;
        // the lane's own folder is the run's, so that lanectl finds it; what belongs to the bench lies below
        Path lanesOwn = Files.createDirectories(settings.data()).toAbsolutePath();
        Path data = Files.createDirectories(lanesOwn.resolve("bench"));
        TestCertificates certificates = TestCertificates.in(data.resolve("certificates"), Instant.now());
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("etclane.data", lanesOwn.toString());
        Map<DeviceKind, Cable> cables = settings.wiring().cables(data);
        properties.putAll(LaneWiring.ports(cables));
        properties.forEach(System::setProperty); // the configuration's variables are looked up there
        Path file = settings.wiring().configuration(settings.config().toAbsolutePath(), cables, data.resolve("lane.yaml"));
        config = LaneFiles.config(file);
        String laneId = config.lane().laneId();
        TlsFiles tls = certificates.lane(laneId);
        int stationPort = DeviceChoice.freePort(); // the lane must know it also when the station is started late
        station = new StationServer(StationServerSettings.onLoopback(certificates.station(), Set.of(laneId),
                "jdbc:h2:file:" + data.resolve("station")).withPort(stationPort), new TacVerifier(PurseKeys.TEST)::verify);
        properties.put("etclane.station.enabled", "true");
        properties.put("etclane.station.host", "127.0.0.1");
        properties.put("etclane.station.port", Integer.toString(stationPort));
        properties.put("etclane.station.trusted", tls.trusted().toString());
        properties.put("etclane.station.certificates", tls.certificates().toString());
        properties.put("etclane.station.privateKey", tls.privateKey().toString());
        lane = new LaneChild(file, data.resolve("lane.log"), settings.javaOptions(), properties);
        roadside = new Roadside(settings.traffic(), config, LaneFiles.rates(config), settings.wiring(), cables, 0, out);
        killer = new LaneKiller(roadside, lane, settings.seed());
    }

    /** Runs the whole traffic and reconciles. Blocking. */
    public BenchReport run() throws IOException, InterruptedException {
        if (!settings.stationDown()) {
            station.start();
        }
        start();
        roadside.letCome();
        kills();
        if (!roadside.awaitEverybodyGone(Duration.ofSeconds(settings.vehicles() * 120L + 120))) {
            out.accept("gave up waiting: " + roadside.outstanding() + " vehicles have not left");
        }
        if (settings.stationDown()) {
            out.accept("all vehicles gone; starting the station now");
            station.start();
        }
        awaitSettled();
        lane.stop();
        BenchReport report = report();
        if (settings.keep()) {
            lane.start();
        }
        return report;
    }

    /** Devices and lane, not the station; returns when the lane takes vehicles. */
    public void start() throws IOException, InterruptedException {
        startedNanos = System.nanoTime();
        roadside.start();
        startLane();
        awaitReady();
    }

    /** Starts the lane process, for the first time or again, and returns at once. */
    public void startLane() throws IOException {
        roadside.expectSearching();
        lane.start();
    }

    private void kills() throws InterruptedException, IOException {
        List<LaneKiller.Instant> plan = killer.plan(settings.kills());
        for (int i = 0; i < plan.size(); i++) {
            boolean starting = plan.get(i) == LaneKiller.Instant.STARTING;
            if (!starting) {
                awaitReady();
                roadside.awaitEverybodyGone(Duration.ofMillis(killer.pauseMs()));
            }
            LaneKiller.Instant instant = roadside.outstanding() == 0 && !starting ? LaneKiller.Instant.AT_RANDOM : plan.get(i);
            killer.kill(instant);
            out.accept("killed the lane process, %d of %d: %s".formatted(i + 1, plan.size(), instant));
            startLane();
        }
        if (!plan.isEmpty()) {
            awaitReady();
        }
    }

    /**
     * Until the antenna searches, the lane looks open to a driver, and it knows its loops: devices that call say so after some seconds,
     * and who comes before meets an arm that must not come down yet.
     */
    public void awaitReady() throws InterruptedException, IOException {
        awaitSearching();
        await(() -> ready(status()), READY);
    }

    private static boolean ready(JsonNode status) {
        JsonNode loops = status.path("loops");
        boolean known = !loops.isEmpty() && loops.findValuesAsText("occupancy").stream().noneMatch("UNKNOWN"::equals);
        return known && status.path("lights").path("canopyGreen").asBoolean();
    }

    /** Until the lane has started the antenna, open or closed. */
    public void awaitSearching() throws InterruptedException, IOException {
        long deadline = System.nanoTime() + READY.toNanos();
        while (!roadside.awaitSearching(Duration.ofMillis(100))) {
            if (!lane.alive() || System.nanoTime() > deadline) {
                throw new IOException((lane.alive() ? "the lane did not start the antenna within " + READY.toSeconds() + " s"
                        : "the lane process ended") + "; its log: " + lane.log() + "\n" + tail(lane.log()));
            }
        }
    }

    /** What {@code lanectl status} tells; a missing node while the lane does not answer. */
    public JsonNode status() {
        return ask("status");
    }

    /** A verb of the lane's control socket without arguments; a missing node while the lane does not answer. */
    public JsonNode ask(String verb) {
        try {
            return ControlSocket.ask(config.controlSocket(), verb);
        } catch (IOException notNow) {
            return MissingNode.getInstance();
        }
    }

    /** Until nothing waits for the station and no outcome is open, as far as the lane can say. */
    public boolean awaitSettled() throws InterruptedException {
        return await(() -> ask("outbox").path("pending").asLong(1) == 0 && station.summary().unknown() == 0, SETTLED);
    }

    /** @return whether the condition came true in time */
    public static boolean await(BooleanSupplier condition, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        CountDownLatch never = new CountDownLatch(1);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            never.await(100, TimeUnit.MILLISECONDS);
        }
        return true;
    }

    /** Compares the ledgers. The lane must have stopped. */
    public BenchReport report() {
        Roadside.Outcome seen = roadside.outcome();
        seen.contacts().forEach(contact -> out.accept("arm and vehicle: " + contact));
        List<JournalEntry> entries = journal();
        return BenchReport.of(settings.traffic(), seen, roadside.outstanding(), entries, station.ledger().transactions(),
                roadside.weights(entries));
    }

    /** The lane's own records, oldest first. The lane must have stopped. */
    public List<JournalEntry> journal() {
        return LaneJournal.read(config.journalDirectory());
    }

    private static String tail(Path log) throws IOException {
        List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
    }

    public LaneConfig config() {
        return config;
    }

    public LaneChild lane() {
        return lane;
    }

    public Roadside roadside() {
        return roadside;
    }

    public StationServer station() {
        return station;
    }

    /** Which instants the lane was killed at, and how often. */
    public Map<String, Integer> killed() {
        return killer.done();
    }

    /** From {@link #start} until the first vehicle was behind the arm; empty while none was. */
    public Optional<Duration> firstThrough() {
        long nanos = roadside.firstPassedNanos();
        return nanos == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(nanos - startedNanos));
    }

    @Override
    public void close() {
        try {
            lane.stop();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        roadside.close();
        station.close();
    }
}
