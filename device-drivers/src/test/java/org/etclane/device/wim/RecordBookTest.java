package org.etclane.device.wim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.etclane.device.Bytes;
import org.etclane.device.wim.RecordBook.Verdict;
import org.junit.jupiter.api.Test;

class RecordBookTest {
    private static final Bytes A = Bytes.of(1, 2, 3);
    private static final Bytes B = Bytes.of(1, 2, 4);

    private final RecordBook book = new RecordBook();

    @Test
    void aRecordReadTwiceIsOne() {
        assertEquals(Verdict.NEW, book.read(A, true));
        assertEquals(Verdict.HELD, book.read(A, true));
        assertEquals(1, book.lastId());
        assertFalse(book.held().orElseThrow().taken());
    }

    @Test
    void onlyTheHeldRecordCanBeTaken() {
        book.read(A, true);
        assertFalse(book.taken(7));
        assertTrue(book.taken(1));
        assertTrue(book.held().orElseThrow().taken());
    }

    @Test
    void aTakenRecordThatComesBackIsNotToldAgain() {
        book.read(A, true);
        book.taken(1);
        book.forget();
        assertEquals(Verdict.BACK_AGAIN, book.read(A, true));
        assertEquals(1, book.held().orElseThrow().id());
        assertTrue(book.held().orElseThrow().taken());
    }

    /** It vanished for a moment before the lane had it: it must not be deleted on the strength of that. */
    @Test
    void aRecordThatVanishedUntakenComesBackUntaken() {
        book.read(A, true);
        book.forget();
        assertEquals(Verdict.HELD, book.read(A, true));
        assertFalse(book.held().orElseThrow().taken());
        book.forget();
        assertFalse(book.taken(1), "not in the meter just now");
        book.read(A, true);
        assertTrue(book.held().orElseThrow().taken());
    }

    @Test
    void withoutATimeEqualBytesAfterADeletionAreAnotherVehicle() {
        book.read(A, false);
        book.taken(1);
        assertEquals(Verdict.HELD, book.read(A, false), "not deleted yet");
        book.forget();
        assertEquals(Verdict.NEW, book.read(A, false));
        assertEquals(2, book.lastId());
    }

    @Test
    void anotherOldestMeansThatTheOneBeforeHasGone() {
        book.read(A, true);
        assertEquals(Verdict.NEW, book.read(B, true));
        assertEquals(2, book.held().orElseThrow().id());
        assertFalse(book.taken(1));
    }

    @Test
    void memoryIsBounded() {
        for (int i = 0; i < 1000; i++) {
            assertEquals(Verdict.NEW, book.read(Bytes.of(i >> 8, i), true));
            book.taken(book.lastId());
        }
        assertEquals(Verdict.NEW, book.read(Bytes.of(0, 1), true), "forgotten long ago");
    }
}
