package org.etclane.sim.world;

import java.util.OptionalInt;

/**
 * One vehicle of a generated traffic.
 *
 * @param number   from 1, in order of time
 * @param atNanos  after the start of the traffic
 * @param repeatOf number of the earlier legal arrival that this one is again, same plate and same unit; only for
 *                 {@link VehicleKind#RECENTLY_TRANSACTED}
 */
public record Arrival(int number, long atNanos, VehicleSpec spec, OptionalInt repeatOf) {
}
