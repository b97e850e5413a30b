package org.etclane.lane.diagnostics;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One line of the live view. Words are chosen by the reader's language from {@link What}, so values are codes and numbers.
 *
 * @param subject the vehicle's number, the device's name, the alarm's code
 * @param values  named values in display order: plate, class, feeFen, ms, event (special-event code), cause, ...
 */
public record LaneSnapshotLine(long wallMillis, What what, String subject, Map<String, String> values) {
    public LaneSnapshotLine {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** {@code missed} lines were not shown because the reader was too slow: value "count". */
    public enum What {
        VEHICLE_ENTERED, VEHICLE_READ, CHARGED, ENTRY_WRITTEN, REFUSED, NOT_DEBITED, OUTCOME_UNKNOWN, PASSED, RAN_THROUGH,
        REVERSED_OUT, NEVER_SEEN_AGAIN, WEIGHED, NOT_WEIGHED, WEIGHT_UNPAIRED, ARM_RAISED, ARM_LOWERED, LOOP_OCCUPIED, LOOP_CLEAR, DEVICE_UP, DEVICE_DEGRADED,
                DEVICE_DOWN,
        ALARM_ON, ALARM_OFF, LANE_OPENED, LANE_CLOSED, PARAMETERS, STATION_UP, STATION_DOWN, MISSED
    }
}
