package org.etclane.lane.diagnostics;

import java.util.Optional;
import org.etclane.device.HealthEvent;

/**
 * One configured device.
 *
 * @param name   as configured: "rsu", "io"
 * @param type   "rsu-serial", "lc301"
 * @param line   "/dev/ttyS0 115200 8N1"
 * @param sinceWallMillis when the state began
 * @param cause  why it is not UP, else empty
 * @param faults how often it has ceased to be UP since the lane started
 * @param dump   file with what went over its line before the last fault, see FaultDumps; empty when there is none
 */
public record DeviceStatus(String name, String type, String line, HealthEvent.State state, long sinceWallMillis, String cause,
        long faults, Optional<String> dump, LinkStatistics link) {

    /**
     * Totals since the lane started.
     *
     * @param malformed          pieces that made no frame
     * @param dropped            frames not sent because the line was down or its queue full
     * @param reconnects         how often the line was opened again
     * @param lastHeardWallMillis 0 = never
     * @param traceOn            more is kept of its line than the last bytes
     */
    public record LinkStatistics(long framesIn, long framesOut, long bytesIn, long bytesOut, long malformed, long dropped,
            long reconnects, long lastHeardWallMillis, boolean traceOn) {
    }
}
