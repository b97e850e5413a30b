package org.etclane.device.conformance;

import java.util.Optional;

/**
 * What is answered at once to a frame, whatever step is on: a protocol's obligations, or a whole dialogue. Pure.
 *
 * @param <F> frames of the device
 */
@FunctionalInterface
public interface Reflex<F> {
    /** @param seen of this exercise; its last entry is the frame */
    Optional<Say> answer(Transcript<F> seen, Entry.Came<F> frame);

    static <F> Reflex<F> none() {
        return (_, _) -> Optional.empty();
    }
}
