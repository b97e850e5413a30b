package org.etclane.lane.journal;

import java.util.List;
import java.util.Optional;
import org.etclane.lane.core.JournalEntry;
import org.etclane.lane.core.TransactionFacts;

/**
 * The lane's durable journal. Its promises, each with a test:
 * <ol>
 * <li>When {@link Listener#durable} names a ticket, that entry and all before it are committed and on the disk (fsync): neither
 *     {@code kill -9} nor a power cut loses them.</li>
 * <li>Tickets become durable in the order of {@link #append}; entries get gapless sequence numbers from 1 in that order.</li>
 * <li>After {@link Listener#failed} nothing further becomes durable until {@link #recover} succeeds again: order is never broken.</li>
 * <li>A transaction id, and the passage id of an entry transaction, is accepted once for ever: a second is
 *     {@link Listener#rejected}, and nothing of it is stored.</li>
 * <li>Entries for the station stay until acknowledged, in sequence order; acknowledging is idempotent and never goes back.</li>
 * <li>A file that cannot be opened or fails its check is set aside untouched, never deleted or repaired in place.</li>
 * </ol>
 */
public interface Journal extends AutoCloseable {

    /**
     * Queues an entry for the writer thread; never blocks.
     *
     * @param ticket chosen by the caller, given back in {@link Listener}
     * @return false when the bounded queue is full: the entry is not taken
     */
    boolean append(long ticket, JournalEntry entry);

    /** What the lane must know at start: open transactions, id high-water mark, recent settlements. Blocking; before traffic. */
    Recovery recover(long recentSinceWallMillis);

    /** Unacknowledged entries for the station with sequence > {@code afterSequence}, at most {@code limit}, in order. Blocking. */
    List<Stored> outbox(long afterSequence, int limit);

    /** Everything for the station up to and including {@code sequence} has arrived. Takes effect with the next group commit. */
    void acknowledge(long sequence);

    /** Identity of this ledger, a UUID made when the file was created. Sequence numbers are only comparable within one ledger. */
    String ledgerId();

    JournalStatistics statistics();

    /** Read side for lanectl: newest first. Blocking, own connection. */
    List<Stored> latest(int limit, Optional<String> transactionOrPlateFilter);

    /** All entries of one transaction in order. */
    List<Stored> ofTransaction(String transactionId);

    @Override
    void close();

    /** Called on the journal thread. */
    interface Listener {
        /** All tickets up to and including this one, in append order, are durable. */
        void durable(long ticket, long syncNanos);

        /** Stored nothing: the id was used before. */
        void rejected(long ticket, String reason);

        /** The store cannot write. */
        void failed(String reason);
    }

    /** @param forStation false for {@code Intended} entries */
    record Stored(long sequence, JournalEntry entry, boolean forStation, boolean acknowledged) {
    }

    /**
     * @param open              transactions intended but not ended, oldest first, with whether the unknown outcome is on record
     * @param lastBatch         highest batch YYYYMMDDHH used in a transaction id, empty string when none
     * @param lastSerial        highest serial within that batch
     * @param recent            facts of transactions settled since the given time, with whether their passage has ended
     * @param lastSequence      highest sequence number, 0 when empty
     * @param lastVehicleNumber highest vehicle number ever used
     * @param setAside          where a damaged file was put, when that has just happened
     * @param lastMode          the mode the lane was in last, empty in a new ledger
     */
    record Recovery(List<OpenTransaction> open, String lastBatch, int lastSerial, List<RecentTransaction> recent,
            long lastSequence, long lastVehicleNumber, Optional<String> setAside,
            Optional<JournalEntry.LaneModeChanged> lastMode) {
        public Recovery {
            open = List.copyOf(open);
            recent = List.copyOf(recent);
        }
    }

    record OpenTransaction(TransactionFacts facts, boolean unknownRecorded) {
    }

    record RecentTransaction(TransactionFacts facts, boolean passageEnded) {
    }

    /** @param pendingForStation entries not yet acknowledged */
    record JournalStatistics(long lastSequence, long acknowledgedSequence, long pendingForStation, long commits, long entries,
            long syncNanosTotal, long syncNanosMax, long fileBytes) {
    }
}
