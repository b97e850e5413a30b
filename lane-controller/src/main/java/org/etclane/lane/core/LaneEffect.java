package org.etclane.lane.core;

import java.util.Optional;
import org.etclane.device.DeviceCommand;
import org.etclane.lane.rules.SpecialEvent;

/** What the lane wants done. The edge carries effects out in order and reports back by {@link LaneEvent}. */
public sealed interface LaneEffect {

    record Tell(DeviceCommand command) implements LaneEffect {
    }

    record Append(long ticket, JournalEntry entry) implements LaneEffect {
    }

    /** Put words on the display; the wording is configuration. */
    record Show(Phrase phrase, Words words) implements LaneEffect {
    }

    /** For the live view and the log; carries no duty. */
    record Observe(Observation observation) implements LaneEffect {
    }

    enum Phrase { IDLE, PAID, ENTERED, ALREADY_PAID, REFUSED, LANE_CLOSED, FAULT }

    /**
     * The values a phrase may use.
     *
     * @param balanceFen after the debit, when it is to be shown
     */
    record Words(String plate, int vehicleClass, long amountFen, Optional<Long> balanceFen, Optional<SpecialEvent> event) {
        public static final Words NONE = new Words("", 0, 0, Optional.empty(), Optional.empty());
    }
}
