package org.etclane.lane.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Random walks through everything that can happen to a lane. A failure prints its seed and the command that walks the same way
 * again; {@code -Dwalk.count=N} walks more often, {@code -Dwalk.seed=S} starts elsewhere.
 */
class LaneWalkTest {
    private static final long SEED = Long.getLong("walk.seed", 20_260_101L);
    private static final int WALKS = Integer.getInteger("walk.count", 120);
    private static final int EVENTS = Integer.getInteger("walk.events", 3000);

    /** What the walks together must have met. */
    private static final List<String> EVERYTHING = List.of("Intended", "Settled ANSWERED", "Settled TAC_FETCHED", "Settled BALANCE",
            "NotDebited", "OutcomeUnknown", "Reconciliation", "Refused", "PassageEnded PASSED", "PassageEnded RAN_THROUGH",
            "PassageEnded REVERSED_OUT", "PassageEnded NEVER_SEEN_AGAIN", "ArmMoved true", "ArmMoved false", "Searching",
            "ReadingVehicle", "ReadingCard", "AwaitingVehicle", "AwaitingIntent", "AwaitingOutcome", "FetchingTac",
            "RecordingOutcome");

    @Test
    void nothingThatCanHappenBreaksAPromise() {
        Set<String> seen = new TreeSet<>();
        for (int i = 0; i < WALKS; i++) {
            long seed = SEED + i;
            try {
                LaneWalk walk = new LaneWalk(seed);
                walk.run(EVENTS);
                seen.addAll(walk.seen());
            } catch (AssertionError broken) { // told with its seed
                fail("walk " + seed + " (again: mvn -pl lane-controller -am test -Dtest=LaneWalkTest -Dwalk.count=1 -Dwalk.seed="
                        + seed + " -Dwalk.events=" + EVENTS + " -Dsurefire.failIfNoSpecifiedTests=false)\n" + broken.getMessage(),
                        broken);
            }
        }
        if (WALKS >= 100) {
            assertEquals(List.of(), EVERYTHING.stream().filter(what -> !seen.contains(what)).toList(), "a walk that goes nowhere "
                    + "proves nothing; seen: " + seen);
        }
    }
}
