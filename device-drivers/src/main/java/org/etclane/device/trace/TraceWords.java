package org.etclane.device.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.etclane.device.link.LinkTrace.Entry;

/**
 * Puts beside each piece of a trace what it means: the words of a frame stand at the piece that completes it. Pure; for whoever shows or
 * saves a trace, not for the thread that made it.
 */
public final class TraceWords {
    /** After so long without a byte nothing more belongs to what had begun; longer than the gaps that protocols allow. */
    static final long PAUSE_NANOS = 500_000_000L;
    /** Longer words are cut: whoever has that much to say shows the bytes. */
    static final int LONGEST_WORDS = 300;

    private final Supplier<Optional<LineReader>> readers;
    private final List<Entry> told = new ArrayList<>();
    private final Way in = new Way();
    private final Way out = new Way();
    /** Why nothing is explained; told once. */
    private Optional<String> failure = Optional.empty();
    private Optional<LineReader> reader;

    /** Where a direction's last piece is. */
    private static final class Way {
        private int last = -1;
    }

    private TraceWords(Supplier<Optional<LineReader>> readers) {
        this.readers = readers;
        this.reader = fresh();
    }

    /** A reader may come from a foreign jar, and the bytes are shown all the same. */
    private Optional<LineReader> fresh() {
        try {
            return readers.get();
        } catch (RuntimeException | LinkageError bug) {
            failure = Optional.of("not explained, the driver has no reader: " + bug);
            return Optional.empty();
        }
    }

    /**
     * @param entries oldest first
     * @param readers makes one that knows nothing; empty when the protocol has none: then the entries stay as they are
     */
    public static List<Entry> explained(List<Entry> entries, Supplier<Optional<LineReader>> readers) {
        TraceWords words = new TraceWords(readers);
        entries.forEach(words::next);
        return List.copyOf(words.told);
    }

    private void next(Entry entry) {
        told.add(entry);
        int at = told.size() - 1;
        if (entry.changesLine()) {
            reader = fresh();
            in.last = -1;
            out.last = -1;
        }
        failure.ifPresent(why -> say(at, List.of(why)));
        failure = Optional.empty();
        switch (entry.direction()) {
            case IN -> reader.ifPresent(line -> read(line.fromDevice(), in, at));
            case OUT -> reader.ifPresent(line -> read(line.toDevice(), out, at));
            case NOTE -> { }
        }
    }

    private void read(PieceReader piece, Way way, int at) {
        Entry entry = told.get(at);
        try {
            if (way.last >= 0 && entry.atNanos() - told.get(way.last).atNanos() >= PAUSE_NANOS) {
                say(way.last, piece.pause());
            }
            say(at, piece.read(entry.bytes().toArray()));
        } catch (RuntimeException | LinkageError bug) { // as above
            reader = Optional.empty();
            say(at, List.of("not explained from here on, the driver's reader failed: " + bug));
        }
        way.last = at;
    }

    private void say(int at, List<String> words) {
        String all = String.join(" | ", words).replaceAll("\\p{Cntrl}", "·");
        boolean tooLong = all.codePointCount(0, all.length()) > LONGEST_WORDS;
        told.set(at, told.get(at).with(tooLong ? all.substring(0, all.offsetByCodePoints(0, LONGEST_WORDS)) + " …" : all));
    }

    /** As they stand in a file. @param wallOfZeroNanos time of day when the monotonic clock was 0, in nanoseconds since 1970 */
    public static List<TracedBytes> packets(List<Entry> entries, long wallOfZeroNanos) {
        return entries.stream().map(e -> new TracedBytes(wallOfZeroNanos + e.atNanos(), e.direction(), e.bytes(), e.note())).toList();
    }
}
