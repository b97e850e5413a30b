package org.etclane.device.frame;

/**
 * CRC-16/X-25: polynomial 1021H reflected (8408H), init FFFF, final complement; 906E over "123456789" (lane-devices-ldi.md §3).
 * Which byte goes first on the wire is the protocol's business.
 */
public final class CrcX25 {
    private static final int[] TABLE = table();

    private CrcX25() {
    }

    /** Over bytes {@code from} (inclusive) to {@code to} (exclusive), 0–65535. */
    public static int of(byte[] source, int from, int to) {
        int crc = 0xFFFF;
        for (int i = from; i < to; i++) {
            crc = crc >>> 8 ^ TABLE[(crc ^ source[i]) & 0xFF];
        }
        return ~crc & 0xFFFF;
    }

    private static int[] table() {
        int[] table = new int[256];
        for (int octet = 0; octet < 256; octet++) {
            int crc = octet;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ 0x8408;
            }
            table[octet] = crc;
        }
        return table;
    }
}
