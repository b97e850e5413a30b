package org.etclane.device.rsu.serial;

import org.etclane.device.Bytes;
import org.etclane.device.ObuId;
import org.etclane.device.frame.Bcd;
import org.etclane.device.frame.ByteWriter;
import org.etclane.device.rsu.serial.LaneFrame.Antenna4C;
import org.etclane.device.rsu.serial.LaneFrame.C0Initialise;
import org.etclane.device.rsu.serial.LaneFrame.C1Continue;
import org.etclane.device.rsu.serial.LaneFrame.C2Stop;
import org.etclane.device.rsu.serial.LaneFrame.C3WriteEntry;
import org.etclane.device.rsu.serial.LaneFrame.C6Debit;
import org.etclane.device.rsu.serial.LaneFrame.C7FetchTac;
import org.etclane.device.rsu.serial.LaneFrame.C8FetchTac;
import org.etclane.device.rsu.serial.LaneFrame.Empty;
import org.etclane.device.rsu.serial.LaneFrame.Unknown;

import java.time.LocalDateTime;
import java.util.function.Function;

/** Bytes of {@link LaneFrame}s, both directions (rsu-serial.md §4, profile {@code classic}). Pure; any thread. */
public final class LaneFrameCodec {
    private LaneFrameCodec() {
    }

    /** The frame as it goes on the line: delimiters, BCC, escaped. */
    public static byte[] wire(LaneFrame frame) {
        return RsuWire.wrap(content(frame));
    }

    /** RSCTL … last DATA byte, unescaped, without BCC. */
    public static Bytes content(LaneFrame frame) {
        ByteWriter out = new ByteWriter().u8(frame.rsctl());
        return (switch (frame) {
            case C0Initialise c0 -> out.u8(0xC0).u32(c0.seconds()).bytes(Bcd.ofDateTime(c0.local())).u8(c0.laneMode())
                    .u8(c0.waitTimeS()).u8(c0.txPower()).u8(c0.pllChannel()).u8(c0.transMode());
            case C1Continue c1 -> out.u8(0xC1).u32(c1.obu().value()).bytes(c1.factor());
            case C2Stop c2 -> out.u8(0xC2).u32(c2.obu().value()).u8(c2.stopType());
            case C3WriteEntry c3 -> out.u8(0xC3).u32(c3.obu().value()).bytes(c3.factor()).u32(c3.transSerial())
                    .bytes(Bcd.ofDateTime(c3.purchaseTime())).bytes(c3.station());
            case C6Debit c6 -> out.u8(0xC6).u32(c6.obu().value()).bytes(c6.factor()).u32(c6.transSerial()).u32(c6.amountFen())
                    .bytes(Bcd.ofDateTime(c6.purchaseTime())).bytes(c6.station());
            case C7FetchTac c7 -> out.u8(0xC7).u32(c7.obu().value()).bytes(c7.factor()).u32(c7.transSerial())
                    .bytes(Bcd.ofDateTime(c7.purchaseTime())).bytes(c7.station());
            case C8FetchTac c8 -> out.u8(0xC8).u32(c8.obu().value()).u16(c8.cardSerial());
            case Antenna4C antenna -> out.u8(0x4C).u8(antenna.controlType());
            case Empty _ -> out;
            case Unknown unknown -> out.u8(unknown.command()).bytes(unknown.data());
        }).toBytes();
    }

    /** @param frame unescaped, RSCTL…BCC, at least 2 bytes, BCC already checked */
    public static Parsed<LaneFrame> decode(Bytes frame) {
        int length = frame.size();
        if (length == 2) {
            return new Parsed.Frame<>(new Empty(frame.u8(0)), frame);
        }
        int command = frame.u8(1);
        return switch (command) {
            case 0xC0 -> length == 19 ? timed(frame, 6, time -> c0(frame, time)) : wrongLength(frame, "C0", "19");
            case 0xC1 -> length == 15 ? good(frame, new C1Continue(frame.u8(0), obu(frame), frame.slice(6, 14)))
                    : wrongLength(frame, "C1", "15");
            case 0xC2 -> length == 8 ? good(frame, new C2Stop(frame.u8(0), obu(frame), frame.u8(6)))
                    : wrongLength(frame, "C2", "8");
            case 0xC3 -> length == 62 || length == 66
                    ? timed(frame, 18, time -> new C3WriteEntry(frame.u8(0), obu(frame), frame.slice(6, 14), frame.u32(14), time,
                            frame.slice(25, length - 1)))
                    : wrongLength(frame, "C3", "62 or 66");
            case 0xC6 -> length == 66 || length == 70
                    ? timed(frame, 22, time -> new C6Debit(frame.u8(0), obu(frame), frame.slice(6, 14), frame.u32(14),
                            frame.u32(18), time, frame.slice(29, length - 1)))
                    : wrongLength(frame, "C6", "66 or 70");
            case 0xC7 -> length == 62 || length == 66
                    ? timed(frame, 18, time -> new C7FetchTac(frame.u8(0), obu(frame), frame.slice(6, 14), frame.u32(14), time,
                            frame.slice(25, length - 1)))
                    : wrongLength(frame, "C7", "62 or 66");
            case 0xC8 -> length == 9 ? good(frame, new C8FetchTac(frame.u8(0), obu(frame), frame.u16(6)))
                    : wrongLength(frame, "C8", "9");
            case 0x4C -> length == 4 ? good(frame, new Antenna4C(frame.u8(0), frame.u8(2))) : wrongLength(frame, "4C", "4");
            default -> good(frame, new Unknown(frame.u8(0), command, frame.slice(2, length - 1)));
        };
    }

    private static LaneFrame c0(Bytes frame, LocalDateTime local) {
        return new C0Initialise(frame.u8(0), frame.u32(2), local, frame.u8(13), frame.u8(14), frame.u8(15), frame.u8(16),
                frame.u8(17));
    }

    private static ObuId obu(Bytes frame) {
        return new ObuId(frame.i32(2));
    }

    private static Parsed<LaneFrame> good(Bytes raw, LaneFrame frame) {
        return new Parsed.Frame<>(frame, raw);
    }

    private static Parsed<LaneFrame> timed(Bytes raw, int timeAt, Function<LocalDateTime, LaneFrame> build) {
        return Bcd.dateTime(raw, timeAt).map(time -> good(raw, build.apply(time)))
                .orElseGet(() -> new Parsed.Malformed<>(raw, "no BCD time at offset " + timeAt));
    }

    private static Parsed<LaneFrame> wrongLength(Bytes raw, String name, String accepted) {
        return new Parsed.Malformed<>(raw, name + " of " + raw.size() + " bytes, not " + accepted);
    }
}
