package org.etclane.lane.runtime;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.etclane.device.BarrierCommand;
import org.etclane.device.VehicleWeight;
import org.etclane.lane.core.JournalEntry;
import org.etclane.lane.core.LaneKind;
import org.etclane.lane.core.Observation;
import org.etclane.lane.core.Timeline;
import org.etclane.lane.core.TransactionFacts;
import org.etclane.lane.diagnostics.LaneSnapshotLine;
import org.etclane.lane.diagnostics.LaneSnapshotLine.What;
import org.etclane.lane.rules.SpecialEvent;

/**
 * Turns what the core lets be seen into lines for onlookers. Lines are made on the lane loop, and only while somebody looks;
 * a subscriber must not block.
 */
final class LiveLines {
    private final CopyOnWriteArrayList<Consumer<LaneSnapshotLine>> onlookers = new CopyOnWriteArrayList<>();

    void add(Consumer<LaneSnapshotLine> onlooker) {
        onlookers.add(onlooker);
    }

    void remove(Consumer<LaneSnapshotLine> onlooker) {
        onlookers.remove(onlooker);
    }

    void observe(Observation observation, long wallMillis) {
        if (!onlookers.isEmpty()) {
            line(observation, wallMillis).ifPresent(this::publish);
        }
    }

    void appended(JournalEntry entry) {
        if (onlookers.isEmpty()) {
            return;
        }
        switch (entry) {
            case JournalEntry.AlarmChanged a -> publish(new LaneSnapshotLine(a.wallMillis(), a.active() ? What.ALARM_ON : What.ALARM_OFF,
                    a.alarm().name(), Map.of("cause", a.detail())));
            case JournalEntry.LaneModeChanged m -> publish(new LaneSnapshotLine(m.wallMillis(),
                    m.mode().equals("OPEN") ? What.LANE_OPENED : What.LANE_CLOSED, m.by(), Map.of("cause", m.reason())));
            case JournalEntry.ParametersActivated p -> publish(new LaneSnapshotLine(p.wallMillis(), What.PARAMETERS, p.set().version(),
                    Map.of("cause", p.cause())));
            case JournalEntry.Intended _, JournalEntry.Settled _, JournalEntry.NotDebited _, JournalEntry.OutcomeUnknown _,
                 JournalEntry.Reconciliation _, JournalEntry.Refused _, JournalEntry.PassageEnded _, JournalEntry.WeightUnpaired _,
                 JournalEntry.ArmMoved _ -> { }
        }
    }

    void publish(LaneSnapshotLine line) {
        for (Consumer<LaneSnapshotLine> onlooker : onlookers) {
            onlooker.accept(line);
        }
    }

    private static Optional<LaneSnapshotLine> line(Observation observation, long wallMillis) {
        return switch (observation) {
            case Observation.VehicleEntered(long number) -> some(wallMillis, What.VEHICLE_ENTERED, number, Map.of());
            case Observation.VehicleLeft(long number, JournalEntry.PassageEnded.Exit exit) -> some(wallMillis, switch (exit) {
                case PASSED -> What.PASSED;
                case RAN_THROUGH -> What.RAN_THROUGH;
                case REVERSED_OUT -> What.REVERSED_OUT;
                case NEVER_SEEN_AGAIN -> What.NEVER_SEEN_AGAIN;
            }, number, Map.of());
            case Observation.Transacted(TransactionFacts facts, JournalEntry.How how, Timeline timeline) -> some(wallMillis,
                    facts.kind() == LaneKind.EXIT ? What.CHARGED : What.ENTRY_WRITTEN, facts.vehicleNumber(),
                    transacted(facts, how, timeline));
            case Observation.VehicleRefused(long number, var event, String plate) -> some(wallMillis, What.REFUSED, number,
                    Map.of("plate", plate, "event", Integer.toString(event.code())));
            case Observation.ArmCommanded(BarrierCommand command, String cause) -> some(wallMillis,
                    command == BarrierCommand.RAISE ? What.ARM_RAISED : What.ARM_LOWERED, 0, Map.of("cause", cause));
            case Observation.VehicleWeighed(long number, var weight) -> some(wallMillis, What.WEIGHED, number, weight(weight));
            case Observation.VehicleUnweighed(long number, var event, var why) -> some(wallMillis, What.NOT_WEIGHED, number,
                    Map.of("event", Integer.toString(event.code()), "cause", why.name()));
            case Observation.WeightUnpaired(var weight, var event, var why) -> some(wallMillis, What.WEIGHT_UNPAIRED, 0,
                    unpaired(weight, event, why.name()));
            case Observation.TransactionTrouble(String id, var event, String reason) -> Optional.of(new LaneSnapshotLine(wallMillis,
                    event.isPresent() ? What.NOT_DEBITED : What.OUTCOME_UNKNOWN, id, Map.of("cause", reason)));
            case Observation.ObuHeard _, Observation.Ignored _ -> Optional.empty();
        };
    }

    private static Optional<LaneSnapshotLine> some(long wallMillis, What what, long subject, Map<String, String> values) {
        return Optional.of(new LaneSnapshotLine(wallMillis, what, Long.toString(subject), values));
    }

    private static Map<String, String> weight(VehicleWeight weight) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("grossWeightKg", Integer.toString(weight.grossWeightKg()));
        values.put("axles", Integer.toString(weight.axleCount()));
        values.put("axleString", weight.axleString());
        if (!weight.doubts().isEmpty()) {
            values.put("doubts", weight.doubts().stream().map(Enum::name).sorted().collect(Collectors.joining(" ")));
        }
        return values;
    }

    private static Map<String, String> unpaired(VehicleWeight weight, SpecialEvent event, String cause) {
        Map<String, String> values = weight(weight);
        values.put("event", Integer.toString(event.code()));
        values.put("cause", cause);
        return values;
    }

    private static Map<String, String> transacted(TransactionFacts facts, JournalEntry.How how, Timeline timeline) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("plate", facts.vehicle().plate().text());
        values.put("class", Integer.toString(facts.vehicle().vehicleClass()));
        values.put("feeFen", Long.toString(facts.amountFen()));
        values.put("ms", "%.1f".formatted(spanNanos(timeline) / 1e6));
        values.put("how", how.name());
        values.put("transaction", facts.transactionId());
        return values;
    }

    /** From the first to the last mark. */
    static long spanNanos(Timeline timeline) {
        List<Timeline.Mark> marks = timeline.marks();
        return marks.isEmpty() ? 0 : marks.getLast().atNanos() - marks.getFirst().atNanos();
    }
}
