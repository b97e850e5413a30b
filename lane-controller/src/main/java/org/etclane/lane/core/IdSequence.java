package org.etclane.lane.core;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;

/**
 * Where transaction ids stand: batch YYYYMMDDHH and serial 1–999999. The pair only ever grows, whatever the wall clock does: when
 * the clock steps back the batch stays, when the serials of a batch are used up the batch runs an hour ahead. Durable with the
 * entry that carries the id.
 *
 * @param batch empty before the first id
 */
public record IdSequence(String batch, int serial) {
    private static final DateTimeFormatter BATCH = new DateTimeFormatterBuilder().appendPattern("uuuuMMddHH")
            .parseDefaulting(ChronoField.MINUTE_OF_HOUR, 0).toFormatter();
    private static final int LAST_SERIAL = 999_999;

    IdSequence next(LocalDateTime laneTime) {
        String current = laneTime.format(BATCH);
        if (current.compareTo(batch) > 0) {
            return new IdSequence(current, 1);
        }
        if (serial < LAST_SERIAL) {
            return new IdSequence(batch, serial + 1);
        }
        return new IdSequence(LocalDateTime.parse(batch, BATCH).plusHours(1).format(BATCH), 1);
    }

    /** 37 characters: lane id 21, batch 10, serial 6. */
    String transactionId(String laneId) {
        return laneId + batch + "%06d".formatted(serial);
    }
}
