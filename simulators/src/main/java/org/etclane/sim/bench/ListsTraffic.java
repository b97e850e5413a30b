package org.etclane.sim.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.etclane.lane.config.LaneConfig;
import org.etclane.lane.parameters.StationKey;
import org.etclane.lane.parameters.lists.ListKind;
import org.etclane.lane.parameters.lists.store.ListDelivery;
import org.etclane.lane.parameters.lists.store.ListSettings;
import org.etclane.lane.parameters.lists.store.Pace;
import org.etclane.lane.parameters.lists.store.StatusListStore;
import org.etclane.sim.card.PurseLedger;
import org.etclane.sim.device.Lc301Simulator;
import org.etclane.sim.device.Lc301SimulatorAction;
import org.etclane.sim.device.Lc301SimulatorEvent;
import org.etclane.sim.device.Lc301SimulatorSettings;
import org.etclane.sim.host.EndpointHost;
import org.etclane.sim.host.LinePace;
import org.etclane.sim.psam.PurseKeys;
import org.etclane.sim.world.LaneKind;
import org.etclane.sim.world.RealTimeScheduler;
import org.etclane.sim.world.TrafficGenerator;
import org.etclane.sim.world.VehicleMix;

/**
 * {@code scripts/bench lists --traffic}: vehicles through a lane as close as they fit, first with nothing else to do, then while its
 * process ({@link ListLaneMain}) swaps full lists and takes an increment.
 */
final class ListsTraffic implements AutoCloseable {
    private static final int BLOCK = 5;
    private static final long SLOW_NANOS = 300_000_000L;
    private static final long READY_SECONDS = 60;
    private static final long STUCK_SECONDS = 60;

    private final ListsPlan plan;
    private final LatencySettings settings;
    private final Consumer<String> out;
    private final LaneConfig config;
    private final RealTimeScheduler scheduler = new RealTimeScheduler("world");
    private final LatencyRoad road = new LatencyRoad(scheduler);
    private final ListOrders orders;
    private final LaneChild lane;
    private final LatencyHost host;
    private final EndpointHost<Lc301SimulatorAction, Lc301SimulatorEvent> io;
    private final Path lists;
    private final Path safepoints;

    /** @param settings its station is not used */
    ListsTraffic(ListsPlan plan, LatencySettings settings, Consumer<String> out) throws IOException {
        this.plan = plan;
        this.settings = settings;
        this.out = out;
        Path data = Files.createDirectories(settings.data()).toAbsolutePath();
        lists = data.resolve("lists");
        orders = new ListOrders(data.resolve("orders"));
        Map<String, String> properties = new LinkedHashMap<>(Map.of("etclane.data", data.toString(), "etclane.rsu.port",
                data.resolve("rsu.tty").toString(), "etclane.io.port", data.resolve("io.tty").toString()));
        properties.forEach(System::setProperty);
        config = LaneFiles.config(settings.config());
        List<String> options = new ArrayList<>(settings.laneOptions());
        safepoints = data.resolve("safepoints.log");
        options.add(LatencyPauses.option(safepoints));
        options.addAll(orders.javaOptions(lists, plan.mibPerSecond(), plan.always()));
        lane = new LaneChild(settings.config().toAbsolutePath(), data.resolve("lane.log"), options, properties);
        lane.runAs(ListLaneMain.class.getName());
        Fleet fleet = new Fleet(settings.kind(), LaneFiles.rates(config), new StationKey(config.lane().network(), config.lane().station()),
                config.lane().transitLayout(), new PurseLedger(), PurseKeys.TEST);
        host = new LatencyHost("rsu", settings, scheduler, fleet, new TrafficGenerator(settings.seed(), 2400, settings.transactions(),
                VehicleMix.named("legal").orElseThrow(), LaneKind.EXIT).arrivals(), Optional.of(road), data.resolve("rsu.tty"));
        io = EndpointHost.onPseudoTerminal("io", new Lc301Simulator(road, Lc301SimulatorSettings.defaults()), data.resolve("io.tty"),
                LinePace.BAUD_9600_8N1, scheduler, _ -> { });
    }

    /** Blocking. @param alone transactions before anything is swapped */
    ObjectNode run(int alone) throws IOException, InterruptedException {
        seed(ListKind.CARD, plan.cardsBefore());
        seed(ListKind.OBU, plan.obusBefore());
        startLane();
        ObjectNode result = JsonNodeFactory.instance.objectNode().put("mibPerSecond", plan.mibPerSecond());
        // answered after everything has been read back once, as after every start
        await(orders.deliver(plan.cardsBefore().delivery(), plan.cardsBefore().file()));
        transact(alone);
        ListOrders.State before = orders.state(true);
        result.put("journalSyncMaxAloneMs", longestSyncMs());
        out.accept("swapping");
        result.set("aloneMs", LatencyFigures.of(host.samplesNanos()).json().put("count", host.transacted())
                .put("over300", LatencyFigures.of(host.samplesNanos()).over300()));
        int from = host.samplesNanos().size();
        int stopsBefore = Files.readAllLines(safepoints).size();
        ObjectNode swaps = result.putObject("swaps");
        swap(swaps, "cards", plan.cardsAfter());
        swap(swaps, "increment", plan.increment());
        swap(swaps, "obus", plan.obusAfter());
        List<Long> during = host.samplesNanos().subList(from, host.samplesNanos().size());
        LatencyFigures figures = LatencyFigures.of(during);
        LatencyPauses pauses = LatencyPauses.of(Files.readAllLines(safepoints).stream().skip(stopsBefore).toList());
        ObjectNode stops = result.putObject("pauses");
        stops.set("collector", pauses.collector().json());
        stops.set("other", pauses.other().json());
        result.put("journalSyncMaxMs", longestSyncMs());
        ObjectNode stages = result.putObject("stageMaxMs");
        ControlSocket.ask(config.controlSocket(), "stages").forEach(stage -> stages.put(stage.path("stage").asText(),
                LatencyFigures.rounded(stage.path("maxUs").asDouble() / 1e3)));
        result.set("duringMs", figures.json().put("count", during.size()).put("over300", figures.over300()));
        ListOrders.State after = orders.state(true);
        result.put("heapBefore", before.heapBytes()).put("heapAfter", after.heapBytes()).put("looks", after.looks())
                .put("lookP99Ns", after.lookP99Nanos()).put("lookMaxNs", after.lookMaxNanos()).put("wrongLooks", after.wrong())
                .put("firstWrong", after.firstWrong()).put("cardVersion", after.card()).put("obuVersion", after.obu())
                .put("residentMiB", Math.round(JavaChild.memoryMiB(lane.pid(), "VmRSS"))).put("repeated", host.repeated())
                .put("violations", host.violations()).put("loweredOnVehicle", road.loweredOnVehicle());
        return result;
    }

    private double longestSyncMs() throws IOException {
        JsonNode journal = ControlSocket.ask(config.controlSocket(), "status").path("journal");
        return LatencyFigures.rounded(journal.path("syncNanosMax").asLong() / 1e6);
    }

    /** The list that the lane has been started with. */
    private void seed(ListKind kind, ListsPlan.Section section) throws IOException {
        out.accept("the " + kind + " list before the swap");
        try (StatusListStore store = StatusListStore.open(lists.resolve(kind == ListKind.CARD ? "card" : "obu"), kind, ListSettings.defaults(),
                Pace.NONE); InputStream in = Files.newInputStream(section.file())) {
            store.deliver(section.delivery(), in, 1);
            store.activate(1);
        }
    }

    private void startLane() throws IOException, InterruptedException {
        CountDownLatch searching = new CountDownLatch(1);
        host.start(searching::countDown);
        io.start();
        lane.start();
        if (!searching.await(READY_SECONDS, TimeUnit.SECONDS) || !Bench.await(this::laneOpen, java.time.Duration.ofSeconds(READY_SECONDS))) {
            throw new IOException("the lane did not start: " + JavaChild.lastWords(lane.log()));
        }
    }

    private boolean laneOpen() {
        try {
            return ControlSocket.ask(config.controlSocket(), "status").path("lights").path("canopyGreen").asBoolean();
        } catch (IOException notYet) {
            return false;
        }
    }

    private void await(String order) throws IOException, InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        while (orders.outcome(order).isEmpty()) {
            if (never.await(100, TimeUnit.MILLISECONDS) || !lane.alive()) {
                throw new IOException("the lane's process ended: " + JavaChild.lastWords(lane.log()));
            }
        }
    }

    /** Vehicles come for as long as the order takes, and a block more. */
    private void swap(ObjectNode swaps, String name, ListsPlan.Section section) throws IOException, InterruptedException {
        ListDelivery delivery = section.delivery();
        long started = System.nanoTime();
        String order = orders.deliver(delivery, section.file());
        int before = host.transacted();
        ArrayNode slow = JsonNodeFactory.instance.arrayNode();
        while (orders.outcome(order).isEmpty()) {
            int seen = host.transacted();
            transact(BLOCK);
            for (long nanos : host.samplesNanos().subList(seen, host.samplesNanos().size())) {
                if (nanos > SLOW_NANOS) {
                    slow.addObject().put("ms", nanos / 1_000_000).put("untilMs", (System.nanoTime() - started) / 1_000_000);
                }
            }
        }
        long tookMs = (System.nanoTime() - started) / 1_000_000;
        transact(BLOCK);
        swaps.putObject(name).put("ms", tookMs).put("transactions", host.transacted() - before)
                .put("outcome", orders.outcome(order).get().replaceFirst("^(Taken)\\[.*(entries=)", "$1 $2").replace("]", ""))
                .set("slow", slow);
    }

    private void transact(int count) throws IOException, InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        scheduler.post(() -> host.run(count, done::countDown));
        if (!done.await(STUCK_SECONDS + count, TimeUnit.SECONDS)) {
            throw new IOException("the lane stopped after " + host.transacted() + " transactions: " + JavaChild.lastWords(lane.log())
                    + scheduler.failure().map(f -> "\nsimulation: " + f).orElse(""));
        }
    }

    @Override
    public void close() {
        try {
            lane.stop();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        host.close();
        io.close();
        scheduler.close();
    }
}
