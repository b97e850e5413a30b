package org.etclane.device.display.brace;

import java.util.List;
import java.util.Optional;
import org.etclane.device.display.ColourCodes;
import org.etclane.device.display.DisplayTiming;
import org.etclane.device.display.SectionChecks;
import org.etclane.device.display.TextMode;
import org.etclane.device.spi.Checked;
import org.etclane.device.spi.Key;
import org.etclane.device.spi.LinkChoice;
import org.etclane.device.spi.Problem;
import org.etclane.device.spi.Text;

/**
 * {@code type: display-brace} in a configuration: fee display of Qinghai, Guizhou, Yunnan or Shandong (fee-displays.md). What is
 * left out is as {@link BraceSettings#defaults} has it for the profile.
 */
@Checked(BraceSection.FitsTheDisplay.class)
public record BraceSection(
        @Key(en = "serial port of the display, a path, or tcp:HOST:PORT", zh = "费显串口路径，或tcp:主机:端口",
                min = 1, max = 255, example = "/dev/ttyS2") String port,
        @Key(en = "bits per second, 8N1; displays can be set from 9600 to 115200", zh = "波特率（8N1），费显可设9600至115200",
                otherwise = "9600", min = 1200, max = 115_200) int baud,
        @Key(en = "whose letters the display speaks; cannot be seen on the wire", zh = "费显所用省份协议，无法从通信中识别，必须配置")
                BraceProfile profile,
        @Key(en = "rows of its screen; left out 5, yunnan 4", zh = "屏幕行数，缺省5，yunnan为4", min = 1, max = 9) Optional<Integer> rows,
        @Key(en = "bytes of GBK that fit a row, a Chinese character takes two; left out 16, shandong 24",
                zh = "每行字节数（GBK，汉字占2），缺省16，shandong为24", min = 2, max = 64) Optional<Integer> bytesPerRow,
        @Key(en = "how a text is sent: rows, screen in one frame, or fixed-form of qinghai and guizhou, which may speak by itself",
                zh = "文字发送方式：rows逐行，screen整屏一帧，fixed-form固定格式（qinghai、guizhou，可能自动报价）", otherwise = "rows") TextMode textMode,
        @Key(en = "characters for red, green and yellow on the wire, in this order; one source", zh = "红、绿、黄三色的代码字符，依次书写",
                otherwise = "012", form = "[!-z|~]{3}", formEn = "three ASCII characters other than blank, { and }",
                formZh = "三个ASCII字符，不含空格、{和}") String colours,
        @Key(en = "manual steps of brightness; left out 5, yunnan 8", zh = "手动亮度级数，缺省5，yunnan为8", min = 1, max = 9)
                Optional<Integer> brightnessLevels,
        @Key(en = "how an amount to be spoken is written; left out decimal-yuan, qinghai kind-and-five-digits-fen",
                zh = "语音金额格式，缺省decimal-yuan，qinghai为kind-and-five-digits-fen") Optional<AmountVoice> amountVoice,
        @Key(en = "the display's recorded phrases in the order of their numbers; one is said when the lane's text is equal to it;"
                + " left out those of one maker for qinghai and guizhou, none for the others",
                zh = "费显录音短语，按编号排列，与车道文字相同时播放；缺省qinghai、guizhou用某厂家短语，其余为空", max = 60, rows = 10)
                Optional<List<String>> phrases,
        @Key(en = "told before whatever is said, 1–5; 0 leaves the display's own", zh = "播报前设置的音量，1–5；0不设置", otherwise = "0", min = 0,
                max = 5) int volume,
        @Key(en = "the display answers a query; left out yes, shandong no: then nothing tells a dead display from a living one",
                zh = "费显是否应答查询，缺省是，shandong为否；不应答时无法判断费显是否正常") Optional<Boolean> answerExpected,
        @Key(en = "between two queries, ms", zh = "查询间隔（毫秒）", otherwise = "5000", min = 200, max = 600_000) int queryMs,
        @Key(en = "no answer for so long: the display is lost, ms", zh = "判为费显失联的时间（毫秒）", otherwise = "12000", min = 300,
                max = 3_600_000) int silentMs,
        @Key(en = "what is shown is sent again after so long, ms; 0 = never", zh = "重发显示内容的间隔（毫秒），0不重发", otherwise = "0", min = 0,
                max = 3_600_000) int refreshMs,
        @Key(en = "how long a self-test takes, ms", zh = "自检时长（毫秒）", otherwise = "5000", min = 100, max = 600_000) int selfTestMs) {
    private static final int MOST_SCREEN_BYTES = 252;

    /** What driver and simulator are made of. */
    public BraceSettings settings(String deviceName) {
        BraceSettings d = BraceSettings.defaults(deviceName, profile);
        return new BraceSettings(deviceName, profile, rows.orElse(d.rows()), bytesPerRow.orElse(d.bytesPerRow()), textMode,
                new ColourCodes(colours.charAt(0), colours.charAt(1), colours.charAt(2)),
                brightnessLevels.orElse(d.brightnessLevels()), amountVoice.orElse(d.amountVoice()), phrases.orElse(d.phrases()), volume,
                new DisplayTiming(answerExpected.orElse(d.timing().answerExpected()), queryMs, silentMs, refreshMs, selfTestMs));
    }

    static final class FitsTheDisplay implements Checked.Check {
        @Override
        public void check(Checked.Values values, Checked.Report report) {
            LinkChoice.checkPort(values, report);
            SectionChecks.refresh(values, report);
            SectionChecks.silence(values, report);
            values.get("profile", BraceProfile.class).ifPresent(profile -> {
                values.get("textMode", TextMode.class).ifPresent(mode -> text(mode, profile, values, report));
                if (!profile.has(BraceCommand.PHRASE)) {
                    mute(values, report);
                }
            });
        }

        private static void text(TextMode mode, BraceProfile profile, Checked.Values values, Checked.Report report) {
            switch (mode) {
                case ROWS -> { }
                case SCREEN -> {
                    BraceSettings usual = BraceSettings.defaults("display", profile);
                    int rows = SectionChecks.written(values, "rows", Integer.class).orElse(usual.rows());
                    int bytes = SectionChecks.written(values, "bytesPerRow", Integer.class).orElse(usual.bytesPerRow());
                    if (rows * (bytes + 1) > MOST_SCREEN_BYTES) {
                        SectionChecks.tooLong(report, "textMode", rows + " × (" + bytes + " + 1)", rows * (bytes + 1), MOST_SCREEN_BYTES);
                    }
                }
                case FIXED_FORM -> {
                    if (!profile.has(BraceCommand.FIXED_FORM)) {
                        report.problem(Problem.Kind.CONTRADICTION, "textMode",
                                new Text("is a command that displays of this profile do not have", "该协议的费显没有此命令"),
                                new Text("rows, screen", "rows、screen"), new Text("rows is understood by every display", "rows适用于各种费显"));
                    }
                }
            }
        }

        /** Nothing written may be without effect. */
        private static void mute(Checked.Values values, Checked.Report report) {
            values.get("volume", Integer.class).filter(volume -> volume > 0).ifPresent(_ -> silent(report, "volume"));
            SectionChecks.written(values, "amountVoice", AmountVoice.class).ifPresent(_ -> silent(report, "amountVoice"));
            SectionChecks.written(values, "phrases", List.class).filter(phrases -> !phrases.isEmpty())
                    .ifPresent(_ -> silent(report, "phrases"));
        }

        private static void silent(Checked.Report report, String key) {
            report.problem(Problem.Kind.CONTRADICTION, key, new Text("is for a voice, which displays of this profile do not have",
                    "用于语音，而该协议的费显没有语音"), new Text("nothing", "不写"), new Text("delete this key", "删除此项"));
        }
    }
}
