package org.etclane.lane.station;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.etclane.lane.core.JournalEntry;
import org.etclane.lane.core.TransactionFacts;
import org.etclane.lane.journal.Journal;
import org.etclane.lane.station.v1.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread "outbox": everything of the station link that reads the journal or writes a disk. It parks until it is woken, at
 * most {@code pollMs}. What is asked of it overwrites what was asked before, so nothing can pile up: one demand for records, one
 * number to acknowledge, a few jobs.
 */
final class OutboxReader implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxReader.class);
    /** The chunks of a download that may wait, what begins and ends one, and one of a connection that has just gone. */
    private static final int JOBS = 2 * ParameterDownload.WINDOW_CHUNKS + 2;

    private final Journal journal;
    private final long pollNanos;
    private final Runnable onReady;
    private final AtomicReference<Demand> demand = new AtomicReference<>();
    private final AtomicLong toAcknowledge = new AtomicLong();
    private final BlockingQueue<Runnable> jobs = new ArrayBlockingQueue<>(JOBS);
    private final Thread thread;
    private volatile boolean running = true;
    private volatile Ledger ledger;
    private volatile String problem = "";
    private long acknowledged;

    /** What the journal says of itself. */
    record Ledger(String ledgerId, long lastSequence, long acknowledgedSequence, long pendingRecords) {
    }

    /** @param taker gets at least one record, on this thread; must pass them on without blocking */
    record Demand(long afterSequence, int records, Taker taker) {
    }

    @FunctionalInterface
    interface Taker {
        void take(List<Record> records);
    }

    /** @param onReady runs on this thread once the journal has been read for the first time */
    OutboxReader(Journal journal, int pollMs, Runnable onReady) {
        this.journal = journal;
        this.pollNanos = TimeUnit.MILLISECONDS.toNanos(pollMs);
        this.onReady = onReady;
        this.thread = new Thread(this, "outbox");
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Something may be new. Any thread; never blocks. */
    void wake() {
        LockSupport.unpark(thread);
    }

    /** Replaces the demand before; it is served once, as soon as there is a record. */
    void demand(Demand next) {
        demand.set(next);
        wake();
    }

    void acknowledge(long sequence) {
        toAcknowledge.accumulateAndGet(sequence, Math::max);
        wake();
    }

    /** False when too many jobs wait. */
    boolean submit(Runnable job) {
        boolean taken = jobs.offer(job);
        wake();
        return taken;
    }

    /** Empty until the journal has been read. */
    Optional<Ledger> ledger() {
        return Optional.ofNullable(ledger);
    }

    /** Highest sequence known to be acknowledged, on disk or not yet. */
    long acknowledged() {
        Ledger known = ledger;
        return Math.max(toAcknowledge.get(), known == null ? 0 : known.acknowledgedSequence());
    }

    /** Why the journal could not be read the last time; empty when it could. */
    String problem() {
        return problem;
    }

    void stop(long timeoutMs) throws InterruptedException {
        running = false;
        demand.set(null);
        wake();
        thread.join(timeoutMs);
    }

    @Override
    public void run() {
        boolean told = false;
        while (running) {
            boolean more = false;
            try {
                more = round();
                problem = "";
                if (!told) {
                    told = true;
                    onReady.run();
                }
            } catch (RuntimeException storeFailed) {
                // the edge to the store: whatever it throws, records are safe in it and the next round asks again
                if (problem.isEmpty()) {
                    LOG.error("journal cannot be read for the station", storeFailed);
                }
                problem = String.valueOf(storeFailed.getMessage());
            }
            if (!more && running) {
                LockSupport.parkNanos(this, pollNanos);
            }
        }
        acknowledgeNow();
    }

    /** True when there may be more to do at once. */
    private boolean round() {
        acknowledgeNow();
        Runnable job = jobs.poll();
        if (job != null) {
            job.run();
        }
        Demand wanted = demand.get();
        boolean served = wanted != null && serve(wanted);
        Journal.JournalStatistics now = journal.statistics();
        ledger = new Ledger(journal.ledgerId(), now.lastSequence(), now.acknowledgedSequence(), now.pendingForStation());
        return served || job != null;
    }

    private void acknowledgeNow() {
        long upTo = toAcknowledge.get();
        if (upTo > acknowledged) {
            journal.acknowledge(upTo);
            acknowledged = upTo;
        }
    }

    private boolean serve(Demand wanted) {
        List<Journal.Stored> stored = journal.outbox(wanted.afterSequence(), wanted.records());
        if (stored.isEmpty() || !demand.compareAndSet(wanted, null)) {
            return false;
        }
        try {
            List<Record> records = new ArrayList<>(stored.size());
            for (Journal.Stored one : stored) {
                records.add(RecordMessages.toProto(one.sequence(), one.entry(), factsOf(one.entry())));
            }
            wanted.taker().take(records);
            return true;
        } catch (RuntimeException unreadable) {
            // asked again in the next round
            demand.compareAndSet(null, wanted);
            throw unreadable;
        }
    }

    private Optional<TransactionFacts> factsOf(JournalEntry entry) {
        if (!(entry instanceof JournalEntry.OfTransaction of)) {
            return Optional.empty();
        }
        for (Journal.Stored one : journal.ofTransaction(of.transactionId())) {
            if (one.entry() instanceof JournalEntry.Intended intended) {
                return Optional.of(intended.facts());
            }
        }
        return Optional.empty();
    }
}
