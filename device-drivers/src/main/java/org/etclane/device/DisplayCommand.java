package org.etclane.device;

import java.util.List;
import java.util.Optional;

/**
 * What the fee display (费额显示器) shall show. A driver sends what its display can: text displays the lines, fixed-form
 * displays the fee and the short text.
 */
public sealed interface DisplayCommand extends DeviceCommand {

    enum Colour { GREEN, RED, YELLOW }

    /**
     * @param lines     full text, one entry per row; the driver cuts at its limits on a character boundary
     * @param shortText at most 6 bytes of GBK (three Chinese characters), for displays with one small text field
     * @param fee       amounts for displays with fixed fields
     */
    record Show(Colour colour, List<String> lines, String shortText, Optional<Fee> fee) implements DisplayCommand {
        public Show {
            lines = List.copyOf(lines);
        }
    }

    /** @param balanceFen after the debit, or empty when the card's balance is not to be shown (credit card) */
    record Fee(int vehicleClass, int vehicleKind, long amountFen, Optional<Long> balanceFen) {
    }

    record Clear() implements DisplayCommand {
    }
}
