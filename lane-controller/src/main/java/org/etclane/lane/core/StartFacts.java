package org.etclane.lane.core;

import java.util.List;
import java.util.Optional;

/**
 * What the lane knows when it starts, from its journal.
 *
 * @param closed present when the lane must stay closed until told otherwise
 */
public record StartFacts(List<Open> open, List<Settled> recent, String lastBatch, int lastSerial, long lastVehicleNumber,
        Optional<LaneMode.Closed> closed) {
    public StartFacts {
        open = List.copyOf(open);
        recent = List.copyOf(recent);
    }

    public static final StartFacts FIRST = new StartFacts(List.of(), List.of(), "", 0, 0, Optional.empty());

    /** Intended and not ended. */
    public record Open(TransactionFacts facts, boolean unknownRecorded) {
    }

    public record Settled(TransactionFacts facts, boolean passageEnded) {
    }
}
