package org.etclane.lane.parameters.lists.store;

import java.io.IOException;
import java.util.List;

/**
 * Several sorted sources as one, each key once: of equal keys the one of the later source counts, within a source the later one. A binary
 * heap of source numbers. One thread.
 */
final class MergeCursor implements RecordCursor {
    private final List<? extends RecordCursor> sources;
    private final long[] numbers;
    private final long[] rests;
    private final int[] heap;
    private int size;
    private long number;
    private long rest;
    private long duplicates;

    /** @param sources oldest first */
    MergeCursor(List<? extends RecordCursor> sources) throws IOException {
        this.sources = sources;
        numbers = new long[sources.size()];
        rests = new long[sources.size()];
        heap = new int[sources.size()];
        for (int i = 0; i < sources.size(); i++) {
            if (load(i)) {
                heap[size++] = i;
                up(size - 1);
            }
        }
    }

    /** How many entries were passed over because a later one has their key. */
    long duplicates() {
        return duplicates;
    }

    @Override
    public boolean next() throws IOException {
        if (size == 0) {
            return false;
        }
        take();
        while (size > 0 && ListRecord.compareKeys(numbers[heap[0]], rests[heap[0]], number, rest) == 0) {
            duplicates++;
            take();
        }
        return true;
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public long rest() {
        return rest;
    }

    private void take() throws IOException {
        int source = heap[0];
        number = numbers[source];
        rest = rests[source];
        if (!load(source)) {
            heap[0] = heap[--size];
        }
        down();
    }

    private boolean load(int source) throws IOException {
        RecordCursor cursor = sources.get(source);
        if (!cursor.next()) {
            return false;
        }
        numbers[source] = cursor.number();
        rests[source] = cursor.rest();
        return true;
    }

    private boolean before(int a, int b) {
        int byKey = ListRecord.compareKeys(numbers[a], rests[a], numbers[b], rests[b]);
        return byKey != 0 ? byKey < 0 : a < b;
    }

    private void up(int from) {
        for (int i = from; i > 0 && before(heap[i], heap[(i - 1) / 2]); i = (i - 1) / 2) {
            swap(i, (i - 1) / 2);
        }
    }

    private void down() {
        for (int i = 0, child = 1; child < size; child = 2 * i + 1) {
            if (child + 1 < size && before(heap[child + 1], heap[child])) {
                child++;
            }
            if (!before(heap[child], heap[i])) {
                return;
            }
            swap(i, child);
            i = child;
        }
    }

    private void swap(int i, int j) {
        int held = heap[i];
        heap[i] = heap[j];
        heap[j] = held;
    }
}
