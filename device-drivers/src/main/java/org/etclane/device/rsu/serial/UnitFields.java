package org.etclane.device.rsu.serial;

import org.etclane.device.Bytes;
import org.etclane.device.CardFile;
import org.etclane.device.ObuId;
import org.etclane.device.ObuInfo;
import org.etclane.device.ObuStatus;
import org.etclane.device.Plate;
import org.etclane.device.TransactionResult;
import org.etclane.device.VehicleFile;
import org.etclane.device.VehicleFile.Dimensions;
import org.etclane.device.card.PurseRecord;
import org.etclane.device.frame.Bcd;
import org.etclane.device.frame.ByteWriter;
import org.etclane.device.frame.PlateText;
import org.etclane.device.rsu.serial.UnitFrame.B0Status;
import org.etclane.device.rsu.serial.UnitFrame.B1LoopStatus;
import org.etclane.device.rsu.serial.UnitFrame.B2ObuInfo;
import org.etclane.device.rsu.serial.UnitFrame.B3VehicleInfo;
import org.etclane.device.rsu.serial.UnitFrame.B4CardInfo;
import org.etclane.device.rsu.serial.UnitFrame.B5Result;
import org.etclane.device.rsu.serial.UnitFrame.B7PurseRecords;
import org.etclane.device.rsu.serial.UnitFrame.B9Answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Records of {@link UnitFrame} to fields and back, the same for every profile. Pure. */
final class UnitFields {
    /** CardBalance when the RSU could not read it. */
    private static final long BALANCE_UNREAD = 0xFFFF_FFFFL;
    private static final int CAPP = 0x10;

    private UnitFields() {
    }

    static FieldValues of(B0Status b0) {
        FieldValues values = new FieldValues().u8(Field.STATUS, b0.status()).u8(Field.PSAM_COUNT, b0.psamCount())
                .hex(Field.TERMINAL_1, b0.terminal1()).hex(Field.TERMINAL_2, b0.terminal2())
                .u8(Field.ALGORITHM, b0.algorithm()).u8(Field.MANUFACTURER, b0.manufacturer()).hex(Field.RSU_ID, b0.rsuId())
                .u16(Field.VERSION, b0.version()).bytes(Field.RESERVED, b0.reserved());
        b0.psam().ifPresent(psam -> values.u8(Field.PSAM_CHANNEL, psam.channel()).u8(Field.PSAM_VERSION, psam.version())
                .u8(Field.AUTH_STATUS, psam.authStatus()));
        return values;
    }

    static FieldValues of(B1LoopStatus b1) {
        return new FieldValues().u8(Field.IO_STATUS, b1.ioStatus()).u8(Field.IO_CHANGES, b1.ioChanges());
    }

    static FieldValues of(B2ObuInfo b2) {
        ObuInfo obu = b2.obu();
        return about(obu.id()).bytes(Field.ISSUER, obu.issuer()).u8(Field.CONTRACT_TYPE, obu.contractType())
                .u8(Field.CONTRACT_VERSION, obu.contractVersion()).hex(Field.OBU_SERIAL, obu.serial())
                .bytes(Field.ISSUED, Bcd.ofYmd(obu.issuedYmd())).bytes(Field.EXPIRES, Bcd.ofYmd(obu.expiresYmd()))
                .hex(Field.CARD_NUMBER, obu.cardNumber()).u8(Field.EQUIPMENT_CV, obu.equipmentCv())
                .bytes(Field.OBU_STATUS, Bytes.of(obu.status().byte0(), obu.status().tamperByte()));
    }

    static FieldValues of(B3VehicleInfo b3) {
        VehicleFile vehicle = b3.vehicle();
        FieldValues values = about(b3.obu()).bytes(Field.PLATE, PlateText.encode(vehicle.plate().text()))
                .u16(Field.PLATE_COLOUR, vehicle.plate().colour()).u8(Field.VEHICLE_CLASS, vehicle.vehicleClass())
                .u8(Field.USER_TYPE, vehicle.userType());
        vehicle.dimensions().ifPresent(size -> values.bytes(Field.DIMENSIONS, of(size)).bytes(Field.VEHICLE_REST, b3.extra()));
        return values;
    }

    private static Bytes of(Dimensions size) {
        return new ByteWriter().u16(size.lengthDm()).u8(size.widthDm()).u8(size.heightDm()).u8(size.wheels()).u8(size.axles())
                .u16(size.wheelbaseDm()).u24(size.loadOrSeats()).toBytes();
    }

    static FieldValues of(B4CardInfo b4) {
        CardFile card = b4.card();
        FieldValues values = about(b4.obu()).u8(Field.CARD_TYPE, card.localCard() ? 1 : 0)
                .u8(Field.PHYSICAL_TYPE, card.physicalType()).u8(Field.TRANS_TYPE, card.transType())
                .u32(Field.BALANCE, card.balanceFen()).u32(Field.CARD_UID, card.uid())
                .bytes(Field.ISSUE_FILE, card.issueFile()).bytes(Field.TRANSIT_FILE, card.transitFile())
                .bytes(Field.MARK_FILE, b4.markFile());
        b4.ef04().ifPresent(read -> {
            values.u8(Field.CARD_STATUS, read.cardStatus()).u8(Field.EF04_STATUS, read.status());
            read.part().ifPresent(part -> values.u16(Field.EF04_OFFSET, part.offset()).u16(Field.EF04_LENGTH, part.length())
                    .bytes(Field.EF04_DATA, part.data()));
        });
        return values;
    }

    static FieldValues of(B5Result b5) {
        TransactionResult result = b5.result();
        FieldValues values = about(b5.obu()).u32(Field.FILE_TIME, result.fileTimeSeconds())
                .hex(Field.TERMINAL, result.terminal());
        if (result.transType() >= 0) {
            values.hex(Field.TRANS_TIME, result.purchaseTime()).u8(Field.TRANS_TYPE, result.transType())
                    .hex(Field.TAC, result.tac()).u16(Field.CARD_SERIAL, result.cardSerial())
                    .u32(Field.TERMINAL_SERIAL, result.terminalSerial()).u32(Field.BALANCE, result.balanceFen());
        }
        b5.ef04().ifPresent(more -> values.u8(Field.KEY_TYPE, more.keyType())
                .u8(Field.EF04_WRITE_STATUS, more.writeStatus()));
        return values;
    }

    static FieldValues of(B7PurseRecords b7) {
        return about(b7.obu()).u8(Field.RECORD_COUNT, b7.records().size())
                .bytes(Field.RECORDS, Bytes.concat(b7.records().stream().map(PurseRecord::encode).toArray(Bytes[]::new)));
    }

    static FieldValues of(B9Answer b9) {
        return about(b9.obu()).bytes(Field.DATA, b9.data());
    }

    private static FieldValues about(ObuId obu) {
        return new FieldValues().u32(Field.OBU_ID, obu.value());
    }

    /** @param values of a frame without an error, {@code command} one of a profile's unit frames */
    static Parsed<UnitFrame> read(Bytes frame, int command, FieldValues values) {
        int rsctl = frame.u8(0);
        ObuId obu = new ObuId((int) values.u32(Field.OBU_ID));
        return switch (command) {
            case 0xB0 -> good(frame, status(rsctl, values));
            case 0xB1 -> good(frame, new B1LoopStatus(rsctl, values.u8(Field.IO_STATUS), values.u8(Field.IO_CHANGES)));
            case 0xB2 -> good(frame, new B2ObuInfo(rsctl, obu(obu, values)));
            case 0xB3 -> good(frame, new B3VehicleInfo(rsctl, obu, vehicle(values), values.bytes(Field.VEHICLE_REST)));
            case 0xB4 -> good(frame, new B4CardInfo(rsctl, obu, card(values), values.bytes(Field.MARK_FILE), ef04Read(values)));
            case 0xB5 -> good(frame, new B5Result(rsctl, obu, result(values), ef04Result(values)));
            case 0xB7 -> records(frame, rsctl, obu, values);
            case 0xB9 -> good(frame, new B9Answer(rsctl, obu, values.bytes(Field.DATA)));
            default -> throw new IllegalStateException("no record for the layout of %02X".formatted(command));
        };
    }

    private static Parsed<UnitFrame> good(Bytes raw, UnitFrame frame) {
        return new Parsed.Frame<>(frame, raw);
    }

    private static B0Status status(int rsctl, FieldValues values) {
        Optional<UnitFrame.PsamState> psam = values.has(Field.AUTH_STATUS)
                ? Optional.of(new UnitFrame.PsamState(values.u8(Field.PSAM_CHANNEL), values.u8(Field.PSAM_VERSION),
                        values.u8(Field.AUTH_STATUS))) : Optional.empty();
        return new B0Status(rsctl, values.u8(Field.STATUS), values.u8(Field.PSAM_COUNT), values.hex(Field.TERMINAL_1),
                values.hex(Field.TERMINAL_2), values.u8(Field.ALGORITHM), values.u8(Field.MANUFACTURER), values.hex(Field.RSU_ID),
                values.u16(Field.VERSION), values.bytes(Field.RESERVED), psam);
    }

    private static ObuInfo obu(ObuId id, FieldValues values) {
        Bytes status = values.bytes(Field.OBU_STATUS);
        return new ObuInfo(id, values.bytes(Field.ISSUER), values.u8(Field.CONTRACT_TYPE), values.u8(Field.CONTRACT_VERSION),
                values.hex(Field.OBU_SERIAL), Bcd.ymd(values.bytes(Field.ISSUED), 0), Bcd.ymd(values.bytes(Field.EXPIRES), 0),
                values.hex(Field.CARD_NUMBER), values.u8(Field.EQUIPMENT_CV), ObuStatus.decode(status.u8(0), status.u8(1)));
    }

    private static VehicleFile vehicle(FieldValues values) {
        Bytes size = values.bytes(Field.DIMENSIONS);
        Optional<Dimensions> dimensions = size.size() == 0 ? Optional.empty() : Optional.of(new Dimensions(size.u16(0),
                size.u8(2), size.u8(3), size.u8(4), size.u8(5), size.u16(6), size.u24(8)));
        return new VehicleFile(new Plate(PlateText.decode(values.bytes(Field.PLATE)), values.u16(Field.PLATE_COLOUR)),
                values.u8(Field.VEHICLE_CLASS), values.u8(Field.USER_TYPE), dimensions);
    }

    private static CardFile card(FieldValues values) {
        return new CardFile(values.u8Or(Field.CARD_TYPE, 0) != 0, values.u8Or(Field.PHYSICAL_TYPE, 0),
                values.u8Or(Field.TRANS_TYPE, CAPP), values.u32(Field.BALANCE), (int) values.u32(Field.CARD_UID),
                values.bytes(Field.ISSUE_FILE), values.bytes(Field.TRANSIT_FILE));
    }

    private static Optional<Ef04.Read> ef04Read(FieldValues values) {
        return values.has(Field.EF04_STATUS) ? Optional.of(new Ef04.Read(values.u8(Field.CARD_STATUS),
                values.u8(Field.EF04_STATUS), values.has(Field.EF04_OFFSET) ? Optional.of(LaneFrameCodec.part(values))
                        : Optional.empty())) : Optional.empty();
    }

    private static TransactionResult result(FieldValues values) {
        long fileTimeSeconds = values.u32(Field.FILE_TIME);
        String terminal = values.hex(Field.TERMINAL);
        if (!values.has(Field.TRANS_TYPE)) {
            return new TransactionResult(fileTimeSeconds, terminal, "", -1, "", 0, 0, -1);
        }
        long balanceFen = values.u32(Field.BALANCE);
        return new TransactionResult(fileTimeSeconds, terminal, values.hex(Field.TRANS_TIME), values.u8(Field.TRANS_TYPE),
                values.hex(Field.TAC), values.u16(Field.CARD_SERIAL), values.u32(Field.TERMINAL_SERIAL),
                balanceFen == BALANCE_UNREAD ? -1 : balanceFen);
    }

    private static Optional<Ef04.Result> ef04Result(FieldValues values) {
        return values.has(Field.KEY_TYPE) ? Optional.of(new Ef04.Result(values.u8(Field.KEY_TYPE),
                values.u8(Field.EF04_WRITE_STATUS))) : Optional.empty();
    }

    private static Parsed<UnitFrame> records(Bytes frame, int rsctl, ObuId obu, FieldValues values) {
        Bytes all = values.bytes(Field.RECORDS);
        int announced = values.u8(Field.RECORD_COUNT);
        if (all.size() != announced * PurseRecord.LENGTH) {
            return new Parsed.Malformed<>(frame, "B7 announces %d records of %d bytes and carries %d bytes".formatted(announced,
                    PurseRecord.LENGTH, all.size()));
        }
        List<PurseRecord> records = new ArrayList<>();
        for (int at = 0; at < all.size(); at += PurseRecord.LENGTH) {
            PurseRecord.parse(all.slice(at, at + PurseRecord.LENGTH)).ifPresent(records::add);
        }
        return good(frame, new B7PurseRecords(rsctl, obu, records));
    }
}
