package org.etclane.device.display.sichuan;

import java.util.List;
import java.util.Optional;
import org.etclane.device.display.ColourCodes;
import org.etclane.device.display.DisplayTiming;
import org.etclane.device.display.SectionChecks;
import org.etclane.device.spi.Checked;
import org.etclane.device.spi.Key;
import org.etclane.device.spi.LinkChoice;
import org.etclane.device.spi.Problem;
import org.etclane.device.spi.Text;

/** {@code type: display-sichuan-1e} in a configuration: fee display of Sichuan's MTC protocol "1E" (fee-displays.md). */
@Checked(Sichuan1eSection.FitsTheDisplay.class)
public record Sichuan1eSection(
        @Key(en = "serial port of the display, a path, or tcp:HOST:PORT", zh = "费显串口路径，或tcp:主机:端口",
                min = 1, max = 255, example = "/dev/ttyS2") String port,
        @Key(en = "bits per second, 8N1", zh = "波特率（8N1）", otherwise = "115200", min = 1200, max = 115_200) int baud,
        @Key(en = "rows of its screen, 16 bytes of GBK each", zh = "屏幕行数，每行16字节（GBK）", otherwise = "4", min = 1, max = 8) int rows,
        @Key(en = "how a text is sent: rows, or the whole screen of 4 rows in one frame", zh = "文字发送方式：rows逐行，screen整屏（4行）一帧",
                otherwise = "rows") TextSending textMode,
        @Key(en = "which frames have a check byte before their end; one source", zh = "哪些帧带校验字节", otherwise = "always")
                CheckByte checkByte,
        @Key(en = "characters whose GBK holds the end byte 7D are replaced; some displays would cut the text there",
                zh = "替换GBK编码含结束字节7D的字符，部分费显会在该处截断", otherwise = "true") boolean replaceEndByte,
        @Key(en = "characters for red, green and yellow on the wire, in this order; one source", zh = "红、绿、黄三色的代码字符，依次书写",
                otherwise = "132", form = "[!-z|~]{3}", formEn = "three ASCII characters other than blank, { and }",
                formZh = "三个ASCII字符，不含空格、{和}") String colours,
        @Key(en = "manual steps of brightness", zh = "手动亮度级数", otherwise = "8", min = 1, max = 9) int brightnessLevels,
        @Key(en = "the step of brightness is sent as a digit and not as a number", zh = "亮度级以ASCII数字发送", otherwise = "false")
                boolean brightnessAscii,
        @Key(en = "the display's recorded phrases in the order of their numbers, \"\" for one that is not to be said; one is said when the"
                + " lane's text is equal to it; left out those of one maker that name no amount",
                zh = "费显录音短语，按编号排列，不用的写\"\"，与车道文字相同时播放；缺省为某厂家不含金额的短语", max = 60, rows = 8)
                Optional<List<String>> phrases,
        @Key(en = "told before whatever is said, 1–5; 0 leaves the display's own", zh = "播报前设置的音量，1–5；0不设置", otherwise = "0", min = 0,
                max = 5) int volume,
        @Key(en = "the display answers the query; false: nothing tells a dead display from a living one",
                zh = "费显应答查询；false时无法判断费显是否正常", otherwise = "true") boolean answerExpected,
        @Key(en = "between two queries, ms", zh = "查询间隔（毫秒）", otherwise = "5000", min = 200, max = 600_000) int queryMs,
        @Key(en = "no answer for so long: the display is lost, ms", zh = "判为费显失联的时间（毫秒）", otherwise = "12000", min = 300,
                max = 3_600_000) int silentMs,
        @Key(en = "what is shown is sent again after so long, ms; 0 = never", zh = "重发显示内容的间隔（毫秒），0不重发", otherwise = "0", min = 0,
                max = 3_600_000) int refreshMs,
        @Key(en = "how long a self-test takes, ms", zh = "自检时长（毫秒）", otherwise = "5000", min = 100, max = 600_000) int selfTestMs) {
    private static final int SCREEN_ROWS = 4;

    /** What driver and simulator are made of. */
    public Sichuan1eSettings settings(String deviceName) {
        return new Sichuan1eSettings(deviceName, rows, textMode.mode, checkByte, replaceEndByte,
                new ColourCodes(colours.charAt(0), colours.charAt(1), colours.charAt(2)), brightnessLevels, brightnessAscii,
                phrases.orElse(Sichuan1eSettings.defaults(deviceName).phrases()), volume,
                new DisplayTiming(answerExpected, queryMs, silentMs, refreshMs, selfTestMs));
    }

    static final class FitsTheDisplay implements Checked.Check {
        @Override
        public void check(Checked.Values values, Checked.Report report) {
            LinkChoice.checkPort(values, report);
            SectionChecks.refresh(values, report);
            SectionChecks.silence(values, report);
            values.get("textMode", TextSending.class).filter(mode -> mode == TextSending.SCREEN).ifPresent(_ ->
                    values.get("rows", Integer.class).filter(rows -> rows != SCREEN_ROWS).ifPresent(rows ->
                            report.problem(Problem.Kind.CONTRADICTION, "textMode",
                                    new Text("is a frame of 4 rows, and rows is " + rows, "一帧为4行，而rows为" + rows),
                                    new Text("rows, or screen with 4 rows", "rows，或4行时用screen"),
                                    new Text("rows sends one frame per row and has no such limit", "rows逐行发送，无此限制"))));
        }
    }
}
