package org.etclane.sim.world;

/** The wires between the scale in the road and the simulated instrument that reads it. Called on the simulation's thread. */
public interface ScaleHardware {
    /** What lies on the plate or platform from now on. @param moving not at rest */
    void load(int weightKg, boolean moving);

    /** The tail of a vehicle has left the plate forwards: so it was weighed. */
    void passed(WeighedVehicle measured);

    /** The vehicle that was weighed last has gone back over the plate. */
    void lastBacksOut();
}
