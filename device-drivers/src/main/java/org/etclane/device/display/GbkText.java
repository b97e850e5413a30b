package org.etclane.device.display;

import java.nio.charset.Charset;
import java.util.Arrays;
import org.etclane.device.Bytes;
import org.etclane.device.frame.ByteWriter;

/**
 * Text as every fee display here takes it: GBK, one byte for ASCII, two for all else, never half a character (fee-displays.md).
 *
 * <p>What GBK lacks is replaced, always in the same way: ¥ by the full-width ￥, a no-break space by a blank, a control
 * character by a blank (0A and 0D end frames), marks without a width of their own by nothing, and every other character, also
 * one beyond the basic plane or half of a pair, by one '?'.
 */
public final class GbkText {
    private static final Charset GBK = Charset.forName("GBK");
    private static final int DELETE = 0x7F;
    private static final int FULL_WIDTH_OFFSET = 0xFEE0;

    private GbkText() {
    }

    public static Bytes encode(String text) {
        return cut(text, Integer.MAX_VALUE);
    }

    /** The longest beginning of whole characters that takes at most {@code maxBytes}. */
    public static Bytes cut(String text, int maxBytes) {
        ByteWriter out = new ByteWriter();
        for (int codePoint : text.codePoints().toArray()) {
            Bytes one = character(codePoint);
            if (out.size() + one.size() > maxBytes) {
                break;
            }
            out.bytes(one);
        }
        return out.toBytes();
    }

    /** Exactly {@code width} bytes: cut between characters, then blanks, so that nothing of an older text stays behind it. */
    public static Bytes field(String text, int width) {
        Bytes fitting = cut(text, width);
        byte[] blanks = new byte[width - fitting.size()];
        Arrays.fill(blanks, (byte) ' ');
        return Bytes.concat(fitting, Bytes.copyOf(blanks));
    }

    /**
     * The text with no character whose GBK holds the byte {@code octet}: an ASCII character becomes its full-width form,
     * another one '?'. For displays that look for the end of a frame and not for its length.
     */
    public static String avoiding(String text, int octet) {
        StringBuilder out = new StringBuilder();
        for (int codePoint : text.codePoints().toArray()) {
            Bytes one = character(codePoint);
            boolean holds = one.size() > 0 && one.u8(0) == octet || one.size() > 1 && one.u8(1) == octet;
            out.appendCodePoint(!holds ? codePoint : one.size() == 1 && octet > ' ' ? octet + FULL_WIDTH_OFFSET : '?');
        }
        return out.toString();
    }

    /** Bytes that are not GBK become U+FFFD; never throws. */
    public static String decode(Bytes gbk) {
        return new String(gbk.toArray(), GBK);
    }

    private static Bytes character(int codePoint) {
        if (codePoint < ' ' || codePoint == DELETE || codePoint == '\u00A0') {
            return Bytes.of(' ');
        }
        if (codePoint < DELETE) {
            return Bytes.of(codePoint);
        }
        if (codePoint == '\u00A5') {
            return character('\uFFE5');
        }
        byte[] gbk = Character.isBmpCodePoint(codePoint) ? Character.toString(codePoint).getBytes(GBK) : new byte[0];
        return gbk.length == 2 ? Bytes.copyOf(gbk) : withoutWidth(codePoint) ? Bytes.EMPTY : Bytes.of('?');
    }

    private static boolean withoutWidth(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.FORMAT || type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
    }
}
