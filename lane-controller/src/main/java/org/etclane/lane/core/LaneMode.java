package org.etclane.lane.core;

/** Whether the lane takes vehicles. A vehicle that has paid always gets out. */
public sealed interface LaneMode {
    record Open() implements LaneMode {
    }

    record Closed(String reason, String by) implements LaneMode {
    }
}
