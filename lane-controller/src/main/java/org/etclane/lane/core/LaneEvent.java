package org.etclane.lane.core;

import org.etclane.device.DeviceEvent;
import org.etclane.lane.parameters.ParameterSet;

/** What can happen to the lane. Past tense; {@link Moment} travels beside it. */
public sealed interface LaneEvent {

    record DeviceSpoke(DeviceEvent event) implements LaneEvent {
    }

    /** All journal tickets up to and including this one are on the disk. */
    record Durable(long ticket) implements LaneEvent {
    }

    /** The journal stored nothing for this ticket: its id was used before. */
    record JournalRejected(long ticket, String reason) implements LaneEvent {
    }

    /**
     * The journal cannot write. Final for this state: once the journal works again the lane starts anew from what it recovers,
     * because what was on its way to the disk may or may not have arrived.
     */
    record JournalFailed(String reason) implements LaneEvent {
    }

    /** Something that {@link LaneState#nextDueNanos()} announced may be due. Harmless at any time. */
    record TimePassed() implements LaneEvent {
    }

    record LaneOpened(String by) implements LaneEvent {
    }

    record LaneClosed(String reason, String by) implements LaneEvent {
    }

    /** Staff say that no vehicle stands between trigger loop and arm. */
    record ZoneDeclaredEmpty(String by) implements LaneEvent {
    }

    /**
     * A set is in force from now on; the core takes it between two dialogues, so that no vehicle is judged by two of them.
     *
     * @param cause why now: its time has come, or by whom it was asked for
     */
    record ParametersActivated(ParameterSet set, String cause) implements LaneEvent {
    }

    /** The edge found something wrong (or right again): a refused peer, a bad parameter file. */
    record AlarmReported(LaneAlarm alarm, boolean active, String detail) implements LaneEvent {
    }
}
