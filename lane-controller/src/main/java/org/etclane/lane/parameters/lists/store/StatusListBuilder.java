package org.etclane.lane.parameters.lists.store;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a list file of entries that come in any order, the later of two with one key counting: an external merge sort. Memory outside
 * the heap: 32 MiB to sort a run, 64 KiB for each run while merging, 1.3 bytes an entry for filter and index. Disk besides the
 * file: 16 bytes an entry while it is made. Input that is in order already becomes one single run. One thread.
 */
final class StatusListBuilder implements EntrySink, AutoCloseable {
    private static final int MAX_RUNS = 256;
    static final long MAX_ENTRIES = (long) MAX_RUNS * RunSorter.CAPACITY;

    private final Path runsFile;
    private final Pace pace;
    private final long reserveBytes;
    private final Arena arena = Arena.ofConfined();
    private final RunSorter sorter;
    private final PacedFile runs;
    private final List<Run> ends = new ArrayList<>();
    private long entries;
    private long lastNumber;
    private long lastRest;

    /** @param end behind its last byte; it begins where the one before ends */
    private record Run(long end) {
    }

    /** What was made. @param duplicates entries passed over because a later one has their key */
    record Built(ListHeader header, long duplicates) {
    }

    /** @param runsFile temporary; gone after {@link #close} */
    StatusListBuilder(Path runsFile, Pace pace, long reserveBytes) throws IOException {
        this.runsFile = runsFile;
        this.pace = pace;
        this.reserveBytes = reserveBytes;
        sorter = new RunSorter(arena);
        runs = new PacedFile(runsFile, arena, pace, reserveBytes);
    }

    @Override
    public void put(long number, long rest) throws IOException {
        if (sorter.isFull()) {
            spill();
        }
        if (++entries > MAX_ENTRIES) {
            throw new ListRefusedException("more than " + MAX_ENTRIES + " entries; no list is that long");
        }
        sorter.add(number, rest);
    }

    private void spill() throws IOException {
        var sorted = sorter.sort();
        // what goes on in order where the run before ended is part of it
        boolean goesOn = !ends.isEmpty() && ListRecord.compareKeys(lastNumber, lastRest, sorter.number(0), sorter.rest(0)) <= 0;
        runs.write(sorted, (long) sorter.size() * ListRecord.BYTES);
        if (goesOn) {
            ends.removeLast();
        }
        ends.add(new Run(runs.position()));
        lastNumber = sorter.number(sorter.size() - 1);
        lastRest = sorter.rest(sorter.size() - 1);
        sorter.clear();
    }

    /** The file is whole and on the disk when this returns; its name is not yet. */
    Built build(Path file, ListHeader.Identity identity) throws IOException {
        if (sorter.size() > 0) {
            spill();
        }
        runs.flush();
        List<RunCursor> cursors = new ArrayList<>();
        long start = 0;
        for (Run run : ends) {
            cursors.add(new RunCursor(runs.channel(), arena, start, run.end() - start));
            start = run.end();
        }
        MergeCursor merged = new MergeCursor(cursors);
        ListHeader header = write(merged, false, file, identity, entries, pace, reserveBytes);
        return new Built(header, merged.duplicates());
    }

    /** @param onlyListed leaves removals out: the result is a full list */
    static ListHeader write(RecordCursor sorted, boolean onlyListed, Path file, ListHeader.Identity identity, long most, Pace pace,
            long reserveBytes) throws IOException {
        try (Arena arena = Arena.ofConfined();
                ListFileWriter writer = new ListFileWriter(file, identity, most, arena, pace, reserveBytes)) {
            while (sorted.next()) {
                if (!onlyListed || ListRecord.reason(sorted.rest()) != ListRecord.REMOVED) {
                    writer.add(sorted.number(), sorted.rest());
                }
            }
            return writer.finish();
        }
    }

    @Override
    public void close() throws IOException {
        try {
            runs.close();
            StoreFiles.delete(runsFile, pace);
        } finally {
            arena.close();
        }
    }
}
