package org.etclane.lane.parameters.table;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.etclane.device.spi.Problem;
import org.etclane.device.spi.Text;
import org.etclane.lane.parameters.Thresholds;
import org.etclane.lane.parameters.Thresholds.Name;

/**
 * {@link Thresholds} as rows; names that are left out have their default.
 *
 * <pre>
 * etclane-thresholds,1
 * name,value
 * feeOverMinimumPermille,1500
 * </pre>
 */
public final class ThresholdsFile {
    static final String FIRST = "etclane-thresholds,1";
    static final List<String> COLUMNS = List.of("name", "value");
    private static final String NAMES = Stream.of(Name.values()).map(Name::key).collect(Collectors.joining(", "));

    private ThresholdsFile() {
    }

    /** What could be read; worth nothing when there are findings. */
    public static Thresholds read(byte[] file, Findings findings) {
        Map<Name, Long> values = new EnumMap<>(Name.class);
        for (CsvRows.Row row : CsvRows.read(file, FIRST, COLUMNS, findings).rows) {
            Optional<Name> name = Name.of(row.text("name"));
            if (name.isEmpty()) {
                row.wrong(Problem.Kind.UNKNOWN_KEY, "name", new Text("is no threshold that this lane knows", "未知的阈值"), new Text(NAMES, NAMES));
                continue;
            }
            row.number("value", name.get().min(), name.get().max()).ifPresent(value -> {
                if (values.putIfAbsent(name.get(), value) != null) {
                    row.twice("name", new Text("stands here a second time", "重复"));
                }
            });
        }
        return new Thresholds(values);
    }
}
