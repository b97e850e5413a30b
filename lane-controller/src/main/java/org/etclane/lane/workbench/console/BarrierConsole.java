package org.etclane.lane.workbench.console;

import java.util.List;
import java.util.Optional;
import org.etclane.device.BarrierCommand;
import org.etclane.device.BarrierEvent;
import org.etclane.device.BarrierEvent.Position;
import org.etclane.device.DeviceEvent;
import org.etclane.device.HealthEvent;
import org.etclane.device.InputEvent;
import org.etclane.device.LoopEvent;
import org.etclane.device.LoopEvent.Occupancy;
import org.etclane.device.RsuEvent;
import org.etclane.device.ScaleEvent;
import org.etclane.device.SecurityEvent;
import org.etclane.device.spi.Text;

/**
 * Barrier (自动栏杆机): raise, lower, and cycles with the times from the command until the position switch, as the device reports it.
 *
 * <p>The arm hits people and cars here as in a lane. So nothing moves before {@link #MOVE_ARM} is confirmed; the arm is never lowered while
 * the loop under it is occupied, and not while that loop is unknown unless {@link #NO_LOOP} is confirmed; and whatever comes under an arm
 * that may be falling, or a loop or line that is lost then, raises it again at once. A fall counts as possible from the command until the
 * lower switch confirms, or without one for {@value #TRAVEL_MS} ms.
 */
final class BarrierConsole implements BenchConsole {
    static final String MOVE_ARM = "move-arm";
    static final String NO_LOOP = "no-loop";
    static final long MOVE_TIMEOUT_MS = 10_000;
    static final long TRAVEL_MS = 5_000;
    private static final int DEFAULT_CYCLES = 3;
    private static final int DEFAULT_PAUSE_MS = 2_000;
    private static final int MAX_CYCLES = 1_000;

    private final Text output;
    private Position position = Position.UNKNOWN;
    private Occupancy armLoop = Occupancy.UNKNOWN;
    private Optional<Move> move = Optional.empty();
    private Optional<Cycle> cycle = Optional.empty();
    private long nextStrokeNanos = NEVER;
    private long mayFallUntilNanos = Long.MIN_VALUE;

    /**
     * @param toTop        which way
     * @param leftTopNanos 0 until the upper switch of an arm without a lower one has opened
     */
    private record Move(boolean toTop, long sentNanos, long leftTopNanos) {
    }

    private record Cycle(int strokesLeft, int pauseMs, Strokes raises, Strokes lowers) {
        Cycle after(boolean toTop, long ms) {
            return new Cycle(strokesLeft - 1, pauseMs, toTop ? raises.and(ms) : raises, toTop ? lowers : lowers.and(ms));
        }
    }

    /** @param output which output moves, in words */
    BarrierConsole(Text output) {
        this.output = output;
    }

    @Override
    public List<Verb> verbs() {
        return List.of(
                Verb.device("raise", "", new Text("raises the arm, tells the time until it is up", "抬杆，给出到位时间")).after(MOVE_ARM),
                Verb.device("lower", "", new Text("lowers the arm, tells the time until it is down", "落杆，给出到位时间")).after(MOVE_ARM),
                Verb.device("cycle", "[N] [PAUSE]", new Text("N times up and down (3), PAUSE seconds between (2): least, mean, most",
                        "升降N次（3），间隔PAUSE秒（2），给出最短、平均、最长时间"), "cycle 10", "cycle 100 5").after(MOVE_ARM),
                Verb.device("position", "", new Text("where the arm is, and what the loop under it says", "栏杆位置与落杆线圈状态")));
    }

    @Override
    public List<Confirmation> confirmations() {
        return List.of(
                new Confirmation(MOVE_ARM, new Text("This moves the barrier's arm: " + output.english() + ". Look at it: nobody and nothing under "
                        + "the arm or in its way, staff know of it, somebody watches.", "将使栏杆动作：" + output.chinese()
                        + "。请查看现场：杆下及动作范围内无人无车，人员已知晓，有人监护。"), false),
                new Confirmation(NO_LOOP, new Text("Without a loop under the arm nothing but your own eyes keeps the arm off a vehicle.",
                        "杆下没有可用线圈，只能靠您本人目视确保不砸车。"), false));
    }

    @Override
    public void verb(long nowNanos, Typed typed, Desk desk) throws Typed.Misuse {
        switch (typed.verb()) {
            case "raise" -> {
                typed.atMost(0);
                stroke(nowNanos, true, desk);
            }
            case "lower" -> {
                typed.atMost(0);
                stroke(nowNanos, false, desk);
            }
            case "cycle" -> cycle(nowNanos, typed, desk);
            default -> {
                desk.say(EventWords.both(new Text("arm: ", "栏杆："), EventWords.position(position)));
                desk.say(EventWords.both(new Text("loop under the arm: ", "落杆线圈："), EventWords.occupancy(armLoop)));
                desk.done();
            }
        }
    }

    private void cycle(long nowNanos, Typed typed, Desk desk) throws Typed.Misuse {
        typed.atMost(2);
        int times = typed.whole(0, "N", 1, MAX_CYCLES, DEFAULT_CYCLES);
        int pauseMs = typed.ms(1, "PAUSE", 3600, DEFAULT_PAUSE_MS);
        Optional<Text> blocked = blocked(desk);
        if (blocked.isPresent()) {
            desk.failed(blocked.get());
            return;
        }
        cycle = Optional.of(new Cycle(2 * times, pauseMs, Strokes.NONE, Strokes.NONE));
        stroke(nowNanos, position != Position.UP, desk);
    }

    private Optional<Text> blocked(Desk desk) {
        return switch (armLoop) {
            case OCCUPIED -> Optional.of(new Text("not lowered: the loop under the arm is occupied", "未落杆：落杆线圈有车"));
            case CLEAR -> Optional.empty();
            case UNKNOWN -> desk.confirmed(NO_LOOP) ? Optional.empty() : Optional.of(new Text("not lowered: nothing is known of a loop under "
                    + "the arm. If there is none, type first: confirm " + NO_LOOP, "未落杆：落杆线圈状态未知。如确无线圈，请先输入：confirm " + NO_LOOP));
        };
    }

    private void stroke(long nowNanos, boolean toTop, Desk desk) {
        Optional<Text> blocked = toTop ? Optional.empty() : blocked(desk);
        if (blocked.isPresent()) {
            cycle = Optional.empty();
            desk.failed(blocked.get());
            return;
        }
        move = Optional.of(new Move(toTop, nowNanos, 0));
        mayFallUntilNanos = toTop || position == Position.DOWN ? Long.MIN_VALUE : NEVER;
        desk.tell(toTop ? BarrierCommand.RAISE : BarrierCommand.LOWER);
        if (position == (toTop ? Position.UP : Position.DOWN)) {
            finished(nowNanos, new Text("the arm was there already", "栏杆已在该位置"), desk);
        }
    }

    @Override
    public void event(long nowNanos, DeviceEvent event, Desk desk) {
        switch (event) {
            case BarrierEvent.ArmReported(_, long atNanos, Position reported) -> {
                desk.live(atNanos, EventWords.both(new Text("arm ", "栏杆 "), EventWords.position(reported)));
                position = reported;
                moved(atNanos, desk);
            }
            case BarrierEvent.FaultReported fault -> desk.live(fault.atNanos(), EventWords.fault(fault));
            case LoopEvent(_, long atNanos, LoopEvent.Role role, Occupancy occupancy) -> {
                desk.live(atNanos, EventWords.both(EventWords.both(EventWords.loop(role), new Text(" ", " ")), EventWords.occupancy(occupancy)));
                if (role == LoopEvent.Role.ARM) {
                    boolean lost = armLoop == Occupancy.CLEAR && occupancy == Occupancy.UNKNOWN;
                    armLoop = occupancy;
                    if (occupancy == Occupancy.OCCUPIED || lost) {
                        saveWhoIsUnder(nowNanos, new Text("the loop under the arm is not clear", "落杆线圈不再为无车"), desk);
                    }
                }
            }
            case HealthEvent health when health.state() == HealthEvent.State.DOWN && health.device().indexOf('/') < 0 -> {
                position = Position.UNKNOWN;
                armLoop = Occupancy.UNKNOWN;
                saveWhoIsUnder(nowNanos, new Text("the device was lost while the arm may be falling", "落杆过程中设备失联"), desk);
                if (move.isPresent()) {
                    stopped(new Text("the device was lost", "设备失联"), desk);
                }
            }
            case InputEvent input -> desk.live(input.atNanos(), EventWords.input(input));
            case HealthEvent _, SecurityEvent _, RsuEvent _, ScaleEvent _ -> { }
        }
    }

    private void moved(long atNanos, Desk desk) {
        if (position == Position.DOWN) {
            mayFallUntilNanos = Long.MIN_VALUE;
        }
        if (move.isEmpty()) {
            return;
        }
        Move now = move.get();
        if (position == (now.toTop ? Position.UP : Position.DOWN)) {
            long ms = ms(atNanos - now.sentNanos);
            arrived(atNanos, ms, now.toTop ? new Text("up after " + ms + " ms", "抬起到位，用时" + ms + "毫秒")
                    : new Text("down after " + ms + " ms", "落下到位，用时" + ms + "毫秒"), desk);
        } else if (!now.toTop && position == Position.NOT_UP && now.leftTopNanos == 0) {
            move = Optional.of(new Move(false, now.sentNanos, atNanos));
            mayFallUntilNanos = atNanos + TRAVEL_MS * NANOS_PER_MS;
        }
    }

    private void arrived(long atNanos, long ms, Text how, Desk desk) {
        boolean toTop = move.orElseThrow().toTop;
        cycle = cycle.map(running -> running.after(toTop, ms));
        finished(atNanos, how, desk);
    }

    /** A stroke is over; a cycle goes on after its pause. */
    private void finished(long nowNanos, Text how, Desk desk) {
        move = Optional.empty();
        desk.say(how);
        if (cycle.isEmpty()) {
            desk.done();
        } else if (cycle.get().strokesLeft <= 0) {
            summary(cycle.get(), desk);
            cycle = Optional.empty();
            desk.done();
        } else {
            nextStrokeNanos = nowNanos + cycle.get().pauseMs * NANOS_PER_MS;
        }
    }

    private static void summary(Cycle done, Desk desk) {
        desk.say(EventWords.both(new Text("raise: ", "抬杆："), done.raises.words()));
        desk.say(EventWords.both(new Text("lower: ", "落杆："), done.lowers.words()));
    }

    private void stopped(Text why, Desk desk) {
        move = Optional.empty();
        nextStrokeNanos = NEVER;
        cycle.filter(running -> !running.raises.isEmpty() || !running.lowers.isEmpty()).ifPresent(running -> summary(running, desk));
        cycle = Optional.empty();
        desk.failed(why);
    }

    /** As the interlock of a lane: an arm that may be falling rises at once. */
    private void saveWhoIsUnder(long nowNanos, Text why, Desk desk) {
        if (nowNanos >= mayFallUntilNanos) {
            return;
        }
        mayFallUntilNanos = Long.MIN_VALUE;
        desk.tell(BarrierCommand.RAISE);
        Text raised = EventWords.both(why, new Text(": RAISED AGAIN", "：已重新抬杆"));
        if (move.isPresent() || cycle.isPresent()) {
            stopped(raised, desk);
        } else {
            desk.live(nowNanos, raised);
        }
    }

    @Override
    public void due(long nowNanos, Desk desk) {
        if (nowNanos >= nextStrokeNanos) {
            nextStrokeNanos = NEVER;
            stroke(nowNanos, position != Position.UP, desk);
            return;
        }
        if (move.isEmpty() || nowNanos < moveDueNanos(move.get())) {
            return;
        }
        Move now = move.get();
        if (now.leftTopNanos != 0) {
            mayFallUntilNanos = Long.MIN_VALUE;
            long ms = ms(now.leftTopNanos - now.sentNanos);
            arrived(nowNanos, ms, new Text("left its top after " + ms + " ms; when it is down this device cannot tell, it has no lower switch",
                    "离开上位，用时" + ms + "毫秒；该设备无下到位开关，不能报告落下到位"), desk);
        } else {
            stopped(EventWords.both(now.toTop ? new Text("not reported up within 10 s; it is: ", "10秒内未报告抬起到位，当前：")
                    : new Text("not reported down within 10 s; it is: ", "10秒内未报告落下到位，当前："), EventWords.position(position)), desk);
        }
    }

    private static long moveDueNanos(Move move) {
        return move.leftTopNanos != 0 ? move.leftTopNanos + TRAVEL_MS * NANOS_PER_MS : move.sentNanos + MOVE_TIMEOUT_MS * NANOS_PER_MS;
    }

    @Override
    public long nextDueNanos() {
        return Math.min(nextStrokeNanos, move.map(BarrierConsole::moveDueNanos).orElse(NEVER));
    }

    /** Whoever interrupts a fall wants it to end. */
    @Override
    public void interrupt(long nowNanos, Desk desk) {
        if (nowNanos < mayFallUntilNanos) {
            saveWhoIsUnder(nowNanos, INTERRUPTED, desk);
        } else {
            stopped(INTERRUPTED, desk);
        }
    }

    private static long ms(long nanos) {
        return (nanos + NANOS_PER_MS / 2) / NANOS_PER_MS;
    }
}
