package org.etclane.lane.station;

import com.google.protobuf.ByteString;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.etclane.device.Bytes;
import org.etclane.device.ObuId;
import org.etclane.device.TransactionResult;
import org.etclane.lane.core.JournalEntry;
import org.etclane.lane.core.LaneAlarm;
import org.etclane.lane.core.LaneKind;
import org.etclane.lane.core.Timeline;
import org.etclane.lane.core.TransactionFacts;
import org.etclane.lane.core.WeighQueue;
import org.etclane.lane.parameters.SetId;
import org.etclane.lane.rules.SpecialEvent;
import org.etclane.lane.station.v1.Record;

/**
 * Messages back to journal entries: shows that a record carries everything, and serves tools that print a station's records.
 * A record of a newer lane may hold words that this version does not know: then it cannot be read back and the answer is
 * empty. Pure.
 */
public final class RecordReader {
    private RecordReader() {
    }

    /** The entry without the facts of its transaction, or empty when a word or time is not known to this version. */
    public static Optional<JournalEntry> entry(Record record) {
        try {
            return Optional.of(read(record));
        } catch (IllegalArgumentException | DateTimeException unknownWord) {
            return Optional.empty();
        }
    }

    /** The facts that travelled with the record, when it belongs to a transaction and holds them. */
    public static Optional<TransactionFacts> facts(Record record) {
        try {
            return message(record).map(FactsReader::facts);
        } catch (IllegalArgumentException | DateTimeException unknownWord) {
            return Optional.empty();
        }
    }

    /** The same, as a message. */
    public static Optional<org.etclane.lane.station.v1.TransactionFacts> message(Record record) {
        return switch (record.getEntryCase()) {
            case SETTLED -> present(record.getSettled().hasFacts(), record.getSettled().getFacts());
            case NOT_DEBITED -> present(record.getNotDebited().hasFacts(), record.getNotDebited().getFacts());
            case OUTCOME_UNKNOWN -> present(record.getOutcomeUnknown().hasFacts(), record.getOutcomeUnknown().getFacts());
            case RECONCILIATION -> present(record.getReconciliation().hasFacts(), record.getReconciliation().getFacts());
            case REFUSED, PASSAGE_ENDED, WEIGHT_UNPAIRED, ARM_MOVED, ALARM_CHANGED, LANE_MODE_CHANGED, PARAMETERS_ACTIVATED,
                 ENTRY_NOT_SET -> Optional.empty();
        };
    }

    private static JournalEntry read(Record record) {
        long wall = record.getWallMillis();
        return switch (record.getEntryCase()) {
            case SETTLED -> settled(record.getSettled(), wall);
            case NOT_DEBITED -> {
                var not = record.getNotDebited();
                yield new JournalEntry.NotDebited(not.getTransactionId(), SpecialEvent.valueOf(not.getEvent().getName()),
                        not.getReason(), timeline(not.getTimeline()), wall);
            }
            case OUTCOME_UNKNOWN -> {
                var unknown = record.getOutcomeUnknown();
                yield new JournalEntry.OutcomeUnknown(unknown.getTransactionId(), unknown.getReason(),
                        timeline(unknown.getTimeline()), wall);
            }
            case RECONCILIATION -> {
                var open = record.getReconciliation();
                yield new JournalEntry.Reconciliation(open.getTransactionId(), open.getAmountFen(), open.getBalanceBeforeFen(),
                        open.hasBalanceSeenFen() ? OptionalLong.of(open.getBalanceSeenFen()) : OptionalLong.empty(),
                        open.getKnown(), wall);
            }
            case REFUSED -> refused(record.getRefused(), wall);
            case PASSAGE_ENDED -> {
                var passage = record.getPassageEnded();
                yield new JournalEntry.PassageEnded(passage.getVehicleNumber(),
                        present(passage.hasTransactionId(), passage.getTransactionId()),
                        JournalEntry.PassageEnded.Exit.valueOf(passage.getExit()),
                        present(passage.hasEvent(), passage.getEvent().getName()).map(SpecialEvent::valueOf),
                        passage.getEnteredWallMillis(), present(passage.hasWeight(), passage.getWeight()).map(WeightMessages::weight), wall);
            }
            case WEIGHT_UNPAIRED -> new JournalEntry.WeightUnpaired(WeightMessages.weight(record.getWeightUnpaired().getWeight()),
                    SpecialEvent.valueOf(record.getWeightUnpaired().getEvent().getName()),
                    WeighQueue.Mismatch.valueOf(record.getWeightUnpaired().getCause()), wall);
            case ARM_MOVED -> new JournalEntry.ArmMoved(record.getArmMoved().getUp(), record.getArmMoved().getCause(), wall);
            case ALARM_CHANGED -> new JournalEntry.AlarmChanged(LaneAlarm.valueOf(record.getAlarmChanged().getAlarm()),
                    record.getAlarmChanged().getActive(), record.getAlarmChanged().getDetail(), wall);
            case LANE_MODE_CHANGED -> new JournalEntry.LaneModeChanged(record.getLaneModeChanged().getMode(),
                    record.getLaneModeChanged().getReason(), record.getLaneModeChanged().getBy(), wall);
            case PARAMETERS_ACTIVATED -> {
                var set = record.getParametersActivated();
                yield new JournalEntry.ParametersActivated(setId(set.getSet()), set.getNumber(), set.getEffectiveAtMillis(),
                        set.getSignedBy(), set.getCause(), wall);
            }
            case ENTRY_NOT_SET -> throw new IllegalArgumentException("a kind of entry that this version does not know");
        };
    }

    private static JournalEntry settled(org.etclane.lane.station.v1.Settled settled, long wall) {
        var result = settled.getResult();
        return new JournalEntry.Settled(settled.getTransactionId(), kind(settled.getKind()), settled.getAmountFen(),
                switch (settled.getHow()) {
                    case ANSWERED -> JournalEntry.How.ANSWERED;
                    case TAC_FETCHED -> JournalEntry.How.TAC_FETCHED;
                    case BALANCE -> JournalEntry.How.BALANCE;
                    case SETTLED_HOW_UNSPECIFIED, UNRECOGNIZED -> throw new IllegalArgumentException("unknown way of settling");
                }, new TransactionResult(result.getFileTimeSeconds(), result.getTerminal(), result.getPurchaseTime(),
                        result.getTransType(), result.getTac(), result.getCardSerial(), result.getTerminalSerial(),
                        result.getBalanceFen()),
                bytes(settled.getRawFrame()), timeline(settled.getTimeline()), wall);
    }

    private static JournalEntry refused(org.etclane.lane.station.v1.Refused refused, long wall) {
        return new JournalEntry.Refused(refused.getRefusalId(), refused.getVehicleNumber(),
                SpecialEvent.valueOf(refused.getEvent().getName()),
                present(refused.hasObuId(), refused.getObuId()).map(ObuId::new), refused.getPlate(), refused.getVehicleClass(),
                refused.getInputsMap(), bytes(refused.getRawFramesList()), timeline(refused.getTimeline()), wall,
                present(refused.hasParameters(), refused.getParameters()).map(RecordReader::setId));
    }

    static SetId setId(org.etclane.lane.station.v1.ParameterSetName set) {
        return new SetId(set.getVersion(), set.getSha256());
    }

    static LaneKind kind(org.etclane.lane.station.v1.LaneKind kind) {
        return switch (kind) {
            case ENTRY -> LaneKind.ENTRY;
            case EXIT -> LaneKind.EXIT;
            case LANE_KIND_UNSPECIFIED, UNRECOGNIZED -> throw new IllegalArgumentException("unknown kind of lane");
        };
    }

    static Timeline timeline(org.etclane.lane.station.v1.Timeline timeline) {
        return new Timeline(timeline.getMarksList().stream().map(mark -> new Timeline.Mark(
                Timeline.Stage.valueOf(mark.getStage()), mark.getAtNanos(), mark.getWallMillis())).toList());
    }

    static LocalDateTime time(String text) {
        return LocalDateTime.parse(text, RecordMessages.SECONDS);
    }

    static Bytes bytes(ByteString bytes) {
        return Bytes.copyOf(bytes.toByteArray());
    }

    static List<Bytes> bytes(List<ByteString> many) {
        return many.stream().map(RecordReader::bytes).toList();
    }

    static <T> Optional<T> present(boolean has, T value) {
        return has ? Optional.of(value) : Optional.empty();
    }
}
