package org.etclane.lane.station;

import java.util.OptionalLong;

/**
 * Snapshot of the station link for status displays; immutable.
 *
 * @param sinceWallMillis      when this state began
 * @param cause                why the link is not up, or the last cause; empty when there was none
 * @param pendingRecords       not yet acknowledged, as last read from the journal
 * @param acknowledgedSequence last sequence acknowledged by the station in this run, 0 when none
 * @param clockOffsetMs        positive: the station's clock is ahead; empty until measured
 * @param nextRetryWallMillis  in {@link State#WAITING}, else 0
 * @param securityEvents       number of refusals since start
 */
public record StationStatus(State state, long sinceWallMillis, String cause, long pendingRecords, long acknowledgedSequence,
        OptionalLong clockOffsetMs, long nextRetryWallMillis, long securityEvents) {

    public enum State { STOPPED, CONNECTING, UP, WAITING }
}
