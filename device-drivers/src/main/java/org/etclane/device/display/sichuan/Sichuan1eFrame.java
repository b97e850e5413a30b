package org.etclane.device.display.sichuan;

import org.etclane.device.Bytes;

/**
 * The frames to a display of Sichuan's MTC protocol "1E": {@code 7B code params [BCC] 7D} without a length byte, every code with
 * parameters of its own fixed length; query and clear are {@code 0A 46 0A} and {@code 0A 46 0D} (fee-displays.md). The letters
 * come from one maker's published firmware.
 */
public sealed interface Sichuan1eFrame {
    int LINE_BYTES = 16;
    int SCREEN_BYTES = 64;

    /** Answered by {@code 0A 64 0A}. */
    record Query() implements Sichuan1eFrame {
    }

    record Clear() implements Sichuan1eFrame {
    }

    /** '2'. */
    record SelfTest() implements Sichuan1eFrame {
    }

    /** '3' @param row 1–8 from the top @param text GBK, exactly {@link #LINE_BYTES} */
    record Line(int row, Bytes text) implements Sichuan1eFrame {
    }

    /** '4' @param text GBK, exactly {@link #SCREEN_BYTES} */
    record Screen(Bytes text) implements Sichuan1eFrame {
    }

    /** '7' @param index 0–7, a recorded phrase */
    record Phrase(int index) implements Sichuan1eFrame {
    }

    /** '8' @param code as sent: 0–8 binary or '0'–'8' ({@link Sichuan1eSettings#brightnessAscii}) */
    record Brightness(int code) implements Sichuan1eFrame {
    }

    /** '9' @param level 1–5 */
    record Volume(int level) implements Sichuan1eFrame {
    }

    /** 'A': of all text that follows. @param code colour character */
    record Colour(char code) implements Sichuan1eFrame {
    }
}
