package org.etclane.lane.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.Optional;
import org.etclane.lane.core.JournalEntry;
import org.etclane.lane.core.LaneKind;
import org.etclane.lane.core.TransactionFacts;

/**
 * The statements of the one writing connection. Any {@link SQLException} ends this object's use: what it remembers may then
 * differ from the file, and a new one reads the truth back. Thread: whoever opens it, then the journal thread alone.
 */
final class LedgerWriter implements AutoCloseable {
    private static final String INSERT_ENTRY = "INSERT INTO entry (seq, station_no, kind, transaction_id, once_no, passage_id, plate,"
            + " vehicle_number, amount_fen, wall_millis, for_station, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private final Connection connection;
    private final PreparedStatement insertEntry;
    private final PreparedStatement findOnce;
    private final PreparedStatement findUsed;
    private final PreparedStatement insertUsed;
    private final PreparedStatement mergeMode;
    private final PreparedStatement insertOpen;
    private final PreparedStatement markUnknown;
    private final PreparedStatement deleteOpen;
    private final PreparedStatement updateWater;
    private final PreparedStatement updateAcknowledged;
    private final PreparedStatement stationNoAt;
    private final PreparedStatement checkpoint;
    private final LedgerPurge purge;
    private LedgerState state;

    LedgerWriter(Connection connection) throws SQLException {
        this.connection = connection;
        connection.setAutoCommit(false);
        state = LedgerState.read(connection);
        insertEntry = connection.prepareStatement(INSERT_ENTRY);
        findOnce = connection.prepareStatement("SELECT 1 FROM entry WHERE transaction_id = ? AND once_no = ?");
        findUsed = connection.prepareStatement("SELECT 1 FROM used_id WHERE id = ?");
        insertUsed = connection.prepareStatement("INSERT INTO used_id VALUES (?)");
        mergeMode = connection.prepareStatement("MERGE INTO lane_mode VALUES (1, ?)");
        insertOpen = connection.prepareStatement("INSERT INTO open_transaction VALUES (?, ?, FALSE)");
        markUnknown = connection.prepareStatement("UPDATE open_transaction SET unknown_recorded = TRUE WHERE transaction_id = ?");
        deleteOpen = connection.prepareStatement("DELETE FROM open_transaction WHERE transaction_id = ?");
        updateWater = connection.prepareStatement(
                "UPDATE high_water SET last_seq = ?, station_no = ?, last_id = ?, purged_id = ?, vehicle_number = ?");
        updateAcknowledged = connection.prepareStatement("UPDATE acknowledged SET seq = ?, station_no = ?");
        stationNoAt = connection.prepareStatement("SELECT station_no FROM entry WHERE seq = ?");
        checkpoint = connection.prepareStatement("CHECKPOINT SYNC");
        purge = new LedgerPurge(connection);
    }

    /** As of the last {@link #commit}, or with what has been added since. */
    LedgerState state() {
        return state;
    }

    /**
     * Adds the entry to the open group.
     *
     * @return why it is refused, when an id was used before; then nothing of it is in the group
     */
    Optional<String> insert(JournalEntry entry) throws SQLException {
        String body = JournalEntryJson.write(entry);
        EntryKind kind = EntryKind.of(entry);
        Optional<String> used = usedBefore(entry, kind);
        if (used.isPresent()) {
            return used;
        }
        EntryColumns columns = EntryColumns.of(entry);
        LedgerState next = state.with(kind.forStation(), columns.usedId(), columns.vehicleNumber());
        insertEntry.setLong(1, next.lastSequence());
        insertEntry.setLong(2, next.stationNo());
        insertEntry.setString(3, kind.storedName());
        insertEntry.setString(4, columns.transactionId());
        insertEntry.setLong(5, kind.onceNo().orElse(-next.lastSequence()));
        insertEntry.setString(6, columns.passageId());
        insertEntry.setString(7, columns.plate());
        setNullable(8, columns.vehicleNumber());
        setNullable(9, columns.amountFen());
        insertEntry.setLong(10, entry.wallMillis());
        insertEntry.setBoolean(11, kind.forStation());
        insertEntry.setString(12, body);
        insertEntry.executeUpdate();
        track(entry, next.lastSequence());
        state = next;
        return Optional.empty();
    }

    private void setNullable(int index, Long value) throws SQLException {
        if (value == null) {
            insertEntry.setNull(index, Types.BIGINT);
        } else {
            insertEntry.setLong(index, value);
        }
    }

    private Optional<String> usedBefore(JournalEntry entry, EntryKind kind) throws SQLException {
        if (!(entry instanceof JournalEntry.OfTransaction of) || kind.onceNo().isEmpty()) {
            return Optional.empty();
        }
        findOnce.setString(1, of.transactionId());
        findOnce.setLong(2, kind.onceNo().getAsLong());
        if (found(findOnce)) {
            return Optional.of("transaction " + of.transactionId() + " already has its " + kind.storedName());
        }
        if (!(entry instanceof JournalEntry.Intended(TransactionFacts facts))) {
            return Optional.empty();
        }
        Optional<String> batchAndSerial = TransactionIds.batchAndSerial(facts.transactionId());
        boolean gone = batchAndSerial.isPresent() ? batchAndSerial.get().compareTo(state.purgedId()) <= 0
                : used(facts.transactionId());
        if (gone) {
            return Optional.of("transaction id " + facts.transactionId() + " is not after " + state.purgedId()
                    + ", up to where ids were used and their entries removed");
        }
        return facts.kind() == LaneKind.ENTRY && used(facts.passageId())
                ? Optional.of("passage id " + facts.passageId() + " was used before") : Optional.empty();
    }

    private boolean used(String id) throws SQLException {
        findUsed.setString(1, id);
        return found(findUsed);
    }

    private static boolean found(PreparedStatement query) throws SQLException {
        try (ResultSet row = query.executeQuery()) {
            return row.next();
        }
    }

    private void track(JournalEntry entry, long sequence) throws SQLException {
        switch (entry) {
            case JournalEntry.Intended(TransactionFacts facts) -> {
                insertOpen.setString(1, facts.transactionId());
                insertOpen.setLong(2, sequence);
                insertOpen.executeUpdate();
                if (facts.kind() == LaneKind.ENTRY) {
                    insertUsed.setString(1, facts.passageId());
                    insertUsed.executeUpdate();
                }
            }
            case JournalEntry.OutcomeUnknown unknown -> execute(markUnknown, unknown.transactionId());
            case JournalEntry.Settled settled -> execute(deleteOpen, settled.transactionId());
            case JournalEntry.NotDebited notDebited -> execute(deleteOpen, notDebited.transactionId());
            case JournalEntry.Reconciliation reconciliation -> execute(deleteOpen, reconciliation.transactionId());
            case JournalEntry.LaneModeChanged mode -> {
                mergeMode.setString(1, JournalEntryJson.write(mode));
                mergeMode.executeUpdate();
            }
            case JournalEntry.Refused _, JournalEntry.PassageEnded _, JournalEntry.WeightUnpaired _, JournalEntry.ArmMoved _,
                 JournalEntry.AlarmChanged _, JournalEntry.ParametersActivated _ -> { }
        }
    }

    private static void execute(PreparedStatement statement, String transactionId) throws SQLException {
        statement.setString(1, transactionId);
        statement.executeUpdate();
    }

    /** Moves the mark of the station forward; never back. */
    void acknowledge(long sequence) throws SQLException {
        if (sequence <= state.acknowledged()) {
            return;
        }
        stationNoAt.setLong(1, sequence);
        try (ResultSet row = stationNoAt.executeQuery()) {
            if (!row.next()) {
                throw new SQLException("entry " + sequence + " is acknowledged and not there");
            }
            state = state.acknowledgedTo(sequence, row.getLong(1));
        }
        updateAcknowledged.setLong(1, state.acknowledged());
        updateAcknowledged.setLong(2, state.acknowledgedStationNo());
        updateAcknowledged.executeUpdate();
    }

    /** Removes up to {@code limit} acknowledged entries from before the given time; those of open transactions stay. */
    int purge(long beforeWallMillis, int limit) throws SQLException {
        LedgerPurge.Removed removed = purge.remove(beforeWallMillis, state.acknowledged(), limit);
        state = state.purgedTo(removed.highestId());
        return removed.count();
    }

    /**
     * Commits the group and brings it to the disk.
     *
     * @return how long the commit and the sync took
     */
    long commit() throws SQLException {
        updateWater.setLong(1, state.lastSequence());
        updateWater.setLong(2, state.stationNo());
        updateWater.setString(3, state.lastId());
        updateWater.setString(4, state.purgedId());
        updateWater.setLong(5, state.vehicleNumber());
        updateWater.executeUpdate();
        long from = System.nanoTime();
        connection.commit();
        checkpoint.execute();
        return System.nanoTime() - from;
    }

    /** Drops the group that was begun. */
    void abandon() throws SQLException {
        connection.rollback();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    /** After a failure: lets go of the file without writing another byte. */
    void closeAtOnce() {
        closeAtOnce(connection);
    }

    static void closeAtOnce(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SHUTDOWN IMMEDIATELY");
        } catch (SQLException expected) {
            // the database has mostly closed itself by then; there is nothing left to tell beyond the failure already reported
        }
    }
}
