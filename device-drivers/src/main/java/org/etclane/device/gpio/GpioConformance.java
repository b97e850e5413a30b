package org.etclane.device.gpio;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.etclane.device.conformance.Check;
import org.etclane.device.conformance.Entry;
import org.etclane.device.conformance.Exercise;
import org.etclane.device.conformance.Judge;
import org.etclane.device.conformance.Outcome;
import org.etclane.device.conformance.Reflex;
import org.etclane.device.conformance.Step;
import org.etclane.device.conformance.Suite;
import org.etclane.device.conformance.Transcript;
import org.etclane.device.gpio.GpioFrame.Edge;
import org.etclane.device.gpio.GpioFrame.EdgesLost;
import org.etclane.device.gpio.GpioFrame.Level;
import org.etclane.device.spi.Text;

/**
 * What is asked of digital lines. There is no protocol and no paper: what is looked for is whether the wiring is as the settings say
 * ({@code gpio/package-info.java}; lane-rules.md §12). Here what moves nothing; the rest is in {@link GpioContactExercises} and
 * {@link GpioArmExercise}.
 */
final class GpioConformance {
    static final String SOURCE = "lane-rules.md §12";
    private static final int READINGS = 3;
    private static final long BETWEEN_MS = 300;
    private static final long WATCH_MS = 5_000;
    /** A vehicle makes two; more in five seconds, on a lane where nothing happens, is a contact that chatters. */
    private static final int MOST_EDGES = 4;

    private final GpioSettings settings;
    private final GpioScene scene;

    private GpioConformance(GpioSettings settings) {
        this.settings = settings;
        this.scene = new GpioScene(settings);
    }

    static Suite<GpioFrame> suite(GpioSettings settings) {
        GpioConformance one = new GpioConformance(settings);
        List<Exercise<GpioFrame>> exercises = new ArrayList<>(List.of(one.levels(), one.watch()));
        exercises.addAll(new GpioContactExercises(one.scene).all());
        exercises.add(new GpioArmExercise(one.scene).exercise());
        return new Suite<>("digital lines", GpioEar::new, frame -> GpioWords.words(settings, frame), exercises, List.of(
                judge("edges.told", "no edge is lost", "边沿不丢失", one::edgesTold),
                judge("frames.readable", "everything that is told is understood", "数据均可识别", one::readable)));
    }

    static Judge<GpioFrame> judge(String id, String english, String chinese, Function<Transcript<GpioFrame>, Outcome> verdict) {
        return new Judge<>(Check.of(id, english, chinese, SOURCE), verdict);
    }

    static Outcome notRead() {
        return Outcome.notAsked("not every line was read", "未读到全部线路");
    }

    // ---- levels

    private Exercise<GpioFrame> levels() {
        List<Step<GpioFrame>> steps = new ArrayList<>();
        for (int i = 0; i < READINGS; i++) {
            steps.add(Step.send(scene.readLevels()));
            steps.add(new Step.Listen<>(BETWEEN_MS));
        }
        return new Exercise<>("levels", new Text("All levels, three times", "全部电平读取三次"), List.of(
                judge("lines.read", "every configured line is there and can be read", "配置的线路均可读取", this::everyLine),
                judge("relays.at-rest", "both barrier relays are at rest", "栏杆继电器均释放", this::atRest),
                judge("arm.one-switch", "not both position switches are closed", "两个到位开关不同时闭合", this::oneSwitch),
                judge("contacts.no-fault", "no fault contact is closed", "无故障触点闭合", this::noFault)), steps, Reflex.none());
    }

    private Outcome everyLine(Transcript<GpioFrame> seen) {
        List<String> missing = scene.lines().filter(role -> scene.told(seen, role).stream().filter(GpioScene.Told::read).count()
                < READINGS).map(settings::words).toList();
        return missing.isEmpty() ? Outcome.passed() : Outcome.failed(READINGS + " readings of every line", "每条线路读取" + READINGS + "次",
                "not of " + String.join(", ", missing));
    }

    private Outcome atRest(Transcript<GpioFrame> seen) {
        for (GpioRole relay : List.of(GpioRole.RAISE, GpioRole.LOWER)) {
            if (scene.is(seen, relay, true)) {
                return Outcome.quirk("relay-closed", "finds " + settings.words(relay) + " closed", settings.words(relay) + "处于吸合",
                        GpioScene.key(relay, "activeLow")
                        + ", if it is always so; one that a crash left closed is ended by the lane's start",
                        "若总是如此：" + GpioScene.key(relay, "activeLow") + "；异常退出遗留的由车道启动时释放");
            }
        }
        return scene.now(seen, GpioRole.RAISE).isEmpty() || scene.now(seen, GpioRole.LOWER).isEmpty() ? notRead() : Outcome.passed();
    }

    private Outcome oneSwitch(Transcript<GpioFrame> seen) {
        if (scene.now(seen, GpioRole.ARM_UP).isEmpty()) {
            return notRead();
        }
        return scene.is(seen, GpioRole.ARM_UP, true) && scene.is(seen, GpioRole.ARM_DOWN, true) ? Outcome.failed(
                "one of them at most", "至多一个闭合", "both: " + settings.words(GpioRole.ARM_UP) + ", " + settings.words(GpioRole.ARM_DOWN)
                        + "; a welded contact, or activeLow of one of them") : Outcome.passed();
    }

    private Outcome noFault(Transcript<GpioFrame> seen) {
        boolean read = false;
        for (GpioRole contact : List.of(GpioRole.BARRIER_FAULT, GpioRole.LIGHT_FAULT)) {
            read |= scene.now(seen, contact).isPresent();
            if (scene.is(seen, contact, true)) {
                return Outcome.quirk("fault-closed", settings.words(contact) + " says fault", settings.words(contact) + "报故障",
                        GpioScene.key(contact, "activeLow") + ", if there is no fault", "若无故障：" + GpioScene.key(contact, "activeLow"));
            }
        }
        return read ? Outcome.passed() : Outcome.notAsked("no fault contact is configured", "未配置故障触点");
    }

    // ---- nothing happens

    private Exercise<GpioFrame> watch() {
        List<Step<GpioFrame>> steps = new ArrayList<>(List.of(new Step.Listen<>(WATCH_MS)));
        steps.add(Step.send(scene.readLevels()));
        steps.add(new Step.Listen<>(BETWEEN_MS));
        return new Exercise<>("watch", new Text("Listening, nothing driven", "静听"), List.of(
                judge("contacts.quiet", "no contact chatters", "触点无抖动", this::quiet)), steps, Reflex.none());
    }

    private Outcome quiet(Transcript<GpioFrame> seen) {
        List<String> noisy = settings.inputs().keySet().stream().filter(role -> edges(scene.told(seen, role)) > MOST_EDGES)
                .map(role -> settings.words(role) + " " + edges(scene.told(seen, role)) + " times").toList();
        return seen.frames().isEmpty() ? notRead() : noisy.isEmpty() ? Outcome.passed() : Outcome.failed("at most " + MOST_EDGES
                + " edges in "
                + WATCH_MS / 1000 + " s", WATCH_MS / 1000 + "秒内至多" + MOST_EDGES + "个边沿", String.join(", ", noisy)
                + ": wiring, shield, pull");
    }

    private static long edges(List<GpioScene.Told> told) {
        return told.stream().filter(one -> !one.read()).count();
    }

    // ---- the whole run

    /** Aloud: the numbering has a gap. Silently: a level that was read is another one than the last edge said. */
    private Outcome edgesTold(Transcript<GpioFrame> seen) {
        Map<GpioRole, Boolean> last = new HashMap<>();
        boolean any = false;
        for (Entry.Came<GpioFrame> came : seen.frames()) {
            switch (came.frame()) {
                case EdgesLost(GpioRole role, _, _) -> {
                    return lost(role, "told by the kernel");
                }
                case Edge(GpioRole role, boolean high, _) -> last.put(role, high);
                case Level(GpioRole role, boolean high, _) when role.input() -> {
                    any = true;
                    Boolean before = last.put(role, high);
                    if (before != null && before != high) {
                        return lost(role, "read as " + (high ? "high" : "low") + " without an edge");
                    }
                }
                case Level _, GpioFrame.Driven _, GpioFrame.Drive _, GpioFrame.ReadLevels _ -> { }
            }
        }
        return any ? Outcome.passed() : notRead();
    }

    private Outcome lost(GpioRole role, String how) {
        return Outcome.quirk("edges-lost", "loses edges of " + settings.words(role) + ": " + how, "边沿丢失：" + settings.words(role),
                "timing.auditMs: the levels are read again so often", "timing.auditMs：按此间隔重读电平");
    }

    private Outcome readable(Transcript<GpioFrame> seen) {
        List<Entry.Bad<GpioFrame>> bad = seen.bad();
        return !bad.isEmpty() ? Outcome.failed("frames only", "仅有完好帧", bad.getFirst().reason() + " (" + bad.getFirst().raw() + ")")
                : seen.frames().isEmpty() ? notRead() : Outcome.passed();
    }
}
