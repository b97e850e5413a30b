package org.etclane.device.display;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.etclane.device.Bytes;
import org.etclane.device.DisplayCommand;
import org.etclane.device.DisplayCommand.Colour;
import org.etclane.device.conformance.Check;
import org.etclane.device.conformance.Ear;
import org.etclane.device.conformance.Entry;
import org.etclane.device.conformance.Exercise;
import org.etclane.device.conformance.Judge;
import org.etclane.device.conformance.Moves;
import org.etclane.device.conformance.Outcome;
import org.etclane.device.conformance.Questions;
import org.etclane.device.conformance.Readable;
import org.etclane.device.conformance.Reflex;
import org.etclane.device.conformance.Say;
import org.etclane.device.conformance.Step;
import org.etclane.device.conformance.Suite;
import org.etclane.device.conformance.Transcript;
import org.etclane.device.spi.Text;

/**
 * What is asked of a display that answers a query at most (fee-displays.md). No answer time is published: the driver's
 * {@code queryMs} is the limit, because then the next query goes out. A display that never answers is no fault where
 * {@code answerExpected} says so; what it shows is then all there is to judge.
 */
public final class PolledDisplaySuite {
    private static final String SOURCE = "fee-displays.md";
    private static final int QUESTIONS = 4;
    private static final long QUIET_MS = 300;
    private static final long UNASKED_MS = 2_000;
    private static final Text NOT_AN_EVENT = new Text("none needed: an answer only shows that it lives", "无需设置：应答仅表示费显在线");

    private final DisplayTiming timing;
    private final Questions<DisplayAnswer> query;

    private PolledDisplaySuite(DisplayTiming timing, DisplayDialect dialect) {
        this.timing = timing;
        this.query = new Questions<>(new Say("query", dialect.query()), timing.queryMs(), QUIET_MS, _ -> true);
    }

    /**
     * @param screen what there is to look at
     * @param more   what only this protocol has, in front of what is looked at
     */
    public static Suite<DisplayAnswer> of(String protocol, DisplayTiming timing, DisplayDialect dialect, Supplier<Ear<DisplayAnswer>> ear,
            ScreenExercises.Screen screen, List<Exercise<DisplayAnswer>> more) {
        PolledDisplaySuite suite = new PolledDisplaySuite(timing, dialect);
        ScreenExercises<DisplayAnswer> seen = new ScreenExercises<>(screen, dialect::frames, say -> List.of(Step.send(say)));
        Bytes text = dialect.frames(ScreenExercises.show(Colour.GREEN, "半帧")).getLast();
        List<Exercise<DisplayAnswer>> exercises = new ArrayList<>(List.of(suite.queries(), suite.query.halfFrame(
                new Say("half a text", text.slice(0, text.size() / 2)), SOURCE, new Text("refreshMs, for what is shown",
                "refreshMs，用于重发显示内容")),
                unasked(seen)));
        exercises.addAll(more);
        exercises.addAll(seen.all());
        return new Suite<>(protocol, ear, DisplayReader::of, exercises, List.of(Readable.judge(SOURCE)));
    }

    private Exercise<DisplayAnswer> queries() {
        return new Exercise<>("queries", new Text("Four queries", "查询四次"), List.of(
                new Judge<>(Check.of("query.answer", "every query is answered", "每次查询都有应答", SOURCE), this::answered),
                new Judge<>(Check.of("query.answer-time", "the answer comes before the next query", "应答先于下一次查询", SOURCE),
                        seen -> query.inTime(seen, new Text("queryMs, silentMs", "queryMs、silentMs"))),
                new Judge<>(Check.of("query.once", "a query is answered once", "每次查询只应答一次", SOURCE),
                        seen -> query.once(seen, NOT_AN_EVENT)),
                new Judge<>(Check.of("query.state", "it says that it is well", "应答状态正常", SOURCE), PolledDisplaySuite::state)),
                query.steps(QUESTIONS), Reflex.none());
    }

    private Outcome answered(Transcript<DisplayAnswer> seen) {
        return !timing.answerExpected() && seen.frames().isEmpty()
                ? Outcome.notAsked("it does not answer, as answerExpected has it", "无应答，与answerExpected一致")
                : query.every(seen, new Text("an answer (answerExpected: false is for displays that have none)",
                        "应有应答（无应答的费显设answerExpected为false）"), new Text("silentMs", "silentMs"));
    }

    private static Outcome state(Transcript<DisplayAnswer> seen) {
        List<Entry.Came<DisplayAnswer>> answers = seen.frames();
        if (answers.isEmpty()) {
            return Outcome.notAsked("no query was answered", "无应答");
        }
        DisplayAnswer last = answers.getLast().frame();
        return last.good() ? Outcome.passed() : Outcome.failed("good", "正常", last.cause() + " (" + answers.getLast().raw() + ")");
    }

    private static Exercise<DisplayAnswer> unasked(ScreenExercises<DisplayAnswer> screen) {
        List<Step<DisplayAnswer>> steps = new ArrayList<>(screen.tell(ScreenExercises.show(Colour.GREEN, "测A12345"),
                new DisplayCommand.Clear()));
        steps.add(new Step.Listen<>(UNASKED_MS));
        return new Exercise<>("unasked", new Text("A text, without a query", "发送文字，不查询"), List.of(new Judge<>(Check.of("query.only",
                "nothing but a query is answered", "仅应答查询", SOURCE).moving(Moves.DISPLAY), seen -> {
            if (seen.wholeRun().frames().isEmpty()) {
                return Outcome.notAsked("nothing is ever answered", "无应答");
            }
            return seen.frames().isEmpty() ? Outcome.passed() : Outcome.quirk("answers-commands", "answers commands as well", "命令也有应答",
                    NOT_AN_EVENT.english(), NOT_AN_EVENT.chinese());
        })), steps, Reflex.none());
    }
}
