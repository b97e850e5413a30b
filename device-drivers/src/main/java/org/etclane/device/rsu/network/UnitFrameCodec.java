package org.etclane.device.rsu.network;

import org.etclane.device.Bytes;
import org.etclane.device.ObuId;
import org.etclane.device.ObuInfo;
import org.etclane.device.ObuStatus;
import org.etclane.device.frame.Bcd;
import org.etclane.device.frame.ByteWriter;
import org.etclane.device.rsu.network.UnitFrame.B0Status;
import org.etclane.device.rsu.network.UnitFrame.B1Heartbeat;
import org.etclane.device.rsu.network.UnitFrame.B2ObuInfo;
import org.etclane.device.rsu.network.UnitFrame.B4CardInfo;
import org.etclane.device.rsu.network.UnitFrame.B4CpcInfo;
import org.etclane.device.rsu.network.UnitFrame.B5CpcResult;
import org.etclane.device.rsu.network.UnitFrame.B5Result;
import org.etclane.device.rsu.network.UnitFrame.B8TacInfo;
import org.etclane.device.rsu.network.UnitFrame.BAPsamInfo;
import org.etclane.device.rsu.network.UnitFrame.BBPsamResult;
import org.etclane.device.rsu.network.UnitFrame.PsamRequest;
import org.etclane.device.rsu.network.UnitFrame.StepError;
import org.etclane.device.rsu.network.UnitFrame.Unknown;

import java.util.Optional;

/** Bytes of {@link UnitFrame}s, both directions (rsu-network.md §3). Offsets count from the command byte. Pure; any thread. */
public final class UnitFrameCodec {
    private static final int RESULT_BYTES = 36;
    private static final int TRIP_BYTES = 91;
    /** CardBalance when the RSU could not read it. */
    private static final long BALANCE_UNREAD = 0xFFFF_FFFFL;

    private UnitFrameCodec() {
    }

    /** The frame as it goes on the line. */
    public static byte[] wire(int seq, UnitFrame frame) {
        return RsuNetworkWire.wrap(seq, content(frame));
    }

    /** DATA, command byte first. */
    public static Bytes content(UnitFrame frame) {
        ByteWriter out = new ByteWriter();
        switch (frame) {
            case B0Status b0 -> DeviceFrames.write(out.u8(0xB0), b0);
            case B1Heartbeat b1 -> DeviceFrames.write(out.u8(0xB1), b1);
            case B2ObuInfo b2 -> writeObu(out.u8(0xB2).u32(b2.obu().id().value()).u8(0), b2);
            case B4CardInfo b4 -> out.u8(0xB4).u32(b4.obu().value()).u8(0).u8(b4.transType()).bytes(b4.vehicleInfo())
                    .u32(b4.balanceFen()).bytes(b4.trip()).bytes(b4.issuerInfo()).bytes(b4.lastStation());
            case B4CpcInfo b4 -> out.u8(0xB4).u32(b4.obu().value()).u8(0).u8(b4.transType()).fixed(b4.lastStation(), 43)
                    .fixed(b4.ef02(), 4).fixed(b4.ef04(), 10);
            case B5Result b5 -> out.u8(0xB5).u32(b5.obu().value()).u8(0).bytes(resultBody(b5));
            case B5CpcResult b5 -> out.u8(0xB5).u32(b5.obu().value()).u8(0).hex(b5.terminal()).hex(b5.transTime())
                    .u8(b5.transType());
            case B8TacInfo b8 -> out.u8(0xB8).u32(b8.obu().value()).u8(b8.errorCode()).hex(b8.tac()).hex(b8.mac())
                    .u32(b8.balanceFen());
            case BAPsamInfo ba -> writePsams(out.u8(0xBA), ba);
            case BBPsamResult bb -> {
                out.u8(0xBB).u8(bb.errorCode()).u8(bb.count());
                bb.results().forEach(result -> out.fixed(result, 4));
            }
            case StepError error -> out.u8(error.command()).u32(error.obu().value()).u8(error.errorCode()).bytes(error.rest());
            case Unknown unknown -> out.u8(unknown.command()).bytes(unknown.data());
        }
        return out.toBytes();
    }

    private static void writeObu(ByteWriter out, B2ObuInfo b2) {
        ObuInfo obu = b2.obu();
        out.u8(b2.antennaId()).u8(b2.deviceType()).fixed(obu.issuer(), 8).u8(obu.contractType()).u8(obu.contractVersion())
                .hex(obu.serial()).bytes(Bcd.ofYmd(obu.issuedYmd())).bytes(Bcd.ofYmd(obu.expiresYmd())).u8(obu.equipmentCv())
                .u8(obu.status().byte0()).u8(obu.status().tamperByte());
    }

    /** What stands behind the error code of a B5: an RSU that tells what it tried puts the same into an error frame. */
    public static Bytes resultBody(B5Result b5) {
        return new ByteWriter().hex(b5.terminal()).hex(b5.transTime()).u8(b5.transType()).u8(b5.algorithm())
                .u8(b5.keyVersion()).hex(b5.tac()).u16(b5.cardSerial()).u32(b5.terminalSerial()).u32(b5.balanceFen()).toBytes();
    }

    private static void writePsams(ByteWriter out, BAPsamInfo ba) {
        out.u8(ba.errorCode()).hex(ba.time()).u8(ba.count());
        for (PsamRequest request : ba.requests()) {
            out.u8(request.channel()).hex(request.terminal()).hex(request.serial()).u8(request.version()).u8(request.keyType())
                    .hex(request.area()).fixed(request.random(), 8);
        }
    }

    /**
     * @param data            command byte and what follows, at least 1 byte
     * @param raw             VER…CRC, CRC already checked
     * @param psamRecordBytes 9 or 7: one PSAM's record in B0
     */
    public static Parsed<UnitFrame> decode(int seq, Bytes data, Bytes raw, int psamRecordBytes) {
        Optional<UnitFrame> frame = switch (data.u8(0)) {
            case 0xB0 -> DeviceFrames.status(data, psamRecordBytes);
            case 0xB1 -> DeviceFrames.heartbeat(data);
            case 0xB2, 0xB4, 0xB5, 0xB8 -> step(data);
            case 0xBA -> DeviceFrames.psamInfo(data);
            case 0xBB -> DeviceFrames.psamResult(data);
            default -> Optional.of(new Unknown(data.u8(0), data.slice(1, data.size())));
        };
        return frame.<Parsed<UnitFrame>>map(good -> new Parsed.Frame<>(seq, good, raw)).orElseGet(
                () -> new Parsed.Unreadable<>(seq, raw, "%02X of %d bytes: no form is known that has this length".formatted(
                        data.u8(0), data.size())));
    }

    /** With an error nothing after the code means anything for sure, so any length goes. */
    private static Optional<UnitFrame> step(Bytes data) {
        if (data.size() < 6) {
            return Optional.empty();
        }
        int command = data.u8(0);
        ObuId obu = new ObuId(data.i32(1));
        int errorCode = data.u8(5);
        boolean tacOnly = command == 0xB8 && errorCode == B8TacInfo.TAC_ONLY && data.size() == 18;
        if (errorCode != 0 && !tacOnly) {
            return Optional.of(new StepError(command, obu, errorCode, data.slice(6, data.size())));
        }
        return switch (command << 16 | data.size()) {
            case 0xB2 << 16 | 37 -> Optional.of(obuInfo(data, obu));
            case 0xB4 << 16 | 183 -> Optional.of(card(data, obu, 0));
            case 0xB4 << 16 | 183 + TRIP_BYTES -> Optional.of(card(data, obu, TRIP_BYTES));
            case 0xB4 << 16 | 64 -> Optional.of(new B4CpcInfo(obu, data.u8(6), data.slice(7, 50), data.slice(50, 54),
                    data.slice(54, 64)));
            case 0xB5 << 16 | RESULT_BYTES -> Optional.of(result(obu, data.slice(6, RESULT_BYTES)));
            case 0xB5 << 16 | 20 -> Optional.of(new B5CpcResult(obu, data.slice(6, 12).hex(), data.slice(12, 19).hex(),
                    data.u8(19)));
            case 0xB8 << 16 | 18 -> Optional.of(new B8TacInfo(obu, errorCode, data.slice(6, 10).hex(),
                    data.slice(10, 14).hex(), balance(data.u32(14))));
            default -> Optional.empty();
        };
    }

    private static UnitFrame obuInfo(Bytes data, ObuId id) {
        return new B2ObuInfo(data.u8(6), data.u8(7), new ObuInfo(id, data.slice(8, 16), data.u8(16), data.u8(17),
                data.slice(18, 26).hex(), Bcd.ymd(data, 26), Bcd.ymd(data, 30), "", data.u8(34),
                ObuStatus.decode(data.u8(35), data.u8(36))));
    }

    private static UnitFrame card(Bytes data, ObuId obu, int tripBytes) {
        int issuerAt = 90 + tripBytes;
        int stationAt = issuerAt + 50;
        return new B4CardInfo(obu, data.u8(6), data.slice(7, 86), data.u32(86), data.slice(90, issuerAt),
                data.slice(issuerAt, stationAt), data.slice(stationAt, stationAt + 43));
    }

    private static B5Result result(ObuId obu, Bytes body) {
        return new B5Result(obu, body.slice(0, 6).hex(), body.slice(6, 13).hex(), body.u8(13), body.u8(14), body.u8(15),
                body.slice(16, 20).hex(), body.u16(20), body.u32(22), balance(body.u32(26)));
    }

    private static long balance(long told) {
        return told == BALANCE_UNREAD ? -1 : told;
    }

    /** What a B5 with an error code and the length of a good one says of the purchase that was tried; fields may be zero. */
    public static Optional<B5Result> whatWasTried(StepError error) {
        return error.command() == 0xB5 && error.rest().size() == RESULT_BYTES - 6
                ? Optional.of(result(error.obu(), error.rest())) : Optional.empty();
    }
}
