package org.etclane.device.rsu.serial;

import org.etclane.device.Bytes;
import org.etclane.device.CardFile;
import org.etclane.device.ObuId;
import org.etclane.device.ObuInfo;
import org.etclane.device.ObuStatus;
import org.etclane.device.Plate;
import org.etclane.device.TransactionResult;
import org.etclane.device.VehicleFile;
import org.etclane.device.frame.Bcd;
import org.etclane.device.frame.ByteWriter;
import org.etclane.device.frame.PlateText;
import org.etclane.device.rsu.serial.UnitFrame.B0Status;
import org.etclane.device.rsu.serial.UnitFrame.B1LoopStatus;
import org.etclane.device.rsu.serial.UnitFrame.B2Heartbeat;
import org.etclane.device.rsu.serial.UnitFrame.B2ObuInfo;
import org.etclane.device.rsu.serial.UnitFrame.B3VehicleInfo;
import org.etclane.device.rsu.serial.UnitFrame.B4CardInfo;
import org.etclane.device.rsu.serial.UnitFrame.B5Result;
import org.etclane.device.rsu.serial.UnitFrame.Empty;
import org.etclane.device.rsu.serial.UnitFrame.StepError;
import org.etclane.device.rsu.serial.UnitFrame.Unknown;

import java.util.Optional;

/** Bytes of {@link UnitFrame}s, both directions (rsu-serial.md §5, profile {@code classic}). Pure; any thread. */
public final class UnitFrameCodec {
    /** Error code of a B2 that is a heartbeat. */
    static final int HEARTBEAT = 0x80;
    /** CardBalance when the RSU could not read it. */
    private static final long BALANCE_UNREAD = 0xFFFF_FFFFL;

    private UnitFrameCodec() {
    }

    /** The frame as it goes on the line: delimiters, BCC, escaped. */
    public static byte[] wire(UnitFrame frame) {
        return RsuWire.wrap(content(frame));
    }

    /** RSCTL … last DATA byte, unescaped, without BCC. */
    public static Bytes content(UnitFrame frame) {
        ByteWriter out = new ByteWriter().u8(frame.rsctl());
        switch (frame) {
            case B0Status b0 -> writeStatus(out.u8(0xB0), b0);
            case B1LoopStatus b1 -> out.u8(0xB1).u8(b1.ioStatus()).u8(b1.ioChanges());
            case B2Heartbeat beat -> out.u8(0xB2).u32(beat.obu().value()).u8(HEARTBEAT).bytes(beat.rest());
            case B2ObuInfo b2 -> writeObu(out.u8(0xB2), b2.obu());
            case B3VehicleInfo b3 -> writeVehicle(out.u8(0xB3).u32(b3.obu().value()).u8(0), b3);
            case B4CardInfo b4 -> writeCard(out.u8(0xB4).u32(b4.obu().value()).u8(0), b4.card());
            case B5Result b5 -> writeResult(out.u8(0xB5).u32(b5.obu().value()).u8(0), b5.result());
            case StepError error -> out.u8(error.command()).u32(error.obu().value()).u8(error.errorCode()).bytes(error.rest());
            case Empty _ -> { }
            case Unknown unknown -> out.u8(unknown.command()).bytes(unknown.data());
        }
        return out.toBytes();
    }

    private static void writeStatus(ByteWriter out, B0Status b0) {
        out.u8(b0.status());
        if (b0.psamCount() >= 0) {
            out.u8(b0.psamCount());
        }
        out.hex(b0.terminal1()).hex(b0.terminal2()).u8(b0.algorithm()).u8(b0.manufacturer()).hex(b0.rsuId()).u16(b0.version())
                .fixed(b0.reserved(), 5);
    }

    private static void writeObu(ByteWriter out, ObuInfo obu) {
        out.u32(obu.id().value()).u8(0).fixed(obu.issuer(), 8);
        boolean withCard = !obu.cardNumber().isEmpty();
        if (withCard || obu.contractType() >= 0) {
            out.u8(obu.contractType()).u8(obu.contractVersion());
        }
        out.hex(obu.serial()).bytes(Bcd.ofYmd(obu.issuedYmd())).bytes(Bcd.ofYmd(obu.expiresYmd()));
        if (withCard) {
            out.hex(obu.cardNumber());
        }
        out.u8(obu.equipmentCv()).u8(obu.status().byte0()).u8(obu.status().tamperByte());
    }

    private static void writeVehicle(ByteWriter out, B3VehicleInfo b3) {
        VehicleFile vehicle = b3.vehicle();
        out.bytes(PlateText.encode(vehicle.plate().text())).u16(vehicle.plate().colour()).u8(vehicle.vehicleClass())
                .u8(vehicle.userType());
        vehicle.dimensions().ifPresent(size -> out.u16(size.lengthDm()).u8(size.widthDm()).u8(size.heightDm())
                .u8(size.wheels()).u8(size.axles()).u16(size.wheelbaseDm()).u24(size.loadOrSeats()).fixed(b3.extra(), 32));
    }

    private static void writeCard(ByteWriter out, CardFile card) {
        out.u8(card.localCard() ? 1 : 0).u8(card.physicalType()).u8(card.transType()).u32(card.balanceFen()).u32(card.uid())
                .fixed(card.issueFile(), 43).bytes(card.transitFile());
    }

    private static void writeResult(ByteWriter out, TransactionResult result) {
        out.u32(result.fileTimeSeconds()).hex(result.terminal());
        if (result.transType() >= 0) {
            out.hex(result.purchaseTime()).u8(result.transType()).hex(result.tac()).u16(result.cardSerial())
                    .u32(result.terminalSerial()).u32(result.balanceFen());
        }
    }

    /** @param frame unescaped, RSCTL…BCC, at least 2 bytes, BCC already checked */
    public static Parsed<UnitFrame> decode(Bytes frame) {
        int length = frame.size();
        if (length == 2) {
            return good(frame, new Empty(frame.u8(0)));
        }
        int command = frame.u8(1);
        return switch (command) {
            case 0xB0 -> length == 28 || length == 29 ? good(frame, status(frame)) : wrongLength(frame, "B0", "28 or 29");
            case 0xB1 -> length == 5 ? good(frame, new B1LoopStatus(frame.u8(0), frame.u8(2), frame.u8(3)))
                    : wrongLength(frame, "B1", "5");
            case 0xB2, 0xB3, 0xB4, 0xB5 -> step(frame, command);
            default -> good(frame, new Unknown(frame.u8(0), command, frame.slice(2, length - 1)));
        };
    }

    /** Only B2–B5 have OBUID and error code; with an error nothing after it means anything, so any length goes. */
    private static Parsed<UnitFrame> step(Bytes frame, int command) {
        int length = frame.size();
        if (length < 8) {
            return new Parsed.Malformed<>(frame, "%02X of %d bytes ends before its error code".formatted(command, length));
        }
        ObuId obu = new ObuId(frame.i32(2));
        int errorCode = frame.u8(6);
        if (errorCode != 0) {
            Bytes rest = frame.slice(7, length - 1);
            return good(frame, command == 0xB2 && errorCode == HEARTBEAT ? new B2Heartbeat(frame.u8(0), obu, rest)
                    : new StepError(frame.u8(0), command, obu, errorCode, rest));
        }
        return switch (command) {
            case 0xB2 -> length == 35 || length == 37 || length == 47 ? good(frame, new B2ObuInfo(frame.u8(0), obu(frame, obu)))
                    : wrongLength(frame, "B2", "35, 37 or 47");
            case 0xB3 -> length == 24 || length == 67 ? good(frame, vehicle(frame, obu)) : wrongLength(frame, "B3", "24 or 67");
            case 0xB4 -> length == 98 || length == 101 || length == 105
                    ? good(frame, new B4CardInfo(frame.u8(0), obu, card(frame)))
                    : wrongLength(frame, "B4", "98, 101 or 105");
            default -> length == 40 || length == 18 ? good(frame, new B5Result(frame.u8(0), obu, result(frame)))
                    : wrongLength(frame, "B5", "40 or 18");
        };
    }

    private static UnitFrame status(Bytes frame) {
        boolean counted = frame.size() == 29;
        int at = counted ? 4 : 3;
        return new B0Status(frame.u8(0), frame.u8(2), counted ? frame.u8(3) : -1, frame.slice(at, at + 6).hex(),
                frame.slice(at + 6, at + 12).hex(), frame.u8(at + 12), frame.u8(at + 13), frame.slice(at + 14, at + 17).hex(),
                frame.u16(at + 17), frame.slice(at + 19, at + 24));
    }

    private static ObuInfo obu(Bytes frame, ObuId id) {
        boolean contract = frame.size() >= 37;
        boolean withCard = frame.size() == 47;
        int serialAt = contract ? 17 : 15;
        int cvAt = frame.size() - 4;
        return new ObuInfo(id, frame.slice(7, 15), contract ? frame.u8(15) : -1, contract ? frame.u8(16) : -1,
                frame.slice(serialAt, serialAt + 8).hex(), Bcd.ymd(frame, serialAt + 8), Bcd.ymd(frame, serialAt + 12),
                withCard ? frame.slice(33, 43).hex() : "", frame.u8(cvAt),
                ObuStatus.decode(frame.u8(cvAt + 1), frame.u8(cvAt + 2)));
    }

    private static UnitFrame vehicle(Bytes frame, ObuId obu) {
        boolean large = frame.size() == 67;
        VehicleFile file = new VehicleFile(new Plate(PlateText.decode(frame.slice(7, 19)), frame.u16(19)), frame.u8(21),
                frame.u8(22), large ? Optional.of(dimensions(frame)) : Optional.empty());
        return new B3VehicleInfo(frame.u8(0), obu, file, large ? frame.slice(34, 66) : Bytes.EMPTY);
    }

    private static VehicleFile.Dimensions dimensions(Bytes frame) {
        return new VehicleFile.Dimensions(frame.u16(23), frame.u8(25), frame.u8(26), frame.u8(27), frame.u8(28), frame.u16(29),
                frame.u24(31));
    }

    private static CardFile card(Bytes frame) {
        return new CardFile(frame.u8(7) != 0, frame.u8(8), frame.u8(9), frame.u32(10), frame.i32(14), frame.slice(18, 61),
                frame.slice(61, frame.size() - 1));
    }

    private static TransactionResult result(Bytes frame) {
        long fileTimeSeconds = frame.u32(7);
        String terminal = frame.slice(11, 17).hex();
        if (frame.size() == 18) {
            return new TransactionResult(fileTimeSeconds, terminal, "", -1, "", 0, 0, -1);
        }
        long balanceFen = frame.u32(35);
        return new TransactionResult(fileTimeSeconds, terminal, frame.slice(17, 24).hex(), frame.u8(24),
                frame.slice(25, 29).hex(), frame.u16(29), frame.u32(31), balanceFen == BALANCE_UNREAD ? -1 : balanceFen);
    }

    private static Parsed<UnitFrame> good(Bytes raw, UnitFrame frame) {
        return new Parsed.Frame<>(frame, raw);
    }

    private static Parsed<UnitFrame> wrongLength(Bytes raw, String name, String accepted) {
        return new Parsed.Malformed<>(raw, name + " of " + raw.size() + " bytes, not " + accepted);
    }
}
