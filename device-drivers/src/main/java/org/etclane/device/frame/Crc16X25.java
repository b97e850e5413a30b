package org.etclane.device.frame;

import org.etclane.device.Bytes;

/**
 * CRC-16/X-25, the check of RSU variant B, of the national lane-device interface and of the air link: start FFFFH, polynomial
 * 1021H reflected (8408H), result inverted (rsu-captures.md §E, lane-devices-ldi.md §3). The check value of "123456789" is 906EH.
 * Which byte goes first is the protocol's own matter.
 */
public final class Crc16X25 {
    private static final int START = 0xFFFF;
    private static final int POLYNOMIAL = 0x8408;
    private static final int[] TABLE = table();

    private Crc16X25() {
    }

    /** 0–65535. */
    public static int of(Bytes content) {
        byte[] octets = content.toArray();
        return of(octets, 0, octets.length);
    }

    /** Over bytes {@code from} (inclusive) to {@code to} (exclusive), 0–65535. */
    public static int of(byte[] source, int from, int to) {
        int crc = START;
        for (int i = from; i < to; i++) {
            crc = crc >>> 8 ^ TABLE[(crc ^ source[i]) & 0xFF];
        }
        return ~crc & 0xFFFF;
    }

    private static int[] table() {
        int[] table = new int[256];
        for (int octet = 0; octet < table.length; octet++) {
            int crc = octet;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ POLYNOMIAL;
            }
            table[octet] = crc;
        }
        return table;
    }
}
