package org.etclane.sim.world;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etclane.device.DisplayCommand;
import org.etclane.device.LoopEvent;
import org.etclane.sim.obu.RadioZone;
import org.etclane.sim.obu.SimObu;

/**
 * One ETC lane and everything that drives through it: road, loops, barrier arm, lights, display, and which units the antenna
 * reaches. Steps every 10 ms while a vehicle is on the road and rests otherwise. All calls on the scheduler's thread.
 */
public final class LaneWorld implements LaneHardware, RadioZone {
    private final Scheduler scheduler;
    private final LaneGeometry geometry;
    private final DriverHabits habits;
    private final BarrierArm arm;
    private final SafetyMonitor monitor;
    private final Road road;
    private final Map<LoopEvent.Role, LoopSensor> loops = new EnumMap<>(LoopEvent.Role.class);
    private final List<Vehicle> neighbours = new ArrayList<>();
    private final List<Vehicle> everybody = new ArrayList<>();
    private final List<WorldListener> listeners = new ArrayList<>();
    private final List<Runnable> inputListeners = new ArrayList<>();

    private Optional<WeighPlace> weighPlace = Optional.empty();
    private boolean stepping;
    private long stepNumber;
    private double jamAtM = Double.POSITIVE_INFINITY;
    private boolean laneClosingBar;
    private boolean footAlarm;
    private boolean passLightGreen;
    private boolean canopyLightGreen;
    private boolean alarmSound;
    private boolean alarmLight;
    private boolean displayApart;
    private Optional<DisplayCommand.Show> displayed = Optional.empty();
    private long displayedAtNanos;

    /** A low-speed lane with the default arm and drivers. */
    public LaneWorld(Scheduler scheduler) {
        this(scheduler, LaneGeometry.LOW_SPEED, BarrierArm.Settings.DEFAULT, DriverHabits.DEFAULT);
    }

    public LaneWorld(Scheduler scheduler, LaneGeometry geometry, BarrierArm.Settings armSettings, DriverHabits habits) {
        this.scheduler = scheduler;
        this.geometry = geometry;
        this.habits = habits;
        arm = new BarrierArm(scheduler, armSettings);
        monitor = new SafetyMonitor(geometry.armLineM());
        road = new Road(geometry, habits, new Fanout(listeners), monitor::vehiclePassed);
        loops.put(LoopEvent.Role.TRIGGER, new LoopSensor(geometry.trigger()));
        geometry.capture().ifPresent(span -> loops.put(LoopEvent.Role.CAPTURE, new LoopSensor(span)));
        loops.put(LoopEvent.Role.ARM, new LoopSensor(geometry.armLoop()));
        arm.onMotion((motion, atNanos, degrees) -> monitor.armStarted(motion, atNanos));
        arm.onChange(this::inputsChanged);
    }

    // --- traffic

    /** A vehicle without an on-board unit arrives now. */
    public Vehicle addVehicle(VehicleSpec spec) {
        return addVehicle(spec, Optional.empty());
    }

    /** The scale that the geometry says is there, from now on; those who come later have axle loads. The same seed, the same loads. */
    public void layScale(long seed, ScaleHardware instrument) {
        LaneGeometry.Scale scale = geometry.scale().orElseThrow(() -> new IllegalStateException("no place for a scale in this lane"));
        weighPlace = Optional.of(new WeighPlace(scale, seed, instrument, new Fanout(listeners)));
    }

    public Vehicle addVehicle(VehicleSpec spec, Optional<SimObu> obu) {
        return addVehicle(spec, obu, LoadWish.NONE);
    }

    /**
     * A vehicle arrives now, at the start of the approach or behind the queue. With {@link Behaviour#NEIGHBOUR_OBU} nothing
     * arrives but its unit is in reach for a while.
     *
     * @param wish what it shall weigh, where the lane has a scale
     */
    public Vehicle addVehicle(VehicleSpec spec, Optional<SimObu> obu, LoadWish wish) {
        var vehicle = new Vehicle(everybody.size() + 1, spec, obu, scheduler.nowNanos(), new Driver(spec, habits, geometry));
        everybody.add(vehicle);
        if (spec.behaviour() == Behaviour.NEIGHBOUR_OBU) {
            showUpNextDoor(vehicle);
        } else {
            weighPlace.ifPresent(place -> place.load(vehicle, wish));
            road.arrive(vehicle);
            keepStepping();
        }
        return vehicle;
    }

    private void showUpNextDoor(Vehicle vehicle) {
        double middleM = (geometry.communication().fromM() + geometry.communication().toM()) / 2;
        vehicle.frontM = middleM + vehicle.spec().obuBehindBumperM();
        neighbours.add(vehicle);
        scheduler.at(scheduler.nowNanos() + Math.round(habits.neighbourS() * 1e9), () -> {
            neighbours.remove(vehicle);
            vehicle.noteGone(scheduler.nowNanos());
            listeners.forEach(l -> l.gone(vehicle, scheduler.nowNanos()));
        });
    }

    /** The unit sounds its paid tone: its driver knows, and the monitor counts the vehicle as transacted. */
    public void paidTone(SimObu obu) {
        for (Vehicle vehicle : road.vehicles()) {
            if (carries(vehicle, obu)) {
                vehicle.noteTransacted(scheduler.nowNanos());
                vehicle.driver.heardPaidTone();
            }
        }
    }

    /** Traffic behind the arm stands: nobody's front gets past {@code xM} until {@link #clearJam}. */
    public void jamAt(double xM) {
        jamAtM = xM;
    }

    public void clearJam() {
        jamAtM = Double.POSITIVE_INFINITY;
    }

    public void addListener(WorldListener listener) {
        listeners.add(listener);
    }

    /** On the road now, first in driving order first. */
    public List<Vehicle> vehicles() {
        return List.copyOf(road.vehicles());
    }

    /** What became of everybody so far, in order of arrival. */
    public List<VehicleTrace> traces() {
        return everybody.stream().map(Vehicle::trace).toList();
    }

    public SafetyMonitor monitor() {
        return monitor;
    }

    public BarrierArm arm() {
        return arm;
    }

    public LaneGeometry geometry() {
        return geometry;
    }

    // --- faults and people

    public void loopFault(LoopEvent.Role role, LoopFault fault) {
        LoopSensor loop = loops.get(role);
        if (loop == null) {
            throw new IllegalArgumentException("this lane has no " + role + " loop");
        }
        if (loop.fault(fault, stepNumber)) {
            inputsChanged();
        }
    }

    public void laneClosingBar(boolean closed) {
        laneClosingBar = closed;
        inputsChanged();
    }

    public void footAlarm(boolean pressed) {
        footAlarm = pressed;
        inputsChanged();
    }

    // --- what can be seen in the lane

    public boolean passLightGreen() {
        return passLightGreen;
    }

    public boolean canopyLightGreen() {
        return canopyLightGreen;
    }

    public boolean alarmSounding() {
        return alarmSound;
    }

    public boolean alarmFlashing() {
        return alarmLight;
    }

    /** What a driver can read now, on whichever display stands in the lane. */
    public Optional<DisplayCommand.Show> displayed() {
        return displayed;
    }

    // --- LaneHardware

    @Override
    public boolean loopOccupied(LoopEvent.Role role) {
        LoopSensor loop = loops.get(role);
        return loop != null && loop.contact();
    }

    @Override
    public void pulseRaise(long pulseMs) {
        arm.pulseRaise(pulseMs);
    }

    @Override
    public void pulseLower(long pulseMs) {
        arm.pulseLower(pulseMs);
    }

    @Override
    public boolean upSwitchClosed() {
        return arm.upSwitchClosed();
    }

    @Override
    public boolean downSwitchClosed() {
        return arm.downSwitchClosed();
    }

    @Override
    public boolean barrierFault() {
        return arm.faultSignal();
    }

    @Override
    public boolean laneClosingBar() {
        return laneClosingBar;
    }

    @Override
    public boolean footAlarm() {
        return footAlarm;
    }

    @Override
    public void passLight(boolean green) {
        passLightGreen = green;
    }

    @Override
    public void canopyLight(boolean green) {
        canopyLightGreen = green;
    }

    @Override
    public void alarm(boolean sound, boolean light) {
        alarmSound = sound;
        alarmLight = light;
    }

    /**
     * The display of the lane I/O. Each call counts as a new message to the driver who is first in line, also when the content is
     * the same; without effect where drivers read a display apart.
     */
    @Override
    public void display(DisplayCommand command) {
        if (displayApart) {
            return;
        }
        switch (command) {
            case DisplayCommand.Show show -> displayed(Optional.of(show));
            case DisplayCommand.Clear _ -> displayed(Optional.empty());
            case DisplayCommand.Brightness _, DisplayCommand.SelfTest _, DisplayCommand.Lights _, DisplayCommand.Say _ -> { }
        }
    }

    /** A display on a line of its own stands here: from now on drivers read that one, and it is dark. */
    public void displayApart() {
        displayApart = true;
        displayed(Optional.empty());
    }

    /** What can be read on the display apart from now on. The same again is no new message: nobody sees that it was sent again. */
    public void readApart(Optional<DisplayCommand.Show> content) {
        if (!content.equals(displayed)) {
            displayed(content);
        }
    }

    private void displayed(Optional<DisplayCommand.Show> content) {
        displayed = content;
        displayedAtNanos = scheduler.nowNanos();
        listeners.forEach(l -> l.displayed(content, displayedAtNanos));
    }

    @Override
    public void onInputChange(Runnable listener) {
        inputListeners.add(listener);
    }

    // --- RadioZone; the antenna hangs over the far end of the zone and looks at the arriving traffic

    @Override
    public List<SimObu> present() {
        List<Vehicle> inReach = new ArrayList<>();
        for (Vehicle vehicle : road.vehicles()) {
            if (vehicle.obu().isPresent() && geometry.communication().contains(vehicle.obuM())) {
                inReach.add(vehicle);
            }
        }
        inReach.addAll(neighbours);
        inReach.sort(Comparator.comparingDouble(vehicle -> geometry.communication().toM() - vehicle.obuM()));
        return inReach.stream().flatMap(vehicle -> vehicle.obu().stream()).filter(obu -> !obu.silent()).distinct().toList();
    }

    @Override
    public boolean reachable(SimObu obu) {
        if (obu.silent()) {
            return false;
        }
        for (Vehicle vehicle : road.vehicles()) {
            if (carries(vehicle, obu) && geometry.communication().contains(vehicle.obuM())) {
                return true;
            }
        }
        return neighbours.stream().anyMatch(vehicle -> carries(vehicle, obu));
    }

    private static boolean carries(Vehicle vehicle, SimObu obu) {
        return vehicle.obu().isPresent() && vehicle.obu().get().id().equals(obu.id());
    }

    // --- time

    private void keepStepping() {
        if (!stepping) {
            stepping = true;
            long now = scheduler.nowNanos();
            scheduleStep(now - Math.floorMod(now, Road.STEP_NANOS) + Road.STEP_NANOS);
        }
    }

    private void scheduleStep(long atNanos) {
        scheduler.at(atNanos, () -> step(atNanos));
    }

    /** {@code atNanos} is the step's own time: in real time a late thread catches up step by step. */
    private void step(long atNanos) {
        stepNumber++;
        boolean red = displayed.isPresent() && displayed.get().colour() == DisplayCommand.Colour.RED;
        var view = new LaneView(arm.angleDegrees(), arm.motion() == BarrierArm.Motion.FALLING, passLightGreen, red,
                displayedAtNanos, jamAtM);
        road.step(atNanos, view);
        monitor.watch(atNanos, arm.angleDegrees(), arm.motion(), road.vehicles());
        weighPlace.ifPresent(place -> place.look(road.vehicles(), atNanos));
        watchTrigger(atNanos);
        boolean changed = false;
        for (LoopSensor loop : loops.values()) {
            changed |= loop.look(road.vehicles(), stepNumber);
        }
        if (changed) {
            inputsChanged();
        }
        stepping = !road.vehicles().isEmpty();
        if (stepping) {
            scheduleStep(atNanos + Road.STEP_NANOS);
        }
    }

    private void watchTrigger(long atNanos) {
        for (Vehicle vehicle : road.vehicles()) {
            boolean before = vehicle.onTrigger;
            vehicle.onTrigger = geometry.trigger().touches(vehicle.rearM(), vehicle.frontM);
            if (vehicle.onTrigger && !before) {
                listeners.forEach(l -> l.ontoTrigger(vehicle, atNanos));
            }
        }
    }

    private void inputsChanged() {
        inputListeners.forEach(Runnable::run);
    }

    /** One listener that tells all, so that the road knows only one. */
    private record Fanout(List<WorldListener> listeners) implements WorldListener {
        @Override
        public void entered(Vehicle vehicle, long atNanos) {
            listeners.forEach(l -> l.entered(vehicle, atNanos));
        }

        @Override
        public void ontoTrigger(Vehicle vehicle, long atNanos) {
            listeners.forEach(l -> l.ontoTrigger(vehicle, atNanos));
        }

        @Override
        public void weighed(Vehicle vehicle, WeighedVehicle measured, long atNanos) {
            listeners.forEach(l -> l.weighed(vehicle, measured, atNanos));
        }

        @Override
        public void borne(List<Vehicle> vehicles, long atNanos) {
            listeners.forEach(l -> l.borne(vehicles, atNanos));
        }

        @Override
        public void refused(Vehicle vehicle, long atNanos) {
            listeners.forEach(l -> l.refused(vehicle, atNanos));
        }

        @Override
        public void passedArm(Vehicle vehicle, long atNanos) {
            listeners.forEach(l -> l.passedArm(vehicle, atNanos));
        }

        @Override
        public void backedOut(Vehicle vehicle, long atNanos) {
            listeners.forEach(l -> l.backedOut(vehicle, atNanos));
        }

        @Override
        public void madeRoom(Vehicle vehicle, long atNanos) {
            listeners.forEach(l -> l.madeRoom(vehicle, atNanos));
        }

        @Override
        public void gone(Vehicle vehicle, long atNanos) {
            listeners.forEach(l -> l.gone(vehicle, atNanos));
        }
    }
}
