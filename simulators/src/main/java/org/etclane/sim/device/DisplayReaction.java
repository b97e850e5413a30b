package org.etclane.sim.device;

import java.util.Optional;
import org.etclane.device.Bytes;

/** What a simulated fee display of one protocol does with a frame. The simulation's thread. */
interface DisplayReaction<F> {

    /** @return the answer, when this protocol has one */
    Optional<Bytes> react(F frame, DisplayScreen screen);

    /** The answer to a frame that is damaged. */
    Optional<Bytes> damaged();

    /** An answer of this protocol that says that something is wrong. */
    Bytes wrongAnswer();
}
