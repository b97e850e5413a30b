package org.etclane.lane.runtime;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.etclane.lane.core.LaneEvent;
import org.etclane.lane.core.Moment;

/** The last events of the lane, for the dump after a bug. Bounded; used on the lane loop only. */
final class BlackBox {
    private final int capacity;
    private final ArrayDeque<Entry> entries;

    BlackBox(int capacity) {
        this.capacity = capacity;
        this.entries = new ArrayDeque<>(capacity);
    }

    record Entry(Moment at, LaneEvent event) {
    }

    void add(Moment at, LaneEvent event) {
        if (entries.size() == capacity) {
            entries.removeFirst();
        }
        entries.addLast(new Entry(at, event));
    }

    List<Entry> contents() {
        return new ArrayList<>(entries);
    }
}
