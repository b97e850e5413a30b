package org.etclane.device;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * An immutable byte string with value equality, so that raw frames and file contents can be fields of records. Integers are
 * read high byte first, as every protocol in this house has them. Index errors throw {@link IndexOutOfBoundsException}: a
 * codec checks the length before it reads.
 */
public final class Bytes {
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] content;

    private Bytes(byte[] content) {
        this.content = content;
    }

    public static Bytes copyOf(byte[] source) {
        return new Bytes(source.clone());
    }

    public static Bytes copyOf(byte[] source, int from, int to) {
        return new Bytes(Arrays.copyOfRange(source, from, to));
    }

    /** Each argument is one byte, 0–255. */
    public static Bytes of(int... octets) {
        byte[] content = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            content[i] = (byte) octets[i];
        }
        return new Bytes(content);
    }

    /** Parses hexadecimal digits; blanks are ignored. */
    public static Bytes fromHex(String hex) {
        return new Bytes(HexFormat.of().parseHex(hex.replaceAll("\\s+", "")));
    }

    public static Bytes zeros(int length) {
        return new Bytes(new byte[length]);
    }

    public static Bytes concat(Bytes... parts) {
        int total = 0;
        for (Bytes part : parts) {
            total += part.size();
        }
        byte[] content = new byte[total];
        int at = 0;
        for (Bytes part : parts) {
            System.arraycopy(part.content, 0, content, at, part.size());
            at += part.size();
        }
        return new Bytes(content);
    }

    public int size() {
        return content.length;
    }

    public int u8(int offset) {
        return content[offset] & 0xFF;
    }

    public int u16(int offset) {
        return u8(offset) << 8 | u8(offset + 1);
    }

    public int u24(int offset) {
        return u8(offset) << 16 | u16(offset + 1);
    }

    public long u32(int offset) {
        return (long) u16(offset) << 16 | u16(offset + 2);
    }

    public int i32(int offset) {
        return (int) u32(offset);
    }

    /** Bytes {@code from} (inclusive) to {@code to} (exclusive). */
    public Bytes slice(int from, int to) {
        if (from < 0 || to > content.length || from > to) {
            throw new IndexOutOfBoundsException("slice " + from + ".." + to + " of " + content.length + " bytes");
        }
        return new Bytes(Arrays.copyOfRange(content, from, to));
    }

    public byte[] toArray() {
        return content.clone();
    }

    public String hex() {
        return HexFormat.of().formatHex(content);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(content, that.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    /** Lower-case hexadecimal. */
    @Override
    public String toString() {
        return hex();
    }
}
