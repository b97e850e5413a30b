package org.etclane.lane.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.etclane.device.HealthEvent;
import org.etclane.device.link.LinkStatistics;
import org.junit.jupiter.api.Test;

class RuntimeControlTest {
    private static final DevicesHealth.Seen TAKEN = new DevicesHealth.Seen(HealthEvent.State.DOWN, "line 0 is taken", 0, 1);

    private static LinkStatistics link(boolean up, String cause) {
        return new LinkStatistics(up, 0, 1, cause, 0, 0, 0, 0, 0, 0, 0, 0, "", 0, 0, 0, 0);
    }

    @Test
    void aReasonThatHasChangedIsToldApartFromTheFirst() {
        assertEquals("line 0 is taken; now: no permission", RuntimeControl.cause(TAKEN, link(false, "no permission")));
    }

    @Test
    void theSameReasonIsToldOnce() {
        assertEquals("line 0 is taken", RuntimeControl.cause(TAKEN, link(false, "line 0 is taken")));
    }

    @Test
    void aLineThatIsOpenHasNoReasonOfItsOwn() {
        assertEquals("line 0 is taken", RuntimeControl.cause(TAKEN, link(true, "no permission")));
    }
}
