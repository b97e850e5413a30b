package org.etclane.sim.bench;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.etclane.device.spi.Text;
import org.etclane.lane.core.LaneKind;
import org.etclane.lane.core.TransactionFacts;
import org.etclane.lane.station.RecordReader;
import org.etclane.sim.card.PurseLedger;
import org.etclane.sim.device.Lc301SimulatorAction;
import org.etclane.sim.device.RsuSimCommand;
import org.etclane.sim.device.RsuSimEvent;
import org.etclane.sim.device.ScaleSimCommand;
import org.etclane.sim.fault.LineFault;
import org.etclane.sim.host.EndpointHost;
import org.etclane.sim.scenario.Action;
import org.etclane.sim.scenario.LaneRecord;
import org.etclane.sim.scenario.Performance;
import org.etclane.sim.scenario.Scenario;
import org.etclane.sim.scenario.ScenarioBench;
import org.etclane.sim.scenario.ScenarioPlayer;
import org.etclane.sim.scenario.Seen;
import org.etclane.sim.scenario.Verdict;
import org.etclane.sim.station.StationServer;
import org.etclane.sim.world.Arrival;
import org.etclane.sim.world.LaneWorld;
import org.etclane.sim.world.LoadWish;
import org.etclane.sim.world.Scheduler;
import org.etclane.sim.world.Vehicle;

/**
 * Scenarios on real lines: sees of the lane what the cables carry and, when a station stands beside the devices, the records that
 * it gets. The port's methods belong to the simulation's thread; {@link #play} blocks its caller's.
 */
public final class LineScenarioBench implements ScenarioBench, AutoCloseable {
    private static final Text NOT_OURS = new Text("only in virtual time: this lane's process and disk are its own",
            "仅限虚拟时间：车道的进程和磁盘不归模拟器管");
    private static final Text NO_LC301 = new Text("there is no XY-LC-301 that could fail: only with --wiring serial",
            "没有可故障的XY-LC-301：仅限--wiring serial");
    private static final Text NO_STATION = new Text("needs a station: --station", "需要站级：--station");
    /** A lane that has just come up lowers no arm for five seconds. */
    private static final double SETTLE_S = 6;
    private static final Duration RECORDS_PATIENCE = Duration.ofSeconds(40);

    private final Roadside roadside;
    private final LaneKind kind;
    private final String laneId;
    private final Optional<StationServer> station;
    private final boolean lc301;
    private final Consumer<String> out;
    private final long wallAheadMillis;
    /** Starting and stopping a station takes a while; in order, and not on the simulation's thread. */
    private final ExecutorService stationWork = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("scenario-station").daemon().factory());

    /** @param lc301 the lane's I/O is an XY-LC-301 */
    LineScenarioBench(Roadside roadside, LaneKind kind, String laneId, Optional<StationServer> station, boolean lc301,
            Consumer<String> out) {
        this.roadside = roadside;
        this.lc301 = lc301;
        this.kind = kind;
        this.laneId = laneId;
        this.station = station;
        this.out = out;
        wallAheadMillis = System.currentTimeMillis() - roadside.scheduler().nowNanos() / 1_000_000; // the edge
    }

    /** For the console. */
    public ScenarioPlayer player() {
        return roadside.ask(() -> new ScenarioPlayer(this));
    }

    /** What this bench cannot do of a scenario. */
    public List<Text> impossible(Scenario scenario) {
        return Performance.impossible(scenario, this);
    }

    /** Plays it on a lane that is open, and waits for its end and, with a station, for what it gets to know of it. */
    public Verdict play(Scenario scenario) throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        AtomicReference<ScenarioPlayer> player = new AtomicReference<>();
        AtomicReference<Performance> performance = new AtomicReference<>();
        roadside.ask(() -> roadside.scheduler().at(roadside.scheduler().nowNanos() + Math.round(SETTLE_S * 1e9), () -> {
            player.set(new ScenarioPlayer(this));
            performance.set(Performance.begin(scenario, player.get(), ended::countDown));
        }));
        while (!ended.await(500, TimeUnit.MILLISECONDS)) {
            roadside.ask(() -> true); // a simulation that died of a bug says so
        }
        return verdict(scenario, player.get(), performance.get());
    }

    private Verdict verdict(Scenario scenario, ScenarioPlayer player, Performance performance) throws InterruptedException {
        long untilNanos = System.nanoTime() + RECORDS_PATIENCE.toNanos();
        CountDownLatch never = new CountDownLatch(1);
        while (true) {
            Optional<List<LaneRecord>> records = records(player.startedWallMillis());
            Seen seen = roadside.ask(() -> performance.seen(records));
            Verdict verdict = Verdict.of(scenario.expect(), seen);
            if (verdict.asExpected() || station.isEmpty() || System.nanoTime() > untilNanos) {
                return verdict;
            }
            never.await(300, TimeUnit.MILLISECONDS); // records are still on their way
        }
    }

    private Optional<List<LaneRecord>> records(long sinceWallMillis) {
        return station.map(server -> server.ledger().records(laneId, sinceWallMillis).stream()
                .flatMap(record -> RecordReader.entry(record).stream().map(entry -> new LaneRecord(entry,
                        RecordReader.facts(record).map(TransactionFacts::obu).map(obu -> obu.id())))).toList());
    }

    @Override
    public Scheduler scheduler() {
        return roadside.scheduler();
    }

    @Override
    public LaneWorld world() {
        return roadside.world();
    }

    @Override
    public LaneKind kind() {
        return kind;
    }

    @Override
    public Vehicle arrive(Arrival arrival, CardWish card, LoadWish load) {
        return roadside.arrive(arrival, card, load);
    }

    @Override
    public void rsu(RsuSimCommand command) {
        roadside.rsu().command(command);
    }

    @Override
    public void io(Lc301SimulatorAction action) {
        roadside.io().command(action);
    }

    @Override
    public Optional<Text> cannotIo() {
        return lc301 ? Optional.empty() : Optional.of(NO_LC301);
    }

    @Override
    public Optional<Consumer<ScaleSimCommand>> scale() {
        return roadside.scale().map(host -> host::command);
    }

    @Override
    public ScenarioBench.Cable line(Action.Line line) {
        return new Wire(switch (line) {
            case RSU -> roadside.rsu();
            case IO -> roadside.io();
            case SCALE -> roadside.scale().orElseThrow();
        });
    }

    private record Wire(EndpointHost<?, ?> host) implements ScenarioBench.Cable {
        @Override
        public void cut() {
            host.unplug();
        }

        @Override
        public void plug() {
            host.plug();
        }

        @Override
        public void toDevice(LineFault fault) {
            host.faultToDevice(fault);
        }

        @Override
        public void toLane(LineFault fault) {
            host.faultToLane(fault);
        }
    }

    @Override
    public void onRsu(Consumer<RsuSimEvent> listener) {
        roadside.onRsu(listener);
    }

    @Override
    public Optional<Text> cannot(Action.OfLane action) {
        return switch (action) {
            case Action.CloseLane _, Action.OpenLane _, Action.Station _ ->
                    station.isPresent() ? Optional.empty() : Optional.of(NO_STATION);
            case Action.DeclareEmpty _ -> Optional.of(new Text("on real lines that is said to the lane itself: scripts/lanectl lane empty",
                    "实际线路上请直接告诉车道：scripts/lanectl lane empty"));
            case Action.KillLane _, Action.StartLane _, Action.Disk _ -> Optional.of(NOT_OURS);
        };
    }

    @Override
    public void lane(Action.OfLane action) {
        StationServer server = station.orElseThrow();
        stationWork.execute(() -> {
            switch (action) {
                case Action.CloseLane _ -> server.closeLane(laneId, "scripts/sim", "scenario").whenComplete((_, failed) -> tell(failed));
                case Action.OpenLane _ -> server.openLane(laneId, "scripts/sim", "scenario").whenComplete((_, failed) -> tell(failed));
                case Action.Station(boolean away) when away -> server.stop();
                case Action.Station _ -> server.start();
                case Action.DeclareEmpty _, Action.KillLane _, Action.StartLane _, Action.Disk _ ->
                        throw new IllegalArgumentException("not on real lines: " + action);
            }
        });
    }

    private void tell(Throwable failed) {
        if (failed != null) {
            out.accept("the station could not tell the lane: " + failed.getMessage());
        }
    }

    @Override
    public List<PurseLedger.Entry> purses() {
        return roadside.purses();
    }

    @Override
    public long wallMillis(long nanos) {
        return wallAheadMillis + nanos / 1_000_000;
    }

    @Override
    public void close() {
        stationWork.shutdown();
    }
}
