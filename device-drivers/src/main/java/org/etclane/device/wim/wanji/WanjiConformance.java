package org.etclane.device.wim.wanji;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.etclane.device.Bytes;
import org.etclane.device.VehicleWeight.Doubt;
import org.etclane.device.conformance.Check;
import org.etclane.device.conformance.Entry;
import org.etclane.device.conformance.Exercise;
import org.etclane.device.conformance.Judge;
import org.etclane.device.conformance.Measured;
import org.etclane.device.conformance.Moves;
import org.etclane.device.conformance.Outcome;
import org.etclane.device.conformance.Questions;
import org.etclane.device.conformance.Readable;
import org.etclane.device.conformance.Reflex;
import org.etclane.device.conformance.Say;
import org.etclane.device.conformance.ScannerEar;
import org.etclane.device.conformance.Step;
import org.etclane.device.conformance.Suite;
import org.etclane.device.conformance.Transcript;
import org.etclane.device.spi.DriverContext;
import org.etclane.device.spi.Text;
import org.etclane.device.wim.MeterTime;

/**
 * What is asked of a Wanji instrument, new protocol (weighing.md §5). All of it is from one source. For answers the driver's
 * {@code answerMs} is the limit, for heartbeats the 10 s of the source. Heartbeats are answered as the driver does it.
 */
final class WanjiConformance {
    private static final String SOURCE = "weighing.md §5";
    private static final int QUESTIONS = 6;
    private static final int SENSOR_ERRORS_AT = 5;
    private static final int RESERVED_BYTES = 2;
    private static final int NUMBERS = 256;
    private static final long QUIET_MS = 200;
    private static final long HAND_MS = 120_000;
    private static final long HEARTBEAT_MS = 10_000;
    /** For the instrument's clock. */
    private static final long SLACK_MS = 1_000;
    private static final String ASK_FOR_IT = "ask for vehicle ";

    private final WanjiSettings settings;
    private final DriverContext context;
    private final Questions<WanjiFrame> state;

    private WanjiConformance(WanjiSettings settings, DriverContext context) {
        this.settings = settings;
        this.context = context;
        this.state = new Questions<>(Say.of("85, state", WanjiCodec.wire(WanjiFrame.brief(WanjiFrame.STATE, 0, 0))),
                settings.timing().answerMs(), QUIET_MS, WanjiConformance::isState);
    }

    static Suite<WanjiFrame> suite(WanjiSettings settings, DriverContext context) {
        WanjiConformance one = new WanjiConformance(settings, context);
        byte[] wrong = one.state.question().wire().toArray();
        wrong[wrong.length - 1] ^= 0x55;
        return new Suite<>("Wanji instrument, new protocol", () -> new ScannerEar<>(WanjiCodec.scanner(), settings.timing().partialMs()),
                WanjiWords::asked, List.of(one.states(), one.state.wrongCheck(Say.of("85, CRC wrong", wrong), SOURCE),
                one.state.halfFrame(new Say("half of an 85", one.state.question().wire().slice(0, 6)), SOURCE, new Text(
                        "none needed: it is asked again (stateMs)", "无需设置：驱动会重新查询（stateMs）")), one.vehicles(), one.again(),
                one.heartbeat(), one.clock()), List.of(Readable.judge(SOURCE)));
    }

    private static boolean isState(WanjiFrame frame) {
        return frame.command() == WanjiFrame.STATE && frame.data().size() >= SENSOR_ERRORS_AT + RESERVED_BYTES;
    }

    private static Judge<WanjiFrame> judge(String id, String english, String chinese, Function<Transcript<WanjiFrame>, Outcome> verdict) {
        return new Judge<>(Check.of(id, english, chinese, SOURCE), verdict);
    }

    private Exercise<WanjiFrame> exercise(String id, Text title, List<Judge<WanjiFrame>> judges, List<Step<WanjiFrame>> steps) {
        Reflex<WanjiFrame> alive = (_, came) -> settings.answerHeartbeat() && came.frame().command() == WanjiFrame.HEARTBEAT
                ? Optional.of(Say.of("86, heartbeat answered", WanjiCodec.wire(WanjiFrame.brief(WanjiFrame.HEARTBEAT,
                came.frame().sub(), 0))))
                : Optional.empty();
        return new Exercise<>(id, title, judges, steps, alive);
    }

    // ---- state

    private Exercise<WanjiFrame> states() {
        return exercise("states", new Text("Six questions for its state", "查询状态六次"), List.of(
                judge("state.answer", "every question is answered with a state", "每次查询都有状态应答", seen -> state.every(seen, new Text(
                        "a state (85)", "状态应答（85）"), new Text("none needed: it is asked again (stateMs)", "无需设置：驱动会重新查询（stateMs）"))),
                judge("state.answer-time", "the answer comes in time", "应答及时", seen -> state.inTime(seen, new Text("answerMs",
                "answerMs"))),
                judge("state.once", "a question is answered once", "每次查询只应答一次", seen -> state.once(seen, new Text(
                        "none needed: a state is no event", "无需设置：状态不是事件"))),
                judge("state.errors", "it tells no sensor errors", "无传感器错误", this::errors)), state.steps(QUESTIONS));
    }

    private Outcome errors(Transcript<WanjiFrame> seen) {
        List<Entry.Came<WanjiFrame>> states = seen.frames(WanjiFrame.class, WanjiConformance::isState);
        if (states.isEmpty()) {
            return Outcome.notAsked("no state came", "未收到状态");
        }
        Bytes data = states.getLast().frame().data();
        Bytes bytes = data.slice(SENSOR_ERRORS_AT, data.size() - RESERVED_BYTES);
        if (bytes.equals(Bytes.zeros(bytes.size()))) {
            return Outcome.passed();
        }
        return settings.sensorErrorsAreFaults() ? Outcome.failed("00 in all sensor error bytes (sensorErrorsAreFaults, if they mean "
                + "something else)", "传感器错误字节均为00（若另有含义，改sensorErrorsAreFaults）", bytes.toString())
                : Outcome.quirk("sensor-error-bytes", "sensor error bytes are " + bytes, "传感器错误字节为" + bytes,
                "sensorErrorsAreFaults: false, as it is",
                "sensorErrorsAreFaults为false（已设）");
    }

    // ---- vehicles

    /** The packets of vehicles, each with the frame that it came in. */
    private static List<Entry.Came<WanjiFrame>> packets(Transcript<WanjiFrame> seen) {
        return seen.frames(WanjiFrame.class, frame -> isVehicle(frame) && WanjiPacket.read(frame.data()).isPresent());
    }

    private static boolean isVehicle(WanjiFrame frame) {
        return frame.command() == WanjiFrame.VEHICLE_AXLES || frame.command() == WanjiFrame.VEHICLE_GROUPS;
    }

    private static int number(Entry.Came<WanjiFrame> packet) {
        return packet.frame().data().u8(0);
    }

    /** Numbers of the vehicles that came whole, without repetitions, in order. */
    private static List<Integer> numbers(Transcript<WanjiFrame> seen) {
        return packets(seen).stream().filter(came -> came.frame().data().u8(1) == WanjiPacket.LAST).map(WanjiConformance::number).distinct()
                .toList();
    }

    private Exercise<WanjiFrame> vehicles() {
        List<Step<WanjiFrame>> steps = new ArrayList<>();
        for (int i = 1; i <= 2; i++) {
            int wanted = i;
            steps.add(new Step.Act<>(i == 1 ? new Text("Let a vehicle pass over the scale", "请让一辆车通过秤台")
                    : new Text("Let another vehicle pass over the scale", "请再让一辆车通过秤台"), HAND_MS, seen -> numbers(seen).size() >= wanted));
            steps.add(new Step.Listen<>(QUIET_MS));
        }
        return exercise("vehicles", new Text("Two vehicles pass", "两辆车通过"), List.of(
                judge("vehicle.pushed", "a vehicle is told by itself, in the configured form", "过车自动上报，格式与配置一致", this::pushed),
                judge("vehicle.readable", "it does not contradict itself", "车辆数据一致", this::readable),
                judge("vehicle.once", "it is told once", "每车只上报一次", WanjiConformance::once),
                judge("vehicle.numbers", "numbers count on by one", "车号逐一递增", WanjiConformance::countsOn)), steps);
    }

    private Outcome pushed(Transcript<WanjiFrame> seen) {
        List<Entry.Came<WanjiFrame>> all = packets(seen);
        if (all.isEmpty()) {
            return Outcome.failed("frame %02X".formatted(settings.vehicleCommand()), "%02X帧".formatted(settings.vehicleCommand()),
                    "nothing");
        }
        return all.stream().allMatch(came -> came.frame().command() == settings.vehicleCommand()) ? Outcome.passed() : Outcome.quirk(
                "other-form", "tells vehicles with frame %02X".formatted(all.getFirst().frame().command()),
                "以%02X帧上报".formatted(all.getFirst().frame().command()), "form", "form");
    }

    private Outcome readable(Transcript<WanjiFrame> seen) {
        WanjiAssembly assembly = new WanjiAssembly();
        List<String> wrong = new ArrayList<>();
        int whole = 0;
        for (Entry.Came<WanjiFrame> came : packets(seen)) {
            Optional<Bytes> body = assembly.add(WanjiPacket.read(came.frame().data()).orElseThrow());
            whole += body.isPresent() ? 1 : 0;
            body.flatMap(bytes -> wrong(came.frame().command() == WanjiFrame.VEHICLE_GROUPS, bytes)).ifPresent(wrong::add);
        }
        if (whole == 0) {
            return Outcome.notAsked("no vehicle came whole", "未收到完整车辆");
        }
        return wrong.isEmpty() ? Outcome.passed() : Outcome.failed("axles with weights, in groups that make them up (codes)",
                "轴、重量与轴组一致（codes）", wrong.getFirst());
    }

    private Optional<String> wrong(boolean byGroup, Bytes body) {
        Optional<WanjiVehicle> vehicle = WanjiVehicle.read(byGroup, body);
        if (vehicle.isEmpty()) {
            return Optional.of("a body of " + body.size() + " bytes that does not fit its counts");
        }
        Set<Doubt> doubts = WanjiRecords.weight(1, byGroup, vehicle.get(), settings.codes()).doubts();
        boolean weighed = vehicle.get().weightsTenKg().stream().allMatch(weight -> weight > 0);
        return doubts.isEmpty() && weighed ? Optional.empty() : Optional.of(doubts + " weights " + vehicle.get().weightsTenKg() + ", types "
                + vehicle.get().types());
    }

    private static Outcome once(Transcript<WanjiFrame> seen) {
        List<Bytes> all = packets(seen).stream().map(Entry.Came::raw).toList();
        if (all.isEmpty()) {
            return Outcome.notAsked("no vehicle came", "未收到车辆");
        }
        return all.stream().distinct().count() == all.size() ? Outcome.passed() : Outcome.quirk("vehicles-twice", "tells a vehicle twice",
                "同一车辆上报两次", "none needed: the driver knows it by its number (not with mostMissing: 0)", "无需设置：驱动按车号识别（mostMissing为0时不能）");
    }

    private static Outcome countsOn(Transcript<WanjiFrame> seen) {
        List<Integer> numbers = numbers(seen);
        long ended = packets(seen).stream().filter(came -> came.frame().data().u8(1) == WanjiPacket.LAST)
                .map(Entry.Came::raw).distinct().count();
        if (ended < 2) {
            return Outcome.notAsked("not two vehicles came", "未收到两辆车");
        }
        return numbers.size() >= 2 && numbers.get(1) == (numbers.get(0) + 1) % NUMBERS ? Outcome.passed() : Outcome.quirk("numbers-differ",
                "vehicle numbers do not count on by one: " + numbers, "车号不逐一递增：" + numbers, "mostMissing: 0", "mostMissing设为0");
    }

    /** The newest and the one before it, as far as any have come in this run. */
    private Exercise<WanjiFrame> again() {
        List<Step<WanjiFrame>> steps = new ArrayList<>();
        for (int back = 1; back <= 2; back++) {
            int which = back;
            steps.add(new Step.Send<>(seen -> {
                List<Integer> known = numbers(seen.wholeRun());
                return known.size() < which ? Optional.empty() : Optional.of(ask(known.get(known.size() - which)));
            }));
            steps.add(new Step.Await<>(settings.timing().answerMs(), false, seen -> !packets(seen.afterLastSent()).isEmpty()));
            steps.add(new Step.Listen<>(QUIET_MS));
        }
        return exercise("again", new Text("Vehicles that were told, asked for again", "重新索取车辆数据"), List.of(judge("vehicle.again",
                "a vehicle is told again when asked for", "可重新索取车辆数据", WanjiConformance::toldAgain)), steps);
    }

    private Say ask(int number) {
        return Say.of(ASK_FOR_IT + number, WanjiCodec.wire(WanjiFrame.brief(settings.vehicleCommand(), number, 1)));
    }

    private static Outcome toldAgain(Transcript<WanjiFrame> seen) {
        List<Entry.Sent<WanjiFrame>> asked = seen.sent().stream().filter(sent -> sent.said().what().startsWith(ASK_FOR_IT)).toList();
        if (asked.isEmpty()) {
            return Outcome.notAsked("no vehicle has come in this run", "本次测试未收到车辆");
        }
        List<Bytes> before = packets(Transcript.of(seen.wholeRun().entries().subList(0, seen.wholeRun().entries().size()
                - seen.entries().size()))).stream().map(Entry.Came::raw).toList();
        List<Entry.Came<WanjiFrame>> came = packets(seen);
        if (came.isEmpty()) {
            return Outcome.quirk("never-repeats", "does not tell a vehicle again", "不能重新索取车辆数据",
                    "mostMissing: 0; what is lost on the line stays lost, and the lane is told so", "mostMissing设为0；丢失的车辆无法补取，车道会得到提示");
        }
        if (!came.stream().allMatch(packet -> before.contains(packet.raw()))) {
            return Outcome.failed("the same vehicle", "相同的车辆数据", "another one");
        }
        return numbers(seen).size() == asked.size() ? Outcome.passed() : Outcome.quirk("repeats-newest-only",
                "tells only the newest vehicle again", "只能重新索取最新车辆", "none needed: what cannot be had again is told as lost",
                "无需设置：无法补取的车辆会提示丢失");
    }

    // ---- heartbeat and clock

    private Exercise<WanjiFrame> heartbeat() {
        return exercise("heartbeat", new Text("Listening for heartbeats", "等待心跳"), List.of(judge("heartbeat.every-10-s",
                "heartbeats, where there are any, come every 10 s", "若有心跳，每10秒一次", WanjiConformance::beats)),
                List.of(new Step.Listen<>(2 * HEARTBEAT_MS + 2 * SLACK_MS)));
    }

    /** The known version has them switched off. */
    private static Outcome beats(Transcript<WanjiFrame> seen) {
        List<Entry.Came<WanjiFrame>> all = seen.frames(WanjiFrame.class, frame -> frame.command() == WanjiFrame.HEARTBEAT);
        if (all.size() < 2) {
            return Outcome.notAsked("not two heartbeats came, and none need come", "未收到两次心跳（可以没有）");
        }
        Measured gap = new Measured(new Text("between two heartbeats", "心跳间隔"), Transcript.msBetween(all.get(0), all.get(1)),
                HEARTBEAT_MS - SLACK_MS, HEARTBEAT_MS + SLACK_MS);
        return (gap.within() ? Outcome.passed() : Outcome.quirk("heartbeat-interval", "heartbeats come every " + gap.tookMs() + " ms",
                "心跳间隔" + gap.tookMs() + "毫秒", "none needed", "无需设置")).and(gap);
    }

    private Exercise<WanjiFrame> clock() {
        Step<WanjiFrame> set = new Step.Send<>(_ -> Optional.of(Say.of("82, set time",
                WanjiCodec.wire(new WanjiFrame(WanjiFrame.SET_TIME, 0,
                Bytes.concat(MeterTime.write(LocalDateTime.ofInstant(Instant.ofEpochMilli(context.wallMillis().getAsLong()),
                context.zone())),
                        Bytes.zeros(RESERVED_BYTES)))))));
        return exercise("clock", new Text("Set its clock", "校时"), List.of(new Judge<>(Check.of("clock.set", "it takes the time",
                "校时成功", SOURCE)
                .moving(Moves.RECORD), WanjiConformance::clockSet)), List.of(set, new Step.Await<>(settings.timing().answerMs(), true,
                seen -> !setAnswers(seen).isEmpty())));
    }

    private static List<Entry.Came<WanjiFrame>> setAnswers(Transcript<WanjiFrame> seen) {
        return seen.frames(WanjiFrame.class, frame -> frame.command() == WanjiFrame.SET_TIME && frame.data().size() > 0);
    }

    private static Outcome clockSet(Transcript<WanjiFrame> seen) {
        List<Entry.Came<WanjiFrame>> answers = setAnswers(seen);
        return !answers.isEmpty() && answers.getFirst().frame().data().u8(0) == 0 ? Outcome.passed() : Outcome.failed("82 with 00",
                "82，结果00",
                answers.isEmpty() ? "nothing" : "82 with %02X".formatted(answers.getFirst().frame().data().u8(0)));
    }
}
