package org.etclane.sim.device;

/** What happens to simulated GPIO lines other than by the lane. */
public sealed interface GpioSimAction extends IoSimCommand {

    /** A contact of the lane's hardware may have changed. */
    record Look() implements GpioSimAction {
    }

    record SetFaults(GpioSimFaults faults) implements GpioSimAction {
    }
}
