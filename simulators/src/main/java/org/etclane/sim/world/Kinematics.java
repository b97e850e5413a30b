package org.etclane.sim.world;

/** The few formulas of motion; pure. */
final class Kinematics {
    private Kinematics() {
    }

    /** The speed from which a vehicle can still stop within {@code distanceM}, when it only looks every {@code stepS}. */
    static double stoppingSpeed(double distanceM, double brakeMps2, double stepS) {
        if (distanceM <= 0) {
            return 0;
        }
        double slack = brakeMps2 * stepS;
        return -slack + Math.sqrt(slack * slack + 2 * brakeMps2 * distanceM);
    }

    /**
     * The speed at which a vehicle that reacts after {@code headwayS} never touches the one ahead, even if that one brakes as
     * hard as it does itself (P. G. Gipps, 1981).
     */
    static double followingSpeed(double gapM, double leaderMps, double brakeMps2, double headwayS) {
        if (gapM <= 0) {
            return 0;
        }
        double slack = brakeMps2 * headwayS;
        return -slack + Math.sqrt(slack * slack + leaderMps * leaderMps + 2 * brakeMps2 * gapM);
    }
}
