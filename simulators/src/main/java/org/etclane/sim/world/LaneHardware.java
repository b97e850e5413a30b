package org.etclane.sim.world;

import org.etclane.device.DisplayCommand;
import org.etclane.device.LoopEvent;

/**
 * The wires between a simulated lane I/O controller (or GPIO, or national interface) and the simulated road: what its inputs
 * read and what its outputs drive. Single-threaded: the simulation's thread.
 */
public interface LaneHardware {
    /** What the detector's contact says, faults (stuck, dead) included. */
    boolean loopOccupied(LoopEvent.Role role);

    /** Energises the raise relay for a pulse; a pulse shorter than the motor needs is missed. */
    void pulseRaise(long pulseMs);

    void pulseLower(long pulseMs);

    boolean upSwitchClosed();

    boolean downSwitchClosed();

    boolean barrierFault();

    boolean laneClosingBar();

    boolean footAlarm();

    void passLight(boolean green);

    void canopyLight(boolean green);

    void alarm(boolean sound, boolean light);

    /** What the driver reads on the fee display. */
    void display(DisplayCommand content);

    /** Called on the simulation's thread whenever an input may have changed. */
    void onInputChange(Runnable listener);
}
