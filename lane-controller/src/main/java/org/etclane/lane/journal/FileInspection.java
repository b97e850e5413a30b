package org.etclane.lane.journal;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.h2.api.ErrorCode;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;

/**
 * Looks at a database file without changing it, before it is opened for writing, and judges whether it is whole. Checked: it
 * opens; there is one ledger row; it is the ledger that the mark names and reaches as far as the mark; the entries not yet
 * acknowledged are there without a gap and, the last 5,000 of them, readable page by page; every open transaction has its intent.
 */
final class FileInspection {
    private static final int READ_THROUGH = 5_000;

    private FileInspection() {
    }

    sealed interface Finding {
    }

    /** @param schema at most {@link JournalDatabase#SCHEMA} */
    record Whole(int schema, String ledgerId) implements Finding {
    }

    record Damaged(String cause) implements Finding {
    }

    record Locked(String reason) implements Finding {
    }

    record Newer(int schema) implements Finding {
    }

    static Finding inspect(JournalDatabase database, Path file, Optional<LedgerMark> mark) {
        try (Connection connection = database.readOnly(file).getConnection(); Statement statement = connection.createStatement()) {
            int schema = (int) number(statement,
                    "SELECT COALESCE(MAX(CAST(\"version\" AS INT)), 0) FROM \"flyway_schema_history\" WHERE \"success\"");
            if (schema > JournalDatabase.SCHEMA) {
                return new Newer(schema);
            }
            return schema < 1 ? new Damaged("there is no schema in it") : judge(statement, schema, mark);
        } catch (SQLException e) {
            return isLock(e) ? new Locked(e.getMessage()) : new Damaged(rootCause(e));
        } catch (MVStoreException | IllegalStateException | ArrayIndexOutOfBoundsException e) {
            // H2 lets these through on some kinds of garbage
            return new Damaged(e.toString());
        }
    }

    private static Finding judge(Statement statement, int schema, Optional<LedgerMark> mark) throws SQLException {
        if (number(statement, "SELECT COUNT(*) FROM ledger") != 1) {
            return new Damaged("it has no ledger identity");
        }
        String ledgerId = text(statement, "SELECT CAST(uuid AS VARCHAR) FROM ledger");
        if (mark.isPresent() && !mark.get().ledgerId().equals(ledgerId)) {
            return new Damaged("it is ledger " + ledgerId + ", the mark beside it belongs to ledger " + mark.get().ledgerId());
        }
        long highest = number(statement, "SELECT COALESCE(MAX(seq), 0) FROM entry");
        long acknowledged = number(statement, "SELECT seq FROM acknowledged");
        long last = schema == 1 ? highest : number(statement, "SELECT last_seq FROM high_water");
        if (mark.isPresent() && mark.get().sequence() > last) {
            return new Damaged("entries up to " + mark.get().sequence() + " were on the disk, the file ends at " + last);
        }
        if (acknowledged > last || highest > last || last > acknowledged && highest != last) {
            return new Damaged("entries end at " + highest + ", should end at " + last + ", acknowledged " + acknowledged);
        }
        long from = Math.max(acknowledged, last - READ_THROUGH);
        long there = number(statement, "SELECT COUNT(*) FROM entry WHERE CHAR_LENGTH(body) > 0 AND seq > " + from);
        if (there != last - from) {
            return new Damaged((last - from - there) + " entries missing between " + from + " and " + last);
        }
        long lost = number(statement, "SELECT COUNT(*) FROM open_transaction o LEFT JOIN entry e ON e.seq = o.intended_seq"
                + " AND e.transaction_id = o.transaction_id WHERE e.body IS NULL");
        return lost > 0 ? new Damaged(lost + " open transactions without their intent") : new Whole(schema, ledgerId);
    }

    private static boolean isLock(SQLException e) {
        if (e.getErrorCode() == ErrorCode.DATABASE_ALREADY_OPEN_1) {
            return true;
        }
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof MVStoreException store && store.getErrorCode() == DataUtils.ERROR_FILE_LOCKED) {
                return true;
            }
        }
        return false;
    }

    static String rootCause(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        return message == null ? cause.toString() : message.lines().findFirst().orElse("");
    }

    private static long number(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            return row.next() ? row.getLong(1) : -1;
        }
    }

    private static String text(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }
}
