package org.etclane.sim.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.etclane.lane.config.LaneConfig;
import org.etclane.lane.config.LaneConfigLoader;
import org.etclane.lane.core.JournalEntry;
import org.etclane.lane.journal.Journal;
import org.etclane.lane.journal.JournalOpener;
import org.etclane.lane.journal.JournalSettings;
import org.etclane.lane.parameters.RateTable;
import org.etclane.lane.parameters.RateTableFile;
import org.etclane.lane.station.TlsFiles;
import org.etclane.sim.psam.PurseKeys;
import org.etclane.sim.psam.TacVerifier;
import org.etclane.sim.station.StationServer;
import org.etclane.sim.station.StationServerSettings;
import org.etclane.sim.station.TestCertificates;

/**
 * The test bench in real time: simulated road, antenna and I/O controller on pseudo-terminals, a reference station on TLS, and
 * the lane as a process of its own, started from a configuration file.
 */
public final class Bench implements AutoCloseable {
    private static final Duration READY = Duration.ofSeconds(30);
    private static final Duration SETTLED = Duration.ofSeconds(180);
    private static final int MAX_RECORDS = 10_000_000;

    private final BenchSettings settings;
    private final Consumer<String> out;
    private final LaneConfig config;
    private final Roadside roadside;
    private final StationServer station;
    private final LaneChild lane;

    public Bench(BenchSettings settings, Consumer<String> out) throws IOException {
        this.settings = settings;
        this.out = out;
        // the lane's own folder is the run's, so that lanectl finds it; what belongs to the bench lies below
        Path lanesOwn = Files.createDirectories(settings.data()).toAbsolutePath();
        Path data = Files.createDirectories(lanesOwn.resolve("bench"));
        TestCertificates certificates = TestCertificates.in(data.resolve("certificates"), Instant.now());
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("etclane.data", lanesOwn.toString());
        properties.put("etclane.rsu.port", data.resolve("rsu.tty").toString());
        properties.put("etclane.io.port", data.resolve("io.tty").toString());
        config = load(settings.config(), properties);
        String laneId = config.lane().laneId();
        TlsFiles tls = certificates.lane(laneId);
        station = new StationServer(StationServerSettings.onLoopback(certificates.station(), Set.of(laneId),
                "jdbc:h2:file:" + data.resolve("station")).withPort(freePort()), new TacVerifier(PurseKeys.TEST)::verify);
        properties.put("etclane.station.enabled", "true");
        properties.put("etclane.station.host", "127.0.0.1");
        properties.put("etclane.station.port", Integer.toString(stationPort));
        properties.put("etclane.station.trusted", tls.trusted().toString());
        properties.put("etclane.station.certificates", tls.certificates().toString());
        properties.put("etclane.station.privateKey", tls.privateKey().toString());
        lane = new LaneChild(settings.config().toAbsolutePath(), data.resolve("lane.log"), settings.javaOptions(), properties);
        RateTable rates = rates(config.parameters().rateTable());
        roadside = new Roadside(settings.traffic(), config, rates, new Cable.PseudoTerminal(data.resolve("rsu.tty")),
                new Cable.PseudoTerminal(data.resolve("io.tty")), out);
    }

    private int stationPort;

    private int freePort() throws IOException {
        // the lane must know the port before the station is started, also when it is started late
        try (java.net.ServerSocket probe = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            stationPort = probe.getLocalPort();
            return stationPort;
        }
    }

    private static LaneConfig load(Path file, Map<String, String> properties) {
        properties.forEach(System::setProperty);
        return switch (LaneConfigLoader.load(file)) {
            case LaneConfigLoader.Loaded(LaneConfig config) -> config;
            case LaneConfigLoader.Problems problems -> throw new IllegalArgumentException(file + ":\n"
                    + problems.list().stream().map(Object::toString).collect(Collectors.joining("\n")));
        };
    }

    private static RateTable rates(Path file) throws IOException {
        return switch (RateTableFile.parse(Files.readAllBytes(file))) {
            case RateTableFile.Result.Good(RateTable table) -> table;
            case RateTableFile.Result.Bad bad -> throw new IllegalArgumentException(file + ": " + bad.problems());
        };
    }

    /** Runs the whole traffic and reconciles. Blocking. */
    public BenchReport run() throws IOException, InterruptedException {
        if (!settings.stationDown()) {
            station.start();
        }
        roadside.start();
        lane.start();
        awaitReady();
        roadside.letCome();
        killAtRandom();
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

    private void awaitReady() throws InterruptedException, IOException {
        long deadline = System.nanoTime() + READY.toNanos();
        while (!roadside.awaitSearching(Duration.ofMillis(100))) {
            if (!lane.alive() || System.nanoTime() > deadline) {
                throw new IOException((lane.alive() ? "the lane did not start the antenna within " + READY.toSeconds() + " s"
                        : "the lane process ended") + "; its log: " + lane.log() + "\n" + tail(lane.log()));
            }
        }
        await(() -> laneOpen(), READY);
    }

    private boolean laneOpen() {
        try {
            return ControlSocket.ask(config.controlSocket(), "status").path("lights").path("canopyGreen").asBoolean();
        } catch (IOException notYet) {
            return false;
        }
    }

    private void killAtRandom() throws InterruptedException, IOException {
        if (settings.kills() == 0) {
            return;
        }
        Random random = new Random(settings.seed());
        long spanMs = Math.round(settings.vehicles() * 3_600_000.0 / settings.ratePerHour());
        for (int i = 1; i <= settings.kills(); i++) {
            long pauseMs = spanMs / (settings.kills() + 1) / 2 + random.nextLong(Math.max(1, spanMs / (settings.kills() + 1)));
            if (roadside.awaitEverybodyGone(Duration.ofMillis(pauseMs))) {
                out.accept("traffic over after " + (i - 1) + " kills");
                return;
            }
            lane.kill();
            out.accept("killed the lane process, " + i + " of " + settings.kills());
            lane.start();
        }
    }

    /** Until nothing waits for the station and no outcome is open, as far as the lane can say. */
    private void awaitSettled() throws InterruptedException {
        await(() -> {
            try {
                boolean sent = ControlSocket.ask(config.controlSocket(), "outbox").path("pending").asLong(1) == 0;
                return sent && station.summary().unknown() == 0;
            } catch (IOException notYet) {
                return false;
            }
        }, SETTLED);
    }

    private static void await(BooleanSupplier condition, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        CountDownLatch never = new CountDownLatch(1);
        while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
            never.await(200, TimeUnit.MILLISECONDS);
        }
    }

    private BenchReport report() {
        List<JournalEntry> entries = journal();
        Map<String, Long> refused = entries.stream().filter(JournalEntry.Refused.class::isInstance)
                .map(e -> ((JournalEntry.Refused) e).event().name()).collect(Collectors.groupingBy(r -> r, Collectors.counting()));
        Map<String, Long> ranked = new LinkedHashMap<>();
        refused.entrySet().stream().sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .forEach(e -> ranked.put(e.getKey(), e.getValue()));
        Roadside.Outcome seen = roadside.outcome();
        Reconciliation ledgers = Reconciliation.of(settings.kind(), seen.purses(), seen.entriesWritten(), entries,
                station.ledger().transactions());
        long transactions = entries.stream().filter(JournalEntry.Settled.class::isInstance).count();
        long reconciled = entries.stream().filter(JournalEntry.Reconciliation.class::isInstance).count();
        return new BenchReport(settings.seed(), settings.kind().name().toLowerCase(Locale.ROOT), settings.vehicles(), seen.passed(),
                ranked, transactions, seen.legalFailed() + reconciled, seen.vehiclesPerHour(), seen.latency(), ledgers, seen.raises(),
                seen.lowers(), seen.loweredOnVehicle());
    }

    /** The lane's own records, read from its store after it has stopped. */
    private List<JournalEntry> journal() {
        Journal.Listener nobody = new Journal.Listener() {
            @Override
            public void durable(long ticket, long syncNanos) {
            }

            @Override
            public void rejected(long ticket, String reason) {
            }

            @Override
            public void failed(String reason) {
                out.accept("reading the lane's journal: " + reason);
            }
        };
        return switch (JournalOpener.open(config.journalDirectory(), JournalSettings.defaults(), nobody)) {
            case JournalOpener.Ready(Journal journal, _) -> {
                try (journal) {
                    List<JournalEntry> entries = new ArrayList<>(journal.latest(MAX_RECORDS, Optional.empty()).stream()
                            .map(Journal.Stored::entry).toList());
                    Collections.reverse(entries);
                    yield entries;
                }
            }
            case JournalOpener.Opened other -> throw new IllegalStateException("the lane's journal cannot be read: " + other);
        };
    }

    private static String tail(Path log) throws IOException {
        List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
    }

    public LaneConfig config() {
        return config;
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
