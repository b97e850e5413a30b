package org.etclane.device.ldi;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.etclane.device.conformance.Check;
import org.etclane.device.conformance.Exercise;
import org.etclane.device.conformance.Judge;
import org.etclane.device.conformance.Measured;
import org.etclane.device.conformance.Moves;
import org.etclane.device.conformance.Outcome;
import org.etclane.device.conformance.Step;
import org.etclane.device.conformance.Transcript;
import org.etclane.device.ldi.LdiControl.BarrierMove;
import org.etclane.device.ldi.LdiMessage.Monitored;
import org.etclane.device.ldi.LdiMessage.Result;
import org.etclane.device.ldi.LdiReport.BarrierInPlace;
import org.etclane.device.ldi.LdiReport.Detected;
import org.etclane.device.ldi.LdiScene.From;
import org.etclane.device.spi.Text;

/**
 * The arm (lane-devices-ldi.md §2, §8, §12 row 22): B1 after the movement and 1C in place, each by itself. It is lowered only when
 * the loop under it was empty in as many 0C in a row as {@code habits.emptyMonitors} says, and in its last 1C; and raised again when a
 * vehicle comes while it falls ({@link LdiManners}). Part of {@link LdiConformance}.
 */
final class LdiBarrierExercises {
    private static final String RAISE = "raise";
    private static final String LOWER = "lower";
    private static final long HAND_MS = 60_000;
    private static final long MONITOR_MS = 5_500;
    private static final long STAYS_MS = 2_500;
    private static final long QUIET_MS = 500;
    /** B1 so much before 1C is "before the movement". */
    private static final long BEFORE_MS = 200;

    private final LdiScene scene;
    private final LdiManners manners;
    private final LdiModule barrier;
    private final LdiSettings.Timing timing;
    private final int emptyMonitors;
    private final boolean holds;

    LdiBarrierExercises(LdiScene scene, LdiModule barrier) {
        this.scene = scene;
        this.manners = LdiManners.of(scene);
        this.barrier = barrier;
        this.timing = scene.settings.timing();
        this.emptyMonitors = scene.settings.habits().emptyMonitors();
        this.holds = scene.settings.habits().raiseAndHold();
    }

    List<Exercise<LdiHeard>> all() {
        return scene.armLoop().map(loop -> List.of(arm(loop), byItself(loop))).orElseGet(List::of);
    }

    private static Judge<LdiHeard> judge(String id, String english, String chinese, String section,
            Function<Transcript<LdiHeard>, Outcome> verdict) {
        return new Judge<>(Check.of(id, english, chinese, "lane-devices-ldi.md §" + section).moving(Moves.ARM), verdict);
    }

    // ---- steps

    private Step<LdiHeard> raise() {
        return scene.order(new BarrierMove(barrier, holds ? BarrierMove.RAISE_AND_HOLD : BarrierMove.RAISE), RAISE);
    }

    private Step<LdiHeard> answered(String what) {
        return new Step.Await<>(timing.barrierAnswerMs() + LdiCallExercises.LATE_MS, false, seen -> !LdiScene.results(
                LdiScene.since(seen, what), barrier).isEmpty());
    }

    private Step<LdiHeard> inPlace(String what, int status) {
        return new Step.Await<>(timing.inPlaceMs(), false, seen -> placed(LdiScene.since(seen, what), status).isPresent());
    }

    private List<Step<LdiHeard>> lower(LdiModule loop, String since) {
        return List.of(new Step.Await<>((emptyMonitors + 1) * MONITOR_MS, true, seen -> mayLower(seen, loop, since)),
                new Step.Send<>(seen -> mayLower(seen, loop, since) ? scene.to(seen, barrier, LOWER, scene.order(scene.code(barrier),
                        new BarrierMove(barrier, BarrierMove.LOWER))) : Optional.empty()), answered(LOWER), inPlace(LOWER,
                        BarrierInPlace.DOWN));
    }

    /** The arm has gone up, and nobody has been under it for a while. */
    private boolean mayLower(Transcript<LdiHeard> seen, LdiModule loop, String since) {
        Transcript<LdiHeard> after = LdiScene.since(seen, since);
        List<From<Monitored>> states = LdiScene.states(after, loop);
        List<From<Detected>> reports = LdiScene.reports(seen.wholeRun(), loop, Detected.class);
        long lastVehicleNanos = reports.stream().filter(one -> one.message().status() != Detected.EMPTY).mapToLong(From::atNanos).max()
                .orElse(Long.MIN_VALUE);
        boolean empty = reports.isEmpty() || reports.getLast().message().status() == Detected.EMPTY;
        List<From<Monitored>> since1C = states.stream().filter(one -> one.atNanos() > lastVehicleNanos).toList();
        return empty && isUp(seen) && since1C.size() >= emptyMonitors && since1C.subList(since1C.size() - emptyMonitors, since1C.size())
                .stream().allMatch(one -> one.message().runState() == Detected.EMPTY && one.message().available() == 0);
    }

    private boolean isUp(Transcript<LdiHeard> seen) {
        Transcript<LdiHeard> raised = LdiScene.since(seen, RAISE);
        return placed(raised, BarrierInPlace.UP).isPresent() || LdiScene.results(raised, barrier).stream().anyMatch(one ->
                one.message().status() == 0) || LdiScene.states(raised, barrier).stream().anyMatch(one -> one.message().runState() == 1);
    }

    private Optional<From<BarrierInPlace>> placed(Transcript<LdiHeard> seen, int status) {
        return LdiScene.reports(seen, barrier, BarrierInPlace.class).stream().filter(one -> one.message().status() == status).findFirst();
    }

    // ---- up and down

    private Exercise<LdiHeard> arm(LdiModule loop) {
        List<Step<LdiHeard>> steps = new ArrayList<>(List.of(raise(), answered(RAISE), inPlace(RAISE, BarrierInPlace.UP),
                new Step.Listen<>(QUIET_MS), scene.again(barrier, RAISE), answered(LdiScene.again(RAISE)), new Step.Listen<>(QUIET_MS)));
        steps.addAll(lower(loop, LdiScene.again(RAISE)));
        return new Exercise<>("arm", new Text("Raise and lower the arm", "抬杆和落杆"), List.of(
                judge("arm.raise", "obeys the order to raise and answers (B1)", "执行抬杆并应答B1", "8", seen -> moved(
                        LdiScene.between(seen, RAISE, LdiScene.again(RAISE)), LdiScene.since(seen, LdiScene.again(RAISE)))),
                judge("arm.up-in-place", "reports the arm up in place (1C)", "抬杆到位有1C上报", "8", seen -> reported(seen, RAISE,
                        BarrierInPlace.UP)),
                judge("arm.answer-last", "answers after the movement", "动作完成后才应答", "2", this::answersLast),
                judge("arm.answer-times", "tells in B1 when it began and when it had finished", "B1含收到和完成时间", "8", this::times),
                judge("arm.repeat", "an order that comes again is answered and not executed", "重发的指令应答但不重复执行", "3",
                        this::repeated),
                judge("arm.run-state", "0C tells that the arm is up", "0C反映抬杆状态", "9", seen -> !isUp(seen) ? notMoved()
                        : LdiModuleExercises.runState(LdiScene.states(LdiScene.between(seen, LdiScene.again(RAISE), LOWER), barrier))),
                judge("arm.lower", "obeys the order to lower and answers (B1)", "执行落杆并应答B1", "8", seen -> moved(LdiScene.since(seen,
                        LOWER), Transcript.of(List.of()))),
                judge("arm.down-in-place", "reports the arm down in place (1C)", "落杆到位有1C上报", "8", seen -> reported(seen, LOWER,
                        BarrierInPlace.DOWN))), steps, manners);
    }

    private static Outcome notMoved() {
        return Outcome.notAsked("not told so, or refused: the device is not there, a vehicle was under the arm, or it did not go up",
                "未发指令或被拒绝：设备未接入、杆下有车或未抬杆");
    }

    private Outcome moved(Transcript<LdiHeard> once, Transcript<LdiHeard> again) {
        if (once.sent().isEmpty()) {
            return notMoved();
        }
        List<From<Result>> answers = LdiScene.results(once, barrier);
        if (answers.isEmpty()) {
            return LdiScene.results(again, barrier).isEmpty() ? Outcome.failed("B1 with status 00 within " + timing.barrierAnswerMs()
                    + " ms",
                    timing.barrierAnswerMs() + "毫秒内B1，状态00", "no B1") : LdiCallExercises.answersLost("1B");
        }
        From<Result> b1 = answers.getFirst();
        if (b1.message().status() != 0) {
            return Outcome.failed("B1 with status 00", "B1，状态00", "status %02X".formatted(b1.message().status()));
        }
        Measured took = Measured.atMost(new Text("1B to B1", "1B到B1"), b1.msAfter(once.sent().getFirst()), timing.barrierAnswerMs());
        return took.within() ? Outcome.passed(took) : Outcome.quirk("arm-slow", "answers a movement after " + took.tookMs() + " ms", "动作后"
                + took.tookMs() + "毫秒应答", "timing.barrierAnswerMs", "timing.barrierAnswerMs").and(took);
    }

    private Outcome reported(Transcript<LdiHeard> seen, String what, int status) {
        Transcript<LdiHeard> after = LdiScene.since(seen, what);
        boolean refused = LdiScene.results(after, barrier).stream().findFirst().filter(one -> one.message().status() != 0).isPresent();
        if (after.sent().isEmpty() || refused) {
            return notMoved();
        }
        return placed(after, status).map(one -> Outcome.passed(Measured.without(new Text("1B to 1C", "1B到1C"), one.msAfter(after.sent()
                .getFirst())))).orElseGet(() -> Outcome.failed("1C with status %02X within %d ms after B1".formatted(status,
                timing.inPlaceMs()),
                "B1后%d毫秒内1C，状态%02X".formatted(timing.inPlaceMs(), status), "no 1C: its position switches, or timing.inPlaceMs"));
    }

    private Outcome answersLast(Transcript<LdiHeard> seen) {
        Transcript<LdiHeard> once = LdiScene.between(seen, RAISE, LdiScene.again(RAISE));
        List<From<Result>> answers = LdiScene.results(once, barrier);
        Optional<From<BarrierInPlace>> up = placed(once, BarrierInPlace.UP);
        if (answers.isEmpty() || up.isEmpty()) {
            return Outcome.notAsked("not both came, B1 and 1C", "B1与1C未全部收到");
        }
        long earlyMs = Math.round((up.get().atNanos() - answers.getFirst().atNanos()) / 1e6);
        return earlyMs <= BEFORE_MS ? Outcome.passed() : Outcome.quirk("answers-before-movement", "answers " + earlyMs
                + " ms before the arm is in place", "到位前" + earlyMs + "毫秒已应答", "timing.inPlaceMs, longer than that",
                "timing.inPlaceMs，须更长");
    }

    private Outcome times(Transcript<LdiHeard> seen) {
        List<From<Result>> answers = LdiScene.results(LdiScene.since(seen, RAISE), barrier);
        return answers.isEmpty() ? notMoved() : answers.getFirst().message().finishedUnixMillis().isPresent() ? Outcome.passed()
                : Outcome.quirk("answers-without-times", "B1 has no times", "B1不含时间", "none needed: they are optional", "无需设置：时间可选");
    }

    private Outcome repeated(Transcript<LdiHeard> seen) {
        Transcript<LdiHeard> after = LdiScene.between(seen, LdiScene.again(RAISE), LOWER);
        if (after.sent().isEmpty() || !isUp(seen)) {
            return notMoved();
        }
        if (LdiScene.results(after, barrier).isEmpty()) {
            return LdiCallExercises.repeatUnanswered("1B");
        }
        boolean moved = !LdiScene.reports(after, barrier, BarrierInPlace.class).isEmpty();
        return !moved ? Outcome.passed() : Outcome.quirk("repeats-movement", "executes an order that it has executed when it comes again",
                "重发的指令被再次执行", "none needed: only a raise is ever sent again", "无需设置：仅抬杆会重发");
    }

    // ---- by itself

    private Exercise<LdiHeard> byItself(LdiModule loop) {
        String gone = "1A after the vehicle";
        List<Step<LdiHeard>> steps = new ArrayList<>(List.of(raise(), answered(RAISE), inPlace(RAISE, BarrierInPlace.UP),
                new Step.Await<>(MONITOR_MS, true, this::isUp),
                new Step.Act<>(new Text("Keep clear of the arm. Cover the loop under the arm with something of iron", "请勿站在杆下，用铁件压占落杆线圈"),
                        HAND_MS, seen -> LdiScene.reports(seen, loop, Detected.class).stream().anyMatch(one -> one.message().status()
                        == Detected.VEHICLE)),
                new Step.Act<>(new Text("Clear the loop under the arm, keep clear of the arm", "请移开铁件，勿站在杆下"), HAND_MS, seen ->
                        LdiScene.reports(seen, loop, Detected.class).getLast().message().status() == Detected.EMPTY),
                scene.initialise(loop, gone), new Step.Listen<>(STAYS_MS)));
        steps.addAll(lower(loop, gone));
        return new Exercise<>("by-itself", new Text("A vehicle passes, nobody says lower", "过车后不发落杆指令"), List.of(
                judge("arm.stays", "the arm stays up until it is told to come down", "未收到落杆指令时保持抬起", "8", seen -> stays(seen, gone))),
                steps, manners);
    }

    private Outcome stays(Transcript<LdiHeard> seen, String gone) {
        if (LdiScene.since(seen, gone).sent().isEmpty()) {
            return notMoved();
        }
        Transcript<LdiHeard> up = LdiScene.between(seen, RAISE, LOWER);
        if (placed(up, BarrierInPlace.DOWN).isEmpty()) {
            return Outcome.passed();
        }
        return holds ? Outcome.failed("the arm stays up", "栏杆保持抬起",
                "comes down behind the vehicle, though raised and held (02): switch that off"
                + " in the barrier") : Outcome.quirk("lowers-by-itself", "comes down by itself behind a vehicle", "车过后自动落杆",
                "habits.raiseAndHold: true", "habits.raiseAndHold设为true");
    }
}
