package org.etclane.device.rsu.serial;

import org.etclane.device.Bytes;

/**
 * What became of the bytes between two delimiters.
 *
 * @param <F> the frames of one direction, {@link UnitFrame} or {@link LaneFrame}
 */
public sealed interface Parsed<F> {

    Bytes raw();

    /** @param raw the unescaped frame, RSCTL…BCC */
    record Frame<F>(F frame, Bytes raw) implements Parsed<F> {
    }

    /**
     * @param raw    the bytes as they came, escaped where they could not be unescaped, without delimiters
     * @param reason English words for the trace
     */
    record Malformed<F>(Bytes raw, String reason) implements Parsed<F> {
        static <F> Parsed<F> wrongLength(Bytes raw, Form form) {
            return new Malformed<>(raw, "%02X of %d bytes, not %s".formatted(form.command(), raw.size(), form.acceptedLengths()));
        }
    }
}
