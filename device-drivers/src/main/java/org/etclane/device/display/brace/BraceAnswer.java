package org.etclane.device.display.brace;

import java.util.Optional;
import org.etclane.device.Bytes;
import org.etclane.device.display.DisplayAnswer;
import org.etclane.device.display.FrameScanner;

/** The answer to the query: {@code 7B 31 01 state 7D}, 00 good, 01 bad (fee-displays.md). Pure. */
public final class BraceAnswer implements FrameScanner.Shape<DisplayAnswer> {
    private static final int[] BEGIN = {BraceCodec.HEAD, '1', 1};
    private static final int LENGTH = 5;

    public static Bytes encode(int state) {
        return Bytes.of(BraceCodec.HEAD, '1', 1, state, BraceCodec.TAIL);
    }

    @Override
    public int lengthAt(byte[] held, int from, int to) {
        for (int i = 0; i < BEGIN.length; i++) {
            if (from + i == to) {
                return FrameScanner.WAIT;
            }
            if (held[from + i] != BEGIN[i]) {
                return FrameScanner.NONE;
            }
        }
        return LENGTH;
    }

    @Override
    public Optional<DisplayAnswer> read(Bytes frame) {
        if (frame.u8(LENGTH - 1) != BraceCodec.TAIL) {
            return Optional.empty();
        }
        return switch (frame.u8(3)) {
            case 0 -> Optional.of(DisplayAnswer.GOOD);
            case 1 -> Optional.of(new DisplayAnswer(false, "display reports a fault of its own (state 01)"));
            default -> Optional.empty();
        };
    }
}
