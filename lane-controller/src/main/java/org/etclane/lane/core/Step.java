package org.etclane.lane.core;

import java.util.List;

/** The outcome of one step: the state after it, and what shall be done, in order. */
public record Step(LaneState state, List<LaneEffect> effects) {
    public Step {
        effects = List.copyOf(effects);
    }
}
