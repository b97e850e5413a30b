package org.etclane.lane.parameters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a set answers where a package says something, and where it says nothing. */
class ParameterSetTest {
    @Test
    void aSetOfAPlainFileIsNamedByItAndHasDefaultsForTheRest() {
        RateTable rates = new RateTable("2026-04", "ab".repeat(32), 5, 50, Map.of());
        ParameterSet set = ParameterSet.bootstrap(rates, 9);
        assertEquals(new SetId("2026-04", "ab".repeat(32)), set.id());
        assertEquals("2026-04 (abababab)", set.id().toString());
        assertEquals(SetVersion.BOOTSTRAP, set.version().number());
        assertEquals(List.of(new TableVersion("rates", "2026-04", "ab".repeat(32), 5, "configuration", 9)), set.tables());
        assertTrue(set.table(TableKind.RATES).isPresent());
        assertEquals(Optional.empty(), set.table(TableKind.HOLIDAYS));
        assertEquals(1500, set.thresholds().get(Thresholds.Name.FEE_OVER_MINIMUM_PERMILLE));
        assertEquals(Thresholds.Name.values().length, set.thresholds().all().size());
    }

    @Test
    void specialEventsStopUnlessTheyAreKnownToPass() {
        SpecialEventTable none = SpecialEventTable.DEFAULT;
        assertEquals(Handling.STOP, none.of(2, true));
        assertEquals(Handling.STOP, none.of(999, false));
        assertEquals(Handling.PASS_AND_FLAG, none.of(1, false));
        assertEquals(Handling.PASS_AND_FLAG, none.of(173, true));
        assertEquals(Handling.PASS, none.of(116, true));
        SpecialEventTable given = new SpecialEventTable(Map.of(1, Handling.PASS), Map.of(1, Handling.STOP));
        assertEquals(Handling.PASS, given.of(1, false));
        assertEquals(Handling.STOP, given.of(1, true));
        assertEquals(Handling.PASS_AND_FLAG, given.of(173, true), "not named, so as by default");
    }

    @Test
    void aHolidayBeginsAndEndsToTheMomentAndFreesItsClassesOnly() {
        LocalDateTime from = LocalDateTime.of(2027, 2, 5, 0, 0);
        HolidayCalendar calendar = new HolidayCalendar(List.of(new HolidayCalendar.Period("春节", from, from.plusDays(7), Set.of(1))));
        assertEquals(Optional.empty(), calendar.free(from.minusNanos(1), 1));
        assertEquals("春节", calendar.free(from, 1).orElseThrow().name());
        assertEquals(Optional.empty(), calendar.free(from, 2));
        assertTrue(calendar.free(from.plusDays(7).minusNanos(1), 1).isPresent());
        assertEquals(Optional.empty(), calendar.free(from.plusDays(7), 1));
    }
}
