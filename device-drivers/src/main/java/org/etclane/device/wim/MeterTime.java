package org.etclane.device.wim;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.Optional;
import org.etclane.device.Bytes;
import org.etclane.device.frame.ByteWriter;

/** The seven-byte time of the weighing protocols: year 2 (high byte first), month, day, hour, minute, second, all binary. */
public final class MeterTime {
    public static final int BYTES = 7;
    public static final Bytes NONE = Bytes.zeros(BYTES);

    private MeterTime() {
    }

    /** Empty when the bytes name no time that exists: a meter whose clock was never set. */
    public static Optional<LocalDateTime> read(Bytes source, int offset) {
        try {
            int year = source.u16(offset);
            return year == 0 ? Optional.empty() : Optional.of(LocalDateTime.of(year, source.u8(offset + 2), source.u8(offset + 3),
                    source.u8(offset + 4), source.u8(offset + 5), source.u8(offset + 6)));
        } catch (DateTimeException noSuchTime) {
            return Optional.empty();
        }
    }

    public static Bytes write(LocalDateTime time) {
        return new ByteWriter().u16(time.getYear()).u8(time.getMonthValue()).u8(time.getDayOfMonth()).u8(time.getHour())
                .u8(time.getMinute()).u8(time.getSecond()).toBytes();
    }
}
