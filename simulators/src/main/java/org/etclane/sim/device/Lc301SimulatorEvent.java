package org.etclane.sim.device;

import org.etclane.device.lc301.Lc301Frame.AControl;

/** What a simulated XY-LC-301 did with the frames it heard, for traces and tests. */
public sealed interface Lc301SimulatorEvent extends IoSimEvent {

    record Executed(long atNanos, AControl frame) implements Lc301SimulatorEvent {
    }

    /** The seq of the frame before: answered, not executed. */
    record Repeated(long atNanos, AControl frame) implements Lc301SimulatorEvent {
    }

    record Ignored(long atNanos, AControl frame, String reason) implements Lc301SimulatorEvent {
    }

    record WasReset(long atNanos) implements Lc301SimulatorEvent {
    }
}
