package org.etclane.device.rsu.serial;

import org.etclane.device.Bytes;
import org.etclane.device.ObuId;
import org.etclane.device.frame.ByteWriter;
import org.etclane.device.rsu.serial.UnitFrame.B0Status;
import org.etclane.device.rsu.serial.UnitFrame.B1LoopStatus;
import org.etclane.device.rsu.serial.UnitFrame.B2Heartbeat;
import org.etclane.device.rsu.serial.UnitFrame.B2ObuInfo;
import org.etclane.device.rsu.serial.UnitFrame.B3VehicleInfo;
import org.etclane.device.rsu.serial.UnitFrame.B4CardInfo;
import org.etclane.device.rsu.serial.UnitFrame.B5Result;
import org.etclane.device.rsu.serial.UnitFrame.B7PurseRecords;
import org.etclane.device.rsu.serial.UnitFrame.B9Answer;
import org.etclane.device.rsu.serial.UnitFrame.Empty;
import org.etclane.device.rsu.serial.UnitFrame.StepError;
import org.etclane.device.rsu.serial.UnitFrame.Unknown;

import java.util.Optional;

/**
 * Bytes of {@link UnitFrame}s, both directions, every {@link Profile} (rsu-serial.md §5). Lengths and the order of fields are the
 * profile's, the fields themselves {@link UnitFields}'. Pure; any thread.
 */
public final class UnitFrameCodec {
    /** RSCTL, command, OBUID, ErrorCode, BCC. */
    private static final int SHORTEST_STEP = 8;

    private UnitFrameCodec() {
    }

    /** As it goes on the line in profile {@code classic}: delimiters, BCC, escaped. */
    public static byte[] wire(UnitFrame frame) {
        return wire(Profile.CLASSIC, frame);
    }

    /** As it goes on the line, with the profile's usual delimiters, BCC, escaped. */
    public static byte[] wire(Profile profile, UnitFrame frame) {
        return RsuWire.wrap(content(profile, frame), profile.usualStxBytes());
    }

    /** RSCTL … last DATA byte, unescaped, without BCC, profile {@code classic}. */
    public static Bytes content(UnitFrame frame) {
        return content(Profile.CLASSIC, frame);
    }

    /**
     * RSCTL … last DATA byte, unescaped, without BCC.
     *
     * @throws IllegalArgumentException for a frame that the profile does not have
     */
    public static Bytes content(Profile profile, UnitFrame frame) {
        ByteWriter out = new ByteWriter().u8(frame.rsctl());
        return (switch (frame) {
            case B0Status b0 -> laid(profile, 0xB0, UnitFields.of(b0), out);
            case B1LoopStatus b1 -> laid(profile, 0xB1, UnitFields.of(b1), out);
            case B2Heartbeat beat -> error(out, 0xB2, beat.obu(), beat.errorCode(), beat.rest());
            case B2ObuInfo b2 -> laid(profile, 0xB2, UnitFields.of(b2), out);
            case B3VehicleInfo b3 -> laid(profile, 0xB3, UnitFields.of(b3), out);
            case B4CardInfo b4 -> laid(profile, 0xB4, UnitFields.of(b4), out);
            case B5Result b5 -> laid(profile, 0xB5, UnitFields.of(b5), out);
            case B7PurseRecords b7 -> laid(profile, 0xB7, UnitFields.of(b7), out);
            case B9Answer b9 -> laid(profile, 0xB9, UnitFields.of(b9), out);
            case StepError error -> error(out, error.command(), error.obu(), error.errorCode(), error.rest());
            case Empty _ -> out;
            case Unknown unknown -> out.u8(unknown.command()).bytes(unknown.data());
        }).toBytes();
    }

    private static ByteWriter laid(Profile profile, int command, FieldValues values, ByteWriter out) {
        Form form = profile.unitForm(command).orElseThrow(() -> new IllegalArgumentException(
                "%02X is not a frame of profile %s".formatted(command, profile.label())));
        form.carrying(values).write(out.u8(command), values);
        return out;
    }

    private static ByteWriter error(ByteWriter out, int command, ObuId obu, int errorCode, Bytes rest) {
        return out.u8(command).u32(obu.value()).u8(errorCode).bytes(rest);
    }

    /** Profile {@code classic}; see {@link #decode(Profile, Bytes)}. */
    public static Parsed<UnitFrame> decode(Bytes frame) {
        return decode(Profile.CLASSIC, frame);
    }

    /** @param frame unescaped, RSCTL…BCC, at least 2 bytes, BCC already checked */
    public static Parsed<UnitFrame> decode(Profile profile, Bytes frame) {
        int length = frame.size();
        if (length == 2) {
            return new Parsed.Frame<>(new Empty(frame.u8(0)), frame);
        }
        int command = frame.u8(1);
        Optional<Form> known = profile.unitForm(command);
        if (known.isEmpty()) {
            return new Parsed.Frame<>(new Unknown(frame.u8(0), command, frame.slice(2, length - 1)), frame);
        }
        Form form = known.get();
        if (form.reportsErrors()) {
            if (length < SHORTEST_STEP) {
                return new Parsed.Malformed<>(frame, "%02X of %d bytes ends before its error code".formatted(command, length));
            }
            if (frame.u8(6) != 0) {
                return new Parsed.Frame<>(failed(profile, frame, command), frame);
            }
        }
        return form.fitting(length).map(layout -> UnitFields.read(frame, command, layout.read(frame)))
                .orElseGet(() -> Parsed.Malformed.wrongLength(frame, form));
    }

    /** With an error nothing after it means anything, so any length goes. */
    private static UnitFrame failed(Profile profile, Bytes frame, int command) {
        int rsctl = frame.u8(0);
        ObuId obu = new ObuId(frame.i32(2));
        int errorCode = frame.u8(6);
        Bytes rest = frame.slice(7, frame.size() - 1);
        // a code that only one profile takes for a heartbeat must at least name no OBU
        boolean nobody = errorCode == B2Heartbeat.CODE || obu.equals(ObuId.NONE) || obu.value() == -1;
        return command == 0xB2 && profile.isHeartbeat(errorCode) && nobody ? new B2Heartbeat(rsctl, obu, errorCode, rest)
                : new StepError(rsctl, command, obu, errorCode, rest);
    }
}
