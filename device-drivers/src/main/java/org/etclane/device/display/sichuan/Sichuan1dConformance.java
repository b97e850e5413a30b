package org.etclane.device.display.sichuan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.etclane.device.Bytes;
import org.etclane.device.DisplayCommand;
import org.etclane.device.DisplayCommand.Colour;
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
import org.etclane.device.conformance.Step;
import org.etclane.device.conformance.Suite;
import org.etclane.device.conformance.Transcript;
import org.etclane.device.display.DisplayEar;
import org.etclane.device.display.GbkText;
import org.etclane.device.display.ScreenExercises;
import org.etclane.device.spi.Text;

/**
 * What is asked of a display of Sichuan's "1D" (fee-displays.md). It answers every frame, so most can be told without looking. No
 * times are published: the driver's {@code answerTimeoutMs} and {@code heartbeatMs} are the limits.
 */
final class Sichuan1dConformance {
    private static final String SOURCE = "fee-displays.md";
    private static final int TEXTS = 6;
    private static final long QUIET_MS = 100;
    private static final String KEPT = "测A12345";
    private static final Text NOT_NEEDED = new Text("none needed: the driver never sends such a frame", "无需设置：驱动不发送此类帧");

    private final Sichuan1dSettings settings;
    private final Sichuan1dSettings.Timing timing;
    private final Sichuan1dCodec codec = new Sichuan1dCodec();
    private final Sichuan1dWords words;
    private final Questions<Sichuan1dAnswer> texts;
    private final ScreenExercises<Sichuan1dAnswer> screen;

    private Sichuan1dConformance(Sichuan1dSettings settings) {
        this.settings = settings;
        this.timing = settings.timing();
        this.words = new Sichuan1dWords(settings);
        this.texts = new Questions<>(say("row 1", new Sichuan1dFrame.Text(1, GbkText.encode("1"))), timing.answerTimeoutMs(), QUIET_MS,
                _ -> true);
        this.screen = new ScreenExercises<>(new ScreenExercises.Screen(settings.rows(), settings.bytesPerRow(), settings.colourByLight()
                ? List.of(Colour.RED, Colour.GREEN) : List.of(), "colourByLight", !settings.colourByLight(), Optional.empty(),
                Optional.empty(), 0),
                command -> words.frames(command).stream().map(codec::encode).toList(), say -> List.of(Step.send(say), texts.answer()));
    }

    static Suite<Sichuan1dAnswer> suite(Sichuan1dSettings settings) {
        Sichuan1dConformance one = new Sichuan1dConformance(settings);
        List<Exercise<Sichuan1dAnswer>> exercises = new ArrayList<>(List.of(one.answers(), one.full(), one.commands(), one.tooLong(),
                one.badFrame(), one.halfFrame(), one.heartbeat(), one.staysOpen()));
        exercises.addAll(one.screen.all());
        return new Suite<>("fee display, Sichuan 1D", () -> new DisplayEar<>(new Sichuan1dAnswer.Shape()), SichuanWords::of, exercises,
                List.of(Readable.judge(SOURCE)));
    }

    private Say say(String what, Sichuan1dFrame frame) {
        return new Say(what, codec.encode(frame));
    }

    private static Judge<Sichuan1dAnswer> judge(String id, String english, String chinese, Function<Transcript<Sichuan1dAnswer>,
            Outcome> verdict) {
        return new Judge<>(Check.of(id, english, chinese, SOURCE).moving(Moves.DISPLAY), verdict);
    }

    // ---- answers

    private Exercise<Sichuan1dAnswer> answers() {
        return new Exercise<>("texts", new Text("Six texts", "发送文字六次"), List.of(
                judge("text.answer", "every text is answered", "每帧文字都有应答", this::answered),
                judge("text.answer-time", "the answer comes in time", "应答及时", seen -> texts.inTime(seen, new Text("answerTimeoutMs",
                        "answerTimeoutMs"))),
                judge("text.once", "a text is answered once", "每帧只应答一次", seen -> texts.once(seen, new Text(
                        "refreshMs: a second answer is taken for that to the next frame, a text lost meanwhile comes with the refresh",
                        "refreshMs：多余应答会被当作下一帧的应答，其间丢失的文字随刷新补发"))),
                judge("text.accepted", "a short text is accepted", "接受短文字", seen -> accepted(seen, Optional.empty()))),
                texts.steps(TEXTS), Reflex.none());
    }

    private Outcome answered(Transcript<Sichuan1dAnswer> seen) {
        return !timing.answerExpected() && seen.frames().isEmpty()
                ? Outcome.notAsked("it does not answer, as answerExpected has it", "无应答，与answerExpected一致")
                : texts.every(seen, new Text("an answer 0A … 0D (answerExpected: false is for displays that have none)",
                        "应有应答0A … 0D（无应答的费显设answerExpected为false）"), new Text("retries", "retries"));
    }

    /** @param setting that makes shorter texts; empty when nothing does */
    private static Outcome accepted(Transcript<Sichuan1dAnswer> seen, Optional<String> setting) {
        if (seen.frames().isEmpty()) {
            return Outcome.notAsked("nothing is answered", "无应答");
        }
        Optional<Sichuan1dAnswer> refusal = seen.frames().stream().map(Entry.Came::frame).filter(answer -> answer != Sichuan1dAnswer.DONE)
                .findFirst();
        if (refusal.isEmpty()) {
            return Outcome.passed();
        }
        return setting.filter(_ -> refusal.get() == Sichuan1dAnswer.TOO_LONG).map(key -> Outcome.quirk("row-refused",
                "refuses a text of the configured length", "拒绝配置长度的文字", key, key)).orElseGet(() ->
                Outcome.failed("done (00)", "完成（00）", "%02X".formatted(refusal.get().code)));
    }

    private Exercise<Sichuan1dAnswer> full() {
        String[] rows = new String[settings.rows()];
        Arrays.setAll(rows, _ -> "国".repeat(settings.bytesPerRow() / 2));
        return new Exercise<>("full", new Text("A full screen", "满屏文字"), List.of(judge("text.full",
                "a text that fills the configured screen is accepted", "接受满屏文字", seen -> accepted(seen,
                        Optional.of("rows, bytesPerRow, textMode")))), screen.tell(ScreenExercises.show(Colour.GREEN, rows)),
                        Reflex.none());
    }

    private Exercise<Sichuan1dAnswer> commands() {
        List<Step<Sichuan1dAnswer>> steps = new ArrayList<>();
        for (Say say : List.of(say("flash off", Sichuan1dFrame.Light.FLASH_OFF), say("brightness 7", new Sichuan1dFrame.Brightness(7,
                0)))) {
            steps.add(Step.send(say));
            steps.add(texts.answer());
        }
        return new Exercise<>("commands", new Text("Flash off, and full brightness", "关黄闪、最亮"), List.of(judge("command.answer",
                "lights and brightness are answered too", "灯和亮度命令也有应答", seen -> {
                    if (seen.wholeRun().frames().isEmpty()) {
                        return Outcome.notAsked("nothing is answered", "无应答");
                    }
                    long done = seen.frames(Sichuan1dAnswer.class, answer -> answer == Sichuan1dAnswer.DONE).size();
                    return done == 2 ? Outcome.passed() : Outcome.failed("done (00) twice", "两次完成（00）", done + " times");
                })), steps, Reflex.none());
    }

    // ---- what it should refuse

    private Exercise<Sichuan1dAnswer> tooLong() {
        Bytes text = GbkText.encode("1".repeat(Sichuan1dFrame.ROW_BYTES + 6));
        return refused("too-long", new Text("A text too long for a row", "超长文字"), say("30 bytes for one row", new Sichuan1dFrame.Text(1,
                text)), Sichuan1dAnswer.TOO_LONG, judgeWords("answer.too-long", "a text of more than 24 bytes is refused as too long",
                "超过24字节的文字应答过长"));
    }

    private Exercise<Sichuan1dAnswer> badFrame() {
        return refused("bad-frame", new Text("A frame that means nothing", "无意义的帧"), new Say("brightness 99",
                codec.encode(new Sichuan1dFrame.Brightness(99, 0))), Sichuan1dAnswer.BAD_FRAME, judgeWords("answer.bad-frame",
                "a step of brightness that does not exist is answered as bad", "不存在的亮度级应答错误帧"));
    }

    private static Check judgeWords(String id, String english, String chinese) {
        return Check.of(id, english, chinese, SOURCE).moving(Moves.DISPLAY);
    }

    private Exercise<Sichuan1dAnswer> refused(String id, Text title, Say say, Sichuan1dAnswer expected, Check check) {
        return new Exercise<>(id, title, List.of(new Judge<>(check, seen -> {
            if (seen.wholeRun().frames().isEmpty()) {
                return Outcome.notAsked("nothing is answered", "无应答");
            }
            Optional<Sichuan1dAnswer> came = seen.frames().stream().findFirst().map(Entry.Came::frame);
            if (came.isEmpty()) {
                return Outcome.quirk("silent-on-error", "does not answer what it refuses", "拒绝时不应答", NOT_NEEDED.english(),
                        NOT_NEEDED.chinese());
            }
            return came.get() == expected ? Outcome.passed() : Outcome.quirk("other-refusal", "answers %02X in place of %02X".formatted(
                    came.get().code, expected.code), "应答%02X，而非%02X".formatted(came.get().code, expected.code), NOT_NEEDED.english(),
                    NOT_NEEDED.chinese());
        })), List.of(Step.send(say), texts.answer(), new Step.Listen<>(QUIET_MS)), Reflex.none());
    }

    private Exercise<Sichuan1dAnswer> halfFrame() {
        Bytes row = codec.encode(new Sichuan1dFrame.Text(1, GbkText.encode("12345678")));
        return texts.halfFrame(new Say("half a text", row.slice(0, row.size() / 2)), SOURCE, new Text("retries", "retries"));
    }

    // ---- heartbeat

    private Exercise<Sichuan1dAnswer> heartbeat() {
        Say beat = say("heartbeat", new Sichuan1dFrame.Heartbeat());
        return new Exercise<>("heartbeat", new Text("Two heartbeats", "两次心跳"), List.of(new Judge<>(Check.of("heartbeat.answer",
                "heartbeats are answered or not, as configured", "心跳是否应答与配置一致", SOURCE), this::heartbeatAnswer)),
                List.of(Step.send(beat), new Step.Listen<>(timing.answerTimeoutMs()), Step.send(beat),
                        new Step.Listen<>(timing.answerTimeoutMs())), Reflex.none());
    }

    private Outcome heartbeatAnswer(Transcript<Sichuan1dAnswer> seen) {
        if (seen.wholeRun().frames().isEmpty()) {
            return Outcome.notAsked("nothing is answered", "无应答");
        }
        boolean answered = !seen.frames().isEmpty();
        if (answered == timing.heartbeatAnswered()) {
            return Outcome.passed();
        }
        return answered ? Outcome.quirk("heartbeat-answered", "answers heartbeats", "心跳有应答", "heartbeatAnswered: true",
                "heartbeatAnswered设为true") : Outcome.quirk("heartbeat-silent", "does not answer heartbeats", "心跳无应答",
                "heartbeatAnswered: false", "heartbeatAnswered设为false");
    }

    /** Without a heartbeat for as long as the lane lets it be quiet. */
    private Exercise<Sichuan1dAnswer> staysOpen() {
        List<Step<Sichuan1dAnswer>> before = new ArrayList<>(screen.tell(ScreenExercises.show(Colour.GREEN, KEPT)));
        before.add(new Step.Listen<>(timing.heartbeatMs()));
        return ScreenExercises.looked(judgeWords("heartbeat.in-time", "it does not show \"lane closed\" between two heartbeats",
                "两次心跳之间不显示“车道关闭”"), before, ScreenExercises.question(KEPT), screen.tell(new DisplayCommand.Clear()),
                Outcome.quirk("closes-early", "shows \"lane closed\" before the next heartbeat", "心跳前即显示“车道关闭”", "heartbeatMs, shorter",
                        "减小heartbeatMs"));
    }
}
