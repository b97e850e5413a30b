package org.etclane.sim.station;

import java.util.Set;
import org.etclane.lane.station.TlsFiles;

/**
 * @param bindAddress   address to listen on, e.g. 127.0.0.1
 * @param port          0 = any free one, see {@link StationServer#port()}
 * @param lanes         ids of the lanes that this station knows
 * @param jdbcUrl       embedded H2 or PostgreSQL
 * @param user          for the database; may be empty
 * @param password      for the database; may be empty
 * @param windowRecords records that a lane may send without an acknowledgement
 * @param heartbeatMs   at least 1000; three of them silent end a connection
 */
public record StationServerSettings(String bindAddress, int port, TlsFiles tls, Set<String> lanes, String jdbcUrl, String user,
        String password, int windowRecords, int heartbeatMs) {
    public StationServerSettings {
        lanes = Set.copyOf(lanes);
    }

    /** Loopback, any port, usual window and heartbeat. */
    public static StationServerSettings onLoopback(TlsFiles tls, Set<String> lanes, String jdbcUrl) {
        return new StationServerSettings("127.0.0.1", 0, tls, lanes, jdbcUrl, "", "", 1024, 5000);
    }

    public StationServerSettings withPort(int fixedPort) {
        return new StationServerSettings(bindAddress, fixedPort, tls, lanes, jdbcUrl, user, password, windowRecords, heartbeatMs);
    }

    @Override
    public String toString() {
        return "station on " + bindAddress + ":" + port + ", database " + jdbcUrl + ", lanes " + lanes;
    }
}
