package org.etclane.lane.core;

import java.util.List;
import org.etclane.device.ObuId;

/**
 * A transaction made in this lane not long ago: its OBU is not charged again.
 *
 * @param passageEndedNanos {@link Long#MAX_VALUE} while the vehicle has not passed
 */
public record Recent(TransactionFacts facts, long settledNanos, long passageEndedNanos) {
    /** One per OBU, the latest: an older one must not speak for it. */
    static void add(List<Recent> recents, Recent latest) {
        recents.removeIf(r -> r.obu().equals(latest.obu()));
        recents.add(latest);
    }

    ObuId obu() {
        return facts.obu().id();
    }

    boolean passed() {
        return passageEndedNanos != Long.MAX_VALUE;
    }
}
