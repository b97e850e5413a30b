package org.etclane.device.gpio;

import java.util.Arrays;
import java.util.Optional;
import org.etclane.device.InputEvent;
import org.etclane.device.LoopEvent;

/** What a line is in the lane. {@link #code} names it in a {@link GpioFrame}. */
public enum GpioRole {
    TRIGGER_LOOP(1, Kind.INPUT),
    /** Optional. */
    CAPTURE_LOOP(2, Kind.INPUT),
    ARM_LOOP(3, Kind.INPUT),
    /** Upper position switch (抬杆到位). */
    ARM_UP(4, Kind.INPUT),
    /** Lower position switch (落杆到位), optional: without it "down" is never confirmed. */
    ARM_DOWN(5, Kind.INPUT),
    /** Optional, as are all that follow but the two barrier relays. */
    BARRIER_FAULT(6, Kind.INPUT),
    FOOT_ALARM(7, Kind.INPUT),
    LANE_CLOSING_BAR(8, Kind.INPUT),
    LIGHT_FAULT(9, Kind.INPUT),
    /** Raise relay, pulsed. */
    RAISE(65, Kind.PULSE),
    /** Lower relay, pulsed. */
    LOWER(66, Kind.PULSE),
    PASS_GREEN(67, Kind.LEVEL),
    /** The opposite of {@link #PASS_GREEN}, for lamps with two inputs; so is CANOPY_RED. */
    PASS_RED(68, Kind.LEVEL),
    CANOPY_GREEN(69, Kind.LEVEL),
    CANOPY_RED(70, Kind.LEVEL),
    ALARM_SOUND(71, Kind.LEVEL),
    ALARM_LIGHT(72, Kind.LEVEL);

    /** INPUT: read. PULSE: an output that is active for a pulse only. LEVEL: an output that stays as it is commanded. */
    public enum Kind { INPUT, PULSE, LEVEL }

    public final int code;
    public final Kind kind;

    GpioRole(int code, Kind kind) {
        this.code = code;
        this.kind = kind;
    }

    public boolean input() {
        return kind == Kind.INPUT;
    }

    public static Optional<GpioRole> of(int code) {
        return Arrays.stream(values()).filter(role -> role.code == code).findFirst();
    }

    Optional<LoopEvent.Role> loop() {
        return switch (this) {
            case TRIGGER_LOOP -> Optional.of(LoopEvent.Role.TRIGGER);
            case CAPTURE_LOOP -> Optional.of(LoopEvent.Role.CAPTURE);
            case ARM_LOOP -> Optional.of(LoopEvent.Role.ARM);
            case ARM_UP, ARM_DOWN, BARRIER_FAULT, FOOT_ALARM, LANE_CLOSING_BAR, LIGHT_FAULT, RAISE, LOWER, PASS_GREEN, PASS_RED,
                 CANOPY_GREEN, CANOPY_RED, ALARM_SOUND, ALARM_LIGHT -> Optional.empty();
        };
    }

    Optional<InputEvent.Input> contact() {
        return switch (this) {
            case FOOT_ALARM -> Optional.of(InputEvent.Input.FOOT_ALARM);
            case LANE_CLOSING_BAR -> Optional.of(InputEvent.Input.LANE_CLOSING_BAR);
            case LIGHT_FAULT -> Optional.of(InputEvent.Input.LIGHT_FAULT);
            case TRIGGER_LOOP, CAPTURE_LOOP, ARM_LOOP, ARM_UP, ARM_DOWN, BARRIER_FAULT, RAISE, LOWER, PASS_GREEN, PASS_RED,
                 CANOPY_GREEN, CANOPY_RED, ALARM_SOUND, ALARM_LIGHT -> Optional.empty();
        };
    }
}
