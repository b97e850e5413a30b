package org.etclane.sim.device;

import org.etclane.sim.world.WeighedVehicle;

/** What the bench asks of a simulated scale. Each simulator says which of these mean something to it; others it ignores. */
public sealed interface ScaleSimCommand {

    /** Weigh-in-motion: the vehicle has left the scale forwards, its record is finished. */
    record Passed(WeighedVehicle vehicle) implements ScaleSimCommand {
    }

    /** Weigh-in-motion: the vehicle that was weighed last has gone back over the scale. */
    record LastBacksOut() implements ScaleSimCommand {
    }

    /**
     * What lies on the scale from now on.
     *
     * @param weightKg 0 nothing
     * @param moving   not at rest: a static scale shows another weight each time
     */
    record Load(int weightKg, boolean moving) implements ScaleSimCommand {
    }

    record SetFaults(ScaleSimFaults faults) implements ScaleSimCommand {
    }

    /** Off, and on again after {@code offMs}. @param memoryKept records outlive it */
    record Reboot(long offMs, boolean memoryKept) implements ScaleSimCommand {
    }
}
