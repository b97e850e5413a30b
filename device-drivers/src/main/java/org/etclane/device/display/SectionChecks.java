package org.etclane.device.display;

import java.util.Optional;
import org.etclane.device.spi.Checked;
import org.etclane.device.spi.Problem;
import org.etclane.device.spi.Text;

/** What is checked alike in the configuration of several displays. Pure. */
public final class SectionChecks {
    private SectionChecks() {
    }

    /** A key that may be left out. */
    public static <T> Optional<T> written(Checked.Values values, String key, Class<T> type) {
        return values.get(key, Optional.class).flatMap(value -> ((Optional<?>) value).map(type::cast));
    }

    /** {@code refreshMs}: 0 or a second at least. */
    public static void refresh(Checked.Values values, Checked.Report report) {
        values.get("refreshMs", Integer.class).filter(ms -> ms > 0 && ms < 1000).ifPresent(ms ->
                report.problem(Problem.Kind.OUT_OF_RANGE, "refreshMs", new Text("is too often", "过于频繁"),
                        new Text("0 (never), 1000–3600000", "0（不重发），1000–3600000"),
                        new Text("60000 is often enough for a display that loses what it shows", "显示内容会丢失的费显用60000即可")));
    }

    /** {@code silentMs} against {@code queryMs}: between two questions a display cannot answer. */
    public static void silence(Checked.Values values, Checked.Report report) {
        values.get("silentMs", Integer.class).ifPresent(silent -> values.get("queryMs", Integer.class)
                .filter(query -> silent < query + 100).ifPresent(query -> report.problem(Problem.Kind.CONTRADICTION, "silentMs",
                        new Text("is less than queryMs + 100", "小于queryMs加100"),
                        new Text("at least " + (query + 100), "至少" + (query + 100)),
                        new Text("otherwise a working display counts as lost", "否则正常的费显也会判为失联"))));
    }

    /** A text in one frame is longer than its frame can be. @param key of the setting that is easiest changed */
    public static void tooLong(Checked.Report report, String key, String sum, int bytes, int mostBytes) {
        report.problem(Problem.Kind.CONTRADICTION, key,
                new Text("needs " + sum + " = " + bytes + " bytes in one frame", "一帧需要" + sum + "=" + bytes + "字节"),
                new Text("at most " + mostBytes + " bytes, or rows", "最多" + mostBytes + "字节，或用rows"),
                new Text("rows sends one frame per row and has no such limit", "rows逐行发送，无此限制"));
    }
}
