package org.etclane.lane.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the journal of a data directory, or says why not. A file is first looked at without changing it; one that cannot be
 * opened or fails its check is moved aside whole, and a new ledger begins that goes on with the ids of the old one. The lane
 * stays closed until {@link #acknowledgeSetAside}, however often it is restarted: the note lies in the directory.
 */
public final class JournalOpener {
    private static final Logger LOG = LoggerFactory.getLogger(JournalOpener.class);
    /** The mark may lag after a power cut: ids go on this far behind it. */
    private static final int ID_MARGIN = 1_000;
    private static final int PROBE_BYTES = 1 << 20;

    private final JournalFiles files;
    private final JournalDatabase database;
    private final JournalSettings settings;
    private final Journal.Listener listener;
    private final InstantSource clock;

    private JournalOpener(JournalFiles files, JournalDatabase database, JournalSettings settings, Journal.Listener listener,
            InstantSource clock) {
        this.files = files;
        this.database = database;
        this.settings = settings;
        this.listener = listener;
        this.clock = clock;
    }

    /** What became of it. */
    public sealed interface Opened {
    }

    /** @param setAside what still has to be acknowledged before the lane may open, from this or an earlier start */
    public record Ready(Journal journal, Optional<String> setAside) implements Opened {
    }

    /** The file is in use; it is not damaged and was not touched. */
    public record LockedByOther(String reason) implements Opened {
    }

    /** The old file was damaged: it lies untouched in {@code setAsideDir}, and a new ledger has begun. */
    public record SetAside(Journal freshOne, Path setAsideDir, String cause) implements Opened {
    }

    /** No journal can be had here: no room, no permission, or a file of a newer version. Nothing was moved unless it says so. */
    public record Unusable(String reason) implements Opened {
    }

    /** Wall time from the system clock: it labels a new ledger and decides which entries are old enough to be removed. */
    public static Opened open(Path dir, JournalSettings settings, Journal.Listener listener) {
        return open(dir, settings, listener, InstantSource.system());
    }

    public static Opened open(Path dir, JournalSettings settings, Journal.Listener listener, InstantSource clock) {
        return open(dir, settings, listener, clock, "file:");
    }

    /** @param scheme of H2's file system */
    static Opened open(Path dir, JournalSettings settings, Journal.Listener listener, InstantSource clock, String scheme) {
        return new JournalOpener(new JournalFiles(dir), new JournalDatabase(scheme, settings.cacheKb()), settings, listener, clock)
                .open();
    }

    /** What has been set aside in this directory and not been acknowledged. */
    public static Optional<String> pendingSetAside(Path dir) throws IOException {
        return new SetAsideNote(new JournalFiles(dir)).pending();
    }

    /**
     * Somebody has looked at it: the lane may open again. The note moves into the set-aside directories.
     *
     * @param by who says so
     * @return false when there was nothing to acknowledge
     */
    public static boolean acknowledgeSetAside(Path dir, String by, long wallMillis) throws IOException {
        return new SetAsideNote(new JournalFiles(dir)).acknowledge(by, wallMillis);
    }

    private Opened open() {
        FileChannel channel = null;
        try {
            Files.createDirectories(files.dir());
            channel = FileChannel.open(files.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                channel.close();
                return new LockedByOther("another process has the journal in " + files.dir() + " open");
            }
            probe();
            Opened opened = openLocked(channel);
            if (!(opened instanceof Ready || opened instanceof SetAside)) {
                channel.close();
            }
            return opened;
        } catch (OverlappingFileLockException e) {
            release(channel);
            return new LockedByOther("this process already has the journal in " + files.dir() + " open");
        } catch (IOException | SQLException e) {
            release(channel);
            LOG.error("journal in {} cannot be used", files.dir(), e);
            return new Unusable(files.dir() + ": " + FileInspection.rootCause(e) + " (" + e.getClass().getSimpleName() + ")");
        }
    }

    private static void release(Closeable channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            LOG.warn("lock file not closed: {}", e.getMessage());
        }
    }

    /** A full disk or a read-only directory must not be mistaken for a damaged file. */
    private void probe() throws IOException {
        Path probe = files.dir().resolve("journal.probe");
        try {
            JournalFiles.writeDurably(probe, new byte[PROBE_BYTES]);
        } finally {
            Files.deleteIfExists(probe);
        }
        if (Files.exists(files.database()) && !(Files.isReadable(files.database()) && Files.isWritable(files.database()))) {
            throw new IOException("no permission to read and write " + files.database().getFileName());
        }
    }

    private Opened openLocked(Closeable lock) throws IOException, SQLException {
        Optional<LedgerMark> mark = files.readMark();
        if (Files.notExists(files.database())) {
            if (mark.isPresent()) {
                return setAside(lock, mark, "the database file is missing, its mark says entries up to " + mark.get().sequence());
            }
            database.create(files, new LedgerMark("", 0, "", 0), clock.millis());
            return start(lock);
        }
        return switch (FileInspection.inspect(database, files.database(), mark)) {
            case FileInspection.Locked(String reason) -> new LockedByOther(reason);
            case FileInspection.Newer(int schema) -> new Unusable("the journal was written by a newer version (schema " + schema
                    + "); this program knows schemas up to " + JournalDatabase.SCHEMA);
            case FileInspection.Damaged(String cause) -> setAside(lock, mark, cause);
            case FileInspection.Whole(int schema, String _) -> {
                if (schema < JournalDatabase.SCHEMA) {
                    database.upgrade(files, schema);
                }
                yield start(lock);
            }
        };
    }

    private Opened start(Closeable lock) throws IOException, SQLException {
        Optional<String> pending = new SetAsideNote(files).pending();
        return new Ready(new H2Journal(files, database, settings, listener, clock, lock, pending), pending);
    }

    private Opened setAside(Closeable lock, Optional<LedgerMark> mark, String cause) throws IOException, SQLException {
        SetAsideNote note = new SetAsideNote(files);
        Path dir = note.setAside(cause, mark, clock.millis());
        LOG.error("journal set aside in {}: {}", dir, cause);
        database.create(files, carried(mark), clock.millis());
        return new SetAside(new H2Journal(files, database, settings, listener, clock, lock, note.pending()), dir, cause);
    }

    private static LedgerMark carried(Optional<LedgerMark> mark) {
        return mark.map(known -> new LedgerMark("", 0, TransactionIds.further(known.lastId(), ID_MARGIN),
                known.vehicleNumber() == 0 ? 0 : known.vehicleNumber() + ID_MARGIN)).orElse(new LedgerMark("", 0, "", 0));
    }
}
