package org.etclane.device.wim.wanji;

import org.etclane.device.spi.Checked;
import org.etclane.device.spi.Key;
import org.etclane.device.spi.LinkChoice;
import org.etclane.device.spi.TimeChecks;
import org.etclane.device.wim.AxleCodeScheme;

/** {@code type: wim-wanji} in a configuration: Wanji weigh-in-motion instrument, serial or TCP (weighing.md §5). */
@Checked(WanjiSection.Sensible.class)
public record WanjiSection(
        @Key(en = "where the instrument is: tcp:HOST:PORT (its port is 5000), or the path of a serial port",
                zh = "仪表地址：tcp:主机:端口（仪表端口5000），或串口路径",
                min = 1, max = 255, example = "tcp:192.168.1.30:5000") String port,
        @Key(en = "bits per second, 8N1, on a serial port", zh = "串口波特率（8N1）", otherwise = "115200", min = 1200, max = 4_000_000) int baud,
        @Key(en = "what the instrument is set to push: axles (frame 81) or groups (frame 80)", zh = "仪表上传格式：axles单轴（81）或groups轴组（80）",
                otherwise = "axles") WanjiSettings.Form form,
        @Key(en = "which table of axle-group codes the instrument uses; they differ from code 7 on", zh = "轴组编码表，7号起不同",
                otherwise = "nine") AxleCodeScheme codes,
        @Key(en = "so many missing vehicle numbers are asked for; more is a restart. 0: numbers mean nothing",
                zh = "补取的最多缺号数，超过视为重启，0为不按车号补取", otherwise = "8", min = 0, max = 64) int mostMissing,
        @Key(en = "a heartbeat is answered with the same frame", zh = "以原帧应答心跳", otherwise = "true") boolean answerHeartbeat,
        @Key(en = "a sensor error byte other than 0 is a fault (inferred)", zh = "传感器错误字节非0视为故障（推断）", otherwise = "true")
                boolean sensorErrorsAreFaults,
        @Key(en = "the instrument is asked so often for its state, ms", zh = "查询仪表状态的间隔（毫秒）", otherwise = "10000", min = 500,
                max = 600_000) int stateMs,
        @Key(en = "wait for an answer, ms", zh = "等待应答时间（毫秒）", otherwise = "1000", min = 50, max = 10_000) int answerMs,
        @Key(en = "how often a missing vehicle is asked for", zh = "缺号补取次数", otherwise = "3", min = 1, max = 20) int asks,
        @Key(en = "a frame that has not gone on for so long is given up, ms", zh = "半帧放弃时间（毫秒）", otherwise = "100", min = 20,
                max = 5000) int partialMs,
        @Key(en = "nothing heard for so long: the instrument is lost, ms", zh = "判为仪表失联的时间（毫秒）", otherwise = "25000", min = 550,
                max = 3_600_000) int silentMs) {

    private static final int LONGEST_EXCHANGE_BYTES = 930;

    /** What the driver wants. */
    public WanjiSettings settings(String deviceName) {
        return new WanjiSettings(deviceName, form, codes, mostMissing, answerHeartbeat, sensorErrorsAreFaults,
                new WanjiSettings.Timing(stateMs, answerMs, asks, partialMs, silentMs));
    }

    static final class Sensible implements Checked.Check {
        @Override
        public void check(Checked.Values values, Checked.Report report) {
            LinkChoice.checkPort(values, report);
            TimeChecks.silence(values, report, "stateMs", "answerMs");
            TimeChecks.longestAnswer(values, report, "answerMs", LONGEST_EXCHANGE_BYTES);
        }
    }
}
