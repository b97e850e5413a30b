package org.etclane.device.lc301;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.etclane.device.Bytes;
import org.etclane.device.conformance.Check;
import org.etclane.device.conformance.Entry;
import org.etclane.device.conformance.Exercise;
import org.etclane.device.conformance.Judge;
import org.etclane.device.conformance.Measured;
import org.etclane.device.conformance.Outcome;
import org.etclane.device.conformance.Reflex;
import org.etclane.device.conformance.Say;
import org.etclane.device.conformance.Step;
import org.etclane.device.conformance.Suite;
import org.etclane.device.conformance.Transcript;
import org.etclane.device.lc301.Lc301Frame.BStatus;
import org.etclane.device.lc301.Lc301Frame.ErrorReport;
import org.etclane.device.spi.Text;

/**
 * What is asked of an XY-LC-301 (lane-io-lc301.md §1, §2). All of it is from one source, and no answer time is published: the wait
 * that the driver is set to ({@code answerTimeoutMs}) is the limit.
 */
final class Lc301Conformance {
    private static final String SOURCE = "lane-io-lc301.md §1";
    private static final int QUESTIONS = 6;
    private static final int HALF_BYTES = 12;
    /** So much later than it should an answer is still waited for. */
    private static final long LATE_MS = 1_500;
    /** Between two questions: long enough that an answer belongs to the one before. */
    private static final long QUIET_MS = 300;
    /** The controller forgets a partial frame after 6 × 200 ms; some more for its own clock. */
    private static final long FORGET_MS = 1_500;
    private static final long WATCH_MS = 4_000;

    private final Lc301Settings settings;
    private final long patienceMs;
    private final Say query;

    private Lc301Conformance(Lc301Settings settings) {
        this.settings = settings;
        this.patienceMs = settings.timing().answerTimeoutMs();
        this.query = new Say("ask for status", settings.queryFrame());
    }

    static Suite<Lc301Frame> suite(Lc301Settings settings) {
        Lc301Conformance one = new Lc301Conformance(settings);
        List<Exercise<Lc301Frame>> exercises = new ArrayList<>(List.of(one.questions(), one.wrongCheck(), one.halfFrame(), one.watch()));
        exercises.addAll(new Lc301OutputExercises(settings, one.query).all());
        return new Suite<>("XY-LC-301", Lc301Ear::new, Lc301Conformance::words, exercises, List.of(one.readable()));
    }

    private static String words(Lc301Frame frame) {
        return switch (frame) {
            case BStatus b -> "B status: " + (b.barrierUp() ? "arm up" : "arm not up") + (b.frontOccupied() ? ", front coil" : "")
                    + (b.rearOccupied() ? ", rear coil" : "");
            case ErrorReport _ -> "error frame";
            case Lc301Frame.AControl _, Lc301Frame.CCommand _, Lc301Frame.DisplayColour _ -> "frame of a host";
        };
    }

    // ---- questions

    private Exercise<Lc301Frame> questions() {
        List<Step<Lc301Frame>> steps = new ArrayList<>();
        for (int i = 0; i < QUESTIONS; i++) {
            steps.add(Step.send(query));
            steps.add(new Step.Await<>(LATE_MS + patienceMs, false, seen -> !seen.afterLastSent().frames(BStatus.class).isEmpty()));
            steps.add(new Step.Listen<>(QUIET_MS));
        }
        return new Exercise<>("questions", new Text("Six questions for the status", "查询状态六次"), List.of(
                new Judge<>(Check.of("status.answer", "every question is answered with a status", "每次查询都有状态应答", SOURCE),
                        this::everyQuestion),
                new Judge<>(Check.of("status.answer-time", "the answer comes in time", "应答及时", SOURCE), this::answerTime),
                new Judge<>(Check.of("status.address", "its address is the configured one", "地址与配置一致", SOURCE), this::address),
                new Judge<>(Check.of("status.faults", "it reports neither a barrier fault nor a light fault", "无栏杆故障和灯故障", SOURCE),
                        this::faults),
                new Judge<>(Check.of("status.once", "a question is answered once", "每次查询只应答一次", SOURCE), this::once)),
                steps, Reflex.none());
    }

    private Outcome everyQuestion(Transcript<Lc301Frame> seen) {
        long answered = answers(seen).size();
        boolean notUnderstood = !seen.frames(ErrorReport.class).isEmpty();
        if (answered == QUESTIONS) {
            return Outcome.passed();
        }
        if (answered == 0 && notUnderstood) {
            return Outcome.quirk("query-unknown", "answers the question (" + query.wire() + ") with the error frame", "对查询帧（"
                    + query.wire() + "）回错误帧", "none needed: the driver then waits for the first report", "无需设置：驱动等待首次上报");
        }
        if (answered == 0) {
            return Outcome.failed("a status (02 'B' …) within " + patienceMs + " ms", patienceMs + "毫秒内的状态帧（02 'B' …）",
                    seen.stream().size() == 0 ? "nothing" : seen.stream().size() + " bytes, no status");
        }
        return Outcome.quirk("answers-lost", "answered " + answered + " of " + QUESTIONS + " questions", QUESTIONS + "次查询应答" + answered
                + "次", "retries", "retries");
    }

    private Outcome answerTime(Transcript<Lc301Frame> seen) {
        List<Long> times = answers(seen);
        if (times.isEmpty()) {
            return Outcome.notAsked("no question was answered", "无应答");
        }
        Measured longest = Measured.atMost(new Text("longest wait for an answer", "最长应答时间"), Collections.max(times), patienceMs);
        Measured shortest = Measured.without(new Text("shortest", "最短应答时间"), Collections.min(times));
        return longest.within() ? Outcome.passed(longest, shortest) : Outcome.quirk("answers-late", "takes up to " + longest.tookMs()
                + " ms to answer", "应答最长" + longest.tookMs() + "毫秒", "answerTimeoutMs", "answerTimeoutMs").and(longest, shortest);
    }

    /** How long each question had to wait, those that were answered only. */
    private static List<Long> answers(Transcript<Lc301Frame> seen) {
        List<Long> times = new ArrayList<>();
        List<Entry.Sent<Lc301Frame>> questions = seen.sent();
        for (int i = 0; i < questions.size(); i++) {
            Entry.Sent<Lc301Frame> question = questions.get(i);
            seen.afterSent(i).first(BStatus.class).ifPresent(b -> times.add(Transcript.msBetween(question, b)));
        }
        return times;
    }

    private Outcome address(Transcript<Lc301Frame> seen) {
        Optional<Integer> other = seen.frames(BStatus.class).stream().map(b -> b.frame().address()).filter(a -> a != settings.address())
                .findFirst();
        if (seen.frames(BStatus.class).isEmpty()) {
            return Outcome.notAsked("no status came", "未收到状态帧");
        }
        return other.map(a -> Outcome.quirk("other-address", "%02XH in place of %02XH".formatted(a, settings.address()),
                "地址为%02XH，配置为%02XH".formatted(a, settings.address()), "address", "address")).orElseGet(Outcome::passed);
    }

    private Outcome faults(Transcript<Lc301Frame> seen) {
        Optional<BStatus> last = seen.frames(BStatus.class).reversed().stream().findFirst().map(b -> meant(b.frame(), settings));
        return last.map(b -> !b.barrierFault() && !b.lightFault() ? Outcome.passed() : Outcome.failed("no fault", "无故障",
                (b.barrierFault() ? "barrier fault " : "light fault ") + "(st2 %02XH)".formatted(b.st2())))
                .orElseGet(() -> Outcome.notAsked("no status came", "未收到状态帧"));
    }

    /** The same status twice after one question; a different one is the report of a change. */
    private Outcome once(Transcript<Lc301Frame> seen) {
        if (seen.frames(BStatus.class).isEmpty()) {
            return Outcome.notAsked("no status came", "未收到状态帧");
        }
        for (int i = 0; i < seen.sent().size(); i++) {
            if (repeated(seen.afterSent(i))) {
                return Outcome.quirk("answers-twice", "says the same status twice", "同一状态应答两次",
                        "none needed: a status is a level, not an event", "无需设置：状态为电平量");
            }
        }
        return Outcome.passed();
    }

    private static boolean repeated(Transcript<Lc301Frame> seen) {
        List<Entry.Came<BStatus>> all = seen.frames(BStatus.class);
        for (int i = 1; i < all.size(); i++) {
            if (all.get(i).frame().equals(all.get(i - 1).frame())) {
                return true;
            }
        }
        return false;
    }

    // ---- what is wrong on the way to it

    private Exercise<Lc301Frame> wrongCheck() {
        byte[] wrong = query.wire().toArray();
        wrong[wrong.length - 1] ^= 0x55;
        return new Exercise<>("wrong-check", new Text("A question with a wrong check byte", "校验错误的查询"), List.of(
                new Judge<>(Check.of("error-frame", "is answered with the error frame", "应答错误帧", SOURCE), this::errorFrame)),
                List.of(Step.send(Say.of("question, check byte wrong", wrong)), new Step.Listen<>(Math.max(patienceMs, QUIET_MS)),
                        Step.send(query), new Step.Await<>(patienceMs, false, seen -> !seen.afterLastSent().frames().isEmpty())),
                Reflex.none());
    }

    private Outcome errorFrame(Transcript<Lc301Frame> seen) {
        Transcript<Lc301Frame> toTheWrongOne = seen.afterSent(0);
        if (seen.frames().isEmpty()) {
            return Outcome.notAsked("no good question is answered either", "正常查询也无应答");
        }
        if (!toTheWrongOne.frames(ErrorReport.class).isEmpty()) {
            return Outcome.passed();
        }
        if (!toTheWrongOne.frames(BStatus.class).isEmpty()) {
            return Outcome.failed("no status: the check byte was wrong", "不应答状态：校验错误",
                    "a status: the controller does not look at the check byte");
        }
        return Outcome.quirk("silent-on-error", "says nothing to a frame with a wrong check byte", "对校验错误的帧不应答",
                "none needed: the driver repeats what is not answered (retries, answerTimeoutMs)", "无需设置：驱动会重发（retries、answerTimeoutMs）");
    }

    /** Of a control frame without any bit set: a controller that goes on waiting swallows the question and does nothing. */
    private Exercise<Lc301Frame> halfFrame() {
        Bytes half = Bytes.concat(Bytes.of(Lc301Codec.STX, 'A', settings.address()), Bytes.zeros(HALF_BYTES - 3));
        return new Exercise<>("half-frame", new Text("Half a frame, and later a good question", "半帧之后的正常查询"), List.of(
                new Judge<>(Check.of("half-frame.forgotten", "half a frame is forgotten after 1.2 s", "半帧在1.2秒后丢弃", "lane-io-lc301.md §2"),
                        this::forgotten)),
                List.of(Step.send(new Say("half a control frame", half)), new Step.Listen<>(FORGET_MS), Step.send(query),
                        new Step.Await<>(patienceMs, true, seen -> !seen.afterLastSent().frames(BStatus.class).isEmpty())), Reflex.none());
    }

    private Outcome forgotten(Transcript<Lc301Frame> seen) {
        if (!seen.afterLastSent().frames(BStatus.class).isEmpty()) {
            return Outcome.passed();
        }
        return Outcome.failed("the question is answered", "应答其后的查询", seen.frames(ErrorReport.class).isEmpty() ? "nothing"
                : "the error frame");
    }

    // ---- unasked

    private Exercise<Lc301Frame> watch() {
        return new Exercise<>("watch", new Text("Listening, nothing asked", "静听"), List.of(
                new Judge<>(Check.of("report.on-change", "reports a status only when it changes", "仅在变化时上报状态", SOURCE), this::unasked),
                new Judge<>(Check.of("report.light-agrees", "never reports the arm up with a red pass light", "不出现抬杆而通行灯为红",
                        "lane-io-lc301.md §2"), this::lightAgrees)), List.of(Step.send(query), new Step.Listen<>(WATCH_MS)), Reflex.none());
    }

    private Outcome unasked(Transcript<Lc301Frame> seen) {
        if (seen.frames().isEmpty()) {
            return Outcome.notAsked("nothing came", "无数据");
        }
        return repeated(seen) ? Outcome.quirk("repeats-unasked", "repeats its status without a change", "无变化时重复上报", "none needed", "无需设置")
                : Outcome.passed();
    }

    /** The controller compares the two every 3 s, so what lasts to the end of this exercise is no moment of transition. */
    private Outcome lightAgrees(Transcript<Lc301Frame> seen) {
        List<Entry.Came<BStatus>> all = seen.frames(BStatus.class);
        if (all.isEmpty()) {
            return Outcome.notAsked("no status came", "未收到状态帧");
        }
        if (!settings.signals().bindPassLight()) {
            return Outcome.notAsked("bindPassLight is off: the pass light is the lane's", "bindPassLight为关：通行灯由车道控制");
        }
        BStatus last = meant(all.getLast().frame(), settings);
        return last.barrierUp() && !last.passGreen(settings.signals().greenIsOne()) ? Outcome.failed(
                "arm up and pass light green together", "抬杆时通行灯为绿", "arm up, pass light red (st1 %02XH)".formatted(last.st1()))
                : Outcome.passed();
    }

    /** With the bits that this site has the other way round put right. */
    static BStatus meant(BStatus b, Lc301Settings settings) {
        return new BStatus(b.address(), b.st1() ^ settings.signals().invertSt1(), b.st2() ^ settings.signals().invertSt2());
    }

    private Judge<Lc301Frame> readable() {
        return new Judge<>(Check.of("frames.readable", "every byte belongs to a good frame", "所有字节均属完好帧", SOURCE), seen -> {
            if (!seen.bad().isEmpty()) {
                return Outcome.failed("good frames only", "仅有完好帧", seen.bad().size() + " times bytes that make no frame, first: "
                        + seen.bad().getFirst().reason() + " (" + seen.bad().getFirst().raw() + ")");
            }
            return seen.frames().isEmpty() ? Outcome.notAsked("nothing came", "无数据") : Outcome.passed();
        });
    }
}
