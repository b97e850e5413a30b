package org.etclane.sim.world;

import java.util.OptionalLong;

/**
 * What became of one vehicle, as the road knows it. Moments in nanoseconds of the scheduler.
 *
 * @param number            in order of arrival, from 1
 * @param attempts          how often its front came onto the trigger loop from outside
 * @param enteredAtNanos    front onto the trigger loop, first time
 * @param transactedAtNanos its unit sounded the paid tone
 * @param refusedAtNanos    its driver read a refusal
 * @param armReachedAtNanos front under the arm
 * @param passedAtNanos     rear behind the arm
 * @param backedOutAtNanos  left over the trigger loop, backwards; not for making room for others
 * @param goneAtNanos       no longer on the road
 */
public record VehicleTrace(
        int number,
        VehicleSpec spec,
        long arrivedAtNanos,
        int attempts,
        OptionalLong enteredAtNanos,
        OptionalLong transactedAtNanos,
        OptionalLong refusedAtNanos,
        OptionalLong armReachedAtNanos,
        OptionalLong passedAtNanos,
        OptionalLong backedOutAtNanos,
        OptionalLong goneAtNanos) {
}
