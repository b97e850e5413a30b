package org.etclane.device.ldi;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.etclane.device.Bytes;
import org.etclane.device.conformance.Check;
import org.etclane.device.conformance.Entry;
import org.etclane.device.conformance.Exercise;
import org.etclane.device.conformance.Judge;
import org.etclane.device.conformance.Measured;
import org.etclane.device.conformance.Moves;
import org.etclane.device.conformance.Outcome;
import org.etclane.device.conformance.Step;
import org.etclane.device.conformance.Transcript;
import org.etclane.device.ldi.LdiMessage.Monitored;
import org.etclane.device.ldi.LdiMessage.Result;
import org.etclane.device.ldi.LdiReport.Detected;
import org.etclane.device.ldi.LdiScene.From;
import org.etclane.device.spi.Text;

/**
 * What is asked of every module but the barrier (lane-devices-ldi.md §8, §9): an order that leaves it dark, twice with the same bytes; with
 * a person there, an order that is seen or heard, and its run state; a vehicle on each detector. Part of {@link LdiConformance}.
 */
final class LdiModuleExercises {
    private static final Charset GBK = Charset.forName("GBK");
    private static final long HAND_MS = 60_000;
    private static final long QUIET_MS = 200;
    /** Two reports of 5 s, and some more. */
    private static final long TWO_MONITORS_MS = 11_000;
    /** No text says how long a device waits for C1. */
    private static final long REPEAT_MS = 10_000;

    private final LdiScene scene;
    private final LdiManners manners;

    LdiModuleExercises(LdiScene scene) {
        this.scene = scene;
        this.manners = LdiManners.of(scene);
    }

    List<Exercise<LdiHeard>> all() {
        List<Exercise<LdiHeard>> all = new ArrayList<>();
        harmless(scene.settings).forEach(control -> all.add(order(control)));
        scene.settings.modules().forEach(module -> striking(module.id()).ifPresent(seen -> all.add(seen(seen))));
        scene.settings.modules().stream().filter(module -> module.type() == LdiModuleType.DETECTOR)
                .forEach(module -> all.add(detector(module.id())));
        return all;
    }

    /** An order to each output that leaves it dark, silent or red. */
    static Stream<LdiControl> harmless(LdiSettings settings) {
        return settings.modules().stream().flatMap(module -> dark(module.id()).stream());
    }

    private static Optional<LdiControl> dark(LdiModule module) {
        return module.type().flatMap(type -> switch (type) {
            case PASS_LIGHT, CANOPY_LIGHT -> Optional.of(new LdiControl.Light(module, LdiControl.RED));
            case ALARM -> Optional.of(new LdiControl.SoundAlarm(module, 0, 0, 0));
            case FEE_DISPLAY, GUIDE_BOARD -> Optional.of(new LdiControl.ClearText(module, 0));
            case FOG_LIGHT -> Optional.of(new LdiControl.Fog(module, 0, 0));
            case BARRIER, DETECTOR, VOICE, RSU, PLATE_CAMERA, TYPE_RECOGNISER, WEIGHING, CARD_DISPENSER, SELF_PAYMENT, LANE_CAMERA,
                 IC_READER, PRINTER, PAYMENT_TERMINAL, SCANNER -> Optional.empty();
        });
    }

    /** @param question of the person @param lasting its run state tells that it is on */
    private record Striking(LdiControl control, Text question, boolean lasting) {
    }

    private Optional<Striking> striking(LdiModule module) {
        LdiSettings.Habits habits = scene.settings.habits();
        return module.type().flatMap(type -> switch (type) {
            case PASS_LIGHT -> Optional.of(new Striking(new LdiControl.Light(module, LdiControl.GREEN), new Text(
                    "Is the pass light green now?", "通行灯现在是绿灯吗？"), true));
            case CANOPY_LIGHT -> Optional.of(new Striking(new LdiControl.Light(module, LdiControl.GREEN), new Text(
                    "Is the canopy light green now?", "雨棚灯现在是绿灯吗？"), true));
            case ALARM -> Optional.of(new Striking(new LdiControl.SoundAlarm(module, 1, habits.alarmWorkMode(), 0), new Text(
                    "Does the alarm sound?", "报警器在报警吗？"), true));
            case FEE_DISPLAY -> Optional.of(new Striking(new LdiControl.ShowText(module, LdiControl.GREEN, habits.fontSize(),
                    habits.fontLine(), 0, gbk("测A12345_12.34元")), new Text(
                    "Does the fee display show 测A12345 and 12.34元 in two rows, green?", "费显是否两行绿色显示测A12345和12.34元？"), true));
            case GUIDE_BOARD -> Optional.of(new Striking(new LdiControl.ShowBoard(module, LdiControl.GREEN, habits.fontSize(), 0, 0,
                    habits.boardFormat(), gbk("测试")), new Text("Does the guide board show 测试, green?", "信息屏是否绿色显示“测试”？"), true));
            case FOG_LIGHT -> Optional.of(new Striking(new LdiControl.Fog(module, 1, 0), new Text("Is the fog light on?", "雾灯亮了吗？"),
                    true));
            case VOICE -> Optional.of(new Striking(new LdiControl.Speak(module, 0, gbk("测试")), new Text("Did it say 测试?",
                    "是否播报“测试”？"), false));
            case BARRIER, DETECTOR, RSU, PLATE_CAMERA, TYPE_RECOGNISER, WEIGHING, CARD_DISPENSER, SELF_PAYMENT, LANE_CAMERA, IC_READER,
                 PRINTER, PAYMENT_TERMINAL, SCANNER -> Optional.empty();
        });
    }

    private static Bytes gbk(String text) {
        return Bytes.copyOf(text.getBytes(GBK));
    }

    private static Moves moves(LdiModule module) {
        return module.is(LdiModuleType.FEE_DISPLAY) || module.is(LdiModuleType.GUIDE_BOARD) || module.is(LdiModuleType.VOICE)
                ? Moves.DISPLAY : Moves.LIGHT;
    }

    private static Check check(String id, String english, String chinese, String section, Moves moves) {
        return Check.of(id, english, chinese, "lane-devices-ldi.md §" + section).moving(moves);
    }

    // ---- orders

    private Exercise<LdiHeard> order(LdiControl control) {
        LdiModule module = control.module();
        String what = "1B " + module;
        return new Exercise<>("order-" + module, new Text("An order to " + module + ", twice with the same bytes", "控制" + module
                + "，同一帧两次"), List.of(new Judge<>(check("order." + module, "obeys and answers, also when it is told again",
                "执行并应答，重发亦应答", "8", moves(module)), seen -> obeyed(seen, module, what))),
                List.of(scene.order(control, what), answered(module, what), new Step.Listen<>(QUIET_MS), scene.again(module, what),
                        answered(module, LdiScene.again(what))), manners);
    }

    private Step<LdiHeard> answered(LdiModule module, String what) {
        return new Step.Await<>(scene.settings.timing().answerMs() + LdiCallExercises.LATE_MS, false, seen ->
                !LdiScene.results(LdiScene.since(seen, what), module).isEmpty());
    }

    private Outcome obeyed(Transcript<LdiHeard> seen, LdiModule module, String what) {
        Transcript<LdiHeard> once = LdiScene.between(seen, what, LdiScene.again(what));
        if (once.sent().isEmpty()) {
            return LdiCallExercises.notThere();
        }
        List<From<Result>> first = LdiScene.results(once, module);
        List<From<Result>> second = LdiScene.results(LdiScene.since(seen, LdiScene.again(what)), module);
        if (first.isEmpty() && second.isEmpty()) {
            return Outcome.failed("B1 with status 00", "B1，状态00", "no B1");
        }
        Result result = (first.isEmpty() ? second : first).getFirst().message();
        if (result.status() != 0) {
            return Outcome.failed("B1 with status 00", "B1，状态00", "status %02X".formatted(result.status()));
        }
        if (first.isEmpty()) {
            return LdiCallExercises.answersLost("1B");
        }
        Measured took = Measured.atMost(new Text("1B to B1", "1B到B1"), first.getFirst().msAfter(once.sent().getFirst()),
                scene.settings.timing().answerMs());
        if (!took.within()) {
            return Outcome.quirk("answers-late", "takes " + took.tookMs() + " ms to answer", "应答用时" + took.tookMs() + "毫秒",
                    "timing.answerMs", "timing.answerMs").and(took);
        }
        return second.isEmpty() ? LdiCallExercises.repeatUnanswered("1B").and(took) : Outcome.passed(took);
    }

    // ---- what is seen

    private Exercise<LdiHeard> seen(Striking striking) {
        LdiModule module = striking.control.module();
        String on = "1B " + module + " on";
        List<Judge<LdiHeard>> judges = new ArrayList<>();
        judges.add(new Judge<>(check("seen." + module, "does what it is told, as somebody sees it", "目视动作正确", "8", moves(module)),
                LdiModuleExercises::asSeen));
        List<Step<LdiHeard>> steps = new ArrayList<>(List.of(scene.order(striking.control, on), answered(module, on)));
        if (striking.lasting) {
            judges.add(new Judge<>(check("run-state." + module, "0C tells that it is on", "0C反映开启状态", "9", moves(module)),
                    seen -> runState(LdiScene.states(LdiScene.since(seen, on), module))));
            steps.add(new Step.Await<>(TWO_MONITORS_MS, false, seen -> {
                List<From<Monitored>> states = LdiScene.states(LdiScene.since(seen, on), module);
                return states.size() >= 2 || states.stream().anyMatch(one -> one.message().runState() == 1);
            }));
        }
        steps.add(new Step.Look<>(striking.question, HAND_MS));
        dark(module).ifPresent(off -> steps.addAll(List.of(scene.order(off, "1B " + module + " off"), answered(module, "1B " + module
                + " off"))));
        return new Exercise<>("seen-" + module, new Text(module + ", seen by somebody", "目视" + module), judges, steps, manners);
    }

    private static Outcome asSeen(Transcript<LdiHeard> seen) {
        return seen.answer().map(yes -> yes ? Outcome.passed() : Outcome.failed("as asked", "与提问一致",
                "not so: wiring, DeviceIndex, or keys under habits (fontSize, fontLine, boardFormat, alarmWorkMode)"))
                .orElseGet(LdiCallExercises::notThere);
    }

    /** Of what is on. @param states since it was told so, or since it is */
    static Outcome runState(List<From<Monitored>> states) {
        if (states.isEmpty()) {
            return Outcome.notAsked("no 0C came with it", "未收到其监测数据");
        }
        if (states.stream().noneMatch(one -> one.message().runState() == 1)) {
            return Outcome.failed("run state 01", "运行状态01", states.size() + " times %02X".formatted(states.getLast().message().runState()));
        }
        return states.getFirst().message().runState() == 1 ? Outcome.passed() : Outcome.quirk("monitor-stale",
                "the first 0C after a change tells the old run state", "变化后首个0C仍为旧状态", "habits.emptyMonitors, 2 at least",
                "habits.emptyMonitors，至少2");
    }

    // ---- detectors

    private Exercise<LdiHeard> detector(LdiModule module) {
        boolean arm = scene.armLoop().equals(Optional.of(module));
        Text words = arm ? new Text("the loop under the arm", "落杆线圈") : new Text("the loop of " + module, module + "的线圈");
        List<Judge<LdiHeard>> judges = new ArrayList<>(List.of(LdiCallExercises.judge("detector." + module,
                "a vehicle is reported (1C) when it comes and when it has gone", "车辆到达和离开均有1C上报", "8", seen -> detected(seen, module))));
        List<Step<LdiHeard>> steps = new ArrayList<>(List.of(new Step.Send<>(seen -> scene.to(seen, module, "1A before the vehicle",
                scene.initialise(scene.code(module), module))), new Step.Act<>(new Text("Cover " + words.english()
                + " with something of iron",
                "请用铁件压占" + words.chinese()), HAND_MS, seen -> changes(seen, module) >= 1)));
        if (arm) {
            judges.add(LdiCallExercises.judge("report.repeated", "a report that is not acknowledged is sent again", "未应答的上报应重发", "3",
                    seen -> repeated(seen, module)));
            steps.add(new Step.Await<>(REPEAT_MS, false, seen -> LdiScene.reports(seen, module, Detected.class).size() != 1));
        }
        steps.add(new Step.Act<>(new Text("Clear " + words.english(), "请移开" + words.chinese() + "上的铁件"), HAND_MS,
                seen -> changes(seen, module) >= 2));
        return new Exercise<>("detector-" + module, new Text("A vehicle on " + words.english(), words.chinese() + "过车"), judges, steps,
                arm ? new LdiManners(scene, 1, Optional.of(module)) : manners);
    }

    /** How often it was told to have changed: by 1C, and only when there is none by 0C. */
    private static int changes(Transcript<LdiHeard> seen, LdiModule module) {
        List<Integer> told = statuses(seen, module);
        if (!told.isEmpty()) {
            return 1 + changes(told);
        }
        List<Entry<LdiHeard>> run = seen.wholeRun().entries();
        List<From<Monitored>> before = LdiScene.states(Transcript.of(run.subList(0, run.size() - seen.entries().size())), module);
        List<Integer> states = new ArrayList<>();
        if (!before.isEmpty()) {
            states.add(before.getLast().message().runState());
        }
        LdiScene.states(seen, module).forEach(one -> states.add(one.message().runState()));
        return changes(states);
    }

    private static List<Integer> statuses(Transcript<LdiHeard> seen, LdiModule module) {
        return LdiScene.reports(seen, module, Detected.class).stream().map(one -> one.message().status()).toList();
    }

    private static int changes(List<Integer> told) {
        int changes = 0;
        for (int i = 1; i < told.size(); i++) {
            changes += told.get(i).equals(told.get(i - 1)) ? 0 : 1;
        }
        return changes;
    }

    private Outcome detected(Transcript<LdiHeard> seen, LdiModule module) {
        if (seen.sent().isEmpty() || scene.callerOf(seen, module).isEmpty()) {
            return LdiCallExercises.notThere();
        }
        List<Integer> told = statuses(seen, module);
        if (told.isEmpty()) {
            return Outcome.failed("1C with status 01, then 00", "1C，状态01后00", changes(seen, module) > 0
                    ? "only 0C told of it: up to 5 s late"
                    : "nothing");
        }
        return told.getFirst() == Detected.VEHICLE && told.getLast() == Detected.EMPTY ? Outcome.passed()
                : Outcome.failed("1C with status 01, then 00", "1C，状态01后00", told + (told.getFirst() == Detected.EMPTY
                        ? ": empty when it was covered" : ": never empty again"));
    }

    private static Outcome repeated(Transcript<LdiHeard> seen, LdiModule module) {
        List<From<Detected>> all = LdiScene.reports(seen, module, Detected.class);
        if (all.isEmpty()) {
            return Outcome.notAsked("no report (1C) came", "未收到1C");
        }
        From<Detected> first = all.getFirst();
        return all.stream().skip(1).filter(one -> one.raw().equals(first.raw())).findFirst().map(again -> Outcome.passed(Measured.without(
                new Text("report to its repetition", "上报到重发"), Math.round((again.atNanos() - first.atNanos()) / 1e6))))
                .orElseGet(() -> Outcome.quirk("report-not-repeated", "does not send a report (1C) again when nobody acknowledges it",
                        "上报（1C）未应答时不重发", "none needed: the lane acknowledges at once, and 0C tells the state", "无需设置：车道立即应答，0C亦反映状态"));
    }
}
