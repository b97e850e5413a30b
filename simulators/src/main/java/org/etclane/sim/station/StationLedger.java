package org.etclane.sim.station;

import com.google.protobuf.InvalidProtocolBufferException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.etclane.lane.station.v1.Record;

/** Reads the station's ledger, with a connection of its own for each question. Blocking; any thread but the event loop. */
public final class StationLedger {
    private final String url;
    private final String user;
    private final String password;

    public StationLedger(String url, String user, String password) {
        this.url = url;
        this.user = user;
        this.password = password;
    }

    /** @param redelivered counted by the server, not in the database */
    public LedgerSummary summary(long redelivered) {
        return ask(db -> new LedgerSummary(number(db, "SELECT COUNT(*) FROM lane_record"),
                number(db, "SELECT COUNT(*) FROM toll_transaction"), states(db, LedgerRow.State.SETTLED),
                number(db, "SELECT COALESCE(SUM(amount_fen), 0) FROM toll_transaction WHERE state = 'SETTLED' AND kind = 'EXIT'"),
                states(db, LedgerRow.State.NOT_DEBITED), states(db, LedgerRow.State.UNKNOWN),
                states(db, LedgerRow.State.RECONCILIATION), number(db, "SELECT COUNT(*) FROM conflict_record"), redelivered,
                tacs(db, LedgerRow.TacState.GOOD), tacs(db, LedgerRow.TacState.BAD), tacs(db, LedgerRow.TacState.MISSING),
                number(db, "SELECT COUNT(*) FROM security_event")));
    }

    /** Every transaction, in the order of lane, ledger and sequence. */
    public List<LedgerRow> transactions() {
        return ask(db -> {
            List<LedgerRow> rows = new ArrayList<>();
            try (PreparedStatement select = db.prepareStatement("SELECT transaction_id, lane, ledger, sequence, kind, state, "
                    + "passage_id, card_number, card_serial, amount_fen, balance_after_fen, terminal, terminal_serial, tac, "
                    + "tac_state FROM toll_transaction ORDER BY lane, ledger, sequence");
                    ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    rows.add(new LedgerRow(found.getString(1), found.getString(2), found.getString(3), found.getLong(4),
                            LedgerRow.Kind.valueOf(found.getString(5)), LedgerRow.State.valueOf(found.getString(6)),
                            found.getString(7), found.getString(8), found.getInt(9), found.getLong(10), found.getLong(11),
                            found.getString(12), found.getLong(13), found.getString(14),
                            LedgerRow.TacState.valueOf(found.getString(15))));
                }
            }
            return rows;
        });
    }

    /** What a lane has labelled with this wall time or a later one, in the order of its records. */
    public List<Record> records(String lane, long sinceWallMillis) {
        return ask(db -> {
            List<Record> records = new ArrayList<>();
            try (PreparedStatement select = db.prepareStatement(
                    "SELECT body FROM lane_record WHERE lane = ? AND wall_millis >= ? ORDER BY ledger, sequence")) {
                select.setString(1, lane);
                select.setLong(2, sinceWallMillis);
                try (ResultSet found = select.executeQuery()) {
                    while (found.next()) {
                        records.add(Record.parseFrom(found.getBytes(1)));
                    }
                }
            } catch (InvalidProtocolBufferException damaged) {
                throw new IllegalStateException("a record of lane " + lane + " in the station's database is damaged", damaged);
            }
            return records;
        });
    }

    /** Sequences stored of one ledger, ascending. */
    public List<Long> sequences(String lane, String ledger) {
        return ask(db -> {
            List<Long> sequences = new ArrayList<>();
            try (PreparedStatement select = db.prepareStatement(
                    "SELECT sequence FROM lane_record WHERE lane = ? AND ledger = ? ORDER BY sequence")) {
                select.setString(1, lane);
                select.setString(2, ledger);
                try (ResultSet found = select.executeQuery()) {
                    while (found.next()) {
                        sequences.add(found.getLong(1));
                    }
                }
            }
            return sequences;
        });
    }

    /** In the order in which they were seen. */
    public List<SecurityEvent> securityEvents() {
        return ask(db -> {
            List<SecurityEvent> events = new ArrayList<>();
            try (PreparedStatement select = db.prepareStatement(
                    "SELECT at_millis, lane, peer, code, detail FROM security_event ORDER BY id");
                    ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    events.add(new SecurityEvent(found.getLong(1), found.getString(2), found.getString(3), found.getString(4),
                            found.getString(5)));
                }
            }
            return events;
        });
    }

    private static long states(Connection db, LedgerRow.State state) throws SQLException {
        return number(db, "SELECT COUNT(*) FROM toll_transaction WHERE state = '" + state + "'");
    }

    private static long tacs(Connection db, LedgerRow.TacState state) throws SQLException {
        return number(db, "SELECT COUNT(*) FROM toll_transaction WHERE tac_state = '" + state + "'");
    }

    private static long number(Connection db, String sql) throws SQLException {
        try (PreparedStatement select = db.prepareStatement(sql); ResultSet found = select.executeQuery()) {
            found.next();
            return found.getLong(1);
        }
    }

    @FunctionalInterface
    private interface Question<T> {
        T ask(Connection db) throws SQLException;
    }

    private <T> T ask(Question<T> question) {
        try (Connection db = StationStore.connect(url, user, password)) {
            return question.ask(db);
        } catch (SQLException failed) {
            throw new StoreFailure(failed);
        }
    }
}
