package org.etclane.lane.core;

import static org.etclane.device.LoopEvent.Occupancy.CLEAR;
import static org.etclane.device.LoopEvent.Occupancy.OCCUPIED;

import java.util.Optional;
import org.etclane.device.BarrierCommand;
import org.etclane.device.BarrierEvent.Position;
import org.etclane.device.LoopEvent.Occupancy;

/**
 * The interlock of the arm (栏杆机联锁): level-triggered and pure, asked after every event. The truth table, first row that fits:
 *
 * <table>
 * <caption>demand: a transacted vehicle is at the head of the queue</caption>
 * <tr><th>loop under the arm</th><th>arm</th><th>demand</th><th>decision</th></tr>
 * <tr><td>occupied or unknown</td><td>falling</td><td>any</td><td>raise at once</td></tr>
 * <tr><td>any</td><td>not commanded up</td><td>yes</td><td>raise</td></tr>
 * <tr><td>any</td><td>commanded up, not confirmed in time</td><td>yes</td><td>raise again, fault; after three times every 10 s</td></tr>
 * <tr><td>occupied</td><td>commanded up, not reported up within 250 ms</td><td>no</td><td>raise again</td></tr>
 * <tr><td>occupied or unknown</td><td>any other</td><td>any</td><td>hold: never lower</td></tr>
 * <tr><td>clear</td><td>up or commanded up</td><td>no</td><td>lower, once clear for the hold time</td></tr>
 * <tr><td>clear</td><td>commanded down, still up in time</td><td>no</td><td>lower again, fault</td></tr>
 * <tr><td>clear</td><td>down</td><td>no</td><td>hold</td></tr>
 * </table>
 *
 * "Falling" lasts from the lower command until the lower switch confirms, or, where there is only an upper switch, until the
 * travel time has passed. After a start nothing is commanded for {@link #START_REST_MS}: occupancy is read first.
 */
final class BarrierMachine {
    static final int START_REST_MS = 5000;
    private static final int MAX_ATTEMPTS = 3;
    /** Between two commands to rise from above a vehicle; to an arm that is rising the second one means nothing. */
    private static final int REPEAT_MS = 250;
    /** Somebody who has paid stands before it: when the fault has been mended nobody tells the lane, so it goes on trying. */
    private static final int PATIENT_MS = 10_000;

    private final LaneSettings settings;

    BarrierMachine(LaneSettings settings) {
        this.settings = settings;
    }

    /**
     * @param armLoop       loop under the arm
     * @param loopSinceNanos since when it is in that state
     * @param demand        why the arm should be up, empty when nothing demands it
     */
    record Inputs(Occupancy armLoop, long loopSinceNanos, Position position, Optional<String> demand) {
    }

    /** @param fault empty while the arm moves, true when it did not arrive in time, false when it is where it should be */
    record Decision(BarrierState next, Optional<BarrierCommand> command, String cause, Optional<Boolean> fault) {
    }

    Decision decide(BarrierState state, Inputs in, long nowNanos) {
        boolean safeToLower = in.armLoop() == CLEAR;
        if (falling(state, in.position(), nowNanos) && !safeToLower) {
            return command(state, BarrierCommand.RAISE, "loop under the falling arm is " + in.armLoop(), nowNanos);
        }
        boolean downFirst = state.downFirst() && !beenDown(state, in.position(), nowNanos);
        if (in.demand().isPresent() && !downFirst) {
            return raise(cleared(state, downFirst), in, nowNanos);
        }
        if (!safeToLower) {
            return overSomebody(state, in, nowNanos) ? raiseAgain(state, nowNanos)
                    : hold(cleared(state, downFirst), in.position(), nowNanos);
        }
        return lower(cleared(state, downFirst), in, nowNanos);
    }

    /** Told to rise from above a vehicle and not reported up: one lost frame must not leave the arm on its roof. */
    private static boolean overSomebody(BarrierState state, Inputs in, long nowNanos) {
        return isLast(state, BarrierCommand.RAISE) && in.armLoop() == OCCUPIED && in.position() != Position.UP
                && state.attempts() > 0
                && state.attempts() < MAX_ATTEMPTS && nowNanos - state.sinceNanos() >= REPEAT_MS * 1_000_000L;
    }

    private Decision raiseAgain(BarrierState state, long nowNanos) {
        Decision again = again(state, BarrierCommand.RAISE, nowNanos);
        return new Decision(again.next(), again.command(), again.cause(), overdue(state, nowNanos) ? again.fault() : Optional.empty());
    }

    private Decision raise(BarrierState state, Inputs in, long nowNanos) {
        if (!isLast(state, BarrierCommand.RAISE)) {
            return command(state, BarrierCommand.RAISE, in.demand().orElseThrow(), nowNanos);
        }
        boolean worthTrying = state.attempts() < MAX_ATTEMPTS || nowNanos - state.sinceNanos() >= PATIENT_MS * 1_000_000L;
        return overdue(state, nowNanos) && in.position() != Position.UP && worthTrying
                ? again(state, BarrierCommand.RAISE, nowNanos) : hold(state, in.position(), nowNanos);
    }

    private Decision lower(BarrierState state, Inputs in, long nowNanos) {
        long clearForNanos = nowNanos - in.loopSinceNanos();
        boolean rested = state.last().isPresent() || nowNanos - state.sinceNanos() >= START_REST_MS * 1_000_000L;
        boolean up = in.position() == Position.UP || isLast(state, BarrierCommand.RAISE);
        if (!up || !rested || clearForNanos < settings.armClearHoldMs() * 1_000_000L) {
            return hold(state, in.position(), nowNanos);
        }
        if (!isLast(state, BarrierCommand.LOWER)) {
            return command(state, BarrierCommand.LOWER, state.last().isPresent() ? "lane behind the arm is clear" : "arm was up at start", nowNanos);
        }
        return overdue(state, nowNanos) && state.attempts() < MAX_ATTEMPTS ? again(state, BarrierCommand.LOWER, nowNanos)
                : hold(state, in.position(), nowNanos);
    }

    /** When {@link #decide} could decide otherwise without any new event. */
    long nextDueNanos(BarrierState state, Inputs in, long nowNanos) {
        long due = Long.MAX_VALUE;
        if (state.last().isEmpty()) {
            due = earlierFuture(due, state.sinceNanos() + START_REST_MS * 1_000_000L, nowNanos);
        } else {
            due = earlierFuture(due, state.sinceNanos() + settings.armTravelMs() * 1_000_000L, nowNanos);
            due = earlierFuture(due, state.sinceNanos() + REPEAT_MS * 1_000_000L, nowNanos);
            boolean waitedFor = in.demand().isPresent() && in.position() != Position.UP;
            due = waitedFor ? earlierFuture(due, state.sinceNanos() + PATIENT_MS * 1_000_000L, nowNanos) : due;
        }
        if (in.armLoop() == CLEAR) {
            due = earlierFuture(due, in.loopSinceNanos() + settings.armClearHoldMs() * 1_000_000L, nowNanos);
        }
        return due;
    }

    private static long earlierFuture(long due, long candidate, long nowNanos) {
        return candidate > nowNanos ? Math.min(due, candidate) : due;
    }

    /** Commanded down and not known to have arrived. */
    boolean falling(BarrierState state, Position position, long nowNanos) {
        return isLast(state, BarrierCommand.LOWER) && !settled(state, position, nowNanos);
    }

    private boolean settled(BarrierState state, Position position, long nowNanos) {
        return switch (position) {
            case DOWN -> true;
            case NOT_UP -> isLast(state, BarrierCommand.LOWER) && overdue(state, nowNanos);
            case UP, UNKNOWN -> false;
        };
    }

    /** Down, or as far down as can be known: a vehicle that has paid must not wait for a switch that never closes. */
    private boolean beenDown(BarrierState state, Position position, long nowNanos) {
        if (state.last().isEmpty()) {
            return position != Position.UP;
        }
        boolean givenUp = position != Position.UP || state.attempts() >= MAX_ATTEMPTS;
        return position == Position.DOWN || isLast(state, BarrierCommand.LOWER) && overdue(state, nowNanos) && givenUp;
    }

    private Decision hold(BarrierState state, Position position, long nowNanos) {
        if (state.last().isEmpty()) {
            return new Decision(state, Optional.empty(), "", Optional.empty());
        }
        boolean arrived = isLast(state, BarrierCommand.RAISE) ? position == Position.UP : settled(state, position, nowNanos);
        if (arrived) {
            BarrierState calm = new BarrierState(state.last(), state.sinceNanos(), 0, state.downFirst());
            return new Decision(calm, Optional.empty(), "", Optional.of(false));
        }
        return new Decision(state, Optional.empty(), "", overdue(state, nowNanos) ? Optional.of(true) : Optional.empty());
    }

    private static Decision command(BarrierState state, BarrierCommand command, String cause, long nowNanos) {
        return new Decision(new BarrierState(Optional.of(command), nowNanos, 1, state.downFirst()), Optional.of(command), cause,
                Optional.empty());
    }

    private static Decision again(BarrierState state, BarrierCommand command, long nowNanos) {
        String cause = state.attempts() == 0 ? "arm left its position without a command"
                : state.attempts() < MAX_ATTEMPTS ? "not confirmed, attempt " + (state.attempts() + 1) : "not confirmed, tried on";
        return new Decision(new BarrierState(Optional.of(command), nowNanos, Math.min(state.attempts() + 1, MAX_ATTEMPTS), state.downFirst()),
                Optional.of(command), cause, Optional.of(true));
    }

    private static BarrierState cleared(BarrierState state, boolean downFirst) {
        return new BarrierState(state.last(), state.sinceNanos(), state.attempts(), downFirst);
    }

    private static boolean isLast(BarrierState state, BarrierCommand command) {
        return state.last().isPresent() && state.last().get() == command;
    }

    private boolean overdue(BarrierState state, long nowNanos) {
        return nowNanos - state.sinceNanos() >= settings.armTravelMs() * 1_000_000L;
    }
}
