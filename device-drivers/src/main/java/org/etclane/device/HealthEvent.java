package org.etclane.device;

/**
 * A device became usable, doubtful or unusable. Sent on change only.
 *
 * @param cause English words that name what was seen, e.g. "no frame for 150 s"; empty when UP
 */
public record HealthEvent(String device, long atNanos, State state, String cause) implements DeviceEvent {
    public enum State { UP, DEGRADED, DOWN }
}
