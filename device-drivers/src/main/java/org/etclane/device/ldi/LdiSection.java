package org.etclane.device.ldi;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.etclane.device.LoopEvent;
import org.etclane.device.link.Callers;
import org.etclane.device.spi.Checked;
import org.etclane.device.spi.Key;

/**
 * {@code type: ldi} in a configuration: devices of the national interface that call the lane (lane-devices-ldi.md). A key per module of
 * the lane, so that one that is missing or unknown is found by name; several of them may be one device, behind one address and with one
 * verification code (which every frame carries in the clear: it is shown like any other value). What the keys mean in full: {@link LdiSettings}.
 */
@Checked(LdiSectionCheck.class)
public record LdiSection(
        @Key(en = "IP address of this machine in the device network, on which the lane listens; 0.0.0.0 is every interface. Nothing is"
                + " encrypted, so the device network must be separate", zh = "本机在设备网中的监听地址，0.0.0.0为全部网卡；协议不加密，设备网须隔离",
                otherwise = "0.0.0.0", form = ADDRESS, formEn = "an IP address", formZh = "IP地址") String bindAddress,
        @Key(en = "TCP port on which the lane listens; what devices know as ServerPort1", zh = "本机监听TCP端口，即设备的ServerPort1",
                otherwise = "10028", min = 1, max = 65_535) int port,
        @Key(en = "LaneHex, the same as in the devices' own settings: network 4 digits, then road, station and lane as two hexadecimal digits"
                + " each", zh = "LaneHex，与设备中的设置一致：路网4位，路、站、车道各2位十六进制", example = "3701012C01", form = "\\p{XDigit}{10}",
                formEn = "10 hexadecimal digits", formZh = "10位十六进制") String laneHex,
        @Key(en = "what the lane's devices consist of", zh = "本车道的设备模块") Modules modules,
        @Key(en = "waits and repetitions", zh = "时间参数") Times timing,
        @Key(en = "what a caller may take", zh = "接入限制") Limits limits,
        @Key(en = "what devices do differently, all unconfirmed", zh = "设备差异（均未证实）") Habits habits) {

    static final String ADDRESS = "\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9A-Fa-f]*:[0-9A-Fa-f:.]*";
    private static final String INDEX = "DeviceIndex, its number among the lane's modules of its type";
    private static final String INDEX_ZH = "DeviceIndex，同类模块中的序号";
    private static final String CODE = "device verification code of the device that carries it, as the platform issued it";
    private static final String CODE_ZH = "所在设备的设备校验码（平台颁发）";
    private static final String CODE_EXAMPLE = "0123456789ABCDEF";
    private static final String CODE_FORM = "\\p{XDigit}{16}";
    private static final String CODE_EN = "16 hexadecimal digits";
    private static final String CODE_FORM_ZH = "16位十六进制";
    private static final String FILTER = "FilterTime that it is given before each initialisation, ms; without it it keeps its own";
    private static final String FILTER_ZH = "初始化前下发的杂波过滤时间（毫秒），缺省不下发";

    /** A module without a parameter of its own. */
    public record PlainModule(
            @Key(en = INDEX, zh = INDEX_ZH, otherwise = "1", min = 1, max = 255) int index,
            @Key(en = CODE, zh = CODE_ZH, example = CODE_EXAMPLE, form = CODE_FORM, formEn = CODE_EN,
                    formZh = CODE_FORM_ZH) String code) {
        LdiSettings.Module module(LdiModuleType type) {
            return LdiSettings.Module.of(type, index, code);
        }
    }

    /** Barrier. */
    public record BarrierModule(
            @Key(en = INDEX, zh = INDEX_ZH, otherwise = "1", min = 1, max = 255) int index,
            @Key(en = CODE, zh = CODE_ZH, example = CODE_EXAMPLE, form = CODE_FORM, formEn = CODE_EN,
                    formZh = CODE_FORM_ZH) String code,
            @Key(en = FILTER, zh = FILTER_ZH, min = 0, max = 255) Optional<Integer> filterMs) {
        LdiSettings.Module module() {
            return new LdiSettings.Module(LdiModuleType.BARRIER, index, code, Optional.empty(), value(filterMs));
        }
    }

    /** Detector; a lane has two at least, so each number has to be written. */
    public record DetectorModule(
            @Key(en = INDEX, zh = INDEX_ZH, min = 1, max = 255) int index,
            @Key(en = CODE, zh = CODE_ZH, example = CODE_EXAMPLE, form = CODE_FORM, formEn = CODE_EN,
                    formZh = CODE_FORM_ZH) String code,
            @Key(en = FILTER, zh = FILTER_ZH, min = 0, max = 255) Optional<Integer> filterMs) {
        LdiSettings.Module module(LoopEvent.Role loop) {
            return new LdiSettings.Module(LdiModuleType.DETECTOR, index, code, Optional.of(loop), value(filterMs));
        }
    }

    /** Fee display. */
    public record DisplayModule(
            @Key(en = INDEX, zh = INDEX_ZH, otherwise = "1", min = 1, max = 255) int index,
            @Key(en = CODE, zh = CODE_ZH, example = CODE_EXAMPLE, form = CODE_FORM, formEn = CODE_EN,
                    formZh = CODE_FORM_ZH) String code,
            @Key(en = "FontLine that it is given before each initialisation; without it it keeps its own", zh = "初始化前下发的FontLine，缺省不下发",
                    min = 0, max = 255) Optional<Integer> fontLine) {
        LdiSettings.Module module() {
            return new LdiSettings.Module(LdiModuleType.FEE_DISPLAY, index, code, Optional.empty(), value(fontLine));
        }
    }

    /** What a lane cannot do without comes first. */
    public record Modules(
            @Key(en = "barrier (E4)", zh = "自动栏杆（E4）") BarrierModule barrier,
            @Key(en = "detector (E5) of the loop where the vehicle is read", zh = "触发线圈的车辆检测器（E5）") DetectorModule triggerLoop,
            @Key(en = "detector (E5) of the loop under the arm: the arm never comes down while it is occupied or unknown",
                    zh = "落杆线圈的车辆检测器（E5）：占用或未知时绝不落杆") DetectorModule armLoop,
            @Key(en = "detector (E5) of the loop where the vehicle is photographed", zh = "抓拍线圈的车辆检测器（E5）")
                    Optional<DetectorModule> captureLoop,
            @Key(en = "fee display (E6)", zh = "费额显示器（E6）") Optional<DisplayModule> display,
            @Key(en = "pass light (E7)", zh = "车道通行灯（E7）") Optional<PlainModule> passLight,
            @Key(en = "alarm (E8)", zh = "报警器（E8）") Optional<PlainModule> alarm,
            @Key(en = "guide board (E9)", zh = "车道信息屏（E9）") Optional<PlainModule> guideBoard,
            @Key(en = "light over the lane (EA)", zh = "雨棚灯（EA）") Optional<PlainModule> canopyLight,
            @Key(en = "fog light (EB)", zh = "雾灯（EB）") Optional<PlainModule> fogLight,
            @Key(en = "voice (F4)", zh = "语音（F4）") Optional<PlainModule> voice) {
        List<LdiSettings.Module> list() {
            List<LdiSettings.Module> list = new ArrayList<>();
            list.add(barrier.module());
            list.add(triggerLoop.module(LoopEvent.Role.TRIGGER));
            list.add(armLoop.module(LoopEvent.Role.ARM));
            captureLoop.ifPresent(loop -> list.add(loop.module(LoopEvent.Role.CAPTURE)));
            display.ifPresent(module -> list.add(module.module()));
            passLight.ifPresent(module -> list.add(module.module(LdiModuleType.PASS_LIGHT)));
            alarm.ifPresent(module -> list.add(module.module(LdiModuleType.ALARM)));
            guideBoard.ifPresent(module -> list.add(module.module(LdiModuleType.GUIDE_BOARD)));
            canopyLight.ifPresent(module -> list.add(module.module(LdiModuleType.CANOPY_LIGHT)));
            fogLight.ifPresent(module -> list.add(module.module(LdiModuleType.FOG_LIGHT)));
            voice.ifPresent(module -> list.add(module.module(LdiModuleType.VOICE)));
            return list;
        }
    }

    /** {@link LdiSettings.Timing}. */
    public record Times(
            @Key(en = "a caller that has not authenticated for so long is cut off, ms; devices try every 3 s", zh = "未认证即断开的时间（毫秒）",
                    otherwise = "10000", min = 3000, max = 600_000) int authenticateMs,
            @Key(en = "no monitor report (0C) for so long: the device is lost, ms; devices report every 5 s", zh = "无监测数据判为设备失联的时间（毫秒）",
                    otherwise = "15000", min = 5000, max = 600_000) int lostMs,
            @Key(en = "wait for the answer to an initialisation (A1), ms", zh = "等待初始化应答（毫秒）", otherwise = "1500", min = 1000,
                    max = 60_000) int initialiseAnswerMs,
            @Key(en = "pause before a module that could not be initialised is asked again, ms", zh = "初始化失败后的重试间隔（毫秒）",
                    otherwise = "5000", min = 1000, max = 600_000) int initialiseAgainMs,
            @Key(en = "wait for the answer to an order (B1), ms", zh = "等待控制应答（毫秒）", otherwise = "2000", min = 100, max = 60_000)
                    int answerMs,
            @Key(en = "wait for a barrier's answer, which comes after the movement: longer than its slowest movement, ms",
                    zh = "等待栏杆应答（毫秒），动作完成后才应答，须长于最慢动作", otherwise = "6000", min = 1000, max = 60_000) int barrierAnswerMs,
            @Key(en = "how often an unanswered frame is sent again; an order to lower never is", zh = "重发次数，落杆命令不重发", otherwise = "2",
                    min = 0, max = 20) int retries,
            @Key(en = "wait for the report \"in place\" (1C) after the barrier's answer, ms", zh = "应答后等待到位上报（毫秒）", otherwise = "2000",
                    min = 100, max = 60_000) int inPlaceMs,
            @Key(en = "an order to raise waits so long for a barrier that is not ready, ms", zh = "抬杆命令有效时间（毫秒）", otherwise = "6000",
                    min = 100, max = 60_000) int raiseValidMs,
            @Key(en = "an order to lower waits so long for a barrier that is not ready, ms", zh = "落杆命令有效时间（毫秒）", otherwise = "2000",
                    min = 100, max = 10_000) int lowerValidMs,
            @Key(en = "a frame that is not complete so long after its first byte is given up, ms", zh = "半帧放弃时间（毫秒）", otherwise = "1000",
                    min = 100, max = 60_000) int stallMs,
            @Key(en = "missing devices are not reported before so long after the start, ms", zh = "启动后开始报告缺失设备的时间（毫秒）",
                    otherwise = "15000", min = 0, max = 600_000) int graceMs) {
    }

    /** {@link LdiSettings.Limits}. */
    public record Limits(
            @Key(en = "callers at a time", zh = "最多同时连接数", otherwise = "16", min = 1, max = Callers.MAX_PLACES) int callers,
            @Key(en = "callers at a time from one IP address; an old connection may hang on for a while", zh = "每个IP地址最多同时连接数",
                    otherwise = "4", min = 1, max = Callers.MAX_PLACES) int perAddress,
            @Key(en = "longest DATA of a frame, bytes", zh = "单帧DATA最大字节数", otherwise = "4096", min = 64, max = LdiFrame.MAX_DATA_BYTES)
                    int dataBytes,
            @Key(en = "more bytes within a second are a flood, and the caller is cut off", zh = "每秒字节数上限，超出即断开", otherwise = "16384",
                    min = 1024, max = 10_000_000) int bytesPerSecond,
            @Key(en = "more pieces in a minute that are no message, and the caller is cut off", zh = "每分钟无效报文上限，超出即断开",
                    otherwise = "30", min = 1, max = 10_000) int badPerMinute,
            @Key(en = "IP addresses that may call; none written: any", zh = "允许接入的IP地址，缺省不限", otherwise = "", rows = 256,
                    form = ADDRESS, formEn = "an IP address", formZh = "IP地址") List<String> addresses,
            @Key(en = "the same refusal of the same address is reported at most so often, ms", zh = "同一地址同类拒绝的最短报告间隔（毫秒）",
                    otherwise = "60000", min = 1000, max = 3_600_000) int reportEveryMs) {
    }

    /** {@link LdiSettings.Habits}. */
    public record Habits(
            @Key(en = "raise by order 02 \"raise and hold\", for a barrier that lowers by itself behind a vehicle",
                    zh = "用02抬杆常开，适用于车过自动落杆的栏杆", otherwise = "false") boolean raiseAndHold,
            @Key(en = "run state 00 of the barrier means down in place; false: only \"not up\"", zh = "栏杆运行状态00表示落杆到位，false仅表示未抬起",
                    otherwise = "false") boolean runStateIsSwitch,
            @Key(en = "so many monitor reports in a row must say empty before a loop is clear by them alone",
                    zh = "仅凭监测数据判为空闲所需的连续次数", otherwise = "2", min = 1, max = 10) int emptyMonitors,
            @Key(en = "font size of texts, 0 automatic", zh = "字号，0自动", otherwise = "0", min = 0, max = 8) int fontSize,
            @Key(en = "font line of texts on the fee display, 0 automatic", zh = "费显文字行号，0自动", otherwise = "0", min = 0, max = 6)
                    int fontLine,
            @Key(en = "rows of the fee display", zh = "费显行数", otherwise = "4", min = 1, max = 6) int displayLines,
            @Key(en = "texts on the guide board: 1 centre, 2 left, 3 right", zh = "信息屏对齐：1居中，2居左，3居右", otherwise = "1", min = 1,
                    max = 3) int boardFormat,
            @Key(en = "work mode of the alarm: 0 continuous, else a frequency", zh = "报警方式：0连续，其他为频率", otherwise = "0", min = 0,
                    max = 255) int alarmWorkMode,
            @Key(en = "work mode of a flashing fog light", zh = "雾灯闪烁方式", otherwise = "1", min = 1, max = 255) int fogFlashWorkMode) {
    }

    /** What driver and line want. */
    public LdiSettings settings(String deviceName) {
        Times t = timing;
        Limits l = limits;
        Habits h = habits;
        return new LdiSettings(deviceName, bindAddress, port, laneHex, modules.list(),
                new LdiSettings.Timing(t.authenticateMs, t.lostMs, t.initialiseAnswerMs, t.initialiseAgainMs, t.answerMs,
                        t.barrierAnswerMs, t.retries, t.inPlaceMs, t.raiseValidMs, t.lowerValidMs, t.stallMs, t.graceMs),
                new LdiSettings.Limits(l.callers, l.perAddress, l.dataBytes, l.bytesPerSecond, l.badPerMinute, l.addresses,
                        l.reportEveryMs),
                new LdiSettings.Habits(h.raiseAndHold, h.runStateIsSwitch, h.emptyMonitors, h.fontSize, h.fontLine, h.displayLines,
                        h.boardFormat, h.alarmWorkMode, h.fogFlashWorkMode));
    }

    private static OptionalInt value(Optional<Integer> parameter) {
        return parameter.map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }
}
