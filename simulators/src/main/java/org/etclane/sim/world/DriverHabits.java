package org.etclane.sim.world;

/**
 * What all drivers of a simulation share; a test makes them more or less patient. SI units.
 *
 * @param comfortBrakeMps2  braking to a stop that was seen coming
 * @param hardBrakeMps2     the most that the tyres give
 * @param headwayS          time gap kept to a moving vehicle ahead
 * @param cautionM          an unpaid driver decides to pass an open arm only this near the stop line
 * @param trustS            an unpaid driver passes an open arm only when the vehicle ahead has left it for this long
 * @param brakeReactionS    from seeing the arm fall to braking
 * @param reverseMps        speed backwards
 * @param refusalWaitS      standing after reading a refusal, before backing out
 * @param patienceS         standing first in line without any sign, before backing out
 * @param dwellS            how long {@link Behaviour#DAWDLES_AFTER_PAYING} stands
 * @param turnBackWaitS     how long {@link Behaviour#TURNS_BACK_AFTER_READ} stands in the zone
 * @param sidewaysS         from being out of the lane backwards to having left sideways
 * @param neighbourS        how long {@link Behaviour#NEIGHBOUR_OBU} is in reach
 */
public record DriverHabits(
        double comfortBrakeMps2,
        double hardBrakeMps2,
        double headwayS,
        double cautionM,
        double trustS,
        double brakeReactionS,
        double reverseMps,
        double refusalWaitS,
        double patienceS,
        double dwellS,
        double turnBackWaitS,
        double sidewaysS,
        double neighbourS) {

    public static final DriverHabits DEFAULT = new DriverHabits(2.5, 7, 0.9, 3, 1.2, 0.4, 2, 2, 20, 8, 4, 1.5, 6);

    /** The same drivers, but with this patience at an arm that says nothing. */
    public DriverHabits withPatienceS(double other) {
        return new DriverHabits(comfortBrakeMps2, hardBrakeMps2, headwayS, cautionM, trustS, brakeReactionS, reverseMps,
                refusalWaitS, other, dwellS, turnBackWaitS, sidewaysS, neighbourS);
    }
}
