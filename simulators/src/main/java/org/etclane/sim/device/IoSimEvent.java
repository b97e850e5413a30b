package org.etclane.sim.device;

/** What a simulated lane I/O did, whatever it is. */
public sealed interface IoSimEvent permits Lc301SimulatorEvent, GpioSimEvent, LdiSimulatorEvent {
    long atNanos();
}
