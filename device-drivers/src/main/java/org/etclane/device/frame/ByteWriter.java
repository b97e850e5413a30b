package org.etclane.device.frame;

import org.etclane.device.Bytes;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/**
 * Packs fields one behind the other, high byte first. Values are cut to their width: a frame field cannot refuse, so callers
 * check ranges before. Not for sharing: one writer per frame.
 */
public final class ByteWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(128);

    public ByteWriter u8(int value) {
        out.write(value);
        return this;
    }

    public ByteWriter u16(int value) {
        return u8(value >>> 8).u8(value);
    }

    public ByteWriter u24(int value) {
        return u8(value >>> 16).u16(value);
    }

    public ByteWriter u32(long value) {
        return u16((int) (value >>> 16)).u16((int) value);
    }

    public ByteWriter bytes(Bytes value) {
        out.writeBytes(value.toArray());
        return this;
    }

    /** Exactly {@code length} bytes: longer values are cut at the end, shorter ones padded with zeros. */
    public ByteWriter fixed(Bytes value, int length) {
        int kept = Math.min(value.size(), length);
        return bytes(value.slice(0, kept)).zeros(length - kept);
    }

    /** An even number of hexadecimal digits, two per byte. */
    public ByteWriter hex(String digits) {
        out.writeBytes(HexFormat.of().parseHex(digits));
        return this;
    }

    public ByteWriter zeros(int count) {
        return bytes(Bytes.zeros(count));
    }

    public int size() {
        return out.size();
    }

    public Bytes toBytes() {
        return Bytes.copyOf(out.toByteArray());
    }
}
