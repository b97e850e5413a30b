package org.etclane.device.spi;

/** Which way the vehicles of a lane go. */
public enum LaneDirection {
    /** Into the toll network (入口). */
    ENTRY,
    /** Out of it (出口). */
    EXIT
}
