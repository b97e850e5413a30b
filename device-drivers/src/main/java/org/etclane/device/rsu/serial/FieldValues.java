package org.etclane.device.rsu.serial;

import org.etclane.device.Bytes;
import org.etclane.device.frame.Bcd;
import org.etclane.device.frame.ByteWriter;

import java.time.LocalDateTime;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the fields of one frame hold, before a layout puts them in order or after it has cut them out. Values of "not carried"
 * (−1, empty) are not kept when written and come back when read. For one frame and one thread.
 */
final class FieldValues {
    private final Map<Field, Bytes> held = new EnumMap<>(Field.class);

    FieldValues u8(Field field, int value) {
        return value < 0 ? this : bytes(field, Bytes.of(value));
    }

    FieldValues u16(Field field, int value) {
        return bytes(field, new ByteWriter().u16(value).toBytes());
    }

    FieldValues u32(Field field, long value) {
        return bytes(field, new ByteWriter().u32(value).toBytes());
    }

    FieldValues hex(Field field, String digits) {
        return bytes(field, Bytes.fromHex(digits));
    }

    FieldValues time(Field field, LocalDateTime time) {
        return bytes(field, Bcd.ofDateTime(time));
    }

    FieldValues bytes(Field field, Bytes value) {
        if (value.size() > 0) {
            held.put(field, value);
        }
        return this;
    }

    Set<Field> fields() {
        return held.keySet();
    }

    boolean has(Field field) {
        return held.containsKey(field);
    }

    /** Empty when not carried. */
    Bytes bytes(Field field) {
        return held.getOrDefault(field, Bytes.EMPTY);
    }

    /** −1 when not carried. */
    int u8(Field field) {
        return u8Or(field, -1);
    }

    int u8Or(Field field, int absent) {
        return has(field) ? held.get(field).u8(0) : absent;
    }

    /** 0 when not carried. */
    int u16(Field field) {
        return has(field) ? held.get(field).u16(0) : 0;
    }

    /** 0 when not carried. */
    long u32(Field field) {
        return has(field) ? held.get(field).u32(0) : 0;
    }

    /** Empty when not carried. */
    String hex(Field field) {
        return bytes(field).hex();
    }

    /** Empty when not carried or not a BCD date and time that exists. */
    Optional<LocalDateTime> time(Field field) {
        return has(field) ? Bcd.dateTime(held.get(field), 0) : Optional.empty();
    }
}
