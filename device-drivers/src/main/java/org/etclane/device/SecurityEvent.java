package org.etclane.device;

/**
 * Somebody who is not one of the lane's devices tried to speak to it, or a device broke the rules of its line and was cut off.
 * The lane's devices go on; {@link HealthEvent} speaks of them.
 *
 * @param detail English words: who (address), what was seen, how often since the last report
 */
public record SecurityEvent(String device, long atNanos, String detail) implements DeviceEvent {
}
