package org.etclane.device.scale.yaohua;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.etclane.device.Bytes;
import org.etclane.device.conformance.Check;
import org.etclane.device.conformance.Entry;
import org.etclane.device.conformance.Exercise;
import org.etclane.device.conformance.Judge;
import org.etclane.device.conformance.Outcome;
import org.etclane.device.conformance.Questions;
import org.etclane.device.conformance.Readable;
import org.etclane.device.conformance.Reflex;
import org.etclane.device.conformance.Say;
import org.etclane.device.conformance.ScannerEar;
import org.etclane.device.conformance.Step;
import org.etclane.device.conformance.Suite;
import org.etclane.device.conformance.Transcript;
import org.etclane.device.scale.IndicatorExercises;
import org.etclane.device.scale.Reading;
import org.etclane.device.scale.yaohua.YaohuaFrame.Command;
import org.etclane.device.scale.yaohua.YaohuaFrame.Displayed;
import org.etclane.device.scale.yaohua.YaohuaSettings.Mode;
import org.etclane.device.scale.yaohua.YaohuaSettings.ZeroCommand;
import org.etclane.device.spi.Text;

/** What is asked of an XK3190 in the configured mode (weighing.md §1). Tare is never sent; zero with leave only. */
final class YaohuaConformance {
    private static final String SOURCE = "weighing.md §1";
    private static final char HANDSHAKE = 'A';
    private static final char GROSS = 'B';
    private static final int QUESTIONS = 6;
    private static final long SAMPLE_MS = 3_000;
    private static final Text NONE = new Text("none needed", "无需设置");

    private final YaohuaSettings settings;
    private final Questions<YaohuaFrame> gross;
    private final IndicatorExercises<YaohuaFrame> indicator;

    private YaohuaConformance(YaohuaSettings settings) {
        this.settings = settings;
        this.gross = new Questions<>(request("B, gross weight", settings.address(), GROSS), settings.timing().answerTimeoutMs(),
                settings.timing().pollMs(), frame -> frame instanceof Command c && c.address() == settings.address()
                && c.command() == GROSS && c.weight().isPresent());
        this.indicator = new IndicatorExercises<>(settings.load(), this::reading, asks() ? gross.steps(2 + settings.load().stableReadings())
                : List.of(new Step.Listen<>(SAMPLE_MS)), SOURCE);
    }

    static Suite<YaohuaFrame> suite(YaohuaSettings settings) {
        YaohuaConformance one = new YaohuaConformance(settings);
        List<Exercise<YaohuaFrame>> exercises = new ArrayList<>(one.asks() ? one.asked()
                : List.of(one.indicator.stream(List.of(one.check()))));
        exercises.add(one.indicator.empty());
        one.zero().ifPresent(exercises::add);
        exercises.add(one.indicator.loaded());
        return new Suite<>("indicator XK3190, mode " + settings.mode().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                () -> new ScannerEar<>(YaohuaCodec.scanner(settings.mode()), settings.timing().partialMs()),
                new YaohuaWords(settings.unit())::of, exercises, List.of(Readable.judge(SOURCE, one::readable)));
    }

    private boolean asks() {
        return settings.mode() == Mode.COMMANDS;
    }

    private static Say request(String what, char address, char letter) {
        return Say.of(what, YaohuaCodec.wire(Command.request(address, letter)));
    }

    private Optional<Reading> reading(YaohuaFrame frame) {
        Optional<Displayed> shown = switch (frame) {
            case YaohuaFrame.Continuous0(Displayed w) -> Optional.of(w);
            case YaohuaFrame.LowFirst(Displayed w) -> Optional.of(w);
            case YaohuaFrame.HighFirst(Displayed w) -> Optional.of(w);
            case Command c -> c.command() == GROSS ? c.weight() : Optional.empty();
        };
        return shown.map(w -> new Reading(settings.unit().toKg(w.signedDigits(), w.decimals()), Optional.empty(), Set.of(),
                Bytes.EMPTY));
    }

    // ---- command mode

    private List<Exercise<YaohuaFrame>> asked() {
        byte[] wrong = gross.question().wire().toArray();
        wrong[3] ^= 1;
        Bytes half = gross.question().wire().slice(0, 3);
        return List.of(new Exercise<>("questions", new Text("Six questions for the gross weight", "查询毛重六次"), List.of(
                new Judge<>(Check.of("gross.answer", "every question is answered with a weight", "每次查询都有重量应答", SOURCE),
                        seen -> gross.every(seen, new Text("a weight from address " + settings.address() + " (address, mode, baud)",
                                "地址" + settings.address() + "的重量应答（address、mode、波特率）"), NONE)),
                new Judge<>(Check.of("gross.answer-time", "the answer comes in time", "应答及时", SOURCE),
                        seen -> gross.inTime(seen, new Text("answerTimeoutMs", "answerTimeoutMs"))),
                new Judge<>(Check.of("gross.once", "a question is answered once", "每次查询只应答一次", SOURCE), seen -> gross.once(seen, NONE)),
                check()), gross.steps(QUESTIONS), Reflex.none()),
                gross.wrongCheck(Say.of("B, check wrong", wrong), SOURCE),
                gross.halfFrame(new Say("half a question", half), SOURCE, new Text("none needed: it is asked again", "无需设置：驱动会重新查询")),
                beside("handshake", new Text("Handshake", "握手"), request("A, handshake", settings.address(), HANDSHAKE), true,
                        Check.of("handshake.answer", "the handshake is answered", "握手有应答", SOURCE), Outcome.quirk("no-handshake",
                        "does not answer the handshake", "握手无应答", "none needed: the driver never sends it", "无需设置：驱动不发送握手")),
                beside("other-address", new Text("A question for another address", "查询其他地址"), request("B to the next address",
                        settings.address() == 'Z' ? 'A' : (char) (settings.address() + 1), GROSS), false, Check.of("address.own",
                        "only its own address is answered", "仅应答本机地址", SOURCE), Outcome.quirk("any-address", "answers any address",
                        "对任何地址都应答", "none needed with one indicator on the line", "线路上只有一台仪表时无需设置")));
    }

    /** One question beside the usual one, that is to be answered or not to be. */
    private Exercise<YaohuaFrame> beside(String id, Text title, Say say, boolean wanted, Check check, Outcome otherwise) {
        return new Exercise<>(id, title, List.of(new Judge<>(check, seen -> {
            if (seen.wholeRun().frames().isEmpty()) {
                return Outcome.notAsked("nothing is answered", "无应答");
            }
            return seen.frames().isEmpty() != wanted ? Outcome.passed() : otherwise;
        })), List.of(Step.send(say), new Step.Listen<>(settings.timing().answerTimeoutMs())), Reflex.none());
    }

    // ---- both

    /** Model A22 writes a nibble above 9 with the characters that follow the digits. */
    private Judge<YaohuaFrame> check() {
        return new Judge<>(Check.of("check.form", "a nibble above 9 of the check is a letter", "校验半字节大于9时为字母", "weighing.md §1.1"),
                seen -> {
            if (seen.frames().isEmpty() || settings.mode() == Mode.EQUALS_LOW_FIRST || settings.mode() == Mode.EQUALS_HIGH_FIRST) {
                return Outcome.notAsked("no frame with a check came", "未收到带校验的帧");
            }
            boolean a22 = seen.frames().stream().map(Entry.Came::raw).anyMatch(raw -> beyondNine(raw.u8(raw.size() - 3))
                    || beyondNine(raw.u8(raw.size() - 2)));
            return a22 ? Outcome.quirk("check-a22", "writes the check as model A22 does", "校验字符形式同A22型", "none needed: both forms are read",
                    "无需设置：两种形式均可识别") : Outcome.passed();
        });
    }

    private static boolean beyondNine(int octet) {
        return octet > '9' && octet < 'A';
    }

    private Optional<Exercise<YaohuaFrame>> zero() {
        if (settings.zeroCommand() == ZeroCommand.NONE) {
            return Optional.empty();
        }
        char letter = settings.zeroCommand().letter;
        return Optional.of(indicator.zero(request("zero", settings.address(), letter), "zeroCommand", asks() ? Optional.of(after ->
                !after.frames(Command.class, c -> c.command() == letter && c.address() == settings.address()).isEmpty())
                : Optional.empty()));
    }

    private Outcome readable(Transcript<YaohuaFrame> seen) {
        if (seen.bad().isEmpty()) {
            return Readable.streamed(seen);
        }
        for (Mode other : Mode.values()) {
            if (other != settings.mode() && IndicatorExercises.reads(YaohuaCodec.scanner(other), seen.stream())) {
                String setting = "mode: " + other.name().toLowerCase(Locale.ROOT).replace('_', '-');
                return Outcome.quirk("other-layout", "sends another layout", "数据格式不同", setting, setting);
            }
        }
        return asks() ? Readable.outcome(seen) : Readable.streamed(seen);
    }
}
