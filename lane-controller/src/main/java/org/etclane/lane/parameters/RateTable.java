package org.etclane.lane.parameters;

import java.util.Map;
import java.util.OptionalLong;

/**
 * The rate table (费率表) of a closed network: station pair and vehicle class to fen.
 *
 * @param version             as the issuer names it
 * @param sha256              hexadecimal SHA-256 of the delivered bytes
 * @param effectiveAtMillis   wall time from which it is in force, milliseconds since 1970 UTC
 * @param etcDiscountPermille ETC discount, 50 = 5 %
 */
public record RateTable(String version, String sha256, long effectiveAtMillis, int etcDiscountPermille,
        Map<Trip, Long> feeFenByTrip) {
    public RateTable {
        feeFenByTrip = Map.copyOf(feeFenByTrip);
    }

    public record Trip(StationKey entry, StationKey exit, int vehicleClass) {
    }

    public OptionalLong feeFen(StationKey entry, StationKey exit, int vehicleClass) {
        Long fen = feeFenByTrip.get(new Trip(entry, exit, vehicleClass));
        return fen == null ? OptionalLong.empty() : OptionalLong.of(fen);
    }
}
