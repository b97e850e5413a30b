package org.etclane.device.display;

import org.etclane.device.DisplayCommand.Colour;

/**
 * Which character means which colour on the wire; one source per protocol. A display without yellow has the code of another
 * colour there.
 */
public record ColourCodes(char red, char green, char yellow) {
    /** Brace family: red, green, yellow. */
    public static final ColourCodes ZERO_ONE_TWO = new ColourCodes('0', '1', '2');
    /** Sichuan 1E: red 1, yellow 2, green 3. */
    public static final ColourCodes ONE_THREE_TWO = new ColourCodes('1', '3', '2');

    public char of(Colour colour) {
        return switch (colour) {
            case RED -> red;
            case GREEN -> green;
            case YELLOW -> yellow;
        };
    }

    /** Red for a code that means nothing here. */
    public Colour colour(char code) {
        return code == green ? Colour.GREEN : code == yellow && code != red ? Colour.YELLOW : Colour.RED;
    }

    boolean printable() {
        return visible(red) && visible(green) && visible(yellow);
    }

    private static boolean visible(char code) {
        return code > ' ' && code < 0x7F && code != '{' && code != '}';
    }
}
