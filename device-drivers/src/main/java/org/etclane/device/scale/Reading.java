package org.etclane.device.scale;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.Set;
import org.etclane.device.Bytes;
import org.etclane.device.ScaleEvent.Fault;

/**
 * One weight that an indicator showed.
 *
 * @param weightKg gross, rounded to kilograms
 * @param moving   as the indicator says; empty when its protocol does not
 * @param faults   with OUT_OF_RANGE the weight means nothing
 */
public record Reading(int weightKg, Optional<Boolean> moving, Set<Fault> faults, Bytes raw) {

    /** What the digits on the display count. */
    public enum Unit {
        KILOGRAM("1"), TONNE("1000"), POUND("0.45359237");

        private final BigDecimal kilograms;

        Unit(String kilograms) {
            this.kilograms = new BigDecimal(kilograms);
        }

        /**
         * Half a kilogram is rounded away from zero.
         *
         * @param digits   as displayed, without the point
         * @param decimals digits behind the point; −1 and −2 are one and two dead zeros
         */
        public int toKg(long digits, int decimals) {
            return BigDecimal.valueOf(digits, decimals).multiply(kilograms).setScale(0, RoundingMode.HALF_UP).intValue();
        }
    }
}
