package org.etclane.lane.core;

/** Which way the lane works: an entry writes the transit record, an exit charges for the trip. */
public enum LaneKind {
    ENTRY, EXIT
}
