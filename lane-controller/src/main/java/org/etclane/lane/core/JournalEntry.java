package org.etclane.lane.core;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.etclane.device.Bytes;
import org.etclane.device.ObuId;
import org.etclane.device.TransactionResult;
import org.etclane.device.VehicleWeight;
import org.etclane.lane.parameters.SetId;
import org.etclane.lane.rules.SpecialEvent;

/**
 * A line of the lane's journal. Append-only: a transaction is {@link Intended} first, then exactly one of {@link Settled},
 * {@link NotDebited} or {@link OutcomeUnknown}; after {@code OutcomeUnknown} exactly one of {@code Settled}, {@code NotDebited}
 * or {@link Reconciliation} follows. Every entry but {@code Intended} goes to the station, in the order of the journal.
 */
public sealed interface JournalEntry {

    /** Wall time of the entry, milliseconds since 1970 UTC; a label. */
    long wallMillis();

    /** Entries that belong to a transaction carry its id. */
    sealed interface OfTransaction extends JournalEntry {
        String transactionId();
    }

    /** Durable before the debit (or entry write) leaves. */
    record Intended(TransactionFacts facts) implements OfTransaction {
        @Override
        public String transactionId() {
            return facts.transactionId();
        }

        @Override
        public long wallMillis() {
            return facts.wallMillis();
        }
    }

    /**
     * The money moved (or the entry is written). Durable before the RSU's result is acknowledged and before the arm rises.
     *
     * @param result   empty TAC only when {@code how} is {@link How#BALANCE}
     * @param rawFrame the B5 that says so, or empty bytes
     */
    record Settled(String transactionId, LaneKind kind, long amountFen, How how, TransactionResult result, Bytes rawFrame,
            Timeline timeline, long wallMillis) implements OfTransaction {
    }

    /** How a settlement became known: answered in time, its TAC fetched later, or by the card's content (balance, transit record). */
    enum How { ANSWERED, TAC_FETCHED, BALANCE }

    /** The money certainly did not move. */
    record NotDebited(String transactionId, SpecialEvent event, String reason, Timeline timeline, long wallMillis)
            implements OfTransaction {
    }

    /** The debit was sent and no answer tells whether it happened. */
    record OutcomeUnknown(String transactionId, String reason, Timeline timeline, long wallMillis) implements OfTransaction {
    }

    /**
     * The lane could not find out: what is known goes to the station for the back office to settle.
     *
     * @param balanceBeforeFen from the last read before the debit
     * @param balanceSeenFen   from a later read, when there was one
     */
    record Reconciliation(String transactionId, long amountFen, long balanceBeforeFen, OptionalLong balanceSeenFen, String known,
            long wallMillis) implements OfTransaction {
    }

    /**
     * A vehicle was not allowed to pass.
     *
     * @param inputs     what led to it, as named values
     * @param parameters the set in force; empty in entries from before there were sets
     */
    record Refused(String refusalId, long vehicleNumber, SpecialEvent event, Optional<ObuId> obu, String plate, int vehicleClass,
            Map<String, String> inputs, List<Bytes> rawFrames, Timeline timeline, long wallMillis, Optional<SetId> parameters)
            implements JournalEntry {
        public Refused {
            inputs = Map.copyOf(inputs);
            rawFrames = List.copyOf(rawFrames);
        }
    }

    /**
     * A vehicle left the lane.
     *
     * @param transactionId of its transaction, empty when it had none
     * @param weight        that order and time gave to it, and that nothing has put in doubt until it left; empty also in a lane without
     *                      a scale
     */
    record PassageEnded(long vehicleNumber, Optional<String> transactionId, Exit exit, Optional<SpecialEvent> event,
            long enteredWallMillis, Optional<VehicleWeight> weight, long wallMillis) implements JournalEntry {
        public enum Exit { PASSED, RAN_THROUGH, REVERSED_OUT, NEVER_SEEN_AGAIN }

        /** Nothing was weighed. */
        public PassageEnded(long vehicleNumber, Optional<String> transactionId, Exit exit, Optional<SpecialEvent> event,
                long enteredWallMillis, long wallMillis) {
            this(vehicleNumber, transactionId, exit, event, enteredWallMillis, Optional.empty(), wallMillis);
        }
    }

    /**
     * A weight that belongs to no vehicle that is known: it found none, or was taken back from the one that it had been given to.
     *
     * @param event {@link SpecialEvent#REVERSED} or {@link SpecialEvent#QUEUE_ABNORMAL}
     */
    record WeightUnpaired(VehicleWeight weight, SpecialEvent event, WeighQueue.Mismatch cause, long wallMillis) implements JournalEntry {
    }

    /** The arm moved by command, and why. */
    record ArmMoved(boolean up, String cause, long wallMillis) implements JournalEntry {
    }

    record AlarmChanged(LaneAlarm alarm, boolean active, String detail, long wallMillis) implements JournalEntry {
    }

    /**
     * A parameter set is in force for all that follows, until the next entry of this kind; written at every start, too.
     *
     * @param number            of the set, see {@link org.etclane.lane.parameters.SetVersion}
     * @param effectiveAtMillis from when it was meant to be, milliseconds since 1970 UTC
     * @param signedBy          name of the key, empty for an unsigned file
     * @param cause             "start", "effective time", or who rolled back
     */
    record ParametersActivated(SetId set, long number, long effectiveAtMillis, String signedBy, String cause, long wallMillis)
            implements JournalEntry {
    }

    /** The lane was opened, closed or restarted, and by whom. */
    record LaneModeChanged(String mode, String reason, String by, long wallMillis) implements JournalEntry {
    }
}
