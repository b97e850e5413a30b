package org.etclane.sim.world;

import java.util.PriorityQueue;

/** Due actions, earliest first, ties in the order of insertion. One thread. */
final class TimedQueue {

    static final class Entry implements Scheduler.Cancellable, Comparable<Entry> {
        private final long atNanos;
        private final Runnable action;
        private long sequence;
        /** Volatile because a real-time caller may cancel from another thread. */
        private volatile boolean cancelled;

        Entry(long atNanos, Runnable action) {
            this.atNanos = atNanos;
            this.action = action;
        }

        long atNanos() {
            return atNanos;
        }

        void run() {
            if (!cancelled) {
                action.run();
            }
        }

        @Override
        public void cancel() {
            cancelled = true;
        }

        @Override
        public int compareTo(Entry other) {
            // by difference: System.nanoTime() may wrap
            long difference = atNanos - other.atNanos;
            return difference != 0 ? Long.signum(difference) : Long.compare(sequence, other.sequence);
        }
    }

    private final PriorityQueue<Entry> entries = new PriorityQueue<>();
    private long nextSequence;

    void add(Entry entry) {
        entry.sequence = nextSequence++;
        entries.add(entry);
    }

    /** The earliest entry that is not cancelled, or null. */
    Entry peek() {
        Entry first = entries.peek();
        while (first != null && first.cancelled) {
            entries.poll();
            first = entries.peek();
        }
        return first;
    }

    /** Takes away what {@link #peek} has just shown. */
    Entry poll() {
        return peek() == null ? null : entries.poll();
    }
}
