package org.etclane.lane.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;

/**
 * Opens, creates and migrates the H2 file. The settings are the ones that were measured to keep acknowledged rows through kills
 * and power cuts (ARCHITECTURE.md): {@code WRITE_DELAY=0}, the default retention time, and {@code CHECKPOINT SYNC} after every
 * group commit; {@code WRITE_DELAY=0} alone loses rows in a power cut.
 *
 * @param scheme  "file:", or a test's own H2 file system
 * @param cacheKb page cache
 */
record JournalDatabase(String scheme, int cacheKb) {
    /** The schema this program writes: the highest migration. */
    static final int SCHEMA = 3;
    static final String LOCATION = "classpath:db/migration";
    private static final String SUFFIX = ".mv.db";
    private static final String COMMON = ";TRACE_LEVEL_FILE=0;TRACE_LEVEL_SYSTEM_OUT=0;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=10000";

    JdbcDataSource writable(Path file) {
        return source(file, ";WRITE_DELAY=0;CACHE_SIZE=" + cacheKb);
    }

    /** Changes not a byte of the file, whatever its state. */
    JdbcDataSource readOnly(Path file) {
        return source(file, ";ACCESS_MODE_DATA=r;IFEXISTS=TRUE;CACHE_SIZE=" + cacheKb);
    }

    private JdbcDataSource source(Path file, String options) {
        String path = file.toAbsolutePath().toString();
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:" + scheme + path.substring(0, path.length() - SUFFIX.length()) + COMMON + options);
        source.setUser("sa");
        source.setPassword("");
        return source;
    }

    /** Everything committed so far is on the disk when this returns. */
    static void sync(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CHECKPOINT SYNC");
        }
    }

    /**
     * Makes a new ledger and puts it in its place complete.
     *
     * @param carried what an earlier ledger of this lane has used up, so that no identity is given out twice; its sequence and
     *                ledger id are ignored
     */
    void create(JournalFiles files, LedgerMark carried, long wallMillis) throws IOException, SQLException {
        Files.deleteIfExists(files.making());
        migrate(files.making(), SCHEMA);
        try (Connection connection = writable(files.making()).getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement ledger = connection.prepareStatement("INSERT INTO ledger VALUES (1, ?, ?)");
                    PreparedStatement water = connection.prepareStatement(
                            "UPDATE high_water SET last_id = ?, purged_id = ?, vehicle_number = ?")) {
                ledger.setObject(1, UUID.randomUUID());
                ledger.setLong(2, wallMillis);
                ledger.executeUpdate();
                water.setString(1, carried.lastId());
                water.setString(2, carried.lastId());
                water.setLong(3, carried.vehicleNumber());
                water.executeUpdate();
            }
            connection.commit();
            sync(connection);
        }
        putInPlace(files);
    }

    /** Brings a file of an older schema up to date on a copy; the original is kept beside it under its version. */
    void upgrade(JournalFiles files, int from) throws IOException, SQLException {
        Files.copy(files.database(), files.making(), StandardCopyOption.REPLACE_EXISTING);
        migrate(files.making(), SCHEMA);
        Path kept = files.dir().resolve("journal-schema" + from + SUFFIX);
        if (Files.notExists(kept)) {
            Files.copy(files.database(), kept);
        }
        putInPlace(files);
    }

    private static void putInPlace(JournalFiles files) throws IOException {
        try (FileChannel made = FileChannel.open(files.making(), StandardOpenOption.WRITE)) {
            made.force(true);
        }
        Files.move(files.making(), files.database(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        files.syncDirectory();
    }

    void migrate(Path file, int target) throws SQLException {
        JdbcDataSource source = writable(file);
        // held open so that the database is not closed and reopened between the migrations
        try (Connection held = source.getConnection()) {
            Flyway.configure(JournalDatabase.class.getClassLoader()).dataSource(source).locations(LOCATION)
                    .target(Integer.toString(target)).load().migrate();
            sync(held);
        }
    }
}
