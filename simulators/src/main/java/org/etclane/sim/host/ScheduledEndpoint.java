package org.etclane.sim.host;

import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.etclane.device.link.Endpoint;
import org.etclane.device.link.LinkTrace;
import org.etclane.sim.world.Scheduler;

/**
 * Runs an {@link Endpoint} on the simulation's clock: keeps its timer set, its time from going backwards, and delivers events
 * after it has returned. It is given the time at which things were due, not the little later at which a real thread got
 * there, so that lateness does not add up over a dialogue. An exception goes through to the scheduler: in a simulation a bug
 * ends the run. Simulation's thread only.
 */
final class ScheduledEndpoint<C, E> {
    private static final long NEVER = Long.MAX_VALUE;
    private static final byte[] NO_BYTES = new byte[0];

    private final Scheduler scheduler;
    private final Endpoint<C, E> endpoint;
    private final Wire wire;
    private final Consumer<? super E> events;
    private final LinkTrace trace;
    private final ArrayDeque<E> emitted = new ArrayDeque<>();
    private final Endpoint.Sink<E> sink = new Sink();
    private long clockNanos;
    private long armedNanos = NEVER;
    private Scheduler.Cancellable armed = () -> { };
    private long malformed;

    /** Where the endpoint's frames go. */
    interface Wire {
        void send(long nowNanos, byte[] frame);
    }

    ScheduledEndpoint(Scheduler scheduler, Endpoint<C, E> endpoint, Wire wire, Consumer<? super E> events, LinkTrace trace) {
        this.scheduler = scheduler;
        this.endpoint = endpoint;
        this.wire = wire;
        this.events = events;
        this.trace = trace;
        this.clockNanos = scheduler.nowNanos();
    }

    void linkUp(long nanos) {
        long now = advance(nanos);
        trace.record(now, LinkTrace.Direction.NOTE, NO_BYTES, "up");
        endpoint.linkUp(now, sink);
        settle();
    }

    void linkDown(long nanos, String cause) {
        long now = advance(nanos);
        trace.record(now, LinkTrace.Direction.NOTE, NO_BYTES, "down: " + cause);
        endpoint.linkDown(now, cause, sink);
        settle();
    }

    void received(long nanos, byte[] bytes) {
        long now = advance(nanos);
        trace.record(now, LinkTrace.Direction.IN, bytes, "");
        endpoint.received(now, bytes, bytes.length, sink);
        settle();
    }

    void command(long nanos, C command) {
        endpoint.command(advance(nanos), command, sink);
        settle();
    }

    long malformed() {
        return malformed;
    }

    /** No timer any more. */
    void stop() {
        armed.cancel();
        armedNanos = NEVER;
    }

    private void due(long nanos) {
        armedNanos = NEVER;
        endpoint.due(advance(nanos), sink);
        settle();
    }

    private void settle() {
        for (E event = emitted.poll(); event != null; event = emitted.poll()) {
            events.accept(event);
        }
        long next = endpoint.nextDueNanos();
        if (next != armedNanos) {
            armed.cancel();
            armedNanos = next;
            if (next != NEVER) {
                long dueNanos = Math.max(next, clockNanos);
                armed = scheduler.at(dueNanos, () -> due(dueNanos));
            }
        }
    }

    private long advance(long nanos) {
        clockNanos = Math.max(clockNanos, nanos);
        return clockNanos;
    }

    private final class Sink implements Endpoint.Sink<E> {
        @Override
        public void send(byte[] frame) {
            trace.record(clockNanos, LinkTrace.Direction.OUT, frame, "");
            wire.send(clockNanos, frame);
        }

        @Override
        public void emit(E event) {
            emitted.add(event);
        }

        @Override
        public void malformed(byte[] raw, String reason) {
            malformed++;
            trace.record(clockNanos, LinkTrace.Direction.NOTE, raw, "malformed: " + reason);
        }
    }
}
