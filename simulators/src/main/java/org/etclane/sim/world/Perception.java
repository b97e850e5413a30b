package org.etclane.sim.world;

/** Something seen with delay: the mind changes after the eye has seen the other thing without a break for a while. */
final class Perception {
    private final long trueDelayNanos;
    private final long falseDelayNanos;
    private boolean believed;
    private boolean doubting;
    private long doubtSinceNanos;

    /** Starts as false; {@code trueDelayS} until a true thing is believed, {@code falseDelayS} until it is given up. */
    Perception(double trueDelayS, double falseDelayS) {
        trueDelayNanos = Math.round(trueDelayS * 1e9);
        falseDelayNanos = Math.round(falseDelayS * 1e9);
    }

    void see(boolean actual, long nowNanos) {
        if (actual == believed) {
            doubting = false;
            return;
        }
        if (!doubting) {
            doubting = true;
            doubtSinceNanos = nowNanos;
        }
        if (nowNanos - doubtSinceNanos >= (actual ? trueDelayNanos : falseDelayNanos)) {
            believed = actual;
            doubting = false;
        }
    }

    boolean believed() {
        return believed;
    }
}
