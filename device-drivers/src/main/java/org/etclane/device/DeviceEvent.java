package org.etclane.device;

/**
 * Something a device said or did. Past tense, immutable, stamped with the monotonic time at which its bytes were read.
 * {@link #device()} is the configured name of the device ("rsu", "io").
 */
public sealed interface DeviceEvent permits RsuEvent, LoopEvent, BarrierEvent, InputEvent, HealthEvent, ScaleEvent, SecurityEvent {
    String device();

    long atNanos();
}
