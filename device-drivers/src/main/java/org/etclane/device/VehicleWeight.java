package org.etclane.device;

import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The record of one vehicle as a scale weighed it (weighing.md §6). Lists run from the front axle to the rear.
 *
 * @param recordId       given by the driver, 1 and up, never twice while the driver lives
 * @param meterTime      the device's own clock: a claim, used for nothing but to tell records apart
 * @param grossWeightKg  0 when {@link Doubt#UNREADABLE}
 * @param axleCount      as the device counted, also when it gives no axle weights; 0 unknown
 * @param axles          empty when the device weighs groups or whole vehicles only
 * @param groups         empty when neither told nor certain from the axles
 * @param spacingsCm     from axle i to axle i + 1, or from group to group; empty when not told
 * @param speedTenthKmh  0.1 km/h, −1 when not told
 * @param overLimit      the device's own flag; its rule is not known, so it decides nothing here
 * @param doubts         why this record must not be believed without a look
 */
public record VehicleWeight(long recordId, Optional<LocalDateTime> meterTime, int grossWeightKg, int axleCount, List<Axle> axles,
        List<AxleGroup> groups, List<Integer> spacingsCm, int speedTenthKmh, boolean overLimit, Set<Doubt> doubts) {

    public VehicleWeight {
        axles = List.copyOf(axles);
        groups = List.copyOf(groups);
        spacingsCm = List.copyOf(spacingsCm);
        doubts = Set.copyOf(doubts);
    }

    public enum Tyres { SINGLE, DUAL, UNKNOWN }

    /** @param speedTenthKmh 0.1 km/h, −1 when not told per axle */
    public record Axle(int weightKg, Tyres tyres, int speedTenthKmh) {
    }

    /**
     * Axles that share their load (轴组).
     *
     * @param code     always of the nine-code scheme, whatever the device sends: 0 other, 1 single axle with single tyres, 2 with
     *                 dual tyres, 3–5 tandem, 6–9 tridem, from 10 on 4, 5, 6 … axles in one group (weighing.md §7)
     * @param weightKg −1 when only the group's kind is known
     */
    public record AxleGroup(int code, int weightKg) {

        /** 0 for code 0. */
        public int axleCount() {
            return code <= 0 ? 0 : code <= 2 ? 1 : code <= 5 ? 2 : code <= 9 ? 3 : code - 6;
        }
    }

    public enum Doubt {
        /** As many axles as the device can count: there may have been more. */
        AXLES_CUT,
        NO_AXLES,
        /** The groups told, those that follow from axles and spacings, and the axle count do not agree. */
        GROUPS_DIFFER,
        /** A good frame whose record makes no sense: a vehicle was weighed, its weight is in the raw bytes only. */
        UNREADABLE,
        /** The load was never at rest; the weight is the highest that was shown. */
        NEVER_STABLE,
        /** The device reported a fault of its sensors while it had this record. */
        METER_FAULT
    }

    /** The axle string (轴型) such as "125", group codes from front to rear; empty when groups are not known. */
    public String axleString() {
        StringBuilder codes = new StringBuilder();
        groups.forEach(g -> codes.append(g.code() < 36 ? Character.toUpperCase(Character.forDigit(g.code(), 36)) : '0'));
        return codes.toString();
    }

    public VehicleWeight with(Doubt doubt) {
        Set<Doubt> more = new HashSet<>(doubts);
        more.add(doubt);
        return new VehicleWeight(recordId, meterTime, grossWeightKg, axleCount, axles, groups, spacingsCm, speedTenthKmh, overLimit,
                more);
    }
}
