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
 * @param transitTimeLocal     the network writes local time as if it were UTC into transit records (rsu-serial.md §4 C0)
 * @param entryFutureMinutes   an entry time further ahead of the lane's clock than this is abnormal
 * @param recentMinutes        a transaction in this lane within so many minutes is not repeated
 * @param zoneVehicles         how many vehicles fit between trigger loop and arm
 * @param zoneWaitMs           how long an OBU that has been read may wait for its vehicle to reach the trigger loop
 * @param rsuPatienceMs        how long the RSU waits for the lane; a debit decided later than this is not sent
 * @param outcomeTimeoutMs     silence after a debit that makes its outcome unknown
 * @param tacAttempts          how often the TAC is asked for in the same dialogue
 * @param resolveMs            how long an unknown outcome waits for the card to be read again
 * @param obuSearchMs          a vehicle in the zone that was not read for so long has no (working) OBU
 * @param reheardMs            an OBU heard again so soon after its vehicle was taken to have passed is still here: somebody
 *                             else passed on its payment, and it goes free of charge
 * @param startGraceMs         once loops and RSU are up after a start or a loss, a vehicle may stand in the zone unseen for so long;
 *                             an OBU first heard later has come since, and the trigger loop shows its vehicle
 * @param goneMs               a refused OBU not heard for so long has left
 * @param paidTimeoutMs        a paid vehicle that does not reach the arm within this time has gone
 * @param zoneStaleMs          nothing seen of an unread vehicle for so long: it has gone
 * @param keepUpForFollower    the arm stays up for a following vehicle that has already been transacted
 * @param armClearHoldMs       the loop under the arm must be clear for so long before the arm is lowered
 * @param armTravelMs          after this time a commanded movement must be confirmed
 * @param loopStuckMs          a loop occupied for so long without any other sign of a vehicle is stuck
 * @param alarmMs              the sounder stops by itself (≤ 10 s, lane-rules.md §6)
 * @param rsuFaultShowMs       an antenna away for so long is told to the drivers, who then leave
 * @param displayHoldMs        how long a text stays on the display
 * @param weighing             how far apart weight and vehicle may be, when the lane has a scale
 */
public record LaneSettings(LaneKind kind, String laneId, StationKey station, int laneNumber, ZoneId zone,
        TransitRecord.Layout transitLayout, boolean transitTimeLocal, int entryFutureMinutes,
        int recentMinutes, int zoneVehicles, int zoneWaitMs, int rsuPatienceMs,
        int outcomeTimeoutMs, int tacAttempts, int resolveMs, int obuSearchMs, int reheardMs,
        int startGraceMs, int goneMs, int paidTimeoutMs, int zoneStaleMs,
        boolean keepUpForFollower, int armClearHoldMs, int armTravelMs, int loopStuckMs, int alarmMs, int rsuFaultShowMs,
        int displayHoldMs, WeighQueue.Window weighing) {

    /** Defaults for everything that a province does not prescribe. */
    public static LaneSettings defaults(LaneKind kind, String laneId, StationKey station, int laneNumber, ZoneId zone) {
        return new LaneSettings(kind, laneId, station, laneNumber, zone, TransitRecord.Layout.Y2019, false, 10, 5, 2, 600, 900, 2500, 2,
                120_000, 2500, 30_000, 6000, 5000, 120_000, 60_000, true, 200, 1500, 120_000, 8000, 3000, 6000,
                WeighQueue.Window.DEFAULT);
    }
}
