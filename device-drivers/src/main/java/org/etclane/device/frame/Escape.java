package org.etclane.device.frame;

import org.etclane.device.Bytes;

import java.util.Optional;

/**
 * Byte stuffing that keeps FF free for delimiters: FF → FE 01, FE → FE 00 (rsu-serial.md §1). Byte by byte in one pass: a
 * text replacement in two passes turns FF into FE 00 01.
 */
public final class Escape {
    private static final int DELIMITER = 0xFF;
    private static final int ESCAPE = 0xFE;

    private Escape() {
    }

    public static Bytes escape(Bytes plain) {
        ByteWriter out = new ByteWriter();
        for (int i = 0; i < plain.size(); i++) {
            switch (plain.u8(i)) {
                case DELIMITER -> out.u8(ESCAPE).u8(1);
                case ESCAPE -> out.u8(ESCAPE).u8(0);
                default -> out.u8(plain.u8(i));
            }
        }
        return out.toBytes();
    }

    /** Empty when FE is the last byte or is followed by anything but 00 and 01, or when FF occurs. */
    public static Optional<Bytes> unescape(Bytes stuffed) {
        ByteWriter out = new ByteWriter();
        for (int i = 0; i < stuffed.size(); i++) {
            int octet = stuffed.u8(i);
            if (octet == DELIMITER) {
                return Optional.empty();
            }
            if (octet == ESCAPE) {
                i++;
                if (i == stuffed.size() || stuffed.u8(i) > 1) {
                    return Optional.empty();
                }
                octet = ESCAPE | stuffed.u8(i);
            }
            out.u8(octet);
        }
        return Optional.of(out.toBytes());
    }
}
