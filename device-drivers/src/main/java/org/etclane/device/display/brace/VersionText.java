package org.etclane.device.display.brace;

import java.util.Optional;
import org.etclane.device.Bytes;
import org.etclane.device.display.DisplayAnswer;
import org.etclane.device.display.FrameScanner;

/**
 * The answer to the version command of Shandong: bare text without a frame, so any {@value #LEAST} printable ASCII characters in
 * a row count as one sign of life; which version it is, is of no use to a lane. One source. Pure.
 */
final class VersionText implements FrameScanner.Shape<DisplayAnswer> {
    static final int LEAST = 4;

    @Override
    public int lengthAt(byte[] held, int from, int to) {
        for (int i = from; i < from + LEAST; i++) {
            if (i == to) {
                return FrameScanner.WAIT;
            }
            if (held[i] < ' ' || held[i] == 0x7F) {
                return FrameScanner.NONE;
            }
        }
        return LEAST;
    }

    @Override
    public Optional<DisplayAnswer> read(Bytes frame) {
        return Optional.of(DisplayAnswer.GOOD);
    }
}
