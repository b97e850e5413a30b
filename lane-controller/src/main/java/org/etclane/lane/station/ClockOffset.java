package org.etclane.lane.station;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Optional;

/**
 * Offset of the lane's wall clock from the station's, from the four times of heartbeat and reply as in NTP. Of the last
 * {@value #KEPT} samples the one with the shortest round trip counts: its error is the smallest. One thread.
 */
final class ClockOffset {
    static final int KEPT = 8;
    /** Wall and monotonic round trip may differ by so much; more means that the wall clock was set meanwhile. */
    static final long STEP_MS = 50;

    private final Deque<Sample> samples = new ArrayDeque<>();

    /**
     * @param offsetMs positive: the station is ahead
     * @param delayMs  time on the wire, there and back
     */
    record Sample(long offsetMs, long delayMs) {
    }

    /**
     * @param t1          lane, heartbeat sent
     * @param t2          station, heartbeat received
     * @param t3          station, reply sent
     * @param t4          lane, reply received
     * @param roundTripMs t4 − t1 by the monotonic clock
     */
    void add(long t1, long t2, long t3, long t4, long roundTripMs) {
        if (Math.abs(t4 - t1 - roundTripMs) > STEP_MS) {
            samples.clear();
            return;
        }
        samples.addLast(new Sample((t2 - t1 + (t3 - t4)) / 2, t4 - t1 - (t3 - t2)));
        if (samples.size() > KEPT) {
            samples.removeFirst();
        }
    }

    Optional<Sample> best() {
        return samples.stream().min(Comparator.comparingLong(Sample::delayMs));
    }
}
