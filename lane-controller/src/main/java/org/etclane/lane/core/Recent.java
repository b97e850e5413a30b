package org.etclane.lane.core;

import org.etclane.device.ObuId;

/**
 * A transaction made in this lane not long ago: its OBU is not charged again.
 *
 * @param passageEndedNanos {@link Long#MAX_VALUE} while the vehicle has not passed
 */
public record Recent(TransactionFacts facts, long settledNanos, long passageEndedNanos) {
    ObuId obu() {
        return facts.obu().id();
    }

    boolean passed() {
        return passageEndedNanos != Long.MAX_VALUE;
    }
}
