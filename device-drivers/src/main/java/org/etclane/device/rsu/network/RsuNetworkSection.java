package org.etclane.device.rsu.network;

import java.util.Optional;
import org.etclane.device.Bytes;
import org.etclane.device.rsu.network.RsuNetworkSettings.Forms;
import org.etclane.device.rsu.network.RsuNetworkSettings.HeartbeatAnswer;
import org.etclane.device.rsu.network.RsuNetworkSettings.Radio;
import org.etclane.device.rsu.network.RsuNetworkSettings.SingleChipStation;
import org.etclane.device.rsu.network.RsuNetworkSettings.Times;
import org.etclane.device.rsu.network.RsuNetworkSettings.TripForm;
import org.etclane.device.spi.Checked;
import org.etclane.device.spi.DriverContext;
import org.etclane.device.spi.Key;
import org.etclane.device.spi.LinkChoice;
import org.etclane.device.spi.Problem;
import org.etclane.device.spi.Text;

/** {@code type: rsu-network} in a configuration: RSU of variant B, on TCP or on a serial line (rsu-network.md). */
@Checked(RsuNetworkSection.Sensible.class)
public record RsuNetworkSection(
        @Key(en = "where the RSU is: tcp:HOST:PORT, or the path of a serial port", zh = "天线地址：tcp:主机:端口，或串口路径",
                min = 1, max = 255, example = "tcp:192.168.1.20:4001") String port,
        @Key(en = "bits per second, 8N1, on a serial port", zh = "串口波特率（8N1）", otherwise = "115200", min = 1200, max = 4_000_000) int baud,
        @Key(en = "C0 LaneMode, without it 3 for an entry and 4 for an exit lane (known from Fujian)", zh = "C0车道模式，缺省入口3、出口4",
                min = 0, max = 255) Optional<Integer> laneMode,
        @Key(en = "ms between beacons (C0 BSTInterval)", zh = "BST间隔（毫秒）", otherwise = "10", min = 0, max = 255) int bstIntervalMs,
        @Key(en = "power of the antenna (C0 TxPower): about 21 in a lane, 8 on a bench", zh = "天线功率（C0 TxPower），车道约21，台架约8",
                otherwise = "10", min = 0, max = 31) int txPower,
        @Key(en = "radio channel (C0 PLLChannelID), 1 or 2; neighbouring lanes use different ones", zh = "信道号，1或2，相邻车道应不同",
                otherwise = "1", min = 1, max = 2) int pllChannel,
        @Key(en = "C0 TransMode: 1 all cards by CAPP purchase", zh = "C0交易模式：1复合消费", otherwise = "1", min = 0, max = 255) int transMode,
        @Key(en = "gantry number of C0, 6 hexadecimal digits", zh = "C0门架编号，6位十六进制", otherwise = "000000") String flagId,
        @Key(en = "from B0 until the antenna is opened with C4, ms", zh = "收到B0后开天线的延时（毫秒）", otherwise = "1000", min = 0,
                max = 10_000) int openDelayMs,
        @Key(en = "C0 is repeated after so long without an answer, ms", zh = "C0无应答重发间隔（毫秒）", otherwise = "2000", min = 500,
                max = 60_000) int initRetryMs,
        @Key(en = "nothing heard for so long: the RSU is lost, ms (heartbeats come every 10 s)", zh = "判为天线失联的时间（毫秒）",
                otherwise = "35000", min = 15_000, max = 600_000) int linkLostMs,
        @Key(en = "the same frame again within so long is a repetition, ms", zh = "视为重发帧的时间（毫秒）", otherwise = "1000", min = 360,
                max = 5_000) int repeatMs,
        @Key(en = "bytes of one PSAM in B0: 9, or 7 in one device", zh = "B0中每个PSAM的字节数，9或7", otherwise = "9", min = 7, max = 9)
                int psamRecordBytes,
        @Key(en = "how a debit carries the trip file EF04 back; none unless the maker confirms the layout", zh = "扣款时EF04的格式，未经厂家确认用none",
                otherwise = "none") TripForm tripForm,
        @Key(en = "station of a single-chip OBU while the trip file goes with it", zh = "单片式标签的站信息", otherwise = "ef07")
                SingleChipStation singleChipStation,
        @Key(en = "C2 carries the seconds that one client adds", zh = "C2带时间", otherwise = "false") boolean stopWithTime,
        @Key(en = "what a heartbeat is answered with", zh = "心跳应答", otherwise = "none") HeartbeatAnswer heartbeatAnswer,
        @Key(en = "PSAM channels to authorise, bitmap of 4 or 8 hexadecimal digits; empty: none", zh = "需授权的PSAM通道位图（十六进制），空为不授权",
                otherwise = "") String psamChannels) {

    /** What the driver wants, with what the lane knows. */
    RsuNetworkSettings settings(String deviceName, DriverContext context) {
        int usualMode = switch (context.direction()) {
            case EXIT -> RsuNetworkSettings.EXIT;
            case ENTRY -> RsuNetworkSettings.ENTRY;
        };
        Times usual = Times.usual();
        return new RsuNetworkSettings(deviceName, context.zone(),
                new Radio(laneMode.orElse(usualMode), bstIntervalMs, txPower, pllChannel, transMode, flagId, 0),
                new Times(openDelayMs, initRetryMs, usual.openRetryMs(), linkLostMs, usual.frameGapMs(), repeatMs),
                new Forms(psamRecordBytes, tripForm, singleChipStation, stopWithTime, heartbeatAnswer, Bytes.fromHex(psamChannels)));
    }

    static final class Sensible implements Checked.Check {
        @Override
        public void check(Checked.Values values, Checked.Report report) {
            LinkChoice.checkPort(values, report);
            values.get("flagId", String.class).filter(id -> !id.matches("[0-9A-Fa-f]{6}")).ifPresent(id -> report.problem(
                    Problem.Kind.NOT_ALLOWED, "flagId", new Text("is not a gantry number", "不是门架编号"),
                    new Text("6 hexadecimal digits", "6位十六进制"), new Text("000000 where there is none", "没有则用000000")));
            values.get("psamChannels", String.class).filter(bits -> !bits.matches("(?:[0-9A-Fa-f]{4}){0,2}")).ifPresent(bits -> report.problem(
                    Problem.Kind.NOT_ALLOWED, "psamChannels", new Text("is not a bitmap", "不是位图"),
                    new Text("empty, 4 or 8 hexadecimal digits", "空、4位或8位十六进制"),
                    new Text("empty unless PSAMs must be authorised", "无需授权则留空")));
            values.get("psamRecordBytes", Integer.class).filter(bytes -> bytes == 8).ifPresent(bytes -> report.problem(
                    Problem.Kind.NOT_ALLOWED, "psamRecordBytes", new Text("is not a known length", "不是已知长度"),
                    new Text("9, 7", "9、7"), new Text("9 unless B0 is reported as unreadable", "除非B0无法解析，否则用9")));
            boolean carried = values.get("tripForm", TripForm.class).filter(form -> form == TripForm.NONE).isEmpty();
            values.get("singleChipStation", SingleChipStation.class).filter(s -> s != SingleChipStation.EF07 && !carried).ifPresent(s ->
                    report.problem(Problem.Kind.CONTRADICTION, "singleChipStation",
                            new Text("would write the entry of a single-chip OBU nowhere", "会使单片式标签的入口信息无处可写"),
                            new Text("ef07 while tripForm is none", "tripForm为none时用ef07"), new Text("set tripForm too", "同时设置tripForm")));
            boolean serial = values.get("port", String.class).filter(port -> port.startsWith(LinkChoice.TCP)).isEmpty();
            values.get("baud", Integer.class).filter(baud -> serial)
                    .flatMap(baud -> RsuNetworkSettings.usual("rsu", RsuNetworkSettings.EXIT).refuseBaud(baud))
                    .ifPresent(why -> report.problem(Problem.Kind.OUT_OF_RANGE, "baud", new Text("is too slow: " + why, "过慢：" + why),
                            new Text("57600, 115200 and more", "57600、115200及以上"),
                            new Text("set the RSU and this key to 115200", "将天线和此项都设为115200")));
        }
    }
}
