package org.etclane.device.frame;

import org.etclane.device.Bytes;

/** Block check character: the XOR of all bytes (异或校验). */
public final class Bcc {
    private Bcc() {
    }

    /** 0–255. Over a frame that already ends in its BCC the result is 0. */
    public static int of(Bytes content) {
        int bcc = 0;
        for (int i = 0; i < content.size(); i++) {
            bcc ^= content.u8(i);
        }
        return bcc;
    }
}
