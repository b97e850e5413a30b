package org.etclane.sim.device;

import org.etclane.device.gpio.GpioRole;

/** What happened on simulated GPIO lines. */
public sealed interface GpioSimEvent extends IoSimEvent {

    /** The lane drove an output. */
    record Driven(long atNanos, GpioRole role, boolean active) implements GpioSimEvent {
    }

    /** An input changed; {@code told} says whether the lane got the edge. */
    record Changed(long atNanos, GpioRole role, boolean active, boolean told) implements GpioSimEvent {
    }
}
