package org.etclane.lane.runtime;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.etclane.device.HealthEvent;
import org.etclane.device.HealthEvent.State;

/** How every device is, by what its driver said last. Written by the devices' threads, each for its own device; read by any. */
final class DevicesHealth {
    private final Map<String, Seen> byDevice = new ConcurrentHashMap<>();

    /**
     * @param sinceWallMillis when the state began; another cause of the same state leaves it
     * @param faults          how often the device has ceased to be UP, or was not UP from the first
     */
    record Seen(State state, String cause, long sinceWallMillis, long faults) {
    }

    /** @return whether a fault begins with this */
    boolean heard(HealthEvent health, long wallMillis) {
        Seen before = byDevice.get(health.device());
        boolean wasUp = before == null || before.state == State.UP;
        boolean faultBegins = wasUp && health.state() != State.UP;
        long faults = (before == null ? 0 : before.faults) + (faultBegins ? 1 : 0);
        boolean goesOn = before != null && before.state == health.state();
        byDevice.put(health.device(), new Seen(health.state(), health.cause(), goesOn ? before.sinceWallMillis : wallMillis, faults));
        return faultBegins;
    }

    /** @param otherwise the cause of a device that has not said anything, which counts as DOWN since {@code startedWallMillis} */
    Seen of(String device, String otherwise, long startedWallMillis) {
        Seen seen = byDevice.get(device);
        return seen == null ? new Seen(State.DOWN, otherwise, startedWallMillis, 0) : seen;
    }
}
