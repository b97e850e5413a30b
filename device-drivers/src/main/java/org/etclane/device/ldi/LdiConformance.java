package org.etclane.device.ldi;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.etclane.device.conformance.Entry;
import org.etclane.device.conformance.Exercise;
import org.etclane.device.conformance.Judge;
import org.etclane.device.conformance.Outcome;
import org.etclane.device.conformance.Suite;
import org.etclane.device.conformance.Transcript;
import org.etclane.device.ldi.LdiHeard.Gone;
import org.etclane.device.ldi.LdiHeard.Said;
import org.etclane.device.ldi.LdiMessage.A1Initialised;
import org.etclane.device.ldi.LdiMessage.Authenticate0E;
import org.etclane.device.ldi.LdiMessage.B1Controlled;
import org.etclane.device.ldi.LdiMessage.Headed;
import org.etclane.device.ldi.LdiMessage.Monitor0C;
import org.etclane.device.ldi.LdiMessage.Monitored;
import org.etclane.device.ldi.LdiMessage.Report1C;
import org.etclane.device.ldi.LdiScene.From;
import org.etclane.device.link.Callers;

/**
 * What is asked of devices of the national interface (lane-devices-ldi.md §1–§9, §12). The lane is the server: the whole lane's
 * devices call, and each of its modules is asked by name. Here: what is judged by the whole run.
 *
 * <p>Of the contradictions in §12 those of configuration (rows 1–7, 24) and of what a text looks like (18–21) are not asked: the first
 * would change the device, the second is for a person and is part of what the person is asked.
 */
final class LdiConformance {
    private static final long MONITOR_MS = 5_000;
    /** A period is as said when it is within a fifth of it. */
    private static final int TOLERANCE_DIVISOR = 5;
    private static final long AT_ONCE_MS = 100;
    private static final long CLOCK_S = 3;
    private static final long NANOS_PER_S = 1_000_000_000L;

    private final LdiScene scene;

    private LdiConformance(LdiScene scene) {
        this.scene = scene;
    }

    /** @param wallMillis UTC; devices set their clocks by it */
    static Suite<LdiHeard> suite(LdiSettings settings, LongSupplier wallMillis) {
        LdiScene scene = new LdiScene(settings, wallMillis);
        List<Exercise<LdiHeard>> exercises = new ArrayList<>(new LdiCallExercises(scene).all());
        exercises.addAll(new LdiModuleExercises(scene).all());
        scene.module(LdiModuleType.BARRIER).ifPresent(barrier -> exercises.addAll(new LdiBarrierExercises(scene, barrier).all()));
        return new Suite<>("national lane-device interface, " + settings.modules().stream().map(m -> m.id().toString())
                .collect(Collectors.joining(", ")), () -> new LdiEar(settings), LdiHeard::words, exercises, new LdiConformance(scene)
                .throughout());
    }

    private List<Judge<LdiHeard>> throughout() {
        return List.of(
                LdiCallExercises.judge("frames.readable", "every byte belongs to a good frame", "所有字节均属完好帧", "3",
                        LdiConformance::readable),
                LdiCallExercises.judge("frames.flood", "no device floods the lane", "无设备刷屏", "1", this::flood),
                LdiCallExercises.judge("frames.identity", "every frame has the lane and the code that were authenticated",
                        "每帧车道代码和校验码均与认证一致", "4", LdiConformance::identity),
                LdiCallExercises.judge("connection.stays", "no connection is lost", "连接不中断", "1", LdiConformance::stays),
                LdiCallExercises.judge("seq.answers", "an answer repeats the SEQ of its request", "应答重复请求的SEQ", "3",
                        LdiConformance::seqOfAnswers),
                LdiCallExercises.judge("seq.own", "what a device begins is counted 10, 20 … 90", "设备发起的SEQ为10、20…90递增", "3",
                        LdiConformance::seqOfOwn),
                LdiCallExercises.judge("initialise.alone", "A1 tells of the module that was asked only", "A1仅含所询模块", "12 row 10",
                        LdiConformance::alone),
                LdiCallExercises.judge("monitor.period", "reports every 5 s", "每5秒上报", "2", LdiConformance::monitorPeriod),
                LdiCallExercises.judge("monitor.modules", "reports every module that it authenticated", "上报全部已认证模块", "7",
                        this::monitored),
                LdiCallExercises.judge("monitor.health", "reports no fault", "无故障", "9", LdiConformance::healthy),
                LdiCallExercises.judge("monitor.initialise-again", "does not ask to be initialised again (fault 02)", "不要求重新初始化（故障02）",
                        "9", LdiConformance::initialiseAgain),
                LdiCallExercises.judge("monitor.clock", "its clock is that of the lane", "时钟与车道一致", "12 row 15", LdiConformance::clock),
                LdiCallExercises.judge("report.once", "a report that is acknowledged comes once", "已应答的上报不重复", "3",
                        LdiConformance::reportedOnce));
    }

    // ---- times

    /** Between two messages of the same connection, ms. */
    static <M> List<Long> periods(Map<Integer, List<From<M>>> byCaller) {
        List<Long> periods = new ArrayList<>();
        byCaller.values().forEach(all -> {
            for (int i = 1; i < all.size(); i++) {
                periods.add(Math.round((all.get(i).atNanos() - all.get(i - 1).atNanos()) / 1e6));
            }
        });
        return periods;
    }

    /** Whether all of these are near what they should be. */
    static Outcome near(List<Long> periods, long wantedMs, String quirk, String what, String whatChinese, String setting) {
        long marginMs = wantedMs / TOLERANCE_DIVISOR;
        boolean good = Collections.min(periods) >= wantedMs - marginMs && Collections.max(periods) <= wantedMs + marginMs;
        Outcome outcome = good ? Outcome.passed() : Outcome.quirk(quirk, "%d–%d ms %s".formatted(Collections.min(periods),
                Collections.max(periods), what), "%s%d–%d毫秒".formatted(whatChinese, Collections.min(periods), Collections.max(periods)),
                setting,
                setting);
        return outcome.and(LdiCallExercises.spread(periods, what, whatChinese));
    }

    private static Outcome monitorPeriod(Transcript<LdiHeard> seen) {
        List<Long> periods = periods(LdiScene.byCaller(seen, Monitor0C.class));
        return periods.isEmpty() ? nothing() : near(periods, MONITOR_MS, "monitor-period", "0C to 0C", "监测间隔", "timing.lostMs");
    }

    private static Outcome nothing() {
        return Outcome.notAsked("nothing came that tells", "无相关数据");
    }

    // ---- frames

    private static Outcome readable(Transcript<LdiHeard> seen) {
        if (!seen.bad().isEmpty()) {
            return Outcome.failed("good frames only", "仅有完好帧", seen.bad().size() + " times bytes that make no message, first: "
                    + seen.bad().getFirst().reason() + " (" + seen.bad().getFirst().raw() + ")");
        }
        return LdiScene.said(seen, LdiMessage.class).isEmpty() ? nothing() : Outcome.passed();
    }

    private Outcome flood(Transcript<LdiHeard> seen) {
        List<Entry.Came<LdiHeard.Babbles>> babbles = seen.frames(LdiHeard.Babbles.class);
        if (!babbles.isEmpty()) {
            return Outcome.failed("at most " + scene.settings.limits().badPerMinute() + " pieces that make no message",
                    "无效报文至多" + scene.settings.limits().badPerMinute() + "次", "more from caller " + babbles.getFirst().frame().caller());
        }
        Map<String, Integer> bytes = new HashMap<>();
        for (Entry<LdiHeard> entry : seen.entries()) {
            if (entry instanceof Entry.Chunk<LdiHeard>(long atNanos, var chunk)
                    && Callers.notice(chunk.toArray(), chunk.size()).orElse(null) instanceof Callers.Received(int caller, var payload)) {
                int sum = bytes.merge(caller + " in second " + atNanos / NANOS_PER_S, payload.size(), Integer::sum);
                if (sum > scene.settings.limits().bytesPerSecond()) {
                    return Outcome.failed("at most " + scene.settings.limits().bytesPerSecond() + " bytes in a second",
                            "每秒至多" + scene.settings.limits().bytesPerSecond() + "字节", "more from caller " + caller);
                }
            }
        }
        return bytes.isEmpty() ? nothing() : Outcome.passed();
    }

    private static Outcome identity(Transcript<LdiHeard> seen) {
        Map<Integer, LdiHead> said = new HashMap<>();
        for (From<Headed> one : LdiScene.said(seen, Headed.class)) {
            LdiHead head = one.message().head();
            LdiHead before = said.get(one.caller());
            if (one.message() instanceof Authenticate0E) {
                said.put(one.caller(), head);
            } else if (before == null || !before.lane().equals(head.lane()) || !before.certification().equals(head.certification())) {
                return Outcome.failed("lane and code as in 0E", "车道代码和校验码同0E", "%02X of caller %d: lane %s, code %s".formatted(one.message()
                        .command(), one.caller(), head.lane(), head.certification()));
            }
        }
        return said.isEmpty() ? nothing() : Outcome.passed();
    }

    private static Outcome stays(Transcript<LdiHeard> seen) {
        List<Entry.Came<Gone>> gone = seen.frames(Gone.class);
        return !LdiScene.somebodyCalled(seen) ? nothing() : gone.isEmpty() ? Outcome.passed() : Outcome.failed("no connection is lost",
                "连接不中断", gone.size() + " lost, first: " + gone.getFirst().frame().words());
    }

    // ---- SEQ

    /** Compared with the last two requests of its kind on the connection: the one before may be answered late. */
    private static Outcome seqOfAnswers(Transcript<LdiHeard> seen) {
        Map<String, List<Integer>> asked = new HashMap<>();
        int answers = 0;
        for (Entry<LdiHeard> entry : seen.entries()) {
            if (entry instanceof Entry.Sent<LdiHeard> sent) {
                LdiScene.sent(sent.said()).ifPresent(message -> asked.computeIfAbsent(message.command() + " "
                        + LdiScene.caller(sent.said()),
                        _ -> new ArrayList<>()).addFirst(LdiScene.seq(sent.said())));
            } else if (entry instanceof Entry.Came<LdiHeard> came && came.frame() instanceof Said(int caller, int seq, LdiMessage message)
                    && (message instanceof A1Initialised || message instanceof B1Controlled)) {
                answers++;
                int request = (message.command() & 0x0F) << 4 | message.command() >> 4;
                if (asked.getOrDefault(request + " " + caller, List.of()).stream().limit(2).noneMatch(one -> one == seq)) {
                    return Outcome.quirk("answers-other-seq", "answers with another SEQ than it was asked with (%02X of caller %d: %02X)"
                            .formatted(message.command(), caller, seq), "应答的SEQ与请求不同（%02X：%02X）".formatted(message.command(), seq),
                            "none needed: answers are matched by command and module", "无需设置：按命令和模块匹配");
                }
            }
        }
        return answers == 0 ? nothing() : Outcome.passed();
    }

    private static Outcome seqOfOwn(Transcript<LdiHeard> seen) {
        Map<Integer, From<LdiMessage>> before = new HashMap<>();
        for (From<LdiMessage> one : LdiScene.said(seen, LdiMessage.class)) {
            if (!(one.message() instanceof Authenticate0E || one.message() instanceof Monitor0C || one.message() instanceof Report1C)) {
                continue;
            }
            From<LdiMessage> last = before.put(one.caller(), one);
            boolean form = (one.seq() & 0x0F) == 0 && one.seq() >= 0x10 && one.seq() <= 0x90;
            boolean counts = last == null || last.raw().equals(one.raw()) || one.seq() == (last.seq() >> 4) % 9 + 1 << 4;
            boolean repeats = !counts && LdiScene.said(seen, LdiMessage.class).stream().anyMatch(other -> other.atNanos() < one.atNanos()
                    && other.raw().equals(one.raw()));
            if (repeats) {
                before.put(one.caller(), last);
            } else if (!form || !counts) {
                return Outcome.quirk("seq-counts-otherwise", "%02X with SEQ %02X%s".formatted(one.message().command(), one.seq(),
                        last == null ? "" : " after %02X".formatted(last.seq())), "%02X的SEQ为%02X".formatted(one.message().command(),
                        one.seq()),
                        "none needed: SEQ is a hint", "无需设置：SEQ仅供参考");
            }
        }
        return before.isEmpty() ? nothing() : Outcome.passed();
    }

    private static Outcome alone(Transcript<LdiHeard> seen) {
        List<From<A1Initialised>> all = LdiScene.said(seen, A1Initialised.class);
        return all.isEmpty() ? nothing() : all.stream().filter(one -> one.message().modules().size() != 1).findFirst()
                .map(one -> Outcome.quirk("answers-for-all", "A1 tells of " + one.message().modules().size() + " modules, one was asked",
                        "A1含" + one.message().modules().size() + "个模块，仅询问1个", "none needed: only the module that was asked is looked at",
                        "无需设置：仅看所询模块")).orElseGet(Outcome::passed);
    }

    // ---- monitor

    private Outcome monitored(Transcript<LdiHeard> seen) {
        List<String> missing = new ArrayList<>();
        boolean any = false;
        for (LdiSettings.Module module : scene.settings.modules()) {
            Optional<Integer> caller = scene.callerOf(seen, module.id());
            boolean reports = caller.isPresent() && !LdiScene.byCaller(seen, Monitor0C.class).getOrDefault(caller.get(),
                    List.of()).isEmpty();
            any |= reports;
            if (reports && LdiScene.states(seen, module.id()).isEmpty()) {
                missing.add(module.id().toString());
            }
        }
        return !any ? nothing() : missing.isEmpty() ? Outcome.passed() : Outcome.failed("every module in 0C", "0C含全部模块", "never: "
                + String.join(", ", missing));
    }

    private static Outcome healthy(Transcript<LdiHeard> seen) {
        List<From<Monitor0C>> all = LdiScene.said(seen, Monitor0C.class);
        for (From<Monitor0C> one : all) {
            Monitor0C m = one.message();
            if (m.runningStatus() != 0 || m.connectStatus() != 0) {
                return Outcome.failed("running status 00, connection 00", "运行状态00，连接状态00", "caller %d: %02X, %02X".formatted(one.caller(),
                        m.runningStatus(), m.connectStatus()));
            }
            Optional<Monitored> bad = m.modules().stream().filter(state -> state.fault() != Monitored.FAULT_INITIALISE_AGAIN
                    && (state.fault() != 0 || state.available() != 0)).findFirst();
            if (bad.isPresent()) {
                return Outcome.failed("available 00, fault 00", "可用00，故障00", bad.get().module() + ": available %02X, ".formatted(bad.get()
                        .available()) + LdiFaults.words(bad.get().fault()));
            }
            Optional<Monitored> odd = m.modules().stream().filter(state -> state.runState() > 1).findFirst();
            if (odd.isPresent()) {
                return Outcome.failed("run state 00 or 01", "运行状态00或01", odd.get().module() + ": %02X".formatted(odd.get().runState()));
            }
        }
        return all.isEmpty() ? nothing() : Outcome.passed();
    }

    /** It asks twice in a row although it was initialised in between: that does not help it. */
    private static Outcome initialiseAgain(Transcript<LdiHeard> seen) {
        Map<LdiModule, Boolean> readySince = new HashMap<>();
        Optional<LdiModule> asks = Optional.empty();
        for (Entry.Came<LdiHeard> came : seen.frames()) {
            switch (came.frame()) {
                case Said(_, _, A1Initialised a1) -> a1.modules().stream().filter(one -> one.state() == 0)
                        .forEach(one -> readySince.computeIfPresent(one.module(), (_, _) -> true));
                case LdiHeard.WantsInitialisation(_, LdiModule module) -> {
                    if (readySince.getOrDefault(module, false)) {
                        return Outcome.failed("no fault 02 after 1A", "1A后无故障02", module + " goes on asking");
                    }
                    readySince.putIfAbsent(module, false);
                    asks = Optional.of(module);
                }
                case Said(_, _, Monitor0C m) -> {
                    m.modules().stream().filter(one -> one.fault() != Monitored.FAULT_INITIALISE_AGAIN)
                            .forEach(one -> readySince.remove(one.module()));
                }
                case Said _, LdiHeard.Called _, Gone _, LdiHeard.NoPlace _, LdiHeard.Read _, LdiHeard.Vehicle _, LdiHeard.Babbles _ -> { }
            }
        }
        return asks.map(module -> Outcome.quirk("asks-for-initialisation", module + " asked to be initialised again (fault 02)",
                module + "要求重新初始化（故障02）", "none needed: it is", "无需设置：车道会重新初始化")).orElseGet(() -> seen.frames().isEmpty() ? nothing()
                : Outcome.passed());
    }

    /** Against the time that the lane's answer to it carries, because that is what the device sets its clock by. */
    private static Outcome clock(Transcript<LdiHeard> seen) {
        Map<Integer, Long> claimed = new HashMap<>();
        for (Entry<LdiHeard> entry : seen.entries()) {
            if (entry instanceof Entry.Came<LdiHeard> came && came.frame() instanceof Said(int caller, int seq, Monitor0C m)) {
                claimed.put(caller << 8 | seq, m.head().unixTime());
            } else if (entry instanceof Entry.Sent<LdiHeard> sent && LdiScene.sent(sent.said()).orElse(null)
                    instanceof LdiMessage.C0MonitorAnswer c0) {
                int caller = LdiScene.caller(sent.said());
                Long said = claimed.get(caller << 8 | LdiScene.seq(sent.said()));
                if (said != null && Math.abs(said - c0.head().unixTime()) > CLOCK_S) {
                    return Outcome.quirk("clock-differs", "its clock is " + (said - c0.head().unixTime()) + " s off", "时钟相差"
                            + (said - c0.head().unixTime()) + "秒", "none needed: times of devices are not compared", "无需设置：不比较设备时间");
                }
            }
        }
        return claimed.isEmpty() ? nothing() : Outcome.passed();
    }

    // ---- reports

    private static Outcome reportedOnce(Transcript<LdiHeard> seen) {
        List<From<Report1C>> all = LdiScene.said(seen, Report1C.class);
        for (int i = 1; i < all.size(); i++) {
            From<Report1C> one = all.get(i);
            Optional<From<Report1C>> before = all.subList(0, i).stream().filter(other -> other.caller() == one.caller()
                    && other.raw().equals(one.raw())).findFirst();
            if (before.isPresent() && one.atNanos() - before.get().atNanos() < AT_ONCE_MS * 1_000_000) {
                return Outcome.quirk("reports-twice", "sends the same report (1C) twice", "同一上报（1C）发送两次",
                        "none needed: the same report is told once", "无需设置：同一上报只处理一次");
            }
        }
        return all.isEmpty() ? nothing() : Outcome.passed();
    }
}
