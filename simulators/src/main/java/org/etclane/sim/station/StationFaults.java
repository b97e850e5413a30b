package org.etclane.sim.station;

/** Faults that a test asks of the station. Called on the store thread. */
@FunctionalInterface
public interface StationFaults {
    StationFaults NONE = (lane, lastSequence) -> false;

    /** True: the records up to {@code lastSequence} are committed, but the connection breaks before the acknowledgement. */
    boolean loseAcknowledgement(String lane, long lastSequence);
}
