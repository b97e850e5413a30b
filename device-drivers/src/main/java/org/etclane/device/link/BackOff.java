package org.etclane.device.link;

/**
 * How long to wait before a lost line is tried again: quickly once, then 100 ms doubling to 5 s. A line that comes up but does
 * not stay up for {@link #STABLE_NANOS} keeps counting, so a port that opens and hangs up at once does not spin. One thread.
 */
public final class BackOff {
    static final long FIRST_NANOS = 20_000_000L;
    static final long SECOND_NANOS = 100_000_000L;
    static final long LONGEST_NANOS = 5_000_000_000L;
    static final long STABLE_NANOS = 2_000_000_000L;

    private long nextNanos = FIRST_NANOS;

    /** How long to wait now; the next wait is longer. */
    public long nextWaitNanos() {
        long wait = nextNanos;
        nextNanos = wait == FIRST_NANOS ? SECOND_NANOS : Math.min(LONGEST_NANOS, wait * 2);
        return wait;
    }

    /** The line is lost after having been up for so long. */
    public void lostAfter(long upNanos) {
        if (upNanos >= STABLE_NANOS) {
            nextNanos = FIRST_NANOS;
        }
    }
}
