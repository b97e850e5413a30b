package org.etclane.device.link;

/**
 * One side of a protocol conversation without I/O, threads or clock: bytes, commands and time go in, bytes and events come out.
 * Drivers ({@code C} = device commands, {@code E} = device events) and simulators both have this shape, so either runs on a
 * real line, on a pseudo-terminal, or in virtual time.
 *
 * <p>Calls come from one thread at a time. No method blocks or throws on bad bytes; the {@code sink} is only valid during the
 * call. {@code nowNanos} never goes backwards.
 */
public interface Endpoint<C, E> {

    /** The line is open. A driver for a device that speaks first stays silent. */
    void linkUp(long nowNanos, Sink<E> sink);

    /** {@code length} bytes were read at {@code nowNanos}; the array belongs to the caller after the call. */
    void received(long nowNanos, byte[] buffer, int length, Sink<E> sink);

    /** The line is gone. Buffered bytes and open exchanges are forgotten; the endpoint stays usable for the next link-up. */
    void linkDown(long nowNanos, String cause, Sink<E> sink);

    void command(long nowNanos, C command, Sink<E> sink);

    /** {@link #nextDueNanos()} has been reached (or passed). */
    void due(long nowNanos, Sink<E> sink);

    /** When {@link #due} wants to be called next, {@link Long#MAX_VALUE} when nothing is pending. */
    long nextDueNanos();

    /** Where results go, in order. */
    interface Sink<E> {
        /** One frame to put on the line; the array belongs to the sink afterwards. */
        void send(byte[] frame);

        void emit(E event);

        /** Bytes that made no frame, with the reason; for the trace and counters. */
        void malformed(byte[] raw, String reason);
    }
}
