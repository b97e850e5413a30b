package org.etclane.sim.obu;

import java.util.List;

/** The communication zone of an antenna: which OBUs would answer a beacon now. Single-threaded: the simulation's thread. */
public interface RadioZone {
    /** Nearest to the antenna first; may hold an OBU of the neighbouring lane. */
    List<SimObu> present();

    /** True while this OBU can still be reached, also in the middle of a dialogue. */
    boolean reachable(SimObu obu);
}
