package org.etclane.device.rsu.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
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
import org.etclane.device.rsu.network.UnitFrame.Antenna;
import org.etclane.device.rsu.network.UnitFrame.B0Status;
import org.etclane.device.rsu.network.UnitFrame.B1Heartbeat;
import org.etclane.device.rsu.network.UnitFrame.B2ObuInfo;
import org.etclane.device.spi.Text;

/**
 * What is asked of an RSU of variant B (rsu-network.md §1–§5): here everything that needs no OBU. With an OBU in the zone:
 * {@link ReadExercises}, {@link DebitExercise}; of every frame: {@link FrameChecks}. No answer time of C0 is published: the repetition
 * of the driver ({@code initRetryMs}) is the limit.
 */
final class RsuNetworkConformance {
    private static final long LATE_MS = 5_000;
    private static final long NO_ANSWER_MS = 600;
    private static final long HEARTBEAT_LEAST_MS = 8_000;
    private static final long HEARTBEAT_MOST_MS = 12_000;
    private static final int FIRST_VERSION = 0x2000;
    private static final String LINK = "rsu-network.md §1";
    private static final String FRAMES = "rsu-network.md §3";

    private final RsuNetworkSettings settings;
    private final SuiteVoice voice;
    private final long answerMs;

    private RsuNetworkConformance(RsuNetworkSettings settings, LongSupplier wallMillis) {
        this.settings = settings;
        this.voice = new SuiteVoice(settings, wallMillis);
        this.answerMs = settings.times().initRetryMs();
    }

    static Suite<UnitFrame> suite(RsuNetworkSettings settings, LongSupplier wallMillis) {
        RsuNetworkConformance one = new RsuNetworkConformance(settings, wallMillis);
        List<Exercise<UnitFrame>> exercises = new ArrayList<>(List.of(one.initialise(), one.again(), one.damaged(), one.half(), one.open(),
                one.heartbeat()));
        exercises.addAll(new ReadExercises(one.voice).all());
        exercises.add(new DebitExercise(settings, one.voice).exercise());
        return new Suite<>("RSU network (variant B)", () -> new RsuNetworkEar(settings), RsuNetworkConformance::words, exercises,
                FrameChecks.judges());
    }

    static String words(UnitFrame frame) {
        return switch (frame) {
            case B0Status b0 -> "B0 status %02X, %d PSAM".formatted(b0.status(), b0.psams().size());
            case B1Heartbeat _ -> "B1 heartbeat";
            case B2ObuInfo b2 -> "B2 OBU " + b2.obu().id();
            case UnitFrame.B4CardInfo _ -> "B4 vehicle and card";
            case UnitFrame.B4CpcInfo _ -> "B4 CPC card";
            case UnitFrame.B5Result _ -> "B5 result";
            case UnitFrame.B5CpcResult _ -> "B5 CPC card";
            case UnitFrame.B8TacInfo _ -> "B8 TAC";
            case UnitFrame.BAPsamInfo _ -> "BA PSAM";
            case UnitFrame.BBPsamResult _ -> "BB PSAM";
            case UnitFrame.StepError error -> "%02X error %02X: %s".formatted(error.command(), error.errorCode(),
                    RsuNetworkErrorCodes.meaning(error.command(), error.errorCode()));
            case UnitFrame.Unknown unknown -> "%02X".formatted(unknown.command());
        };
    }

    private static boolean answered(Transcript<UnitFrame> seen) {
        return seen.first(B0Status.class).isPresent();
    }

    private static Step<UnitFrame> send(Function<Transcript<UnitFrame>, Say> say) {
        return new Step.Send<>(seen -> Optional.of(say.apply(seen)));
    }

    // ---- C0

    private Exercise<UnitFrame> initialise() {
        return new Exercise<>("initialise", new Text("Initialise", "初始化"), List.of(
                new Judge<>(Check.of("c0.answer", "C0 is answered with B0", "C0有B0应答", LINK), this::initAnswer),
                new Judge<>(Check.of("c0.answer-time", "B0 comes in time", "B0应答及时", LINK), this::initTime),
                new Judge<>(Check.of("b0.status", "the RSU is well", "天线状态正常", FRAMES), seen -> status(seen, b0 -> b0.status() == 0
                        ? Outcome.passed() : Outcome.failed("status 00", "状态00", RsuNetworkErrorCodes.statusMeaning(b0.status())))),
                new Judge<>(Check.of("b0.count", "B0 counts the PSAMs that it lists", "B0的PSAM数量与记录一致", FRAMES), seen -> status(seen,
                        b0 -> count("B0", b0.psamCount(), b0.psams().size()))),
                new Judge<>(Check.of("b0.authorised", "its PSAMs are authorised", "PSAM已授权", FRAMES), seen -> status(seen,
                        RsuNetworkConformance::authorised)),
                new Judge<>(Check.of("b0.version", "its version is 2000H at least", "版本号不低于2000H", FRAMES), seen -> status(seen, b0 ->
                        b0.version() >= FIRST_VERSION ? Outcome.passed() : Outcome.quirk("old-version",
                        "version %04XH".formatted(b0.version()),
                                "版本号为%04XH".formatted(b0.version()), "none needed: not judged", "无需设置：不作判断")))),
                List.of(send(voice::initialise), new Step.Await<>(answerMs, false, RsuNetworkConformance::answered),
                        new Step.Send<>(seen -> answered(seen) ? Optional.empty() : Optional.of(voice.initialise(seen))),
                        new Step.Await<>(LATE_MS, true, RsuNetworkConformance::answered)), voice::obligations);
    }

    private Outcome initAnswer(Transcript<UnitFrame> seen) {
        if (!answered(seen)) {
            return Outcome.failed("B0 within " + answerMs + " ms", answerMs + "毫秒内的B0", nothingOr(seen));
        }
        return asked(seen).count() == 1 ? Outcome.passed() : Outcome.quirk("first-c0-unanswered", "answers the second C0, not the first",
                "首个C0无应答", "initRetryMs", "initRetryMs");
    }

    static String nothingOr(Transcript<UnitFrame> seen) {
        int bytes = seen.stream().size();
        return bytes == 0 ? "nothing" : bytes + " bytes, no B0";
    }

    /** Every C0 before the first answer. */
    private static Stream<Entry.Sent<UnitFrame>> asked(Transcript<UnitFrame> seen) {
        long answeredNanos = seen.first(B0Status.class).map(Entry::atNanos).orElse(Long.MAX_VALUE);
        return seen.sent().stream().filter(sent -> sent.said().what().equals(SuiteVoice.C0) && sent.atNanos() <= answeredNanos);
    }

    private Outcome initTime(Transcript<UnitFrame> seen) {
        Optional<Entry.Came<B0Status>> b0 = seen.first(B0Status.class);
        if (b0.isEmpty()) {
            return Outcome.notAsked("no B0 came", "未收到B0");
        }
        Measured took = Measured.atMost(new Text("C0 to B0", "C0到B0"), Transcript.msBetween(asked(seen).reduce((_, latest) -> latest)
                .orElseThrow(),
                b0.get()), answerMs);
        return took.within() ? Outcome.passed(took) : Outcome.quirk("b0-late", "takes " + took.tookMs() + " ms for B0",
                "B0应答用时" + took.tookMs() + "毫秒", "initRetryMs", "initRetryMs").and(took);
    }

    private static Outcome status(Transcript<UnitFrame> seen, Function<B0Status, Outcome> verdict) {
        return seen.first(B0Status.class).map(b0 -> verdict.apply(b0.frame())).orElseGet(() -> Outcome.notAsked("no B0 came", "未收到B0"));
    }

    /** A count of 0 with a record behind it is what one maker's RSU was captured with. */
    private static Outcome count(String frame, int told, int there) {
        if (told == there) {
            return Outcome.passed();
        }
        return told == 0 ? Outcome.quirk("count-zero", frame + " counts 0 with " + there + " records in it", frame + "数量为0，实有" + there
                + "条记录",
                "none needed: read by the length", "无需设置：按长度读取") : Outcome.failed("a count of " + there, "数量" + there, "" + told);
    }

    private static Outcome authorised(B0Status b0) {
        List<UnitFrame.Psam> not = b0.psams().stream().filter(psam -> psam.auth() > 0).toList();
        return not.isEmpty() ? Outcome.passed() : Outcome.quirk("psam-not-authorised", "a PSAM on channel " + not.getFirst().channel()
                + " is told as not authorised", "通道" + not.getFirst().channel() + "的PSAM未授权",
                "psamChannels, unless vehicle files are read all the same", "psamChannels；若能读取车辆信息则无需设置");
    }

    private Exercise<UnitFrame> again() {
        return new Exercise<>("initialise-again", new Text("Initialise once more", "再次初始化"), List.of(
                new Judge<>(Check.of("c0.again", "C0 is answered at any time", "任何时候C0均有应答", LINK), seen -> answered(seen)
                ? Outcome.passed()
                        : Outcome.failed("B0", "B0", nothingOr(seen)))),
                List.of(send(voice::initialise), new Step.Await<>(answerMs, true, RsuNetworkConformance::answered)), voice::obligations);
    }

    // ---- frames that are damaged on the way to it

    private Exercise<UnitFrame> damaged() {
        return new Exercise<>("damaged-crc", new Text("A frame with a wrong CRC", "CRC错误的帧"), List.of(
                new Judge<>(Check.of("frame.crc-checked", "a frame with a wrong CRC is not taken", "丢弃CRC错误的帧", LINK), seen ->
                        answered(seen.afterSent(0)) ? Outcome.failed("no answer", "不应答", "B0") : answered(seen) ? Outcome.passed()
                                : Outcome.notAsked("a good C0 is not answered either", "正常C0也无应答"))),
                List.of(send(voice::wrongCheck), new Step.Listen<>(NO_ANSWER_MS), send(voice::initialise),
                        new Step.Await<>(answerMs, true, seen -> answered(seen.afterLastSent()))), voice::obligations);
    }

    /** The half frame stands in front of a good one, as after a broken connection; the next good one must be read. */
    private Exercise<UnitFrame> half() {
        return new Exercise<>("half-frame", new Text("Half a frame, then good ones", "半帧后的正常帧"), List.of(
                new Judge<>(Check.of("frame.resync", "a good frame is read again", "其后的正常帧能读取", LINK), seen -> answered(seen)
                ? Outcome.passed()
                        : Outcome.failed("B0", "B0", nothingOr(seen)))),
                List.of(send(voice::half), new Step.Listen<>(answerMs), send(voice::initialise),
                        new Step.Await<>(answerMs, false, RsuNetworkConformance::answered),
                        new Step.Send<>(seen -> answered(seen) ? Optional.empty() : Optional.of(voice.initialise(seen))),
                        new Step.Await<>(answerMs, true, RsuNetworkConformance::answered)), voice::obligations);
    }

    // ---- the antenna opens, heartbeats come

    private Exercise<UnitFrame> open() {
        return new Exercise<>("open", new Text("Open the antenna", "打开天线"), List.of(
                new Judge<>(Check.of("c4.heartbeat", "after C4 a heartbeat comes", "C4后有心跳", "rsu-network.md §5"), seen -> beats(seen)
                .isEmpty()
                        ? Outcome.failed("B1 within " + settings.times().openRetryMs() + " ms", settings.times().openRetryMs() + "毫秒内的B1",
                        "none")
                        : Outcome.passed()),
                new Judge<>(Check.of("b1.psam-count", "B1 counts the PSAMs that it lists", "B1的PSAM数量与记录一致", FRAMES), seen -> beat(seen,
                b1 ->
                        count("B1", b1.psamCount1() + b1.psamCount2(), b1.psams1().size() + b1.psams2().size()))),
                new Judge<>(Check.of("b1.antenna-count", "B1 counts the antennas that it lists", "B1的天线数量与记录一致", FRAMES), seen -> beat(seen,
                        b1 -> count("B1", b1.antennaCount(), b1.antennas().size()))),
                new Judge<>(Check.of("b1.working", "B1 counts the antennas that are in order", "B1的正常天线数量与状态一致", FRAMES), seen -> beat(seen,
                        b1 -> count("B1", b1.antennasWorking(), (int) b1.antennas().stream().map(Antenna::status).filter(s -> s == 0)
                        .count()))),
                new Judge<>(Check.of("b1.health", "B1 tells of no fault", "B1未报故障", FRAMES), seen -> beat(seen, b1 -> {
                    String trouble = DeviceCondition.trouble(b1, false);
                    return trouble.isEmpty() ? Outcome.passed() : Outcome.failed("no fault", "无故障", trouble);
                }))),
                List.of(new Step.Listen<>(settings.times().openDelayMs()), send(seen -> voice.antenna(seen, true)),
                        new Step.Await<>(settings.times().openRetryMs(), true, seen -> !beats(seen).isEmpty())), voice::obligations);
    }

    private static List<Entry.Came<B1Heartbeat>> beats(Transcript<UnitFrame> seen) {
        return seen.frames(B1Heartbeat.class);
    }

    private static Outcome beat(Transcript<UnitFrame> seen, Function<B1Heartbeat, Outcome> verdict) {
        return seen.first(B1Heartbeat.class).map(b1 -> verdict.apply(b1.frame())).orElseGet(() -> Outcome.notAsked("no B1 came", "未收到B1"));
    }

    private Exercise<UnitFrame> heartbeat() {
        long lostMs = settings.times().linkLostMs();
        return new Exercise<>("heartbeat", new Text("Heartbeats", "心跳"), List.of(
                new Judge<>(Check.of("heartbeat.comes", "heartbeats come", "有心跳", LINK), seen -> beats(seen).size() > 1 ? Outcome.passed()
                        : Outcome.failed("a heartbeat at least every " + lostMs + " ms (linkLostMs)", "至少每" + lostMs + "毫秒（linkLostMs）一次心跳",
                                beats(seen).size() + " heartbeats")),
                new Judge<>(Check.of("heartbeat.spacing", "every 10 s", "间隔10秒", LINK), seen -> spacing(beats(seen)))),
                List.of(new Step.Await<>(lostMs, true, seen -> !beats(seen).isEmpty()),
                        new Step.Await<>(lostMs, false, seen -> beats(seen).size() > 1)), voice::obligations);
    }

    private static Outcome spacing(List<Entry.Came<B1Heartbeat>> beats) {
        if (beats.size() < 2) {
            return Outcome.notAsked("fewer than two heartbeats came", "心跳不足两次");
        }
        Measured apart = new Measured(new Text("heartbeat to heartbeat", "心跳间隔"), Transcript.msBetween(beats.get(0), beats.get(1)),
                HEARTBEAT_LEAST_MS, HEARTBEAT_MOST_MS);
        if (apart.within()) {
            return Outcome.passed(apart);
        }
        String every = "a heartbeat every " + apart.tookMs() + " ms";
        String chinese = "心跳间隔" + apart.tookMs() + "毫秒";
        return (apart.tookMs() < HEARTBEAT_LEAST_MS ? Outcome.quirk("heartbeat-frequent", every, chinese, "none needed", "无需设置")
                : Outcome.quirk("heartbeat-late", every, chinese, "linkLostMs, more than twice as long", "linkLostMs，应大于其两倍")).and(apart);
    }
}
