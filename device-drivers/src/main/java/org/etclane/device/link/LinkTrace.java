package org.etclane.device.link;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.StampedLock;
import org.etclane.device.Bytes;

/**
 * The last bytes that went over a link, with their stamps. A short ring is always there: at most {@value #RECENT_ENTRIES} pieces and
 * {@value #RECENT_BYTES} bytes, so that what a device said before it failed can be looked at afterwards. {@link #on} adds a longer one while
 * the lane runs. To record makes no garbage and waits for nobody who reads.
 *
 * <p>Any thread may record, read and switch; there is one that records, usually.
 */
public final class LinkTrace {
    /** Entries of the longer ring when nothing else is said: some minutes of a lane's traffic. */
    public static final int DEFAULT_ENTRIES = 2_000;
    /** Of the ring that is always there. */
    public static final int RECENT_ENTRIES = 512;
    public static final int RECENT_BYTES = 32 * 1024;
    /** Longest piece that is kept whole; of a longer one the beginning is kept. */
    public static final int PIECE_BYTES = 4096;
    /** How a note begins that tells of the line's own changes. */
    public static final String UP = "up";
    public static final String DOWN = "down";

    private static final int BYTES_PER_ENTRY = 128;
    private static final int TORN_COPIES = 8;
    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

    private final int longerEntries;
    private final TraceRing recent;
    /** Readers look without it and find out afterwards whether they were disturbed. */
    private final StampedLock writing = new StampedLock();
    /** Null until switched on for the first time; kept when switched off. */
    private TraceRing longer;
    private volatile boolean on;

    /** @param entries of the longer ring, 1 and more; the short one never has more than that */
    public LinkTrace(int entries) {
        this.longerEntries = entries;
        this.recent = new TraceRing(Math.min(entries, RECENT_ENTRIES), Math.min(RECENT_BYTES, entries * PIECE_BYTES), 0);
    }

    public enum Direction {
        /** From the device to the lane. */
        IN("<-"),
        /** From the lane to the device. */
        OUT("->"),
        /** No bytes went anywhere: the line came up, a frame was not understood. */
        NOTE("--");

        private final String arrow;

        Direction(String arrow) {
            this.arrow = arrow;
        }
    }

    /**
     * One line of the trace.
     *
     * @param sequence counts from 0; a gap is what the rings have forgotten
     * @param atNanos  monotonic
     * @param note     words, may be empty
     */
    public record Entry(long sequence, long atNanos, Direction direction, Bytes bytes, String note) {
        /** The line came up or went down: nothing half-received goes on behind it. */
        public boolean changesLine() {
            return direction == Direction.NOTE && bytes.size() == 0 && (note.startsWith(UP) || note.startsWith(DOWN));
        }

        /** With more words behind those that are there. */
        public Entry with(String words) {
            return words.isEmpty() ? this : new Entry(sequence, atNanos, direction, bytes, note.isEmpty() ? words : note + "; " + words);
        }
    }

    /** From now on more is kept; it begins with what the short ring holds. Without effect when on. */
    public void on() {
        if (on) {
            return;
        }
        long stamp = writing.writeLock();
        try {
            List<Entry> before = recent.entries();
            long first = before.isEmpty() ? recent.nextSequence() : before.getFirst().sequence();
            longer = new TraceRing(longerEntries, Math.max(longerEntries * BYTES_PER_ENTRY, PIECE_BYTES), first);
            before.forEach(e -> longer.add(e.atNanos, e.direction, e.bytes.toArray(), e.bytes.size(), e.note));
            on = true;
        } finally {
            writing.unlockWrite(stamp);
        }
    }

    /** Only the short ring goes on. What the longer one has kept stays readable until it is switched on again. */
    public void off() {
        on = false;
    }

    public boolean isOn() {
        return on;
    }

    /** Copies {@code bytes}. */
    public void record(long atNanos, Direction direction, byte[] bytes, String note) {
        long stamp = writing.writeLock(); // free but for another writer: readers take no lock
        try {
            recent.add(atNanos, direction, bytes, bytes.length, note);
            if (on) {
                longer.add(atNanos, direction, bytes, bytes.length, note);
            }
        } finally {
            writing.unlockWrite(stamp);
        }
    }

    /** What is kept now, oldest first. */
    public List<Entry> snapshot() {
        Copy copy = copy();
        List<Entry> entries = new ArrayList<>(copy.longer == null ? List.of() : copy.longer.entries());
        long next = entries.isEmpty() ? 0 : entries.getLast().sequence() + 1;
        copy.recent.entries().stream().filter(e -> e.sequence() >= next).forEach(entries::add);
        return List.copyOf(entries);
    }

    /** What the short ring holds, oldest first. */
    public List<Entry> recent() {
        return List.copyOf(copy().recent.entries());
    }

    private record Copy(TraceRing recent, TraceRing longer) {
    }

    /** Taken again while somebody writes in between; in the end the writer has to wait, for less than a millisecond. */
    private Copy copy() {
        for (int i = 0; i < TORN_COPIES; i++) {
            long stamp = writing.tryOptimisticRead();
            if (stamp != 0) {
                Copy copy = copyNow();
                if (writing.validate(stamp)) {
                    return copy;
                }
            }
        }
        long stamp = writing.readLock();
        try {
            return copyNow();
        } finally {
            writing.unlockRead(stamp);
        }
    }

    private Copy copyNow() {
        TraceRing held = longer;
        return new Copy(recent.copy(), held == null ? null : held.copy());
    }

    /**
     * One line of text per entry: seconds since the first one, milliseconds since the one before, direction, number of bytes,
     * hexadecimal bytes, note. "{@code    1.204512 +   3.120 <-   4 ff ff 00 ff  heartbeat}". Where entries are missing a line says so.
     */
    public static List<String> format(List<Entry> entries) {
        List<String> lines = new ArrayList<>(entries.size());
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            Entry before = entries.get(Math.max(0, i - 1));
            long missing = entry.sequence - before.sequence - 1;
            if (missing > 0) {
                lines.add("             " + missing + " entries were not kept");
            }
            long sinceFirst = entry.atNanos - entries.getFirst().atNanos;
            String line = String.format(Locale.ROOT, "%11.6f %+10.3f %s %4d %s", sinceFirst / 1e9, (entry.atNanos - before.atNanos) / 1e6,
                    entry.direction.arrow, entry.bytes.size(), HEX.formatHex(entry.bytes.toArray()));
            lines.add(entry.note.isEmpty() ? line : line + "  " + entry.note);
        }
        return lines;
    }
}
