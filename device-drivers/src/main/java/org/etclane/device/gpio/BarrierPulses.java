package org.etclane.device.gpio;

import java.util.Optional;
import org.etclane.device.BarrierCommand;

/**
 * The two barrier relays in time: pulses, gaps, and never both contacts closed. A raise cuts off a lower that is under way; a lower
 * waits for the raise before it; a command that is under way already changes nothing. Every pulse ends by time alone, counted from when the
 * contact is told to have closed. Pure; part of
 * {@link GpioIoDriver}.
 */
final class BarrierPulses {
    static final long NEVER = Long.MAX_VALUE;
    private static final long NANOS_PER_MS = 1_000_000L;
    /** A contact of which nothing is told is open again this much after the pulse, whatever has become of it. */
    private static final long UNTOLD_NANOS = 1_000 * NANOS_PER_MS;

    /** Drives a relay's contact. */
    interface Relays {
        void contact(BarrierCommand which, boolean closed);
    }

    private record Waiting(BarrierCommand command, long sinceNanos) {
    }

    /**
     * @param left       pulses still to end, this one included
     * @param closed     the contact is closed now, else it is a gap
     * @param sinceNanos when it was told to be so
     */
    private record Running(BarrierCommand command, int left, boolean closed, long sinceNanos, long untilNanos) {
    }

    private record Opened(BarrierCommand command, long atNanos) {
    }

    private final GpioSettings.Pulse pulse;
    private final long validNanos;
    private Optional<Waiting> waiting = Optional.empty();
    private Optional<Running> running = Optional.empty();
    private Optional<Opened> lastOpened = Optional.empty();

    BarrierPulses(GpioSettings.Pulse pulse, long validNanos) {
        this.pulse = pulse;
        this.validNanos = validNanos;
    }

    /** The link is gone, and with it every contact. */
    void forget() {
        waiting = Optional.empty();
        running = Optional.empty();
        lastOpened = Optional.empty();
    }

    /** @return whether it is new: not already under way or waiting */
    boolean command(BarrierCommand command, long nowNanos) {
        if (running.filter(r -> r.command == command).isPresent()) {
            waiting = Optional.empty();
            return false;
        }
        boolean fresh = waiting.filter(w -> w.command == command).isEmpty();
        if (fresh) {
            waiting = Optional.of(new Waiting(command, nowNanos));
        }
        return fresh;
    }

    /**
     * The contact of a pulse has closed. The pulse lasts its time from there and not from the command: one that was carried out late would
     * be too short for a barrier that needs all of it.
     */
    void closed(BarrierCommand command, long atNanos, long nowNanos) {
        long closedNanos = Math.min(atNanos, nowNanos);
        running = running.map(r -> r.command == command && r.closed && closedNanos >= r.sinceNanos
                ? new Running(r.command, r.left, true, r.sinceNanos, closedNanos + pulse.lengthMs() * NANOS_PER_MS) : r);
    }

    /** Since when a lowering waits to be let through; empty when none does. */
    Optional<Long> lowerWaitsSinceNanos() {
        return waiting.filter(w -> w.command == BarrierCommand.LOWER).map(Waiting::sinceNanos);
    }

    /** A vehicle came under the arm after the lane decided to lower: the decision is void, begun or not. */
    void withdrawLower(long nowNanos, Relays relays) {
        waiting = waiting.filter(w -> w.command != BarrierCommand.LOWER);
        stop(BarrierCommand.LOWER, nowNanos, relays);
    }

    /** The waiting command if it has waited for too long; it is dropped. */
    Optional<BarrierCommand> expire(long nowNanos) {
        Optional<BarrierCommand> late = waiting.filter(w -> nowNanos - w.sinceNanos >= validNanos).map(Waiting::command);
        if (late.isPresent()) {
            waiting = Optional.empty();
        }
        return late;
    }

    /**
     * Does what is due.
     *
     * @param mayLower a waiting lowering may begin now
     * @return the command that has begun, empty for none
     */
    Optional<BarrierCommand> advance(long nowNanos, boolean mayLower, Relays relays) {
        running.filter(r -> nowNanos >= r.untilNanos).ifPresent(r -> turn(r, nowNanos, relays));
        if (waiting.isEmpty()) {
            return Optional.empty();
        }
        BarrierCommand command = waiting.get().command;
        switch (command) {
            case RAISE -> stop(BarrierCommand.LOWER, nowNanos, relays);
            case LOWER -> {
                if (!mayLower || running.isPresent()) {
                    return Optional.empty();
                }
            }
        }
        if (nowNanos < startNanos(command)) {
            return Optional.empty();
        }
        waiting = Optional.empty();
        close(command, pulse.count(), nowNanos, relays);
        return Optional.of(command);
    }

    /** @param mayLower as in {@link #advance} */
    long nextDueNanos(boolean mayLower) {
        long due = running.map(Running::untilNanos).orElse(NEVER);
        if (waiting.isPresent()) {
            Waiting w = waiting.get();
            due = Math.min(due, w.sinceNanos + validNanos);
            boolean held = w.command == BarrierCommand.LOWER && (!mayLower || running.isPresent());
            due = held ? due : Math.min(due, Math.max(w.sinceNanos, startNanos(w.command)));
        }
        return due;
    }

    private void turn(Running r, long nowNanos, Relays relays) {
        if (!r.closed) {
            close(r.command, r.left, nowNanos, relays);
        } else if (r.left > 1) {
            open(r.command, nowNanos, relays);
            running = Optional.of(new Running(r.command, r.left - 1, false, nowNanos, nowNanos + pulse.gapMs() * NANOS_PER_MS));
        } else {
            stop(r.command, nowNanos, relays);
        }
    }

    private void close(BarrierCommand command, int left, long nowNanos, Relays relays) {
        running = Optional.of(new Running(command, left, true, nowNanos, nowNanos + pulse.lengthMs() * NANOS_PER_MS + UNTOLD_NANOS));
        relays.contact(command, true);
    }

    private void open(BarrierCommand command, long nowNanos, Relays relays) {
        lastOpened = Optional.of(new Opened(command, nowNanos));
        relays.contact(command, false);
    }

    private void stop(BarrierCommand command, long nowNanos, Relays relays) {
        Optional<Running> stopped = running.filter(r -> r.command == command);
        if (stopped.isPresent()) {
            running = Optional.empty();
            if (stopped.get().closed) {
                open(command, nowNanos, relays);
            }
        }
    }

    /** Not before the other relay has been open for the changeover time. */
    private long startNanos(BarrierCommand command) {
        return lastOpened.filter(o -> o.command != command).map(o -> o.atNanos + pulse.changeoverMs() * NANOS_PER_MS)
                .orElse(Long.MIN_VALUE);
    }
}
