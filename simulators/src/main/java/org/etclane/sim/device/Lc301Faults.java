package org.etclane.sim.device;

/**
 * What is wrong with a simulated XY-LC-301 (lane-rules.md §12). In force until the next set arrives.
 *
 * @param powerOff                     it neither hears nor says anything; power that comes back is a warm reset
 * @param ignoreFirstCommandAfterReset the first A frame after a warm reset is not executed and not answered
 * @param dropAnswers                  so many of the next answers are not sent (reports of changes are)
 * @param pulseMs                      barrier pulse instead of the set one; 0 = the set one
 * @param stuckSt1Mask                 bits of st1 that always show {@code stuckSt1Value}
 * @param stuckSt1Value                their value
 * @param stuckSt2Mask                 bits of st2 that always show {@code stuckSt2Value}
 * @param stuckSt2Value                their value
 */
public record Lc301Faults(boolean powerOff, boolean ignoreFirstCommandAfterReset, int dropAnswers, long pulseMs,
                          int stuckSt1Mask, int stuckSt1Value, int stuckSt2Mask, int stuckSt2Value) {

    public static final Lc301Faults NONE = new Lc301Faults(false, false, 0, 0, 0, 0, 0, 0);

    public static Lc301Faults off() {
        return new Lc301Faults(true, false, 0, 0, 0, 0, 0, 0);
    }

    public static Lc301Faults deafAfterReset() {
        return new Lc301Faults(false, true, 0, 0, 0, 0, 0, 0);
    }

    public static Lc301Faults answersLost(int count) {
        return new Lc301Faults(false, false, count, 0, 0, 0, 0, 0);
    }

    public static Lc301Faults shortPulses(long pulseMs) {
        return new Lc301Faults(false, false, 0, pulseMs, 0, 0, 0, 0);
    }

    public static Lc301Faults stuckSt1(int mask, int value) {
        return new Lc301Faults(false, false, 0, 0, mask, value, 0, 0);
    }

    public static Lc301Faults stuckSt2(int mask, int value) {
        return new Lc301Faults(false, false, 0, 0, 0, 0, mask, value);
    }
}
