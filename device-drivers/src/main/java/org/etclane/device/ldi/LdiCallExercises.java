package org.etclane.device.ldi;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.etclane.device.Bytes;
import org.etclane.device.conformance.Check;
import org.etclane.device.conformance.Exercise;
import org.etclane.device.conformance.Judge;
import org.etclane.device.conformance.Measured;
import org.etclane.device.conformance.Outcome;
import org.etclane.device.conformance.Step;
import org.etclane.device.conformance.Transcript;
import org.etclane.device.ldi.LdiMessage.A1Initialised;
import org.etclane.device.ldi.LdiMessage.Authenticate0E;
import org.etclane.device.ldi.LdiMessage.Monitor0C;
import org.etclane.device.ldi.LdiMessage.Readiness;
import org.etclane.device.ldi.LdiScene.From;
import org.etclane.device.spi.Text;

/**
 * From the call of a device until it works: authentication, initialisation, monitor reports, and frames that are wrong
 * (lane-devices-ldi.md §2, §5–§7, §12). Moves nothing. Part of {@link LdiConformance}.
 */
final class LdiCallExercises {
    static final long LATE_MS = 1_500;
    /** Devices try again to call at intervals of their own. */
    private static final long CALL_MS = 30_000;
    private static final int ANSWERED = 2;
    private static final long PERIOD_MS = 3_000;
    private static final long A1_MS = 1_000;
    private static final long QUIET_MS = 200;
    private static final long STRANGE_MS = 800;
    private static final long MONITORS_MS = 12_500;
    private static final int NOBODYS_INDEX = 254;
    private static final int UNKNOWN_COMMAND = 0x1F;

    private final LdiScene scene;
    private final LdiManners manners;

    LdiCallExercises(LdiScene scene) {
        this.scene = scene;
        this.manners = LdiManners.of(scene);
    }

    List<Exercise<LdiHeard>> all() {
        List<Exercise<LdiHeard>> all = new ArrayList<>();
        all.add(call());
        LdiModuleExercises.harmless(scene.settings).findFirst().ifPresent(control -> all.add(beforeInitialisation(control)));
        scene.settings.modules().forEach(module -> all.add(initialise(module.id())));
        all.add(monitor());
        all.add(strange(scene.settings.modules().getFirst().id()));
        return all;
    }

    static Judge<LdiHeard> judge(String id, String english, String chinese, String section, Function<Transcript<LdiHeard>,
            Outcome> verdict) {
        return new Judge<>(Check.of(id, english, chinese, "lane-devices-ldi.md §" + section), verdict);
    }

    /** What cannot be told when the module's device is not there. */
    static Outcome notThere() {
        return Outcome.notAsked("its device has not called, or was not accepted", "设备未接入或未通过认证");
    }

    // ---- authentication

    private Exercise<LdiHeard> call() {
        return new Exercise<>("call", new Text("Devices call and authenticate; the first time nobody answers", "设备接入和认证，首次不应答"), List.of(
                judge("call.comes", "a device calls", "设备接入", "1", seen -> LdiScene.somebodyCalled(seen) ? Outcome.passed()
                        : Outcome.failed("a connection within " + CALL_MS / 1000 + " s", CALL_MS / 1000 + "秒内接入",
                                "none: ServerIP1 and ServerPort1 of the device, network, firewall")),
                judge("authenticate.period", "authenticates again every 3 s until it is answered", "每3秒重复认证直至应答", "2", this::period),
                judge("authenticate.lane", "its lane code is the configured one", "车道代码与配置一致", "4", this::lane),
                judge("authenticate.code", "its verification code is the configured one", "设备校验码与配置一致", "4", this::code),
                judge("modules.listed", "lists every configured module", "列出全部配置模块", "7", this::listed),
                judge("modules.expected", "lists no other module", "无未配置模块", "7", this::expected),
                judge("modules.unique", "no module is listed by two devices", "模块不重复", "1", LdiCallExercises::unique)),
                List.of(new Step.Await<>(CALL_MS, false, this::everybodyAsked)), new LdiManners(scene, ANSWERED, Optional.empty()));
    }

    private boolean everybodyAsked(Transcript<LdiHeard> seen) {
        return scene.settings.modules().stream().allMatch(m -> scene.callerOf(seen, m.id()).filter(caller ->
                LdiScene.byCaller(seen, Authenticate0E.class).getOrDefault(caller, List.of()).size() >= ANSWERED).isPresent());
    }

    private static Outcome nothingAsked() {
        return Outcome.notAsked("nobody has authenticated", "无设备认证");
    }

    private Outcome period(Transcript<LdiHeard> seen) {
        if (!LdiScene.somebodyCalled(seen)) {
            return Outcome.notAsked("nobody has called", "无设备接入");
        }
        List<Long> periods = LdiConformance.periods(LdiScene.byCaller(seen, Authenticate0E.class));
        if (periods.isEmpty()) {
            return Outcome.failed("0E on connecting, and again after 3 s", "接入后发送0E，3秒后重复",
                    LdiScene.said(seen, Authenticate0E.class).size() + " times 0E");
        }
        return LdiConformance.near(periods, PERIOD_MS, "authenticate-period", "0E to 0E", "认证间隔", "timing.authenticateMs");
    }

    private Outcome lane(Transcript<LdiHeard> seen) {
        List<From<Authenticate0E>> all = LdiScene.said(seen, Authenticate0E.class);
        return all.isEmpty() ? nothingAsked() : all.stream().map(one -> one.message().head().lane())
                .filter(lane -> !lane.equals(scene.settings.lane())).findFirst().map(lane -> Outcome.quirk("other-lane", "says lane " + lane
                        + ", the lane is " + scene.settings.lane(), "车道代码为" + lane + "，配置为" + scene.settings.lane(),
                        "laneHex, or the device's own setting", "laneHex，或设备自身设置")).orElseGet(Outcome::passed);
    }

    private Outcome code(Transcript<LdiHeard> seen) {
        List<From<Authenticate0E>> all = LdiScene.said(seen, Authenticate0E.class);
        return all.isEmpty() ? nothingAsked() : all.stream().filter(one -> scene.refuses(one.message()).equals("verification code"))
                .findFirst().map(one -> Outcome.quirk("other-code", "says verification code " + one.message().head().certification()
                        + " for " + one.message().modules(), "设备校验码为" + one.message().head().certification() + "："
                        + one.message().modules(),
                        "code under modules, or the device's own setting", "modules中的code，或设备自身设置")).orElseGet(Outcome::passed);
    }

    private Outcome listed(Transcript<LdiHeard> seen) {
        Set<LdiModule> there = listedModules(seen);
        List<LdiModule> missing = scene.settings.modules().stream().map(LdiSettings.Module::id).filter(id -> !there.contains(id)).toList();
        return there.isEmpty() ? nothingAsked() : missing.isEmpty() ? Outcome.passed() : Outcome.failed("every module under modules",
                "modules中的全部模块", "missing: " + missing + ", listed: " + there);
    }

    private Outcome expected(Transcript<LdiHeard> seen) {
        Set<LdiModule> there = listedModules(seen);
        List<LdiModule> more = there.stream().filter(id -> scene.settings.module(id).isEmpty()).toList();
        return there.isEmpty() ? nothingAsked() : more.isEmpty() ? Outcome.passed() : Outcome.quirk("more-modules", "lists " + more
                + " as well", "另有模块" + more, "a key under modules for what the lane is to use; else none needed", "需使用的在modules中增加，其余无需设置");
    }

    private static Set<LdiModule> listedModules(Transcript<LdiHeard> seen) {
        Set<LdiModule> there = new HashSet<>();
        LdiScene.said(seen, Authenticate0E.class).forEach(one -> there.addAll(one.message().modules()));
        return there;
    }

    private static Outcome unique(Transcript<LdiHeard> seen) {
        Set<LdiModule> all = new HashSet<>();
        for (List<From<Authenticate0E>> one : LdiScene.byCaller(seen, Authenticate0E.class).values()) {
            for (LdiModule module : new HashSet<>(one.getLast().message().modules())) {
                if (!all.add(module)) {
                    return Outcome.failed("each module once", "每个模块只出现一次", module + " on two connections");
                }
            }
        }
        return all.isEmpty() ? nothingAsked() : Outcome.passed();
    }

    // ---- initialisation

    private Exercise<LdiHeard> beforeInitialisation(LdiControl control) {
        String what = "1B before 1A";
        return new Exercise<>("before-initialisation", new Text("An order before the initialisation", "初始化前的控制"), List.of(
                judge("order.before-initialisation", "obeys no order before it is initialised", "未初始化不执行控制", "12 row 11", seen -> {
                    Transcript<LdiHeard> after = LdiScene.since(seen, what);
                    if (after.sent().isEmpty()) {
                        return notThere();
                    }
                    return LdiScene.results(after, control.module()).stream().noneMatch(b1 -> b1.message().status() == 0) ? Outcome.passed()
                            : Outcome.quirk("obeys-uninitialised", "obeys an order before it is initialised", "未初始化即执行控制",
                            "none needed: the lane initialises first", "无需设置：车道先初始化");
                })), List.of(scene.order(control, what), new Step.Listen<>(A1_MS)), manners);
    }

    /** Asked twice with the same bytes: what was sent again is answered again. */
    private Exercise<LdiHeard> initialise(LdiModule module) {
        String what = "1A " + module;
        long mostMs = scene.settings.timing().initialiseAnswerMs() + LATE_MS;
        return new Exercise<>("initialise-" + module, new Text("Initialise " + module + ", twice", "初始化" + module + "，两次"), List.of(
                judge("initialise." + module, "is initialised within 1 s, also when it is asked again", "1秒内初始化，重发亦应答", "7",
                        seen -> initialised(seen, module, what))),
                List.of(scene.initialise(module, what), new Step.Await<>(mostMs, false, seen -> !LdiScene.readiness(
                                LdiScene.since(seen, what), module).isEmpty()), new Step.Listen<>(QUIET_MS), scene.again(module, what),
                        new Step.Await<>(mostMs, false, seen -> !LdiScene.readiness(LdiScene.since(seen, LdiScene.again(what)), module)
                                .isEmpty())), manners);
    }

    private Outcome initialised(Transcript<LdiHeard> seen, LdiModule module, String what) {
        Transcript<LdiHeard> once = LdiScene.between(seen, what, LdiScene.again(what));
        if (once.sent().isEmpty()) {
            return notThere();
        }
        List<From<Readiness>> first = LdiScene.readiness(once, module);
        List<From<Readiness>> second = LdiScene.readiness(LdiScene.since(seen, LdiScene.again(what)), module);
        if (first.isEmpty() && second.isEmpty()) {
            return Outcome.failed("A1 with state 00", "A1，状态00", "no A1");
        }
        Readiness last = (second.isEmpty() ? first : second).getLast().message();
        if (last.state() != 0) {
            return Outcome.failed("A1 with state 00", "A1，状态00", "state %02X".formatted(last.state()));
        }
        if (first.isEmpty()) {
            return answersLost("1A");
        }
        long tookMs = first.getFirst().msAfter(once.sent().getFirst());
        Measured took = Measured.atMost(new Text("1A to A1", "1A到A1"), tookMs, A1_MS);
        if (!took.within()) {
            return Outcome.quirk("initialise-late", "takes " + tookMs + " ms to initialise", "初始化用时" + tookMs + "毫秒",
                    "timing.initialiseAnswerMs", "timing.initialiseAnswerMs").and(took);
        }
        return second.isEmpty() ? repeatUnanswered("1A").and(took) : Outcome.passed(took);
    }

    static Outcome answersLost(String what) {
        return Outcome.quirk("answers-lost", "answers " + what + " only when it is sent again", "重发后才应答" + what, "timing.retries",
                "timing.retries");
    }

    static Outcome repeatUnanswered(String what) {
        return Outcome.quirk("repeat-unanswered", "does not answer the same " + what + " again", "重发的" + what + "不再应答",
                "the wait for the answer longer than its slowest one: timing.initialiseAnswerMs, answerMs, barrierAnswerMs",
                "应答等待时间长于其最慢应答：timing.initialiseAnswerMs、answerMs、barrierAnswerMs");
    }

    // ---- monitor

    private Exercise<LdiHeard> monitor() {
        return new Exercise<>("monitor", new Text("Monitor reports", "监测数据"), List.of(
                judge("monitor.comes", "every device reports", "每台设备上报监测数据", "2", seen -> {
                    List<Integer> there = scene.callers(seen);
                    Set<Integer> told = LdiScene.byCaller(seen.wholeRun(), Monitor0C.class).keySet();
                    return there.isEmpty() ? nothingAsked() : told.containsAll(there) ? Outcome.passed()
                            : Outcome.failed("0C every 5 s", "每5秒0C", "none from " + there.stream().filter(one -> !told.contains(one))
                            .map(one -> "caller " + one).toList());
                })), List.of(new Step.Await<>(MONITORS_MS, false, seen -> scene.callers(seen).stream().allMatch(caller ->
                LdiScene.byCaller(seen.wholeRun(), Monitor0C.class).getOrDefault(caller, List.of()).size() >= 2))), manners);
    }

    // ---- what is wrong

    private Exercise<LdiHeard> strange(LdiModule module) {
        String crc = "1A, CRC wrong";
        String unknown = "1F";
        String other = "1A of another lane";
        String nobodys = "1A of a module that is not there";
        String good = "1A after all that";
        LdiModule nobody = new LdiModule(module.typeCode(), NOBODYS_INDEX);
        return new Exercise<>("strange-frames", new Text("Frames that are wrong, and a good one", "错误帧之后的正常帧"), List.of(
                judge("strange.crc", "a wrong CRC is not answered", "CRC错误不应答", "3", seen -> silentTo(seen, crc, unknown, Outcome.failed(
                        "no answer", "不应答", "an answer: the device does not look at the CRC"))),
                judge("strange.command", "a command that is not known is not answered", "未知命令不应答", "5", seen -> silentTo(seen, unknown,
                        other, Outcome.quirk("answers-unknown", "answers a command that nobody knows", "应答未知命令", "none needed", "无需设置"))),
                judge("strange.lane", "a frame of another lane is not obeyed", "不执行其他车道的帧", "12 row 12", seen -> silentTo(seen, other,
                        nobodys, Outcome.quirk("obeys-others", "obeys frames of another lane", "执行其他车道的帧",
                        "none: keep the device network separate (bindAddress)", "无：设备网须隔离（bindAddress）"))),
                judge("strange.module", "a module that is not there is refused", "不存在的模块应拒绝", "12 row 23", seen ->
                        nobodyInitialised(LdiScene.between(seen, nobodys, good), nobody)),
                judge("strange.goes-on", "a good frame after all that is answered", "其后的正常帧有应答", "3", seen -> {
                    Transcript<LdiHeard> after = LdiScene.since(seen, good);
                    return after.sent().isEmpty() ? notThere() : !LdiScene.readiness(after, module).isEmpty() ? Outcome.passed()
                            : Outcome.failed("A1", "A1", "nothing");
                })),
                List.of(scene.step(module, "a good 1A", code -> scene.initialise(code, module)), new Step.Listen<>(STRANGE_MS),
                        new Step.Send<>(seen -> scene.callerOf(seen, module).map(caller -> LdiScene.send(crc, caller,
                        wrongCrc(LdiCodec.encode(
                                LdiScene.nextSeq(seen), scene.initialise(scene.code(module), module)))))),
                        new Step.Listen<>(STRANGE_MS),
                        scene.step(module, unknown, _ -> new LdiMessage.Unknown(UNKNOWN_COMMAND, Bytes.zeros(20))),
                        new Step.Listen<>(STRANGE_MS), scene.step(module, other, code -> new LdiMessage.Initialise1A(new LdiHead(
                                scene.unixSeconds(), notOurs(), code), scene.initialise(code, module).modules())),
                        new Step.Listen<>(STRANGE_MS), scene.initialise(nobody, module, nobodys),
                        new Step.Listen<>(A1_MS), scene.initialise(module, good), new Step.Await<>(
                                scene.settings.timing().initialiseAnswerMs(), false, seen -> !LdiScene.readiness(LdiScene.since(seen, good),
                                module).isEmpty())), manners);
    }

    private static byte[] wrongCrc(byte[] frame) {
        frame[frame.length - 1] ^= 0x55;
        return frame;
    }

    private Bytes notOurs() {
        byte[] lane = scene.settings.lane().toArray();
        lane[lane.length - 1] ^= 0x55;
        return Bytes.copyOf(lane);
    }

    /** Answers only: what a device says by itself goes on. */
    private static Outcome silentTo(Transcript<LdiHeard> seen, String what, String next, Outcome otherwise) {
        Transcript<LdiHeard> after = LdiScene.between(seen, what, next);
        if (after.sent().isEmpty()) {
            return notThere();
        }
        boolean answered = LdiScene.said(after, LdiMessage.class).stream().anyMatch(one -> switch (one.message()) {
            case Authenticate0E _, Monitor0C _, LdiMessage.Report1C _, LdiMessage.Upgrade0F _ -> false;
            case LdiMessage.Headed _, LdiMessage.Search21 _, LdiMessage.Found12 _, LdiMessage.Unknown _ -> true;
        });
        return answered ? otherwise : Outcome.passed();
    }

    private static Outcome nobodyInitialised(Transcript<LdiHeard> after, LdiModule nobody) {
        if (after.sent().isEmpty()) {
            return notThere();
        }
        List<From<Readiness>> answers = LdiScene.readiness(after, nobody);
        if (answers.isEmpty()) {
            return Outcome.quirk("unknown-module-silent", LdiScene.said(after, A1Initialised.class).isEmpty()
                    ? "says nothing to a module that is not there" : "answers for another module than was asked", "对不存在的模块不应答",
                    "none needed: such a module is reported by timing.retries", "无需设置");
        }
        return answers.getFirst().message().state() != 0 ? Outcome.passed() : Outcome.failed("state 01", "状态01", "state 00 of " + nobody);
    }

    /** Longest and shortest, for whoever reads the report. */
    static Measured[] spread(List<Long> times, String english, String chinese) {
        return new Measured[] {Measured.without(new Text("shortest " + english, "最短" + chinese), Collections.min(times)),
                Measured.without(new Text("longest " + english, "最长" + chinese), Collections.max(times))};
    }
}
