package org.etclane.lane.journal;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.etclane.lane.core.JournalEntry;
import org.etclane.lane.core.TransactionFacts;

/**
 * The read side. A connection for each call, so any thread may read; only entries that are durable are shown, never those merely
 * committed: the station must not hear of an entry that a power cut could still take back.
 */
final class JournalReader {
    /** Transactions settled lately are few; a wall clock that was set far back must not make them the whole table. */
    private static final int MOST_RECENT = 1_000;
    private static final String COLUMNS = "SELECT seq, body, for_station FROM entry WHERE seq <= ? ";

    private final DataSource source;

    JournalReader(DataSource source) {
        this.source = source;
    }

    List<Journal.Stored> outbox(LedgerState durable, long afterSequence, int limit) {
        return query(durable, COLUMNS + "AND seq > ? AND for_station ORDER BY seq FETCH FIRST ? ROWS ONLY",
                durable.lastSequence(), Math.max(afterSequence, durable.acknowledged()), limit);
    }

    List<Journal.Stored> latest(LedgerState durable, int limit, Optional<String> filter) {
        return filter.isEmpty()
                ? query(durable, COLUMNS + "ORDER BY seq DESC FETCH FIRST ? ROWS ONLY", durable.lastSequence(), limit)
                : query(durable, COLUMNS + "AND seq IN (SELECT seq FROM entry WHERE transaction_id = ?"
                        + " UNION SELECT seq FROM entry WHERE plate = ? UNION SELECT e.seq FROM entry p JOIN entry e"
                        + " ON e.transaction_id = p.transaction_id WHERE p.plate = ?) ORDER BY seq DESC FETCH FIRST ? ROWS ONLY",
                        durable.lastSequence(), filter.get(), filter.get(), filter.get(), limit);
    }

    List<Journal.Stored> ofTransaction(LedgerState durable, String transactionId) {
        return query(durable, COLUMNS + "AND transaction_id = ? ORDER BY seq", durable.lastSequence(), transactionId);
    }

    private List<Journal.Stored> query(LedgerState durable, String sql, Object... parameters) {
        try (Connection connection = source.getConnection(); PreparedStatement select = connection.prepareStatement(sql)) {
            return rows(select, durable, parameters);
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    private static List<Journal.Stored> rows(PreparedStatement select, LedgerState durable, Object... parameters)
            throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            select.setObject(i + 1, parameters[i]);
        }
        List<Journal.Stored> found = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                long sequence = row.getLong(1);
                found.add(new Journal.Stored(sequence, JournalEntryJson.read(row.getString(2)), row.getBoolean(3),
                        sequence <= durable.acknowledged()));
            }
        }
        return found;
    }

    Journal.Recovery recover(LedgerState durable, long recentSinceWallMillis, Optional<String> setAside) {
        try (Connection connection = source.getConnection()) {
            return new Journal.Recovery(open(connection), TransactionIds.batch(durable.lastId()),
                    TransactionIds.serial(durable.lastId()), recent(connection, durable, recentSinceWallMillis),
                    durable.lastSequence(), durable.vehicleNumber(), setAside, lastMode(connection));
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    private static Optional<JournalEntry.LaneModeChanged> lastMode(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery("SELECT body FROM lane_mode")) {
            return row.next() && JournalEntryJson.read(row.getString(1)) instanceof JournalEntry.LaneModeChanged mode
                    ? Optional.of(mode) : Optional.empty();
        }
    }

    private static List<Journal.OpenTransaction> open(Connection connection) throws SQLException {
        List<Journal.OpenTransaction> open = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement("SELECT e.body, o.unknown_recorded FROM open_transaction o"
                + " JOIN entry e ON e.seq = o.intended_seq ORDER BY e.seq"); ResultSet row = select.executeQuery()) {
            while (row.next()) {
                if (JournalEntryJson.read(row.getString(1)) instanceof JournalEntry.Intended(TransactionFacts facts)) {
                    open.add(new Journal.OpenTransaction(facts, row.getBoolean(2)));
                }
            }
        }
        return open;
    }

    private static List<Journal.RecentTransaction> recent(Connection connection, LedgerState durable, long sinceWallMillis)
            throws SQLException {
        List<String> ids = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement("SELECT transaction_id FROM entry WHERE wall_millis >= ?"
                + " AND kind = 'settled' ORDER BY wall_millis DESC FETCH FIRST ? ROWS ONLY")) {
            select.setLong(1, sinceWallMillis);
            select.setInt(2, MOST_RECENT);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    ids.add(row.getString(1));
                }
            }
        }
        Collections.reverse(ids);
        List<Journal.RecentTransaction> recent = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(COLUMNS + "AND transaction_id = ? ORDER BY seq")) {
            for (String id : ids) {
                summarise(rows(select, durable, durable.lastSequence(), id)).ifPresent(recent::add);
            }
        }
        return recent;
    }

    private static Optional<Journal.RecentTransaction> summarise(List<Journal.Stored> entries) {
        boolean ended = entries.stream().anyMatch(stored -> stored.entry() instanceof JournalEntry.PassageEnded);
        return entries.stream().map(Journal.Stored::entry)
                .filter(JournalEntry.Intended.class::isInstance).map(JournalEntry.Intended.class::cast)
                .map(intended -> new Journal.RecentTransaction(intended.facts(), ended)).findFirst();
    }

    /** A consistent copy of the database while it is in use, as a zip file. */
    void backupTo(Path zip) {
        try (Connection connection = source.getConnection();
                PreparedStatement backup = connection.prepareStatement("BACKUP TO ?")) {
            backup.setString(1, zip.toAbsolutePath().toString());
            backup.execute();
        } catch (SQLException e) {
            throw new JournalException("backup to " + zip + " failed: " + FileInspection.rootCause(e), e);
        }
    }

    private static JournalException unreadable(SQLException e) {
        return new JournalException("the record store cannot be read: " + FileInspection.rootCause(e), e);
    }
}
