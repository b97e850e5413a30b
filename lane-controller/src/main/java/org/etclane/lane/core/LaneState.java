package org.etclane.lane.core;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etclane.lane.parameters.ParameterSet;

/**
 * Everything the lane knows between two events. Immutable; made by {@link LaneMachine}.
 *
 * @param pending        journal tickets that something waits for, in ticket order
 * @param parameters     in force for the dialogue that is open, and for the next one
 * @param newParameters  take their place when no dialogue is open
 * @param resting        what the display says when there is nothing to tell anybody; empty while it tells somebody something, or
 *                          before anything was shown
 * @param displayUntilNanos when the text on the display has had its time, {@link Long#MAX_VALUE} when none is running
 * @param sounderUntilNanos when the sounder stops by itself, {@link Long#MAX_VALUE} when silent
 * @param inferUntilNanos   until then a vehicle may stand in the zone that no loop has shown
 * @param zoneUnsure        after a start or lost loops: the queue may lack vehicles, so nobody can say whom the arm would meet; it
 *                          is not lowered until trigger loop, zone and arm have been seen empty for a while
 * @param weighing          which weight belongs to which vehicle in the lane
 * @param nextDueNanos   when {@link LaneEvent.TimePassed} is wanted next
 */
public record LaneState(LaneMode mode, boolean journalWorks, Sensors sensors, Dialogue dialogue, PassageQueue queue,
        BarrierState barrier, List<OpenOutcome> openOutcomes, List<Recent> recents, IdSequence ids, long lastTicket,
        List<Pending> pending, ParameterSet parameters, Optional<LaneEvent.ParametersActivated> newParameters,
        Optional<Boolean> passLight, Optional<Boolean> canopyLight,
        Map<LaneAlarm, String> alarms, Optional<LaneEffect.Phrase> resting, long displayUntilNanos, long sounderUntilNanos, long inferUntilNanos,
        boolean zoneUnsure, LaneCounters counters, WeighQueue weighing, long nextDueNanos) {
    public LaneState {
        openOutcomes = List.copyOf(openOutcomes);
        recents = List.copyOf(recents);
        pending = List.copyOf(pending);
        alarms = Map.copyOf(alarms);
    }
}
