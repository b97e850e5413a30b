package org.etclane.device.rsu.serial;

import org.etclane.device.Bytes;
import org.etclane.device.ObuId;
import org.etclane.device.frame.ByteWriter;
import org.etclane.device.rsu.serial.LaneFrame.Antenna4C;
import org.etclane.device.rsu.serial.LaneFrame.C0Initialise;
import org.etclane.device.rsu.serial.LaneFrame.C1Continue;
import org.etclane.device.rsu.serial.LaneFrame.C2Stop;
import org.etclane.device.rsu.serial.LaneFrame.C3WriteEntry;
import org.etclane.device.rsu.serial.LaneFrame.C6Debit;
import org.etclane.device.rsu.serial.LaneFrame.C7FetchTac;
import org.etclane.device.rsu.serial.LaneFrame.C7ReadRecords;
import org.etclane.device.rsu.serial.LaneFrame.C8FetchTac;
import org.etclane.device.rsu.serial.LaneFrame.C8FetchTacAgain;
import org.etclane.device.rsu.serial.LaneFrame.C9TakeEf04;
import org.etclane.device.rsu.serial.LaneFrame.Empty;
import org.etclane.device.rsu.serial.LaneFrame.Unknown;

import java.time.LocalDateTime;
import java.util.Optional;

/** Bytes of {@link LaneFrame}s, both directions, every {@link Profile} (rsu-serial.md §4). Pure; any thread. */
public final class LaneFrameCodec {
    private LaneFrameCodec() {
    }

    /** As it goes on the line in profile {@code classic}: delimiters, BCC, escaped. */
    public static byte[] wire(LaneFrame frame) {
        return wire(Profile.CLASSIC, frame);
    }

    /** As it goes on the line, with the profile's usual delimiters, BCC, escaped. */
    public static byte[] wire(Profile profile, LaneFrame frame) {
        return RsuWire.wrap(content(profile, frame), profile.usualStxBytes());
    }

    /** RSCTL … last DATA byte, unescaped, without BCC, profile {@code classic}. */
    public static Bytes content(LaneFrame frame) {
        return content(Profile.CLASSIC, frame);
    }

    /**
     * RSCTL … last DATA byte, unescaped, without BCC.
     *
     * @throws IllegalArgumentException for a frame that the profile does not have
     */
    public static Bytes content(Profile profile, LaneFrame frame) {
        ByteWriter out = new ByteWriter().u8(frame.rsctl());
        return (switch (frame) {
            case C0Initialise c0 -> laid(profile, 0xC0, initialise(c0), out);
            case C1Continue c1 -> laid(profile, 0xC1, about(c1.obu()).bytes(Field.FACTOR, c1.factor()), out);
            case C2Stop c2 -> laid(profile, 0xC2, about(c2.obu()).u8(Field.STOP_TYPE, c2.stopType()), out);
            case C3WriteEntry c3 -> laid(profile, 0xC3, about(c3.obu()).bytes(Field.FACTOR, c3.factor())
                    .u32(Field.TRANS_SERIAL, c3.transSerial()).time(Field.PURCHASE_TIME, c3.purchaseTime())
                    .bytes(Field.STATION, c3.station()), out);
            case C6Debit c6 -> laid(profile, 0xC6, debit(c6), out);
            case C7FetchTac c7 -> laid(profile, 0xC7, about(c7.obu()).bytes(Field.FACTOR, c7.factor())
                    .u32(Field.TRANS_SERIAL, c7.transSerial()).time(Field.PURCHASE_TIME, c7.purchaseTime())
                    .bytes(Field.STATION, c7.station()), out);
            case C7ReadRecords c7 -> laid(profile, 0xC7, about(c7.obu()).u8(Field.RECORD_COUNT, c7.count()), out);
            case C8FetchTac c8 -> laid(profile, 0xC8, about(c8.obu()).u16(Field.CARD_SERIAL, c8.cardSerial()), out);
            case C8FetchTacAgain c8 -> laid(profile, 0xC8, part(about(c8.obu()).u8(Field.EF04_OPTION, c8.optMode()), c8.part()),
                    out);
            case C9TakeEf04 c9 -> laid(profile, 0xC9, about(c9.obu()).u16(Field.EF04_OFFSET, c9.offset())
                    .u16(Field.EF04_LENGTH, c9.length()), out);
            case Antenna4C antenna -> laid(profile, 0x4C, new FieldValues().u8(Field.CONTROL_TYPE, antenna.controlType()), out);
            case Empty _ -> out;
            case Unknown unknown -> out.u8(unknown.command()).bytes(unknown.data());
        }).toBytes();
    }

    private static ByteWriter laid(Profile profile, int command, FieldValues values, ByteWriter out) {
        Form form = profile.laneForm(command).orElseThrow(() -> new IllegalArgumentException(
                "%02X is not a frame of profile %s".formatted(command, profile.label())));
        form.carrying(values).write(out.u8(command), values);
        return out;
    }

    private static FieldValues about(ObuId obu) {
        return new FieldValues().u32(Field.OBU_ID, obu.value());
    }

    private static FieldValues initialise(C0Initialise c0) {
        FieldValues values = new FieldValues().u32(Field.SECONDS, c0.seconds()).time(Field.LOCAL_TIME, c0.local())
                .u8(Field.LANE_MODE, c0.laneMode()).u8(Field.WAIT_TIME, c0.waitTimeS()).u8(Field.TX_POWER, c0.txPower())
                .u8(Field.PLL_CHANNEL, c0.pllChannel()).u8(Field.TRANS_MODE, c0.transMode());
        c0.ef04().ifPresent(asked -> values.u8(Field.EF04_OPTION, asked.option()).u16(Field.EF04_OFFSET, asked.offset())
                .u16(Field.EF04_LENGTH, asked.length()));
        return values;
    }

    private static FieldValues debit(C6Debit c6) {
        FieldValues values = about(c6.obu()).bytes(Field.FACTOR, c6.factor()).u32(Field.TRANS_SERIAL, c6.transSerial())
                .u8(Field.TRADE_MODE, c6.tradeMode()).u32(Field.AMOUNT, c6.amountFen())
                .time(Field.PURCHASE_TIME, c6.purchaseTime()).bytes(Field.STATION, c6.station());
        c6.ef04().ifPresent(part -> part(values, part));
        return values;
    }

    private static FieldValues part(FieldValues values, Ef04.Part part) {
        return values.u16(Field.EF04_OFFSET, part.offset()).u16(Field.EF04_LENGTH, part.length())
                .bytes(Field.EF04_DATA, part.data());
    }

    /** Profile {@code classic}; see {@link #decode(Profile, Bytes)}. */
    public static Parsed<LaneFrame> decode(Bytes frame) {
        return decode(Profile.CLASSIC, frame);
    }

    /** @param frame unescaped, RSCTL…BCC, at least 2 bytes, BCC already checked */
    public static Parsed<LaneFrame> decode(Profile profile, Bytes frame) {
        int length = frame.size();
        if (length == 2) {
            return new Parsed.Frame<>(new Empty(frame.u8(0)), frame);
        }
        int command = frame.u8(1);
        Optional<Form> form = profile.laneForm(command);
        if (form.isEmpty()) {
            return new Parsed.Frame<>(new Unknown(frame.u8(0), command, frame.slice(2, length - 1)), frame);
        }
        return form.get().fitting(length).map(layout -> read(frame, command, layout))
                .orElseGet(() -> Parsed.Malformed.wrongLength(frame, form.get()));
    }

    private static Parsed<LaneFrame> read(Bytes frame, int command, Layout layout) {
        FieldValues values = layout.read(frame);
        for (Field field : new Field[] {Field.LOCAL_TIME, Field.PURCHASE_TIME}) {
            if (values.has(field) && values.time(field).isEmpty()) {
                return new Parsed.Malformed<>(frame, "no BCD time at offset " + layout.offsetOf(field));
            }
        }
        return new Parsed.Frame<>(build(frame.u8(0), command, values), frame);
    }

    private static LaneFrame build(int rsctl, int command, FieldValues values) {
        ObuId obu = new ObuId((int) values.u32(Field.OBU_ID));
        return switch (command) {
            case 0xC0 -> new C0Initialise(rsctl, values.u32(Field.SECONDS), time(values, Field.LOCAL_TIME),
                    values.u8(Field.LANE_MODE), values.u8(Field.WAIT_TIME), values.u8(Field.TX_POWER),
                    values.u8(Field.PLL_CHANNEL), values.u8(Field.TRANS_MODE), request(values));
            case 0xC1 -> new C1Continue(rsctl, obu, values.bytes(Field.FACTOR));
            case 0xC2 -> new C2Stop(rsctl, obu, values.u8(Field.STOP_TYPE));
            case 0xC3 -> new C3WriteEntry(rsctl, obu, values.bytes(Field.FACTOR), values.u32(Field.TRANS_SERIAL),
                    time(values, Field.PURCHASE_TIME), values.bytes(Field.STATION));
            case 0xC6 -> new C6Debit(rsctl, obu, values.bytes(Field.FACTOR), values.u32(Field.TRANS_SERIAL),
                    values.u32(Field.AMOUNT), time(values, Field.PURCHASE_TIME), values.bytes(Field.STATION),
                    values.u8(Field.TRADE_MODE), values.has(Field.EF04_OFFSET) ? Optional.of(part(values)) : Optional.empty());
            case 0xC7 -> values.has(Field.RECORD_COUNT) ? new C7ReadRecords(rsctl, obu, values.u8(Field.RECORD_COUNT))
                    : new C7FetchTac(rsctl, obu, values.bytes(Field.FACTOR), values.u32(Field.TRANS_SERIAL),
                            time(values, Field.PURCHASE_TIME), values.bytes(Field.STATION));
            case 0xC8 -> values.has(Field.CARD_SERIAL) ? new C8FetchTac(rsctl, obu, values.u16(Field.CARD_SERIAL))
                    : new C8FetchTacAgain(rsctl, obu, values.u8(Field.EF04_OPTION), part(values));
            case 0xC9 -> new C9TakeEf04(rsctl, obu, values.u16(Field.EF04_OFFSET), values.u16(Field.EF04_LENGTH));
            case 0x4C -> new Antenna4C(rsctl, values.u8(Field.CONTROL_TYPE));
            default -> throw new IllegalStateException("no record for the layout of %02X".formatted(command));
        };
    }

    private static LocalDateTime time(FieldValues values, Field field) {
        return values.time(field).orElseThrow();
    }

    private static Optional<Ef04.Request> request(FieldValues values) {
        return values.has(Field.EF04_OPTION) ? Optional.of(new Ef04.Request(values.u8(Field.EF04_OPTION),
                values.u16(Field.EF04_OFFSET), values.u16(Field.EF04_LENGTH))) : Optional.empty();
    }

    static Ef04.Part part(FieldValues values) {
        return new Ef04.Part(values.u16(Field.EF04_OFFSET), values.u16(Field.EF04_LENGTH), values.bytes(Field.EF04_DATA));
    }
}
