package org.etclane.sim.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.etclane.lane.config.LaneConfig;
import org.etclane.lane.parameters.RateTable;
import org.etclane.lane.parameters.StationKey;
import org.etclane.lane.station.TlsFiles;
import org.etclane.sim.card.PurseLedger;
import org.etclane.sim.device.Lc301Simulator;
import org.etclane.sim.device.Lc301SimulatorAction;
import org.etclane.sim.device.Lc301SimulatorEvent;
import org.etclane.sim.device.Lc301SimulatorSettings;
import org.etclane.sim.host.EndpointHost;
import org.etclane.sim.host.LinePace;
import org.etclane.sim.psam.PurseKeys;
import org.etclane.sim.psam.TacVerifier;
import org.etclane.sim.station.StationServer;
import org.etclane.sim.station.StationServerSettings;
import org.etclane.sim.station.TestCertificates;
import org.etclane.sim.world.Arrival;
import org.etclane.sim.world.LaneKind;
import org.etclane.sim.world.RealTimeScheduler;
import org.etclane.sim.world.TrafficGenerator;
import org.etclane.sim.world.VehicleMix;

/**
 * {@code scripts/bench latency}: the same OBUs through a lane process and through a floor host ({@link FloorMain}), each on
 * pseudo-terminals of its own, by turns in one run, so that whatever else the machine does falls on both.
 */
final class LatencyBench implements AutoCloseable {
    private static final long READY_SECONDS = 30;
    /** A block that takes longer than this per transaction is stuck. */
    private static final long STUCK_SECONDS = 10;

    private final LatencySettings settings;
    private final Consumer<String> out;
    private final LaneConfig config;
    private final RealTimeScheduler scheduler = new RealTimeScheduler("world");
    private final Optional<StationServer> station;
    private final Path safepoints;
    private final LaneChild lane;
    private final JavaChild floor;
    private final JavaChild idle;
    private final LatencyRoad road = new LatencyRoad(scheduler);
    private final EndpointHost<Lc301SimulatorAction, Lc301SimulatorEvent> io;
    private final LatencyHost laneHost;
    private final LatencyHost floorHost;

    LatencyBench(LatencySettings settings, Consumer<String> out) throws IOException {
        this.settings = settings;
        this.out = out;
        Path lanesOwn = Files.createDirectories(settings.data()).toAbsolutePath();
        Path data = Files.createDirectories(lanesOwn.resolve("bench"));
        safepoints = data.resolve("lane-safepoints.log");
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("etclane.data", lanesOwn.toString());
        properties.put("etclane.rsu.port", data.resolve("rsu.tty").toString());
        properties.put("etclane.io.port", data.resolve("io.tty").toString());
        properties.forEach(System::setProperty);
        config = LaneFiles.config(settings.config());
        station = settings.station() ? Optional.of(station(data, properties)) : Optional.empty();
        List<String> laneOptions = new ArrayList<>(settings.laneOptions());
        laneOptions.add(LatencyPauses.option(safepoints));
        lane = new LaneChild(settings.config().toAbsolutePath(), data.resolve("lane.log"), laneOptions, properties);
        Path floorPort = data.resolve("floor.tty");
        floor = new JavaChild(settings.laneOptions(), FloorMain.class.getName(), List.of(floorPort.toString()), data.resolve("floor.log"));
        idle = new JavaChild(settings.laneOptions(), IdleMain.class.getName(), List.of(data.resolve("idle").toString()),
                data.resolve("idle.log"));
        List<Arrival> arrivals = new TrafficGenerator(settings.seed(), 2400, settings.transactions(),
                VehicleMix.named("legal").orElseThrow(), LaneKind.EXIT).arrivals();
        RateTable rates = LaneFiles.rates(config);
        laneHost = new LatencyHost("rsu", settings, scheduler, fleet(rates), arrivals, Optional.of(road), data.resolve("rsu.tty"));
        floorHost = new LatencyHost("floor", settings, scheduler, fleet(rates), arrivals, Optional.empty(), floorPort);
        io = EndpointHost.onPseudoTerminal("io", new Lc301Simulator(road, Lc301SimulatorSettings.defaults()), data.resolve("io.tty"),
                LinePace.BAUD_9600_8N1, scheduler, _ -> { });
    }

    private Fleet fleet(RateTable rates) {
        return new Fleet(settings.kind(), rates, new StationKey(config.lane().network(), config.lane().station()),
                config.lane().transitLayout(), new PurseLedger(), PurseKeys.TEST);
    }

    /** In memory: its disk is not the lane's. */
    private StationServer station(Path data, Map<String, String> properties) {
        TestCertificates certificates = TestCertificates.in(data.resolve("certificates"), Instant.now());
        String laneId = config.lane().laneId();
        StationServer server = new StationServer(StationServerSettings.onLoopback(certificates.station(), Set.of(laneId),
                "jdbc:h2:mem:latency;DB_CLOSE_DELAY=-1"), new TacVerifier(PurseKeys.TEST)::verify);
        TlsFiles tls = certificates.lane(laneId);
        properties.put("etclane.station.enabled", "true");
        properties.put("etclane.station.host", "127.0.0.1");
        properties.put("etclane.station.port", Integer.toString(server.start()));
        properties.put("etclane.station.trusted", tls.trusted().toString());
        properties.put("etclane.station.certificates", tls.certificates().toString());
        properties.put("etclane.station.privateKey", tls.privateKey().toString());
        return server;
    }

    /** Blocking. @throws IOException when a host does not start or stops answering */
    LatencyReport run() throws IOException, InterruptedException {
        CountDownLatch searching = new CountDownLatch(2);
        laneHost.start(searching::countDown);
        floorHost.start(searching::countDown);
        io.start();
        idle.start();
        floor.start();
        lane.start();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
        while (!searching.await(100, TimeUnit.MILLISECONDS) || !laneOpen() || !uploading()) {
            if (System.nanoTime() > deadline || !lane.alive() || !floor.alive()) {
                throw new IOException("a host did not start; lane: " + JavaChild.lastWords(lane.log()) + "\nfloor: " + JavaChild.lastWords(floor.log()));
            }
        }
        int stopsBefore = Files.readAllLines(safepoints).size();
        for (int done = 0; done < settings.transactions(); done += settings.block()) {
            // the floor first: what the bench itself needs to get going is not the lane's
            block(floorHost, "floor");
            block(laneHost, "lane");
            out.accept("%5d of %d  %s".formatted(Math.min(done + settings.block(), settings.transactions()), settings.transactions(),
                    LatencyReport.line(LatencyFigures.of(laneHost.samplesNanos()).over(LatencyFigures.of(floorHost.samplesNanos())))));
        }
        return report(stopsBefore);
    }

    private boolean laneOpen() {
        try {
            return ControlSocket.ask(config.controlSocket(), "status").path("lights").path("canopyGreen").asBoolean();
        } catch (IOException notYet) {
            return false;
        }
    }

    private boolean uploading() {
        return station.map(s -> !s.connectedLanes().isEmpty()).orElse(true);
    }

    private void block(LatencyHost host, String name) throws IOException, InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        scheduler.post(() -> host.run(settings.block(), done::countDown));
        if (!done.await(STUCK_SECONDS * settings.block(), TimeUnit.SECONDS)) {
            throw new IOException("the " + name + " host stopped after " + host.transacted() + " transactions; lane: "
                    + JavaChild.lastWords(lane.log()) + "\nfloor: " + JavaChild.lastWords(floor.log())
                    + scheduler.failure().map(f -> "\nsimulation: " + f).orElse(""));
        }
    }

    /** @param stopsBefore lines of the safepoint log that tell of the lane's start */
    private LatencyReport report(int stopsBefore) throws IOException {
        JsonNode stages = ControlSocket.ask(config.controlSocket(), "stages");
        JsonNode journal = ControlSocket.ask(config.controlSocket(), "status").path("journal");
        long collectionsMs = ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime).sum();
        LatencyReport.Memory memory = new LatencyReport.Memory(JavaChild.memoryMiB(lane.pid(), "VmRSS"),
                JavaChild.memoryMiB(lane.pid(), "VmHWM"), JavaChild.memoryMiB(floor.pid(), "VmRSS"), JavaChild.memoryMiB(idle.pid(), "VmRSS"));
        LatencyPauses pauses = LatencyPauses.of(Files.readAllLines(safepoints).stream().skip(stopsBefore).toList());
        CompletableFuture<LatencyReport> report = new CompletableFuture<>();
        scheduler.post(() -> report.complete(new LatencyReport(settings, laneHost.samplesNanos(), floorHost.samplesNanos(),
                laneHost.repeated(), floorHost.repeated(), laneHost.violations() + road.loweredOnVehicle(), stages, journal, pauses,
                memory, collectionsMs)));
        return report.join();
    }

    @Override
    public void close() {
        try {
            lane.stop();
            floor.stop();
            idle.stop();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        laneHost.close();
        floorHost.close();
        io.close();
        scheduler.close();
        station.ifPresent(StationServer::close);
    }
}
