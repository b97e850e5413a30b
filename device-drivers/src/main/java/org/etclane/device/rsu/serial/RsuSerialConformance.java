package org.etclane.device.rsu.serial;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.etclane.device.ObuId;
import org.etclane.device.conformance.Check;
import org.etclane.device.conformance.Entry;
import org.etclane.device.conformance.Exercise;
import org.etclane.device.conformance.Judge;
import org.etclane.device.conformance.Measured;
import org.etclane.device.conformance.Outcome;
import org.etclane.device.conformance.Say;
import org.etclane.device.conformance.Step;
import org.etclane.device.conformance.Suite;
import org.etclane.device.conformance.Transcript;
import org.etclane.device.rsu.serial.UnitFrame.B0Status;
import org.etclane.device.rsu.serial.UnitFrame.B2Heartbeat;
import org.etclane.device.rsu.serial.UnitFrame.B2ObuInfo;
import org.etclane.device.spi.Text;

/**
 * What is asked of an RSU of variant A, in the profile of its settings (rsu-serial.md §1–§6): here everything that needs no OBU.
 * With an OBU in the zone: {@link ReadExercises}, {@link DebitExercise}; of every frame: {@link FrameChecks}.
 */
final class RsuSerialConformance {
    static final long INIT_ANSWER_MS = 2_000;
    /** So long a late answer is waited for. */
    private static final long LATE_MS = 5_000;
    /** Nothing may come of a damaged frame within so long; C0 is answered in a fraction of it. */
    private static final long NO_ANSWER_MS = 600;
    private static final long HEARTBEAT_LEAST_MS = 3_000;
    private static final long HEARTBEAT_MOST_MS = 60_000;
    private static final String LINK = "rsu-serial.md §1";
    private static final String RULES = "rsu-serial.md §2";
    private static final String B0 = "rsu-serial.md §5 B0";

    private final RsuSerialSettings settings;
    private final SuiteVoice voice;

    private RsuSerialConformance(RsuSerialSettings settings, LongSupplier wallMillis) {
        this.settings = settings;
        this.voice = new SuiteVoice(settings, wallMillis);
    }

    static Suite<UnitFrame> suite(RsuSerialSettings settings, LongSupplier wallMillis) {
        RsuSerialConformance one = new RsuSerialConformance(settings, wallMillis);
        List<Exercise<UnitFrame>> exercises = new ArrayList<>(List.of(one.initialise(), one.again(), one.damaged("bcc",
                new Text("A frame with a wrong BCC", "BCC错误的帧"), "a frame with a wrong BCC is not taken", "丢弃BCC错误的帧",
                one.voice::wrongCheck),
                one.damaged("escape", new Text("A frame with an FE that is not escaped", "含未转义FE的帧"),
                        "a frame with FE and neither 00 nor 01 behind it is not taken", "丢弃FE后非00、01的帧", one.voice::wrongEscape),
                one.escaped(), one.half(), one.heartbeat()));
        exercises.addAll(new ReadExercises(settings, one.voice).all());
        exercises.add(new DebitExercise(settings, one.voice).exercise());
        return new Suite<>("RSU serial (variant A), profile " + settings.profile().label(), () -> new RsuSerialEar(settings.profile()),
                RsuSerialConformance::words, exercises, new FrameChecks(settings).judges());
    }

    static String words(UnitFrame frame) {
        return switch (frame) {
            case B0Status b0 -> b0.isPowerUp() ? "B0 after power-up" : "B0 status %02X".formatted(b0.status());
            case UnitFrame.B1LoopStatus _ -> "B1 inputs";
            case B2Heartbeat _ -> "B2 heartbeat";
            case B2ObuInfo b2 -> "B2 OBU " + b2.obu().id();
            case UnitFrame.B3VehicleInfo _ -> "B3 vehicle";
            case UnitFrame.B4CardInfo _ -> "B4 card";
            case UnitFrame.B5Result _ -> "B5 result";
            case UnitFrame.B7PurseRecords _ -> "B7 purse records";
            case UnitFrame.B9Answer _ -> "B9";
            case UnitFrame.StepError error -> "%02X error %02X: %s".formatted(error.command(), error.errorCode(),
                    RsuErrorCodes.meaning(error.command(), error.errorCode()));
            case UnitFrame.Empty _ -> "acknowledgement";
            case UnitFrame.Unknown unknown -> "%02X".formatted(unknown.command());
        };
    }

    /** Answers to C0; what comes after power-up is none. */
    static List<Entry.Came<B0Status>> answers(Transcript<UnitFrame> seen) {
        return seen.frames(B0Status.class, b0 -> !b0.isPowerUp());
    }

    private static boolean answered(Transcript<UnitFrame> seen) {
        return !answers(seen).isEmpty();
    }

    private static Step<UnitFrame> send(Function<Transcript<UnitFrame>, Say> say) {
        return new Step.Send<>(seen -> Optional.of(say.apply(seen)));
    }

    // ---- C0

    private Exercise<UnitFrame> initialise() {
        return new Exercise<>("initialise", new Text("Initialise", "初始化"), List.of(
                new Judge<>(Check.of("c0.answer", "C0 is answered with B0", "C0有B0应答", RULES), this::initAnswer),
                new Judge<>(Check.of("c0.answer-time", "B0 comes in time", "B0应答及时", RULES), this::initTime),
                new Judge<>(Check.of("b0.form", "B0 has the usual length of its profile", "B0长度符合版本", B0), this::statusForm),
                new Judge<>(Check.of("b0.status", "the RSU is well", "天线状态正常", B0), seen -> status(seen, b0 -> b0.status() == 0
                        ? Outcome.passed() : Outcome.failed("status 00", "状态00", RsuErrorCodes.statusMeaning(b0.status())))),
                new Judge<>(Check.of("b0.psam", "B0 counts a PSAM that it names", "B0的PSAM数量与终端机号一致", B0),
                        seen -> status(seen, RsuSerialConformance::psamCount)),
                new Judge<>(Check.of("b0.authorised", "its PSAM needs no authorisation", "PSAM无需授权", B0), seen -> status(seen,
                        RsuSerialConformance::authorised))), List.of(send(voice::initialise),
                new Step.Await<>(INIT_ANSWER_MS, false, RsuSerialConformance::answered),
                new Step.Send<>(seen -> answered(seen) ? Optional.empty() : Optional.of(voice.initialise(seen))),
                new Step.Await<>(LATE_MS, true, RsuSerialConformance::answered)), voice::obligations);
    }

    private Outcome initAnswer(Transcript<UnitFrame> seen) {
        if (!answered(seen)) {
            return Outcome.failed("B0 within " + INIT_ANSWER_MS + " ms", INIT_ANSWER_MS + "毫秒内的B0", nothingOr(seen));
        }
        boolean first = asked(seen).count() == 1;
        return first ? Outcome.passed() : Outcome.quirk("first-c0-unanswered", "answers the second C0, not the first", "首个C0无应答",
                "firstRsctl: 0x89; initRetryMs", "firstRsctl设为0x89；initRetryMs");
    }

    /** Every C0 before the first answer. */
    private static Stream<Entry.Sent<UnitFrame>> asked(Transcript<UnitFrame> seen) {
        long answeredNanos = answers(seen).getFirst().atNanos();
        return seen.sent().stream().filter(sent -> sent.said().what().equals(SuiteVoice.C0) && sent.atNanos() <= answeredNanos);
    }

    private static String nothingOr(Transcript<UnitFrame> seen) {
        int bytes = seen.stream().size();
        return bytes == 0 ? "nothing" : bytes + " bytes, no B0 that answers";
    }

    private Outcome initTime(Transcript<UnitFrame> seen) {
        return answers(seen).stream().findFirst().flatMap(b0 -> asked(seen).reduce((_, latest) -> latest).map(c0 ->
                Measured.atMost(new Text("C0 to B0", "C0到B0"), Transcript.msBetween(c0, b0), INIT_ANSWER_MS)))
                .map(took -> took.within() ? Outcome.passed(took) : Outcome.quirk("b0-late", "takes " + took.tookMs() + " ms for B0",
                "B0应答用时" + took.tookMs() + "毫秒", "initRetryMs", "initRetryMs").and(took))
                .orElseGet(() -> Outcome.notAsked("no B0 came", "未收到B0"));
    }

    private Outcome statusForm(Transcript<UnitFrame> seen) {
        int usual = settings.profile().usualBytes(0xB0);
        return answers(seen).stream().findFirst().map(b0 -> b0.raw().size() == usual ? Outcome.passed()
                : Outcome.quirk("b0-other-form", "B0 of " + b0.raw().size() + " bytes, usual " + usual, "B0为" + b0.raw().size() + "字节，通常"
                + usual + "字节", "none needed: told apart by the length", "无需设置：按长度区分"))
                .orElseGet(() -> Outcome.notAsked("no B0 came", "未收到B0"));
    }

    private static Outcome status(Transcript<UnitFrame> seen, Function<B0Status, Outcome> verdict) {
        return answers(seen).stream().findFirst().map(b0 -> verdict.apply(b0.frame()))
                .orElseGet(() -> Outcome.notAsked("no B0 came", "未收到B0"));
    }

    private static Outcome psamCount(B0Status b0) {
        if (b0.psamCount() < 0) {
            return Outcome.notAsked("this form of B0 has no count", "该格式B0无数量字段");
        }
        boolean named = !b0.terminal1().matches("0*") || !b0.terminal2().matches("0*");
        return b0.psamCount() > 0 || !named ? Outcome.passed() : Outcome.quirk("psam-count-zero",
                "counts no PSAM and names a terminal number", "PSAM数量为0却有终端机号", "none needed: the count is not used", "无需设置：不使用该数量");
    }

    private static Outcome authorised(B0Status b0) {
        return b0.psam().map(psam -> psam.needsAuthorisation() ? Outcome.quirk("psam-not-authorised",
                "its PSAM has to be authorised before it decrypts vehicle files", "PSAM需授权后才能解密车辆信息",
                "none: have it authorised, the driver cannot", "无：须由厂家授权，驱动不支持") : Outcome.passed())
                .orElseGet(() -> Outcome.notAsked("only profile ef04 tells", "仅ef04版本提供"));
    }

    private Exercise<UnitFrame> again() {
        return new Exercise<>("initialise-again", new Text("Initialise while it searches", "搜索中再次初始化"), List.of(
                new Judge<>(Check.of("c0.again", "C0 is answered while the RSU searches, too", "搜索中C0也有应答", RULES), seen -> answered(seen)
                        ? Outcome.passed() : Outcome.failed("B0", "B0", nothingOr(seen)))),
                List.of(send(voice::initialise), new Step.Await<>(INIT_ANSWER_MS, true, RsuSerialConformance::answered)),
                voice::obligations);
    }

    // ---- frames that are damaged on the way to it

    private Exercise<UnitFrame> damaged(String what, Text title, String english, String chinese, Function<Transcript<UnitFrame>,
            Say> damaged) {
        return new Exercise<>("damaged-" + what, title, List.of(new Judge<>(Check.of("frame." + what + "-checked", english, chinese,
                LINK), seen ->
                !answers(seen.afterSent(0)).isEmpty() ? Outcome.failed("no answer", "不应答", "B0")
                        : answered(seen) ? Outcome.passed() : Outcome.notAsked("a good C0 is not answered either", "正常C0也无应答"))),
                List.of(send(damaged), new Step.Listen<>(NO_ANSWER_MS), send(voice::initialise),
                        new Step.Await<>(INIT_ANSWER_MS, true, seen -> answered(seen.afterLastSent()))), voice::obligations);
    }

    private Exercise<UnitFrame> escaped() {
        return new Exercise<>("escaped", new Text("A frame with FF and FE in it", "含FF和FE的帧"), List.of(
                new Judge<>(Check.of("frame.escape", "escaped bytes are read", "能读取转义字节", LINK), seen -> !answers(seen.afterSent(0))
                .isEmpty()
                        ? Outcome.passed() : answered(seen) ? Outcome.failed("B0", "B0", "nothing; a C0 without such bytes is answered")
                        : Outcome.notAsked("no C0 is answered", "C0均无应答"))),
                List.of(send(voice::escapedInitialise), new Step.Await<>(INIT_ANSWER_MS, false, RsuSerialConformance::answered),
                        // the clock is set right again
                        send(voice::initialise), new Step.Await<>(INIT_ANSWER_MS, true, seen -> answered(seen.afterLastSent()))),
                voice::obligations);
    }

    private Exercise<UnitFrame> half() {
        return new Exercise<>("half-frame", new Text("Rubbish and half a frame, then a good one", "杂码和半帧后的正常帧"), List.of(
                new Judge<>(Check.of("frame.resync", "the next good frame is read", "其后的正常帧能读取", LINK), seen -> answered(seen)
                        ? Outcome.passed() : Outcome.failed("B0", "B0", nothingOr(seen)))),
                List.of(send(voice::half), new Step.Listen<>(100), send(voice::initialise),
                        new Step.Await<>(INIT_ANSWER_MS, true, RsuSerialConformance::answered)), voice::obligations);
    }

    // ---- heartbeat

    private Exercise<UnitFrame> heartbeat() {
        return new Exercise<>("heartbeat", new Text("Heartbeat with nobody in the zone", "区内无标签时的心跳"), List.of(
                new Judge<>(Check.of("heartbeat.comes", "heartbeats come", "有心跳", RULES), seen -> unlessObu(seen, beats -> beats.size() > 1
                        ? Outcome.passed() : Outcome.failed("a heartbeat at least every " + settings.linkLostMs() + " ms (linkLostMs)",
                                "至少每" + settings.linkLostMs() + "毫秒（linkLostMs）一次心跳", beats.size() + " heartbeats"))),
                new Judge<>(Check.of("heartbeat.spacing", "more than 3 s and less than 1 min apart", "间隔大于3秒、小于1分钟", RULES),
                        seen -> unlessObu(seen, RsuSerialConformance::spacing)),
                new Judge<>(Check.of("heartbeat.obu", "its OBUID is 0", "心跳OBUID为0", RULES), seen -> unlessObu(seen, beats ->
                        beats.isEmpty() ? Outcome.notAsked("no heartbeat came", "未收到心跳")
                        : beats.stream().allMatch(beat -> beat.frame().obu().equals(ObuId.NONE)) ? Outcome.passed()
                        : Outcome.quirk("heartbeat-obu", "OBUID " + beats.getFirst().frame().obu() + " in a heartbeat", "心跳OBUID为"
                        + beats.getFirst().frame().obu(), "none needed: known by its error code", "无需设置：按错误码识别")))),
                List.of(new Step.Await<>(settings.linkLostMs(), true, seen -> !seen.frames(B2Heartbeat.class).isEmpty()),
                        new Step.Await<>(settings.linkLostMs(), false, seen -> seen.frames(B2Heartbeat.class).size() > 1)),
                        voice::obligations);
    }

    private static Outcome unlessObu(Transcript<UnitFrame> seen, Function<List<Entry.Came<B2Heartbeat>>, Outcome> verdict) {
        return seen.frames(B2ObuInfo.class).isEmpty() ? verdict.apply(seen.frames(B2Heartbeat.class))
                : Outcome.notAsked("an OBU was in the zone", "区内有标签");
    }

    private static Outcome spacing(List<Entry.Came<B2Heartbeat>> beats) {
        if (beats.size() < 2) {
            return Outcome.notAsked("fewer than two heartbeats came", "心跳不足两次");
        }
        Measured apart = new Measured(new Text("heartbeat to heartbeat", "心跳间隔"), Transcript.msBetween(beats.get(0), beats.get(1)),
                HEARTBEAT_LEAST_MS, HEARTBEAT_MOST_MS);
        if (apart.within()) {
            return Outcome.passed(apart);
        }
        return apart.tookMs() < HEARTBEAT_LEAST_MS ? Outcome.quirk("heartbeat-frequent", "a heartbeat every " + apart.tookMs() + " ms",
                "心跳间隔" + apart.tookMs() + "毫秒", "none needed", "无需设置").and(apart)
                : Outcome.quirk("heartbeat-late", "a heartbeat every " + apart.tookMs() + " ms only", "心跳间隔达" + apart.tookMs() + "毫秒",
                "linkLostMs, more than twice as long", "linkLostMs，应大于其两倍").and(apart);
    }
}
