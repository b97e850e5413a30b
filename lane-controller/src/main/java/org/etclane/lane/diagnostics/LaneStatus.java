package org.etclane.lane.diagnostics;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etclane.device.BarrierEvent;
import org.etclane.device.LoopEvent;
import org.etclane.lane.core.LaneAlarm;
import org.etclane.lane.core.LaneKind;
import org.etclane.lane.journal.Journal;

/**
 * The state of a lane at one moment, as published for the diagnostics thread. Wall times in milliseconds since 1970 UTC.
 *
 * @param reason           why the lane is in this mode, empty when open
 * @param sinceWallMillis  when the mode began
 * @param uptimeMs         since the lane process started
 * @param vehicles         the passage queue, head (at the arm) first
 * @param dialogue         the RSU conversation in words: "searching", "reading card of 0A0B0C0D", ...
 * @param counters         totals since start by name ("vehicles", "passed", "refused", "transactions", ...), in display order
 * @param refusedByCode    refusals since start by special-event code
 * @param parameterVersion version of the rate table in force, empty when there is none
 */
public record LaneStatus(String laneId, LaneKind kind, String station, int laneNumber, Mode mode, String reason,
        long sinceWallMillis, long uptimeMs, List<Vehicle> vehicles, Arm arm, Lights lights, List<Loop> loops, String dialogue,
        List<Alarm> alarms, Map<String, Long> counters, Map<Integer, Long> refusedByCode, Latency latency,
        Journal.JournalStatistics journal, Station stationLink, String parameterVersion, Memory memory) {

    public LaneStatus {
        vehicles = List.copyOf(vehicles);
        loops = List.copyOf(loops);
        alarms = List.copyOf(alarms);
        counters = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(counters));
        refusedByCode = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(refusedByCode));
    }

    /** DEGRADED: open, but a device that is not needed for every passage fails. */
    public enum Mode { STARTING, OPEN, DEGRADED, CLOSED }

    /**
     * A vehicle between the trigger loop and the far side of the arm.
     *
     * @param number  the lane's running number
     * @param where   "approaching", "in zone", "under the arm"
     * @param state   "unread", "reading", "paid", "refused"
     * @param plate   when it was read
     * @param feeFen  when it was decided
     * @param detail  reason of a refusal, else empty
     */
    public record Vehicle(long number, String where, String state, Optional<String> plate, Optional<Integer> vehicleClass,
            Optional<Long> feeFen, String detail, long sinceWallMillis) {
    }

    /** @param commanded "up", "down" or "not commanded" (outputs are untouched after a start) */
    public record Arm(String commanded, BarrierEvent.Position reported, String cause) {
    }

    /** As reported by the lamps where the device says so, else as commanded. */
    public record Lights(boolean canopyGreen, boolean passGreen) {
    }

    public record Loop(LoopEvent.Role role, LoopEvent.Occupancy occupancy, long sinceWallMillis) {
    }

    public record Alarm(LaneAlarm alarm, String detail, long sinceWallMillis) {
    }

    /** Transaction time (OBU found to result) of the last transactions. @param over300 how many took over 300 ms */
    public record Latency(long count, double p50Ms, double p99Ms, double p999Ms, double maxMs, long over300) {
        public static final Latency NONE = new Latency(0, 0, 0, 0, 0, 0);
    }

    /**
     * @param enabled         false: the lane works without a station
     * @param detail          address when connected, else what is wrong
     * @param clockOffsetMs   station clock minus lane clock, when measured
     * @param lastSeenWallMillis 0 = never
     */
    public record Station(boolean enabled, boolean connected, String detail, Optional<Long> clockOffsetMs,
            long lastSeenWallMillis) {
    }

    public record Memory(long heapUsedBytes, long heapMaxBytes) {
    }
}
