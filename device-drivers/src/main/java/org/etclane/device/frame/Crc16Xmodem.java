package org.etclane.device.frame;

import org.etclane.device.Bytes;

/** CRC-16/XMODEM: polynomial 1021H, initial value 0000, not reflected, no final XOR; check value of "123456789" is 31C3H. */
public final class Crc16Xmodem {
    private static final int POLYNOMIAL = 0x1021;

    private Crc16Xmodem() {
    }

    /** 0–65535. Over content that is followed by its own CRC, high byte first, the result is 0. */
    public static int of(Bytes content) {
        int crc = 0;
        for (int i = 0; i < content.size(); i++) {
            crc ^= content.u8(i) << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) != 0 ? crc << 1 ^ POLYNOMIAL : crc << 1;
            }
            crc &= 0xFFFF;
        }
        return crc;
    }
}
