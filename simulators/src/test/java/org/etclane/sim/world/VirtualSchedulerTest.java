package org.etclane.sim.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VirtualSchedulerTest {
    private final VirtualScheduler scheduler = new VirtualScheduler();
    private final List<String> log = new ArrayList<>();

    private Runnable note(String what) {
        return () -> log.add(what + "@" + scheduler.nowNanos());
    }

    @Test
    void runsInTimeOrderAndTiesInInsertionOrder() {
        scheduler.at(20, note("c"));
        scheduler.at(10, note("a"));
        scheduler.at(10, note("b"));
        scheduler.runUntil(30);
        assertEquals(List.of("a@10", "b@10", "c@20"), log);
        assertEquals(30, scheduler.nowNanos());
    }

    @Test
    void theLimitIsInclusiveAndLaterActionsWait() {
        scheduler.at(10, note("in"));
        scheduler.at(11, note("out"));
        scheduler.runUntil(10);
        assertEquals(List.of("in@10"), log);
        assertTrue(scheduler.runNext());
        assertEquals(List.of("in@10", "out@11"), log);
        assertFalse(scheduler.runNext());
    }

    @Test
    void aCancelledActionNeverRuns() {
        var cancelled = scheduler.at(10, note("never"));
        scheduler.at(5, cancelled::cancel);
        scheduler.runUntil(20);
        assertEquals(List.of(), log);
    }

    @Test
    void thePastMeansNow() {
        scheduler.runUntil(100);
        scheduler.at(5, note("late"));
        scheduler.runNext();
        assertEquals(List.of("late@100"), log);
    }

    @Test
    void anActionMayScheduleMore() {
        scheduler.at(10, () -> scheduler.at(10, note("again")));
        scheduler.runUntil(10);
        assertEquals(List.of("again@10"), log);
    }

    @Test
    void postedActionsRunBeforeTimeMovesOn() throws InterruptedException {
        scheduler.at(10, note("timed"));
        Thread poster = Thread.ofPlatform().start(() -> scheduler.post(note("posted")));
        assertTrue(scheduler.awaitPost(10_000_000_000L));
        poster.join();
        scheduler.runUntil(20);
        assertEquals(List.of("posted@0", "timed@10"), log);
    }
}
