package org.etclane.lane.journal;

import java.util.Optional;
import org.etclane.lane.core.JournalEntry;
import org.etclane.lane.core.TransactionFacts;

/**
 * What of an entry can be searched for; null where an entry has no such thing. The body alone counts.
 *
 * @param usedId batch and serial of the id that an intent or a refusal uses up; both come from one sequence
 */
record EntryColumns(String transactionId, Optional<String> usedId, String passageId, String plate, Long vehicleNumber,
        Long amountFen) {
    private static final int WIDTH = 255;

    static EntryColumns of(JournalEntry entry) {
        return switch (entry) {
            case JournalEntry.Intended(TransactionFacts facts) -> new EntryColumns(facts.transactionId(),
                    TransactionIds.batchAndSerial(facts.transactionId()), facts.passageId(),
                    fitting(facts.vehicle().plate().text()), facts.vehicleNumber(), facts.amountFen());
            case JournalEntry.Settled settled -> ofTransaction(settled.transactionId(), settled.amountFen());
            case JournalEntry.NotDebited notDebited -> ofTransaction(notDebited.transactionId(), null);
            case JournalEntry.OutcomeUnknown unknown -> ofTransaction(unknown.transactionId(), null);
            case JournalEntry.Reconciliation open -> ofTransaction(open.transactionId(), open.amountFen());
            case JournalEntry.Refused refused -> new EntryColumns(null,
                    TransactionIds.batchAndSerial(refused.refusalId()), null, fitting(refused.plate()), refused.vehicleNumber(), null);
            case JournalEntry.PassageEnded ended -> new EntryColumns(ended.transactionId().orElse(null), Optional.empty(), null,
                    null, ended.vehicleNumber(), null);
            case JournalEntry.WeightUnpaired _, JournalEntry.ArmMoved _, JournalEntry.AlarmChanged _, JournalEntry.LaneModeChanged _,
                 JournalEntry.ParametersActivated _ ->
                new EntryColumns(null, Optional.empty(), null, null, null, null);
        };
    }

    private static EntryColumns ofTransaction(String transactionId, Long amountFen) {
        return new EntryColumns(transactionId, Optional.empty(), null, null, null, amountFen);
    }

    private static String fitting(String text) {
        return text.length() <= WIDTH ? text : text.substring(0, WIDTH);
    }
}
