package org.etclane.lane.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.etclane.device.HealthEvent;
import org.etclane.device.HealthEvent.State;
import org.junit.jupiter.api.Test;

class DevicesHealthTest {
    private final DevicesHealth health = new DevicesHealth();

    private boolean heard(State state, String cause, long wallMillis) {
        return health.heard(new HealthEvent("io", 0, state, cause), wallMillis);
    }

    @Test
    void aFaultBeginsWhenTheDeviceCeasesToBeUpAndNotWithEachRetry() {
        assertFalse(heard(State.UP, "", 1));
        assertTrue(heard(State.DOWN, "no status", 2));
        assertFalse(heard(State.DOWN, "connection refused", 3));
        assertFalse(heard(State.DEGRADED, "does not answer", 4));
        assertFalse(heard(State.DOWN, "no status", 5));
        assertFalse(heard(State.UP, "", 6));
        assertTrue(heard(State.DEGRADED, "lamp broken", 7));
        assertEquals(new DevicesHealth.Seen(State.DEGRADED, "lamp broken", 7, 2), health.of("io", "", 0));
    }

    @Test
    void aDeviceThatIsNotUpFromTheFirstHasAFault() {
        assertTrue(heard(State.DOWN, "does not exist", 5));
        assertEquals(1, health.of("io", "", 0).faults());
    }

    @Test
    void anotherCauseOfTheSameStateDoesNotMakeItYounger() {
        heard(State.DOWN, "no status", 2);
        heard(State.DOWN, "connection refused", 9);
        assertEquals(new DevicesHealth.Seen(State.DOWN, "connection refused", 2, 1), health.of("io", "", 0));
    }

    @Test
    void whoHasSaidNothingIsDownSinceTheStart() {
        assertEquals(new DevicesHealth.Seen(State.DOWN, "not heard yet", 77, 0), health.of("rsu", "not heard yet", 77));
    }
}
