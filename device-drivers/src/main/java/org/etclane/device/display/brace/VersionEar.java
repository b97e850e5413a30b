package org.etclane.device.display.brace;

import org.etclane.device.Bytes;
import org.etclane.device.conformance.Ear;
import org.etclane.device.display.DisplayAnswer;

/**
 * For a display whose only answer is a version in bare text: one run of printable ASCII is one answer, from its
 * {@value VersionText#LEAST}th character on; line ends may be in it. A pause ends it.
 */
final class VersionEar implements Ear<DisplayAnswer> {
    private static final long FRAME_GAP_MS = 200;
    private static final String NO_TEXT = "not the text of a version";

    private Bytes run = Bytes.EMPTY;

    @Override
    public void feed(byte[] buffer, int length, Output<DisplayAnswer> out) {
        for (int i = 0; i < length; i++) {
            if (buffer[i] == '\r' || buffer[i] == '\n') {
                continue;
            }
            if (buffer[i] < ' ' || buffer[i] == 0x7F) {
                expire(out);
                out.malformed(Bytes.of(buffer[i] & 0xFF), NO_TEXT);
                continue;
            }
            run = Bytes.concat(run, Bytes.of(buffer[i]));
            if (run.size() == VersionText.LEAST) {
                out.frame(DisplayAnswer.GOOD, run);
            }
        }
    }

    @Override
    public void reset() {
        run = Bytes.EMPTY;
    }

    @Override
    public long frameGapMs() {
        return FRAME_GAP_MS;
    }

    @Override
    public void expire(Output<DisplayAnswer> out) {
        if (run.size() > 0 && run.size() < VersionText.LEAST) {
            out.malformed(run, NO_TEXT);
        }
        run = Bytes.EMPTY;
    }
}
