package org.etclane.sim.device;

/** What the bench asks of a simulated lane I/O, whatever it is; one of another make refuses it. */
public sealed interface IoSimCommand permits Lc301SimulatorAction, GpioSimAction, LdiSimulatorAction {
}
