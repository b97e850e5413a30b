package org.etclane.device.frame;

import org.etclane.device.Bytes;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.Optional;

/** Binary coded decimal: two digits per byte, high nibble first. */
public final class Bcd {
    private Bcd() {
    }

    /** The date in four bytes at {@code offset} as the number YYYYMMDD; −1 when a nibble is not a digit. */
    public static int ymd(Bytes source, int offset) {
        int number = 0;
        for (int i = offset; i < offset + 4; i++) {
            int high = source.u8(i) >>> 4;
            int low = source.u8(i) & 0x0F;
            if (high > 9 || low > 9) {
                return -1;
            }
            number = number * 100 + high * 10 + low;
        }
        return number;
    }

    /** Four bytes of BCD; every value outside 0–99991231 (so also −1, "was not BCD") becomes FFFFFFFF. */
    public static Bytes ofYmd(int ymd) {
        if (ymd < 0 || ymd > 9999_12_31) {
            return Bytes.of(0xFF, 0xFF, 0xFF, 0xFF);
        }
        return Bytes.fromHex("%08d".formatted(ymd));
    }

    /** YYYYMMDDhhmmss, seven bytes. */
    public static Bytes ofDateTime(LocalDateTime time) {
        return Bytes.fromHex("%04d%02d%02d%02d%02d%02d".formatted(Math.floorMod(time.getYear(), 10_000), time.getMonthValue(),
                time.getDayOfMonth(), time.getHour(), time.getMinute(), time.getSecond()));
    }

    /** The seven bytes at {@code offset} as a time; empty when they are not BCD or not a date and time that exists. */
    public static Optional<LocalDateTime> dateTime(Bytes source, int offset) {
        String digits = source.slice(offset, offset + 7).hex();
        if (!digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDateTime.of(Integer.parseInt(digits, 0, 4, 10), Integer.parseInt(digits, 4, 6, 10),
                    Integer.parseInt(digits, 6, 8, 10), Integer.parseInt(digits, 8, 10, 10),
                    Integer.parseInt(digits, 10, 12, 10), Integer.parseInt(digits, 12, 14, 10)));
        } catch (DateTimeException noSuchTime) {
            return Optional.empty();
        }
    }
}
