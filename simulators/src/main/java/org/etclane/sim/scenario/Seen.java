package org.etclane.sim.scenario;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.etclane.lane.core.LaneAlarm;
import org.etclane.lane.rules.SpecialEvent;

/**
 * What was seen of a scenario.
 *
 * @param passed           plates, sorted, one as often as it passed
 * @param debits           of the purses, whatever the lane believes
 * @param entries          written to cards
 * @param loweredOnVehicle how often the arm came down on a vehicle
 * @param notDone          sentences of steps whose moment never came, or that could not be done
 * @param onTheRoad        plates of vehicles that have not left
 * @param lane             what the lane put on record; empty when the bench cannot see it
 */
public record Seen(List<String> passed, long debits, long pursesLostFen, long entries, boolean armUp, long loweredOnVehicle,
        List<String> notDone, List<String> onTheRoad, Optional<OnRecord> lane) {
    public Seen {
        passed = List.copyOf(passed);
        notDone = List.copyOf(notDone);
        onTheRoad = List.copyOf(onTheRoad);
    }

    /**
     * What the lane put on record.
     *
     * @param refused per plate; under "nobody" a refusal of something that is no vehicle on the road
     * @param alarms  that came on, on record or shown
     * @param settled transactions
     * @param weighedKg       per plate; under "nobody" of a passage without a transaction
     * @param weightsOfNobody events of weights without a vehicle
     */
    public record OnRecord(Map<String, Set<SpecialEvent>> refused, Map<String, Set<SpecialEvent>> failedDebits, List<SpecialEvent> events,
            Set<LaneAlarm> alarms, Set<LaneAlarm> alarmsLeft, long settled, long reconciliations, Map<String, Integer> weighedKg,
            List<SpecialEvent> weightsOfNobody) {
    }

    /** With alarms that could not get on record, because nothing could. */
    public Seen withAlarmsShown(Set<LaneAlarm> shown) {
        return new Seen(passed, debits, pursesLostFen, entries, armUp, loweredOnVehicle, notDone, onTheRoad, lane.map(on -> {
            Set<LaneAlarm> all = new HashSet<>(on.alarms());
            all.addAll(shown);
            return new OnRecord(on.refused(), on.failedDebits(), on.events(), all, on.alarmsLeft(), on.settled(), on.reconciliations(),
                    on.weighedKg(), on.weightsOfNobody());
        }));
    }
}
