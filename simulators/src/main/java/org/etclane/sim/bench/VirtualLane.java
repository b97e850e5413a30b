package org.etclane.sim.bench;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.etclane.device.AlarmCommand;
import org.etclane.device.BarrierCommand;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.DisplayCommand;
import org.etclane.device.FogLightCommand;
import org.etclane.device.GuideBoardCommand;
import org.etclane.device.RsuCommand;
import org.etclane.device.ScaleCommand;
import org.etclane.device.SignalCommand;
import org.etclane.device.VoiceCommand;
import org.etclane.device.link.Endpoint;
import org.etclane.device.spi.DriverContext;
import org.etclane.device.spi.LaneDirection;
import org.etclane.lane.core.LaneAlarm;
import org.etclane.lane.core.LaneEffect;
import org.etclane.lane.core.LaneEvent;
import org.etclane.lane.core.LaneKind;
import org.etclane.lane.core.LaneMachine;
import org.etclane.lane.core.LaneSettings;
import org.etclane.lane.core.LaneState;
import org.etclane.lane.core.Moment;
import org.etclane.lane.core.Observation;
import org.etclane.lane.core.StartFacts;
import org.etclane.lane.parameters.ParameterSet;
import org.etclane.lane.parameters.RateTable;
import org.etclane.lane.runtime.LaneKernel;
import org.etclane.sim.card.PurseLedger;
import org.etclane.sim.device.DisplayPicture;
import org.etclane.sim.device.FeeDisplayEvent;
import org.etclane.sim.device.FeeDisplayFault;
import org.etclane.sim.device.GpioSimAction;
import org.etclane.sim.device.GpioSimFaults;
import org.etclane.sim.device.IoSimCommand;
import org.etclane.sim.device.IoSimEvent;
import org.etclane.sim.device.RsuSerialSimSettings;
import org.etclane.sim.device.RsuSimCommand;
import org.etclane.sim.device.RsuSimEvent;
import org.etclane.sim.device.ScaleSimCommand;
import org.etclane.sim.device.ScaleSimEvent;
import org.etclane.sim.host.LinePace;
import org.etclane.sim.host.VirtualLine;
import org.etclane.sim.obu.SimObu;
import org.etclane.sim.psam.Psam;
import org.etclane.sim.psam.PurseKeys;
import org.etclane.sim.scenario.ScenarioBench.CardWish;
import org.etclane.sim.world.Arrival;
import org.etclane.sim.world.BarrierArm;
import org.etclane.sim.world.DriverHabits;
import org.etclane.sim.world.LaneWorld;
import org.etclane.sim.world.LoadWish;
import org.etclane.sim.world.Scheduler;
import org.etclane.sim.world.Vehicle;
import org.etclane.sim.world.VirtualScheduler;

/**
 * A whole lane in memory and virtual time: the real core, the real drivers, the simulated devices, road and purse, on one
 * thread. What {@link Bench} does in real time with processes and pseudo-terminals, thousands of times faster.
 */
public final class VirtualLane {
    private static final long WALL_START_MILLIS = 1_800_000_000_000L;
    private static final int BLACK_BOX_EVENTS = 256;
    private static final long JOURNAL_NANOS = 1_000_000L;
    public static final String PSAM_TERMINAL = "373737373737";

    public final VirtualScheduler scheduler = new VirtualScheduler();
    public final LaneWorld world;
    public final PurseLedger purses = new PurseLedger();
    public final List<Observation> observations = new ArrayList<>();
    public final List<RsuSimEvent> rsuEvents = new ArrayList<>();
    public final VirtualLine<DeviceCommand, DeviceEvent, RsuSimCommand, RsuSimEvent> rsuLine;
    public final VirtualLine<DeviceCommand, DeviceEvent, IoSimCommand, IoSimEvent> ioLine;
    /** Of a fee display that is not the lane I/O's. */
    public final Optional<VirtualLine<DeviceCommand, DeviceEvent, FeeDisplayFault, FeeDisplayEvent>> displayLine;
    /** What was to be seen on that display, each for however short a moment. */
    public final List<DisplayPicture> pictures = new ArrayList<>();
    public final Optional<VirtualLine<DeviceCommand, DeviceEvent, ScaleSimCommand, ScaleSimEvent>> scaleLine;
    private final Optional<RoadScale> scale;
    private final LaneWiring wiring;
    private final LaneSettings settings;
    private final LaneMachine machine;
    private final RateTable rates;
    private LaneKernel kernel;
    private boolean running;
    private final MemoryJournal journal;
    private final Fleet fleet;
    private final java.util.Map<Integer, SimObu> obuById = new java.util.HashMap<>();
    private final List<Driven> driven = new ArrayList<>();
    private final List<Consumer<RsuSimEvent>> rsuListeners = new ArrayList<>();
    private final Set<LaneAlarm> alarmsShown = EnumSet.noneOf(LaneAlarm.class);
    private Scheduler.Cancellable due = () -> { };

    public VirtualLane(LaneSettings settings, RateTable rates, RsuSerialSimSettings rsu, long seed) {
        this(settings, rates, rsu, DriverHabits.DEFAULT, seed);
    }

    public VirtualLane(LaneSettings settings, RateTable rates, RsuSerialSimSettings rsu, DriverHabits habits, long seed) {
        this(settings, rates, LaneWiring.of(rsu), habits, seed);
    }

    public VirtualLane(LaneSettings settings, RateTable rates, LaneWiring wiring, DriverHabits habits, long seed) {
        this.wiring = wiring;
        world = new LaneWorld(scheduler, wiring.geometry(), BarrierArm.Settings.DEFAULT, habits);
        this.settings = settings;
        this.rates = rates;
        fleet = new Fleet(settings.kind(), rates, settings.station(), settings.transitLayout(), purses, PurseKeys.TEST);
        journal = new MemoryJournal(scheduler, JOURNAL_NANOS, this::offer);
        machine = new LaneMachine(settings);
        rsuLine = line(wiring.rsu(), rsuDriver(), wiring.rsu().simulator(world, new Psam(PurseKeys.TEST, PSAM_TERMINAL, 1), seed),
                this::rsuEvent);
        ioLine = line(wiring.io(), wiring.io().driver(context()), wiring.io().inMemory(world), _ -> { });
        // after the step that changed the hardware: it may be one of the simulator's own
        wiring.io().atInputChange().ifPresent(look ->
                world.onInputChange(() -> scheduler.at(scheduler.nowNanos(), () -> ioLine.commandDevice(look))));
        displayLine = wiring.display().map(choice -> line(choice, choice.driver(), choice.simulator(seed), this::displayEvent));
        scaleLine = wiring.scale().map(choice -> line(choice, choice.driver(), choice.simulator(seed), this::scaleEvent));
        scale = scaleLine.map(line -> RoadScale.in(world, seed, line::commandDevice));
        begin(StartFacts.FIRST);
        rsuLine.plug();
        ioLine.plug();
        displayLine.ifPresent(line -> {
            world.displayApart();
            line.plug();
        });
        scaleLine.ifPresent(VirtualLine::plug);
        schedule();
    }

    private <D, F> VirtualLine<DeviceCommand, DeviceEvent, D, F> line(DeviceChoice choice, Endpoint<DeviceCommand, DeviceEvent> driver,
            Endpoint<D, F> simulator, Consumer<F> events) {
        return new VirtualLine<>(scheduler, new LinePace(choice.baud(), Cable.BITS_PER_BYTE), driver, this::device, simulator, events);
    }

    private Endpoint<DeviceCommand, DeviceEvent> rsuDriver() {
        return wiring.rsu().driver(context());
    }

    private DriverContext context() {
        LaneDirection direction = settings.kind() == LaneKind.EXIT ? LaneDirection.EXIT : LaneDirection.ENTRY;
        return new DriverContext(direction, settings.zone(), () -> now().wallMillis());
    }

    private void begin(StartFacts facts) {
        running = true;
        kernel = new LaneKernel(machine, this::run, BLACK_BOX_EVENTS);
        kernel.begin(machine.start(facts, ParameterSet.of(rates), now()));
    }

    /**
     * The lane's process dies here and now; devices and road go on.
     *
     * @param landed of the records under way, so many got to the disk before
     */
    public void kill(int landed) {
        running = false;
        due.cancel();
        journal.killed(landed);
        rsuLine.endDriver();
        ioLine.endDriver();
        if (wiring.io().connected()) {
            ioLine.unplug("the lane's process has ended");
        }
        displayLine.ifPresent(VirtualLine::endDriver);
        scaleLine.ifPresent(VirtualLine::endDriver);
    }

    /** The process runs again, from what is on the disk. */
    public void restart() {
        beginFromRecords();
        rsuLine.startDriver(rsuDriver());
        ioLine.startDriver(wiring.io().driver(context()));
        if (wiring.io().connected()) {
            ioLine.plug();
        }
        displayLine.ifPresent(line -> line.startDriver(wiring.display().orElseThrow().driver()));
        scaleLine.ifPresent(line -> line.startDriver(wiring.scale().orElseThrow().driver()));
        schedule();
    }

    /** The journal writes again: the lane starts anew in the same process, and asks its devices by taking their lines down and up. */
    void startAnew() {
        beginFromRecords();
        anew(rsuLine);
        anew(ioLine);
        displayLine.ifPresent(VirtualLane::anew);
        scaleLine.ifPresent(VirtualLane::anew);
        schedule();
    }

    private static void anew(VirtualLine<?, ?, ?, ?> line) {
        line.unplug("lane starts anew");
        line.plug();
    }

    private void beginFromRecords() {
        long recentSinceMillis = now().wallMillis() - settings.recentMinutes() * 60_000L;
        begin(StartFacts.from(journal.entries(), recentSinceMillis));
    }

    /** An arrival and what came of it. */
    public record Driven(Arrival arrival, Vehicle vehicle) {
    }

    /** Everybody who has come so far, in order. */
    public List<Driven> driven() {
        return List.copyOf(driven);
    }

    /** Lets the vehicles of this list arrive, from now on. */
    public void traffic(List<Arrival> arrivals) {
        long startNanos = scheduler.nowNanos();
        for (Arrival arrival : arrivals) {
            scheduler.at(startNanos + arrival.atNanos(), () -> arrive(arrival, fleet.obuOf(arrival, now().wallMillis() / 1000), LoadWish.NONE));
        }
    }

    /** Weights on record beside the truth; empty in a lane without a scale. */
    public Optional<WeighReport> weights() {
        return scale.map(there -> WeighReport.of(journal.entries(), there.truth(), VirtualLane::wallMillis));
    }

    /** Does something to the I/O controller. */
    void io(IoSimCommand command) {
        ioLine.commandDevice(command);
    }

    /** What is wrong with the lines of a lane on GPIO, from now on. */
    public void gpioFaults(GpioSimFaults faults) {
        ioLine.commandDevice(new GpioSimAction.SetFaults(faults));
    }

    /** It comes now, with a certain card and load. */
    Vehicle arrive(Arrival arrival, CardWish card, LoadWish load) {
        return arrive(arrival, fleet.obuOf(arrival, now().wallMillis() / 1000, card), load);
    }

    private Vehicle arrive(Arrival arrival, Optional<SimObu> obu, LoadWish load) {
        obu.ifPresent(o -> obuById.put(o.id().value(), o));
        Vehicle vehicle = world.addVehicle(arrival.spec(), obu, load);
        driven.add(new Driven(arrival, vehicle));
        return vehicle;
    }

    void onRsu(Consumer<RsuSimEvent> listener) {
        rsuListeners.add(listener);
    }

    public void runForSeconds(double seconds) {
        scheduler.runFor(Math.round(seconds * 1e9));
    }

    /** Until nobody is on the road any more, at most so long. */
    public void runUntilEmpty(double atMostSeconds) {
        long end = scheduler.nowNanos() + Math.round(atMostSeconds * 1e9);
        while (!world.vehicles().isEmpty() && scheduler.nowNanos() < end) {
            runForSeconds(1);
        }
    }

    public Moment now() {
        return new Moment(scheduler.nowNanos(), wallMillis(scheduler.nowNanos()));
    }

    static long wallMillis(long nanos) {
        return WALL_START_MILLIS + nanos / 1_000_000;
    }

    /** False between a kill and the restart. */
    public boolean running() {
        return running;
    }

    public LaneState state() {
        return kernel.state();
    }

    public MemoryJournal journal() {
        return journal;
    }

    public void offer(LaneEvent event) {
        if (running) {
            kernel.handle(event, now());
            schedule();
        }
    }

    private void device(DeviceEvent event) {
        offer(new LaneEvent.DeviceSpoke(event));
    }

    private void rsuEvent(RsuSimEvent event) {
        rsuEvents.add(event);
        if (event instanceof RsuSimEvent.DialogueEnded ended && ended.ending() == RsuSimEvent.Ending.RELEASED) {
            Optional.ofNullable(obuById.get(ended.obu().value())).ifPresent(world::paidTone);
        }
        rsuListeners.forEach(listener -> listener.accept(event));
    }

    private void scaleEvent(ScaleSimEvent event) {
        scale.ifPresent(there -> there.event(event));
    }

    private void displayEvent(FeeDisplayEvent event) {
        if (event instanceof FeeDisplayEvent.Changed(long _, DisplayPicture picture)) {
            pictures.add(picture);
            world.readApart(picture.asRead());
        }
    }

    private void schedule() {
        due.cancel();
        long at = kernel.nextDueNanos();
        if (at != Long.MAX_VALUE) {
            due = scheduler.at(at, () -> offer(new LaneEvent.TimePassed()));
        }
    }

    /** Alarms that have been on since the last time this was asked. */
    Set<LaneAlarm> takeAlarmsShown() {
        Set<LaneAlarm> shown = EnumSet.copyOf(alarmsShown);
        alarmsShown.clear();
        return shown;
    }

    private void run(List<LaneEffect> effects, LaneState after) {
        alarmsShown.addAll(after.alarms().keySet());
        for (LaneEffect effect : effects) {
            switch (effect) {
                case LaneEffect.Tell(DeviceCommand command) -> tell(command);
                case LaneEffect.Append(long ticket, var entry) -> journal.append(ticket, entry);
                case LaneEffect.Show show -> tell(display(show));
                case LaneEffect.Observe(Observation observation) -> observations.add(observation);
            }
        }
    }

    private void tell(DeviceCommand command) {
        // commands leave when the step is over, as they do through a device's inbox
        scheduler.at(scheduler.nowNanos(), () -> {
            switch (command) {
                case RsuCommand c -> rsuLine.command(c);
                case BarrierCommand c -> ioLine.command(c);
                case SignalCommand c -> ioLine.command(c);
                case AlarmCommand c -> ioLine.command(c);
                case VoiceCommand c -> ioLine.command(c);
                case GuideBoardCommand c -> ioLine.command(c);
                case FogLightCommand c -> ioLine.command(c);
                case DisplayCommand c -> {
                    if (displayLine.isPresent()) {
                        displayLine.get().command(c);
                    } else if (wiring.io().shows()) {
                        ioLine.command(c);
                    } else {
                        world.display(c); // lines have no display: one that needs no line stands beside them
                    }
                }
                case ScaleCommand c -> scaleLine.orElseThrow(() -> new IllegalStateException("no scale in this lane for " + c)).command(c);
            }
        });
    }

    private static DisplayCommand display(LaneEffect.Show show) {
        DisplayCommand.Colour colour = switch (show.phrase()) {
            case IDLE, PAID, ENTERED, ALREADY_PAID -> DisplayCommand.Colour.GREEN;
            case REFUSED, LANE_CLOSED, FAULT -> DisplayCommand.Colour.RED;
        };
        String text = show.words().event().map(e -> e.chinese()).orElse(show.phrase().name());
        return switch (show.phrase()) {
            case IDLE -> new DisplayCommand.Clear();
            case PAID -> new DisplayCommand.Show(colour, List.of(text), "", Optional.of(new DisplayCommand.Fee(
                    show.words().vehicleClass(), 0, show.words().amountFen(), show.words().balanceFen())));
            case ENTERED, ALREADY_PAID, REFUSED, LANE_CLOSED, FAULT -> new DisplayCommand.Show(colour, List.of(text),
                    text.substring(0, Math.min(3, text.length())), Optional.empty());
        };
    }

    public LaneSettings settings() {
        return settings;
    }
}
