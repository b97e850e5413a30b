package org.etclane.device.display.sichuan;

import java.util.Optional;
import org.etclane.device.Bytes;
import org.etclane.device.display.FrameScanner;

/** What a "1D" display says of the last frame: {@code 0A code 0D} (fee-displays.md). It names no frame. */
public enum Sichuan1dAnswer {
    DONE(0, ""), TOO_LONG(1, "display refuses a text as too long"), BAD_FRAME(2, "display could not read a frame");

    final int code;
    final String cause;

    Sichuan1dAnswer(int code, String cause) {
        this.code = code;
        this.cause = cause;
    }

    public Bytes encode() {
        return Bytes.of(Sichuan1dCodec.HEAD, code, Sichuan1dCodec.TAIL);
    }

    /** Pure. */
    public static final class Shape implements FrameScanner.Shape<Sichuan1dAnswer> {
        private static final int LENGTH = 3;

        @Override
        public int lengthAt(byte[] held, int from, int to) {
            if (held[from] != Sichuan1dCodec.HEAD) {
                return FrameScanner.NONE;
            }
            if (to - from < 2) {
                return FrameScanner.WAIT;
            }
            return held[from + 1] >= 0 && held[from + 1] < values().length ? LENGTH : FrameScanner.NONE;
        }

        @Override
        public Optional<Sichuan1dAnswer> read(Bytes frame) {
            return frame.u8(LENGTH - 1) == Sichuan1dCodec.TAIL ? Optional.of(values()[frame.u8(1)]) : Optional.empty();
        }
    }
}
