package org.etclane.device.link;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.etclane.device.Bytes;

/**
 * The last bytes that went over a link, for an engineer in the field: a bounded ring, switched on and off while the lane runs.
 * Off, a call costs one volatile read. Any thread may write, read and switch; no locks.
 */
public final class LinkTrace {
    /** Entries kept when nothing else is said: some minutes of a lane's traffic. */
    public static final int DEFAULT_ENTRIES = 2_000;

    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

    private final AtomicReferenceArray<Entry> ring;
    private final AtomicLong written = new AtomicLong();
    private volatile boolean on;

    /** Starts switched off. */
    public LinkTrace(int entries) {
        this.ring = new AtomicReferenceArray<>(entries);
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
     * @param sequence counts from 0; a gap before the first entry of a snapshot is what the ring has forgotten
     * @param atNanos  monotonic
     * @param note     words, may be empty
     */
    public record Entry(long sequence, long atNanos, Direction direction, Bytes bytes, String note) {
    }

    /** Switching on starts with what comes now; what was kept before stays until it is overwritten. */
    public void on() {
        on = true;
    }

    /** What was kept stays readable. */
    public void off() {
        on = false;
    }

    public boolean isOn() {
        return on;
    }

    /** Copies {@code bytes}; does nothing while switched off. */
    public void record(long atNanos, Direction direction, byte[] bytes, String note) {
        if (on) {
            long sequence = written.getAndIncrement();
            ring.set((int) (sequence % ring.length()), new Entry(sequence, atNanos, direction, Bytes.copyOf(bytes), note));
        }
    }

    /** What is in the ring now, oldest first. */
    public List<Entry> snapshot() {
        List<Entry> entries = new ArrayList<>(ring.length());
        for (int i = 0; i < ring.length(); i++) {
            Entry entry = ring.get(i);
            if (entry != null) {
                entries.add(entry);
            }
        }
        entries.sort(Comparator.comparingLong(Entry::sequence));
        return List.copyOf(entries);
    }

    /**
     * One line of text per entry: seconds since the first one, milliseconds since the one before, direction, number of bytes,
     * hexadecimal bytes, note. "{@code    1.204512 +   3.120 <-   4 ff ff 00 ff  heartbeat}".
     */
    public static List<String> format(List<Entry> entries) {
        List<String> lines = new ArrayList<>(entries.size());
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            long sinceFirst = entry.atNanos - entries.getFirst().atNanos;
            long sinceLast = i == 0 ? 0 : entry.atNanos - entries.get(i - 1).atNanos;
            String line = String.format(Locale.ROOT, "%11.6f %+10.3f %s %4d %s", sinceFirst / 1e9, sinceLast / 1e6,
                    entry.direction.arrow, entry.bytes.size(), HEX.formatHex(entry.bytes.toArray()));
            lines.add(entry.note.isEmpty() ? line : line + "  " + entry.note);
        }
        return lines;
    }
}
