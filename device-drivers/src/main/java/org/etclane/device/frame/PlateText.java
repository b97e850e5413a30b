package org.etclane.device.frame;

import org.etclane.device.Bytes;

import java.nio.charset.Charset;

/** Plate text on the wire: GBK, zero padded to a fixed length, 12 bytes nearly everywhere (card-and-obu-files.md §1, §2). */
public final class PlateText {
    public static final int LENGTH = 12;

    private static final Charset GBK = Charset.forName("GBK");

    private PlateText() {
    }

    /** Text up to the first zero byte. Bytes that are not GBK become U+FFFD; never throws. */
    public static String decode(Bytes field) {
        int end = 0;
        while (end < field.size() && field.u8(end) != 0) {
            end++;
        }
        return new String(field.slice(0, end).toArray(), GBK);
    }

    /** {@link #LENGTH} bytes, see {@link #encode(String, int)}. */
    public static Bytes encode(String text) {
        return encode(text, LENGTH);
    }

    /** Exactly {@code length} bytes: characters that GBK lacks become '?', the text is cut between characters, zeros follow. */
    public static Bytes encode(String text, int length) {
        ByteWriter out = new ByteWriter();
        for (int at = 0; at < text.length(); ) {
            int next = at + Character.charCount(text.codePointAt(at));
            byte[] character = text.substring(at, next).getBytes(GBK);
            if (out.size() + character.length > length) {
                break;
            }
            out.bytes(Bytes.copyOf(character));
            at = next;
        }
        return out.zeros(length - out.size()).toBytes();
    }
}
