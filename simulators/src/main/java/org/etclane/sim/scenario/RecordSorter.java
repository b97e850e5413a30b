package org.etclane.sim.scenario;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;
import org.etclane.device.ObuId;
import org.etclane.lane.core.JournalEntry;
import org.etclane.lane.core.LaneAlarm;
import org.etclane.lane.rules.SpecialEvent;
import org.etclane.sim.world.VehicleTrace;

/**
 * Tells which vehicle each record of the lane is about. A refusal without an OBU names none: it is taken to be about the vehicle
 * that was foremost between trigger loop and arm at that moment.
 */
final class RecordSorter {
    /** A refusal that fits no vehicle: the lane took something for one. */
    static final String NOBODY = "nobody";

    private final List<ScenarioPlayer.Came> everybody;
    private final LongUnaryOperator wallMillis;
    private final Map<String, Set<SpecialEvent>> refused = new TreeMap<>();
    private final Map<String, Set<SpecialEvent>> failedDebits = new TreeMap<>();
    private final List<SpecialEvent> events = new ArrayList<>();
    private final Set<LaneAlarm> alarms = EnumSet.noneOf(LaneAlarm.class);
    private final Set<LaneAlarm> alarmsOn = EnumSet.noneOf(LaneAlarm.class);
    private final Map<String, String> paidBy = new HashMap<>();
    private final Map<String, Integer> weighedKg = new TreeMap<>();
    private final List<SpecialEvent> weightsOfNobody = new ArrayList<>();
    private long settled;
    private long reconciliations;

    /** @param wallMillis of a moment of the scheduler */
    RecordSorter(List<ScenarioPlayer.Came> everybody, LongUnaryOperator wallMillis) {
        this.everybody = List.copyOf(everybody);
        this.wallMillis = wallMillis;
    }

    Seen.OnRecord sort(List<LaneRecord> records) {
        records.forEach(this::one);
        return new Seen.OnRecord(refused, failedDebits, events.stream().sorted().toList(), alarms, alarmsOn, settled, reconciliations,
                weighedKg, weightsOfNobody.stream().sorted().toList());
    }

    private void one(LaneRecord record) {
        switch (record.entry()) {
            case JournalEntry.Refused r -> add(refused, r.obu().flatMap(this::byObu).or(() -> foremost(r.wallMillis())), r.event());
            case JournalEntry.NotDebited n -> add(failedDebits, record.obu().flatMap(this::byObu), n.event());
            case JournalEntry.PassageEnded p -> {
                p.event().ifPresent(events::add);
                p.weight().ifPresent(weight -> weighedKg.put(p.transactionId().map(paidBy::get).orElse(NOBODY), weight.grossWeightKg()));
            }
            case JournalEntry.WeightUnpaired w -> weightsOfNobody.add(w.event());
            case JournalEntry.AlarmChanged a when a.active() -> {
                alarms.add(a.alarm());
                alarmsOn.add(a.alarm());
            }
            case JournalEntry.AlarmChanged a -> alarmsOn.remove(a.alarm());
            case JournalEntry.Settled s -> {
                settled++;
                paidBy.put(s.transactionId(), record.obu().flatMap(this::byObu).orElse(NOBODY));
            }
            case JournalEntry.Reconciliation _ -> reconciliations++;
            case JournalEntry.Intended _, JournalEntry.OutcomeUnknown _, JournalEntry.ArmMoved _, JournalEntry.LaneModeChanged _,
                 JournalEntry.ParametersActivated _ -> { }
        }
    }

    private static void add(Map<String, Set<SpecialEvent>> to, Optional<String> plate, SpecialEvent event) {
        to.computeIfAbsent(plate.orElse(NOBODY), _ -> EnumSet.noneOf(SpecialEvent.class)).add(event);
    }

    private Optional<String> byObu(ObuId obu) {
        return everybody.stream().filter(c -> c.vehicle().obu().filter(o -> o.id().equals(obu)).isPresent())
                .map(ScenarioPlayer.Came::plate).findFirst();
    }

    private Optional<String> foremost(long atWallMillis) {
        return everybody.stream().filter(came -> {
            VehicleTrace trace = came.vehicle().trace();
            return before(trace.enteredAtNanos(), atWallMillis) && !before(trace.passedAtNanos(), atWallMillis)
                    && !before(trace.backedOutAtNanos(), atWallMillis);
        }).map(ScenarioPlayer.Came::plate).findFirst();
    }

    private boolean before(OptionalLong nanos, long atWallMillis) {
        return nanos.isPresent() && wallMillis.applyAsLong(nanos.getAsLong()) <= atWallMillis;
    }
}
