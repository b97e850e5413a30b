package org.etclane.device.wim;

import org.etclane.device.DeviceEvent;
import org.etclane.device.HealthEvent;
import org.etclane.device.link.Endpoint;

/** What was last said of a scale's health, so that it is said on change only. One thread, its driver's. */
public final class HealthNote {
    private final String device;
    private HealthEvent.State state;
    private String cause = "";

    public HealthNote(String device) {
        this.device = device;
    }

    public void say(long nowNanos, HealthEvent.State newState, String newCause, Endpoint.Sink<DeviceEvent> sink) {
        if (state != newState || !cause.equals(newCause)) {
            state = newState;
            cause = newCause;
            sink.emit(new HealthEvent(device, nowNanos, newState, newCause));
        }
    }

    /** True from the first good frame until the device is silent or the line is gone. */
    public boolean answers() {
        return state == HealthEvent.State.UP || state == HealthEvent.State.DEGRADED;
    }
}
