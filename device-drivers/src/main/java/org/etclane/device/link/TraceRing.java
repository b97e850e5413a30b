package org.etclane.device.link;

import java.util.ArrayList;
import java.util.List;
import org.etclane.device.Bytes;
import org.etclane.device.link.LinkTrace.Direction;
import org.etclane.device.link.LinkTrace.Entry;

/**
 * The last entries of a link and their bytes, in arrays that are made once: to add one makes no garbage, so that a ring can be on for
 * months without a collection that moves what it has kept. Neither more entries nor more bytes than it was made for.
 *
 * <p>One thread at a time adds. {@link #copy} may run beside it: then the copy can be torn, and the caller has to find that out before it
 * looks into it.
 */
final class TraceRing {
    private static final Direction[] DIRECTIONS = Direction.values();

    private final byte[] store;
    private final long[] atNanos;
    /** How many bytes had been stored when the entry's were. */
    private final long[] storedTo;
    private final int[] kept;
    private final int[] whole;
    private final byte[] directions;
    private final String[] notes;
    private final long firstSequence;
    private long added;
    private long stored;

    /** @param firstSequence number of the first entry that will be added */
    TraceRing(int entries, int bytes, long firstSequence) {
        store = new byte[bytes];
        atNanos = new long[entries];
        storedTo = new long[entries];
        kept = new int[entries];
        whole = new int[entries];
        directions = new byte[entries];
        notes = new String[entries];
        this.firstSequence = firstSequence;
    }

    private TraceRing(TraceRing other) {
        store = other.store.clone();
        atNanos = other.atNanos.clone();
        storedTo = other.storedTo.clone();
        kept = other.kept.clone();
        whole = other.whole.clone();
        directions = other.directions.clone();
        notes = other.notes.clone();
        firstSequence = other.firstSequence;
        added = other.added;
        stored = other.stored;
    }

    /** @param wholeBytes of which {@code bytes} may be the beginning */
    void add(long nanos, Direction direction, byte[] bytes, int wholeBytes, String note) {
        int length = Math.min(bytes.length, LinkTrace.PIECE_BYTES);
        int at = (int) (stored % store.length);
        int first = Math.min(length, store.length - at);
        System.arraycopy(bytes, 0, store, at, first);
        System.arraycopy(bytes, first, store, 0, length - first);
        stored += length;
        int slot = (int) (added % atNanos.length);
        atNanos[slot] = nanos;
        storedTo[slot] = stored;
        kept[slot] = length;
        whole[slot] = wholeBytes;
        directions[slot] = (byte) direction.ordinal();
        notes[slot] = note;
        added++;
    }

    TraceRing copy() {
        return new TraceRing(this);
    }

    long nextSequence() {
        return firstSequence + added;
    }

    /** Everything that is still whole, oldest first. Not beside {@link #add}. */
    List<Entry> entries() {
        long from = Math.max(0, added - atNanos.length);
        while (from < added && storedTo[slot(from)] - kept[slot(from)] < stored - store.length) {
            from++; // its bytes have been overwritten
        }
        List<Entry> entries = new ArrayList<>((int) (added - from));
        for (long index = from; index < added; index++) {
            entries.add(entry(index));
        }
        return entries;
    }

    private int slot(long index) {
        return (int) (index % atNanos.length);
    }

    private Entry entry(long index) {
        int slot = slot(index);
        byte[] bytes = new byte[kept[slot]];
        int at = (int) ((storedTo[slot] - bytes.length) % store.length);
        int first = Math.min(bytes.length, store.length - at);
        System.arraycopy(store, at, bytes, 0, first);
        System.arraycopy(store, 0, bytes, first, bytes.length - first);
        String note = whole[slot] == bytes.length ? notes[slot]
                : join(notes[slot], "the first " + bytes.length + " of " + whole[slot] + " bytes");
        return new Entry(firstSequence + index, atNanos[slot], DIRECTIONS[directions[slot]], Bytes.copyOf(bytes), note);
    }

    private static String join(String note, String more) {
        return note.isEmpty() ? more : note + "; " + more;
    }
}
