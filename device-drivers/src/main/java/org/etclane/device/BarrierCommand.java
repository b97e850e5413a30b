package org.etclane.device;

/** Commands to the barrier (自动栏杆机). Idempotent: raising a raised arm does nothing. */
public enum BarrierCommand implements DeviceCommand {
    RAISE, LOWER
}
