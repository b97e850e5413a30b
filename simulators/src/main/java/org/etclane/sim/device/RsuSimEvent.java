package org.etclane.sim.device;

import java.time.LocalDateTime;
import org.etclane.device.ObuId;
import org.etclane.sim.card.PurseLedger;

/** What really happened at a simulated RSU, for the bench. The lane sees none of this. */
public sealed interface RsuSimEvent {
    long atNanos();

    /** The lane sent C0 and was answered. {@code seconds} and {@code local} are C0's own. */
    record Initialised(long atNanos, long seconds, LocalDateTime local, int laneMode, int waitTimeS) implements RsuSimEvent {
    }

    record SearchStarted(long atNanos) implements RsuSimEvent {
    }

    /** B2 has been sent. */
    record DialogueStarted(long atNanos, ObuId obu) implements RsuSimEvent {
    }

    /** A fault was chosen for the dialogue that starts now. */
    record FaultChosen(long atNanos, ObuId obu, RsuSimFault fault) implements RsuSimEvent {
    }

    /** {@code frame} is B2H–B5H, {@code errorCode} 0 when the step went well. */
    record StepReported(long atNanos, ObuId obu, int frame, int errorCode) implements RsuSimEvent {
    }

    /** A purse lost money at this moment, whatever anybody learns of it. */
    record Debited(long atNanos, ObuId obu, PurseLedger.Entry entry) implements RsuSimEvent {
    }

    /** The transit record was written without money: no purchase in variant A, beside a {@link Debited} of 0 fen in variant B. */
    record EntryWritten(long atNanos, ObuId obu) implements RsuSimEvent {
    }

    /** The card's proof was fetched again, or could not be. */
    record ProofFetched(long atNanos, ObuId obu, boolean found) implements RsuSimEvent {
    }

    /**
     * The lane's last word to this OBU has arrived: the C1 that follows B5 or an error, or a C2. What the release itself takes on
     * air comes after. From {@link DialogueStarted} until here is what a lane calls transaction time.
     *
     * @param succeeded a good B5 was what it answered
     */
    record ReleaseReceived(long atNanos, ObuId obu, boolean succeeded) implements RsuSimEvent {
    }

    record DialogueEnded(long atNanos, ObuId obu, Ending ending) implements RsuSimEvent {
    }

    /** The lane did what the protocol forbids or what fits no state; the RSU ignored it. */
    record LaneViolation(long atNanos, String what) implements RsuSimEvent {
    }

    /** The power-up frame goes out. */
    record Restarted(long atNanos) implements RsuSimEvent {
    }

    enum Ending {
        /** Final C1 after a good B5: the OBU was told success. */
        RELEASED,
        /** Final C1 after a B5 with an error. */
        RELEASED_AFTER_ERROR,
        /** C2 from the lane. */
        STOPPED_BY_LANE,
        /** The lane did not answer within the RSU's patience. */
        LANE_SILENT,
        /** A fault made the RSU drop the result. */
        RSU_SILENT,
        /** The lane initialised the RSU in the middle. */
        REINITIALISED,
        /** Restart or cut line. */
        CUT
    }
}
