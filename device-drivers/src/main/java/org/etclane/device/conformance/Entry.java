package org.etclane.device.conformance;

import org.etclane.device.Bytes;

/**
 * One thing that happened on the line or beside it.
 *
 * @param <F> frames of the device
 */
public sealed interface Entry<F> {
    long atNanos();

    record Sent<F>(long atNanos, Say said) implements Entry<F> {
    }

    /** Bytes as they were read; what they made of follows. */
    record Chunk<F>(long atNanos, Bytes bytes) implements Entry<F> {
    }

    /** @param raw as the {@link Ear} gives it */
    record Came<F>(long atNanos, F frame, Bytes raw) implements Entry<F> {
    }

    record Bad<F>(long atNanos, Bytes raw, String reason) implements Entry<F> {
    }

    /** The line went down. */
    record Down<F>(long atNanos, String cause) implements Entry<F> {
    }

    record Up<F>(long atNanos) implements Entry<F> {
    }

    /** To a {@link Step.Look}. */
    record Answer<F>(long atNanos, boolean yes) implements Entry<F> {
    }
}
