package org.etclane.sim.device;

/** What a scenario does to a simulated device of the national interface. */
public sealed interface LdiSimulatorAction extends IoSimCommand {

    record SetFaults(LdiSimulatorFaults faults) implements LdiSimulatorAction {
    }
}
