package org.etclane.lane.station;

import java.util.function.LongSupplier;

/**
 * The clocks of the station link, replaceable in tests.
 *
 * @param wallMillis milliseconds since 1970 UTC; labels and clock comparison
 * @param nanos      monotonic; round trips and silence
 */
public record LinkClock(LongSupplier wallMillis, LongSupplier nanos) {
    /** The edge at which the link reads real time. */
    public static LinkClock system() {
        return new LinkClock(System::currentTimeMillis, System::nanoTime);
    }
}
