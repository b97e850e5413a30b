package org.etclane.device.rsu.serial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.etclane.device.Bytes;
import org.etclane.device.CardFile;
import org.etclane.device.ObuId;
import org.etclane.device.ObuInfo;
import org.etclane.device.ObuStatus;
import org.etclane.device.Plate;
import org.etclane.device.TransactionResult;
import org.etclane.device.VehicleFile;
import org.etclane.device.frame.Bcc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Optional;

class UnitFrameCodecTest {
    private static final ObuId OBU = new ObuId(0x6A81353E);
    private static final Bytes ISSUER = Bytes.fromHex("cdf2bcafcdf2bcaf");

    static List<Bytes> captures() {
        return Captures.FROM_UNIT;
    }

    @ParameterizedTest
    @MethodSource("captures")
    void captureComesBackByteForByte(Bytes wire) {
        assertEquals(wire, Bytes.copyOf(UnitFrameCodec.wire(Captures.unit(wire))));
    }

    @Test
    void s1Status() {
        assertEquals(new UnitFrame.B0Status(0x08, 0, 1, "000000000000", "373737373737", 0, 0x0D, "010001", 1, Bytes.zeros(5)),
                Captures.unit(Captures.S1_B0));
    }

    @Test
    void s2ObuIsTampered() {
        ObuInfo obu = new ObuInfo(OBU, ISSUER, -1, -1, "1234567887654321", 20200803, 20250802, "", 0x10,
                ObuStatus.decode(0x22, 0));
        assertEquals(new UnitFrame.B2ObuInfo(0x18, obu), Captures.unit(Captures.S2_B2));
        assertTrue(obu.status().tampered());
        assertTrue(obu.status().contactless());
    }

    @Test
    void s3Vehicle() {
        assertEquals(new UnitFrame.B3VehicleInfo(0x58, OBU, new VehicleFile(new Plate("测A12345", 0), 1, 0, Optional.empty()),
                Bytes.EMPTY), Captures.unit(Captures.S3_B3));
    }

    @Test
    void s4Card() {
        CardFile card = assertInstanceOf(UnitFrame.B4CardInfo.class, Captures.unit(Captures.S4_B4)).card();
        assertEquals(9999, card.balanceFen());
        assertEquals(0x10, card.transType());
        assertEquals(43, card.issueFile().size());
        assertEquals(ISSUER, card.issueFile().slice(0, 8));
        assertEquals(Bytes.fromHex("aa290000010001025f46a239"), card.transitFile().slice(0, 12));
        assertEquals(43, card.transitFile().size());
    }

    @Test
    void s5Result() {
        assertEquals(new UnitFrame.B5Result(0x48, OBU, new TransactionResult(0x5F479774L, "373737373737", "20200827112228", 9,
                "613c67b6", 0x12, 0x11, 9999)), Captures.unit(Captures.S5_B5));
    }

    @ParameterizedTest
    @ValueSource(ints = {98, 101, 105})
    void cardInfoOfEveryLength(int length) {
        UnitFrame.B4CardInfo captured = (UnitFrame.B4CardInfo) Captures.unit(Captures.S4_B4);
        CardFile card = captured.card();
        Bytes transit = length == 98 ? card.transitFile().slice(3, 39) : card.transitFile().slice(0, length - 62);
        roundTrip(length, new UnitFrame.B4CardInfo(0x38, OBU, new CardFile(false, 0, 0x10, 0xFFFF_FFFEL, 0x01020304,
                card.issueFile(), transit)));
    }

    @Test
    void obuInfoOfEveryLength() {
        ObuStatus status = ObuStatus.decode(0x20, 1);
        roundTrip(35, new UnitFrame.B2ObuInfo(0x18, new ObuInfo(new ObuId(0xFEFF01FE), ISSUER, -1, -1, "00000000000000ff",
                20200803, -1, "", 0xFE, status)));
        roundTrip(37, new UnitFrame.B2ObuInfo(0x18, new ObuInfo(OBU, ISSUER, 0xFF, 0x10, "1234567887654321", 20200803, 20250802,
                "", 0x10, status)));
        roundTrip(47, new UnitFrame.B2ObuInfo(0x18, new ObuInfo(OBU, ISSUER, 1, 0x10, "1234567887654321", 20200803, 20250802,
                "41011234567887654321", 0x10, status)));
    }

    @Test
    void fieldsOfTheLongObuInfoStandWhereTheTableSays() {
        Bytes frame = withBcc("18b2 6a81353e 00 cdf2bcafcdf2bcaf 01 10 1234567887654321 20200803 20250802 41011234567887654321 "
                + "12 2001");
        assertEquals(47, frame.size());
        UnitFrame.B2ObuInfo info = assertInstanceOf(UnitFrame.B2ObuInfo.class,
                assertInstanceOf(Parsed.Frame.class, UnitFrameCodec.decode(frame)).frame());
        assertEquals("41011234567887654321", info.obu().cardNumber());
        assertEquals(0x12, info.obu().equipmentCv());
        assertEquals(20250802, info.obu().expiresYmd());
        assertEquals(1, info.obu().contractType());
    }

    @Test
    void vehicleInfoOfBothLengths() {
        Plate plate = new Plate("测A12345", 0x0104);
        roundTrip(24, new UnitFrame.B3VehicleInfo(0x28, OBU, new VehicleFile(plate, 14, 0, Optional.empty()), Bytes.EMPTY));
        roundTrip(67, new UnitFrame.B3VehicleInfo(0x28, OBU, new VehicleFile(plate, 14, 6,
                Optional.of(new VehicleFile.Dimensions(0xFFFE, 25, 40, 12, 6, 130, 0x49FF00))), Bytes.fromHex("ff".repeat(32))));
    }

    @Test
    void statusOfBothLengths() {
        roundTrip(29, new UnitFrame.B0Status(0x98, 3, 2, "000000000001", "ffffffffffff", 0, 8, "000829", 0x2009,
                Bytes.fromHex("0102030405")));
        roundTrip(28, new UnitFrame.B0Status(0x08, 0, -1, "000000000001", "373737373737", 0, 8, "000829", 0x2009,
                Bytes.zeros(5)));
    }

    @Test
    void resultOfBothLengths() {
        roundTrip(40, new UnitFrame.B5Result(0x58, OBU, new TransactionResult(0xFFFFFFFFL, "fefefefefefe", "20261231235959", 9,
                "fffffffe", 0xFFFF, 0xFFFF_FFFFL, 0xFFFF_FFFEL)));
        roundTrip(18, new UnitFrame.B5Result(0x58, OBU, new TransactionResult(0x5F479774L, "373737373737", "", -1, "", 0, 0,
                -1)));
    }

    @Test
    void anUnreadBalanceIsMinusOne() {
        UnitFrame.B5Result result = new UnitFrame.B5Result(0x58, OBU, new TransactionResult(1, "373737373737",
                "20200827112228", 9, "613c67b6", 1, 1, -1));
        assertEquals("ffffffff", UnitFrameCodec.content(result).slice(35, 39).hex());
        roundTrip(40, result);
    }

    @Test
    void heartbeatsOfBothKindsAndAnyLength() {
        for (int obu : new int[] {0, -1}) {
            for (int rest = 0; rest < 40; rest++) {
                roundTrip(8 + rest, new UnitFrame.B2Heartbeat(0x88, new ObuId(obu), Bytes.zeros(rest)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0xB2, 0xB3, 0xB4, 0xB5})
    void errorFramesOfAnyLength(int command) {
        for (int rest = 0; rest < 110; rest++) {
            roundTrip(8 + rest, new UnitFrame.StepError(0x58, command, OBU, 0x16, Bytes.zeros(rest)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0xB0, 0xB1, 0xB2, 0xB3, 0xB4, 0xB5})
    void anyOtherLengthIsMalformed(int command) {
        List<Integer> accepted = switch (command) {
            case 0xB0 -> List.of(28, 29);
            case 0xB1 -> List.of(5);
            case 0xB2 -> List.of(35, 37, 47);
            case 0xB3 -> List.of(24, 67);
            case 0xB4 -> List.of(98, 101, 105);
            default -> List.of(18, 40);
        };
        for (int length = 3; length < 130; length++) {
            Bytes content = Bytes.concat(Bytes.of(0x18, command), Bytes.zeros(length - 3));
            Parsed<UnitFrame> parsed = UnitFrameCodec.decode(Bytes.concat(content, Bytes.of(0x18 ^ command)));
            assertEquals(accepted.contains(length), parsed instanceof Parsed.Frame<UnitFrame>, command + " of " + length);
        }
    }

    @Test
    void otherCommandsAreFramesOfTheirOwn() {
        roundTrip(5, new UnitFrame.B1LoopStatus(0x38, 0xFF, 0xFE));
        roundTrip(2, new UnitFrame.Empty(0x38));
        roundTrip(6, new UnitFrame.Unknown(0x68, 0xB9, Bytes.of(1, 2, 3)));
    }

    private static void roundTrip(int length, UnitFrame frame) {
        assertEquals(length, UnitFrameCodec.content(frame).size() + 1, "RSCTL…BCC of " + frame);
        assertEquals(frame, Captures.unit(Bytes.copyOf(UnitFrameCodec.wire(frame))));
    }

    private static Bytes withBcc(String hex) {
        Bytes content = Bytes.fromHex(hex);
        return Bytes.concat(content, Bytes.of(Bcc.of(content)));
    }
}
