package org.etclane.device.display.brace;

import org.etclane.device.Bytes;

/**
 * The frames to a display of the brace family: {@code 7B code len data[len] 7D}, no check byte (fee-displays.md). Which code a
 * frame has, and whether it exists, is the {@link BraceProfile}'s; numbers are ASCII digits in {@code data} unless noted.
 */
public sealed interface BraceFrame {

    BraceCommand command();

    /** Answered by {@link BraceAnswer}. */
    record Query() implements BraceFrame {
        @Override
        public BraceCommand command() {
            return BraceCommand.QUERY;
        }
    }

    record SelfTest() implements BraceFrame {
        @Override
        public BraceCommand command() {
            return BraceCommand.SELF_TEST;
        }
    }

    /** @param colour code character @param row 1–9 from the top @param text GBK, 1–64 bytes */
    record Line(char colour, int row, Bytes text) implements BraceFrame {
        @Override
        public BraceCommand command() {
            return BraceCommand.LINE;
        }
    }

    /** @param x binary, dots from the left @param y binary, dots from the top @param text GBK, 1–252 bytes, 0A between lines */
    record Screen(char colour, int x, int y, Bytes text) implements BraceFrame {
        @Override
        public BraceCommand command() {
            return BraceCommand.SCREEN;
        }
    }

    record Clear() implements BraceFrame {
        @Override
        public BraceCommand command() {
            return BraceCommand.CLEAR;
        }
    }

    /** @param fields GBK, {@code class|amount|balance|info1|info2}, for trucks {@code class|amount|balance|total|over} */
    record FixedForm(char colour, boolean truck, Bytes fields) implements BraceFrame {
        @Override
        public BraceCommand command() {
            return BraceCommand.FIXED_FORM;
        }
    }

    /** @param row 1–9 */
    record ClearRow(int row) implements BraceFrame {
        @Override
        public BraceCommand command() {
            return BraceCommand.CLEAR_ROW;
        }
    }

    /** @param index 0–9, a recorded phrase */
    record Phrase(int index) implements BraceFrame {
        @Override
        public BraceCommand command() {
            return BraceCommand.PHRASE;
        }
    }

    /** @param level 0 = automatic (Yunnan: NUL instead of the digit), else 1–9, dark to bright */
    record Brightness(int level) implements BraceFrame {
        @Override
        public BraceCommand command() {
            return BraceCommand.BRIGHTNESS;
        }
    }

    /** @param level 1–9 */
    record Volume(int level) implements BraceFrame {
        @Override
        public BraceCommand command() {
            return BraceCommand.VOLUME;
        }
    }

    /** @param bits one binary byte: {@link #GREEN}, {@link #RED}, {@link #FLASH} */
    record Lights(int bits) implements BraceFrame {
        public static final int GREEN = 1;
        public static final int RED = 2;
        public static final int FLASH = 4;

        @Override
        public BraceCommand command() {
            return BraceCommand.LIGHTS;
        }
    }

    /** @param amount ASCII, its form is a setting ({@link AmountVoice}) */
    record SayAmount(Bytes amount) implements BraceFrame {
        @Override
        public BraceCommand command() {
            return BraceCommand.SAY_AMOUNT;
        }
    }

    /** The whole screen in one colour. @param colour binary: 1 red, 2 green, 3 yellow; Yunnan to 7 */
    record Fill(int colour) implements BraceFrame {
        @Override
        public BraceCommand command() {
            return BraceCommand.FILL;
        }
    }

    /** Answered by text without a frame. One binary byte 00. */
    record Version() implements BraceFrame {
        @Override
        public BraceCommand command() {
            return BraceCommand.VERSION;
        }
    }
}
