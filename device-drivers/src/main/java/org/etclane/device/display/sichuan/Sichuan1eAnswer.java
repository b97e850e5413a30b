package org.etclane.device.display.sichuan;

import java.util.Optional;
import org.etclane.device.Bytes;
import org.etclane.device.display.DisplayAnswer;
import org.etclane.device.display.FrameScanner;

/** The answer to the query of "1E": {@code 0A 64 0A}; there is no other (fee-displays.md). Pure. */
public final class Sichuan1eAnswer implements FrameScanner.Shape<DisplayAnswer> {
    private static final Bytes ALIVE = Bytes.of(0x0A, 0x64, 0x0A);

    public static Bytes encode() {
        return ALIVE;
    }

    @Override
    public int lengthAt(byte[] held, int from, int to) {
        if (held[from] != ALIVE.u8(0)) {
            return FrameScanner.NONE;
        }
        if (to - from < 2) {
            return FrameScanner.WAIT;
        }
        return held[from + 1] == ALIVE.u8(1) ? ALIVE.size() : FrameScanner.NONE;
    }

    @Override
    public Optional<DisplayAnswer> read(Bytes frame) {
        return frame.equals(ALIVE) ? Optional.of(DisplayAnswer.GOOD) : Optional.empty();
    }
}
