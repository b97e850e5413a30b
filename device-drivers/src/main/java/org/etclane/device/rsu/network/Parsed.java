package org.etclane.device.rsu.network;

import org.etclane.device.Bytes;

/**
 * What became of a piece of the stream.
 *
 * @param <F> the frames of one direction, {@link UnitFrame} or {@link LaneFrame}
 */
public sealed interface Parsed<F> {

    Bytes raw();

    /** @param raw VER…CRC */
    record Frame<F>(int seq, F frame, Bytes raw) implements Parsed<F> {
    }

    /**
     * The link layer is right, the content is not: the other side is alive and speaks another form.
     *
     * @param raw    VER…CRC
     * @param reason English words for the trace
     */
    record Unreadable<F>(int seq, Bytes raw, String reason) implements Parsed<F> {
    }

    /** @param raw bytes that make no frame, as they came; @param reason English words for the trace */
    record Malformed<F>(Bytes raw, String reason) implements Parsed<F> {
    }
}
