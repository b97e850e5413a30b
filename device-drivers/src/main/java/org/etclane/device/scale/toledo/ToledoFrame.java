package org.etclane.device.scale.toledo;

import java.util.Optional;

/**
 * One frame of the continuous output (weighing.md §2).
 *
 * @param statusA bits 0–2 decimal code, others not judged; 7 bits each
 * @param statusB bit 0 net, 1 negative, 2 out of range, 3 motion, 4 kg, 6 not zeroed since power-up
 * @param statusC carried, not judged
 * @param weight  six digits as displayed, no sign, no point
 * @param tare    empty in the short form
 */
public record ToledoFrame(int statusA, int statusB, int statusC, int weight, Optional<Integer> tare) {
    private static final int PLAIN_CODE = 2;

    /** Digits behind the point: −2 and −1 are dead zeros. */
    public int decimals() {
        return (statusA & 0x07) - PLAIN_CODE;
    }

    public boolean net() {
        return (statusB & 0x01) != 0;
    }

    public boolean negative() {
        return (statusB & 0x02) != 0;
    }

    public boolean outOfRange() {
        return (statusB & 0x04) != 0;
    }

    public boolean motion() {
        return (statusB & 0x08) != 0;
    }

    public boolean kilograms() {
        return (statusB & 0x10) != 0;
    }

    public boolean notZeroed() {
        return (statusB & 0x40) != 0;
    }
}
