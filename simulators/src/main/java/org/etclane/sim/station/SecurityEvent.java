package org.etclane.sim.station;

/**
 * Something that the station refused, or that a lane reported.
 *
 * @param lane empty when it is not known
 * @param code e.g. TLS, UNKNOWN_LANE, FRAME_TOO_LARGE, LANE_REPORT, GAP
 */
public record SecurityEvent(long atMillis, String lane, String peer, String code, String detail) {
}
