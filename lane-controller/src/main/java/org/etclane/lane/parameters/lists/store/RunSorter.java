package org.etclane.lane.parameters.lists.store;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Sorts up to {@value #CAPACITY} entries by their keys in two buffers outside the heap, byte by byte from the last (a radix sort: as long
 * for any input, and equal keys keep their order). Bytes in which all keys agree cost nothing. One thread.
 */
final class RunSorter {
    static final int CAPACITY = 1 << 20;
    private static final int KEY_BYTES = 10;
    private static final int NUMBER_BYTES = 8;

    private final int[] counts = new int[KEY_BYTES << 8];
    private MemorySegment from;
    private MemorySegment to;
    private int size;
    private boolean sorted = true;

    RunSorter(Arena arena) {
        from = arena.allocate((long) CAPACITY * ListRecord.BYTES, ListRecord.BYTES);
        to = arena.allocate((long) CAPACITY * ListRecord.BYTES, ListRecord.BYTES);
    }

    boolean isFull() {
        return size == CAPACITY;
    }

    int size() {
        return size;
    }

    void add(long number, long rest) {
        long at = (long) size * ListRecord.BYTES;
        if (sorted && size > 0) {
            sorted = ListRecord.compareKeys(number(size - 1), rest(size - 1), number, rest) <= 0;
        }
        from.set(ListRecord.LONG, at, number);
        from.set(ListRecord.LONG, at + 8, rest);
        size++;
    }

    long number(int i) {
        return from.get(ListRecord.LONG, (long) i * ListRecord.BYTES);
    }

    long rest(int i) {
        return from.get(ListRecord.LONG, (long) i * ListRecord.BYTES + 8);
    }

    /** @return the entries in order; valid until the next {@link #add} */
    MemorySegment sort() {
        if (!sorted) {
            count();
            for (int i = 0; i < KEY_BYTES; i++) {
                pass(i);
            }
            sorted = true;
        }
        return from;
    }

    void clear() {
        size = 0;
        sorted = true;
    }

    private void count() {
        Arrays.fill(counts, 0);
        for (int i = 0; i < size; i++) {
            long number = number(i);
            long rest = rest(i);
            for (int b = 0; b < KEY_BYTES; b++) {
                counts[b << 8 | keyByte(number, rest, b)]++;
            }
        }
    }

    /** @param b 0 the last byte of the number, 9 the first of the network */
    private static int keyByte(long number, long rest, int b) {
        return (int) (b < NUMBER_BYTES ? number >>> 8 * b : rest >>> 48 + 8 * (b - NUMBER_BYTES)) & 0xFF;
    }

    private void pass(int b) {
        int start = 0;
        for (int value = 0; value < 256; value++) {
            int n = counts[b << 8 | value];
            if (n == size) {
                return;
            }
            counts[b << 8 | value] = start;
            start += n;
        }
        for (int i = 0; i < size; i++) {
            long number = number(i);
            long rest = rest(i);
            long at = (long) counts[b << 8 | keyByte(number, rest, b)]++ * ListRecord.BYTES;
            to.set(ListRecord.LONG, at, number);
            to.set(ListRecord.LONG, at + 8, rest);
        }
        MemorySegment swap = from;
        from = to;
        to = swap;
    }
}
