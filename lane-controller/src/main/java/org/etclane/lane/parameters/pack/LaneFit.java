package org.etclane.lane.parameters.pack;

import org.etclane.lane.parameters.StationKey;

/**
 * What a set has to fit.
 *
 * @param charges             an exit or an open toll station
 * @param maxFeeFen           a fee above this is a mistake
 * @param maxDiscountPermille a discount above this is a mistake
 * @param maxAheadDays        an effective time further ahead is a mistake
 */
public record LaneFit(StationKey station, int laneNumber, boolean charges, long maxFeeFen, int maxDiscountPermille, int maxAheadDays) {
    public static final long MAX_FEE_FEN = 5_000_000;
    public static final int MAX_DISCOUNT_PERMILLE = 500;
    public static final int MAX_AHEAD_DAYS = 366;

    public static LaneFit of(StationKey station, int laneNumber, boolean charges) {
        return new LaneFit(station, laneNumber, charges, MAX_FEE_FEN, MAX_DISCOUNT_PERMILLE, MAX_AHEAD_DAYS);
    }
}
