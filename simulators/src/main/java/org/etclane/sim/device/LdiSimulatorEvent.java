package org.etclane.sim.device;

import org.etclane.device.ldi.LdiControl;
import org.etclane.device.ldi.LdiModule;

/** What a simulated device of the national interface did, for traces and tests. */
public sealed interface LdiSimulatorEvent extends IoSimEvent {
    long atNanos();

    record Accepted(long atNanos) implements LdiSimulatorEvent {
    }

    record NotAccepted(long atNanos) implements LdiSimulatorEvent {
    }

    record Initialised(long atNanos, LdiModule module) implements LdiSimulatorEvent {
    }

    record Executed(long atNanos, LdiControl control) implements LdiSimulatorEvent {
    }

    /** The same frame as before: answered, not executed. */
    record Repeated(long atNanos, LdiControl control) implements LdiSimulatorEvent {
    }

    record Ignored(long atNanos, String reason) implements LdiSimulatorEvent {
    }
}
