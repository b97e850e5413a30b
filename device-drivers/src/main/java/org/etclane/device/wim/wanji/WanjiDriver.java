package org.etclane.device.wim.wanji;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.etclane.device.Bytes;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.HealthEvent;
import org.etclane.device.ScaleCommand;
import org.etclane.device.ScaleEvent;
import org.etclane.device.VehicleWeight;
import org.etclane.device.VehicleWeight.Doubt;
import org.etclane.device.frame.FrameScanner;
import org.etclane.device.frame.Scanned;
import org.etclane.device.link.Endpoint;
import org.etclane.device.wim.HealthNote;
import org.etclane.device.wim.MeterTime;

/**
 * The lane's side of a Wanji instrument (weighing.md §5). It listens: vehicles are pushed. It asks for the state, and for vehicles
 * whose numbers are missing; those behind a missing one wait for it, up to {@code asks} times {@code answerMs}.
 *
 * <p>The instrument keeps its records whatever the lane does, so {@link ScaleCommand.Taken} sends nothing. It cannot be set to zero
 * from here, and does not tell of vehicles that back out.
 *
 * <p>One thread at a time. No bytes make it throw.
 */
public final class WanjiDriver implements Endpoint<DeviceCommand, DeviceEvent> {
    private static final long NANOS_PER_MS = 1_000_000L;
    private static final int SENSOR_ERRORS_AT = 5;
    private static final int RESERVED_BYTES = 2;

    private final WanjiSettings settings;
    private final WanjiSettings.Timing timing;
    private final FrameScanner<WanjiFrame> scanner = WanjiCodec.scanner();
    private final WanjiAssembly assembly = new WanjiAssembly();
    private final WanjiOrder order;
    private final HealthNote health;

    private boolean linked;
    private long lastId;
    private Optional<Integer> askedFor = Optional.empty();
    private int asks;
    private long askDueNanos = Long.MAX_VALUE;
    private Optional<ScaleCommand> clock = Optional.empty();
    private long clockDueNanos = Long.MAX_VALUE;
    private Optional<Set<ScaleEvent.Fault>> faults = Optional.empty();
    private long nextStateNanos;
    private long lastHeardNanos;
    private long lastByteNanos;

    public WanjiDriver(WanjiSettings settings) {
        this.settings = settings;
        this.timing = settings.timing();
        this.order = new WanjiOrder(settings.mostMissing());
        this.health = new HealthNote(settings.name());
    }

    @Override
    public void linkUp(long nowNanos, Sink<DeviceEvent> sink) {
        forget();
        linked = true;
        lastHeardNanos = nowNanos;
        queryState(nowNanos, sink);
        askForMissing(nowNanos, sink);
    }

    @Override
    public void linkDown(long nowNanos, String cause, Sink<DeviceEvent> sink) {
        linked = false;
        lose(nowNanos, cause, sink);
        forget();
    }

    /** What came of the order of vehicles stays: what was missed meanwhile is asked for. */
    private void forget() {
        scanner.reset();
        assembly.forget();
        faults = Optional.empty();
        askedFor = Optional.empty();
        askDueNanos = Long.MAX_VALUE;
    }

    private void lose(long nowNanos, String cause, Sink<DeviceEvent> sink) {
        clockAnswered(nowNanos, false, cause, sink);
        faults = Optional.empty();
        health.say(nowNanos, HealthEvent.State.DOWN, cause, sink);
    }

    @Override
    public void received(long nowNanos, byte[] buffer, int length, Sink<DeviceEvent> sink) {
        expirePartial(nowNanos, sink);
        lastByteNanos = nowNanos;
        scanner.feed(buffer, length).forEach(scanned -> on(nowNanos, scanned, sink));
    }

    private void expirePartial(long nowNanos, Sink<DeviceEvent> sink) {
        if (nowNanos >= partialEndsNanos()) {
            scanner.expire().forEach(scanned -> on(nowNanos, scanned, sink));
        }
    }

    private void on(long nowNanos, Scanned<WanjiFrame> scanned, Sink<DeviceEvent> sink) {
        switch (scanned) {
            case Scanned.Malformed<WanjiFrame>(Bytes raw, _, String reason) -> sink.malformed(raw.toArray(), reason);
            case Scanned.Frame<WanjiFrame>(WanjiFrame frame, Bytes raw) -> heard(nowNanos, frame, raw, sink);
        }
    }

    private void heard(long nowNanos, WanjiFrame frame, Bytes raw, Sink<DeviceEvent> sink) {
        switch (frame.command()) {
            case WanjiFrame.VEHICLE_GROUPS, WanjiFrame.VEHICLE_AXLES -> vehicle(nowNanos, frame, raw, sink);
            case WanjiFrame.SET_TIME -> {
                alive(nowNanos, sink);
                boolean done = frame.data().size() > 0 && frame.data().u8(0) == 0;
                clockAnswered(nowNanos, done, done ? "" : "the instrument says it failed", sink);
            }
            case WanjiFrame.STATE -> state(nowNanos, frame, raw, sink);
            case WanjiFrame.HEARTBEAT -> {
                alive(nowNanos, sink);
                if (settings.answerHeartbeat()) {
                    sink.send(WanjiCodec.wire(WanjiFrame.brief(WanjiFrame.HEARTBEAT, frame.sub(), 0)));
                }
            }
            default -> {
                alive(nowNanos, sink);
                sink.malformed(raw.toArray(), "command %02XH is not for a lane".formatted(frame.command()));
            }
        }
    }

    private void alive(long nowNanos, Sink<DeviceEvent> sink) {
        lastHeardNanos = nowNanos;
        Set<ScaleEvent.Fault> present = faults.orElse(Set.of());
        health.say(nowNanos, present.isEmpty() ? HealthEvent.State.UP : HealthEvent.State.DEGRADED,
                present.isEmpty() ? "" : "instrument reports " + present.iterator().next(), sink);
    }

    private void state(long nowNanos, WanjiFrame frame, Bytes raw, Sink<DeviceEvent> sink) {
        int errorsEnd = frame.data().size() - RESERVED_BYTES;
        if (errorsEnd < SENSOR_ERRORS_AT) {
            sink.malformed(raw.toArray(), "state of " + frame.data().size() + " bytes, perhaps an echo");
            return;
        }
        Set<ScaleEvent.Fault> now = EnumSet.noneOf(ScaleEvent.Fault.class);
        for (int i = SENSOR_ERRORS_AT; i < errorsEnd; i++) {
            if (settings.sensorErrorsAreFaults() && frame.data().u8(i) != 0) {
                now.add(ScaleEvent.Fault.WEIGH_SENSOR);
            }
        }
        boolean changed = faults.isEmpty() || !faults.get().equals(now);
        faults = Optional.of(now);
        alive(nowNanos, sink);
        if (changed) {
            sink.emit(new ScaleEvent.ScaleState(settings.name(), nowNanos, now, -1));
        }
    }

    private void vehicle(long nowNanos, WanjiFrame frame, Bytes raw, Sink<DeviceEvent> sink) {
        Optional<WanjiPacket> packet = WanjiPacket.read(frame.data());
        if (packet.isEmpty()) {
            sink.malformed(raw.toArray(), "not a packet of a vehicle, perhaps an echo");
            return;
        }
        alive(nowNanos, sink);
        boolean byGroup = frame.command() == WanjiFrame.VEHICLE_GROUPS;
        assembly.add(packet.get()).ifPresent(body -> arrived(nowNanos,
                new WanjiOrder.Arrival(packet.get().vehicleNumber(), byGroup, body, raw), sink));
    }

    private void arrived(long nowNanos, WanjiOrder.Arrival vehicle, Sink<DeviceEvent> sink) {
        tell(nowNanos, order.arrived(vehicle), sink);
        if (askedFor.isEmpty() || !askedFor.equals(order.wanted())) {
            askDueNanos = Long.MAX_VALUE;
            askForMissing(nowNanos, sink);
        }
    }

    private void tell(long nowNanos, WanjiOrder.Outcome outcome, Sink<DeviceEvent> sink) {
        if (outcome.lost() > 0 || outcome.jump()) {
            sink.emit(new ScaleEvent.RecordsLost(settings.name(), nowNanos, outcome.lost(), outcome.lost() > 0
                    ? "the instrument does not repeat missing vehicles" : "vehicle numbers do not follow: restarted, or too many missing"));
        }
        for (WanjiOrder.Arrival vehicle : outcome.ready()) {
            long id = ++lastId;
            VehicleWeight weight = WanjiVehicle.read(vehicle.byGroup(), vehicle.body())
                    .map(v -> WanjiRecords.weight(id, vehicle.byGroup(), v, settings.codes())).orElseGet(() -> WanjiRecords.unreadable(id));
            boolean faulty = faults.filter(f -> !f.isEmpty()).isPresent();
            sink.emit(new ScaleEvent.VehicleWeighed(settings.name(), nowNanos,
                    faulty ? weight.with(Doubt.METER_FAULT) : weight, vehicle.raw()));
        }
    }

    private void askForMissing(long nowNanos, Sink<DeviceEvent> sink) {
        Optional<Integer> wanted = order.wanted();
        asks = wanted.equals(askedFor) ? asks + 1 : 1;
        askedFor = wanted;
        askDueNanos = wanted.isPresent() ? nowNanos + timing.answerMs() * NANOS_PER_MS : Long.MAX_VALUE;
        wanted.ifPresent(number -> sink.send(WanjiCodec.wire(WanjiFrame.brief(settings.vehicleCommand(), number, 1))));
    }

    private void queryState(long nowNanos, Sink<DeviceEvent> sink) {
        nextStateNanos = nowNanos + timing.stateMs() * NANOS_PER_MS;
        sink.send(WanjiCodec.wire(WanjiFrame.brief(WanjiFrame.STATE, 0, 0)));
    }

    @Override
    public void command(long nowNanos, DeviceCommand command, Sink<DeviceEvent> sink) {
        if (!(command instanceof ScaleCommand scale)) {
            throw new IllegalArgumentException("not a command for a scale: " + command);
        }
        switch (scale) {
            case ScaleCommand.Taken _ -> { }
            case ScaleCommand.Zero zero -> answer(nowNanos, zero, false, "this protocol has no zero command", sink);
            case ScaleCommand.SetClock set when !linked || !health.answers() ->
                    answer(nowNanos, set, false, "the instrument does not answer", sink);
            case ScaleCommand.SetClock set when clock.isPresent() -> answer(nowNanos, set, false, "another command is on its way", sink);
            case ScaleCommand.SetClock set -> {
                clock = Optional.of(set);
                clockDueNanos = nowNanos + timing.answerMs() * NANOS_PER_MS;
                sink.send(WanjiCodec.wire(new WanjiFrame(WanjiFrame.SET_TIME, 0,
                        Bytes.concat(MeterTime.write(set.time()), Bytes.zeros(RESERVED_BYTES)))));
            }
        }
    }

    private void clockAnswered(long nowNanos, boolean done, String reason, Sink<DeviceEvent> sink) {
        clock.ifPresent(c -> answer(nowNanos, c, done, reason, sink));
        clock = Optional.empty();
        clockDueNanos = Long.MAX_VALUE;
    }

    private void answer(long nowNanos, ScaleCommand command, boolean done, String reason, Sink<DeviceEvent> sink) {
        sink.emit(new ScaleEvent.CommandAnswered(settings.name(), nowNanos, command, done, reason));
    }

    @Override
    public void due(long nowNanos, Sink<DeviceEvent> sink) {
        expirePartial(nowNanos, sink);
        if (!linked) {
            return;
        }
        if (nowNanos >= clockDueNanos) {
            clockAnswered(nowNanos, false, "no answer within " + timing.answerMs() + " ms", sink);
        }
        if (nowNanos >= askDueNanos) {
            if (asks >= timing.asks()) {
                tell(nowNanos, order.giveUp(), sink);
            }
            askForMissing(nowNanos, sink);
        }
        if (nowNanos >= silentAtNanos()) {
            lose(nowNanos, "nothing received for " + timing.silentMs() + " ms", sink);
            lastHeardNanos = nowNanos;
        }
        if (nowNanos >= nextStateNanos) {
            queryState(nowNanos, sink);
        }
    }

    @Override
    public long nextDueNanos() {
        if (!linked) {
            return Long.MAX_VALUE;
        }
        long due = Math.min(Math.min(nextStateNanos, silentAtNanos()), partialEndsNanos());
        return Math.min(due, Math.min(askDueNanos, clockDueNanos));
    }

    private long silentAtNanos() {
        return lastHeardNanos + timing.silentMs() * NANOS_PER_MS;
    }

    private long partialEndsNanos() {
        return scanner.partial() ? lastByteNanos + timing.partialMs() * NANOS_PER_MS : Long.MAX_VALUE;
    }
}
