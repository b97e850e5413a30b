package org.etclane.device.link;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackOffTest {
    private final BackOff backOff = new BackOff();

    private List<Long> waitsMs(int count) {
        return Stream.generate(() -> backOff.nextWaitNanos() / 1_000_000).limit(count).toList();
    }

    @Test
    void firstTryIsQuickThenDoublingFromATenthToFiveSeconds() {
        assertEquals(List.of(20L, 100L, 200L, 400L, 800L, 1600L, 3200L, 5000L, 5000L), waitsMs(9));
    }

    @Test
    void startsAgainAfterALineThatStayedUp() {
        waitsMs(5);
        backOff.lostAfter(BackOff.STABLE_NANOS);
        assertEquals(List.of(20L, 100L), waitsMs(2));
    }

    @Test
    void goesOnAfterALineThatCameUpOnlyToFall() {
        waitsMs(5);
        backOff.lostAfter(BackOff.STABLE_NANOS - 1);
        assertEquals(List.of(1600L), waitsMs(1));
    }
}
