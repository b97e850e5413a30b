package org.etclane.device;

/**
 * The trip file EF04 of an OBU of 2019 or later: what gantries have written on the way (card-and-obu-files.md §2). The position
 * of the 91 bytes in the file is confirmed by several programs, what stands in them from byte 59 on by one source only, so the
 * bytes are kept as they came.
 *
 * @param raw           91 bytes: 0 like file 0019 (39) · 39 first 20 bytes of file 0015 · 59 user type · 60 provinces ·
 *                      61 receivable 3 · 64 actual 3 · 67 gantries passed 2 · 69 mileage 3 · … · 83 digest 8
 * @param receivableFen accumulated fee of the trip before discounts, 0–16,777,215 (one source)
 * @param actualFen     accumulated fee of the trip as charged, 0–16,777,215 (one source)
 */
public record TripFile(Bytes raw, int receivableFen, int actualFen) {
    public static final int LENGTH = 91;
    private static final int RECEIVABLE_AT = 61;
    private static final int ACTUAL_AT = 64;

    public TripFile {
        if (raw.size() != LENGTH) {
            throw new IllegalArgumentException("EF04 of " + raw.size() + " bytes, not " + LENGTH);
        }
    }

    /** @param raw {@link #LENGTH} bytes */
    public static TripFile of(Bytes raw) {
        return new TripFile(raw, raw.u24(RECEIVABLE_AT), raw.u24(ACTUAL_AT));
    }
}
