package org.etclane.device;

/**
 * The two status bytes of an OBU, decoded (rsu-serial.md §5, official).
 *
 * @param tampered removed from the windscreen: bit 1 of byte 0 set
 * @param tamperByte byte 1, copied from the system file: 01 mounted, 00 removed
 */
public record ObuStatus(boolean cardAbsent, boolean contactless, boolean logicEncryptedCard, boolean cardError, boolean locked,
        boolean tampered, boolean batteryLow, int tamperByte) {

    public static ObuStatus decode(int byte0, int byte1) {
        return new ObuStatus((byte0 & 0x80) != 0, (byte0 & 0x20) != 0, (byte0 & 0x10) != 0, (byte0 & 0x08) != 0,
                (byte0 & 0x04) != 0, (byte0 & 0x02) != 0, (byte0 & 0x01) != 0, byte1);
    }

    /** The first status byte; reserved bit 6 is sent as 0. */
    public int byte0() {
        return (cardAbsent ? 0x80 : 0) | (contactless ? 0x20 : 0) | (logicEncryptedCard ? 0x10 : 0) | (cardError ? 0x08 : 0)
                | (locked ? 0x04 : 0) | (tampered ? 0x02 : 0) | (batteryLow ? 0x01 : 0);
    }
}
