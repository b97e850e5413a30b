package org.etclane.device.scale.yaohua;

import java.util.Optional;

/** What an indicator sends, or the host in command mode (weighing.md §1). */
public sealed interface YaohuaFrame {

    /**
     * A number as displayed.
     *
     * @param digits   without sign and point, up to seven digits
     * @param decimals digits behind the point, 0–6
     */
    record Displayed(boolean negative, long digits, int decimals) {
        public long signedDigits() {
            return negative ? -digits : digits;
        }
    }

    /** Continuous format 0: 02 · sign · six digits · decimals · check · check · 03. */
    record Continuous0(Displayed weight) implements YaohuaFrame {
    }

    /** = · seven characters, low digit first · 0 or −. */
    record LowFirst(Displayed weight) implements YaohuaFrame {
    }

    /** = · 0 or − · seven characters, high digit first. */
    record HighFirst(Displayed weight) implements YaohuaFrame {
    }

    /**
     * Command mode, either direction: 02 · address · command · data · check · check · 03.
     *
     * @param address    A–Z
     * @param command    letter, or 0 for zero on A22
     * @param weight     8 bytes of data
     * @param pointInside form of the data: the point inside of seven characters, else six digits and the number of decimals
     */
    record Command(char address, char command, Optional<Displayed> weight, boolean pointInside) implements YaohuaFrame {
        public static Command request(char address, char command) {
            return new Command(address, command, Optional.empty(), false);
        }
    }
}
