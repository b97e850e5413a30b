package org.etclane.lane.station;

/**
 * How the lane reaches its station.
 *
 * @param host             name or address to connect to
 * @param port             1–65535
 * @param serverName       name that the station's certificate must carry; usually the host
 * @param laneId           21 characters, the name in the lane's own certificate
 * @param softwareVersion  free text for the station
 * @param windowRecords    records sent without an acknowledgement, at most; the station may allow fewer
 * @param uploadRecords    records per upload, 1–{@value #MAX_UPLOAD_RECORDS}
 * @param heartbeatMs      time between heartbeats; the station may ask for less
 * @param backOffMinMs     first wait after a failure
 * @param backOffMaxMs     longest wait
 * @param connectTimeoutMs for TCP; as long again for TLS, and for the station's consent
 * @param outboxPollMs     how often the journal is asked when nobody says that there is something new; a safety net
 */
public record StationLinkSettings(String host, int port, String serverName, String laneId, String softwareVersion, TlsFiles tls,
        int windowRecords, int uploadRecords, int heartbeatMs, int backOffMinMs, int backOffMaxMs, int connectTimeoutMs,
        int outboxPollMs) {
    public static final int MAX_UPLOAD_RECORDS = 256;

    public StationLinkSettings {
        require(port >= 1 && port <= 65535, "port 1-65535", port);
        require(windowRecords >= 1, "windowRecords at least 1", windowRecords);
        require(uploadRecords >= 1 && uploadRecords <= MAX_UPLOAD_RECORDS, "uploadRecords 1-256", uploadRecords);
        require(heartbeatMs >= 100, "heartbeatMs at least 100", heartbeatMs);
        require(backOffMinMs >= 1 && backOffMinMs <= backOffMaxMs, "backOffMinMs 1-backOffMaxMs", backOffMinMs);
        require(connectTimeoutMs >= 100, "connectTimeoutMs at least 100", connectTimeoutMs);
        require(outboxPollMs >= 50, "outboxPollMs at least 50", outboxPollMs);
    }

    /** Everything that a province does not prescribe. */
    public static StationLinkSettings defaults(String host, int port, String laneId, String softwareVersion, TlsFiles tls) {
        return new StationLinkSettings(host, port, host, laneId, softwareVersion, tls, 512, 64, 5000, 500, 60_000, 5000, 1000);
    }

    private static void require(boolean good, String rule, int value) {
        if (!good) {
            throw new IllegalArgumentException(rule + ", not " + value);
        }
    }
}
