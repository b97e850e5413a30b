package org.etclane.lane.diagnostics;

import org.etclane.device.HealthEvent;

/**
 * One configured device.
 *
 * @param name  as configured: "rsu", "io"
 * @param type  "rsu-serial", "lc301"
 * @param line  "/dev/ttyS0 115200 8N1"
 * @param cause why it is not UP, else empty
 */
public record DeviceStatus(String name, String type, String line, HealthEvent.State state, long sinceWallMillis, String cause,
        LinkStatistics link) {

    /**
     * Totals since the lane started.
     *
     * @param malformed          pieces that made no frame
     * @param dropped            frames not sent because the line was down or its queue full
     * @param reconnects         how often the line was opened again
     * @param lastHeardWallMillis 0 = never
     */
    public record LinkStatistics(long framesIn, long framesOut, long bytesIn, long bytesOut, long malformed, long dropped,
            long reconnects, long lastHeardWallMillis, boolean traceOn) {
    }
}
