package org.etclane.device.wim.ff;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.etclane.device.Bytes;
import org.etclane.device.conformance.Check;
import org.etclane.device.conformance.Entry;
import org.etclane.device.conformance.Exercise;
import org.etclane.device.conformance.Judge;
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
 * What is asked of an FF meter (weighing.md §3). All of it is from one source, and no answer time is published: the driver's
 * {@code answerTimeoutMs} is the limit. Only with leave is a record deleted or the clock set, and command 7 is sent only where the
 * configuration says that it is the clock's: elsewhere it may zero a loaded scale.
 */
final class FfConformance {
    static final String SOURCE = "weighing.md §3";
    private static final int QUESTIONS = 6;
    private static final int STATES = 2;
    /** The clock in an answer has seconds. */
    private static final long CLOCK_STEP_MS = 2_200;
    private static final int RESERVED = 0x88;
    private static final Duration CLOCK_AGREES = Duration.ofSeconds(5);
    private static final Text ASKED_AGAIN = new Text("none needed: it is asked again (pollMs)", "无需设置：驱动会重新查询（pollMs）");
    private static final Text NO_CLOCK = new Text("timeIsVehicles: false; or set its clock", "timeIsVehicles设为false，或校时");

    private final FfSettings settings;
    private final DriverContext context;
    private final long patienceMs;
    private final Questions<FfFrame> count;

    private FfConformance(FfSettings settings, DriverContext context) {
        this.settings = settings;
        this.context = context;
        this.patienceMs = settings.timing().answerTimeoutMs();
        this.count = new Questions<>(ask("4, count", FfCommand.C4_COUNT), patienceMs, Math.max(settings.timing().gapMs(), 100),
                frame -> FfCodec.answer(frame).filter(FfAnswer.A4Count.class::isInstance).isPresent());
    }

    static Suite<FfFrame> suite(FfSettings settings, DriverContext context) {
        FfConformance one = new FfConformance(settings, context);
        FfRecordExercises records = new FfRecordExercises(settings);
        List<Exercise<FfFrame>> exercises = new ArrayList<>(List.of(one.counts(), one.wrongCheck(), one.halfFrame(), records.passes(),
                records.oldest(), one.state()));
        if (settings.liveVehicle()) {
            exercises.add(one.live());
        }
        exercises.add(records.delete());
        exercises.add(records.reversed());
        one.clockCommand().map(one::clock).ifPresent(exercises::add);
        return new Suite<>("FF axle-weigh meter", () -> new ScannerEar<>(FfCodec.scanner(), settings.timing().partialMs()),
                FfWords::answer, exercises, List.of(Readable.judge(SOURCE), new Judge<>(Check.of("frames.answers",
                        "what it says is an answer", "所发均为应答", SOURCE), FfConformance::echoes)));
    }

    static Say ask(String what, FfCommand command) {
        return Say.of(what, FfCodec.request(command, Bytes.EMPTY));
    }

    /** Answers of one kind, in order. */
    static <A extends FfAnswer> List<A> answers(Transcript<FfFrame> seen, Class<A> kind) {
        return seen.frames().stream().flatMap(came -> FfCodec.answer(came.frame()).stream()).filter(kind::isInstance)
                .map(kind::cast).toList();
    }

    /** Sends, waits for an answer to that command, and leaves the meter the pause that it wants. */
    static List<Step<FfFrame>> exchange(FfSettings settings, Say say, FfCommand command) {
        return List.of(Step.send(say), new Step.Await<>(settings.timing().answerTimeoutMs(), false, seen -> seen.afterLastSent().frames()
                .stream().anyMatch(came -> came.frame().command() == command)), new Step.Listen<>(settings.timing().gapMs()));
    }

    // ---- count

    private Exercise<FfFrame> counts() {
        return new Exercise<>("counts", new Text("Six questions for the number of vehicles", "查询车辆数六次"), List.of(
                judge("count.answer", "every question is answered", "每次查询都有应答", seen -> count.every(seen,
                        new Text("a count (FF 04 …)", "车辆数应答（FF 04 …）"), ASKED_AGAIN)),
                judge("count.answer-time", "the answer comes in time", "应答及时", seen -> count.inTime(seen,
                        new Text("answerTimeoutMs", "answerTimeoutMs"))),
                judge("count.once", "a question is answered once", "每次查询只应答一次", seen -> count.once(seen,
                        new Text("none needed: after an answer to nothing the driver waits for pollMs", "无需设置：收到多余应答后驱动暂停pollMs")))),
                count.steps(QUESTIONS), Reflex.none());
    }

    private static Judge<FfFrame> judge(String id, String english, String chinese, Function<Transcript<FfFrame>, Outcome> verdict) {
        return new Judge<>(Check.of(id, english, chinese, SOURCE), verdict);
    }

    private Exercise<FfFrame> wrongCheck() {
        byte[] wrong = count.question().wire().toArray();
        wrong[wrong.length - 1] ^= 0x55;
        return count.wrongCheck(Say.of("4, CRC wrong", wrong), SOURCE);
    }

    private Exercise<FfFrame> halfFrame() {
        return count.halfFrame(new Say("half of a 4", count.question().wire().slice(0, 3)), SOURCE, ASKED_AGAIN);
    }

    // ---- state

    private Exercise<FfFrame> state() {
        List<Step<FfFrame>> steps = new ArrayList<>();
        for (int i = 0; i < STATES; i++) {
            steps.addAll(exchange(settings, ask("5, state", FfCommand.C5_STATE), FfCommand.C5_STATE));
            steps.add(new Step.Listen<>(CLOCK_STEP_MS));
        }
        return new Exercise<>("state", new Text("Two questions for its state", "查询状态两次"), List.of(
                judge("state.answer", "its state is told", "有状态应答", seen -> answers(seen, FfAnswer.A5State.class).size() == STATES
                        ? Outcome.passed() : Outcome.failed("two states (FF 05 …)", "两次状态应答（FF 05 …）",
                        answers(seen, FfAnswer.A5State.class).size() + " states")),
                judge("state.faults", "it reports no fault", "无故障", seen -> told(seen, FfConformance::faults)),
                judge("state.reserved", "reserved bits are 0", "保留位为0", seen -> told(seen, state -> (state.mask() & RESERVED) == 0
                        ? Outcome.passed() : Outcome.quirk("reserved-bits", "sets reserved bits of its state", "状态保留位非零",
                        "none needed: they are not looked at", "无需设置：不使用保留位"))),
                judge("clock.set-before", "its answers carry a time that exists", "应答带有效时间", seen -> told(seen, state ->
                        MeterTime.read(state.time(), 0).isPresent() ? Outcome.passed() : Outcome.quirk("clock-not-set",
                                "its answers carry no time", "应答不带有效时间", NO_CLOCK.english(), NO_CLOCK.chinese()))),
                judge("clock.runs", "its clock runs", "时钟走时", FfConformance::clockRuns)), steps, Reflex.none());
    }

    private static Outcome told(Transcript<FfFrame> seen, Function<FfAnswer.A5State, Outcome> verdict) {
        List<FfAnswer.A5State> states = answers(seen, FfAnswer.A5State.class);
        return states.isEmpty() ? Outcome.notAsked("no state came", "未收到状态") : verdict.apply(states.getLast());
    }

    private static Outcome faults(FfAnswer.A5State state) {
        return FfState.faults(state.mask()).isEmpty() ? Outcome.passed() : Outcome.failed("no fault", "无故障",
                FfState.faults(state.mask()) + " (%02XH)".formatted(state.mask()));
    }

    private static Outcome clockRuns(Transcript<FfFrame> seen) {
        List<FfAnswer.A5State> states = answers(seen, FfAnswer.A5State.class);
        if (states.size() < STATES || MeterTime.read(states.getLast().time(), 0).isEmpty()) {
            return Outcome.notAsked("its clock is not told twice", "未收到两次有效时间");
        }
        return !states.getFirst().time().equals(states.getLast().time()) ? Outcome.passed() : Outcome.quirk("clock-stands",
                "its clock stands still", "时钟不走", NO_CLOCK.english(), NO_CLOCK.chinese());
    }

    private Exercise<FfFrame> live() {
        return new Exercise<>("live", new Text("The vehicle that is not finished", "未完成车辆"), List.of(judge("live.answer",
                "command 3 tells what is on the scale", "3号命令应答未完成车辆", FfConformance::liveTold)),
                exchange(settings, ask("3, live vehicle", FfCommand.C3_LIVE_VEHICLE), FfCommand.C3_LIVE_VEHICLE), Reflex.none());
    }

    private static Outcome liveTold(Transcript<FfFrame> seen) {
        if (seen.wholeRun().frames().isEmpty()) {
            return Outcome.notAsked("nothing is answered", "无应答");
        }
        return !answers(seen, FfAnswer.Vehicle.class).isEmpty() ? Outcome.passed() : Outcome.quirk("no-live-vehicle",
                "does not answer command 3 with a record", "3号命令无记录应答", "liveVehicle: false", "liveVehicle设为false");
    }

    // ---- clock

    /** Empty when the configuration knows no command that sets it. */
    private Optional<FfCommand> clockCommand() {
        if (settings.clockByEleven()) {
            return Optional.of(FfCommand.C11_SET_TIME);
        }
        return switch (settings.commandSeven()) {
            case SETS_CLOCK -> Optional.of(FfCommand.C7_TIME_OR_ZERO);
            case NEVER_SEND, SETS_ZERO -> Optional.empty();
        };
    }

    private LocalDateTime now() {
        return LocalDateTime.ofInstant(Instant.ofEpochMilli(context.wallMillis().getAsLong()), context.zone());
    }

    private Exercise<FfFrame> clock(FfCommand command) {
        List<Step<FfFrame>> steps = new ArrayList<>();
        steps.add(new Step.Send<>(_ -> Optional.of(Say.of(command.code() + ", set time", FfCodec.request(command,
                MeterTime.write(now()))))));
        steps.add(new Step.Await<>(patienceMs, false, seen -> !answers(seen, FfAnswer.Done.class).isEmpty()));
        steps.add(new Step.Listen<>(settings.timing().gapMs()));
        steps.addAll(exchange(settings, ask("5, state", FfCommand.C5_STATE), FfCommand.C5_STATE));
        return new Exercise<>("clock", new Text("Set its clock", "校时"), List.of(new Judge<>(Check.of("clock.set",
                "it takes the time, and tells it afterwards", "校时成功，其后应答为新时间", "weighing.md §3.2").moving(Moves.RECORD),
                seen -> clockSet(seen, command))), steps, Reflex.none());
    }

    private static Outcome clockSet(Transcript<FfFrame> seen, FfCommand command) {
        Optional<LocalDateTime> sent = seen.sent().stream().findFirst().flatMap(one -> MeterTime.read(one.said().wire(), 3));
        Optional<LocalDateTime> told = answers(seen, FfAnswer.A5State.class).stream().findFirst().flatMap(s -> MeterTime.read(s.time(), 0));
        boolean done = answers(seen, FfAnswer.Done.class).stream().anyMatch(FfAnswer.Done::done);
        boolean agrees = sent.isPresent() && told.isPresent()
                && Duration.between(sent.get(), told.get()).abs().compareTo(CLOCK_AGREES) <= 0;
        return done && agrees ? Outcome.passed() : Outcome.failed("done, and the time that was sent (if not, command " + command.code()
                + " does something else here: commandSeven, clockByEleven)", "成功且时间一致（否则该命令另有含义：commandSeven、clockByEleven）",
                (done ? "done" : "not done") + ", " + told.map(LocalDateTime::toString).orElse("no time"));
    }

    // ---- throughout

    private static Outcome echoes(Transcript<FfFrame> seen) {
        List<Entry.Came<FfFrame>> all = seen.frames();
        if (all.isEmpty()) {
            return Outcome.notAsked("nothing came", "无数据");
        }
        return all.stream().allMatch(came -> FfCodec.answer(came.frame()).isPresent()) ? Outcome.passed() : Outcome.quirk("echoes",
                "frames come that are no answers, as echoes of what was asked", "收到非应答帧（可能是回显）",
                "none needed: they are not taken for answers; look at the wiring", "无需设置：不作为应答；请检查接线");
    }
}
