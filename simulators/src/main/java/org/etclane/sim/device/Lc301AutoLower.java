package org.etclane.sim.device;

/**
 * The controller's own lowering behind the vehicle (lane-io-lc301.md §2): a raise with ctrl2 bit 0 arms it; it remembers that
 * the rear coil was covered; clear again lowers and watches; covered again while the arm falls raises at once and arms anew;
 * the watch, and with it the passage's flag, ends when the arm is down. Pure.
 */
final class Lc301AutoLower {
    enum State { OFF, ARMED, COVERED, WATCHING }

    enum Pulse { NONE, RAISE, LOWER }

    private State state = State.OFF;

    State state() {
        return state;
    }

    /** A host's pulse begins something new: nothing of the passage before is left. */
    void hostPulse(boolean raise, boolean autoLowerBit, boolean rearCovered) {
        state = !raise || !autoLowerBit ? State.OFF : rearCovered ? State.COVERED : State.ARMED;
    }

    void forget() {
        state = State.OFF;
    }

    Pulse step(boolean rearCovered, boolean armDown) {
        switch (state) {
            case OFF -> {
                return Pulse.NONE;
            }
            case ARMED -> {
                state = rearCovered ? State.COVERED : State.ARMED;
                return Pulse.NONE;
            }
            case COVERED -> {
                state = rearCovered ? State.COVERED : State.WATCHING;
                return rearCovered ? Pulse.NONE : Pulse.LOWER;
            }
            case WATCHING -> {
                if (rearCovered) {
                    state = State.COVERED;
                    return Pulse.RAISE;
                }
                state = armDown ? State.OFF : State.WATCHING;
                return Pulse.NONE;
            }
        }
        throw new IllegalStateException(state.toString());
    }
}
