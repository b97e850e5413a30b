package org.etclane.lane.core;

import org.etclane.device.BarrierEvent.Position;
import org.etclane.device.LoopEvent.Occupancy;

/**
 * What the devices last said: one consistent image, updated before anything is decided.
 *
 * @param armNotDownWhileOccupied since the loop under the arm was last covered, the arm was not (certainly) down all the time
 */
public record Sensors(Occupancy trigger, long triggerSinceNanos, Occupancy armLoop, long armLoopSinceNanos, Position arm,
        boolean armNotDownWhileOccupied, boolean rsuUp, long rsuSinceNanos, boolean ioUp) {

    static Sensors unknown(long nowNanos) {
        return new Sensors(Occupancy.UNKNOWN, nowNanos, Occupancy.UNKNOWN, nowNanos, Position.UNKNOWN, false, false, nowNanos,
                false);
    }

    Sensors trigger(Occupancy state, long nowNanos) {
        return new Sensors(state, nowNanos, armLoop, armLoopSinceNanos, arm, armNotDownWhileOccupied, rsuUp, rsuSinceNanos, ioUp);
    }

    Sensors armLoop(Occupancy state, boolean passable, long nowNanos) {
        return new Sensors(trigger, triggerSinceNanos, state, nowNanos, arm, passable, rsuUp, rsuSinceNanos, ioUp);
    }

    Sensors arm(Position position) {
        return new Sensors(trigger, triggerSinceNanos, armLoop, armLoopSinceNanos, position,
                armNotDownWhileOccupied || position == Position.UP, rsuUp, rsuSinceNanos, ioUp);
    }

    Sensors rsu(boolean up, long nowNanos) {
        return up == rsuUp ? this : new Sensors(trigger, triggerSinceNanos, armLoop, armLoopSinceNanos, arm, armNotDownWhileOccupied,
                up, nowNanos, ioUp);
    }

    Sensors io(boolean up) {
        return new Sensors(trigger, triggerSinceNanos, armLoop, armLoopSinceNanos, arm, armNotDownWhileOccupied, rsuUp,
                rsuSinceNanos, up);
    }
}
