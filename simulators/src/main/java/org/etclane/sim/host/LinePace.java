package org.etclane.sim.host;

import org.etclane.device.link.SerialSettings;

/**
 * How fast bytes pass.
 *
 * @param baud        bits per second; 0 means at once (TCP, or a real cable that paces by itself)
 * @param bitsPerByte on the wire, 10 for 8N1
 */
public record LinePace(int baud, int bitsPerByte) {
    public static final LinePace AT_ONCE = new LinePace(0, 10);
    /** Variant A RSU, 115200 8N1: 86.8 µs per byte. */
    public static final LinePace BAUD_115200_8N1 = new LinePace(115_200, 10);
    /** Lane I/O controller, 9600 8N1: 1.042 ms per byte. */
    public static final LinePace BAUD_9600_8N1 = new LinePace(9_600, 10);

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    public LinePace {
        if (baud < 0 || bitsPerByte < 1) {
            throw new IllegalArgumentException("no such line: " + baud + " baud, " + bitsPerByte + " bits per byte");
        }
    }

    public static LinePace of(SerialSettings settings) {
        return new LinePace(settings.baud(), settings.bitsPerByte());
    }

    /** Time on the wire, rounded up to a nanosecond. */
    public long nanosFor(long bytes) {
        return baud == 0 ? 0 : Math.ceilDiv(bytes * bitsPerByte * NANOS_PER_SECOND, baud);
    }
}
