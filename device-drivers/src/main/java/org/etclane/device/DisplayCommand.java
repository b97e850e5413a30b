package org.etclane.device;

import java.util.List;
import java.util.Optional;

/**
 * What the fee display (费额显示器) shall show, light or say. A driver sends what its display can: text displays the lines,
 * fixed-form displays the fee and the short text. What a display cannot do is left out, without an error.
 */
public sealed interface DisplayCommand extends DeviceCommand {

    enum Colour { GREEN, RED, YELLOW }

    /** The two-coloured light in the display's housing; some devices cannot turn it off. */
    enum Lamp { OFF, GREEN, RED }

    /** What stays on the screen until the next one. */
    sealed interface Content extends DisplayCommand permits Show, Clear {
    }

    /**
     * @param lines     full text, one entry per row; the driver cuts at its limits on a character boundary
     * @param shortText at most 6 bytes of GBK (three Chinese characters), for displays with one small text field
     * @param fee       amounts for displays with fixed fields
     */
    record Show(Colour colour, List<String> lines, String shortText, Optional<Fee> fee) implements Content {
        public Show {
            lines = List.copyOf(lines);
        }
    }

    /** @param balanceFen after the debit, or empty when the card's balance is not to be shown (credit card) */
    record Fee(int vehicleClass, int vehicleKind, long amountFen, Optional<Long> balanceFen) {
    }

    record Clear() implements Content {
    }

    /** @param levelPercent 1–100 of what the display can; 0 leaves it to the display's own light sensor, where it has one */
    record Brightness(int levelPercent) implements DisplayCommand {
        public Brightness {
            if (levelPercent < 0 || levelPercent > 100) {
                throw new IllegalArgumentException("brightness is " + levelPercent + " %, allowed: 0 (automatic) to 100");
            }
        }
    }

    /** The display tests its own screen and voice for a moment; the driver then shows again what it should. */
    record SelfTest() implements DisplayCommand {
    }

    /** @param flash the yellow flash of the housing (黄闪报警) */
    record Lights(Lamp lamp, boolean flash) implements DisplayCommand {
    }

    /**
     * @param text      what shall be heard; a display with recorded phrases says the one that is equal to it
     * @param amountFen for displays that can speak an amount: they say their own sentence with it instead of the text
     */
    record Say(String text, Optional<Long> amountFen) implements DisplayCommand {
    }
}
