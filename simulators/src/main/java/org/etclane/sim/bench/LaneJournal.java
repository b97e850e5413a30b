package org.etclane.sim.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.etclane.lane.core.JournalEntry;
import org.etclane.lane.journal.Journal;
import org.etclane.lane.journal.JournalOpener;
import org.etclane.lane.journal.JournalSettings;

/** The records of a lane that is not running. */
public final class LaneJournal {
    private static final int MAX_RECORDS = 10_000_000;
    private static final Journal.Listener NOBODY = new Journal.Listener() {
        @Override
        public void durable(long ticket, long syncNanos) {
        }

        @Override
        public void rejected(long ticket, String reason) {
        }

        @Override
        public void failed(String reason) {
        }
    };

    private LaneJournal() {
    }

    /**
     * All of them, oldest first.
     *
     * @throws IllegalStateException when they cannot be read, or the lane still runs
     */
    public static List<JournalEntry> read(Path directory) {
        return stored(directory).stream().map(Journal.Stored::entry).toList();
    }

    /** The same with their numbers. */
    static List<Journal.Stored> stored(Path directory) {
        return switch (JournalOpener.open(directory, JournalSettings.defaults(), NOBODY)) {
            case JournalOpener.Ready(Journal journal, _) -> {
                try (journal) {
                    List<Journal.Stored> entries = new ArrayList<>(journal.latest(MAX_RECORDS, Optional.empty()));
                    Collections.reverse(entries);
                    yield entries;
                }
            }
            case JournalOpener.Opened other -> throw new IllegalStateException("the lane's journal cannot be read: " + other);
        };
    }
}
