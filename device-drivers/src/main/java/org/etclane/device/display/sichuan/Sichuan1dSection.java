package org.etclane.device.display.sichuan;

import org.etclane.device.display.SectionChecks;
import org.etclane.device.spi.Checked;
import org.etclane.device.spi.Key;
import org.etclane.device.spi.LinkChoice;
import org.etclane.device.spi.Problem;
import org.etclane.device.spi.Text;

/** {@code type: display-sichuan-1d} in a configuration: fee display of Sichuan's ETC protocol "1D" (fee-displays.md). */
@Checked(Sichuan1dSection.FitsTheDisplay.class)
public record Sichuan1dSection(
        @Key(en = "serial port of the display, a path, or tcp:HOST:PORT", zh = "费显串口路径，或tcp:主机:端口",
                min = 1, max = 255, example = "/dev/ttyS2") String port,
        @Key(en = "bits per second, 8N1; not in the source, taken from protocol 1E", zh = "波特率（8N1），资料未载，取自1E协议",
                otherwise = "115200", min = 1200, max = 115_200) int baud,
        @Key(en = "rows of its screen", zh = "屏幕行数", otherwise = "6", min = 1, max = 6) int rows,
        @Key(en = "bytes of GBK that fit a row, a Chinese character takes two", zh = "每行字节数（GBK，汉字占2）", otherwise = "24", min = 2,
                max = 24) int bytesPerRow,
        @Key(en = "how a text is sent: rows, or the whole screen in one frame", zh = "文字发送方式：rows逐行，screen整屏一帧", otherwise = "rows")
                TextSending textMode,
        @Key(en = "a text's colour is sent as the lamp of that colour before it; false: a text has the colour that the lamp has, red or"
                + " not. Not where vehicles obey that lamp", zh = "发送文字前先切换同色的灯；false时文字颜色随灯。该灯用于指挥车辆时不可开启",
                otherwise = "false") boolean colourByLight,
        @Key(en = "steps of brightness", zh = "亮度级数", otherwise = "8", min = 1, max = 8) int brightnessLevels,
        @Key(en = "the display answers every frame but the heartbeat, and the next one waits for that", zh = "费显应答每帧（心跳除外），收到应答再发下一帧",
                otherwise = "true") boolean answerExpected,
        @Key(en = "wait for an answer, ms", zh = "等待应答时间（毫秒）", otherwise = "500", min = 10, max = 10_000) int answerTimeoutMs,
        @Key(en = "how often an unanswered frame is sent again", zh = "重发次数", otherwise = "2", min = 0, max = 20) int retries,
        @Key(en = "a heartbeat when nothing was sent for so long, ms; a display that hears nothing shows \"lane closed\"",
                zh = "心跳间隔（毫秒），费显长时间收不到数据会显示“车道关闭”", otherwise = "30000", min = 1000, max = 3_600_000) int heartbeatMs,
        @Key(en = "the heartbeat is answered too; one firmware does not", zh = "心跳有应答，某固件无应答", otherwise = "false")
                boolean heartbeatAnswered,
        @Key(en = "what is shown is sent again after so long, ms; 0 = never. Without answers to heartbeats it shows whether the display"
                + " lives", zh = "重发显示内容的间隔（毫秒），0不重发；心跳无应答时由此判断费显是否正常", otherwise = "60000", min = 0, max = 3_600_000)
                int refreshMs) {

    /** What driver and simulator are made of. */
    public Sichuan1dSettings settings(String deviceName) {
        return new Sichuan1dSettings(deviceName, rows, bytesPerRow, textMode.mode, colourByLight, brightnessLevels,
                new Sichuan1dSettings.Timing(answerExpected, answerTimeoutMs, retries, heartbeatMs, heartbeatAnswered, refreshMs));
    }

    static final class FitsTheDisplay implements Checked.Check {
        @Override
        public void check(Checked.Values values, Checked.Report report) {
            LinkChoice.checkPort(values, report);
            SectionChecks.refresh(values, report);
            values.get("textMode", TextSending.class).filter(mode -> mode == TextSending.SCREEN).ifPresent(_ ->
                    values.get("rows", Integer.class).ifPresent(rows -> values.get("bytesPerRow", Integer.class)
                            .filter(bytes -> rows * bytes > Sichuan1dFrame.SCREEN_BYTES).ifPresent(bytes ->
                                    SectionChecks.tooLong(report, "textMode", rows + " × " + bytes, rows * bytes,
                                            Sichuan1dFrame.SCREEN_BYTES))));
            values.get("heartbeatAnswered", Boolean.class).filter(answered -> answered).ifPresent(_ ->
                    values.get("answerExpected", Boolean.class).filter(expected -> !expected).ifPresent(_ ->
                            report.problem(Problem.Kind.CONTRADICTION, "heartbeatAnswered",
                                    new Text("is without effect, because answerExpected is false", "answerExpected为false，此项不起作用"),
                                    new Text("false", "false"), new Text("set answerExpected to true when this display answers",
                                            "费显有应答时将answerExpected设为true"))));
        }
    }
}
