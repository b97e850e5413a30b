package org.etclane.device.gpio;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
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
import org.etclane.device.gpio.GpioFrame.Edge;
import org.etclane.device.spi.Text;

/**
 * Whether the arm follows its relays, and the position switches the arm. Pulses are those of the settings. The lower relay closes only
 * when the loop under the arm has just been read clear; a vehicle that comes while the arm falls opens it, and the raise relay is
 * closed instead. How long an arm takes is nowhere said: {@code timing.lightSettleMs} is what the lane gives it. Part of
 * {@link GpioConformance}.
 */
final class GpioArmExercise {
    private static final String RAISE = "raise";
    private static final String LOWER = "lower";
    private static final String RAISE_AGAIN = "raise: a vehicle";
    private static final long ARM_MS = 10_000;
    private static final long STAYS_MS = 1_000;

    private final GpioScene scene;
    private final GpioSettings settings;
    private final GpioSettings.Pulse pulse;
    private final boolean downSwitch;

    GpioArmExercise(GpioScene scene) {
        this.scene = scene;
        this.settings = scene.settings;
        this.pulse = settings.pulse();
        this.downSwitch = settings.inputs().containsKey(GpioRole.ARM_DOWN);
    }

    Exercise<GpioFrame> exercise() {
        List<Step<GpioFrame>> steps = new ArrayList<>(scene.read());
        for (int i = 0; i < pulse.count(); i++) {
            steps.addAll(pulse(_ -> Optional.of(scene.drive(RAISE, true, GpioRole.RAISE)), _ -> false, i));
        }
        steps.add(new Step.Await<>(ARM_MS, true, seen -> scene.is(seen, GpioRole.ARM_UP, true)));
        steps.add(new Step.Listen<>(STAYS_MS));
        steps.addAll(scene.read());
        for (int i = 0; i < pulse.count(); i++) {
            boolean first = i == 0;
            steps.addAll(pulse(seen -> clear(seen) && !(first && scene.is(seen, GpioRole.ARM_UP, false))
                    ? Optional.of(scene.drive(LOWER, true, GpioRole.LOWER)) : first ? Optional.empty() : Optional.of(scene.readLevels()),
                    seen -> !clear(seen), i));
        }
        steps.add(new Step.Await<>(ARM_MS, false, seen -> !clear(seen) || down(seen)));
        steps.addAll(pulse(seen -> Optional.of(clear(seen) ? scene.readLevels() : scene.drive(RAISE_AGAIN, true, GpioRole.RAISE)),
                _ -> false, 0));
        return new Exercise<>("arm", new Text("Raise and lower the arm", "抬杆和落杆"), List.of(
                judge("arm.raise", "the arm goes up and its switch says so", "抬杆到位", this::raised),
                judge("arm.leaves-down", "the lower switch opens when the arm goes up", "抬杆时落杆到位开关断开", this::leavesDown),
                judge("arm.lower", "the arm comes down and the upper switch opens", "落杆离位", this::lowered),
                judge("arm.down", "the lower switch closes when the arm is down", "落杆到位", this::isDown)), steps, opensForAVehicle());
    }

    private static Judge<GpioFrame> judge(String id, String english, String chinese, Function<Transcript<GpioFrame>, Outcome> verdict) {
        return new Judge<>(Check.of(id, english, chinese, GpioConformance.SOURCE).moving(Moves.ARM), verdict);
    }

    /** One pulse, after the gap to the one before. Both relays are opened whatever was closed. @param cut when it is to end before */
    private List<Step<GpioFrame>> pulse(Function<Transcript<GpioFrame>, Optional<Say>> close, Predicate<Transcript<GpioFrame>> cut,
            int before) {
        List<Step<GpioFrame>> steps = new ArrayList<>();
        if (before > 0) {
            steps.add(new Step.Await<>(pulse.gapMs(), false, cut));
        }
        steps.add(new Step.Send<>(close));
        steps.add(new Step.Await<>(pulse.lengthMs(), false, cut));
        steps.add(Step.send(scene.drive("relays open", false, GpioRole.RAISE, GpioRole.LOWER)));
        steps.add(new Step.Listen<>(pulse.changeoverMs()));
        return steps;
    }

    /** The lower relay opens at once; the next step closes the other one. */
    private Reflex<GpioFrame> opensForAVehicle() {
        return (seen, came) -> came.frame() instanceof Edge(GpioRole role, boolean high, _) && role == GpioRole.ARM_LOOP
                && settings.inputs().get(role).active(high) && lastDriven(seen).filter(LOWER::equals).isPresent()
                ? Optional.of(scene.drive("lower relay open: a vehicle", false, GpioRole.LOWER)) : Optional.empty();
    }

    private static Optional<String> lastDriven(Transcript<GpioFrame> seen) {
        List<Entry.Sent<GpioFrame>> sent = seen.sent();
        return sent.isEmpty() ? Optional.empty() : Optional.of(sent.getLast().said().what());
    }

    private boolean clear(Transcript<GpioFrame> seen) {
        return scene.is(seen, GpioRole.ARM_LOOP, false);
    }

    private boolean down(Transcript<GpioFrame> seen) {
        return downSwitch ? scene.is(seen, GpioRole.ARM_DOWN, true) : scene.is(seen, GpioRole.ARM_UP, false);
    }

    // ---- verdicts

    private static Outcome notMoved() {
        return Outcome.notAsked("not commanded: not every line was read, a vehicle under the arm, or the arm did not go up",
                "未发指令：未读到全部线路、杆下有车或未抬杆到位");
    }

    /** When this contact first changed to that, ms after the first pulse; empty when it did not. */
    private Optional<Long> changed(Transcript<GpioFrame> after, GpioRole role, boolean active) {
        return after.sent().isEmpty() ? Optional.empty() : scene.told(after,
                role).stream().filter(one -> one.active() == active).findFirst()
                .map(one -> Math.max(0, Math.round((one.atNanos() - after.sent().getFirst().atNanos()) / 1e6)));
    }

    private Outcome raised(Transcript<GpioFrame> seen) {
        Transcript<GpioFrame> after = GpioScene.since(seen, RAISE);
        if (after.sent().isEmpty()) {
            return notMoved();
        }
        boolean upBefore = scene.is(GpioScene.before(seen, RAISE), GpioRole.ARM_UP, true);
        Optional<Long> up = changed(after, GpioRole.ARM_UP, true);
        if (upBefore && scene.is(GpioScene.before(after, LOWER), GpioRole.ARM_UP, false)) {
            return Outcome.quirk("inverted", settings.words(GpioRole.ARM_UP) + " opens when the arm goes up",
                    settings.words(GpioRole.ARM_UP)
                    + "状态相反", GpioScene.key(GpioRole.ARM_UP, "activeLow"), GpioScene.key(GpioRole.ARM_UP, "activeLow"));
        }
        if (upBefore) {
            return Outcome.notAsked("the arm was up already, or its switch says so", "栏杆已在抬起位，或开关如此显示");
        }
        return up.map(ms -> slow("raise to up", "抬杆用时", ms)).orElseGet(() -> Outcome.failed(settings.words(GpioRole.ARM_UP) + " closes",
                settings.words(GpioRole.ARM_UP) + "闭合", "nothing within " + ARM_MS
                + " ms: pulse (pulse.lengthMs, pulse.count), wiring, switch"));
    }

    private Outcome slow(String what, String chinese, long ms) {
        Measured took = Measured.atMost(new Text(what, chinese), ms, settings.timing().lightSettleMs());
        return took.within() ? Outcome.passed(took) : Outcome.quirk("arm-slow", what + " takes " + ms + " ms", chinese + ms + "毫秒",
                "timing.lightSettleMs", "timing.lightSettleMs").and(took);
    }

    private Outcome leavesDown(Transcript<GpioFrame> seen) {
        Transcript<GpioFrame> after = GpioScene.since(seen, RAISE);
        if (!downSwitch || changed(after, GpioRole.ARM_UP, true).isEmpty()) {
            return Outcome.notAsked("no lower switch, or the arm did not go up", "无落杆到位开关，或未抬杆到位");
        }
        Transcript<GpioFrame> up = GpioScene.before(after, LOWER);
        return scene.is(up, GpioRole.ARM_DOWN, true) ? Outcome.failed("open", "断开", "closed with the arm up: "
                + settings.words(GpioRole.ARM_DOWN)) : Outcome.passed();
    }

    private Outcome lowered(Transcript<GpioFrame> seen) {
        Transcript<GpioFrame> after = GpioScene.since(seen, LOWER);
        if (after.sent().isEmpty()) {
            return notMoved();
        }
        return changed(after, GpioRole.ARM_UP, false).map(ms -> Outcome.passed(Measured.without(new Text("lower to not up", "落杆离位用时"), ms)))
                .orElseGet(() -> Outcome.failed(settings.words(GpioRole.ARM_UP) + " opens", settings.words(GpioRole.ARM_UP) + "断开",
                        "closed for " + ARM_MS + " ms: pulse, wiring, a welded contact"));
    }

    private Outcome isDown(Transcript<GpioFrame> seen) {
        Transcript<GpioFrame> after = GpioScene.since(seen, LOWER);
        if (!downSwitch) {
            return Outcome.notAsked("no lower switch: down is never confirmed", "无落杆到位开关，落杆无法确认");
        }
        if (after.sent().isEmpty() || !GpioScene.since(seen, RAISE_AGAIN).sent().isEmpty()) {
            return notMoved();
        }
        return changed(after, GpioRole.ARM_DOWN, true).map(ms -> slow("lower to down", "落杆用时", ms)).orElseGet(() -> Outcome.failed(
                settings.words(GpioRole.ARM_DOWN) + " closes", settings.words(GpioRole.ARM_DOWN) + "闭合", "nothing within " + ARM_MS
                        + " ms: wiring, switch, or the arm does not come down"));
    }
}
