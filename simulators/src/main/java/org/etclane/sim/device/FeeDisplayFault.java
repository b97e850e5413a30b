package org.etclane.sim.device;

/** What is wrong with a simulated fee display. */
public enum FeeDisplayFault {
    NONE,
    /** It shows what it is told and says nothing. */
    NO_ANSWERS,
    /** Its answers are those of a display in trouble, where the protocol has one, else of no meaning. */
    WRONG_ANSWERS,
    /** Its answers are noise, seeded. */
    GARBAGE,
    /** Its answers lack their last byte. */
    CUT_FRAMES,
    /** It hears, shows and says nothing; dark when power comes back. */
    POWER_OFF
}
