package org.etclane.lane.parameters;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Numbers that provinces set differently (阈值). What a package does not name has the default. Immutable. */
public record Thresholds(Map<Name, Long> values) {
    public static final Thresholds DEFAULT = new Thresholds(Map.of());

    public Thresholds {
        values = Map.copyOf(values);
    }

    /** The unit is the last word of each key. Each says which rule it is held for and where its default comes from. */
    public enum Name {
        /** A fee above so many permille of the minimum fee stops the vehicle: 1500 in Fujian's codes 14 and 29, 2000 in an exam item. */
        FEE_OVER_MINIMUM_PERMILLE("feeOverMinimumPermille", 1500, 1000, 10_000),
        /** Up to so many permille of its limit a weight is not overloaded: 1050 (ministry reply, lane-rules.md §7). */
        OVERLOAD_TOLERANCE_PERMILLE("overloadTolerancePermille", 1050, 1000, 1500),
        /** A trip longer than this is over time (58); provincial, 0 = not judged. */
        TRIP_MAX_HOURS("tripMaxHours", 0, 0, 8760),
        /** A station asked for a fee must answer within this, of 300 ms for the whole transaction (our own choice). */
        ONLINE_FEE_DEADLINE_MS("onlineFeeDeadlineMs", 80, 0, 1000),
        /** Same station in and out within this is a U-turn (111, 141); provincial, 0 = not judged. */
        U_TURN_MINUTES("uTurnMinutes", 0, 0, 1440);

        private final String key;
        private final long otherwise;
        private final long min;
        private final long max;

        Name(String key, long otherwise, long min, long max) {
            this.key = key;
            this.otherwise = otherwise;
            this.min = min;
            this.max = max;
        }

        public String key() {
            return key;
        }

        public long otherwise() {
            return otherwise;
        }

        public long min() {
            return min;
        }

        public long max() {
            return max;
        }

        public static Optional<Name> of(String key) {
            return Arrays.stream(values()).filter(name -> name.key.equals(key)).findFirst();
        }
    }

    public long get(Name name) {
        return values.getOrDefault(name, name.otherwise);
    }

    /** Every threshold, given or not. */
    public Map<Name, Long> all() {
        Map<Name, Long> all = new EnumMap<>(Name.class);
        for (Name name : Name.values()) {
            all.put(name, get(name));
        }
        return all;
    }
}
