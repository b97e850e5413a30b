package org.etclane.device.lc301;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.etclane.device.AlarmCommand;
import org.etclane.device.DisplayCommand;
import org.etclane.device.SignalCommand;
import org.etclane.device.conformance.Check;
import org.etclane.device.conformance.Entry;
import org.etclane.device.conformance.Exercise;
import org.etclane.device.conformance.Judge;
import org.etclane.device.conformance.Measured;
import org.etclane.device.conformance.Moves;
import org.etclane.device.conformance.Outcome;
import org.etclane.device.conformance.Reflex;
import org.etclane.device.conformance.Say;
import org.etclane.device.conformance.Step;
import org.etclane.device.conformance.Transcript;
import org.etclane.device.lc301.Lc301Frame.BStatus;
import org.etclane.device.lc301.Lc301Frame.CCommand;
import org.etclane.device.spi.Text;

/**
 * What is asked of an XY-LC-301 with its outputs and coils (lane-io-lc301.md §1–§4). Every A frame carries the lights as they were
 * last reported but for what it is about. The arm is lowered only when the last status says that nobody stands on the rear coil.
 *
 * <p>How long an arm takes is not the controller's: {@value #ARM_MS} ms is only what is waited for.
 */
final class Lc301OutputExercises {
    static final long ARM_MS = 10_000;
    private static final long HAND_MS = 60_000;
    private static final long LIGHT_MS = 1_000;
    private static final long STAYS_MS = 2_500;
    private static final long FEE_FEN = 1_234;
    private static final String FRAMES = "lane-io-lc301.md §1";
    private static final String BEHAVIOUR = "lane-io-lc301.md §2";

    private final Lc301Settings settings;
    private final Say query;
    private final long patienceMs;
    private final boolean greenIsOne;

    Lc301OutputExercises(Lc301Settings settings, Say query) {
        this.settings = settings;
        this.query = query;
        this.patienceMs = settings.timing().answerTimeoutMs();
        this.greenIsOne = settings.signals().greenIsOne();
    }

    List<Exercise<Lc301Frame>> all() {
        return List.of(coil("front", new Text("the front coil", "前线圈"), BStatus::frontOccupied), coil("rear", new Text("the rear coil",
                "后线圈"),
                BStatus::rearOccupied), lights(), lightsSeen(), alarm(), display(), arm(), reset(), autoLower());
    }

    // ---- what is said

    private static Optional<BStatus> latest(Transcript<Lc301Frame> seen) {
        return seen.frames(BStatus.class).reversed().stream().findFirst().map(Entry.Came::frame);
    }

    private Optional<BStatus> status(Transcript<Lc301Frame> seen) {
        return latest(seen).map(b -> Lc301Conformance.meant(b, settings));
    }

    private boolean is(Transcript<Lc301Frame> seen, Predicate<BStatus> wanted) {
        return status(seen).filter(wanted).isPresent();
    }

    /** A frame with the levels as reported, changed; nothing when no status is known. */
    private Step<Lc301Frame> send(String what, int seq, BiConsumer<Lc301Outputs, Transcript<Lc301Frame>> levels) {
        return new Step.Send<>(seen -> status(seen).map(reported -> {
            Lc301Outputs outputs = new Lc301Outputs(settings);
            levels.accept(outputs, seen);
            return Say.of(what, Lc301Codec.encode(outputs.levels(0, reported).withSeq(seq)));
        }));
    }

    private Step<Lc301Frame> pulse(String what, int seq, int bit) {
        return new Step.Send<>(seen -> status(seen).filter(b -> bit == Lc301Bits.RAISE || !b.rearOccupied()).map(reported ->
                Say.of(what, Lc301Codec.encode(new Lc301Outputs(settings).levels(0, reported).withSeq(seq).plus(bit, 0)))));
    }

    private Step<Lc301Frame> ask() {
        return Step.send(query);
    }

    private Step<Lc301Frame> answered() {
        return new Step.Await<>(patienceMs, true, seen -> !seen.afterLastSent().frames(BStatus.class).isEmpty());
    }

    private Step<Lc301Frame> until(long atMostMs, Predicate<BStatus> wanted) {
        return new Step.Await<>(atMostMs, true, seen -> is(seen, wanted));
    }

    private static Check check(String id, String english, String chinese, String source, Moves moves) {
        return Check.of(id, english, chinese, source).moving(moves);
    }

    private static Judge<Lc301Frame> judge(Check check, Function<Transcript<Lc301Frame>, Outcome> verdict) {
        return new Judge<>(check, verdict);
    }

    private static boolean sent(Transcript<Lc301Frame> seen, String what) {
        return seen.sent().stream().anyMatch(one -> one.said().what().equals(what));
    }

    /** Everything since this was sent, with what is sent later. */
    private static Transcript<Lc301Frame> since(Transcript<Lc301Frame> seen, String what) {
        List<Entry<Lc301Frame>> all = seen.entries();
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i) instanceof Entry.Sent<Lc301Frame> sent && sent.said().what().equals(what)) {
                return Transcript.of(all.subList(i, all.size()));
            }
        }
        return Transcript.of(List.of());
    }

    // ---- coils

    private Exercise<Lc301Frame> coil(String name, Text words, Predicate<BStatus> occupied) {
        return new Exercise<>("coil-" + name, new Text("A vehicle on " + words.english(), words.chinese() + "过车"), List.of(
                judge(check("coil." + name, words.english() + " is reported when it is covered and when it is clear again",
                        words.chinese() + "占用和空闲均有上报", FRAMES, Moves.NOTHING), seen -> covered(seen, occupied))),
                List.of(ask(), answered(),
                        new Step.Act<>(new Text("Cover " + words.english() + " with something of iron", "请用铁件压占" + words.chinese()),
                        HAND_MS,
                                seen -> is(seen, occupied)),
                        new Step.Act<>(new Text("Clear " + words.english(), "请移开" + words.chinese() + "上的铁件"), HAND_MS,
                                seen -> is(seen, occupied.negate()))), Reflex.none());
    }

    private Outcome covered(Transcript<Lc301Frame> seen, Predicate<BStatus> occupied) {
        List<Boolean> told = seen.frames(BStatus.class).stream().map(b -> occupied.test(Lc301Conformance.meant(b.frame(), settings)))
                .toList();
        if (told.isEmpty()) {
            return Outcome.notAsked("no status came", "未收到状态帧");
        }
        int first = told.indexOf(true);
        boolean cleared = first >= 0 && told.subList(first, told.size()).contains(false);
        return cleared ? Outcome.passed() : Outcome.failed("covered, then clear", "先占用后空闲", first < 0
                ? "never covered (invertSt1, frontLoop, "
                + "rearLoop say how it is wired)" : "never clear again");
    }

    // ---- lights, alarm, display

    private Exercise<Lc301Frame> lights() {
        return new Exercise<>("lights", new Text("The canopy light the other way and back", "雨棚灯翻转再恢复"), List.of(
                judge(check("control.answer", "a command is answered with a status", "控制帧有状态应答", FRAMES, Moves.LIGHT),
                        Lc301OutputExercises::answeredControl),
                judge(check("light.canopy", "the status follows the canopy light", "状态反映雨棚灯", FRAMES, Moves.LIGHT), this::canopyFollows)),
                List.of(ask(), answered(), canopy("canopy other way", 0x11, seen -> !canopyBefore(seen)), new Step.Listen<>(LIGHT_MS),
                        canopy("canopy back", 0x12, this::canopyBefore), new Step.Listen<>(LIGHT_MS)), Reflex.none());
    }

    private Step<Lc301Frame> canopy(String what, int seq, Predicate<Transcript<Lc301Frame>> green) {
        return send(what, seq, (outputs, seen) -> outputs.signal(new SignalCommand.CanopyLight(green.test(seen))));
    }

    private static Outcome answeredControl(Transcript<Lc301Frame> seen) {
        if (seen.sent().size() < 2) {
            return Outcome.notAsked("no status came", "未收到状态帧");
        }
        return seen.afterSent(1).first(BStatus.class).map(b -> Outcome.passed(Measured.without(new Text("command to status", "控制到状态"),
                Transcript.msBetween(seen.sent().get(1), b)))).orElseGet(() -> Outcome.failed("a status", "状态帧", "nothing"));
    }

    /** Whether it was green when the exercise began. */
    private boolean canopyBefore(Transcript<Lc301Frame> seen) {
        return is(seen.afterSent(0), b -> b.canopyGreen(greenIsOne));
    }

    private Outcome canopyFollows(Transcript<Lc301Frame> seen) {
        Optional<BStatus> before = status(seen.afterSent(0));
        Optional<BStatus> turned = status(seen.afterSent(1));
        if (before.isEmpty() || turned.isEmpty()) {
            return Outcome.notAsked("no status came", "未收到状态帧");
        }
        return before.get().canopyGreen(true) != turned.get().canopyGreen(true) ? Outcome.passed()
                : Outcome.failed("bit 0 of st1 changes", "st1第0位变化", "st1 %02XH before and after".formatted(turned.get().st1()));
    }

    private Exercise<Lc301Frame> lightsSeen() {
        return looked("lights-seen", new Text("The canopy light, seen", "目视雨棚灯"), new Text("Is the canopy light green now?", "雨棚灯现在是绿灯吗？"),
                canopy("canopy green", 0x15, _ -> true),
                canopy("canopy as before", 0x16, this::canopyBefore),
                judge(check("light.green", "the canopy light is green when told so", "雨棚灯按指令变绿", FRAMES, Moves.LIGHT), seen ->
                        yes(seen, Outcome.quirk("green-is-zero", "shows the other colour than it is told", "颜色与指令相反",
                                "greenIsOne: false (if it changes at all)", "greenIsOne设为false（若灯有变化）"))));
    }

    private Exercise<Lc301Frame> alarm() {
        return looked("alarm", new Text("Alarm on and off", "报警开和关"), new Text("Does the alarm sound and flash?", "报警器在鸣响并闪烁吗？"),
                send("alarm on", 0x21, (outputs, _) -> outputs.alarm(new AlarmCommand(true, true))),
                send("alarm off", 0x22, (outputs, _) -> outputs.alarm(new AlarmCommand(false, false))),
                judge(check("alarm.works", "the alarm sounds and flashes", "报警器鸣响并闪烁", FRAMES, Moves.LIGHT), seen ->
                        yes(seen, Outcome.failed("sound and light", "声光报警", "not seen"))));
    }

    private Exercise<Lc301Frame> display() {
        return looked("display", new Text("A fee on its display", "费显显示费额"), new Text("Does the display show a fee of 12.34?",
                "费显是否显示费额12.34？"),
                send("show 12.34", 0x31, (outputs, _) -> outputs.display(new DisplayCommand.Show(DisplayCommand.Colour.RED, List.of(), "",
                        Optional.of(new DisplayCommand.Fee(1, 0, FEE_FEN, Optional.empty()))))),
                send("clear", 0x32, (outputs, _) -> outputs.display(new DisplayCommand.Clear())),
                judge(check("display.fee", "the display shows the amount", "费显显示正确费额", FRAMES, Moves.DISPLAY), seen ->
                        yes(seen, Outcome.failed("12.34", "12.34",
                        "something else or nothing: the encoding of amounts is not known for sure"))));
    }

    private Exercise<Lc301Frame> looked(String id, Text title, Text question, Step<Lc301Frame> on, Step<Lc301Frame> off,
            Judge<Lc301Frame> judge) {
        return new Exercise<>(id, title, List.of(judge), List.of(ask(), answered(), on, new Step.Listen<>(LIGHT_MS),
                new Step.Look<>(question, HAND_MS), off,
                new Step.Listen<>(LIGHT_MS)), Reflex.none());
    }

    private static Outcome yes(Transcript<Lc301Frame> seen, Outcome no) {
        return seen.answer().map(yes -> yes ? Outcome.passed() : no).orElseGet(() -> Outcome.notAsked("no status came", "未收到状态帧"));
    }

    // ---- the arm

    private Exercise<Lc301Frame> arm() {
        return new Exercise<>("arm", new Text("Raise and lower the arm", "抬杆和落杆"), List.of(
                judge(check("arm.raise", "the arm goes up and is reported up", "抬杆到位有上报", FRAMES, Moves.ARM), seen -> moved(seen, "raise",
                true)),
                judge(check("arm.light", "the pass light is green while the arm is up", "抬杆时通行灯为绿", BEHAVIOUR, Moves.ARM),
                this::lightWithArm),
                judge(check("seq.repeat", "a frame with the seq of the one before does nothing", "序号相同的帧不重复执行", FRAMES, Moves.ARM),
                this::repeated),
                judge(check("arm.lower", "the arm comes down and is reported", "落杆有上报", FRAMES, Moves.ARM), seen -> moved(seen, "lower",
                false))),
                List.of(ask(), answered(), pulse("raise", 0x41, Lc301Bits.RAISE), until(ARM_MS, BStatus::barrierUp),
                        new Step.Listen<>(STAYS_MS), pulse("lower, seq repeated", 0x41, Lc301Bits.LOWER), new Step.Listen<>(STAYS_MS),
                        ask(), answered(),
                        pulse("lower", 0x42, Lc301Bits.LOWER), until(ARM_MS, b -> !b.barrierUp())), Reflex.none());
    }

    private Outcome moved(Transcript<Lc301Frame> seen, String command, boolean up) {
        Transcript<Lc301Frame> after = since(seen, command);
        if (after.sent().isEmpty()) {
            return Outcome.notAsked("not commanded: no status, a vehicle on the rear coil, or the arm did not go up",
                    "未发指令：无状态、后线圈有车或未抬杆到位");
        }
        return after.frames(BStatus.class, b -> Lc301Conformance.meant(b, settings).barrierUp() == up).stream().findFirst()
                .map(b -> Outcome.passed(Measured.without(up ? new Text("raise to up", "抬杆用时") : new Text("lower to not up", "落杆离位用时"),
                        Transcript.msBetween(after.sent().getFirst(), b))))
                .orElseGet(() -> Outcome.failed(up ? "reported up" : "reported not up", up ? "抬杆到位" : "离开抬杆位",
                        "nothing of it within " + ARM_MS + " ms: pulse, wiring, position switch"));
    }

    private Outcome lightWithArm(Transcript<Lc301Frame> seen) {
        Optional<BStatus> up = since(seen, "raise").afterSent(0).frames(BStatus.class, b -> Lc301Conformance.meant(b, settings)
                .barrierUp()).reversed()
                .stream()
                .findFirst().map(Entry.Came::frame);
        if (!settings.signals().bindPassLight() || up.isEmpty()) {
            return Outcome.notAsked("the arm did not go up, or bindPassLight is off", "未抬杆到位，或bindPassLight为关");
        }
        return Lc301Conformance.meant(up.get(), settings).passGreen(greenIsOne) ? Outcome.passed() : Outcome.failed("pass light green",
                "通行灯为绿",
                "red (st1 %02XH); bindPassLight: false where the light is not bound to the arm".formatted(up.get().st1()));
    }

    private Outcome repeated(Transcript<Lc301Frame> seen) {
        Transcript<Lc301Frame> after = since(seen, "lower, seq repeated");
        if (after.sent().isEmpty()) {
            return Outcome.notAsked("the arm did not go up, or a vehicle was on the rear coil", "未抬杆到位，或后线圈有车");
        }
        Transcript<Lc301Frame> then = after.afterSent(0);
        boolean fell = then.frames(BStatus.class).stream().anyMatch(b -> !Lc301Conformance.meant(b.frame(), settings).barrierUp());
        return fell ? Outcome.quirk("seq-ignored", "executes a frame whose seq it has seen", "序号相同的帧被再次执行",
                "none: a repeated command pulses again, the arm is where it was told to be anyway", "无：重发指令会再次输出脉冲，栏杆位置不变")
                : Outcome.passed();
    }

    private Exercise<Lc301Frame> reset() {
        Say reset = Say.of("C reset", Lc301Codec.encode(new CCommand(settings.address(), CCommand.Code.RESET)));
        return new Exercise<>("reset", new Text("Reset with the arm up", "抬杆时复位"), List.of(
                judge(check("reset.arm", "the arm stays up through a reset", "复位时栏杆保持抬起", "lane-io-lc301.md §4", Moves.ARM),
                this::staysThroughReset),
                judge(check("reset.first-command", "the first command after a reset is answered", "复位后首条指令有应答", "lane-io-lc301.md §4",
                Moves.ARM),
                        this::firstAfterReset)),
                List.of(ask(), answered(), pulse("raise", 0x51, Lc301Bits.RAISE), until(ARM_MS, BStatus::barrierUp), Step.send(reset),
                        new Step.Listen<>(STAYS_MS), send("as it is", 0x52, (_, _) -> { }),
                        new Step.Listen<>(patienceMs),
                        ask(), answered(), pulse("lower", 0x53, Lc301Bits.LOWER), until(ARM_MS, b -> !b.barrierUp())), Reflex.none());
    }

    private Outcome staysThroughReset(Transcript<Lc301Frame> seen) {
        Transcript<Lc301Frame> after = since(seen, "C reset").afterSent(0);
        if (!sent(seen, "C reset")) {
            return Outcome.notAsked("the arm did not go up", "未抬杆到位");
        }
        if (after.frames(BStatus.class).isEmpty()) {
            return Outcome.notAsked("the reset is not answered: its bytes are not known for sure", "复位无应答：该帧格式未证实");
        }
        boolean stayed = after.frames(BStatus.class).stream().allMatch(b -> Lc301Conformance.meant(b.frame(), settings).barrierUp());
        return stayed ? Outcome.passed() : Outcome.failed("arm up", "栏杆保持抬起", "arm not up after the reset");
    }

    private Outcome firstAfterReset(Transcript<Lc301Frame> seen) {
        if (!sent(seen, "as it is")) {
            return Outcome.notAsked("the arm did not go up", "未抬杆到位");
        }
        return !since(seen, "as it is").afterSent(0).frames(BStatus.class).isEmpty() ? Outcome.passed() : Outcome.quirk("deaf-after-reset",
                "does not answer the first command after a reset", "复位后首条指令无应答", "retries, 1 at least", "retries，至少1");
    }

    private Exercise<Lc301Frame> autoLower() {
        return new Exercise<>("auto-lower", new Text("A vehicle passes, nobody says lower", "过车后不发落杆指令"), List.of(
                judge(check("auto-lower.off", "the arm stays up until the lane lowers it", "未收到落杆指令时保持抬起", BEHAVIOUR, Moves.ARM),
                this::stays)),
                List.of(ask(), answered(), pulse("raise", 0x61, Lc301Bits.RAISE), until(ARM_MS, BStatus::barrierUp),
                        new Step.Act<>(new Text("Keep clear of the arm. Cover the rear coil with something of iron", "请勿站在杆下，用铁件压占后线圈"),
                                HAND_MS, seen -> is(seen, BStatus::rearOccupied)),
                        new Step.Act<>(new Text("Clear the rear coil, keep clear of the arm", "请移开铁件，勿站在杆下"), HAND_MS,
                                seen -> is(seen, b -> !b.rearOccupied())),
                        new Step.Listen<>(STAYS_MS), pulse("lower", 0x62, Lc301Bits.LOWER), until(ARM_MS, b -> !b.barrierUp())),
                        Reflex.none());
    }

    private Outcome stays(Transcript<Lc301Frame> seen) {
        if (!sent(seen, "lower")) {
            return Outcome.notAsked("the arm did not go up, or no vehicle was seen on the rear coil", "未抬杆到位，或后线圈未感知车辆");
        }
        Transcript<Lc301Frame> before = since(seen, "raise").afterSent(0);
        List<Entry.Came<BStatus>> all = before.frames(BStatus.class);
        int up = 0;
        while (up < all.size() && !Lc301Conformance.meant(all.get(up).frame(), settings).barrierUp()) {
            up++;
        }
        boolean fell = all.subList(up, all.size()).stream().anyMatch(b -> !Lc301Conformance.meant(b.frame(), settings).barrierUp());
        return fell ? Outcome.failed("the arm stays up", "栏杆保持抬起",
                "lowered by itself behind the vehicle: switch that off in the controller")
                : Outcome.passed();
    }
}
