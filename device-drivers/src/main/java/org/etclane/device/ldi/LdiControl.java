package org.etclane.device.ldi;

import org.etclane.device.Bytes;

/**
 * What the lane orders one module to do: a module body of 1B (lane-devices-ldi.md §8). Values are kept as they are on the wire, 0–255
 * each, also those the text does not define; the module's type and the function say which record it is.
 */
public sealed interface LdiControl {
    int GREEN = 1;
    int RED = 2;
    int YELLOW = 3;

    LdiModule module();

    /** DeviceFuncType. */
    int func();

    /** E4 01. */
    record BarrierMove(LdiModule module, int motion) implements LdiControl {
        public static final int LOWER = 0;
        public static final int RAISE = 1;
        public static final int RAISE_AND_HOLD = 2;

        @Override
        public int func() {
            return 1;
        }

        public boolean upwards() {
            return motion == RAISE || motion == RAISE_AND_HOLD;
        }
    }

    /** E5 02: defog, dry. */
    record Defog(LdiModule module) implements LdiControl {
        @Override
        public int func() {
            return 2;
        }
    }

    /**
     * E6 01.
     *
     * @param fontSize  1–8, 0 automatic
     * @param fontLine  1–6 lines, 0 automatic
     * @param keepTimeS 0 for ever
     * @param text      GBK, lines separated by {@code _}, at most 10 Chinese characters each
     */
    record ShowText(LdiModule module, int colour, int fontSize, int fontLine, int keepTimeS, Bytes text) implements LdiControl {
        @Override
        public int func() {
            return 1;
        }
    }

    /** E6 02 and E9 02: 0 text, 1 all red, 2 all green. */
    record ClearText(LdiModule module, int clearType) implements LdiControl {
        @Override
        public int func() {
            return 2;
        }
    }

    /**
     * E9 01.
     *
     * @param fontLine number of lines, 0 automatic; newer firmware reads the line to write (⚠ §12 row 18)
     * @param format   1 centre, 2 left, 3 right
     */
    record ShowBoard(LdiModule module, int colour, int fontSize, int fontLine, int keepTimeS, int format, Bytes text)
            implements LdiControl {
        @Override
        public int func() {
            return 1;
        }
    }

    /** E7 01 and EA 01. There is no "off". */
    record Light(LdiModule module, int colour) implements LdiControl {
        @Override
        public int func() {
            return 1;
        }
    }

    /**
     * E8 01.
     *
     * @param status    0 stop, 1 start
     * @param workMode  0 continuous, else a frequency without a unit (⚠)
     * @param keepTimeS 0 until stopped
     */
    record SoundAlarm(LdiModule module, int status, int workMode, int keepTimeS) implements LdiControl {
        @Override
        public int func() {
            return 1;
        }
    }

    /** EB 01: status 0 off, 1 on; work mode 0 steady, else flashing at a frequency without a unit (⚠). */
    record Fog(LdiModule module, int status, int workMode) implements LdiControl {
        @Override
        public int func() {
            return 1;
        }
    }

    /** F4 01: kind 0 text (GBK, one source), 1 numbered phrases. */
    record Speak(LdiModule module, int kind, Bytes data) implements LdiControl {
        @Override
        public int func() {
            return 1;
        }
    }

    /** A module, function or length that this text does not describe. */
    record OtherControl(LdiModule module, int func, Bytes rest) implements LdiControl {
    }
}
