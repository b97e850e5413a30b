package org.etclane.device.display.sichuan;

import org.etclane.device.Bytes;

/**
 * The frames of Sichuan's ETC protocol "1D", {@code 0A … 0D} without length and check byte (fee-displays.md). Text has no colour:
 * one maker's displays give it the colour of their light.
 */
public sealed interface Sichuan1dFrame {
    int ROW_BYTES = 24;
    int SCREEN_BYTES = 145;

    /**
     * {@code 0A 00 row text 0D}.
     *
     * @param row  1–6 from the top; 0 is the whole screen, broken into rows by the display
     * @param text GBK, at most {@link #ROW_BYTES}, for the whole screen {@link #SCREEN_BYTES}; one that begins with a blank clears,
     *             one that begins with '0' restarts the display (one source)
     */
    record Text(int row, Bytes text) implements Sichuan1dFrame {
    }

    /** {@code 0A code 0D}. */
    enum Light implements Sichuan1dFrame {
        RED(0x36), GREEN(0x37), FLASH_ON(0x38), FLASH_OFF(0x39);

        final int code;

        Light(int code) {
            this.code = code;
        }
    }

    /** {@code 0A 40 level reserved 0D} @param level 0 darkest – 7 */
    record Brightness(int level, int reserved) implements Sichuan1dFrame {
    }

    /** {@code 0A 50 0D} */
    record Heartbeat() implements Sichuan1dFrame {
    }
}
