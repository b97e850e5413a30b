package org.etclane.device.conformance;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.etclane.device.Bytes;

/**
 * What was said so far, in order. A view that goes on growing while its exercise runs: look, do not keep.
 *
 * @param <F> frames of the device
 */
public final class Transcript<F> {
    private static final long NANOS_PER_MS = 1_000_000L;

    private final List<Entry<F>> all;
    private final List<Entry<F>> entries;

    private Transcript(List<Entry<F>> all, List<Entry<F>> entries) {
        this.all = all;
        this.entries = entries;
    }

    public static <F> Transcript<F> of(List<Entry<F>> entries) {
        return from(entries, 0);
    }

    /** What was said from this entry on, of a longer run. */
    static <F> Transcript<F> from(List<Entry<F>> run, int first) {
        List<Entry<F>> all = Collections.unmodifiableList(run);
        return new Transcript<>(all, all.subList(first, all.size()));
    }

    private Transcript<F> part(int from, int to) {
        return new Transcript<>(all, entries.subList(from, to));
    }

    /** Everything that was said in this run, before this exercise too: for counters that go on. */
    public Transcript<F> wholeRun() {
        return new Transcript<>(all, all);
    }

    public List<Entry<F>> entries() {
        return entries;
    }

    public List<Entry.Sent<F>> sent() {
        List<Entry.Sent<F>> found = new ArrayList<>();
        for (Entry<F> entry : entries) {
            if (entry instanceof Entry.Sent<F> sent) {
                found.add(sent);
            }
        }
        return found;
    }

    public List<Entry.Came<F>> frames() {
        List<Entry.Came<F>> found = new ArrayList<>();
        for (Entry<F> entry : entries) {
            if (entry instanceof Entry.Came<F> came) {
                found.add(came);
            }
        }
        return found;
    }

    /** Those of one kind. */
    public <T extends F> List<Entry.Came<T>> frames(Class<T> kind) {
        return frames(kind, _ -> true);
    }

    /** Those of one kind that are as wanted. */
    public <T extends F> List<Entry.Came<T>> frames(Class<T> kind, Predicate<? super T> wanted) {
        return frames().stream().filter(came -> kind.isInstance(came.frame()) && wanted.test(kind.cast(came.frame())))
                .map(came -> new Entry.Came<>(came.atNanos(), kind.cast(came.frame()), came.raw())).toList();
    }

    public <T extends F> Optional<Entry.Came<T>> first(Class<T> kind) {
        return frames(kind).stream().findFirst();
    }

    public List<Entry.Bad<F>> bad() {
        List<Entry.Bad<F>> found = new ArrayList<>();
        for (Entry<F> entry : entries) {
            if (entry instanceof Entry.Bad<F> bad) {
                found.add(bad);
            }
        }
        return found;
    }

    /** Every byte that came, joined. */
    public Bytes stream() {
        List<Bytes> parts = new ArrayList<>();
        for (Entry<F> entry : entries) {
            if (entry instanceof Entry.Chunk<F> chunk) {
                parts.add(chunk.bytes());
            }
        }
        return Bytes.concat(parts.toArray(Bytes[]::new));
    }

    /** The latest answer of the person at the device. */
    public Optional<Boolean> answer() {
        return entries.reversed().stream().filter(Entry.Answer.class::isInstance).findFirst().map(answer -> ((Entry.Answer<F>) answer)
                .yes());
    }

    /** What came after the last thing that was sent; all, when nothing was. */
    public Transcript<F> afterLastSent() {
        int from = entries.size();
        while (from > 0 && !(entries.get(from - 1) instanceof Entry.Sent<F>)) {
            from--;
        }
        return part(from, entries.size());
    }

    /** What came after the n-th thing that was sent (0 the first) and before the next one; empty when there is none. */
    public Transcript<F> afterSent(int n) {
        int from = -1;
        int count = -1;
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i) instanceof Entry.Sent<F>) {
                count++;
                if (count == n) {
                    from = i + 1;
                } else if (count > n) {
                    return part(from, i);
                }
            }
        }
        return from < 0 ? part(0, 0) : part(from, entries.size());
    }

    /** Whole milliseconds, rounded to the nearest. */
    public static long msBetween(Entry<?> earlier, Entry<?> later) {
        return Math.round((later.atNanos() - earlier.atNanos()) / (double) NANOS_PER_MS);
    }
}
