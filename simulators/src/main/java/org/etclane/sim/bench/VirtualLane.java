package org.etclane.sim.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.etclane.device.AlarmCommand;
import org.etclane.device.BarrierCommand;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.DisplayCommand;
import org.etclane.device.RsuCommand;
import org.etclane.device.gpio.GpioIoDriver;
import org.etclane.device.ScaleCommand;
import org.etclane.device.SignalCommand;
import org.etclane.device.lc301.Lc301Driver;
import org.etclane.device.lc301.Lc301Settings;
import org.etclane.device.link.Endpoint;
import org.etclane.device.rsu.serial.Profile;
import org.etclane.device.rsu.serial.RsuSerialDriver;
import org.etclane.device.rsu.serial.RsuSerialSettings;
import org.etclane.lane.core.Devices;
import org.etclane.lane.core.LaneEffect;
import org.etclane.lane.core.LaneEvent;
import org.etclane.lane.core.LaneKind;
import org.etclane.lane.core.LaneMachine;
import org.etclane.lane.core.LaneSettings;
import org.etclane.lane.core.LaneState;
import org.etclane.lane.core.Moment;
import org.etclane.lane.core.Observation;
import org.etclane.lane.core.StartFacts;
import org.etclane.lane.parameters.RateTable;
import org.etclane.lane.runtime.LaneKernel;
import org.etclane.sim.card.PurseLedger;
import org.etclane.sim.device.GpioSimAction;
import org.etclane.sim.device.GpioSimEvent;
import org.etclane.sim.device.GpioSimFaults;
import org.etclane.sim.device.Lc301Simulator;
import org.etclane.sim.device.Lc301SimulatorSettings;
import org.etclane.sim.device.RsuSerialSimSettings;
import org.etclane.sim.device.RsuSerialSimulator;
import org.etclane.sim.device.RsuSimCommand;
import org.etclane.sim.device.RsuSimEvent;
import org.etclane.sim.host.LinePace;
import org.etclane.sim.host.VirtualLine;
import org.etclane.sim.obu.SimObu;
import org.etclane.sim.psam.Psam;
import org.etclane.sim.psam.PurseKeys;
import org.etclane.sim.world.Arrival;
import org.etclane.sim.world.BarrierArm;
import org.etclane.sim.world.DriverHabits;
import org.etclane.sim.world.LaneGeometry;
import org.etclane.sim.world.LaneWorld;
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
    public final VirtualLine<DeviceCommand, DeviceEvent, ?, ?> ioLine;
    private final LaneIo io;
    private final Optional<VirtualLine<DeviceCommand, DeviceEvent, GpioSimAction, GpioSimEvent>> gpioLine;
    private final LaneSettings settings;
    private final Profile rsuProfile;
    private final LaneMachine machine;
    private final RateTable rates;
    private LaneKernel kernel;
    private boolean running;
    private final MemoryJournal journal;
    private final Fleet fleet;
    private final java.util.Map<Integer, SimObu> obuById = new java.util.HashMap<>();
    private final List<Driven> driven = new ArrayList<>();
    private Scheduler.Cancellable due = () -> { };

    /** What loops, arm and lights are wired to. GPIO lines carry no text: there the display is a device of its own. */
    public enum LaneIo { LC301, GPIO }

    public VirtualLane(LaneSettings settings, RateTable rates, RsuSerialSimSettings rsu, long seed) {
        this(settings, rates, rsu, DriverHabits.DEFAULT, seed);
    }

    public VirtualLane(LaneSettings settings, RateTable rates, RsuSerialSimSettings rsu, DriverHabits habits, long seed) {
        this(settings, rates, rsu, habits, LaneIo.LC301, seed);
    }

    public VirtualLane(LaneSettings settings, RateTable rates, RsuSerialSimSettings rsu, DriverHabits habits, LaneIo io, long seed) {
        this.io = io;
        world = new LaneWorld(scheduler, LaneGeometry.LOW_SPEED, BarrierArm.Settings.DEFAULT, habits);
        this.settings = settings;
        this.rsuProfile = rsu.profile();
        this.rates = rates;
        fleet = new Fleet(settings.kind(), rates, settings.station(), settings.transitLayout(), purses, PurseKeys.TEST);
        journal = new MemoryJournal(scheduler, JOURNAL_NANOS, this::offer);
        machine = new LaneMachine(settings);
        rsuLine = new VirtualLine<>(scheduler, LinePace.BAUD_115200_8N1, rsuDriver(), this::device,
                new RsuSerialSimulator(rsu, world, new Psam(PurseKeys.TEST, PSAM_TERMINAL, 1), seed), this::rsuEvent);
        gpioLine = switch (io) {
            case LC301 -> Optional.empty();
            case GPIO -> Optional.of(VirtualGpio.line(scheduler, VirtualGpio.settings(Devices.IO), world, this::device, _ -> { }));
        };
        ioLine = gpioLine.isPresent() ? gpioLine.get() : new VirtualLine<>(scheduler, LinePace.BAUD_9600_8N1, ioDriver(), this::device,
                new Lc301Simulator(world, Lc301SimulatorSettings.defaults()), _ -> { });
        begin(StartFacts.FIRST);
        rsuLine.plug();
        ioLine.plug();
        schedule();
    }

    private Endpoint<DeviceCommand, DeviceEvent> rsuDriver() {
        int laneMode = settings.kind() == LaneKind.EXIT ? RsuSerialSettings.EXIT : RsuSerialSettings.ENTRY;
        return new RsuSerialDriver(Devices.RSU, RsuSerialSettings.of(rsuProfile, Devices.RSU, laneMode),
                () -> now().wallMillis());
    }

    private Endpoint<DeviceCommand, DeviceEvent> ioDriver() {
        return switch (io) {
            case LC301 -> new Lc301Driver(Lc301Settings.defaults(Devices.IO));
            case GPIO -> new GpioIoDriver(VirtualGpio.settings(Devices.IO));
        };
    }

    private void begin(StartFacts facts) {
        running = true;
        kernel = new LaneKernel(machine, this::run, BLACK_BOX_EVENTS);
        kernel.begin(machine.start(facts, rates, now()));
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
    }

    /** The process runs again, from what is on the disk. */
    public void restart() {
        long recentSinceMillis = now().wallMillis() - settings.recentMinutes() * 60_000L;
        begin(StartFacts.from(journal.entries(), recentSinceMillis));
        rsuLine.startDriver(rsuDriver());
        ioLine.startDriver(ioDriver());
        schedule();
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
            scheduler.at(startNanos + arrival.atNanos(), () -> {
                Optional<SimObu> obu = fleet.obuOf(arrival, now().wallMillis() / 1000);
                obu.ifPresent(o -> obuById.put(o.id().value(), o));
                driven.add(new Driven(arrival, world.addVehicle(arrival.spec(), obu)));
            });
        }
    }

    /** What is wrong with the lines of a lane on GPIO, from now on. */
    public void gpioFaults(GpioSimFaults faults) {
        gpioLine.orElseThrow(() -> new IllegalStateException("this lane has no GPIO lines"))
                .commandDevice(new GpioSimAction.SetFaults(faults));
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
        return new Moment(scheduler.nowNanos(), WALL_START_MILLIS + scheduler.nowNanos() / 1_000_000);
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
    }

    private void schedule() {
        due.cancel();
        long at = kernel.nextDueNanos();
        if (at != Long.MAX_VALUE) {
            due = scheduler.at(at, () -> offer(new LaneEvent.TimePassed()));
        }
    }

    private void run(List<LaneEffect> effects, LaneState after) {
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
                case DisplayCommand c -> {
                    if (io == LaneIo.GPIO) {
                        world.display(c); // lines have no display: it stands beside them
                    } else {
                        ioLine.command(c);
                    }
                }
                case ScaleCommand c -> throw new IllegalStateException("this lane has no scale, and was told " + c);
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
