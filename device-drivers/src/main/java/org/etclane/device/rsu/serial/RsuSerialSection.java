package org.etclane.device.rsu.serial;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.etclane.device.rsu.serial.RsuSerialSettings.TacCommand;
import org.etclane.device.rsu.serial.RsuSerialSettings.TimeConvention;
import org.etclane.device.spi.Checked;
import org.etclane.device.spi.DriverContext;
import org.etclane.device.spi.Key;
import org.etclane.device.spi.LinkChoice;
import org.etclane.device.spi.Problem;
import org.etclane.device.spi.Text;

/** {@code type: rsu-serial} in a configuration: RSU on a serial line or with the same bytes on TCP, variant A (rsu-serial.md). */
@Checked(RsuSerialSection.FastEnough.class)
public record RsuSerialSection(
        @Key(en = "serial port of the RSU, a path: /dev/ttyS0, /dev/serial/by-id/..., or tcp:HOST:PORT", zh = "天线串口路径，或tcp:主机:端口",
                min = 1, max = 255, example = "/dev/ttyS0") String port,
        @Key(en = "bits per second, 8N1, on a serial port; nearly every RSU uses 115200", zh = "波特率（8N1），一般为115200", otherwise = "115200",
                min = 1200, max = 4_000_000) int baud,
        @Key(en = "frame layouts, by region and maker; never guessed from the bytes", zh = "帧格式版本，必须配置", otherwise = "classic") Profile profile,
        @Key(en = "bytes of the transit record in C3, C6 and C7: 40, or 36 for older RSUs", zh = "C3、C6、C7中过站信息长度，40或36",
                otherwise = "40", min = 36, max = 40) int stationLength,
        @Key(en = "what C0's seconds count: utc, or local-as-utc when the RSU takes them for local time",
                zh = "C0时间约定：utc，或local-as-utc（按本地时间计秒）", otherwise = "utc") TimeConvention timeConvention,
        @Key(en = "seconds within which the RSU does not read the same OBU again (C0 WaitTime); 1 or 2 is usual",
                zh = "同一标签重读间隔（秒，C0 WaitTime），一般1或2", otherwise = "2", min = 1, max = 255) int waitTimeS,
        @Key(en = "power of the antenna (C0 TxPower): about 21 in a lane, 8 on a bench", zh = "天线功率（C0 TxPower），车道约21，台架约8",
                otherwise = "10", min = 0, max = 31) int txPower,
        @Key(en = "radio channel (C0 PLLChannelID), 0 or 1; neighbouring lanes use different ones", zh = "信道号，相邻车道应不同",
                otherwise = "0", min = 0, max = 1) int pllChannel,
        @Key(en = "C0 TransMode: 0 all cards traditional, 1 all CAPP, 2 credit cards traditional and stored value CAPP",
                zh = "C0交易模式：0传统，1复合消费，2记账卡传统、储值卡复合消费", otherwise = "1", min = 0, max = 2) int transMode,
        @Key(en = "RSCTL of the lane's first frame: 0x80, or 0x89 for an RSU that ignores the first C0",
                zh = "首帧RSCTL：0x80，天线不响应首个C0时用0x89", otherwise = "0x80", min = 0x80, max = 0x89) int firstRsctl,
        @Key(en = "nothing heard for so long: the RSU is lost, ms (heartbeats may lie nearly a minute apart)",
                zh = "判为天线失联的时间（毫秒）",
                otherwise = "150000", min = 60_000, max = 600_000) int linkLostMs,
        @Key(en = "C0 is repeated after so long without an answer, ms", zh = "C0无应答重发间隔（毫秒）", otherwise = "2000", min = 500,
                max = 60_000) int initRetryMs,
        @Key(en = "how a lost proof of debit (TAC) is asked for", zh = "取TAC指令", otherwise = "c7") TacCommand tacCommand,
        @Key(en = "FF bytes before a frame of the lane, 1 or 2; without it as the profile's RSUs are known to want", zh = "帧前FF个数，1或2，缺省按版本",
                min = 1, max = 2) Optional<Integer> stxBytes,
        @Key(en = "yunnan: C0 SendFlagInfo, 1 when mark-station data are to be handled", zh = "yunnan：C0 SendFlagInfo", otherwise = "0",
                min = 0, max = 1) int sendFlagInfo,
        @Key(en = "answer heartbeats with C2 for OBU 0, as one lane program of Yunnan does", zh = "以C2应答心跳", otherwise = "false")
                boolean answerHeartbeats,
        @Key(en = "jiangsu, yunnan: purse records asked for after a lost answer", zh = "jiangsu、yunnan：应答丢失后读取的消费记录条数",
                otherwise = "3", min = 1, max = 10) int purseRecords,
        @Key(en = "ef04: EF04_Opt of C0, 0 when the RSU shall not read file EF04", zh = "ef04：C0的EF04_Opt，0为不读EF04", otherwise = "1",
                min = 0, max = 255) int ef04Option) {

    /** What the driver wants, with what the lane knows. */
    RsuSerialSettings settings(String deviceName, DriverContext context) {
        int laneMode = switch (context.direction()) {
            case EXIT -> RsuSerialSettings.EXIT;
            case ENTRY -> RsuSerialSettings.ENTRY;
        };
        return new RsuSerialSettings(stationLength, timeConvention, context.zone(), laneMode, waitTimeS, txPower, pllChannel, transMode,
                firstRsctl, linkLostMs, initRetryMs, tacCommand, deviceName).withProfile(profile).withOptions(options());
    }

    private ProfileOptions options() {
        ProfileOptions usual = ProfileOptions.of(profile);
        Ef04.Request ef04 = profile == Profile.EF04 ? new Ef04.Request(ef04Option, usual.ef04().offset(), usual.ef04().length())
                : usual.ef04();
        return new ProfileOptions(stxBytes.orElse(usual.stxBytes()), sendFlagInfo, answerHeartbeats, purseRecords, ef04);
    }

    static final class FastEnough implements Checked.Check {
        @Override
        public void check(Checked.Values values, Checked.Report report) {
            values.get("stationLength", Integer.class).filter(length -> length != 36 && length != 40).ifPresent(length ->
                    report.problem(Problem.Kind.NOT_ALLOWED, "stationLength", new Text("is not a known length", "不是已知长度"),
                            new Text("36, 40", "36、40"), new Text("40 unless the RSU's manual says 36", "除非天线手册规定36，否则用40")));
            values.get("firstRsctl", Integer.class).filter(rsctl -> rsctl != 0x80 && rsctl != 0x89).ifPresent(rsctl ->
                    report.problem(Problem.Kind.NOT_ALLOWED, "firstRsctl", new Text("is not a known value", "不是已知值"),
                            new Text("0x80, 0x89", "0x80、0x89"), new Text("0x80 unless the RSU ignores the first C0",
                                    "除非天线不响应首个C0，否则用0x80")));
            LinkChoice.checkPort(values, report);
            boolean serial = values.get("port", String.class).filter(port -> port.startsWith(LinkChoice.TCP)).isEmpty();
            int bytes = RsuSerialSettings.dialogueBytes(values.get("profile", Profile.class).orElse(Profile.CLASSIC),
                    values.get("stationLength", Integer.class).orElse(40));
            values.get("baud", Integer.class).filter(baud -> serial && lineMs(bytes, baud) > RsuSerialSettings.LINE_BUDGET_MS)
                    .ifPresent(baud -> report.problem(Problem.Kind.OUT_OF_RANGE, "baud",
                    new Text("is too slow: one transaction is " + bytes + " bytes × 10 bits / " + baud + " = "
                            + lineMs(bytes, baud) + " ms on the line alone, of 300 ms for the whole transaction",
                            "过慢：一次交易" + bytes + "字节×10位÷" + baud + "=" + lineMs(bytes, baud)
                                    + "毫秒仅用于传输，而整个交易只有300毫秒"),
                    new Text("rates at which this takes at most " + RsuSerialSettings.LINE_BUDGET_MS + " ms: " + rates(bytes, ", "),
                            "传输不超过" + RsuSerialSettings.LINE_BUDGET_MS + "毫秒的速率：" + rates(bytes, "、")),
                    new Text("set the RSU and this key to 115200", "将天线和此项都设为115200")));
        }
    }

    private static String rates(int bytes, String comma) {
        return Stream.of(38_400, 57_600, 115_200, 230_400, 460_800).filter(rate -> lineMs(bytes, rate) <= RsuSerialSettings.LINE_BUDGET_MS)
                .map(Object::toString).collect(Collectors.joining(comma));
    }

    /** Whole milliseconds that so many bytes take at this rate. */
    private static long lineMs(int bytes, int baud) {
        return Math.round(RsuSerialSettings.lineMs(bytes, baud));
    }
}
