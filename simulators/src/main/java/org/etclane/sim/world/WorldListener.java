package org.etclane.sim.world;

import java.util.List;
import java.util.Optional;
import org.etclane.device.DisplayCommand;

/** Milestones of vehicles, for the bench's output and for tests. Called on the simulation's thread. */
public interface WorldListener {
    /** What drivers can read is another text now, or the same one sent anew; empty: the display is dark. */
    default void displayed(Optional<DisplayCommand.Show> content, long atNanos) {
    }

    /** The front came onto the trigger loop; again after making room for one that backed out. */
    default void entered(Vehicle vehicle, long atNanos) {
    }

    /** Some part of it has come over the trigger loop, in either direction. */
    default void ontoTrigger(Vehicle vehicle, long atNanos) {
    }

    /** A plate has weighed it, as {@code measured}; again when it has gone back over the plate and comes once more. */
    default void weighed(Vehicle vehicle, WeighedVehicle measured, long atNanos) {
    }

    /** A platform is empty again after it has borne these: one, unless somebody followed too close. */
    default void borne(List<Vehicle> vehicles, long atNanos) {
    }

    /** The driver read a refusal (or lost patience) and will back out. */
    default void refused(Vehicle vehicle, long atNanos) {
    }

    /** The rear is behind the arm. */
    default void passedArm(Vehicle vehicle, long atNanos) {
    }

    /** Left the lane backwards, for good. */
    default void backedOut(Vehicle vehicle, long atNanos) {
    }

    /** Made room backwards for a vehicle ahead; it will come again. */
    default void madeRoom(Vehicle vehicle, long atNanos) {
    }

    /** No longer on the road, either way; the last call for this vehicle. */
    default void gone(Vehicle vehicle, long atNanos) {
    }
}
