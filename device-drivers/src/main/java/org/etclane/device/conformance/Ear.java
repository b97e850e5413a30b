package org.etclane.device.conformance;

import org.etclane.device.Bytes;

/**
 * Cuts what a device says into frames; a thin wrapper of the protocol's own de-framer. Never throws on bad bytes.
 *
 * @param <F> frames of the device
 */
public interface Ear<F> {
    void feed(byte[] buffer, int length, Output<F> out);

    /** Forgets what is half received. */
    void reset();

    /** A frame that has begun and gets no byte for so long is given up, ms; 0: never. */
    default long frameGapMs() {
        return 0;
    }

    /** That time is over. */
    default void expire(Output<F> out) {
    }

    interface Output<F> {
        void frame(F frame, Bytes raw);

        void malformed(Bytes raw, String reason);
    }
}
