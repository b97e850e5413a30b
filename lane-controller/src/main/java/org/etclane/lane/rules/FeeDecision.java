package org.etclane.lane.rules;

import org.etclane.lane.parameters.StationKey;

/**
 * What a trip costs and from which inputs, so that it can be recomputed. Invariant: {@code baseFen = discountFen + payableFen}.
 *
 * @param rateVersion      version of the rate table in force
 * @param rateHash         SHA-256 of that table, hexadecimal
 * @param discountPermille applied discount, 50 = 5 %
 */
public record FeeDecision(StationKey entry, StationKey exit, int vehicleClass, long baseFen, int discountPermille,
        long discountFen, long payableFen, String rateVersion, String rateHash) {
}
