package com.example.board;

import org.etclane.device.spi.Checked;
import org.etclane.device.spi.Key;
import org.etclane.device.spi.Problem;
import org.etclane.device.spi.Text;

/** {@code type: sample-board} in a configuration. */
@Checked(SampleBoardSettings.PatientEnough.class)
record SampleBoardSettings(
        @Key(en = "name or address of the board", zh = "板卡地址", min = 1, max = 255) String host,
        @Key(en = "its TCP port", zh = "TCP端口", otherwise = "4001", min = 1, max = 65_535) int port,
        @Key(en = "how often the board reports, ms", zh = "上报间隔（毫秒）", otherwise = "500", min = 50, max = 10_000) int reportMs,
        @Key(en = "no report for so long: the board is lost, ms", zh = "判为失联的时间（毫秒）", otherwise = "2000", min = 100,
                max = 60_000) int silentMs) {

    static final class PatientEnough implements Checked.Check {
        @Override
        public void check(Checked.Values values, Checked.Report report) {
            values.get("reportMs", Integer.class).ifPresent(every -> values.get("silentMs", Integer.class)
                    .filter(silent -> silent < 2 * every).ifPresent(silent -> report.problem(Problem.Kind.CONTRADICTION, "silentMs",
                            new Text("is less than two reports", "小于两次上报间隔"),
                            new Text("at least " + 2 * every, "至少" + 2 * every), Text.NONE)));
        }
    }
}
