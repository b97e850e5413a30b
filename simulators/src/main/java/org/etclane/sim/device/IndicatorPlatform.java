package org.etclane.sim.device;

import java.util.SplittableRandom;

/** What a simulated static scale shows: the load, swinging while it moves, and its own idea of zero. Seeded. */
final class IndicatorPlatform {
    private static final int SWING_PER_MILLE = 80;

    private final SplittableRandom random;
    private final int divisionKg;
    private int loadKg;
    private boolean moving;
    private int zeroKg;

    IndicatorPlatform(long seed, int divisionKg) {
        this.random = new SplittableRandom(seed);
        this.divisionKg = divisionKg;
    }

    void load(int weightKg, boolean nowMoving) {
        loadKg = weightKg;
        moving = nowMoving;
    }

    boolean moving() {
        return moving;
    }

    int loadKg() {
        return loadKg;
    }

    /** Drift, or a zero that was set under a load. */
    void zeroAt(int weightKg) {
        zeroKg = weightKg;
    }

    int shownKg() {
        int swing = moving ? loadKg * SWING_PER_MILLE / 1000 : 0;
        int shown = loadKg - zeroKg + (swing == 0 ? 0 : random.nextInt(2 * swing + 1) - swing);
        return Math.floorDiv(shown + divisionKg / 2, divisionKg) * divisionKg;
    }
}
