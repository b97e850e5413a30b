package org.etclane.device.rsu.network;

import org.etclane.device.Bytes;
import org.etclane.device.ObuId;
import org.etclane.device.RsuCommand;
import org.etclane.device.RsuEvent;
import org.etclane.device.RsuEvent.DebitCertainty;
import org.etclane.device.RsuEvent.RsuStep;

import java.util.Optional;

/** Error frames, and commands that could not be sent, as the lane's {@code StepFailed}. Pure. */
final class StepFailures {
    private StepFailures() {
    }

    static RsuEvent.StepFailed told(String device, long nowNanos, UnitFrame.StepError error, Bytes raw) {
        RsuStep step = switch (error.command()) {
            case 0xB2 -> RsuStep.FIND;
            case 0xB4 -> RsuNetworkErrorCodes.readStep(error.errorCode());
            case 0xB8 -> RsuStep.FETCH_TAC;
            default -> RsuStep.TRANSACT;
        };
        DebitCertainty certainty = switch (step) {
            case FIND, READ_VEHICLE, READ_CARD -> DebitCertainty.NOT_DEBITED;
            case TRANSACT -> RsuNetworkErrorCodes.debitCertainty(error.errorCode());
            // not getting the proof says nothing new about the purse
            case FETCH_TAC -> DebitCertainty.UNKNOWN;
        };
        return new RsuEvent.StepFailed(device, nowNanos, error.obu(), step, error.errorCode(), certainty,
                RsuNetworkErrorCodes.meaning(error.command(), error.errorCode()), raw);
    }

    /** The lane waits for the outcome of three commands and learns at once that nothing was sent; empty for the others. */
    static Optional<RsuEvent.StepFailed> notSent(String device, long nowNanos, RsuCommand command, String reason) {
        return switch (command) {
            case RsuCommand.Debit debit ->
                    notSent(device, nowNanos, debit.obu(), RsuStep.TRANSACT, DebitCertainty.NOT_DEBITED, reason);
            case RsuCommand.WriteEntry entry ->
                    notSent(device, nowNanos, entry.obu(), RsuStep.TRANSACT, DebitCertainty.NOT_DEBITED, reason);
            case RsuCommand.FetchTac fetch ->
                    notSent(device, nowNanos, fetch.obu(), RsuStep.FETCH_TAC, DebitCertainty.UNKNOWN, reason);
            case RsuCommand.ReadOn _, RsuCommand.Release _, RsuCommand.Abandon _, RsuCommand.Repeat _,
                 RsuCommand.Acknowledge _, RsuCommand.SwitchAntenna _ -> Optional.empty();
        };
    }

    private static Optional<RsuEvent.StepFailed> notSent(String device, long nowNanos, ObuId obu, RsuStep step,
            DebitCertainty certainty, String reason) {
        return Optional.of(new RsuEvent.StepFailed(device, nowNanos, obu, step, 0, certainty, reason, Bytes.EMPTY));
    }
}
