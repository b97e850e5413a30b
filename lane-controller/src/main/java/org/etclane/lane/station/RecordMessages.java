package org.etclane.lane.station;

import com.google.protobuf.ByteString;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etclane.device.Bytes;
import org.etclane.lane.core.JournalEntry;
import org.etclane.lane.core.Timeline;
import org.etclane.lane.core.TransactionFacts;
import org.etclane.lane.parameters.SetId;
import org.etclane.lane.station.v1.AlarmChanged;
import org.etclane.lane.station.v1.ArmMoved;
import org.etclane.lane.station.v1.LaneKind;
import org.etclane.lane.station.v1.LaneModeChanged;
import org.etclane.lane.station.v1.NotDebited;
import org.etclane.lane.station.v1.OutcomeUnknown;
import org.etclane.lane.station.v1.ParameterSetName;
import org.etclane.lane.station.v1.ParametersActivated;
import org.etclane.lane.station.v1.PassageEnded;
import org.etclane.lane.station.v1.Reconciliation;
import org.etclane.lane.station.v1.Record;
import org.etclane.lane.station.v1.Refused;
import org.etclane.lane.station.v1.Settled;
import org.etclane.lane.station.v1.SettledHow;
import org.etclane.lane.station.v1.SpecialEvent;
import org.etclane.lane.station.v1.TransactionResult;
import org.etclane.lane.station.v1.WeightUnpaired;

/**
 * Journal entries as messages of station.proto. Pure: the same entry always gives the same message, which is what lets the
 * station recognise a record that comes twice. {@link RecordReader} is the other direction.
 */
public final class RecordMessages {
    static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");

    private RecordMessages() {
    }

    /**
     * @param sequence of the entry in the journal
     * @param facts    of its transaction, when it has one and the intent could be read
     * @throws IllegalArgumentException for an {@code Intended} entry, which is not for the station
     */
    public static Record toProto(long sequence, JournalEntry entry, Optional<TransactionFacts> facts) {
        Record.Builder record = Record.newBuilder().setSequence(sequence).setWallMillis(entry.wallMillis());
        switch (entry) {
            case JournalEntry.Intended intended -> throw new IllegalArgumentException("intent " + intended.transactionId()
                    + " is not for the station");
            case JournalEntry.Settled settled -> record.setSettled(settled(settled, facts));
            case JournalEntry.NotDebited not -> record.setNotDebited(notDebited(not, facts));
            case JournalEntry.OutcomeUnknown unknown -> record.setOutcomeUnknown(outcomeUnknown(unknown, facts));
            case JournalEntry.Reconciliation open -> record.setReconciliation(reconciliation(open, facts));
            case JournalEntry.Refused refused -> record.setRefused(refused(refused));
            case JournalEntry.PassageEnded passage -> record.setPassageEnded(passageEnded(passage));
            case JournalEntry.WeightUnpaired unpaired -> record.setWeightUnpaired(WeightUnpaired.newBuilder()
                    .setWeight(WeightMessages.weight(unpaired.weight())).setEvent(event(unpaired.event())).setCause(unpaired.cause().name()));
            case JournalEntry.ArmMoved arm -> record.setArmMoved(ArmMoved.newBuilder().setUp(arm.up()).setCause(arm.cause()));
            case JournalEntry.AlarmChanged alarm -> record.setAlarmChanged(AlarmChanged.newBuilder()
                    .setAlarm(alarm.alarm().name()).setActive(alarm.active()).setDetail(alarm.detail()));
            case JournalEntry.LaneModeChanged mode -> record.setLaneModeChanged(LaneModeChanged.newBuilder()
                    .setMode(mode.mode()).setReason(mode.reason()).setBy(mode.by()));
            case JournalEntry.ParametersActivated set -> record.setParametersActivated(ParametersActivated.newBuilder()
                    .setSet(setName(set.set())).setNumber(set.number()).setEffectiveAtMillis(set.effectiveAtMillis())
                    .setSignedBy(set.signedBy()).setCause(set.cause()));
        }
        return record.build();
    }

    private static Settled.Builder settled(JournalEntry.Settled entry, Optional<TransactionFacts> facts) {
        Settled.Builder out = Settled.newBuilder().setTransactionId(entry.transactionId()).setKind(kind(entry.kind()))
                .setAmountFen(entry.amountFen()).setHow(how(entry.how())).setResult(result(entry.result()))
                .setRawFrame(bytes(entry.rawFrame())).setTimeline(timeline(entry.timeline()));
        facts.ifPresent(known -> out.setFacts(FactsMessages.facts(known)));
        return out;
    }

    private static NotDebited.Builder notDebited(JournalEntry.NotDebited entry, Optional<TransactionFacts> facts) {
        NotDebited.Builder out = NotDebited.newBuilder().setTransactionId(entry.transactionId()).setEvent(event(entry.event()))
                .setReason(entry.reason()).setTimeline(timeline(entry.timeline()));
        facts.ifPresent(known -> out.setFacts(FactsMessages.facts(known)));
        return out;
    }

    private static OutcomeUnknown.Builder outcomeUnknown(JournalEntry.OutcomeUnknown entry, Optional<TransactionFacts> facts) {
        OutcomeUnknown.Builder out = OutcomeUnknown.newBuilder().setTransactionId(entry.transactionId())
                .setReason(entry.reason()).setTimeline(timeline(entry.timeline()));
        facts.ifPresent(known -> out.setFacts(FactsMessages.facts(known)));
        return out;
    }

    private static Reconciliation.Builder reconciliation(JournalEntry.Reconciliation entry, Optional<TransactionFacts> facts) {
        Reconciliation.Builder out = Reconciliation.newBuilder().setTransactionId(entry.transactionId())
                .setAmountFen(entry.amountFen()).setBalanceBeforeFen(entry.balanceBeforeFen()).setKnown(entry.known());
        entry.balanceSeenFen().ifPresent(out::setBalanceSeenFen);
        facts.ifPresent(known -> out.setFacts(FactsMessages.facts(known)));
        return out;
    }

    private static Refused.Builder refused(JournalEntry.Refused entry) {
        Refused.Builder out = Refused.newBuilder().setRefusalId(entry.refusalId()).setVehicleNumber(entry.vehicleNumber())
                .setEvent(event(entry.event())).setPlate(entry.plate()).setVehicleClass(entry.vehicleClass())
                .addAllRawFrames(bytes(entry.rawFrames())).setTimeline(timeline(entry.timeline()));
        // in a fixed order, so that the same entry gives the same bytes in every run
        entry.inputs().entrySet().stream().sorted(Map.Entry.comparingByKey())
                .forEach(input -> out.putInputs(input.getKey(), input.getValue()));
        entry.obu().ifPresent(obu -> out.setObuId(obu.value()));
        entry.parameters().ifPresent(set -> out.setParameters(setName(set)));
        return out;
    }

    static ParameterSetName setName(SetId set) {
        return ParameterSetName.newBuilder().setVersion(set.version()).setSha256(set.sha256()).build();
    }

    private static PassageEnded.Builder passageEnded(JournalEntry.PassageEnded entry) {
        PassageEnded.Builder out = PassageEnded.newBuilder().setVehicleNumber(entry.vehicleNumber())
                .setExit(entry.exit().name()).setEnteredWallMillis(entry.enteredWallMillis());
        entry.transactionId().ifPresent(out::setTransactionId);
        entry.event().ifPresent(event -> out.setEvent(event(event)));
        entry.weight().ifPresent(weight -> out.setWeight(WeightMessages.weight(weight)));
        return out;
    }

    private static TransactionResult result(org.etclane.device.TransactionResult result) {
        return TransactionResult.newBuilder().setFileTimeSeconds(result.fileTimeSeconds()).setTerminal(result.terminal())
                .setPurchaseTime(result.purchaseTime()).setTransType(result.transType()).setTac(result.tac())
                .setCardSerial(result.cardSerial()).setTerminalSerial(result.terminalSerial())
                .setBalanceFen(result.balanceFen()).build();
    }

    private static SettledHow how(JournalEntry.How how) {
        return switch (how) {
            case ANSWERED -> SettledHow.ANSWERED;
            case TAC_FETCHED -> SettledHow.TAC_FETCHED;
            case BALANCE -> SettledHow.BALANCE;
        };
    }

    static LaneKind kind(org.etclane.lane.core.LaneKind kind) {
        return switch (kind) {
            case ENTRY -> LaneKind.ENTRY;
            case EXIT -> LaneKind.EXIT;
        };
    }

    static SpecialEvent event(org.etclane.lane.rules.SpecialEvent event) {
        return SpecialEvent.newBuilder().setCode(event.code()).setName(event.name()).build();
    }

    static org.etclane.lane.station.v1.Timeline timeline(Timeline timeline) {
        org.etclane.lane.station.v1.Timeline.Builder out = org.etclane.lane.station.v1.Timeline.newBuilder();
        for (Timeline.Mark mark : timeline.marks()) {
            out.addMarksBuilder().setStage(mark.stage().name()).setAtNanos(mark.atNanos()).setWallMillis(mark.wallMillis());
        }
        return out.build();
    }

    static ByteString bytes(Bytes bytes) {
        return ByteString.copyFrom(bytes.toArray());
    }

    static List<ByteString> bytes(List<Bytes> many) {
        return many.stream().map(RecordMessages::bytes).toList();
    }
}
