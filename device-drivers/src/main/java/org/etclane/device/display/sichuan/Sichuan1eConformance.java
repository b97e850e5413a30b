package org.etclane.device.display.sichuan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.etclane.device.DisplayCommand;
import org.etclane.device.DisplayCommand.Colour;
import org.etclane.device.conformance.Check;
import org.etclane.device.conformance.Exercise;
import org.etclane.device.conformance.Judge;
import org.etclane.device.conformance.Moves;
import org.etclane.device.conformance.Outcome;
import org.etclane.device.conformance.Reflex;
import org.etclane.device.conformance.Say;
import org.etclane.device.conformance.Step;
import org.etclane.device.conformance.Suite;
import org.etclane.device.display.DisplayAnswer;
import org.etclane.device.display.DisplayEar;
import org.etclane.device.display.GbkText;
import org.etclane.device.display.PolledDisplaySuite;
import org.etclane.device.display.ScreenExercises;
import org.etclane.device.spi.Text;

/** What is asked of a display of Sichuan's "1E" (fee-displays.md): as of any display, and whether it looks at check and end. */
final class Sichuan1eConformance {
    private static final String SOURCE = "fee-displays.md";
    private static final long HAND_MS = 60_000;
    private static final String WRONG = "BCC";
    private static final String BRACED = "A}B";

    private final Sichuan1eDialect dialect;
    private final Sichuan1eCodec codec;

    private Sichuan1eConformance(Sichuan1eSettings settings) {
        this.dialect = new Sichuan1eDialect(settings);
        this.codec = new Sichuan1eCodec(settings.checkByte());
    }

    static Suite<DisplayAnswer> suite(Sichuan1eSettings settings) {
        Sichuan1eConformance one = new Sichuan1eConformance(settings);
        List<Exercise<DisplayAnswer>> own = new ArrayList<>(List.of(one.endByte()));
        if (settings.checkByte() == CheckByte.ALWAYS) {
            own.add(one.wrongCheck());
        }
        Optional<String> phrase = settings.phrases().stream().filter(text -> !text.isEmpty()).findFirst();
        return PolledDisplaySuite.of("fee display, Sichuan 1E", settings.timing(), one.dialect,
                () -> new DisplayEar<>(new Sichuan1eAnswer()), new ScreenExercises.Screen(settings.rows(), Sichuan1eFrame.LINE_BYTES,
                List.of(Colour.values()), "colours", false, Optional.of("brightnessAscii"), phrase, settings.timing().selfTestMs()), own);
    }

    private Say row(String text) {
        return new Say("row 1: " + text, codec.encode(new Sichuan1eFrame.Line(1, GbkText.field(text, Sichuan1eFrame.LINE_BYTES))));
    }

    private List<Step<DisplayAnswer>> clear() {
        return dialect.frames(new DisplayCommand.Clear()).stream().map(wire -> Step.<DisplayAnswer>send(new Say("clear", wire))).toList();
    }

    private Exercise<DisplayAnswer> endByte() {
        return ScreenExercises.looked(Check.of("text.end-byte", "a text is not cut at a byte 7D in it", "文字不在7D字节处截断", SOURCE)
                .moving(Moves.DISPLAY), List.of(Step.send(row(BRACED))), ScreenExercises.question(BRACED), clear(),
                Outcome.quirk("cuts-at-end-byte", "cuts a text at a byte 7D in it", "在文字中的7D字节处截断", "replaceEndByte: true",
                        "replaceEndByte设为true"));
    }

    /** The check is often ignored; then nothing protects a text on the line. */
    private Exercise<DisplayAnswer> wrongCheck() {
        byte[] wire = row(WRONG).wire().toArray();
        wire[wire.length - 2] ^= 0x55;
        List<Step<DisplayAnswer>> steps = new ArrayList<>(List.of(Step.send(Say.of("row 1: BCC, check byte wrong", wire)),
                new Step.Look<>(ScreenExercises.question(WRONG), HAND_MS)));
        steps.addAll(clear());
        return new Exercise<>("wrong-check", new Text("A text with a wrong check byte", "校验错误的文字"), List.of(new Judge<>(Check.of(
                "check.looked-at", "a text with a wrong check byte is not shown", "校验错误的文字不显示", SOURCE).moving(Moves.DISPLAY),
                seen -> seen.answer().map(shown -> !shown ? Outcome.passed() : Outcome.quirk("check-ignored",
                        "does not look at the check byte", "不检查校验字节", "none needed; checkByte, if text.shown has failed",
                        "无需设置；若text.shown不通过，改checkByte")).orElseGet(() -> Outcome.notAsked("nobody answered", "无人回答")))),
                steps, Reflex.none());
    }
}
