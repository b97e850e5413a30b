package org.etclane.device.rsu.serial;

import org.etclane.device.Bytes;
import org.etclane.device.frame.ByteWriter;

import java.util.ArrayList;
import java.util.List;

/**
 * The order of the fields in one form of one frame: RSCTL 1 · command 1 · slots · BCC 1. Immutable.
 *
 * @param command C0H, B4H …
 */
record Layout(int command, List<Slot> slots) {
    private static final int RSCTL_AND_COMMAND = 2;
    private static final int BCC = 1;

    /** @param minBytes equal to {@code maxBytes}, or 0 for the field that takes what is left of the frame (the last one) */
    record Slot(Field field, int minBytes, int maxBytes) {
    }

    Layout {
        slots = List.copyOf(slots);
    }

    static Layout of(int command, Field... fields) {
        return new Layout(command, List.of()).then(fields);
    }

    /** Fields of their usual width. */
    Layout then(Field... fields) {
        Layout longer = this;
        for (Field field : fields) {
            longer = longer.then(field, field.usualBytes());
        }
        return longer;
    }

    Layout then(Field field, int widthBytes) {
        return with(new Slot(field, widthBytes, widthBytes));
    }

    /** The rest of the frame; nothing may follow. */
    Layout rest(Field field, int maxBytes) {
        return with(new Slot(field, 0, maxBytes));
    }

    private Layout with(Slot slot) {
        List<Slot> more = new ArrayList<>(slots);
        more.add(slot);
        return new Layout(command, more);
    }

    /** RSCTL…BCC. */
    int minLength() {
        return RSCTL_AND_COMMAND + slots.stream().mapToInt(Slot::minBytes).sum() + BCC;
    }

    /** RSCTL…BCC. */
    int maxLength() {
        return RSCTL_AND_COMMAND + slots.stream().mapToInt(Slot::maxBytes).sum() + BCC;
    }

    boolean accepts(int length) {
        return length >= minLength() && length <= maxLength();
    }

    boolean has(Field field) {
        return slots.stream().anyMatch(slot -> slot.field() == field);
    }

    /** True when the field has a place here that is wide enough for so many bytes. */
    boolean holds(Field field, int bytes) {
        return slots.stream().anyMatch(slot -> slot.field() == field && slot.maxBytes() >= bytes);
    }

    /** From RSCTL on; only for a field that the layout has. */
    int offsetOf(Field field) {
        return RSCTL_AND_COMMAND + slots.stream().takeWhile(slot -> slot.field() != field).mapToInt(Slot::maxBytes).sum();
    }

    /** @param frame RSCTL…BCC of a length that is accepted */
    FieldValues read(Bytes frame) {
        FieldValues values = new FieldValues();
        int at = RSCTL_AND_COMMAND;
        for (Slot slot : slots) {
            int end = slot.minBytes() == slot.maxBytes() ? at + slot.maxBytes() : frame.size() - BCC;
            values.bytes(slot.field(), frame.slice(at, end));
            at = end;
        }
        return values;
    }

    /** Every field in its width: what is missing is zero, what is too long is cut at the end. */
    void write(ByteWriter out, FieldValues values) {
        for (Slot slot : slots) {
            Bytes value = values.bytes(slot.field());
            out.fixed(value, Math.clamp(value.size(), slot.minBytes(), slot.maxBytes()));
        }
    }
}
