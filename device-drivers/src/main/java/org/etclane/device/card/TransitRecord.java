package org.etclane.device.card;

import org.etclane.device.Bytes;
import org.etclane.device.Plate;
import org.etclane.device.frame.ByteWriter;
import org.etclane.device.frame.PlateText;

import java.util.Optional;

/**
 * The transit record of a user card (过站信息): file 0019, 43 bytes, or file 0012, the same without the 3-byte head
 * (card-and-obu-files.md §1). Every byte is kept: encoding what was parsed gives the same bytes in both layouts.
 *
 * <pre>
 * both  0 AA 29 lock · 3 network 2 · 5 station 2 · 7 lane 1 · 8 entry time 4 · 12 vehicle class 1 · 13 state 1
 * OLD   14 mark 13 (mark stations 9, collector 3, shift 1) · 27 plate 12 · 39 reserved 4
 * Y2019 14 mark 7 (last gantry 3, gantry time 4) · 21 plate 12 · 33 plate colour · 34 axles · 35 gross weight 3 kg
 *       38 vehicle status · 39 accumulated fee 4 fen
 * </pre>
 *
 * @param head              3 bytes: AA (BB and CC occur), 29H, lock flag
 * @param network           4 hexadecimal digits, lower case
 * @param station           0–65535
 * @param lane              0–255
 * @param entrySeconds      seconds since 1970 in the writer's convention, 0–4294967295
 * @param vehicleClass      0–255
 * @param state             {@link #MTC_IN} … {@link #ETC_OUT}, any byte value may be read
 * @param mark              OLD 13 bytes, Y2019 7 bytes, raw
 * @param plateField        12 bytes, raw; {@link #plate()} is the text
 * @param plateColour       −1 in OLD
 * @param axles             −1 in OLD
 * @param grossWeightKg     0–16777215, −1 in OLD
 * @param vehicleStatus     −1 in OLD
 * @param accumulatedFeeFen 0–4294967295, −1 in OLD
 * @param reserved          OLD: bytes 39–42; empty in Y2019
 */
public record TransitRecord(Layout layout, Bytes head, String network, int station, int lane, long entrySeconds,
        int vehicleClass, int state, Bytes mark, Bytes plateField, int plateColour, int axles, int grossWeightKg,
        int vehicleStatus, long accumulatedFeeFen, Bytes reserved) {
    public static final int LENGTH = 43;
    public static final int MTC_IN = 1;
    public static final int MTC_OUT = 2;
    public static final int ETC_IN = 3;
    public static final int ETC_OUT = 4;

    private static final Bytes PLAIN_HEAD = Bytes.of(0xAA, 0x29, 0x00);

    /** Nothing in the bytes tells the layouts apart: the lane's configuration does. */
    public enum Layout {
        /** Before 2020, "AA 29 00". */
        OLD(13),
        /** Since the removal of the provincial-border stations. */
        Y2019(7);

        private final int markLength;

        Layout(int markLength) {
            this.markLength = markLength;
        }
    }

    public TransitRecord {
        if (head.size() != 3 || network.length() != 4 || plateField.size() != PlateText.LENGTH
                || mark.size() != layout.markLength || reserved.size() != (layout == Layout.OLD ? 4 : 0)) {
            throw new IllegalArgumentException("wrong field length: head %s network %s mark %s plate %s reserved %s"
                    .formatted(head, network, mark, plateField, reserved));
        }
        if (station < 0 || station > 0xFFFF || lane < 0 || lane > 0xFF || state < 0 || state > 0xFF) {
            throw new IllegalArgumentException("station %d, lane %d or state %d out of range".formatted(station, lane, state));
        }
    }

    /**
     * @param raw 43 bytes; 39 (head and the 36-byte form); 40 or 36 without the head, which is then taken as AA 29 00. The
     *            four bytes that the 36-byte form lacks are taken as 0. Empty for any other length
     */
    public static Optional<TransitRecord> parse(Bytes raw, Layout layout) {
        return switch (raw.size()) {
            case 43, 39 -> Optional.of(parseBody(raw.slice(0, 3), raw.slice(3, raw.size()), layout));
            case 40, 36 -> Optional.of(parseBody(PLAIN_HEAD, raw, layout));
            default -> Optional.empty();
        };
    }

    private static TransitRecord parseBody(Bytes head, Bytes shortOrFull, Layout layout) {
        Bytes body = new ByteWriter().fixed(shortOrFull, 40).toBytes();
        int plateAt = 11 + layout.markLength;
        Bytes mark = body.slice(11, plateAt);
        Bytes plate = body.slice(plateAt, plateAt + 12);
        return switch (layout) {
            case OLD -> new TransitRecord(layout, head, body.slice(0, 2).hex(), body.u16(2), body.u8(4), body.u32(5),
                    body.u8(9), body.u8(10), mark, plate, -1, -1, -1, -1, -1, body.slice(36, 40));
            case Y2019 -> new TransitRecord(layout, head, body.slice(0, 2).hex(), body.u16(2), body.u8(4), body.u32(5),
                    body.u8(9), body.u8(10), mark, plate, body.u8(30), body.u8(31), body.u24(32), body.u8(35), body.u32(36),
                    Bytes.EMPTY);
        };
    }

    /**
     * The record that an ETC entry lane writes: state 03, no mark or gantry yet, no fee yet. What the layout has no place for
     * is left out.
     *
     * @param network 4 hexadecimal digits
     */
    public static TransitRecord etcEntry(Layout layout, String network, int station, int lane, long entrySeconds,
            int vehicleClass, Plate plate, int axles, int grossWeightKg, int vehicleStatus) {
        boolean old = layout == Layout.OLD;
        return new TransitRecord(layout, PLAIN_HEAD, network, station, lane, entrySeconds, vehicleClass, ETC_IN,
                Bytes.zeros(layout.markLength), PlateText.encode(plate.text()), old ? -1 : plate.colour(), old ? -1 : axles,
                old ? -1 : grossWeightKg, old ? -1 : vehicleStatus, old ? -1 : 0, old ? Bytes.zeros(4) : Bytes.EMPTY);
    }

    /** The same record with another state, e.g. {@link #ETC_OUT} for the write that goes with the debit at the exit. */
    public TransitRecord withState(int newState) {
        return new TransitRecord(layout, head, network, station, lane, entrySeconds, vehicleClass, newState, mark, plateField,
                plateColour, axles, grossWeightKg, vehicleStatus, accumulatedFeeFen, reserved);
    }

    /** The plate as text; empty when the record holds none. */
    public String plate() {
        return PlateText.decode(plateField);
    }

    public int lock() {
        return head.u8(2);
    }

    /** Vehicle entered and has not left: MTC or ETC entry state. */
    public boolean isOpenEntry() {
        return state == MTC_IN || state == ETC_IN;
    }

    /** All 43 bytes of file 0019. */
    public Bytes encode43() {
        return Bytes.concat(head, body40());
    }

    /** Bytes 3–42, what {@code RsuCommand} calls transit. */
    public Bytes body40() {
        ByteWriter out = new ByteWriter().hex(network).u16(station).u8(lane).u32(entrySeconds).u8(vehicleClass).u8(state)
                .bytes(mark).bytes(plateField);
        return switch (layout) {
            case OLD -> out.bytes(reserved).toBytes();
            case Y2019 -> out.u8(plateColour).u8(axles).u24(grossWeightKg).u8(vehicleStatus).u32(accumulatedFeeFen).toBytes();
        };
    }
}
