package org.etclane.lane.journal;

import static org.etclane.lane.journal.Opening.append;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ledger of 400,000 entries that the station has not had: opening and recovering must not walk through all of it. */
class JournalScaleIT {
    private static final int ROWS = 400_000;
    private static final Pattern SCANNED = Pattern.compile("scanCount: (\\d+)");

    @TempDir
    Path dir;

    @Test
    void openingAndRecoveringDoNotScanTheLedger() throws SQLException {
        Events events = new Events();
        try (Journal journal = Opening.open(dir, events)) {
            append(journal, 1, Samples.intended(1));
            append(journal, 2, Samples.settled(1));
            events.untilDurable(2);
        }
        fill(new JournalFiles(dir).database());
        long from = System.nanoTime();
        try (Journal journal = Opening.open(dir, events)) {
            long opened = System.nanoTime();
            Journal.Recovery recovery = journal.recover(Samples.WALL + ROWS - 500);
            long recovered = System.nanoTime();
            List<Journal.Stored> next = journal.outbox(0, 100);
            long read = System.nanoTime();
            System.out.printf("%d entries: open %d ms, recover %d ms, outbox %d ms%n", ROWS, (opened - from) / 1_000_000,
                    (recovered - opened) / 1_000_000, (read - recovered) / 1_000_000);
            assertEquals(ROWS, recovery.lastSequence());
            assertEquals(1, recovery.recent().size());
            assertEquals(100, next.size());
            append(journal, 3, Samples.arm(1));
            events.untilDurable(3);
            assertEquals(ROWS + 1, journal.latest(1, Optional.empty()).getFirst().sequence());
        }
        try (Connection connection = new JournalDatabase("file:", 1024).writable(new JournalFiles(dir).database()).getConnection();
                Statement statement = connection.createStatement()) {
            for (String query : List.of(
                    "SELECT transaction_id FROM entry WHERE wall_millis >= " + (Samples.WALL + ROWS - 500)
                            + " AND kind = 'settled' ORDER BY wall_millis DESC FETCH FIRST 1000 ROWS ONLY",
                    "SELECT e.body FROM open_transaction o JOIN entry e ON e.seq = o.intended_seq ORDER BY e.seq",
                    "SELECT seq FROM entry WHERE seq <= 400001 AND seq > 1000 AND for_station ORDER BY seq FETCH FIRST 100 ROWS ONLY",
                    "SELECT seq FROM entry WHERE seq <= 400001 ORDER BY seq DESC FETCH FIRST 100 ROWS ONLY",
                    "SELECT seq FROM entry WHERE seq <= 400001 AND transaction_id = '" + Samples.id(1) + "' ORDER BY seq",
                    "SELECT COALESCE(MAX(seq), 0) FROM entry")) {
                assertTrue(scanned(statement, query) < 3_000, query + " scans " + scanned(statement, query));
            }
        }
    }

    /** Made inside the database: copies of one entry under running numbers, the very last one being of today. */
    private static void fill(Path file) throws SQLException {
        try (Connection connection = new JournalDatabase("file:", 8192).writable(file).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO entry (seq, station_no, kind, once_no, wall_millis, for_station, body)"
                    + " SELECT x, x - 1, 'arm-moved', -x, " + Samples.WALL + " + x, TRUE, '" + JournalEntryJson.write(Samples.arm(1))
                    + "' FROM SYSTEM_RANGE(3, " + ROWS + ")");
            statement.execute("UPDATE entry SET wall_millis = " + (Samples.WALL + ROWS - 100) + " WHERE seq = 2");
            statement.execute("UPDATE high_water SET last_seq = " + ROWS + ", station_no = " + (ROWS - 1));
        }
    }

    private static long scanned(Statement statement, String query) throws SQLException {
        try (ResultSet plan = statement.executeQuery("EXPLAIN ANALYZE " + query)) {
            plan.next();
            Matcher count = SCANNED.matcher(plan.getString(1));
            long sum = 0;
            while (count.find()) {
                sum += Long.parseLong(count.group(1));
            }
            return sum;
        }
    }
}
