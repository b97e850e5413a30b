package org.etclane.device.scale.toledo;

import org.etclane.device.link.Parity;
import org.etclane.device.scale.LoadSettings;
import org.etclane.device.spi.Checked;
import org.etclane.device.spi.Key;
import org.etclane.device.spi.LinkChoice;

/** {@code type: scale-toledo} in a configuration: indicator with Toledo continuous output (weighing.md §2). */
@Checked(ToledoSection.Sensible.class)
public record ToledoSection(
        @Key(en = "serial port of the indicator, a path, or tcp:HOST:PORT", zh = "称重显示器串口路径，或tcp:主机:端口",
                min = 1, max = 255, example = "/dev/ttyS3") String port,
        @Key(en = "bits per second on a serial port; as set on the indicator, 4800 at least", zh = "串口波特率，与仪表设置一致，至少4800",
                otherwise = "9600", min = 4800, max = 115_200) int baud,
        @Key(en = "data bits on a serial port, 7 or 8", zh = "串口数据位，7或8", otherwise = "7", min = 7, max = 8) int dataBits,
        @Key(en = "parity on a serial port; usual are 7 data bits with even", zh = "串口校验，一般为7位偶校验", otherwise = "even") Parity parity,
        @Key(en = "the indicator sends the check byte", zh = "仪表发送校验字节", otherwise = "true") boolean checksum,
        @Key(en = "the indicator sends the tare; without it a net weight is not used", zh = "仪表发送皮重，否则不使用净重", otherwise = "true")
                boolean tareField,
        @Key(en = "bit 4 of status B says kg or lb; otherwise all is kg", zh = "状态字B第4位表示单位，否则均为千克", otherwise = "false")
                boolean unitFromStatus,
        @Key(en = "how zero is set: none, plain (Z), with-cr-lf (Z CR LF)", zh = "置零命令：none、plain（Z）、with-cr-lf（Z回车换行）",
                otherwise = "none") ToledoSettings.ZeroCharacter zeroCharacter,
        @Key(en = "up to this, either sign, nothing is on the platform, kg", zh = "空秤范围（千克，正负）", otherwise = "200", min = 0, max = 5000)
                int emptyKg,
        @Key(en = "so many equal readings in a row without motion are at rest", zh = "判为稳定的连续相同读数", otherwise = "3", min = 1,
                max = 100) int stableReadings,
        @Key(en = "readings that differ by so much are equal, kg", zh = "视为相同的读数差（千克）", otherwise = "0", min = 0, max = 1000)
                int stableWithinKg,
        @Key(en = "a weight that is not at rest is told at most once in so long, ms", zh = "未稳定重量的最小上报间隔（毫秒）", otherwise = "200",
                min = 0, max = 60_000) int liveMs,
        @Key(en = "a frame that has not gone on for so long is given up, ms", zh = "半帧放弃时间（毫秒）", otherwise = "200", min = 20,
                max = 5000) int partialMs,
        @Key(en = "no reading for so long: the indicator is lost, ms", zh = "判为仪表失联的时间（毫秒）", otherwise = "3000", min = 500,
                max = 600_000) int silentMs,
        @Key(en = "no reading for so long while a load is on: it is not known whose load it is, ms", zh = "有载时读数中断超过该时间即不再确定为同一车辆（毫秒）",
                otherwise = "1000", min = 100, max = 600_000) int gapMs) {

    /** What the driver wants. */
    public ToledoSettings settings(String deviceName) {
        return new ToledoSettings(deviceName, checksum, tareField, unitFromStatus, zeroCharacter, partialMs,
                new LoadSettings(emptyKg, stableReadings, stableWithinKg, liveMs, silentMs, gapMs));
    }

    static final class Sensible implements Checked.Check {
        @Override
        public void check(Checked.Values values, Checked.Report report) {
            LinkChoice.checkPort(values, report);
        }
    }
}
