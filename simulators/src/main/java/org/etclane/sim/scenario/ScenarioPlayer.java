package org.etclane.sim.scenario;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.etclane.device.spi.Text;
import org.etclane.sim.card.PurseLedger;
import org.etclane.sim.card.SimCard;
import org.etclane.sim.device.Lc301SimulatorAction;
import org.etclane.sim.device.RsuSimCommand;
import org.etclane.sim.device.RsuSimEvent;
import org.etclane.sim.device.ScaleSimCommand;
import org.etclane.sim.device.ScaleSimFaults;
import org.etclane.sim.fault.LineFault;
import org.etclane.sim.fault.SeededLineFault;
import org.etclane.sim.obu.SimObu;
import org.etclane.sim.scenario.When.Moment;
import org.etclane.sim.world.Arrival;
import org.etclane.sim.world.Vehicle;
import org.etclane.sim.world.WorldListener;

/**
 * Does what sentences say, on a bench: one by one for the console, or a whole scenario at its times. One player for one bench, from
 * its beginning; all on the simulation's thread.
 */
public final class ScenarioPlayer {
    static final Text NO_SCALE = new Text("there is no scale in this lane", "该车道没有称重设备");
    private static final double UP_DEGREES = 45;
    private static final long RESTART_MS = 2000;

    private final ScenarioBench bench;
    private final Map<String, Came> latest = new HashMap<>();
    private final List<Came> everybody = new ArrayList<>();
    private final Map<Action.Line, SeededLineFault.Rates> noise = new EnumMap<>(Action.Line.class);
    private final List<HappeningListener> listeners = new ArrayList<>();
    private final long startedWallMillis;
    private final int pursesBefore;
    private final long loweredBefore;
    private long entries;
    private int numbers;

    /**
     * A vehicle that has come.
     *
     * @param number as the bench counts arrivals
     * @param card   in the OBU when it came
     */
    record Came(String plate, int number, Vehicle vehicle, Optional<SimCard> card) {
    }

    /** Told when something happens to a vehicle. */
    interface HappeningListener {
        void happened(String plate, Moment moment);
    }

    public ScenarioPlayer(ScenarioBench bench) {
        this.bench = bench;
        startedWallMillis = bench.wallMillis(bench.scheduler().nowNanos());
        pursesBefore = bench.purses().size();
        loweredBefore = bench.world().monitor().loweredOnVehicle();
        bench.world().addListener(new Road());
        bench.onRsu(this::heard);
    }

    void listen(HappeningListener listener) {
        listeners.add(listener);
    }

    ScenarioBench bench() {
        return bench;
    }

    /** Records from here on are about what this player does. */
    public long startedWallMillis() {
        return startedWallMillis;
    }

    /**
     * Does it now.
     *
     * @return why it could not be done
     */
    public Optional<Text> perform(Action action) {
        return action.needsScale() && bench.scale().isEmpty() ? Optional.of(NO_SCALE) : act(action);
    }

    private Optional<Text> act(Action action) {
        return switch (action) {
            case Action.Send(VehicleOrder order) -> send(order);
            case Action.TakeCard(String plate) -> withObu(plate, (_, obu) -> obu.removeCard());
            case Action.InsertCard(String plate) -> withObu(plate, (came, obu) -> came.card().ifPresent(obu::insertCard));
            case Action.ChangeObu(String plate, Action.ObuState state) -> withObu(plate, (_, obu) -> change(obu, state));
            case Action.ChangeLoop change -> done(() -> bench.world().loopFault(change.loop(), change.fault()));
            case Action.ChangeArm(Action.ArmState state) -> done(() -> arm(state));
            case Action.FootAlarm(boolean pressed) -> done(() -> bench.world().footAlarm(pressed));
            case Action.Jam jam -> done(() -> jam.atM().ifPresentOrElse(bench.world()::jamAt, bench.world()::clearJam));
            case Action.Cut cut -> done(() -> cut(cut));
            case Action.Plug(Action.Line line) -> done(() -> bench.line(line).plug());
            case Action.Noise bad -> done(() -> noise(bad));
            case Action.Silence silence -> done(() -> silence(silence));
            case Action.FailRsu fail -> failRsu(fail);
            case Action.RestartRsu() -> done(() -> bench.rsu(new RsuSimCommand.PowerCycle()));
            case Action.ResetIo() -> io(new Lc301SimulatorAction.WarmReset());
            case Action.FailIo fail -> io(new Lc301SimulatorAction.SetFaults(fail.faults()));
            case Action.FailScale(ScaleSimFaults faults) -> scale(new ScaleSimCommand.SetFaults(faults));
            case Action.RestartScale(boolean memoryKept) -> scale(new ScaleSimCommand.Reboot(RESTART_MS, memoryKept));
            case Action.OfLane ofLane -> {
                Optional<Text> why = bench.cannot(ofLane);
                yield why.isPresent() ? why : done(() -> bench.lane(ofLane));
            }
        };
    }

    private Optional<Text> io(Lc301SimulatorAction action) {
        Optional<Text> why = bench.cannotIo();
        return why.isPresent() ? why : done(() -> bench.io(action));
    }

    private Optional<Text> scale(ScaleSimCommand command) {
        return done(() -> bench.scale().orElseThrow().accept(command));
    }

    private static Optional<Text> done(Runnable what) {
        what.run();
        return Optional.empty();
    }

    private Optional<Text> send(VehicleOrder order) {
        String plate = order.plate().orElseGet(this::freePlate);
        Came before = latest.get(plate);
        if (order.again() && before == null) {
            return unknown(plate);
        }
        if (!order.again() && before != null) {
            return Optional.of(new Text(plate + " has come already; say \"again\" when it is the same vehicle", plate + "已来过；同一车辆请写again"));
        }
        numbers++;
        OptionalInt repeatOf = order.again() ? OptionalInt.of(before.number()) : OptionalInt.empty();
        Vehicle vehicle = bench.arrive(new Arrival(numbers, 0, order.spec(plate), repeatOf),
                new ScenarioBench.CardWish(order.balanceFen(), order.credit()), order.load());
        vehicle.obu().ifPresent(obu -> order.states().forEach(state -> change(obu, state)));
        int first = order.again() ? before.number() : numbers;
        Came came = new Came(plate, first, vehicle, order.again() ? before.card() : vehicle.obu().flatMap(SimObu::card));
        latest.put(plate, came);
        everybody.add(came);
        return Optional.empty();
    }

    private String freePlate() {
        int number = numbers + 1;
        while (latest.containsKey("测A%05d".formatted(number))) {
            number++;
        }
        return "测A%05d".formatted(number);
    }

    private interface ObuWork {
        void on(Came came, SimObu obu);
    }

    private Optional<Text> withObu(String plate, ObuWork work) {
        Came came = latest.get(plate);
        if (came == null) {
            return unknown(plate);
        }
        if (came.vehicle().obu().isEmpty()) {
            return Optional.of(new Text(plate + " has no OBU", plate + "无标签"));
        }
        work.on(came, came.vehicle().obu().get());
        return Optional.empty();
    }

    private static Optional<Text> unknown(String plate) {
        return Optional.of(new Text("no vehicle with plate " + plate + " has come", "车牌" + plate + "尚未到来"));
    }

    private static void change(SimObu obu, Action.ObuState state) {
        switch (state) {
            case TAMPERED -> obu.tampered(true);
            case LOCKED -> obu.locked(true);
            case BATTERY_LOW -> obu.batteryLow(true);
            case CARD_BROKEN -> obu.cardError(true);
            case SILENT -> obu.silent(true);
            case FINE -> {
                obu.tampered(false);
                obu.locked(false);
                obu.batteryLow(false);
                obu.cardError(false);
                obu.silent(false);
            }
        }
    }

    private void arm(Action.ArmState state) {
        switch (state) {
            case STUCK -> bench.world().arm().stick(false);
            case STUCK_AND_REPORTED -> bench.world().arm().stick(true);
            case FREE -> bench.world().arm().release();
        }
    }

    private void cut(Action.Cut cut) {
        ScenarioBench.Cable cable = bench.line(cut.line());
        cable.cut();
        cut.forS().ifPresent(s -> inSeconds(s, cable::plug));
    }

    /** The two directions have their own seeds; the same line is equally bad every time. */
    private void noise(Action.Noise bad) {
        noise.put(bad.line(), SeededLineFault.Rates.noise(bad.perMillion(), bad.perMillion()));
        mend(bad.line());
    }

    private void mend(Action.Line line) {
        SeededLineFault.Rates rates = noise.get(line);
        boolean good = rates == null || rates.flipPerMillion() == 0;
        bench.line(line).toDevice(good ? LineFault.NONE : new SeededLineFault(line.ordinal() * 2L + 1, rates));
        bench.line(line).toLane(good ? LineFault.NONE : new SeededLineFault(line.ordinal() * 2L + 2, rates));
    }

    private void silence(Action.Silence silence) {
        bench.line(silence.line()).toDevice(LineFault.silence(0, Long.MAX_VALUE));
        bench.line(silence.line()).toLane(LineFault.silence(0, Long.MAX_VALUE));
        inSeconds(silence.forS(), () -> mend(silence.line()));
    }

    private Optional<Text> failRsu(Action.FailRsu fail) {
        if (fail.plate().isEmpty()) {
            return done(() -> bench.rsu(new RsuSimCommand.FailNext(fail.fault())));
        }
        return withObu(fail.plate().get(), (_, obu) -> bench.rsu(new RsuSimCommand.FailObu(obu.id(), fail.fault())));
    }

    void inSeconds(double seconds, Runnable what) {
        bench.scheduler().at(bench.scheduler().nowNanos() + Math.round(seconds * 1e9), what);
    }

    // --- what happens meanwhile

    private void heard(RsuSimEvent event) {
        switch (event) {
            case RsuSimEvent.DialogueStarted d -> happened(d.obu(), Moment.FOUND);
            case RsuSimEvent.Debited d -> happened(d.obu(), Moment.DEBITED);
            case RsuSimEvent.EntryWritten d -> {
                entries++;
                happened(d.obu(), Moment.DEBITED);
            }
            case RsuSimEvent.ReleaseReceived r when r.succeeded() -> happened(r.obu(), Moment.PAID);
            case RsuSimEvent.Initialised _, RsuSimEvent.SearchStarted _, RsuSimEvent.FaultChosen _, RsuSimEvent.StepReported _,
                 RsuSimEvent.ProofFetched _, RsuSimEvent.ReleaseReceived _, RsuSimEvent.DialogueEnded _, RsuSimEvent.LaneViolation _,
                 RsuSimEvent.Restarted _ -> { }
        }
    }

    private void happened(org.etclane.device.ObuId obu, Moment moment) {
        everybody.stream().filter(came -> came.vehicle().obu().filter(o -> o.id().equals(obu)).isPresent()).reduce((_, last) -> last)
                .ifPresent(came -> tell(came.plate(), moment));
    }

    private void tell(String plate, Moment moment) {
        listeners.forEach(listener -> listener.happened(plate, moment));
    }

    private final class Road implements WorldListener {
        @Override
        public void entered(Vehicle vehicle, long atNanos) {
            tell(vehicle.spec().plate().text(), Moment.ENTERS);
        }

        @Override
        public void refused(Vehicle vehicle, long atNanos) {
            tell(vehicle.spec().plate().text(), Moment.REFUSED);
        }

        @Override
        public void passedArm(Vehicle vehicle, long atNanos) {
            tell(vehicle.spec().plate().text(), Moment.PASSES);
        }

        @Override
        public void gone(Vehicle vehicle, long atNanos) {
            tell(vehicle.spec().plate().text(), Moment.LEAVES);
        }
    }

    // --- what came of it

    List<Came> everybody() {
        return List.copyOf(everybody);
    }

    /** @param records of the lane since {@link #startedWallMillis}, when the bench can see them */
    public Seen seen(Optional<List<LaneRecord>> records, List<String> notDone) {
        List<String> passed = everybody.stream().filter(c -> c.vehicle().passed()).map(Came::plate).sorted().toList();
        List<String> onTheRoad = bench.world().vehicles().stream().map(v -> v.spec().plate().text()).toList();
        List<PurseLedger.Entry> debits = bench.purses().subList(pursesBefore, bench.purses().size());
        return new Seen(passed, debits.size(), debits.stream().mapToLong(PurseLedger.Entry::amountFen).sum(), entries,
                bench.world().arm().angleDegrees() > UP_DEGREES, bench.world().monitor().loweredOnVehicle() - loweredBefore, notDone,
                onTheRoad, records.map(list -> new RecordSorter(everybody, bench::wallMillis).sort(list)));
    }

    /** One line for each vehicle that has come and for what the lane shows; for the console. */
    public StatusLines status() {
        return new StatusLines(bench.world(), everybody.stream().map(Came::vehicle).toList());
    }
}
