package org.etclane.device.frame;

import org.etclane.device.Bytes;

/**
 * CRC-16/X-25, the check of RSU variant B, of the national lane-device interface and of the air link: start FFFFH, polynomial
 * 1021H reflected (8408H), result inverted (rsu-captures.md §E). The check value of "123456789" is 906EH. Which byte goes first
 * is the protocol's own matter.
 */
public final class Crc16X25 {
    private static final int START = 0xFFFF;
    private static final int POLYNOMIAL = 0x8408;

    private Crc16X25() {
    }

    /** 0–65535. */
    public static int of(Bytes content) {
        int crc = START;
        for (int i = 0; i < content.size(); i++) {
            crc ^= content.u8(i);
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ POLYNOMIAL;
            }
        }
        return crc ^ 0xFFFF;
    }
}
