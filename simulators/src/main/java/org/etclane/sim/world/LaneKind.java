package org.etclane.sim.world;

/** Which of the two lanes of a closed system the traffic is made for. */
public enum LaneKind {
    ENTRY, EXIT
}
