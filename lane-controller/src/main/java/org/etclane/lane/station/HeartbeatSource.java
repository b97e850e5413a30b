package org.etclane.lane.station;

import java.util.List;

/** Where the heartbeat's content comes from. Called on the event loop: must return a ready snapshot at once. */
@FunctionalInterface
public interface HeartbeatSource {
    Content current();

    /** @param alarms names of the active alarms */
    record Content(String laneMode, List<Device> devices, List<Parameter> parameters, List<String> alarms) {
        public static final Content EMPTY = new Content("", List.of(), List.of(), List.of());

        public Content {
            devices = List.copyOf(devices);
            parameters = List.copyOf(parameters);
            alarms = List.copyOf(alarms);
        }
    }

    /** @param state UP, DEGRADED or DOWN */
    record Device(String name, String state, String cause) {
    }

    /** A parameter set that the lane holds. @param sha256 of its manifest */
    record Parameter(String version, long effectiveAtMillis, String sha256, boolean inForce) {
    }
}
