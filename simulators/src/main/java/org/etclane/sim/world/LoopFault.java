package org.etclane.sim.world;

/** What may be wrong with a vehicle detector loop. */
public enum LoopFault {
    NONE,
    /** Reads occupied, whatever is there. */
    STUCK_OCCUPIED,
    /** Reads clear, whatever is there. */
    STUCK_CLEAR,
    /** While a vehicle is over it the contact opens and closes every two simulation steps (20 ms). */
    CHATTER
}
