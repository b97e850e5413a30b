package org.etclane.lane.journal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * The counters of the ledger.
 *
 * @param lastSequence          highest sequence number, 0 when none
 * @param stationNo             how many entries for the station there have been
 * @param lastId                highest batch and serial of a transaction id, or empty
 * @param purgedId              the same among the removed entries
 * @param vehicleNumber         highest vehicle number
 * @param acknowledged          the station has everything up to this sequence
 * @param acknowledgedStationNo how many entries for the station that is
 */
record LedgerState(String ledgerId, long lastSequence, long stationNo, String lastId, String purgedId, long vehicleNumber,
        long acknowledged, long acknowledgedStationNo) {

    static LedgerState read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(
                "SELECT CAST(l.uuid AS VARCHAR), h.last_seq, h.station_no, h.last_id, h.purged_id, h.vehicle_number, a.seq,"
                        + " a.station_no FROM ledger l, high_water h, acknowledged a")) {
            if (!row.next()) {
                throw new SQLException("the ledger has no counters");
            }
            return new LedgerState(row.getString(1), row.getLong(2), row.getLong(3), row.getString(4), row.getString(5),
                    row.getLong(6), row.getLong(7), row.getLong(8));
        }
    }

    LedgerState with(boolean forStation, Optional<String> usedId, Long vehicle) {
        return new LedgerState(ledgerId, lastSequence + 1, stationNo + (forStation ? 1 : 0),
                usedId.map(id -> TransactionIds.higher(lastId, id)).orElse(lastId), purgedId,
                vehicle == null ? vehicleNumber : Math.max(vehicleNumber, vehicle), acknowledged, acknowledgedStationNo);
    }

    LedgerState acknowledgedTo(long sequence, long stationNoThere) {
        return new LedgerState(ledgerId, lastSequence, stationNo, lastId, purgedId, vehicleNumber, sequence, stationNoThere);
    }

    LedgerState purgedTo(String id) {
        return new LedgerState(ledgerId, lastSequence, stationNo, lastId, TransactionIds.higher(purgedId, id), vehicleNumber,
                acknowledged, acknowledgedStationNo);
    }

    LedgerMark mark() {
        return new LedgerMark(ledgerId, lastSequence, lastId, vehicleNumber);
    }

    long pendingForStation() {
        return stationNo - acknowledgedStationNo;
    }
}
