package org.etclane.device.gpio;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.etclane.device.gpio.GpioLine.AtExit;
import org.etclane.device.gpio.GpioLine.Pull;
import org.etclane.device.spi.Checked;
import org.etclane.device.spi.Key;

/**
 * {@code type: gpio} in a configuration: which line is what. A key per role, named like the {@link GpioRole}, so that a role that is
 * missing, unknown or on the wrong side is found by name, and each role has its own words in the schema.
 *
 * @param chip of every line that names no other
 */
@Checked(GpioSectionCheck.class)
public record GpioSection(
        @Key(en = "GPIO chip of the lines that name no other, a device file such as /dev/gpiochip0; gpioinfo lists chips and lines",
                zh = "GPIO芯片设备文件，如/dev/gpiochip0，未单独指定芯片的线路均在其上；gpioinfo可列出", example = "/dev/gpiochip0", form = CHIP, formEn = CHIP_EN,
                formZh = CHIP_ZH, max = 255) String chip,
        @Key(en = "contacts that are read", zh = "输入触点") Inputs inputs,
        @Key(en = "relays and lamps that are driven", zh = "输出继电器和灯") Outputs outputs,
        @Key(en = "pulses to the barrier relays", zh = "栏杆继电器脉冲") Pulses pulse,
        @Key(en = "waits and repetitions", zh = "时间参数") Times timing,
        @Key(en = "the pass light follows the arm; false: it follows the lane's commands", zh = "通行灯随栏杆状态，false为随车道命令",
                otherwise = "true") boolean bindPassLight) {

    private static final String CHIP = "(?:/[^/\\s]+)+";
    private static final String CHIP_EN = "an absolute path such as /dev/gpiochip0";
    private static final String CHIP_ZH = "绝对路径，如/dev/gpiochip0";
    private static final String OFFSET = "number of the line on its chip, from 0 (gpioinfo)";
    private static final String OFFSET_ZH = "线路在芯片上的编号，从0起（见gpioinfo）";
    private static final String OWN_CHIP = "chip of this line, when it is not the one of all";
    private static final String OWN_CHIP_ZH = "该线路所在芯片，缺省为公共芯片";

    /** A contact. */
    public record InputLine(
            @Key(en = OFFSET, zh = OFFSET_ZH, min = 0, max = GpioSettings.MOST_OFFSET) int offset,
            @Key(en = OWN_CHIP, zh = OWN_CHIP_ZH, form = CHIP, formEn = CHIP_EN, formZh = CHIP_ZH, max = 255) Optional<String> chip,
            @Key(en = "electrically low means occupied, closed, faulty", zh = "低电平为有效（占用、闭合、故障）", otherwise = "false")
                    boolean activeLow,
            @Key(en = "pull resistor of the chip; not every chip has them", zh = "上下拉电阻，并非所有芯片支持", otherwise = "as-is") Pull pull,
            @Key(en = "a change counts once it has persisted for so long, ms", zh = "去抖时间（毫秒）", otherwise = "10", min = 0,
                    max = 1000) int debounceMs) {
        GpioLine.Input line(String commonChip) {
            return new GpioLine.Input(chip.orElse(commonChip), offset, activeLow, pull, debounceMs);
        }
    }

    /** A barrier relay: pulsed, and at rest whenever the lines are given back. */
    public record RelayLine(
            @Key(en = OFFSET, zh = OFFSET_ZH, min = 0, max = GpioSettings.MOST_OFFSET) int offset,
            @Key(en = OWN_CHIP, zh = OWN_CHIP_ZH, form = CHIP, formEn = CHIP_EN, formZh = CHIP_ZH, max = 255) Optional<String> chip,
            @Key(en = "electrically low closes the relay", zh = "低电平吸合", otherwise = "false") boolean activeLow) {
        GpioLine.Output line(String commonChip) {
            return new GpioLine.Output(chip.orElse(commonChip), offset, activeLow, AtExit.INACTIVE);
        }
    }

    /** A lamp or siren: stays as commanded. */
    public record LampLine(
            @Key(en = OFFSET, zh = OFFSET_ZH, min = 0, max = GpioSettings.MOST_OFFSET) int offset,
            @Key(en = OWN_CHIP, zh = OWN_CHIP_ZH, form = CHIP, formEn = CHIP_EN, formZh = CHIP_ZH, max = 255) Optional<String> chip,
            @Key(en = "electrically low means on", zh = "低电平为开", otherwise = "false") boolean activeLow,
            @Key(en = "what becomes of it when the lane stops or loses the lines: inactive is off, keep leaves it as it is",
                    zh = "车道停止或线路断开时：inactive关闭，keep保持", otherwise = "inactive") AtExit atExit) {
        GpioLine.Output line(String commonChip) {
            return new GpioLine.Output(chip.orElse(commonChip), offset, activeLow, atExit);
        }
    }

    /** What a lane cannot do without comes first. */
    public record Inputs(
            @Key(en = "loop where the vehicle is read", zh = "触发线圈") InputLine triggerLoop,
            @Key(en = "loop under the arm: the arm never comes down while it is occupied or unknown", zh = "落杆线圈：占用或未知时绝不落杆")
                    InputLine armLoop,
            @Key(en = "upper position switch", zh = "抬杆到位") InputLine armUp,
            @Key(en = "lower position switch; without it \"down\" is never confirmed", zh = "落杆到位，缺省则落杆无法确认")
                    Optional<InputLine> armDown,
            @Key(en = "loop where the vehicle is photographed", zh = "抓拍线圈") Optional<InputLine> captureLoop,
            @Key(en = "fault contact of the barrier", zh = "栏杆故障") Optional<InputLine> barrierFault,
            @Key(en = "foot switch of the alarm", zh = "脚踏报警") Optional<InputLine> footAlarm,
            @Key(en = "bar that closes the lane", zh = "关道栏杆") Optional<InputLine> laneClosingBar,
            @Key(en = "fault contact of the lights", zh = "信号灯故障") Optional<InputLine> lightFault) {
        Map<GpioRole, GpioLine.Input> lines(String commonChip) {
            Map<GpioRole, GpioLine.Input> lines = new EnumMap<>(GpioRole.class);
            lines.put(GpioRole.TRIGGER_LOOP, triggerLoop.line(commonChip));
            lines.put(GpioRole.ARM_LOOP, armLoop.line(commonChip));
            lines.put(GpioRole.ARM_UP, armUp.line(commonChip));
            armDown.ifPresent(line -> lines.put(GpioRole.ARM_DOWN, line.line(commonChip)));
            captureLoop.ifPresent(line -> lines.put(GpioRole.CAPTURE_LOOP, line.line(commonChip)));
            barrierFault.ifPresent(line -> lines.put(GpioRole.BARRIER_FAULT, line.line(commonChip)));
            footAlarm.ifPresent(line -> lines.put(GpioRole.FOOT_ALARM, line.line(commonChip)));
            laneClosingBar.ifPresent(line -> lines.put(GpioRole.LANE_CLOSING_BAR, line.line(commonChip)));
            lightFault.ifPresent(line -> lines.put(GpioRole.LIGHT_FAULT, line.line(commonChip)));
            return lines;
        }
    }

    /** What a lane cannot do without comes first. */
    public record Outputs(
            @Key(en = "raise relay", zh = "抬杆继电器") RelayLine raise,
            @Key(en = "lower relay", zh = "落杆继电器") RelayLine lower,
            @Key(en = "pass light, green", zh = "通行灯（绿）") Optional<LampLine> passGreen,
            @Key(en = "pass light, red, for lamps with two inputs", zh = "通行灯（红），双输入灯用") Optional<LampLine> passRed,
            @Key(en = "light over the lane, green", zh = "雨棚灯（绿）") Optional<LampLine> canopyGreen,
            @Key(en = "light over the lane, red, for lamps with two inputs", zh = "雨棚灯（红），双输入灯用") Optional<LampLine> canopyRed,
            @Key(en = "siren", zh = "声报警") Optional<LampLine> alarmSound,
            @Key(en = "alarm lamp", zh = "光报警") Optional<LampLine> alarmLight) {
        Map<GpioRole, GpioLine.Output> lines(String commonChip) {
            Map<GpioRole, GpioLine.Output> lines = new EnumMap<>(GpioRole.class);
            lines.put(GpioRole.RAISE, raise.line(commonChip));
            lines.put(GpioRole.LOWER, lower.line(commonChip));
            passGreen.ifPresent(line -> lines.put(GpioRole.PASS_GREEN, line.line(commonChip)));
            passRed.ifPresent(line -> lines.put(GpioRole.PASS_RED, line.line(commonChip)));
            canopyGreen.ifPresent(line -> lines.put(GpioRole.CANOPY_GREEN, line.line(commonChip)));
            canopyRed.ifPresent(line -> lines.put(GpioRole.CANOPY_RED, line.line(commonChip)));
            alarmSound.ifPresent(line -> lines.put(GpioRole.ALARM_SOUND, line.line(commonChip)));
            alarmLight.ifPresent(line -> lines.put(GpioRole.ALARM_LIGHT, line.line(commonChip)));
            return lines;
        }
    }

    /** {@link GpioSettings.Pulse}. */
    public record Pulses(
            @Key(en = "how long a relay is closed, ms", zh = "脉冲宽度（毫秒）", otherwise = "200", min = 10, max = 5000) int lengthMs,
            @Key(en = "pulses per command, for barriers that miss one", zh = "每次命令的脉冲数", otherwise = "2", min = 1, max = 5) int count,
            @Key(en = "between two pulses of a command, ms", zh = "脉冲间隔（毫秒）", otherwise = "200", min = 10, max = 5000) int gapMs,
            @Key(en = "from opening one relay to closing the other, ms", zh = "两继电器切换间隔（毫秒）", otherwise = "20", min = 0,
                    max = 1000) int changeoverMs) {
    }

    /** {@link GpioSettings.Timing}. */
    public record Times(
            @Key(en = "all levels are read again so often, in case an edge was lost, ms", zh = "全部电平重读间隔（毫秒）", otherwise = "1000",
                    min = 100, max = 60_000) int auditMs,
            @Key(en = "a line whose level is not known so long after the start is reported, ms", zh = "启动后电平未知的告警时间（毫秒）",
                    otherwise = "2000", min = 1100, max = 60_000) int learnMs,
            @Key(en = "a contact that bounces for so long is unknown, ms", zh = "触点持续抖动判为未知的时间（毫秒）", otherwise = "500",
                    min = 50, max = 60_000) int unsettledMs,
            @Key(en = "a barrier command that could not be executed for so long is dropped and reported, ms", zh = "栏杆命令有效时间（毫秒）",
                    otherwise = "2000", min = 100, max = 60_000) int commandValidMs,
            @Key(en = "the pass light follows the command for so long, then the reported arm, ms", zh = "命令后通行灯随命令的时间（毫秒）",
                    otherwise = "3000", min = 0, max = 60_000) int lightSettleMs) {
    }

    /** What the driver and the lines want. */
    public GpioSettings settings(String deviceName) {
        return new GpioSettings(deviceName, inputs.lines(chip), outputs.lines(chip),
                new GpioSettings.Pulse(pulse.lengthMs, pulse.count, pulse.gapMs, pulse.changeoverMs),
                new GpioSettings.Timing(timing.auditMs, timing.learnMs, timing.unsettledMs, timing.commandValidMs, timing.lightSettleMs),
                bindPassLight);
    }
}
