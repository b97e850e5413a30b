package org.etclane.lane.journal;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.etclane.lane.core.JournalEntry;

/** Short ways for the tests to open a journal. */
final class Opening {
    /** No purging and quick marks unless a test asks for more. */
    static final JournalSettings SETTINGS = new JournalSettings(1024, 256, 5, 36_500, 200, 60_000, 1024);

    private Opening() {
    }

    static H2Journal open(Path dir, Journal.Listener listener) {
        return open(dir, listener, SETTINGS, Samples.WALL, "file:");
    }

    static H2Journal open(Path dir, Journal.Listener listener, JournalSettings settings, long wallMillis, String scheme) {
        JournalOpener.Opened opened = JournalOpener.open(dir, settings, listener, at(wallMillis), scheme);
        return assertInstanceOf(H2Journal.class, assertInstanceOf(JournalOpener.Ready.class, opened).journal());
    }

    static InstantSource at(long wallMillis) {
        return InstantSource.fixed(Instant.ofEpochMilli(wallMillis));
    }

    static void append(Journal journal, long ticket, JournalEntry entry) {
        assertTrue(journal.append(ticket, entry), "ticket " + ticket + " not taken");
    }
}
