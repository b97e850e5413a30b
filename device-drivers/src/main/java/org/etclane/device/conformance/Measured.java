package org.etclane.device.conformance;

import org.etclane.device.spi.Text;

/**
 * A time that was measured, and what it may be. Taken where bytes are handed to the line and where they were read from it, so the
 * line's own time is part of it.
 *
 * @param tookMs  longest (or, with a lower limit only, shortest) of those seen
 * @param leastMs 0 when there is no lower limit
 * @param mostMs  {@link #NO_LIMIT} when there is no upper one
 */
public record Measured(Text what, long tookMs, long leastMs, long mostMs) {
    public static final long NO_LIMIT = Long.MAX_VALUE;

    public static Measured atMost(Text what, long tookMs, long mostMs) {
        return new Measured(what, tookMs, 0, mostMs);
    }

    /** For information. */
    public static Measured without(Text what, long tookMs) {
        return new Measured(what, tookMs, 0, NO_LIMIT);
    }

    public boolean within() {
        return tookMs >= leastMs && tookMs <= mostMs;
    }

    /** "0–2000 ms", "at least 3000 ms" or "". */
    public Text limits() {
        if (mostMs == NO_LIMIT) {
            return leastMs == 0 ? Text.NONE : new Text("at least " + leastMs + " ms", "至少" + leastMs + "毫秒");
        }
        return leastMs == 0 ? new Text("at most " + mostMs + " ms", "至多" + mostMs + "毫秒")
                : new Text(leastMs + "–" + mostMs + " ms", leastMs + "–" + mostMs + "毫秒");
    }
}
