package org.etclane.lane.runtime;

import java.io.InterruptedIOException;
import java.util.concurrent.locks.LockSupport;
import org.etclane.lane.parameters.lists.store.Pace;

/**
 * Lets a background thread move so many bytes a second, and rest at least as long as it has worked: on a slow disk, or a busy one, it
 * takes half of what there is. One thread, which parks here; interrupted it gives up.
 */
public final class DiskPace implements Pace {
    /** Whatever the clock or the disk does: nobody rests longer at a time. */
    private static final long LONGEST_NANOS = 2_000_000_000L;

    private final Ticks ticks;
    private final double nanosPerByte;
    private long resumedNanos;

    /** @param bytesPerSecond from 1 */
    public DiskPace(Ticks ticks, long bytesPerSecond) {
        if (bytesPerSecond < 1) {
            throw new IllegalArgumentException("bytesPerSecond " + bytesPerSecond + " is not positive");
        }
        this.ticks = ticks;
        nanosPerByte = 1e9 / bytesPerSecond;
        resumedNanos = ticks.nanos();
    }

    /** A new piece of work begins; the time since the last one was not spent on it. */
    void begin() {
        resumedNanos = ticks.nanos();
    }

    /** @param busyNanos since the last rest */
    static long restNanos(long bytes, double nanosPerByte, long busyNanos) {
        long busy = Math.max(0, busyNanos);
        return Math.min(LONGEST_NANOS, Math.max(busy, (long) (bytes * nanosPerByte) - busy));
    }

    @Override
    public void moved(long bytes) throws InterruptedIOException {
        long now = ticks.nanos();
        long until = now + restNanos(bytes, nanosPerByte, now - resumedNanos);
        for (long left = until - now; left > 0; left = until - ticks.nanos()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("the lane stops");
            }
        }
        resumedNanos = ticks.nanos();
    }
}
