package org.etclane.device.lc301;

import org.etclane.device.LoopEvent;
import org.etclane.device.spi.Checked;
import org.etclane.device.spi.DriverContext;
import org.etclane.device.spi.Key;
import org.etclane.device.spi.LaneDirection;
import org.etclane.device.spi.LinkChoice;
import org.etclane.device.spi.Problem;
import org.etclane.device.spi.Text;

/** {@code type: lc301} in a configuration: XY-LC-301 lane I/O controller (lane-io-lc301.md). */
@Checked(Lc301Section.LoopsDiffer.class)
public record Lc301Section(
        @Key(en = "serial port of the controller, a path, or tcp:HOST:PORT", zh = "车道控制器串口路径，或tcp:主机:端口",
                min = 1, max = 255, example = "/dev/ttyS1") String port,
        @Key(en = "bits per second, 8N1", zh = "波特率（8N1）", otherwise = "9600", min = 1200, max = 115_200) int baud,
        @Key(en = "address byte of its frames", zh = "帧地址字节", otherwise = "0x31", min = 0, max = 255) int address,
        @Key(en = "which loop is wired to the front coil", zh = "前线圈的用途", otherwise = "trigger") LoopEvent.Role frontLoop,
        @Key(en = "which loop is wired to the rear coil", zh = "后线圈的用途", otherwise = "arm") LoopEvent.Role rearLoop,
        @Key(en = "bit value 1 of the lights means green", zh = "灯位为1表示绿灯", otherwise = "true") boolean greenIsOne,
        @Key(en = "the pass light follows the arm in every frame", zh = "通行灯随栏杆状态", otherwise = "true") boolean bindPassLight,
        @Key(en = "status bits of st1 that mean the opposite at this site", zh = "st1中取反的位", otherwise = "0", min = 0, max = 255)
                int invertSt1,
        @Key(en = "status bits of st2 that mean the opposite at this site", zh = "st2中取反的位", otherwise = "0", min = 0, max = 255)
                int invertSt2,
        @Key(en = "version of the attached fee display (ctrl2 bit 4)", zh = "费显版本（ctrl2第4位）", otherwise = "0", min = 0, max = 1)
                int displayVersion,
        @Key(en = "the fee stays on the display when it turns green", zh = "变绿后保持费额显示", otherwise = "true")
                boolean keepFeeOnGreen,
        @Key(en = "the display speaks the fee", zh = "语音报价", otherwise = "false") boolean speakFee,
        @Key(en = "the state is asked for again when nothing was sent for so long, ms", zh = "轮询间隔（毫秒）", otherwise = "1000",
                min = 100,
                max = 60_000) int pollMs,
        @Key(en = "wait for an answer, ms; one exchange takes 32 ms at 9600 baud", zh = "等待应答时间（毫秒）", otherwise = "400", min = 40,
                max = 2000) int answerTimeoutMs,
        @Key(en = "an answer sooner than this was under way before the question, ms; 30 on a real line",
                zh = "早于该时间的应答不算应答（毫秒），实际线路用30",
                otherwise = "30", min = 0, max = 1000) int earliestAnswerMs,
        @Key(en = "how often an unanswered frame is sent again", zh = "重发次数", otherwise = "3", min = 0, max = 20) int retries,
        @Key(en = "no status for so long: the controller is lost, ms", zh = "判为控制器失联的时间（毫秒）", otherwise = "3000", min = 200,
                max = 600_000) int silentMs) {

    /** What the driver wants, with what the lane knows. */
    Lc301Settings settings(String deviceName, DriverContext context) {
        Lc301Settings d = Lc301Settings.defaults(deviceName);
        Lc301Settings.Timing t = d.timing();
        Lc301Settings addressed = new Lc301Settings(d.name(), address, frontLoop, rearLoop, d.signals(), d.display(), d.timing(),
                Lc301Settings.defaultQuery(address));
        return addressed
                .with(new Lc301Settings.Signals(greenIsOne, bindPassLight, context.direction() == LaneDirection.EXIT,
                        d.signals().exitIsOne(), invertSt1, invertSt2))
                .with(new Lc301Settings.Display(d.display().amounts(), d.display().entryText(), displayVersion, keepFeeOnGreen, speakFee,
                        d.display().colourFrames()))
                .with(new Lc301Settings.Timing(pollMs, t.queryGapMs(), answerTimeoutMs, earliestAnswerMs, retries, silentMs,
                        t.commandValidMs(), t.lightSettleMs(), t.alarmRefreshMs()));
    }

    static final class LoopsDiffer implements Checked.Check {
        @Override
        public void check(Checked.Values values, Checked.Report report) {
            LinkChoice.checkPort(values, report);
            values.get("frontLoop", LoopEvent.Role.class).ifPresent(front -> values.get("rearLoop", LoopEvent.Role.class)
                    .filter(rear -> rear == front).ifPresent(rear -> report.problem(Problem.Kind.CONTRADICTION, "rearLoop",
                            new Text("is the same as frontLoop", "与frontLoop相同"), new Text("two different loops", "两个不同的线圈"),
                            new Text("the rear coil normally is the loop under the arm: arm", "后线圈一般为落杆线圈：arm"))));
            values.get("earliestAnswerMs", Integer.class).ifPresent(earliest -> values.get("answerTimeoutMs", Integer.class)
                    .filter(timeout -> earliest >= timeout).ifPresent(timeout -> report.problem(Problem.Kind.CONTRADICTION,
                            "earliestAnswerMs", new Text("is not less than answerTimeoutMs", "不小于answerTimeoutMs"),
                            new Text("0–" + (timeout - 1), "0–" + (timeout - 1)),
                            new Text("30 on a real line at 9600 baud", "9600波特的实际线路用30"))));
            values.get("silentMs", Integer.class).ifPresent(silent -> values.get("pollMs", Integer.class).ifPresent(poll ->
                    values.get("answerTimeoutMs", Integer.class).filter(answer -> silent < poll + answer).ifPresent(answer ->
                            report.problem(Problem.Kind.CONTRADICTION, "silentMs",
                                    new Text("is less than pollMs + answerTimeoutMs", "小于pollMs与answerTimeoutMs之和"),
                                    new Text("at least " + (poll + answer), "至少" + (poll + answer)),
                                    new Text("otherwise a working controller counts as lost", "否则正常的控制器也会判为失联")))));
        }
    }
}
