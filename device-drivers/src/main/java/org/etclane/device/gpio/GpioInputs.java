package org.etclane.device.gpio;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etclane.device.BarrierEvent;
import org.etclane.device.BarrierEvent.Position;
import org.etclane.device.DeviceEvent;
import org.etclane.device.InputEvent;
import org.etclane.device.LoopEvent;
import org.etclane.device.LoopEvent.Occupancy;
import org.etclane.device.link.Endpoint;

/** All contacts of a lane and what of them is news. Silent until {@link #tellAll}. Part of {@link GpioIoDriver}. */
final class GpioInputs {
    private static final long NANOS_PER_MS = 1_000_000L;

    private final GpioSettings settings;
    private final Map<GpioRole, Debounce> contacts = new EnumMap<>(GpioRole.class);
    private boolean telling;
    private Position told = Position.UNKNOWN;
    private boolean armMoved;

    GpioInputs(GpioSettings settings) {
        this.settings = settings;
        settings.inputs().forEach((role, line) -> contacts.put(role, new Debounce(line.debounceMs() * NANOS_PER_MS,
                Math.max(settings.timing().unsettledMs(), 2L * line.debounceMs()) * NANOS_PER_MS)));
    }

    void forget() {
        contacts.values().forEach(Debounce::forget);
        telling = false;
        armMoved = false;
    }

    void edge(GpioRole role, boolean high, long atNanos, long nowNanos, Endpoint.Sink<DeviceEvent> sink) {
        contact(role).ifPresent(c -> c.edge(active(role, high), atNanos, value -> changed(role, value, nowNanos, sink)));
    }

    /** @return whether an edge before must have been lost */
    boolean level(GpioRole role, boolean high, long atNanos, long nowNanos, Endpoint.Sink<DeviceEvent> sink) {
        return contact(role).map(c -> c.level(active(role, high), atNanos, value -> changed(role, value, nowNanos, sink)))
                .orElse(false);
    }

    void lost(GpioRole role, boolean high, long atNanos, long nowNanos, Endpoint.Sink<DeviceEvent> sink) {
        contact(role).ifPresent(c -> c.lost(active(role, high), atNanos, value -> changed(role, value, nowNanos, sink)));
    }

    void settle(long nowNanos, Endpoint.Sink<DeviceEvent> sink) {
        contacts.forEach((role, c) -> c.settle(nowNanos, value -> changed(role, value, nowNanos, sink)));
    }

    long nextDueNanos() {
        return contacts.values().stream().mapToLong(Debounce::nextDueNanos).min().orElse(Debounce.NEVER);
    }

    boolean allKnown() {
        return contacts.values().stream().allMatch(Debounce::known);
    }

    /** Inputs of which nothing was heard. */
    List<GpioRole> unheard() {
        return contacts.entrySet().stream().filter(e -> !e.getValue().heard()).map(Map.Entry::getKey).toList();
    }

    boolean armLoopOccupied() {
        return contacts.get(GpioRole.ARM_LOOP).active().orElse(false);
    }

    /** No change of the loop under the arm is under way: its state is the newest there is. */
    boolean armLoopRests() {
        Debounce loop = contacts.get(GpioRole.ARM_LOOP);
        return loop.calm() || loop.unsettled();
    }

    /** The arm has left or reached a switch since the lines were opened. */
    boolean armMoved() {
        return armMoved;
    }

    Position position() {
        Optional<Boolean> up = contacts.get(GpioRole.ARM_UP).active();
        Debounce lower = contacts.get(GpioRole.ARM_DOWN);
        if (lower == null) {
            return up.map(closed -> closed ? Position.UP : Position.NOT_UP).orElse(Position.UNKNOWN);
        }
        boolean down = lower.active().orElse(false);
        if (up.isEmpty() || up.get() && down) {
            return Position.UNKNOWN;
        }
        return up.get() ? Position.UP : down ? Position.DOWN : Position.UNKNOWN;
    }

    /** What is wrong with the contacts, in words. */
    List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        contacts.forEach((role, c) -> {
            if (c.unsettled()) {
                complaints.add(settings.words(role) + " does not settle, or lost edges");
            }
        });
        Debounce lower = contacts.get(GpioRole.ARM_DOWN);
        if (lower != null && lower.active().orElse(false) && contacts.get(GpioRole.ARM_UP).active().orElse(false)) {
            complaints.add("both position switches closed: " + settings.words(GpioRole.ARM_UP) + ", "
                    + settings.words(GpioRole.ARM_DOWN));
        }
        return complaints;
    }

    /** Everything is news, now and from now on every change. */
    void tellAll(long nowNanos, Endpoint.Sink<DeviceEvent> sink) {
        telling = true;
        told = position();
        sink.emit(new BarrierEvent.ArmReported(settings.name(), nowNanos, told));
        contacts.forEach((role, c) -> tell(role, c.active(), nowNanos, sink));
    }

    /** The lines are lost: what was known is unknown now. */
    void tellLost(long nowNanos, Endpoint.Sink<DeviceEvent> sink) {
        if (telling) {
            contacts.keySet().forEach(role -> role.loop().ifPresent(loop ->
                    sink.emit(new LoopEvent(settings.name(), nowNanos, loop, Occupancy.UNKNOWN))));
            sink.emit(new BarrierEvent.ArmReported(settings.name(), nowNanos, Position.UNKNOWN));
        }
        forget();
    }

    private Optional<Debounce> contact(GpioRole role) {
        return Optional.ofNullable(contacts.get(role));
    }

    private boolean active(GpioRole role, boolean high) {
        return settings.inputs().get(role).active(high);
    }

    private void changed(GpioRole role, Optional<Boolean> value, long nowNanos, Endpoint.Sink<DeviceEvent> sink) {
        if (!telling) {
            return;
        }
        tell(role, value, nowNanos, sink);
        Position position = position();
        if (position != told) {
            told = position;
            armMoved = true;
            sink.emit(new BarrierEvent.ArmReported(settings.name(), nowNanos, position));
        }
    }

    private void tell(GpioRole role, Optional<Boolean> value, long nowNanos, Endpoint.Sink<DeviceEvent> sink) {
        role.loop().ifPresent(loop -> sink.emit(new LoopEvent(settings.name(), nowNanos, loop,
                value.map(active -> active ? Occupancy.OCCUPIED : Occupancy.CLEAR).orElse(Occupancy.UNKNOWN))));
        if (value.isPresent()) {
            role.contact().ifPresent(input -> sink.emit(new InputEvent(settings.name(), nowNanos, input, value.get())));
            if (role == GpioRole.BARRIER_FAULT) {
                sink.emit(new BarrierEvent.FaultReported(settings.name(), nowNanos, value.get()));
            }
        }
    }
}
