package org.etclane.lane.rules;

import java.util.Optional;
import java.util.OptionalLong;
import org.etclane.lane.parameters.RateTable;
import org.etclane.lane.parameters.StationKey;

/** Fee arithmetic in fen. Pure. */
public final class Fees {
    private Fees() {
    }

    /**
     * The fee of a trip by the rate table, less the ETC discount. Rounding: the payable amount is
     * {@code base × (1000 − discount) / 1000}, rounded half up to the fen; the discount is what is left, so the two parts always
     * add up to the base.
     *
     * @return empty when the table has no such trip
     */
    public static Optional<FeeDecision> trip(RateTable rates, StationKey entry, StationKey exit, int vehicleClass) {
        OptionalLong base = rates.feeFen(entry, exit, vehicleClass);
        if (base.isEmpty()) {
            return Optional.empty();
        }
        long payableFen = payableFen(base.getAsLong(), rates.etcDiscountPermille());
        return Optional.of(new FeeDecision(entry, exit, vehicleClass, base.getAsLong(), rates.etcDiscountPermille(),
                base.getAsLong() - payableFen, payableFen, rates.version(), rates.sha256()));
    }

    /** @param discountPermille 0–1000 */
    static long payableFen(long baseFen, int discountPermille) {
        return Math.floorDiv(baseFen * (1000L - discountPermille) + 500, 1000L);
    }
}
