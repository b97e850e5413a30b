package org.etclane.sim.host;

import java.util.Arrays;
import java.util.Objects;
import org.etclane.sim.fault.LineFault;
import org.etclane.sim.fault.LineFault.Arrival;
import org.etclane.sim.world.Scheduler;

/**
 * One direction of a line on the simulation's clock: bytes go in at a time and come out when the wire would have carried them,
 * after {@link LineFault} has had its way. They come out in pieces of {@value #PIECE_BYTES}, the trigger level of a 16550A
 * receiver, and the last byte of a frame comes out exactly when it would arrive. Simulation's thread only.
 */
final class PacedDirection {
    static final int PIECE_BYTES = 8;

    private final Scheduler scheduler;
    private final LinePace pace;
    private final Receiver receiver;
    private LineFault fault = LineFault.NONE;
    /** Since {@code busySinceNanos}, {@code busyBytes} bytes without a gap: no rounding adds up. */
    private long busySinceNanos;
    private long busyBytes;
    private long latestNanos = Long.MIN_VALUE;
    private long generation;

    /** The far end. */
    interface Receiver {
        /** @param atNanos when the last byte arrived on the wire: now, or a little before it when the thread was late */
        void arrived(long atNanos, byte[] bytes);

        void cut(long forNanos);
    }

    PacedDirection(Scheduler scheduler, LinePace pace, Receiver receiver) {
        this.scheduler = scheduler;
        this.pace = pace;
        this.receiver = receiver;
        this.busySinceNanos = scheduler.nowNanos();
    }

    void fault(LineFault fault) {
        this.fault = Objects.requireNonNull(fault);
    }

    /** Bytes that are ready to go out at {@code nowNanos}; they wait for those before them. */
    void send(long nowNanos, byte[] bytes) {
        if (nowNanos - freeNanos() > 0) {
            busySinceNanos = nowNanos;
            busyBytes = 0;
        }
        int step = pace.baud() == 0 ? Math.max(1, bytes.length) : PIECE_BYTES;
        for (int from = 0; from < bytes.length; from += step) {
            byte[] piece = Arrays.copyOfRange(bytes, from, Math.min(from + step, bytes.length));
            busyBytes += piece.length;
            for (Arrival arrival : fault.pass(freeNanos(), piece)) {
                schedule(arrival);
            }
        }
    }

    /** When the last byte handed in so far has left the wire. */
    long freeNanos() {
        return busySinceNanos + pace.nanosFor(busyBytes);
    }

    /** The line is gone: what is under way does not arrive. */
    void clear() {
        generation++;
        busySinceNanos = scheduler.nowNanos();
        busyBytes = 0;
        latestNanos = Long.MIN_VALUE;
    }

    private void schedule(Arrival arrival) {
        long sent = generation;
        long atNanos = latestNanos == Long.MIN_VALUE ? arrival.atNanos() : Math.max(latestNanos, arrival.atNanos());
        latestNanos = atNanos; // a line does not overtake itself
        scheduler.at(atNanos, () -> {
            if (sent == generation) {
                switch (arrival) {
                    case Arrival.Octets(long _, byte[] octets) -> receiver.arrived(atNanos, octets);
                    case Arrival.Cut(long _, long forNanos) -> receiver.cut(forNanos);
                }
            }
        });
    }
}
