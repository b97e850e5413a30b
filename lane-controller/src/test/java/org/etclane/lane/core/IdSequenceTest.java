package org.etclane.lane.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDateTime;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** An id is never used twice and never goes back, whatever the wall clock does. */
class IdSequenceTest {
    private static final String LANE = "370100120100101000001";
    private static final LocalDateTime NOON = LocalDateTime.of(2026, 11, 20, 12, 0, 0);
    private static final long SEED = 12;

    @Test
    void theFirstIdOfAnHourHasSerialOne() {
        IdSequence first = new IdSequence("", 0).next(NOON);
        assertEquals(new IdSequence("2026112012", 1), first);
        assertEquals(LANE + "2026112012" + "000001", first.transactionId(LANE));
        assertEquals(new IdSequence("2026112012", 2), first.next(NOON.plusMinutes(59)));
        assertEquals(new IdSequence("2026112013", 1), first.next(NOON.plusHours(1)));
    }

    @Test
    void aClockThatStepsBackKeepsTheBatch() {
        IdSequence late = new IdSequence("2026112012", 41);
        assertEquals(new IdSequence("2026112012", 42), late.next(NOON.minusYears(6)));
    }

    @Test
    void aUsedUpBatchRunsAnHourAheadOverEveryBoundary() {
        assertEquals(new IdSequence("2026112013", 1), new IdSequence("2026112012", 999_999).next(NOON));
        assertEquals(new IdSequence("2027010100", 1), new IdSequence("2026123123", 999_999).next(NOON));
        assertEquals(new IdSequence("2028022900", 1), new IdSequence("2028022823", 999_999).next(NOON));
        assertEquals(new IdSequence("2026112013", 2), new IdSequence("2026112013", 1).next(NOON), "the clock has not caught up yet");
    }

    @Test
    void idsOnlyGrowUnderAClockGoneMad() {
        Random random = new Random(SEED);
        IdSequence ids = new IdSequence("", 0);
        String last = "";
        LocalDateTime clock = NOON;
        for (int i = 0; i < 100_000; i++) {
            clock = random.nextInt(50) == 0 ? NOON.plusSeconds(random.nextLong(-1_000_000_000, 1_000_000_000))
                    : clock.plusSeconds(random.nextInt(5));
            if (random.nextInt(100) == 0) {
                ids = new IdSequence(ids.batch(), Math.max(ids.serial(), 999_990));
            }
            ids = ids.next(clock);
            String id = ids.transactionId(LANE);
            assertEquals(37, id.length());
            assertTrue(id.compareTo(last) > 0, id);
            last = id;
        }
    }
}
