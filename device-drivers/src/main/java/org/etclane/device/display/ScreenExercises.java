package org.etclane.device.display;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.etclane.device.Bytes;
import org.etclane.device.DisplayCommand;
import org.etclane.device.DisplayCommand.Colour;
import org.etclane.device.DisplayCommand.Lamp;
import org.etclane.device.conformance.Check;
import org.etclane.device.conformance.Exercise;
import org.etclane.device.conformance.Judge;
import org.etclane.device.conformance.Moves;
import org.etclane.device.conformance.Outcome;
import org.etclane.device.conformance.Reflex;
import org.etclane.device.conformance.Say;
import org.etclane.device.conformance.Step;
import org.etclane.device.spi.Text;

/**
 * What can be seen and heard of a fee display: no display tells it, so somebody looks ({@link Step.Look}). Everything is said as the
 * driver says it; what a display has no command for is not asked. Whoever answers no to a question about the form of a text has
 * found which setting is to be changed. Afterwards the screen is cleared.
 *
 * @param <F> frames of the display
 */
public final class ScreenExercises<F> {
    private static final String SOURCE = "fee-displays.md";
    private static final long HAND_MS = 60_000;
    private static final long DARK_MS = 2_000;
    private static final String TEXT = "测A12345";
    private static final long AMOUNT_FEN = 1_234;
    private static final DisplayCommand CLEAR = new DisplayCommand.Clear();

    private final Screen screen;
    private final Function<DisplayCommand, List<Bytes>> words;
    private final Function<Say, List<Step<F>>> sending;

    /**
     * What there is to look at.
     *
     * @param colours       that a text can be told to have
     * @param colourKey     the setting that says how they are told
     * @param lamps         its lamps can be lit for a test
     * @param brightnessKey the setting that says how a step of brightness is told; empty when there is none
     * @param phrase        one that it should know
     * @param selfTestMs    how long a self-test takes
     */
    public record Screen(int rows, int bytesPerRow, List<Colour> colours, String colourKey, boolean lamps,
            Optional<String> brightnessKey, Optional<String> phrase, long selfTestMs) {
    }

    /**
     * @param words   as the driver says a command; none when the display cannot do it
     * @param sending how one frame is sent, with what has to be waited for
     */
    public ScreenExercises(Screen screen, Function<DisplayCommand, List<Bytes>> words, Function<Say, List<Step<F>>> sending) {
        this.screen = screen;
        this.words = words;
        this.sending = sending;
    }

    public List<Exercise<F>> all() {
        List<Exercise<F>> all = new ArrayList<>(List.of(text(), rows(), rowBytes()));
        screen.colours().forEach(colour -> all.add(colour(colour, screen.colourKey())));
        all.add(clear());
        all.add(brightness());
        if (screen.lamps()) {
            all.addAll(lamps());
        }
        all.addAll(voice());
        if (!words.apply(new DisplayCommand.SelfTest()).isEmpty()) {
            all.add(selfTest());
        }
        return all;
    }

    // ---- how it is asked

    /** All frames of these commands, one after the other. */
    public List<Step<F>> tell(DisplayCommand... commands) {
        return Stream.of(commands).flatMap(command -> words.apply(command).stream().map(wire -> new Say(name(command), wire)))
                .flatMap(say -> sending.apply(say).stream()).toList();
    }

    private static String name(DisplayCommand command) {
        return switch (command) {
            case DisplayCommand.Show _ -> "show a text";
            case DisplayCommand.Clear _ -> "clear";
            case DisplayCommand.Brightness _ -> "brightness";
            case DisplayCommand.SelfTest _ -> "self-test";
            case DisplayCommand.Lights _ -> "lights";
            case DisplayCommand.Say _ -> "speak";
        };
    }

    public static DisplayCommand show(Colour colour, String... lines) {
        return new DisplayCommand.Show(colour, List.of(lines), "", Optional.empty());
    }

    /** Somebody looks after these steps; what follows puts the display right again. */
    public static <F> Exercise<F> looked(Check check, List<Step<F>> before, Text question, List<Step<F>> after, Outcome ifNot) {
        return new Exercise<>(check.id(), check.title(), List.of(new Judge<>(check, seen -> seen.answer()
                .map(yes -> yes ? Outcome.passed() : ifNot).orElseGet(() -> Outcome.notAsked("nobody answered", "无人回答")))),
                Stream.of(before, List.of((Step<F>) new Step.Look<F>(question, HAND_MS)), after).flatMap(List::stream).toList(),
                Reflex.none());
    }

    private Exercise<F> looked(Check check, List<Step<F>> before, Text question, Outcome ifNot) {
        return looked(check, before, question, tell(CLEAR), ifNot);
    }

    private static Check check(String id, String english, String chinese) {
        return Check.of(id, english, chinese, SOURCE).moving(Moves.DISPLAY);
    }

    public static Text question(String text) {
        return new Text("Does the display show \"" + text + "\"?", "费显是否显示“" + text + "”？");
    }

    // ---- text

    private Exercise<F> text() {
        return looked(check("text.shown", "a text is shown", "显示文字"), tell(show(Colour.GREEN, TEXT)), question(TEXT),
                Outcome.failed("the text (type, profile, speed and check byte are as configured)", "显示文字（类型、省份、波特率、校验字节与配置一致）",
                        "no such text"));
    }

    private Exercise<F> rows() {
        String[] numbers = new String[screen.rows()];
        Arrays.setAll(numbers, i -> Integer.toString(i + 1));
        return looked(check("text.rows", "it has as many rows as configured", "行数与配置一致"), tell(show(Colour.GREEN, numbers)),
                new Text("Are there exactly " + screen.rows() + " rows, with the numbers 1 to " + screen.rows() + "?",
                        "是否恰有" + screen.rows() + "行，数字为1至" + screen.rows() + "？"),
                Outcome.quirk("rows-differ", "another number of rows than " + screen.rows(), "行数不是" + screen.rows(), "rows", "rows"));
    }

    private Exercise<F> rowBytes() {
        StringBuilder digits = new StringBuilder();
        for (int i = 1; i < screen.bytesPerRow(); i++) {
            digits.append(i % 10);
        }
        return looked(check("text.row-bytes", "a row holds as much as configured", "每行字节数与配置一致"),
                tell(show(Colour.GREEN, digits + "E")), new Text("Is the last letter of the first row an E?", "第一行最后一个字母是E吗？"),
                Outcome.quirk("row-bytes-differ", "a row does not hold " + screen.bytesPerRow() + " bytes",
                        "一行放不下" + screen.bytesPerRow() + "字节", "bytesPerRow", "bytesPerRow"));
    }

    private Exercise<F> colour(Colour colour, String key) {
        Text name = switch (colour) {
            case RED -> new Text("red", "红色");
            case GREEN -> new Text("green", "绿色");
            case YELLOW -> new Text("yellow", "黄色");
        };
        return looked(check("text.colour-" + name.english(), "a text that is to be " + name.english() + " is " + name.english(),
                "按指令显示" + name.chinese() + "文字"), tell(show(colour, TEXT)), new Text("Is the text " + name.english() + "?",
                "文字是" + name.chinese() + "吗？"), Outcome.quirk("other-colours", name.english() + " is another colour here",
                name.chinese() + "的代码不同", key, key));
    }

    private Exercise<F> clear() {
        return looked(check("clear", "it clears its screen", "清屏"), Stream.of(tell(show(Colour.GREEN, TEXT)), tell(CLEAR))
                .flatMap(List::stream).toList(), new Text("Is the screen empty?", "屏幕是否已清空？"), List.of(),
                Outcome.failed("an empty screen", "屏幕清空", "something is left on it"));
    }

    private Exercise<F> brightness() {
        List<Step<F>> steps = new ArrayList<>(tell(new DisplayCommand.Brightness(1), show(Colour.GREEN, TEXT)));
        steps.add(new Step.Listen<>(DARK_MS));
        steps.addAll(tell(new DisplayCommand.Brightness(100)));
        Outcome not = screen.brightnessKey().map(key -> Outcome.quirk("brightness-form", "does not obey the steps of brightness as sent",
                "不按所发亮度级变化", key, key)).orElseGet(() -> Outcome.failed("dark, then bright", "先暗后亮", "no change"));
        return looked(check("brightness", "its brightness follows", "亮度可调"), steps,
                new Text("Has the text become brighter?", "文字是否变亮？"), tell(new DisplayCommand.Brightness(0), CLEAR), not);
    }

    // ---- beside the screen

    private List<Exercise<F>> lamps() {
        if (words.apply(new DisplayCommand.Lights(Lamp.GREEN, false)).isEmpty()) {
            return List.of();
        }
        return List.of(lamp("light.green", new DisplayCommand.Lights(Lamp.GREEN, false), "green lamp", "绿灯"),
                lamp("light.red", new DisplayCommand.Lights(Lamp.RED, false), "red lamp", "红灯"),
                lamp("light.flash", new DisplayCommand.Lights(Lamp.OFF, true), "yellow flash", "黄闪"));
    }

    private Exercise<F> lamp(String id, DisplayCommand.Lights lights, String english, String chinese) {
        Check check = Check.of(id, "the " + english + " obeys", chinese + "受控", SOURCE).moving(Moves.LIGHT);
        return looked(check, tell(lights), new Text("Is the " + english + " on?", chinese + "是否亮？"),
                tell(new DisplayCommand.Lights(Lamp.OFF, false)), Outcome.failed("on", "亮", "off"));
    }

    private List<Exercise<F>> voice() {
        List<Exercise<F>> all = new ArrayList<>();
        DisplayCommand amount = new DisplayCommand.Say("", Optional.of(AMOUNT_FEN));
        if (!words.apply(amount).isEmpty()) {
            all.add(looked(check("voice.amount", "it speaks an amount", "播报金额"), tell(amount),
                    new Text("Is an amount of 12.34 yuan heard?", "是否听到金额12.34元？"), List.of(), Outcome.quirk("amount-voice",
                    "does not speak the amount as sent", "不能按所发格式播报金额", "amountVoice", "amountVoice")));
        }
        screen.phrase().map(text -> looked(check("voice.phrase", "it speaks its recorded phrases", "播放录音短语"),
                tell(new DisplayCommand.Say(text, Optional.empty())), new Text("Is this heard: \"" + text + "\"?", "是否听到“" + text + "”？"),
                List.of(), Outcome.quirk("other-phrases", "has other phrases than configured", "录音短语与配置不同", "phrases", "phrases")))
                .ifPresent(all::add);
        return all;
    }

    private Exercise<F> selfTest() {
        List<Step<F>> after = new ArrayList<>(List.of(new Step.Listen<>(screen.selfTestMs())));
        after.addAll(tell(CLEAR));
        return looked(check("self-test", "it tests itself", "自检"), tell(new DisplayCommand.SelfTest()),
                new Text("Is the whole screen lit, or does the display say that it tests itself?", "屏幕是否全亮，或语音提示自检？"), after,
                Outcome.failed("lit as a whole, or heard", "全亮或语音提示", "neither"));
    }
}
