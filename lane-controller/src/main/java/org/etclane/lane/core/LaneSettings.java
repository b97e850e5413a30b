package org.etclane.lane.core;

import java.time.ZoneId;
import org.etclane.device.card.TransitRecord;
import org.etclane.lane.parameters.StationKey;

/**
 * What the core needs to know of its configuration. All times in milliseconds.
 *
 * @param laneId               21 characters (lane-rules.md §10)
 * @param station              this station
 * @param laneNumber           1–255, written to the transit record
 * @param transitLayout        layout of the transit record (file 0019) that this network uses
 * @param recentMinutes        a transaction in this lane within so many minutes is not repeated
 * @param zoneVehicles         how many vehicles fit between trigger loop and arm
 * @param zoneWaitMs           how long an OBU that has been read may wait for its vehicle to reach the trigger loop
 * @param rsuPatienceMs        how long the RSU waits for the lane; a debit decided later than this is not sent
 * @param outcomeTimeoutMs     silence after a debit that makes its outcome unknown
 * @param tacAttempts          how often the TAC is asked for in the same dialogue
 * @param resolveMs            how long an unknown outcome waits for the card to be read again
 * @param obuSearchMs          a vehicle in the zone that was not read for so long has no (working) OBU
 * @param goneMs               a refused OBU not heard for so long has left
 * @param paidTimeoutMs        a paid vehicle that does not reach the arm within this time has gone
 * @param zoneStaleMs          nothing seen of an unread vehicle for so long: it has gone
 * @param keepUpForFollower    the arm stays up for a following vehicle that has already been transacted
 * @param armClearHoldMs       the loop under the arm must be clear for so long before the arm is lowered
 * @param armTravelMs          after this time a commanded movement must be confirmed
 * @param loopStuckMs          a loop occupied for so long without any other sign of a vehicle is stuck
 * @param alarmMs              the sounder stops by itself (≤ 10 s, lane-rules.md §6)
 * @param displayHoldMs        how long a text stays on the display
 */
public record LaneSettings(LaneKind kind, String laneId, StationKey station, int laneNumber, ZoneId zone,
        TransitRecord.Layout transitLayout, int recentMinutes, int zoneVehicles, int zoneWaitMs, int rsuPatienceMs,
        int outcomeTimeoutMs, int tacAttempts, int resolveMs, int obuSearchMs, int goneMs, int paidTimeoutMs, int zoneStaleMs,
        boolean keepUpForFollower, int armClearHoldMs, int armTravelMs, int loopStuckMs, int alarmMs, int displayHoldMs) {

    /** Defaults for everything that a province does not prescribe. */
    public static LaneSettings defaults(LaneKind kind, String laneId, StationKey station, int laneNumber, ZoneId zone) {
        return new LaneSettings(kind, laneId, station, laneNumber, zone, TransitRecord.Layout.Y2019, 5, 2, 600, 900, 2500, 2,
                120_000, 2500, 5000, 120_000, 60_000, true, 200, 1500, 120_000, 8000, 6000);
    }
}
