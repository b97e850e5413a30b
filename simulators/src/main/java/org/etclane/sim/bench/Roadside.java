package org.etclane.sim.bench;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.etclane.device.DisplayCommand;
import org.etclane.device.ObuId;
import org.etclane.device.link.Endpoint;
import org.etclane.device.spi.DeviceKind;
import org.etclane.lane.config.LaneConfig;
import org.etclane.lane.core.JournalEntry;
import org.etclane.lane.parameters.RateTable;
import org.etclane.lane.parameters.StationKey;
import org.etclane.sim.card.PurseLedger;
import org.etclane.sim.device.DisplayPicture;
import org.etclane.sim.device.FeeDisplayEvent;
import org.etclane.sim.device.FeeDisplayFault;
import org.etclane.sim.device.IoSimCommand;
import org.etclane.sim.device.IoSimEvent;
import org.etclane.sim.device.RsuSimCommand;
import org.etclane.sim.device.RsuSimEvent;
import org.etclane.sim.device.ScaleSimCommand;
import org.etclane.sim.device.ScaleSimEvent;
import org.etclane.sim.host.EndpointHost;
import org.etclane.sim.obu.SimObu;
import org.etclane.sim.psam.Psam;
import org.etclane.sim.psam.PurseKeys;
import org.etclane.sim.scenario.ScenarioBench.CardWish;
import org.etclane.sim.world.Arrival;
import org.etclane.sim.world.BarrierArm;
import org.etclane.sim.world.Behaviour;
import org.etclane.sim.world.LaneWorld;
import org.etclane.sim.world.LoadWish;
import org.etclane.sim.world.RealTimeScheduler;
import org.etclane.sim.world.SafetyMonitor;
import org.etclane.sim.world.Vehicle;
import org.etclane.sim.world.WorldListener;

/**
 * What stands and drives around a lane, in real time: road, vehicles with their OBUs and cards, the devices of a {@link LaneWiring}
 * on a line each. Knows nothing of the lane but its bytes. All simulation runs on one thread ("world"); public methods may be called from
 * any thread.
 */
public final class Roadside implements AutoCloseable {
    private final Traffic traffic;
    private final Consumer<String> out;
    private final CompletableFuture<Void> died = new CompletableFuture<>();
    private final RealTimeScheduler scheduler = new RealTimeScheduler("world", this::worldDied);
    private final LaneWorld world;
    private final PurseLedger purses = new PurseLedger();
    private final Fleet fleet;
    private final EndpointHost<RsuSimCommand, RsuSimEvent> rsu;
    private final EndpointHost<IoSimCommand, IoSimEvent> io;
    private final Optional<EndpointHost<FeeDisplayFault, FeeDisplayEvent>> display;
    private final Optional<EndpointHost<ScaleSimCommand, ScaleSimEvent>> scale;
    private final Optional<RoadScale> roadScale;
    private final List<Consumer<DisplayPicture>> displayListeners = new CopyOnWriteArrayList<>();
    private final DisplayWatch displayWatch = new DisplayWatch(scheduler, this::displayed);
    private final List<Consumer<RsuSimEvent>> rsuListeners = new CopyOnWriteArrayList<>();
    private volatile CountDownLatch searching = new CountDownLatch(1);
    private final CountDownLatch everybodyGone;
    // simulation's thread only
    private final Map<Integer, SimObu> obuById = new HashMap<>();
    private final Map<Integer, Story> stories = new HashMap<>();
    private final List<String> entriesWritten = new ArrayList<>();
    private final Map<Integer, PurseLedger.Entry> lastDebit = new HashMap<>();
    private final List<PurseLedger.Entry> acknowledged = new ArrayList<>();
    private final Map<Integer, Long> foundAtNanos = new HashMap<>();
    private final Histogram latencyUs = new Histogram(120_000_000L, 3);
    private int letCome;
    private int told;
    private long firstArrivalNanos;
    private long firstPassedNanos;
    private long lastGoneNanos;

    /** What happened to one vehicle, as far as the world outside the lane can see. */
    private static final class Story {
        String refusal = "";
        long feeFen = -1;
        double ms = -1;
    }

    /**
     * What it came to so far.
     *
     * @param purses         what the cards really lost, debit by debit
     * @param acknowledged   of those, the ones whose result the lane has acknowledged
     * @param entriesWritten obu ids (hex) of entry writes that really happened, in order
     * @param latency        microseconds, see {@link BenchReport}
     * @param legalFailed    legal vehicles with an ordinary driver that did not get through
     * @param vehiclesPerHour that left, from the first arrival on
     * @param contacts        of arm and vehicles, whoever came to whom
     */
    public record Outcome(List<PurseLedger.Entry> purses, List<PurseLedger.Entry> acknowledged, List<String> entriesWritten,
            Histogram latency, long passed, long legalFailed, double vehiclesPerHour, long raises, long lowers,
            long loweredOnVehicle, List<SafetyMonitor.Contact> contacts) {
        public long purseFen() {
            return purses.stream().mapToLong(PurseLedger.Entry::amountFen).sum();
        }
    }

    /** The usual devices. @param series see {@link Fleet} */
    public Roadside(Traffic traffic, LaneConfig config, RateTable rates, Cable rsu, Cable io, int series,
            Consumer<String> out) throws IOException {
        this(traffic, config, rates, LaneWiring.USUAL, Map.of(DeviceKind.RSU, rsu, DeviceKind.LANE_IO, io), series, out);
    }

    /**
     * @param config where the lane stands: cards are made so that its rates and its layout of the transit record fit
     * @param cables of every device
     * @param series see {@link Fleet}
     * @param out    one line per vehicle that has left, on the simulation's thread
     */
    public Roadside(Traffic traffic, LaneConfig config, RateTable rates, LaneWiring wiring, Map<DeviceKind, Cable> cables, int series,
            Consumer<String> out) throws IOException {
        this.traffic = traffic;
        world = new LaneWorld(scheduler, wiring.geometry(), BarrierArm.Settings.DEFAULT, traffic.habits());
        this.out = out;
        everybodyGone = new CountDownLatch(traffic.vehicles());
        fleet = new Fleet(traffic.kind(), rates, new StationKey(config.lane().network(), config.lane().station()),
                config.lane().transitLayout(), purses, PurseKeys.TEST, series);
        Psam psam = new Psam(PurseKeys.TEST, VirtualLane.PSAM_TERMINAL, series * Fleet.SERIES_SIZE + 1);
        rsu = attach(wiring.rsu(), wiring.rsu().withFaults(traffic.rsuFaults()).simulator(world, psam, traffic.seed()), cables,
                this::rsuEvent);
        io = attach(wiring.io(), wiring.io().simulator(world), cables, _ -> { });
        wiring.io().atInputChange().ifPresent(look -> world.onInputChange(() -> io.command(look)));
        display = wiring.display().isEmpty() ? Optional.empty() : Optional.of(attach(wiring.display().get(),
                wiring.display().get().simulator(traffic.seed()), cables, this::displayEvent));
        display.ifPresent(_ -> world.displayApart());
        if (display.isEmpty() && wiring.io().shows()) {
            world.addListener(new IoDisplay());
        }
        scale = wiring.scale().isEmpty() ? Optional.empty() : Optional.of(attach(wiring.scale().get(),
                wiring.scale().get().simulator(traffic.seed()), cables, this::scaleEvent));
        roadScale = scale.map(host -> RoadScale.in(world, traffic.seed(), host::command));
        world.addListener(new Watcher());
    }

    private <C, E> EndpointHost<C, E> attach(DeviceChoice choice, Endpoint<C, E> device, Map<DeviceKind, Cable> cables,
            Consumer<? super E> events) throws IOException {
        return cables.get(choice.kind()).attach(choice.kind().section(), device, choice.baud(), scheduler, events);
    }

    /** Starts the devices; they wait for the lane as real ones do. */
    public void start() {
        rsu.start();
        io.start();
        display.ifPresent(EndpointHost::start);
        scale.ifPresent(EndpointHost::start);
    }

    /** The lane is about to be started again: {@link #awaitSearching} waits anew. */
    public void expectSearching() {
        searching = new CountDownLatch(1);
    }

    /** Until the lane has initialised the antenna and let it search. */
    public boolean awaitSearching(Duration atMost) throws InterruptedException {
        return searching.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether the light over the lane is green: what a driver takes for an open lane. */
    public boolean looksOpen() {
        return ask(world::canopyLightGreen);
    }

    /** All vehicles that have not been let come yet, the first at once. */
    public void letCome() {
        letCome(traffic.vehicles());
    }

    /** The next so many vehicles of the traffic, the first at once, the others at their distance behind it. */
    public void letCome(int vehicles) {
        ask(() -> {
            List<Arrival> next = traffic.arrivals().stream().skip(letCome).limit(vehicles).toList();
            long nowNanos = scheduler.nowNanos();
            firstArrivalNanos = letCome == 0 ? nowNanos : firstArrivalNanos;
            for (Arrival arrival : next) {
                scheduler.at(nowNanos + arrival.atNanos() - next.getFirst().atNanos(), () -> arrive(arrival));
            }
            letCome += next.size();
            return null;
        });
    }

    /** Until only so many have not left. */
    boolean awaitOutstanding(long atMost, Duration patience) throws InterruptedException {
        return Bench.await(() -> outstanding() <= atMost, patience);
    }

    public boolean awaitEverybodyGone(Duration atMost) throws InterruptedException {
        return everybodyGone.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Vehicles that have not left, or not yet come. */
    public long outstanding() {
        return everybodyGone.getCount();
    }

    public Outcome outcome() {
        return ask(() -> {
            long legalFailed = world.traces().stream().filter(t -> t.spec().kind().legal()
                    && t.spec().behaviour() == Behaviour.NORMAL && t.passedAtNanos().isEmpty()).count();
            double hours = Math.max(1, lastGoneNanos - firstArrivalNanos) / 3.6e12;
            return new Outcome(purses.entries(), List.copyOf(acknowledged), List.copyOf(entriesWritten), latencyUs.copy(),
                    world.monitor().vehiclesPassedUnderArm(), legalFailed, (traffic.vehicles() - outstanding()) / hours,
                    world.monitor().raises(), world.monitor().lowers(),
                    world.monitor().loweredOnVehicle(), world.monitor().contacts());
        });
    }

    /** The lane's weights beside what was really weighed; empty without a scale. */
    Optional<WeighReport> weights(List<JournalEntry> journal) {
        long wallAheadMillis = System.currentTimeMillis() - System.nanoTime() / 1_000_000; // the edge: records carry wall times
        return roadScale.map(there -> WeighReport.of(journal, ask(there::truth), nanos -> wallAheadMillis + nanos / 1_000_000));
    }

    /** Who was weighed last with what, by plate. */
    Map<String, Integer> weighedKg() {
        Map<String, Integer> last = new HashMap<>();
        roadScale.ifPresent(there -> ask(there::truth).weighings().forEach(w -> w.vehicles().forEach(v ->
                last.put(v.spec().plate().text(), w.measured().grossWeightKg()))));
        return last;
    }

    /** Asks on the simulation's thread and waits; a simulation that died of a bug says so instead of letting anybody wait. */
    public <T> T ask(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        scheduler.post(() -> {
            try {
                answer.complete(question.get());
            } catch (RuntimeException failed) { // belongs to who asked; the simulation goes on
                answer.completeExceptionally(failed);
            }
        });
        CompletableFuture.anyOf(answer, died).join();
        return answer.join();
    }

    private void worldDied(Throwable bug) {
        died.completeExceptionally(new IllegalStateException("the simulation died of a bug", bug));
        searching.countDown();
        while (everybodyGone.getCount() > 0) {
            everybodyGone.countDown();
        }
    }

    // --- simulation's thread

    private void arrive(Arrival arrival) {
        arrive(arrival, fleet.obuOf(arrival, Instant.now().getEpochSecond()), LoadWish.NONE); // the edge: cards carry wall times
    }

    /** Apart from the traffic: it comes now, with a certain card and load. */
    Vehicle arrive(Arrival arrival, CardWish card, LoadWish load) {
        return arrive(arrival, fleet.obuOf(arrival, Instant.now().getEpochSecond(), card), load);
    }

    private Vehicle arrive(Arrival arrival, Optional<SimObu> obu, LoadWish load) {
        obu.ifPresent(o -> obuById.put(o.id().value(), o));
        Vehicle vehicle = world.addVehicle(arrival.spec(), obu, load);
        stories.put(vehicle.number(), new Story());
        return vehicle;
    }

    List<PurseLedger.Entry> purses() {
        return purses.entries();
    }

    private void rsuEvent(RsuSimEvent event) {
        note(event);
        rsuListeners.forEach(listener -> listener.accept(event));
    }

    private void note(RsuSimEvent event) {
        switch (event) {
            case RsuSimEvent.SearchStarted _ -> searching.countDown();
            case RsuSimEvent.DialogueStarted d -> foundAtNanos.put(d.obu().value(), d.atNanos());
            case RsuSimEvent.EntryWritten w -> entriesWritten.add(w.obu().hex());
            case RsuSimEvent.ReleaseReceived r when r.succeeded() -> transacted(r);
            case RsuSimEvent.DialogueEnded d when d.ending() == RsuSimEvent.Ending.RELEASED ->
                    Optional.ofNullable(obuById.get(d.obu().value())).ifPresent(world::paidTone);
            case RsuSimEvent.Debited d -> {
                lastDebit.put(d.obu().value(), d.entry());
                storiesOf(d.obu()).forEach(story -> story.feeFen = d.entry().amountFen());
            }
            case RsuSimEvent.Initialised _, RsuSimEvent.FaultChosen _, RsuSimEvent.StepReported _, RsuSimEvent.ProofFetched _,
                 RsuSimEvent.ReleaseReceived _, RsuSimEvent.DialogueEnded _, RsuSimEvent.LaneViolation _, RsuSimEvent.Restarted _ -> { }
        }
    }

    private void scaleEvent(ScaleSimEvent event) {
        roadScale.ifPresent(there -> there.event(event));
    }

    private void displayEvent(FeeDisplayEvent event) {
        switch (event) {
            case FeeDisplayEvent.Changed(long _, DisplayPicture picture) -> {
                world.readApart(picture.asRead());
                displayWatch.changed(picture);
            }
            case FeeDisplayEvent.ClosedItself _ -> { } // its picture changes with it
        }
    }

    private void displayed(DisplayPicture picture) {
        displayListeners.forEach(listener -> listener.accept(picture));
    }

    private void transacted(RsuSimEvent.ReleaseReceived last) {
        Long found = foundAtNanos.get(last.obu().value());
        long us = found == null ? 0 : (last.atNanos() - found) / 1000;
        latencyUs.recordValue(Math.min(us, latencyUs.getHighestTrackableValue()));
        Optional.ofNullable(lastDebit.get(last.obu().value())).ifPresent(acknowledged::add);
        storiesOf(last.obu()).forEach(story -> story.ms = us / 1000.0);
    }

    private Stream<Story> storiesOf(ObuId obu) {
        return world.vehicles().stream().filter(v -> v.obu().filter(o -> o.id().equals(obu)).isPresent()).map(v -> stories.get(v.number()));
    }

    /** The display of the lane's I/O, of which only the content is known. */
    private final class IoDisplay implements WorldListener {
        @Override
        public void displayed(Optional<DisplayCommand.Show> content, long atNanos) {
            displayWatch.changed(DisplayPicture.of(content));
        }
    }

    private final class Watcher implements WorldListener {
        @Override
        public void refused(Vehicle vehicle, long atNanos) {
            stories.get(vehicle.number()).refusal = world.displayed().map(s -> String.join(" ", s.lines())).orElse("no sign");
        }

        @Override
        public void passedArm(Vehicle vehicle, long atNanos) {
            firstPassedNanos = firstPassedNanos == 0 ? atNanos : firstPassedNanos;
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
            String count = traffic.vehicles() == 0 ? "%4d".formatted(told) : "%4d/%d".formatted(told, traffic.vehicles());
            return "%s  %s  class %-2d  %-14s %8s  %s".formatted(count, vehicle.spec().plate().text(),
                    vehicle.spec().vehicleClass(), fee, ms, what);
        }
    }

    /** When the first vehicle was behind the arm, as {@link System#nanoTime}; 0 while none was. */
    long firstPassedNanos() {
        return ask(() -> firstPassedNanos);
    }

    /** More to hear what really happens at the antenna; on the simulation's thread. */
    public void onRsu(Consumer<RsuSimEvent> listener) {
        rsuListeners.add(listener);
    }

    /** Hears the fee display, a separate one or the lane I/O's, whenever it stands still on another picture; simulation's thread. */
    public void onDisplay(Consumer<DisplayPicture> listener) {
        displayListeners.add(listener);
    }

    /** Only to be touched on the simulation's thread: by {@link #ask}. */
    public LaneWorld world() {
        return world;
    }

    RealTimeScheduler scheduler() {
        return scheduler;
    }

    /** What can be done to the antenna and its line meanwhile. */
    public EndpointHost<RsuSimCommand, RsuSimEvent> rsu() {
        return rsu;
    }

    /** What can be done to the lane I/O and its line meanwhile. */
    public EndpointHost<IoSimCommand, IoSimEvent> io() {
        return io;
    }

    /** What can be done to the fee display and its line meanwhile, where it has one. */
    public Optional<EndpointHost<FeeDisplayFault, FeeDisplayEvent>> display() {
        return display;
    }

    /** What can be done to the scale and its line meanwhile, where there is one. */
    public Optional<EndpointHost<ScaleSimCommand, ScaleSimEvent>> scale() {
        return scale;
    }

    @Override
    public void close() {
        rsu.close();
        io.close();
        display.ifPresent(EndpointHost::close);
        scale.ifPresent(EndpointHost::close);
        scheduler.close();
    }
}
