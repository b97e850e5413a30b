package org.etclane.sim.station;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.etclane.lane.core.JournalEntry;
import org.etclane.lane.journal.Journal;

/** A journal in memory that keeps the contract's order and numbers; durable as soon as appended. For protocol tests. */
final class MemoryJournal implements Journal {
    private final ReentrantLock lock = new ReentrantLock();
    private final List<JournalEntry> entries = new ArrayList<>();
    private final String ledgerId;
    private long acknowledged;
    private int outboxCalls;

    MemoryJournal(String ledgerId) {
        this.ledgerId = ledgerId;
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean append(long ticket, JournalEntry entry) {
        return locked(() -> entries.add(entry));
    }

    @Override
    public Recovery recover(long recentSinceWallMillis) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Stored> outbox(long afterSequence, int limit) {
        return locked(() -> {
            outboxCalls++;
            List<Stored> found = new ArrayList<>();
            for (long sequence = Math.max(afterSequence, acknowledged) + 1; sequence <= entries.size() && found.size() < limit;
                    sequence++) {
                JournalEntry entry = entries.get((int) sequence - 1);
                if (!(entry instanceof JournalEntry.Intended)) {
                    found.add(new Stored(sequence, entry, true, false));
                }
            }
            return found;
        });
    }

    @Override
    public void acknowledge(long sequence) {
        locked(() -> acknowledged = Math.max(acknowledged, sequence));
    }

    /** As after a crash in which the mark of the acknowledgement was lost. */
    void forgetAcknowledgement(long sequence) {
        locked(() -> acknowledged = sequence);
    }

    int outboxCalls() {
        return locked(() -> outboxCalls);
    }

    @Override
    public String ledgerId() {
        return ledgerId;
    }

    @Override
    public JournalStatistics statistics() {
        return locked(() -> {
            long pending = 0;
            for (long sequence = acknowledged + 1; sequence <= entries.size(); sequence++) {
                pending += entries.get((int) sequence - 1) instanceof JournalEntry.Intended ? 0 : 1;
            }
            return new JournalStatistics(entries.size(), acknowledged, pending, 0, 0, 0, 0, 0);
        });
    }

    List<Long> forStation() {
        return locked(() -> {
            List<Long> sequences = new ArrayList<>();
            for (int i = 0; i < entries.size(); i++) {
                if (!(entries.get(i) instanceof JournalEntry.Intended)) {
                    sequences.add(i + 1L);
                }
            }
            return sequences;
        });
    }

    @Override
    public List<Stored> latest(int limit, Optional<String> transactionOrPlateFilter) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Stored> ofTransaction(String transactionId) {
        return locked(() -> {
            List<Stored> found = new ArrayList<>();
            for (int i = 0; i < entries.size(); i++) {
                if (entries.get(i) instanceof JournalEntry.OfTransaction of && of.transactionId().equals(transactionId)) {
                    found.add(new Stored(i + 1L, entries.get(i), !(of instanceof JournalEntry.Intended), false));
                }
            }
            return found;
        });
    }

    @Override
    public void close() {
    }
}
