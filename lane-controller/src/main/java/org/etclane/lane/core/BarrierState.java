package org.etclane.lane.core;

import org.etclane.device.BarrierCommand;
import java.util.Optional;

/**
 * What the lane has told the arm.
 *
 * @param last        last command of this process; empty after a start, when the arm is wherever it was
 * @param sinceNanos  when it was given (or when the process started)
 * @param attempts    how often it was given in a row because no confirmation came
 * @param downFirst   the arm must reach the bottom before it may rise again (when it is not kept up for a follower)
 */
public record BarrierState(Optional<BarrierCommand> last, long sinceNanos, int attempts, boolean downFirst) {
    public static BarrierState atStart(long nowNanos) {
        return new BarrierState(Optional.empty(), nowNanos, 0, false);
    }
}
