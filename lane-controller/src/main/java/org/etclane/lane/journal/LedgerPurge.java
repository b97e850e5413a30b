package org.etclane.lane.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Removes old acknowledged entries in small batches, keeping what makes their ids unusable for ever. */
final class LedgerPurge {
    private final PreparedStatement lowest;
    private final PreparedStatement find;
    private final PreparedStatement delete;
    private final PreparedStatement keepId;

    LedgerPurge(Connection connection) throws SQLException {
        lowest = connection.prepareStatement("SELECT MIN(seq) FROM entry");
        find = connection.prepareStatement("SELECT seq, transaction_id, kind FROM entry WHERE wall_millis < ? AND seq <= ?"
                + " AND (transaction_id IS NULL OR NOT EXISTS"
                + " (SELECT 1 FROM open_transaction o WHERE o.transaction_id = entry.transaction_id))"
                + " ORDER BY wall_millis FETCH FIRST ? ROWS ONLY");
        delete = connection.prepareStatement("DELETE FROM entry WHERE seq = ?");
        keepId = connection.prepareStatement("MERGE INTO used_id VALUES (?)");
    }

    /** @param highestId highest batch and serial among them, or empty */
    record Removed(int count, String highestId) {
    }

    Removed remove(long beforeWallMillis, long upToSequence, int limit) throws SQLException {
        if (nothingUpTo(upToSequence)) {
            return new Removed(0, "");
        }
        find.setLong(1, beforeWallMillis);
        find.setLong(2, upToSequence);
        find.setInt(3, limit);
        List<Long> sequences = new ArrayList<>();
        String highest = "";
        try (ResultSet row = find.executeQuery()) {
            while (row.next()) {
                sequences.add(row.getLong(1));
                if (EntryKind.named(row.getString(3)) == EntryKind.INTENDED) {
                    highest = keep(row.getString(2), highest);
                }
            }
        }
        for (long sequence : sequences) {
            delete.setLong(1, sequence);
            delete.executeUpdate();
        }
        return new Removed(sequences.size(), highest);
    }

    /** Spares a lane without a station for weeks the search through its old unacknowledged entries. */
    private boolean nothingUpTo(long upToSequence) throws SQLException {
        try (ResultSet row = lowest.executeQuery()) {
            return !row.next() || row.getLong(1) > upToSequence;
        }
    }

    private String keep(String transactionId, String highest) throws SQLException {
        Optional<String> batchAndSerial = TransactionIds.batchAndSerial(transactionId);
        if (batchAndSerial.isPresent()) {
            return TransactionIds.higher(batchAndSerial.get(), highest);
        }
        keepId.setString(1, transactionId);
        keepId.executeUpdate();
        return highest;
    }
}
