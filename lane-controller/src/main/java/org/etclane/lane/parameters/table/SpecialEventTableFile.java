package org.etclane.lane.parameters.table;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.etclane.device.spi.Problem;
import org.etclane.device.spi.Text;
import org.etclane.lane.parameters.Handling;
import org.etclane.lane.parameters.SpecialEventTable;

/**
 * {@link SpecialEventTable} as rows; codes that are left out have their default.
 *
 * <pre>
 * etclane-special-events,1
 * code,laneKind,handling
 * 1,entry,pass
 * 1,exit,pass-and-flag
 * </pre>
 *
 * Code 1–999 (lane-rules.md §5); laneKind entry or exit (an open toll station is an exit); handling stop, pass-and-flag or pass; each
 * code and kind once.
 */
public final class SpecialEventTableFile {
    static final String FIRST = "etclane-special-events,1";
    static final List<String> COLUMNS = List.of("code", "laneKind", "handling");
    private static final Map<String, Handling> HANDLINGS = Stream.of(Handling.values())
            .collect(Collectors.toMap(SpecialEventTableFile::written, handling -> handling));

    private SpecialEventTableFile() {
    }

    static String written(Handling handling) {
        return handling.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What could be read; worth nothing when there are findings. */
    public static SpecialEventTable read(byte[] file, Findings findings) {
        Map<String, Map<Integer, Handling>> byKind = Map.of("entry", new HashMap<>(), "exit", new HashMap<>());
        for (CsvRows.Row row : CsvRows.read(file, FIRST, COLUMNS, findings).rows) {
            OptionalLong code = row.number("code", SpecialEventTable.MIN_CODE, SpecialEventTable.MAX_CODE);
            Map<Integer, Handling> kind = byKind.get(row.text("laneKind"));
            Handling handling = HANDLINGS.get(row.text("handling"));
            if (kind == null) {
                row.wrong(Problem.Kind.NOT_ALLOWED, "laneKind", new Text("is no kind of lane", "未知的车道类型"), new Text("entry, exit", "entry、exit"));
            }
            if (handling == null) {
                row.wrong(Problem.Kind.NOT_ALLOWED, "handling", new Text("is no handling", "未知的处置方式"),
                        new Text("stop, pass-and-flag, pass", "stop（拦截）、pass-and-flag（放行并标记）、pass（放行）"));
            }
            if (code.isPresent() && kind != null && handling != null && kind.putIfAbsent((int) code.getAsLong(), handling) != null) {
                row.twice("code", new Text("stands here a second time for this kind of lane", "该车道类型下重复"));
            }
        }
        return new SpecialEventTable(byKind.get("entry"), byKind.get("exit"));
    }
}
