package org.etclane.lane.parameters;

import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Times in which some classes travel free of charge (重大节假日小型客车免费), in the lane's local time. Judged by time: at the gantry
 * for ETC, at the exit for a trip without gantries (lane-rules.md §6, one source). Held for the fee rules.
 */
public record HolidayCalendar(List<Period> periods) {
    public static final HolidayCalendar NONE = new HolidayCalendar(List.of());

    public HolidayCalendar {
        periods = periods.stream().sorted(Comparator.comparing(Period::from)).toList();
    }

    /**
     * @param from           first moment of the period
     * @param until          first moment after it
     * @param vehicleClasses that are free, usually 1 only
     */
    public record Period(String name, LocalDateTime from, LocalDateTime until, Set<Integer> vehicleClasses) {
        public Period {
            vehicleClasses = Set.copyOf(vehicleClasses);
        }

        boolean frees(LocalDateTime at, int vehicleClass) {
            return !at.isBefore(from) && at.isBefore(until) && vehicleClasses.contains(vehicleClass);
        }
    }

    /** The period in which this class travels free at this moment. */
    public Optional<Period> free(LocalDateTime at, int vehicleClass) {
        return periods.stream().filter(period -> period.frees(at, vehicleClass)).findFirst();
    }
}
