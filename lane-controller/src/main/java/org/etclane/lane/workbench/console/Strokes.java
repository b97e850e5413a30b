package org.etclane.lane.workbench.console;

import org.etclane.device.spi.Text;

/**
 * Times of one movement, made many times.
 *
 * @param count, totalMs, leastMs, mostMs 0 for none
 */
record Strokes(int count, long totalMs, long leastMs, long mostMs) {
    static final Strokes NONE = new Strokes(0, 0, 0, 0);

    Strokes and(long ms) {
        return count == 0 ? new Strokes(1, ms, ms, ms) : new Strokes(count + 1, totalMs + ms, Math.min(leastMs, ms), Math.max(mostMs, ms));
    }

    boolean isEmpty() {
        return count == 0;
    }

    long meanMs() {
        return count == 0 ? 0 : Math.round((double) totalMs / count);
    }

    Text words() {
        return count == 0 ? new Text("never", "未动作") : new Text("%d times, least %d ms, mean %d ms, most %d ms".formatted(count, leastMs, meanMs(),
                mostMs), "%d次，最短%d毫秒，平均%d毫秒，最长%d毫秒".formatted(count, leastMs, meanMs(), mostMs));
    }
}
