package org.etclane.device.gpio;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.etclane.device.AlarmCommand;
import org.etclane.device.BarrierCommand;
import org.etclane.device.BarrierEvent.Position;
import org.etclane.device.SignalCommand;

/**
 * Lights and alarm: what the lane wants of them, and what their lines show already. A line is driven when what is wanted differs;
 * nothing is wanted before the first command, so a start changes nothing. Part of {@link GpioIoDriver}.
 */
final class GpioLights {
    /** Drives an output to a meaning; the polarity is the receiver's affair. */
    interface Lines {
        void drive(GpioRole role, boolean active);
    }

    private record Direction(BarrierCommand command, long atNanos) {
    }

    private final GpioSettings settings;
    private final long settleNanos;
    private final Map<GpioRole, Boolean> shown = new EnumMap<>(GpioRole.class);
    private Optional<Boolean> canopyGreen = Optional.empty();
    private Optional<Boolean> passGreen = Optional.empty();
    private Optional<Direction> direction = Optional.empty();
    private Optional<AlarmCommand> alarm = Optional.empty();

    GpioLights(GpioSettings settings) {
        this.settings = settings;
        this.settleNanos = settings.timing().lightSettleMs() * 1_000_000L;
    }

    void forget() {
        shown.clear();
        canopyGreen = Optional.empty();
        passGreen = Optional.empty();
        direction = Optional.empty();
        alarm = Optional.empty();
    }

    /** An output was found at this level when the lines were opened. */
    void found(GpioRole role, boolean active) {
        shown.put(role, active);
    }

    void signal(SignalCommand command) {
        switch (command) {
            case SignalCommand.CanopyLight(boolean green) -> canopyGreen = Optional.of(green);
            case SignalCommand.PassLight(boolean green) -> passGreen = Optional.of(green);
        }
    }

    void alarm(AlarmCommand command) {
        alarm = Optional.of(command);
    }

    void barrier(BarrierCommand command, long nowNanos) {
        direction = Optional.of(new Direction(command, nowNanos));
    }

    /** @param armMoved whether it has, since the lines were opened */
    void show(long nowNanos, Position position, boolean armMoved, Lines lines) {
        canopyGreen.ifPresent(green -> {
            drive(GpioRole.CANOPY_GREEN, green, lines);
            drive(GpioRole.CANOPY_RED, !green, lines);
        });
        wantedPass(nowNanos, position, armMoved).ifPresent(green -> {
            drive(GpioRole.PASS_GREEN, green, lines);
            drive(GpioRole.PASS_RED, !green, lines);
        });
        alarm.ifPresent(a -> {
            drive(GpioRole.ALARM_SOUND, a.sound(), lines);
            drive(GpioRole.ALARM_LIGHT, a.light(), lines);
        });
    }

    /** When the pass light stops following the command, in the future; else never. */
    long nextDueNanos(long nowNanos) {
        return direction.map(d -> d.atNanos + settleNanos).filter(at -> settings.bindPassLight() && at > nowNanos)
                .orElse(Long.MAX_VALUE);
    }

    /** A lowering was begun and the arm may still be on its way. */
    boolean lowering(long nowNanos) {
        return direction.filter(d -> d.command == BarrierCommand.LOWER && nowNanos - d.atNanos < settleNanos).isPresent();
    }

    private Optional<Boolean> wantedPass(long nowNanos, Position position, boolean armMoved) {
        if (!settings.bindPassLight()) {
            return passGreen;
        }
        if (direction.isPresent() && nowNanos - direction.get().atNanos < settleNanos) {
            return Optional.of(direction.get().command == BarrierCommand.RAISE);
        }
        boolean begun = direction.isPresent() || passGreen.isPresent() || armMoved;
        return begun ? Optional.of(position == Position.UP) : Optional.empty();
    }

    private void drive(GpioRole role, boolean active, Lines lines) {
        if (settings.outputs().containsKey(role) && !Optional.of(active).equals(Optional.ofNullable(shown.get(role)))) {
            shown.put(role, active);
            lines.drive(role, active);
        }
    }
}
