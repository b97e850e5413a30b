package org.etclane.sim.scenario;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.etclane.lane.core.LaneAlarm;
import org.etclane.lane.rules.SpecialEvent;

/**
 * What must be seen of a scenario; what is not named must not be seen. That the arm is never lowered on a vehicle is expected of
 * every scenario and stands in none.
 *
 * @param passed          plates of the vehicles that pass the arm, one as often as it passes
 * @param refused         per plate, for which special events; one that is refused for two reasons has two
 * @param failedDebits    per plate: a transaction was begun and no money moved
 * @param events          special events with which vehicles left the lane, each as often as it occurs
 * @param alarms          that came on
 * @param alarmsLeft      of those, the ones still on at the end
 * @param debits          how many debits the purses suffer (exit)
 * @param pursesLoseFen   in all; empty: not looked at
 * @param entries         how many cards get an entry written (entry)
 * @param reconciliations debits that the lane leaves to the back office
 * @param armUp           where the arm is at the end
 * @param weighedKg       per plate, the weight with which the vehicle's passage is on record; within a scale's accuracy
 * @param weightsOfNobody special events with which weights are on record that belong to no vehicle
 */
public record Expectation(List<String> passed, Map<String, Set<SpecialEvent>> refused, Map<String, Set<SpecialEvent>> failedDebits,
        List<SpecialEvent> events, Set<LaneAlarm> alarms, Set<LaneAlarm> alarmsLeft, OptionalInt debits, OptionalLong pursesLoseFen,
        OptionalInt entries, int reconciliations, boolean armUp, Map<String, Integer> weighedKg, List<SpecialEvent> weightsOfNobody) {
    public Expectation {
        passed = List.copyOf(passed);
        refused = Map.copyOf(refused);
        failedDebits = Map.copyOf(failedDebits);
        events = List.copyOf(events);
        alarms = Set.copyOf(alarms);
        alarmsLeft = Set.copyOf(alarmsLeft);
        weighedKg = Map.copyOf(weighedKg);
        weightsOfNobody = List.copyOf(weightsOfNobody);
    }
}
