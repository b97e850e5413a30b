package org.etclane.device.frame;

import org.etclane.device.Bytes;

/**
 * What {@link FrameScanner} made of some bytes.
 *
 * @param <F> the frames of one protocol and direction
 */
public sealed interface Scanned<F> {

    Bytes raw();

    record Frame<F>(F frame, Bytes raw) implements Scanned<F> {
    }

    /**
     * Bytes that made no frame.
     *
     * @param whole  the check was right and only the content is not understood: no other frame begins inside
     * @param reason English words for the trace
     */
    record Malformed<F>(Bytes raw, boolean whole, String reason) implements Scanned<F> {
    }
}
