package org.etclane.lane.station;

import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: doubles from the least to the longest, each wait shortened by a random part of up
 * to half of it, so that the lanes of a plaza do not return all at once. Never gives up. One thread.
 */
final class Backoff {
    private final int minMs;
    private final int maxMs;
    private final RandomGenerator random;
    private int failures;

    Backoff(int minMs, int maxMs, RandomGenerator random) {
        this.minMs = minMs;
        this.maxMs = maxMs;
        this.random = random;
    }

    /** Milliseconds, between half the current step and the whole of it. */
    long nextMs() {
        int doublings = Math.min(failures, 30);
        failures++;
        long step = Math.min(maxMs, (long) minMs << doublings);
        return step - random.nextLong(step / 2 + 1);
    }

    /** The link has proved itself. */
    void reset() {
        failures = 0;
    }
}
