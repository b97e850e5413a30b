package org.etclane.sim.device;

/** What somebody does to a simulated XY-LC-301 other than over its line. */
public sealed interface Lc301SimulatorAction extends IoSimCommand {

    /** Its processor restarts, its relays keep their state. */
    record WarmReset() implements Lc301SimulatorAction {
    }

    record SetFaults(Lc301Faults faults) implements Lc301SimulatorAction {
    }
}
