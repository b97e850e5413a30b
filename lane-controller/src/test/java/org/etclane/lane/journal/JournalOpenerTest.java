package org.etclane.lane.journal;

import static org.etclane.lane.journal.Opening.append;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.etclane.lane.core.JournalEntry;
import org.etclane.lane.core.LaneKind;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Opening: new, damaged, locked, older and newer files. */
class JournalOpenerTest {
    private static final int ENTRIES = 60;

    @TempDir
    Path dir;

    private final Events events = new Events();

    private JournalOpener.Opened open(Path where) {
        return JournalOpener.open(where, Opening.SETTINGS, events, Opening.at(Samples.WALL));
    }

    /** As a kill leaves it, with the newest entries at the end of the file: a close would tidy up and leave room there. */
    private JournalFiles killed(Path where) throws IOException {
        byte[] whileOpen;
        try (Journal journal = Opening.open(where, events)) {
            fill(journal);
            whileOpen = Files.readAllBytes(where.resolve("journal.mv.db"));
        }
        Files.write(where.resolve("journal.mv.db"), whileOpen);
        return new JournalFiles(where);
    }

    private JournalFiles filled(Path where) {
        try (Journal journal = Opening.open(where, events)) {
            fill(journal);
        }
        return new JournalFiles(where);
    }

    private void fill(Journal journal) {
        for (int n = 1; n <= ENTRIES / 2; n++) {
            append(journal, 2 * n - 1, Samples.intended(n));
            append(journal, 2 * n, Samples.settled(n));
            events.untilDurable(2 * n);
        }
    }

    @TestFactory
    Stream<DynamicTest> promise6ADamagedFileIsSetAsideUntouched() {
        Random random = new Random(7);
        Map<String, UnaryOperator<byte[]>> damages = new LinkedHashMap<>();
        damages.put("empty", _ -> new byte[0]);
        damages.put("half", good -> Arrays.copyOf(good, good.length / 2));
        damages.put("all but the last block", good -> Arrays.copyOf(good, good.length - 4096));
        damages.put("noise", good -> {
            random.nextBytes(good);
            return good;
        });
        damages.put("no header", good -> {
            Arrays.fill(good, 0, 8192, (byte) 0);
            return good;
        });
        damages.put("only the header", good -> Arrays.copyOf(good, 8192));
        damages.put("not a database at all", _ -> "plain text\n".repeat(1000).getBytes(StandardCharsets.UTF_8));
        damages.put("everything behind the header turned over", good -> {
            for (int i = 8192; i < good.length; i++) {
                good[i] ^= 0x5A;
            }
            return good;
        });
        return damages.entrySet().stream().map(damage -> DynamicTest.dynamicTest(damage.getKey(),
                () -> damagedIsSetAside(dir.resolve(damage.getKey()), damage.getValue())));
    }

    private void damagedIsSetAside(Path where, UnaryOperator<byte[]> damage) throws IOException {
        JournalFiles files = killed(where);
        String oldLedger = files.readMark().orElseThrow().ledgerId();
        byte[] damaged = damage.apply(Files.readAllBytes(files.database()));
        Files.write(files.database(), damaged);

        JournalOpener.SetAside aside = assertInstanceOf(JournalOpener.SetAside.class, open(where));
        try (Journal fresh = aside.freshOne()) {
            assertArrayEquals(damaged, Files.readAllBytes(aside.setAsideDir().resolve("journal.mv.db")));
            assertTrue(Files.exists(aside.setAsideDir().resolve("journal.mark")));
            assertTrue(aside.setAsideDir().getFileName().toString().matches("set-aside-\\d{14}-1"), aside.toString());
            assertFalse(aside.cause().isBlank());
            assertNotEquals(oldLedger, fresh.ledgerId());
            Journal.Recovery recovery = fresh.recover(0);
            assertEquals(0, recovery.lastSequence());
            assertTrue(recovery.setAside().orElseThrow().contains(aside.cause()), recovery.toString());
            assertEquals("2026112008", recovery.lastBatch(), "ids go on behind those of the damaged ledger");
            assertEquals(ENTRIES / 2 + 1000, recovery.lastSerial());
            assertEquals(ENTRIES / 2 + 1000, recovery.lastVehicleNumber());
            append(fresh, 1, Samples.intended(3));
            assertInstanceOf(Events.Rejected.class, events.next());
        }
        staysUntilAcknowledged(where, aside);
    }

    private void staysUntilAcknowledged(Path where, JournalOpener.SetAside aside) throws IOException {
        JournalOpener.Ready again = assertInstanceOf(JournalOpener.Ready.class, open(where));
        again.journal().close();
        assertTrue(again.setAside().orElseThrow().contains(aside.cause()));
        assertTrue(Files.readString(where.resolve("NEEDS-ATTENTION.json")).contains(aside.setAsideDir().getFileName().toString()));
        assertTrue(JournalOpener.acknowledgeSetAside(where, "technician", Samples.WALL));
        assertFalse(JournalOpener.acknowledgeSetAside(where, "technician", Samples.WALL));
        assertEquals(Optional.empty(), JournalOpener.pendingSetAside(where));
        assertTrue(Files.readString(aside.setAsideDir().resolve("ACKNOWLEDGED.json")).contains("technician"));
        JournalOpener.Ready after = assertInstanceOf(JournalOpener.Ready.class, open(where));
        after.journal().close();
        assertEquals(Optional.empty(), after.setAside());
    }

    @Test
    void promise6EveryTornTailIsNoticedOrComplete() throws IOException {
        JournalFiles files = killed(dir.resolve("whole"));
        byte[] good = Files.readAllBytes(files.database());
        long seed = Long.getLong("journal.seed", new Random().nextLong());
        System.out.println("journal.seed=" + seed);
        Random random = new Random(seed);
        for (int n = 0; n < 40; n++) {
            Path copy = dir.resolve("torn" + n).resolve("journal.mv.db");
            Files.createDirectories(copy.getParent());
            Files.write(copy, Arrays.copyOf(good, random.nextInt(good.length)));
            FileInspection.Finding finding = FileInspection.inspect(new JournalDatabase("file:", 1024), copy, files.readMark());
            if (finding instanceof FileInspection.Whole) {
                Files.copy(files.mark(), copy.resolveSibling("journal.mark"));
                try (Journal journal = Opening.open(copy.getParent(), events)) {
                    assertEquals(ENTRIES, journal.latest(1000, Optional.empty()).size(), "length " + Files.size(copy));
                }
            }
        }
    }

    @Test
    void promise6AMissingFileIsNoticedByItsMark() throws IOException {
        JournalFiles files = filled(dir);
        Files.delete(files.database());
        JournalOpener.SetAside aside = assertInstanceOf(JournalOpener.SetAside.class, open(dir));
        aside.freshOne().close();
        assertTrue(aside.cause().contains("missing"), aside.cause());
    }

    @Test
    void promise6AnOlderCopyPutInPlaceIsNoticed() throws IOException {
        JournalFiles files = filled(dir);
        byte[] older = Files.readAllBytes(files.database());
        try (Journal journal = Opening.open(dir, events)) {
            append(journal, 1, Samples.arm(1));
            events.untilDurable(1);
        }
        Files.write(files.database(), older);
        JournalOpener.SetAside aside = assertInstanceOf(JournalOpener.SetAside.class, open(dir));
        aside.freshOne().close();
        assertTrue(aside.cause().contains("up to 61"), aside.cause());
    }

    @Test
    void promise6AGapInTheEntriesIsDamage() throws IOException, SQLException {
        JournalFiles files = filled(dir);
        execute(files.database(), "DELETE FROM entry WHERE seq = 31");
        JournalOpener.SetAside aside = assertInstanceOf(JournalOpener.SetAside.class, open(dir));
        aside.freshOne().close();
        assertEquals("1 entries missing between 0 and 60", aside.cause());
    }

    @Test
    void promise6AnOpenTransactionWithoutItsIntentIsDamage() throws IOException, SQLException {
        JournalFiles files = filled(dir);
        execute(files.database(), "INSERT INTO open_transaction VALUES ('gone', 999, FALSE)");
        JournalOpener.SetAside aside = assertInstanceOf(JournalOpener.SetAside.class, open(dir));
        aside.freshOne().close();
        assertEquals("1 open transactions without their intent", aside.cause());
    }

    @Test
    void promise6TwoDamagesInOneSecondAreBothKept() throws IOException {
        JournalFiles files = filled(dir);
        Files.write(files.database(), new byte[10_000]);
        JournalOpener.SetAside first = assertInstanceOf(JournalOpener.SetAside.class, open(dir));
        first.freshOne().close();
        Files.write(files.database(), new byte[20_000]);
        JournalOpener.SetAside second = assertInstanceOf(JournalOpener.SetAside.class, open(dir));
        second.freshOne().close();
        assertEquals(10_000, Files.size(first.setAsideDir().resolve("journal.mv.db")));
        assertEquals(20_000, Files.size(second.setAsideDir().resolve("journal.mv.db")));
        String pending = JournalOpener.pendingSetAside(dir).orElseThrow();
        assertTrue(pending.contains(first.setAsideDir().getFileName().toString())
                && pending.contains(second.setAsideDir().getFileName().toString()), pending);
    }

    @Test
    void aDatabaseInUseIsNotDamaged() throws IOException, SQLException {
        JournalFiles files = filled(dir);
        try (Journal open = Opening.open(dir, events)) {
            assertTrue(assertInstanceOf(JournalOpener.LockedByOther.class, open(dir)).reason().contains("this process"));
            append(open, 1, Samples.arm(1));
            events.untilDurable(1);
        }
        byte[] before = Files.readAllBytes(files.database());
        // another program, e.g. a database console, that knows nothing of our lock file
        try (var foreign = FileChannel.open(files.database(), StandardOpenOption.READ,
                StandardOpenOption.WRITE); var _ = foreign.lock()) {
            assertInstanceOf(JournalOpener.LockedByOther.class, open(dir));
        }
        assertArrayEquals(before, Files.readAllBytes(files.database()));
        assertEquals(Optional.empty(), JournalOpener.pendingSetAside(dir));
    }

    @Test
    void aDirectoryThatCannotBeWrittenIsNotDamage() throws IOException {
        Path file = Files.createFile(dir.resolve("a file"));
        assertInstanceOf(JournalOpener.Unusable.class, open(file));
        assertInstanceOf(JournalOpener.Unusable.class, open(Path.of("/proc/etclane")));
    }

    @Test
    void aFileOfANewerVersionIsRefusedAndLeftAlone() throws IOException, SQLException {
        int future = JournalDatabase.SCHEMA + 1;
        JournalFiles files = filled(dir);
        execute(files.database(), "INSERT INTO \"flyway_schema_history\" (\"installed_rank\", \"version\", \"description\","
                + " \"type\", \"script\", \"checksum\", \"installed_by\", \"execution_time\", \"success\")"
                + " VALUES (99, '" + future + "', 'future', 'SQL', 'V" + future + "__future.sql', 1, 'sa', 1, TRUE)");
        byte[] before = Files.readAllBytes(files.database());
        String reason = assertInstanceOf(JournalOpener.Unusable.class, open(dir)).reason();
        assertTrue(reason.contains("newer version (schema " + future + ")") && reason.contains("up to " + JournalDatabase.SCHEMA), reason);
        assertArrayEquals(before, Files.readAllBytes(files.database()));
    }

    @Test
    void theSchemaNumberIsThatOfTheLastMigration() {
        Flyway flyway = Flyway.configure().dataSource("jdbc:h2:mem:known", "sa", "").locations(JournalDatabase.LOCATION).load();
        assertEquals(Integer.toString(JournalDatabase.SCHEMA), Arrays.stream(flyway.info().all()).toList().getLast().getVersion()
                .getVersion());
    }

    @Test
    void aFileOfTheFirstSchemaIsMigratedAndTheOriginalKept() throws IOException, SQLException {
        Files.createDirectories(dir);
        JournalFiles files = new JournalFiles(dir);
        UUID ledger = UUID.randomUUID();
        writeFirstSchema(files.database(), ledger);
        byte[] original = Files.readAllBytes(files.database());

        try (Journal journal = Opening.open(dir, events)) {
            assertEquals(ledger.toString(), journal.ledgerId());
            Journal.Recovery recovery = journal.recover(0);
            assertEquals(3, recovery.lastSequence());
            assertEquals("2026112008", recovery.lastBatch());
            assertEquals(9, recovery.lastSerial());
            assertEquals(9, recovery.lastVehicleNumber());
            assertEquals(List.of(Samples.id(9)), recovery.open().stream().map(open -> open.facts().transactionId()).toList());
            assertEquals(1, recovery.recent().size());
            assertEquals(List.of(2L), journal.outbox(0, 10).stream().map(Journal.Stored::sequence).toList());
            assertEquals(1, journal.statistics().pendingForStation());
            append(journal, 1, new JournalEntry.Intended(Samples.facts(Samples.id(10), Samples.passage(9), LaneKind.ENTRY, 10, 0)));
            assertInstanceOf(Events.Rejected.class, events.next());
            append(journal, 2, Samples.settled(9));
            events.untilDurable(2);
            assertEquals(4, journal.statistics().lastSequence());
        }
        assertArrayEquals(original, Files.readAllBytes(dir.resolve("journal-schema1.mv.db")));
        Opening.open(dir, events).close();
    }

    private static void writeFirstSchema(Path file, UUID ledger) throws SQLException {
        JournalDatabase database = new JournalDatabase("file:", 1024);
        database.migrate(file, 1);
        JournalEntry open = new JournalEntry.Intended(
                Samples.facts(Samples.id(9), Samples.passage(9), LaneKind.ENTRY, 9, Samples.WALL));
        try (Connection connection = database.writable(file).getConnection(); PreparedStatement entry = connection.prepareStatement(
                "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, '测A12345', ?, 0, ?, ?, ?)")) {
            connection.createStatement().execute("INSERT INTO ledger VALUES (1, '" + ledger + "', 0)");
            List<JournalEntry> entries = List.of(Samples.intended(1), Samples.settled(1), open);
            for (int n = 0; n < entries.size(); n++) {
                EntryKind kind = EntryKind.of(entries.get(n));
                Object[] row = {n + 1, n == 0 ? 0 : 1, kind.storedName(), n < 2 ? Samples.id(1) : Samples.id(9),
                    kind.onceNo().orElseThrow(), n == 2 ? Samples.passage(9) : Samples.passage(1), n == 2 ? Samples.passage(9) : null,
                    n == 0 ? Integer.valueOf(1) : n == 2 ? Integer.valueOf(9) : null, entries.get(n).wallMillis(), kind.forStation(),
                    JournalEntryJson.write(entries.get(n))};
                for (int i = 0; i < row.length; i++) {
                    entry.setObject(i + 1, row[i]);
                }
                entry.executeUpdate();
            }
            connection.createStatement().execute("INSERT INTO open_transaction VALUES ('" + Samples.id(9) + "', 3, FALSE)");
            JournalDatabase.sync(connection);
        }
    }

    @Test
    void aCreationThatWasInterruptedIsBegunAgain() throws IOException {
        Files.write(dir.resolve("journal-making.mv.db"), new byte[5000]);
        try (Journal journal = Opening.open(dir, events)) {
            assertEquals(0, journal.recover(0).lastSequence());
        }
        assertFalse(Files.exists(dir.resolve("journal-making.mv.db")));
    }

    @Test
    void aTornMarkSaysNothing() throws IOException {
        JournalFiles files = filled(dir);
        byte[] mark = Files.readAllBytes(files.mark());
        assertEquals(128, mark.length);
        assertEquals(ENTRIES, LedgerMark.parse(mark).orElseThrow().sequence());
        for (int bit = 0; bit < mark.length * 8; bit++) {
            byte[] flipped = mark.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            LedgerMark.parse(flipped).ifPresent(read -> assertEquals(ENTRIES, read.sequence()));
        }
        for (int length = 0; length < 100; length++) {
            assertEquals(Optional.empty(), LedgerMark.parse(Arrays.copyOf(mark, length)).filter(read -> read.sequence() != ENTRIES));
        }
        Files.write(files.mark(), Arrays.copyOf(mark, 60));
        Opening.open(dir, events).close();
    }

    private static void execute(Path file, String sql) throws SQLException {
        try (Connection connection = new JournalDatabase("file:", 1024).writable(file).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
