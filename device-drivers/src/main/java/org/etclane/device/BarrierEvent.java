package org.etclane.device;

/** What the barrier reports about its arm. */
public sealed interface BarrierEvent extends DeviceEvent {

    /** UP and DOWN are confirmed by a position switch; NOT_UP: the only switch is the upper one and it is open. */
    enum Position { UP, DOWN, NOT_UP, UNKNOWN }

    record ArmReported(String device, long atNanos, Position position) implements BarrierEvent {
    }

    /** The barrier's own fault signal appeared or went away. */
    record FaultReported(String device, long atNanos, boolean present) implements BarrierEvent {
    }
}
