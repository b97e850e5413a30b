package org.etclane.sim.station;

/** Faults that a test asks of the station. Called on the store thread. */
@FunctionalInterface
public interface StationFaults {
    StationFaults NONE = (lane, lastSequence) -> false;

    /** True: the records up to {@code lastSequence} are committed, but the connection breaks before the acknowledgement. */
    boolean loseAcknowledgement(String lane, long lastSequence);

    /** True: the connection breaks once the bytes of a parameter package up to {@code offset} are sent. On the event loop. */
    default boolean breakAfterChunk(String lane, long offset) {
        return false;
    }
}
