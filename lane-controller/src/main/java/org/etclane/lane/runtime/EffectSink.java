package org.etclane.lane.runtime;

import java.util.List;
import org.etclane.lane.core.LaneEffect;
import org.etclane.lane.core.LaneState;

/** Carries effects out. Called on the thread that owns the lane's state; must not block. */
public interface EffectSink {
    void run(List<LaneEffect> effects, LaneState after);
}
