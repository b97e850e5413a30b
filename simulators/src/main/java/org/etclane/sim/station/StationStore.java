package org.etclane.sim.station;

import com.google.protobuf.InvalidProtocolBufferException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etclane.lane.station.v1.Record;
import org.etclane.lane.station.v1.RecordStatus;

/**
 * Writes the station's ledger. When {@link #save} returns, the records are on disk: on H2 the commit is followed by
 * {@code CHECKPOINT SYNC}, because its commit alone does not survive a power cut; PostgreSQL's commit does. A failed call stores
 * nothing and the next one opens the database again. One thread ("station-store").
 */
final class StationStore implements AutoCloseable {
    private static final int MAX_DETAIL = 1000;
    private static final int MAX_REASON = 400;
    private static final int MAX_NAME = 64;
    private static final int MAX_CODE = 32;
    private static final int MAX_TAC = 16;

    private final String url;
    private final String user;
    private final String password;
    private final LedgerRows rows;
    private Connection connection;

    StationStore(String url, String user, String password, TacCheck tacCheck) {
        this.url = url;
        this.user = user;
        this.password = password;
        this.rows = new LedgerRows(tacCheck);
    }

    /** A fresh connection for readers, who close it. */
    static Connection connect(String url, String user, String password) throws SQLException {
        return user.isEmpty() && password.isEmpty() ? DriverManager.getConnection(url)
                : DriverManager.getConnection(url, user, password);
    }

    /** Opens the database and makes the tables when they are missing. */
    void open() {
        inTransaction(db -> null);
    }

    /** Highest sequence stored of this ledger, kept-aside ones included; 0 when none. */
    long lastSequence(String lane, String ledger) {
        return inTransaction(db -> Math.max(max(db, "lane_record", lane, ledger), max(db, "conflict_record", lane, ledger)));
    }

    /** Stores what is new, in one transaction; the answers are in the order of the records. */
    List<RecordStatus> save(String lane, String ledger, List<Record> records, long receivedMillis) {
        return inTransaction(db -> {
            Map<Long, byte[]> known = bodies(db, lane, ledger, records);
            List<RecordStatus> statuses = new ArrayList<>(records.size());
            for (Record record : records) {
                statuses.add(saveOne(db, lane, ledger, record, known.get(record.getSequence()), receivedMillis));
            }
            return statuses;
        });
    }

    void securityEvent(SecurityEvent event) {
        inTransaction(db -> {
            try (PreparedStatement insert = db.prepareStatement(
                    "INSERT INTO security_event (at_millis, lane, peer, code, detail) VALUES (?, ?, ?, ?, ?)")) {
                insert.setLong(1, event.atMillis());
                insert.setString(2, cut(event.lane(), MAX_NAME));
                insert.setString(3, cut(event.peer(), MAX_NAME));
                insert.setString(4, event.code());
                insert.setString(5, cut(event.detail(), MAX_DETAIL));
                return insert.executeUpdate();
            }
        });
    }

    private RecordStatus saveOne(Connection db, String lane, String ledger, Record record, byte[] known, long receivedMillis)
            throws SQLException {
        byte[] body = record.toByteArray();
        if (known != null) {
            return same(known, record, body) ? RecordStatus.EXISTS
                    : keepAside(db, lane, ledger, record, body, "another record has this sequence", receivedMillis);
        }
        Optional<LedgerRow> row = rows.row(lane, ledger, record);
        if (row.isPresent()) {
            Optional<String> refusal = outcome(db, row.get());
            if (refusal.isPresent()) {
                return keepAside(db, lane, ledger, record, body, refusal.get(), receivedMillis);
            }
        }
        try (PreparedStatement insert = db.prepareStatement("INSERT INTO lane_record (lane, ledger, sequence, kind, "
                + "transaction_id, wall_millis, received_millis, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, lane);
            insert.setString(2, ledger);
            insert.setLong(3, record.getSequence());
            insert.setString(4, record.getEntryCase().name());
            insert.setString(5, row.map(LedgerRow::transactionId).orElse(null));
            insert.setLong(6, record.getWallMillis());
            insert.setLong(7, receivedMillis);
            insert.setBytes(8, body);
            insert.executeUpdate();
        }
        return RecordStatus.CREATED;
    }

    /** Enters the outcome of a transaction; says why not when it already has a final one. */
    private static Optional<String> outcome(Connection db, LedgerRow row) throws SQLException {
        if (!row.transactionId().equals(cut(row.transactionId(), MAX_NAME)) || row.transactionId().isEmpty()) {
            return Optional.of("transaction id of a wrong shape");
        }
        try (PreparedStatement find = db.prepareStatement(
                "SELECT lane, ledger, sequence, state FROM toll_transaction WHERE transaction_id = ?")) {
            find.setString(1, row.transactionId());
            try (ResultSet found = find.executeQuery()) {
                if (!found.next()) {
                    write(db, "INSERT INTO toll_transaction (lane, ledger, sequence, kind, state, passage_id, card_number, "
                            + "card_serial, amount_fen, balance_after_fen, terminal, terminal_serial, tac, tac_state, "
                            + "transaction_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row);
                    return Optional.empty();
                }
                boolean resolves = found.getString(4).equals(LedgerRow.State.UNKNOWN.name())
                        && row.state() != LedgerRow.State.UNKNOWN && found.getString(1).equals(row.laneId())
                        && found.getString(2).equals(row.ledgerId());
                if (!resolves) {
                    return Optional.of("transaction " + row.transactionId() + " is already " + found.getString(4) + " by record "
                            + found.getLong(3) + " of lane " + found.getString(1));
                }
            }
        }
        write(db, "UPDATE toll_transaction SET lane = ?, ledger = ?, sequence = ?, kind = ?, state = ?, passage_id = ?, "
                + "card_number = ?, card_serial = ?, amount_fen = ?, balance_after_fen = ?, terminal = ?, terminal_serial = ?, "
                + "tac = ?, tac_state = ? WHERE transaction_id = ?", row);
        return Optional.empty();
    }

    private static void write(Connection db, String sql, LedgerRow row) throws SQLException {
        try (PreparedStatement statement = db.prepareStatement(sql)) {
            statement.setString(1, row.laneId());
            statement.setString(2, row.ledgerId());
            statement.setLong(3, row.sequence());
            statement.setString(4, row.kind().name());
            statement.setString(5, row.state().name());
            statement.setString(6, cut(row.passageId(), MAX_NAME));
            statement.setString(7, cut(row.cardNumber(), MAX_CODE));
            statement.setInt(8, row.cardSerial());
            statement.setLong(9, row.amountFen());
            statement.setLong(10, row.balanceAfterFen());
            statement.setString(11, cut(row.terminal(), MAX_CODE));
            statement.setLong(12, row.terminalSerial());
            statement.setString(13, cut(row.tac(), MAX_TAC));
            statement.setString(14, row.tacState().name());
            statement.setString(15, row.transactionId());
            statement.executeUpdate();
        }
    }

    /** The same bad record may come again after a lost acknowledgement: it is kept once. */
    private static RecordStatus keepAside(Connection db, String lane, String ledger, Record record, byte[] body, String reason,
            long receivedMillis) throws SQLException {
        try (PreparedStatement find = db.prepareStatement(
                "SELECT body FROM conflict_record WHERE lane = ? AND ledger = ? AND sequence = ?")) {
            find.setString(1, lane);
            find.setString(2, ledger);
            find.setLong(3, record.getSequence());
            try (ResultSet found = find.executeQuery()) {
                while (found.next()) {
                    if (same(found.getBytes(1), record, body)) {
                        return RecordStatus.CONFLICT;
                    }
                }
            }
        }
        try (PreparedStatement insert = db.prepareStatement("INSERT INTO conflict_record (lane, ledger, sequence, reason, "
                + "received_millis, body) VALUES (?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, lane);
            insert.setString(2, ledger);
            insert.setLong(3, record.getSequence());
            insert.setString(4, cut(reason, MAX_REASON));
            insert.setLong(5, receivedMillis);
            insert.setBytes(6, body);
            insert.executeUpdate();
        }
        return RecordStatus.CONFLICT;
    }

    private static Map<Long, byte[]> bodies(Connection db, String lane, String ledger, List<Record> records)
            throws SQLException {
        Map<Long, byte[]> bodies = new HashMap<>();
        try (PreparedStatement find = db.prepareStatement("SELECT sequence, body FROM lane_record WHERE lane = ? AND ledger = ? "
                + "AND sequence BETWEEN ? AND ?")) {
            find.setString(1, lane);
            find.setString(2, ledger);
            find.setLong(3, records.getFirst().getSequence());
            find.setLong(4, records.getLast().getSequence());
            try (ResultSet found = find.executeQuery()) {
                while (found.next()) {
                    bodies.put(found.getLong(1), found.getBytes(2));
                }
            }
        }
        return bodies;
    }

    private static boolean same(byte[] known, Record record, byte[] body) {
        try {
            // maps may be serialised in another order: equal messages are the same record, too
            return Arrays.equals(known, body) || Record.parseFrom(known).equals(record);
        } catch (InvalidProtocolBufferException damaged) {
            return false;
        }
    }

    private static long max(Connection db, String table, String lane, String ledger) throws SQLException {
        try (PreparedStatement find = db.prepareStatement(
                "SELECT COALESCE(MAX(sequence), 0) FROM " + table + " WHERE lane = ? AND ledger = ?")) {
            find.setString(1, lane);
            find.setString(2, ledger);
            try (ResultSet found = find.executeQuery()) {
                found.next();
                return found.getLong(1);
            }
        }
    }

    private static String cut(String text, int length) {
        // PostgreSQL takes no NUL in text
        String clean = text.replace('\0', '?');
        return clean.length() <= length ? clean : clean.substring(0, length);
    }

    @FunctionalInterface
    private interface Work<T> {
        T on(Connection db) throws SQLException;
    }

    private <T> T inTransaction(Work<T> work) {
        try {
            if (connection == null) {
                connection = opened();
            }
            T result = work.on(connection);
            connection.commit();
            if (url.startsWith("jdbc:h2:") && !url.startsWith("jdbc:h2:mem:")) {
                try (Statement sync = connection.createStatement()) {
                    sync.execute("CHECKPOINT SYNC");
                }
            }
            return result;
        } catch (SQLException failed) {
            close();
            throw new StoreFailure(failed);
        }
    }

    private Connection opened() throws SQLException {
        Connection fresh = connect(url, user, password);
        try (Statement statement = fresh.createStatement()) {
            for (String table : StationSchema.TABLES) {
                statement.execute(table);
            }
            if (url.startsWith("jdbc:h2:")) {
                statement.execute("SET WRITE_DELAY 0");
            }
            fresh.setAutoCommit(false);
            return fresh;
        } catch (SQLException failed) {
            fresh.close();
            throw failed;
        }
    }

    /** An open transaction is rolled back. */
    @Override
    public void close() {
        if (connection != null) {
            try (Connection closing = connection) {
                connection = null;
                closing.rollback();
            } catch (SQLException alreadyBroken) {
                // the connection was unusable: the database has rolled back by itself
                connection = null;
            }
        }
    }
}
