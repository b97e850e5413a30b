package org.etclane.device.wim.ff;

import org.etclane.device.spi.Checked;
import org.etclane.device.spi.Key;
import org.etclane.device.spi.LinkChoice;
import org.etclane.device.spi.Problem;
import org.etclane.device.spi.Text;
import org.etclane.device.spi.TimeChecks;
import org.etclane.device.wim.AxleCodeScheme;

/** {@code type: wim-ff} in a configuration: FF axle-weigh meter on a serial line (weighing.md §3). */
@Checked(FfSection.Sensible.class)
public record FfSection(
        @Key(en = "serial port of the meter, a path, or tcp:HOST:PORT", zh = "轴重仪串口路径，或tcp:主机:端口",
                min = 1, max = 255, example = "/dev/ttyS3") String port,
        @Key(en = "bits per second, 8N1, on a serial port", zh = "串口波特率（8N1）", otherwise = "9600", min = 1200, max = 115_200) int baud,
        @Key(en = "how records are read: axle by axle with command 1, or in axle groups with command 0 (inferred)",
                zh = "称重记录的读取方式：逐轴（1号命令）或按轴组（0号命令，推断）", otherwise = "single-axles") FfSettings.Form form,
        @Key(en = "what command 7 does in this meter; in some it zeroes the scale: never-send unless its maker confirms",
                zh = "7号命令的含义，有的仪表为置零：未经厂家确认用never-send", otherwise = "never-send") FfSettings.CommandSeven commandSeven,
        @Key(en = "the clock is set with command 11 (known by name only)", zh = "用11号命令校时（仅知名称）", otherwise = "false")
                boolean clockByEleven,
        @Key(en = "ask with command 3 for the vehicle on the scale (sources differ on what 3 is)", zh = "用3号命令查询未完成车辆（资料不一致）",
                otherwise = "false") boolean liveVehicle,
        @Key(en = "which table of axle-group codes the meter uses; they differ from code 7 on", zh = "轴组编码表，7号起不同", otherwise = "nine")
                AxleCodeScheme codes,
        @Key(en = "one unit of an axle spacing, cm; 0: spacings are not used", zh = "轴距单位（厘米），0为不用轴距", otherwise = "1", min = 0,
                max = 100) int spacingUnitCm,
        @Key(en = "axles closer than this form a group, cm", zh = "小于该轴距归为一组（厘米）", otherwise = "190", min = 50, max = 500)
                int groupSpacingCm,
        @Key(en = "axles the meter can count; a record with so many may lack some", zh = "仪表最多轴数，达到时可能不全", otherwise = "15",
                min = 2, max = FfRecord.MAX_ENTRIES) int mostAxles,
        @Key(en = "the time in a record is the vehicle's, not that of the answer (inferred)", zh = "记录中的时间为过车时间（推断）",
                otherwise = "true") boolean timeIsVehicles,
        @Key(en = "vehicles the meter can hold; at so many, records may be lost", zh = "仪表最多缓存车辆数，达到时可能丢失记录", otherwise = "10",
                min = 1, max = 255) int queueLimit,
        @Key(en = "the meter is asked so often how many vehicles it holds, ms", zh = "查询车辆数的间隔（毫秒）", otherwise = "1000", min = 100,
                max = 30_000) int pollMs,
        @Key(en = "the meter is asked so often for its state, ms", zh = "查询仪表状态的间隔（毫秒）", otherwise = "30000", min = 100,
                max = 60_000) int stateMs,
        @Key(en = "from one command to the next at least, ms", zh = "两条命令的最小间隔（毫秒）", otherwise = "60", min = 0, max = 5000) int gapMs,
        @Key(en = "wait for an answer, ms; the longest takes 270 ms at 9600 baud", zh = "等待应答时间（毫秒）", otherwise = "1000", min = 50,
                max = 10_000) int answerTimeoutMs,
        @Key(en = "a frame that has not gone on for so long is given up, ms", zh = "半帧放弃时间（毫秒）", otherwise = "200", min = 20,
                max = 5000) int partialMs,
        @Key(en = "nothing heard for so long: the meter is lost, ms", zh = "判为仪表失联的时间（毫秒）", otherwise = "5000", min = 150,
                max = 600_000) int silentMs,
        @Key(en = "so long after a record was read it may be deleted without reading it again, ms", zh = "读取记录后可直接删除的时间（毫秒）",
                otherwise = "1000", min = 50, max = 60_000) int sureMs) {

    private static final int LONGEST_EXCHANGE_BYTES = 260;

    /** What the driver wants. */
    public FfSettings settings(String deviceName) {
        return new FfSettings(deviceName, form, commandSeven, clockByEleven, liveVehicle,
                new FfSettings.Records(codes, spacingUnitCm, groupSpacingCm, mostAxles, timeIsVehicles, queueLimit),
                new FfSettings.Timing(pollMs, stateMs, gapMs, answerTimeoutMs, partialMs, silentMs, sureMs));
    }

    static final class Sensible implements Checked.Check {
        @Override
        public void check(Checked.Values values, Checked.Report report) {
            LinkChoice.checkPort(values, report);
            TimeChecks.silence(values, report, "pollMs", "answerTimeoutMs");
            TimeChecks.longestAnswer(values, report, "answerTimeoutMs", LONGEST_EXCHANGE_BYTES);
            values.get("pollMs", Integer.class).ifPresent(poll -> TimeChecks.atLeast(values, report, "stateMs", poll,
                    new Text("is less than pollMs", "小于pollMs"), new Text("the count is asked for oftener than the state",
                            "状态查询不应比车辆数查询更频繁")));
            values.get("gapMs", Integer.class).ifPresent(gap -> TimeChecks.atLeast(values, report, "sureMs", 2L * gap + 50,
                    new Text("is less than 2 × gapMs + 50", "小于2×gapMs+50"),
                    new Text("otherwise every record is read again before it is deleted", "否则每条记录删除前都要重读")));
            commandSeven(values, report);
        }

        private static void commandSeven(Checked.Values values, Checked.Report report) {
            values.get("commandSeven", FfSettings.CommandSeven.class).ifPresent(seven -> {
                if (seven == FfSettings.CommandSeven.SETS_CLOCK && values.get("clockByEleven", Boolean.class).orElse(false)) {
                    report.problem(Problem.Kind.CONTRADICTION, "clockByEleven",
                            new Text("sets the clock, and so does commandSeven", "与commandSeven都用于校时"),
                            new Text("one of the two", "二者之一"), new Text("what the meter's manual says", "以仪表手册为准"));
                }
                if (seven == FfSettings.CommandSeven.SETS_ZERO && !values.get("liveVehicle", Boolean.class).orElse(true)) {
                    report.problem(Problem.Kind.CONTRADICTION, "liveVehicle",
                            new Text("is off, so the scale is never known to be empty and zero never sent", "未启用，无法确认空秤，置零永不发送"),
                            new Text("true with commandSeven sets-zero", "commandSeven为sets-zero时用true"),
                            new Text("without it leave commandSeven at never-send", "否则commandSeven用never-send"));
                }
            });
        }
    }
}
