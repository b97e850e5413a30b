package org.etclane.device;

/** A digital input or light state that a lane I/O controller reports, other than loops and arm. */
public record InputEvent(String device, long atNanos, Input input, boolean active) implements DeviceEvent {

    /** CANOPY_GREEN and PASS_GREEN are what the lamps really show, not what was commanded. */
    public enum Input { FOOT_ALARM, LANE_CLOSING_BAR, LIGHT_FAULT, CANOPY_GREEN, PASS_GREEN }
}
