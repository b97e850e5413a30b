package org.etclane.device.rsu.network;

import org.etclane.device.Bytes;
import org.etclane.device.ObuId;
import org.etclane.device.ObuInfo;
import org.etclane.device.ObuStatus;
import org.etclane.device.frame.ByteWriter;
import org.etclane.device.frame.PlateText;
import org.etclane.device.rsu.network.UnitFrame.B2ObuInfo;
import org.etclane.device.rsu.network.UnitFrame.B4CardInfo;

import java.time.LocalDateTime;
import java.util.List;

/** Frames of one made-up vehicle, one of every kind. */
final class Samples {
    static final ObuId OBU = new ObuId(0x6A81353E);
    static final Bytes FACTOR = Bytes.fromHex("cdf2bcafcdf2bcaf");
    static final LocalDateTime PURCHASE = LocalDateTime.of(2026, 11, 20, 10, 0, 1);
    static final Bytes TRANSIT = Bytes.fromHex("4101 0102 03 6afe019b 01 04 00000000000000 b2e241313233343500000000 00 02 0005dc 00"
            + " 00000000");
    static final Bytes STATION = Bytes.concat(Bytes.fromHex("aa2900"), TRANSIT);
    static final Bytes ISSUE = Bytes.fromHex("cdf2bcafcdf2bcaf16011101123456788765432120200803203508 02b2e24131323334350000000000"
            + "0000");
    static final Bytes VEHICLE = new ByteWriter().bytes(PlateText.encode("测A12345")).u16(1).u8(11).u8(0).u16(60).u8(20).u8(30)
            .u8(6).u8(2).u16(35).u24(4500).zeros(52).toBytes();
    static final Bytes EF04 = new ByteWriter().bytes(STATION.slice(0, 39)).bytes(ISSUE.slice(0, 20)).u8(0).u8(2).u24(3800)
            .u24(3610).u16(7).u24(120_000).zeros(19).toBytes();

    private Samples() {
    }

    static B2ObuInfo b2(int deviceType) {
        return new B2ObuInfo(1, deviceType, new ObuInfo(OBU, FACTOR, 1, 0x40, "1234567887654321", 20200803, 20350802, "", 0x10,
                ObuStatus.decode(0x20, 1)));
    }

    static B4CardInfo b4(long balanceFen, Bytes trip) {
        return new B4CardInfo(OBU, 0x10, VEHICLE, balanceFen, trip, Bytes.concat(ISSUE, Bytes.zeros(7)), STATION);
    }

    static UnitFrame.B5Result b5(long balanceFen) {
        return new UnitFrame.B5Result(OBU, "01370004727f", "20261120100001", 9, 0, 1, "613c67b6", 0x12, 0x11, balanceFen);
    }

    static List<UnitFrame> ofUnit() {
        return List.of(Captures.unit(Captures.N1_B0).frame(), Captures.unit(Captures.N2_B1).frame(), b2(1), b2(2), b2(3),
                b4(9999, Bytes.EMPTY), b4(0xFFFF_FFFEL, EF04),
                new UnitFrame.B4CpcInfo(OBU, 0x10, STATION, Bytes.fromHex("01020304"), Bytes.zeros(10)), b5(8499), b5(-1),
                new UnitFrame.B5CpcResult(OBU, "01370004727f", "20261120100001", 9),
                new UnitFrame.B8TacInfo(OBU, 0, "613c67b6", "01020304", 8499),
                new UnitFrame.B8TacInfo(OBU, 5, "613c67b6", "01020304", 8499),
                new UnitFrame.BAPsamInfo(0, "20261120100001", 1, List.of(new UnitFrame.PsamRequest(3, "01370004727f",
                        "00112233445566778899", 1, 0, "0102030405060708", Bytes.fromHex("ffff000102030405")))),
                new UnitFrame.BBPsamResult(0, 1, List.of(Bytes.fromHex("03000000"))),
                new UnitFrame.StepError(0xB5, OBU, 1, UnitFrameCodec.resultBody(b5(-1))),
                new UnitFrame.StepError(0xB2, OBU, 0x80, Bytes.EMPTY), new UnitFrame.StepError(0xB4, OBU, 0x12, Bytes.zeros(177)),
                new UnitFrame.StepError(0xB8, OBU, 4, Bytes.EMPTY), new UnitFrame.Unknown(0xB7, Bytes.of(1, 2, 3)));
    }
}
