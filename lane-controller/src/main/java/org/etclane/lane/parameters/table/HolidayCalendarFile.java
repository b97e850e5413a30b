package org.etclane.lane.parameters.table;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.etclane.device.spi.Problem;
import org.etclane.device.spi.Text;
import org.etclane.lane.parameters.HolidayCalendar;
import org.etclane.lane.parameters.HolidayCalendar.Period;
import org.etclane.lane.parameters.VehicleClasses;

/**
 * {@link HolidayCalendar} as rows.
 *
 * <pre>
 * etclane-holidays,1
 * name,from,until,vehicleClasses
 * 春节,2027-02-05T00:00,2027-02-12T00:00,1
 * </pre>
 *
 * Name 1–40 characters; from and until in the lane's local time, until being the first moment that is no longer free; at most
 * 31 days; classes separated by blanks. No class may be free twice at one time.
 */
public final class HolidayCalendarFile {
    static final String FIRST = "etclane-holidays,1";
    static final List<String> COLUMNS = List.of("name", "from", "until", "vehicleClasses");
    private static final Pattern NAME = Pattern.compile("[^\"]{1,40}");
    private static final Pattern CLASSES = Pattern.compile("\\d{1,2}( \\d{1,2}){0,15}");
    private static final Duration LONGEST = Duration.ofDays(31);

    private HolidayCalendarFile() {
    }

    /** What could be read; worth nothing when there are findings. */
    public static HolidayCalendar read(byte[] file, Findings findings) {
        List<Period> periods = new ArrayList<>();
        for (CsvRows.Row row : CsvRows.read(file, FIRST, COLUMNS, findings).rows) {
            boolean named = row.matches("name", NAME, new Text("1–40 characters", "1–40个字符"));
            Optional<LocalDateTime> from = row.time("from");
            Optional<LocalDateTime> until = row.time("until");
            Set<Integer> classes = classes(row);
            if (named && from.isPresent() && until.isPresent() && !classes.isEmpty()) {
                add(row, new Period(row.text("name"), from.get(), until.get(), classes), periods);
            }
        }
        return new HolidayCalendar(periods);
    }

    private static void add(CsvRows.Row row, Period one, List<Period> periods) {
        if (!one.from().isBefore(one.until()) || Duration.between(one.from(), one.until()).compareTo(LONGEST) > 0) {
            row.wrong(Problem.Kind.OUT_OF_RANGE, "until", new Text("makes a period that nobody means", "时段不合理"),
                    new Text("after from, by at most 31 days", "晚于from，且不超过31天"));
        } else if (periods.stream().anyMatch(before -> overlap(before, one))) {
            row.twice("from", new Text("overlaps another period of the same class", "与同车型的其他时段重叠"));
        } else {
            periods.add(one);
        }
    }

    private static boolean overlap(Period a, Period b) {
        return a.from().isBefore(b.until()) && b.from().isBefore(a.until())
                && a.vehicleClasses().stream().anyMatch(b.vehicleClasses()::contains);
    }

    private static Set<Integer> classes(CsvRows.Row row) {
        Set<Integer> classes = new TreeSet<>();
        Text allowed = new Text(VehicleClasses.ALLOWED + ", separated by blanks", VehicleClasses.ALLOWED + "，以空格分隔");
        if (row.matches("vehicleClasses", CLASSES, allowed)) {
            for (String one : row.text("vehicleClasses").split(" ")) {
                classes.add(Integer.parseInt(one));
            }
            if (!classes.stream().allMatch(VehicleClasses::isOne)) {
                row.wrong(Problem.Kind.NOT_ALLOWED, "vehicleClasses", new Text("names a class that there is not", "含未知车型"), allowed);
                classes.clear();
            }
        }
        return classes;
    }
}
