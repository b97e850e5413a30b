package org.etclane.device.scale.yaohua;

import org.etclane.device.scale.LoadSettings;
import org.etclane.device.scale.Reading;
import org.etclane.device.spi.Checked;
import org.etclane.device.spi.Key;
import org.etclane.device.spi.LinkChoice;
import org.etclane.device.spi.Text;
import org.etclane.device.spi.TimeChecks;

/** {@code type: scale-yaohua} in a configuration: indicator XK3190 and clones (weighing.md §1). */
@Checked(YaohuaSection.Sensible.class)
public record YaohuaSection(
        @Key(en = "serial port of the indicator, a path, or tcp:HOST:PORT", zh = "称重显示器串口路径，或tcp:主机:端口",
                min = 1, max = 255, example = "/dev/ttyS3") String port,
        @Key(en = "bits per second, 8N1, on a serial port; as set on the indicator", zh = "串口波特率（8N1），与仪表设置一致", otherwise = "9600",
                min = 1200, max = 115_200) int baud,
        @Key(en = "what the indicator is set to send; the layout counts, its number differs between models",
                zh = "仪表的通讯方式，按数据格式选择，各型号编号不同", otherwise = "continuous-0") YaohuaSettings.Mode mode,
        @Key(en = "what the display counts", zh = "显示单位", otherwise = "kilogram") Reading.Unit unit,
        @Key(en = "address of the indicator in command mode and for zero, A to Z", zh = "仪表地址，A至Z", otherwise = "A", form = "[A-Z]",
                formEn = "one capital letter, A to Z", formZh = "一个大写字母，A至Z") String address,
        @Key(en = "what sets zero: none, a22 (30H), rs485 (F, an amount on other models)", zh = "置零命令：none、a22（30H）、rs485（F，其他型号为总量）",
                otherwise = "none") YaohuaSettings.ZeroCommand zeroCommand,
        @Key(en = "up to this, either sign, nothing is on the platform, kg", zh = "空秤范围（千克，正负）", otherwise = "200", min = 0, max = 5000)
                int emptyKg,
        @Key(en = "so many equal readings in a row are at rest", zh = "判为稳定的连续相同读数", otherwise = "5", min = 1, max = 100)
                int stableReadings,
        @Key(en = "readings that differ by so much are equal, kg", zh = "视为相同的读数差（千克）", otherwise = "0", min = 0, max = 1000)
                int stableWithinKg,
        @Key(en = "a weight that is not at rest is told at most once in so long, ms", zh = "未稳定重量的最小上报间隔（毫秒）", otherwise = "200",
                min = 0, max = 60_000) int liveMs,
        @Key(en = "command mode: from one request to the next, ms", zh = "指令方式的查询间隔（毫秒）", otherwise = "200", min = 20,
                max = 10_000) int pollMs,
        @Key(en = "command mode: wait for an answer, ms", zh = "指令方式等待应答的时间（毫秒）", otherwise = "300", min = 20, max = 10_000)
                int answerTimeoutMs,
        @Key(en = "a frame that has not gone on for so long is given up, ms", zh = "半帧放弃时间（毫秒）", otherwise = "200", min = 20,
                max = 5000) int partialMs,
        @Key(en = "no reading for so long: the indicator is lost, ms", zh = "判为仪表失联的时间（毫秒）", otherwise = "3000", min = 500,
                max = 600_000) int silentMs,
        @Key(en = "no reading for so long while a load is on: it is not known whose load it is, ms", zh = "有载时读数中断超过该时间即不再确定为同一车辆（毫秒）",
                otherwise = "1000", min = 100, max = 600_000) int gapMs) {

    private static final int LONGEST_EXCHANGE_BYTES = 20;

    /** What the driver wants. */
    public YaohuaSettings settings(String deviceName) {
        return new YaohuaSettings(deviceName, mode, unit, address.charAt(0), zeroCommand,
                new LoadSettings(emptyKg, stableReadings, stableWithinKg, liveMs, silentMs, gapMs),
                new YaohuaSettings.Timing(pollMs, answerTimeoutMs, partialMs));
    }

    static final class Sensible implements Checked.Check {
        @Override
        public void check(Checked.Values values, Checked.Report report) {
            LinkChoice.checkPort(values, report);
            if (values.get("mode", YaohuaSettings.Mode.class).filter(mode -> mode == YaohuaSettings.Mode.COMMANDS).isPresent()) {
                TimeChecks.silence(values, report, "pollMs", "answerTimeoutMs");
                values.get("pollMs", Integer.class).flatMap(poll -> values.get("answerTimeoutMs", Integer.class).map(answer -> poll + answer))
                        .ifPresent(least -> TimeChecks.atLeast(values, report, "gapMs", least,
                                new Text("is less than pollMs + answerTimeoutMs", "小于pollMs与answerTimeoutMs之和"),
                                new Text("otherwise one lost answer makes every load doubtful", "否则丢失一个应答即无法确定车辆")));
                TimeChecks.longestAnswer(values, report, "answerTimeoutMs", LONGEST_EXCHANGE_BYTES);
            }
        }
    }
}
