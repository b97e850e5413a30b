package org.etclane.lane.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.etclane.lane.core.JournalEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal in an embedded H2 file; made by {@link JournalOpener}. The thread "journal" alone writes: it takes what is queued,
 * inserts it in one transaction, commits, syncs, and only then calls {@link Journal.Listener#durable}.
 *
 * <p>After a failure the file is let go without another write, everything queued and everything appended until {@link #recover}
 * reports {@link Journal.Listener#failed}. What the failing group had stored is decided by the file when it is opened again:
 * an entry whose ticket was never named may be there, and {@link #recover} then shows it.
 */
public final class H2Journal implements Journal {
    private static final Logger LOG = LoggerFactory.getLogger(H2Journal.class);

    /** Between two batches of a long removal, so that hardly an entry of a passing vehicle has to wait for one. */
    private static final int PURGE_PAUSE_MS = 1_000;

    private record Queued(long ticket, JournalEntry entry) {
    }

    private sealed interface Mode {
    }

    private record Writing(LedgerWriter writer) implements Mode {
    }

    private record Failed(String reason) implements Mode {
    }

    private final JournalFiles files;
    private final JournalDatabase database;
    private final JournalSettings settings;
    private final Listener listener;
    private final InstantSource clock;
    private final Closeable lock;
    private final Optional<String> setAside;
    private final JournalReader reader;
    private final ArrayBlockingQueue<Queued> queue;
    private final AtomicLong acknowledgedByStation = new AtomicLong();
    /** Only {@link #recover} and {@link #close} put something here, and both wait for it: bounded by the number of callers. */
    private final ConcurrentLinkedQueue<CompletableFuture<Void>> reopenRequests = new ConcurrentLinkedQueue<>();
    private final AtomicReference<Published> published;
    private final Thread thread;
    private volatile Mode mode;
    private volatile boolean closing;

    // journal thread only
    private final List<Queued> group = new ArrayList<>();
    private FileChannel mark;
    private long ackSinceNanos;
    private boolean ackWaiting;
    private long nextPurgeNanos;

    /** What readers may see: durable, never ahead of the disk. */
    private record Published(LedgerState state, long commits, long entries, long syncNanosTotal, long syncNanosMax,
            long fileBytes) {
        Published after(LedgerState now, int added, long syncNanos, long bytes) {
            return new Published(now, commits + 1, entries + added, syncNanosTotal + syncNanos, Math.max(syncNanosMax, syncNanos),
                    bytes);
        }
    }

    /** Opens the file, which {@link JournalOpener} has found whole and holds the lock of, and starts the thread. */
    H2Journal(JournalFiles files, JournalDatabase database, JournalSettings settings, Listener listener, InstantSource clock,
            Closeable lock, Optional<String> setAside) throws SQLException, IOException {
        this.files = files;
        this.database = database;
        this.settings = settings;
        this.listener = listener;
        this.clock = clock;
        this.lock = lock;
        this.setAside = setAside;
        this.reader = new JournalReader(database.writable(files.database()));
        this.queue = new ArrayBlockingQueue<>(settings.queueCapacity());
        LedgerWriter writer = openWriter();
        this.published = new AtomicReference<>(new Published(writer.state(), 0, 0, 0, 0, files.databaseBytes()));
        this.mode = new Writing(writer);
        this.nextPurgeNanos = System.nanoTime();
        this.thread = new Thread(this::run, "journal");
        thread.start();
    }

    private LedgerWriter openWriter() throws SQLException, IOException {
        Connection connection = database.writable(files.database()).getConnection();
        try {
            mark = FileChannel.open(files.mark(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            LedgerWriter writer = new LedgerWriter(connection);
            // a kill may have left a commit in the page cache: from here on everything that can be read is also on the disk
            writer.commit();
            JournalFiles.writeFully(mark, writer.state().mark().encode(), 0);
            return writer;
        } catch (SQLException | IOException | RuntimeException | Error e) {
            // whatever it is, the file must be let go, else the next attempt would find it open and broken
            LedgerWriter.closeAtOnce(connection);
            closeMark();
            throw e;
        }
    }

    @Override
    public boolean append(long ticket, JournalEntry entry) {
        if (closing || mode instanceof Failed || !queue.offer(new Queued(ticket, entry))) {
            return false;
        }
        LockSupport.unpark(thread);
        return true;
    }

    /**
     * @throws IllegalArgumentException when the sequence is beyond the last durable entry: nobody can have received it
     */
    @Override
    public void acknowledge(long sequence) {
        long last = published.get().state().lastSequence();
        if (sequence > last) {
            throw new IllegalArgumentException("acknowledged up to " + sequence + ", but the journal ends at " + last);
        }
        acknowledgedByStation.accumulateAndGet(sequence, Math::max);
        LockSupport.unpark(thread);
    }

    /**
     * After a failure this opens the file again first.
     *
     * @throws JournalException when the file still cannot be opened or read
     */
    @Override
    public Recovery recover(long recentSinceWallMillis) {
        if (mode instanceof Failed) {
            reopen();
        }
        return reader.recover(published.get().state(), recentSinceWallMillis, setAside);
    }

    private void reopen() {
        if (Thread.currentThread() == thread) {
            throw new IllegalStateException("recover cannot be called from within a listener: the journal thread does the work");
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        reopenRequests.add(done);
        if (closing) {
            throw new JournalException("the journal is closed", null);
        }
        LockSupport.unpark(thread);
        try {
            done.join();
        } catch (CompletionException e) {
            throw new JournalException("the record store cannot be opened again: " + FileInspection.rootCause(e), e.getCause());
        }
    }

    @Override
    public List<Stored> outbox(long afterSequence, int limit) {
        return reader.outbox(published.get().state(), afterSequence, limit);
    }

    @Override
    public List<Stored> latest(int limit, Optional<String> transactionOrPlateFilter) {
        return reader.latest(published.get().state(), limit, transactionOrPlateFilter);
    }

    @Override
    public List<Stored> ofTransaction(String transactionId) {
        return reader.ofTransaction(published.get().state(), transactionId);
    }

    @Override
    public String ledgerId() {
        return published.get().state().ledgerId();
    }

    @Override
    public JournalStatistics statistics() {
        Published now = published.get();
        return new JournalStatistics(now.state().lastSequence(), now.state().acknowledged(), now.state().pendingForStation(),
                now.commits(), now.entries(), now.syncNanosTotal(), now.syncNanosMax(), now.fileBytes());
    }

    /** Writes a consistent copy of the database, as a zip file, while the journal goes on. Blocking, own connection. */
    public void backupTo(Path zip) {
        reader.backupTo(zip);
    }

    /** Writes what is queued, closes the file and lets go of the lock. */
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        if (Thread.currentThread() == thread) {
            return;
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!(closing && queue.isEmpty())) {
            switch (mode) {
                case Writing(LedgerWriter writer) -> work(writer);
                case Failed(String reason) -> refuse(reason);
            }
        }
        shutDown();
    }

    private void work(LedgerWriter writer) {
        try {
            group.clear();
            queue.drainTo(group, settings.groupLimit());
            completeReopenRequests(null);
            if (!group.isEmpty()) {
                commitGroup(writer);
            } else if (ackDue(writer)) {
                commit(writer, 0);
            } else if (!purgeDue(writer)) {
                LockSupport.parkNanos(nanosToNextDuty());
            }
        } catch (SQLException | IOException | RuntimeException | Error e) {
            // the edge of the thread: whatever it is, nothing more may be written and the lane must hear of it
            fail(writer, e);
        }
    }

    private void commitGroup(LedgerWriter writer) throws SQLException, IOException {
        List<Rejection> rejections = new ArrayList<>();
        Queued last = null;
        for (Queued queued : group) {
            Optional<String> refusal = writer.insert(queued.entry());
            if (refusal.isPresent()) {
                rejections.add(new Rejection(queued.ticket(), refusal.get()));
            } else {
                last = queued;
            }
        }
        long syncNanos = last == null ? 0 : commit(writer, group.size() - rejections.size());
        // before durable: "all up to this ticket" must not seem to include them
        rejections.forEach(rejection -> listener.rejected(rejection.ticket(), rejection.reason()));
        if (last != null) {
            listener.durable(last.ticket(), syncNanos);
        }
    }

    private record Rejection(long ticket, String reason) {
    }

    /** One commit, with the acknowledgement that waits; published only when it is on the disk. */
    private long commit(LedgerWriter writer, int added) throws SQLException, IOException {
        writer.acknowledge(acknowledgedByStation.get());
        ackWaiting = false;
        long syncNanos = writer.commit();
        JournalFiles.writeFully(mark, writer.state().mark().encode(), 0);
        published.set(published.get().after(writer.state(), added, syncNanos, files.databaseBytes()));
        return syncNanos;
    }

    private boolean ackDue(LedgerWriter writer) {
        if (acknowledgedByStation.get() <= writer.state().acknowledged()) {
            return false;
        }
        long now = System.nanoTime();
        if (!ackWaiting) {
            ackWaiting = true;
            ackSinceNanos = now;
        }
        return closing || now - ackSinceNanos >= TimeUnit.MILLISECONDS.toNanos(settings.ackDelayMs());
    }

    /** Removes one batch of old entries when it is time to. */
    private boolean purgeDue(LedgerWriter writer) throws SQLException, IOException {
        long now = System.nanoTime();
        if (closing || now - nextPurgeNanos < 0) {
            return false;
        }
        long before = clock.millis() - TimeUnit.DAYS.toMillis(settings.retentionDays());
        int removed = writer.purge(before, settings.purgeBatch());
        int pauseMs = removed < settings.purgeBatch() ? settings.purgeEveryMs()
                : Math.min(PURGE_PAUSE_MS, settings.purgeEveryMs());
        nextPurgeNanos = now + TimeUnit.MILLISECONDS.toNanos(pauseMs);
        if (removed == 0) {
            writer.abandon();
            return false;
        }
        commit(writer, 0);
        return true;
    }

    private long nanosToNextDuty() {
        long now = System.nanoTime();
        long toPurge = nextPurgeNanos - now;
        long toAck = ackWaiting ? ackSinceNanos + TimeUnit.MILLISECONDS.toNanos(settings.ackDelayMs()) - now : Long.MAX_VALUE;
        return Math.max(1, Math.min(toPurge, toAck));
    }

    private void fail(LedgerWriter writer, Throwable cause) {
        String reason = FileInspection.rootCause(cause);
        LOG.error("journal stopped writing: {}", reason, cause);
        mode = new Failed(reason);
        writer.closeAtOnce();
        closeMark();
        queue.clear();
        tellFailed(reason);
    }

    /** While failed: whatever slipped into the queue fails too, and a request to open again is tried. */
    private void refuse(String reason) {
        if (discardQueue()) {
            tellFailed(reason);
        }
        CompletableFuture<Void> request = reopenRequests.poll();
        if (request == null) {
            if (!closing) {
                LockSupport.park(this);
            }
            return;
        }
        try {
            LedgerWriter writer = openWriter();
            if (discardQueue()) {
                tellFailed(reason);
            }
            Published old = published.get();
            published.set(new Published(writer.state(), old.commits(), old.entries(), old.syncNanosTotal(), old.syncNanosMax(),
                    files.databaseBytes()));
            mode = new Writing(writer);
            request.complete(null);
        } catch (SQLException | IOException | RuntimeException | Error e) {
            // the edge of the thread: the caller of recover gets it
            mode = new Failed(FileInspection.rootCause(e));
            request.completeExceptionally(e);
        }
    }

    private boolean discardQueue() {
        boolean some = !queue.isEmpty();
        queue.clear();
        return some;
    }

    private void tellFailed(String reason) {
        try {
            listener.failed(reason);
        } catch (RuntimeException e) {
            LOG.error("listener failed on: {}", reason, e);
        }
    }

    private void completeReopenRequests(Throwable failure) {
        for (CompletableFuture<Void> request = reopenRequests.poll(); request != null; request = reopenRequests.poll()) {
            if (failure == null) {
                request.complete(null);
            } else {
                request.completeExceptionally(failure);
            }
        }
    }

    private void shutDown() {
        try {
            if (mode instanceof Writing(LedgerWriter writer)) {
                if (ackDue(writer)) {
                    commit(writer, 0);
                }
                writer.close();
            }
        } catch (SQLException | IOException e) {
            LOG.warn("journal not closed cleanly; nothing durable is lost: {}", FileInspection.rootCause(e));
        }
        closeMark();
        try {
            lock.close();
        } catch (IOException e) {
            LOG.warn("lock file not closed: {}", e.getMessage());
        }
        completeReopenRequests(new IllegalStateException("the journal is closed"));
    }

    private void closeMark() {
        try {
            if (mark != null) {
                mark.close();
            }
        } catch (IOException e) {
            LOG.warn("mark file not closed: {}", e.getMessage());
        }
    }
}
