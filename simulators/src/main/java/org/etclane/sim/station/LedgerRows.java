package org.etclane.sim.station;

import java.util.HexFormat;
import java.util.Optional;
import org.etclane.lane.station.RecordReader;
import org.etclane.lane.station.v1.LaneKind;
import org.etclane.lane.station.v1.Record;
import org.etclane.lane.station.v1.Settled;
import org.etclane.lane.station.v1.TransactionFacts;
import org.etclane.lane.station.v1.TransactionResult;

/** What a record says about its transaction, TAC checked. Pure but for the check itself. */
final class LedgerRows {
    private final TacCheck tacCheck;

    LedgerRows(TacCheck tacCheck) {
        this.tacCheck = tacCheck;
    }

    /** Empty when the record is not the outcome of a transaction. */
    Optional<LedgerRow> row(String lane, String ledger, Record record) {
        return switch (record.getEntryCase()) {
            case SETTLED -> Optional.of(settled(lane, ledger, record));
            case NOT_DEBITED -> Optional.of(other(lane, ledger, record, record.getNotDebited().getTransactionId(),
                    LedgerRow.State.NOT_DEBITED));
            case OUTCOME_UNKNOWN -> Optional.of(other(lane, ledger, record, record.getOutcomeUnknown().getTransactionId(),
                    LedgerRow.State.UNKNOWN));
            case RECONCILIATION -> Optional.of(other(lane, ledger, record, record.getReconciliation().getTransactionId(),
                    LedgerRow.State.RECONCILIATION));
            case REFUSED, PASSAGE_ENDED, WEIGHT_UNPAIRED, ARM_MOVED, ALARM_CHANGED, LANE_MODE_CHANGED, PARAMETERS_ACTIVATED,
                 ENTRY_NOT_SET -> Optional.empty();
        };
    }

    private LedgerRow settled(String lane, String ledger, Record record) {
        Settled settled = record.getSettled();
        TransactionResult result = settled.getResult();
        TransactionFacts facts = settled.getFacts();
        return new LedgerRow(settled.getTransactionId(), lane, ledger, record.getSequence(), kind(settled.getKind()),
                LedgerRow.State.SETTLED, facts.getPassageId(), cardNumber(facts), result.getCardSerial(),
                settled.getAmountFen(), result.getBalanceFen(), result.getTerminal(), result.getTerminalSerial(),
                result.getTac(), tacState(settled));
    }

    private LedgerRow other(String lane, String ledger, Record record, String transactionId, LedgerRow.State state) {
        TransactionFacts facts = RecordReader.message(record).orElse(TransactionFacts.getDefaultInstance());
        return new LedgerRow(transactionId, lane, ledger, record.getSequence(), kind(facts.getKind()), state,
                facts.getPassageId(), cardNumber(facts), 0, facts.getAmountFen(), -1, "", 0, "", LedgerRow.TacState.NONE);
    }

    private LedgerRow.TacState tacState(Settled settled) {
        TransactionResult result = settled.getResult();
        if (settled.getKind() == LaneKind.ENTRY) {
            return LedgerRow.TacState.NONE; // no purchase was made: the RSU's TAC field is filling
        }
        if (result.getTac().isEmpty()) {
            boolean due = settled.getAmountFen() != 0;
            return due ? LedgerRow.TacState.MISSING : LedgerRow.TacState.NONE;
        }
        boolean checkable = settled.hasFacts() && settled.getFacts().getCard().getIssuer().size() >= 4;
        if (!checkable) {
            return LedgerRow.TacState.BAD;
        }
        byte[] factor = settled.getFacts().getCard().getIssuer().substring(0, 4).toByteArray();
        boolean good = tacCheck.verify(cardNumber(settled.getFacts()), HexFormat.of().formatHex(factor), settled.getAmountFen(),
                result.getTransType(), result.getTerminal(), result.getTerminalSerial(), result.getPurchaseTime(),
                result.getTac());
        return good ? LedgerRow.TacState.GOOD : LedgerRow.TacState.BAD;
    }

    private static String cardNumber(TransactionFacts facts) {
        return facts.getCard().getNetwork() + facts.getCard().getCardNumber();
    }

    private static LedgerRow.Kind kind(LaneKind kind) {
        return switch (kind) {
            case ENTRY -> LedgerRow.Kind.ENTRY;
            case EXIT -> LedgerRow.Kind.EXIT;
            case LANE_KIND_UNSPECIFIED, UNRECOGNIZED -> LedgerRow.Kind.NOT_KNOWN;
        };
    }
}
