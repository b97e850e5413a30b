package org.etclane.device.lc301;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.Arrays;
import org.etclane.device.Bytes;

/**
 * How the entry name fills its six bytes. <b>Unconfirmed</b>: the source gives the width only, so it is a setting. Text that is
 * too long is cut between characters, never inside one; a character that GBK lacks becomes '?'.
 */
public enum TextEncoding {
    /** GBK, padded with 20: the default. */
    GBK_SPACE_PADDED(0x20),
    /** GBK, padded with 00. */
    GBK_ZERO_PADDED(0x00);

    private static final Charset GBK = Charset.forName("GBK");
    static final int WIDTH = 6;

    private final int pad;

    TextEncoding(int pad) {
        this.pad = pad;
    }

    public Bytes encode(String text) {
        ByteArrayOutputStream fitting = new ByteArrayOutputStream(WIDTH);
        for (int codePoint : text.codePoints().toArray()) {
            byte[] one = Character.toString(codePoint).getBytes(GBK);
            if (fitting.size() + one.length > WIDTH) {
                break;
            }
            fitting.writeBytes(one);
        }
        byte[] field = new byte[WIDTH];
        Arrays.fill(field, (byte) pad);
        System.arraycopy(fitting.toByteArray(), 0, field, 0, fitting.size());
        return Bytes.copyOf(field);
    }

    /** The text without its padding. */
    public String decode(Bytes field) {
        int end = field.size();
        while (end > 0 && field.u8(end - 1) == pad) {
            end--;
        }
        return new String(field.slice(0, end).toArray(), GBK);
    }
}
