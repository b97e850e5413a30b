package org.etclane.device.gpio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Times are milliseconds; 10 ms debounce, unsettled after 100 ms. */
class DebounceTest {
    private static final long MS = 1_000_000L;
    private final Debounce contact = new Debounce(10 * MS, 100 * MS);
    private final List<String> heard = new ArrayList<>();

    private void hear(Optional<Boolean> active) {
        heard.add(active.map(a -> a ? "on" : "off").orElse("unknown"));
    }

    private void edge(boolean active, long ms) {
        contact.edge(active, ms * MS, this::hear);
    }

    private void time(long ms) {
        contact.settle(ms * MS, this::hear);
    }

    private void settledOff() {
        contact.level(false, 0, this::hear);
        time(10);
        heard.clear();
    }

    @Test
    void theFirstValueCountsWhenItHasPersisted() {
        contact.level(true, 0, this::hear);
        assertEquals(10 * MS, contact.nextDueNanos());
        time(9);
        assertFalse(contact.known());
        time(10);
        assertEquals(List.of("on"), heard);
        assertEquals(Debounce.NEVER, contact.nextDueNanos());
    }

    @Test
    void aChangeShorterThanTheDebounceTimeIsNone() {
        settledOff();
        edge(true, 100);
        edge(false, 109);
        time(200);
        assertEquals(List.of(), heard);
    }

    @Test
    void bouncingStartsTheTimeAnew() {
        settledOff();
        for (int i = 0; i < 5; i++) {
            edge(true, 100 + 6 * i);
            edge(false, 103 + 6 * i);
        }
        edge(true, 130);
        time(139);
        assertEquals(List.of(), heard);
        time(140);
        assertEquals(List.of("on"), heard);
    }

    @Test
    void edgesHandedInLateCountByTheirStamps() {
        settledOff();
        edge(true, 100);
        edge(false, 130);
        edge(true, 160);
        edge(false, 165);
        time(500);
        assertEquals(List.of("on", "off"), heard, "30 ms on is a vehicle, 5 ms on is none");
    }

    @Test
    void aContactThatBouncesForTooLongIsUnknownUntilItSettles() {
        settledOff();
        for (int ms = 1000; ms < 1120; ms += 4) {
            edge(true, ms);
            edge(false, ms + 2);
        }
        assertEquals(List.of("unknown"), heard);
        assertTrue(contact.unsettled() && contact.known() && contact.active().isEmpty());
        time(1127);
        assertEquals(List.of("unknown"), heard);
        time(1128);
        assertEquals(List.of("unknown", "off"), heard);
    }

    @Test
    void quietBetweenTwoBouncesIsNotOneLongBounce() {
        settledOff();
        for (int ms = 1000; ms < 3000; ms += 50) {
            edge(true, ms);
            edge(false, ms + 3);
        }
        time(4000);
        assertEquals(List.of(), heard);
    }

    @Test
    void lostEdgesMakeItUnknownUntilItHasPersistedAgain() {
        settledOff();
        contact.lost(false, 100 * MS, this::hear);
        assertEquals(List.of("unknown"), heard);
        time(110);
        assertEquals(List.of("unknown", "off"), heard);
    }

    @Test
    void aLevelThatNoEdgeToldIsAnEdgeThatWasLost() {
        settledOff();
        assertFalse(contact.level(false, 100 * MS, this::hear));
        assertTrue(contact.level(true, 200 * MS, this::hear));
        time(210);
        assertEquals(List.of("on"), heard);
    }

    @Test
    void aStampFromBeforeDoesNotTurnTimeBack() {
        settledOff();
        edge(true, 100);
        edge(false, 90);
        edge(true, 95);
        time(105);
        assertEquals(List.of(), heard);
        time(110);
        assertEquals(List.of("on"), heard);
    }

    @Test
    void noDebounceTimeMeansAtOnce() {
        Debounce direct = new Debounce(0, 100 * MS);
        direct.edge(true, 5, this::hear);
        direct.edge(false, 6, this::hear);
        assertEquals(List.of("on", "off"), heard);
    }
}
