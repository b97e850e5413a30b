package org.etclane.sim.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;
import org.etclane.lane.config.LaneConfig;
import org.etclane.lane.config.LaneConfigLoader;
import org.etclane.lane.core.JournalEntry;
import org.etclane.lane.core.LaneKind;
import org.etclane.lane.journal.Journal;
import org.etclane.lane.journal.JournalOpener;
import org.etclane.lane.journal.JournalSettings;
import org.etclane.lane.parameters.RateTable;
import org.etclane.lane.parameters.RateTableFile;
import org.etclane.lane.parameters.StationKey;
import org.etclane.lane.station.TlsFiles;
import org.etclane.sim.card.PurseLedger;
import org.etclane.sim.device.Lc301Simulator;
import org.etclane.sim.device.Lc301SimulatorAction;
import org.etclane.sim.device.Lc301SimulatorEvent;
import org.etclane.sim.device.Lc301SimulatorSettings;
import org.etclane.sim.device.RsuSerialSimSettings;
import org.etclane.sim.device.RsuSerialSimulator;
import org.etclane.sim.device.RsuSimCommand;
import org.etclane.sim.device.RsuSimEvent;
import org.etclane.sim.host.EndpointHost;
import org.etclane.sim.host.LinePace;
import org.etclane.sim.obu.SimObu;
import org.etclane.sim.psam.Psam;
import org.etclane.sim.psam.PurseKeys;
import org.etclane.sim.psam.TacVerifier;
import org.etclane.sim.station.StationServer;
import org.etclane.sim.station.StationServerSettings;
import org.etclane.sim.station.TestCertificates;
import org.etclane.sim.world.Arrival;
import org.etclane.sim.world.LaneWorld;
import org.etclane.sim.world.RealTimeScheduler;
import org.etclane.sim.world.TrafficGenerator;
import org.etclane.sim.world.Vehicle;
import org.etclane.sim.world.WorldListener;

/**
 * The test bench in real time: simulated road, antenna and I/O controller on pseudo-terminals, a reference station on TLS, and
 * the lane as a process of its own, started from a configuration file. All simulation runs on one thread ("world").
 */
public final class Bench implements AutoCloseable {
    private static final Duration READY = Duration.ofSeconds(30);
    private static final Duration SETTLED = Duration.ofSeconds(180);
    private static final int MAX_RECORDS = 10_000_000;

    private final BenchSettings settings;
    private final Consumer<String> out;
    private final LaneConfig config;
    private final RealTimeScheduler scheduler = new RealTimeScheduler("world");
    private final LaneWorld world = new LaneWorld(scheduler);
    private final PurseLedger purses = new PurseLedger();
    private final Fleet fleet;
    private final EndpointHost<RsuSimCommand, RsuSimEvent> rsu;
    private final EndpointHost<Lc301SimulatorAction, Lc301SimulatorEvent> io;
    private final StationServer station;
    private final LaneChild lane;
    private final CountDownLatch searching = new CountDownLatch(1);
    private final CountDownLatch everybodyGone;
    // simulation's thread only, read after everybody has gone
    private final Map<Integer, SimObu> obuById = new HashMap<>();
    private final Map<Integer, Story> stories = new HashMap<>();
    private final List<String> entriesWritten = new ArrayList<>();
    private final Map<Integer, Long> foundAtNanos = new HashMap<>();
    private final Histogram latencyUs = new Histogram(120_000_000L, 3);
    private int told;
    private long firstArrivalNanos;
    private long lastGoneNanos;

    /** What happened to one vehicle, as far as the world outside the lane can see. */
    private static final class Story {
        String refusal = "";
        long feeFen = -1;
        double ms = -1;
    }

    public Bench(BenchSettings settings, Consumer<String> out) throws IOException {
        this.settings = settings;
        this.out = out;
        everybodyGone = new CountDownLatch(settings.vehicles());
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
        fleet = new Fleet(settings.kind(), rates, new StationKey(config.lane().network(), config.lane().station()),
                config.lane().transitLayout(), purses, PurseKeys.TEST);
        rsu = EndpointHost.onPseudoTerminal("rsu", new RsuSerialSimulator(RsuSerialSimSettings.classic().withFaults(settings.rsuFaults()),
                world, new Psam(PurseKeys.TEST, VirtualLane.PSAM_TERMINAL, 1), settings.seed()), data.resolve("rsu.tty"),
                LinePace.BAUD_115200_8N1, scheduler, this::rsuEvent);
        io = EndpointHost.onPseudoTerminal("io", new Lc301Simulator(world, Lc301SimulatorSettings.defaults()), data.resolve("io.tty"),
                LinePace.BAUD_9600_8N1, scheduler, _ -> { });
        world.addListener(new Watcher());
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
        rsu.start();
        io.start();
        lane.start();
        awaitReady();
        traffic();
        killAtRandom();
        if (!everybodyGone.await(settings.vehicles() * 120L + 120, TimeUnit.SECONDS)) {
            out.accept("gave up waiting: " + everybodyGone.getCount() + " vehicles have not left");
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
        while (!searching.await(100, TimeUnit.MILLISECONDS)) {
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

    private void traffic() {
        List<Arrival> arrivals = new TrafficGenerator(settings.seed(), settings.ratePerHour(), settings.vehicles(), settings.mix(),
                org.etclane.sim.world.LaneKind.valueOf(settings.kind().name())).arrivals();
        CompletableFuture<Void> scheduled = new CompletableFuture<>();
        scheduler.post(() -> {
            firstArrivalNanos = scheduler.nowNanos();
            for (Arrival arrival : arrivals) {
                scheduler.at(firstArrivalNanos + arrival.atNanos(), () -> arrive(arrival));
            }
            scheduled.complete(null);
        });
        scheduled.join();
    }

    private void arrive(Arrival arrival) {
        Optional<SimObu> obu = fleet.obuOf(arrival, Instant.now().getEpochSecond());
        obu.ifPresent(o -> obuById.put(o.id().value(), o));
        Vehicle vehicle = world.addVehicle(arrival.spec(), obu);
        stories.put(vehicle.number(), new Story());
    }

    private void killAtRandom() throws InterruptedException, IOException {
        if (settings.kills() == 0) {
            return;
        }
        Random random = new Random(settings.seed());
        long spanMs = Math.round(settings.vehicles() * 3_600_000.0 / settings.ratePerHour());
        for (int i = 1; i <= settings.kills(); i++) {
            long pauseMs = spanMs / (settings.kills() + 1) / 2 + random.nextLong(Math.max(1, spanMs / (settings.kills() + 1)));
            if (everybodyGone.await(pauseMs, TimeUnit.MILLISECONDS)) {
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
        CompletableFuture<BenchReport> report = new CompletableFuture<>();
        scheduler.post(() -> {
            Reconciliation ledgers = Reconciliation.of(settings.kind(), purses.entries(), entriesWritten, entries,
                    station.ledger().transactions());
            long transactions = entries.stream().filter(JournalEntry.Settled.class::isInstance).count();
            long legalFailed = world.traces().stream().filter(t -> t.spec().kind().legal()
                    && t.spec().behaviour() == org.etclane.sim.world.Behaviour.NORMAL && t.passedAtNanos().isEmpty()).count();
            long reconciled = entries.stream().filter(JournalEntry.Reconciliation.class::isInstance).count();
            double hours = Math.max(1, lastGoneNanos - firstArrivalNanos) / 3.6e12;
            report.complete(new BenchReport(settings.seed(), settings.kind().name().toLowerCase(java.util.Locale.ROOT),
                    settings.vehicles(), world.monitor().vehiclesPassedUnderArm(), ranked, transactions, legalFailed + reconciled,
                    (settings.vehicles() - everybodyGone.getCount()) / hours, latencyUs.copy(), ledgers, world.monitor().raises(),
                    world.monitor().lowers(), world.monitor().loweredOnVehicle()));
        });
        return report.join();
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

    // --- simulation's thread

    private void rsuEvent(RsuSimEvent event) {
        switch (event) {
            case RsuSimEvent.SearchStarted _ -> searching.countDown();
            case RsuSimEvent.DialogueStarted d -> foundAtNanos.put(d.obu().value(), d.atNanos());
            case RsuSimEvent.EntryWritten w -> entriesWritten.add(w.obu().hex());
            case RsuSimEvent.ReleaseReceived r when r.succeeded() -> transacted(r);
            case RsuSimEvent.DialogueEnded d when d.ending() == RsuSimEvent.Ending.RELEASED ->
                    Optional.ofNullable(obuById.get(d.obu().value())).ifPresent(world::paidTone);
            case RsuSimEvent.Debited d -> world.vehicles().stream().filter(v -> v.obu().filter(o -> o.id().equals(d.obu())).isPresent())
                    .forEach(v -> stories.get(v.number()).feeFen = d.entry().amountFen());
            case RsuSimEvent.Initialised _, RsuSimEvent.FaultChosen _, RsuSimEvent.StepReported _, RsuSimEvent.ProofFetched _,
                 RsuSimEvent.ReleaseReceived _, RsuSimEvent.DialogueEnded _, RsuSimEvent.LaneViolation _, RsuSimEvent.Restarted _ -> { }
        }
    }

    private void transacted(RsuSimEvent.ReleaseReceived last) {
        Long found = foundAtNanos.get(last.obu().value());
        long us = found == null ? 0 : (last.atNanos() - found) / 1000;
        latencyUs.recordValue(Math.min(us, latencyUs.getHighestTrackableValue()));
        world.vehicles().stream().filter(v -> v.obu().filter(o -> o.id().equals(last.obu())).isPresent())
                .forEach(v -> stories.get(v.number()).ms = us / 1000.0);
    }

    private final class Watcher implements WorldListener {
        @Override
        public void refused(Vehicle vehicle, long atNanos) {
            stories.get(vehicle.number()).refusal = world.displayed().map(s -> String.join(" ", s.lines())).orElse("no sign");
        }

        @Override
        public void gone(Vehicle vehicle, long atNanos) {
            lastGoneNanos = atNanos;
            told++;
            out.accept(line(vehicle, stories.get(vehicle.number())));
            everybodyGone.countDown();
        }

        private String line(Vehicle vehicle, Story story) {
            String what = vehicle.passed() ? story.ms >= 0 ? "passed" : "passed without transaction"
                    : story.refusal.isEmpty() ? "left" : "refused: " + story.refusal;
            String fee = story.feeFen >= 0 ? BenchReport.yuan(story.feeFen) : "";
            String ms = story.ms >= 0 ? "%.0f ms".formatted(story.ms) : "";
            return "%4d/%d  %s  class %-2d  %-14s %8s  %s".formatted(told, settings.vehicles(), vehicle.spec().plate().text(),
                    vehicle.spec().vehicleClass(), fee, ms, what);
        }
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
        rsu.close();
        io.close();
        scheduler.close();
        station.close();
    }
}
