package org.etclane.device.rsu.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.etclane.device.Bytes;
import org.etclane.device.rsu.network.UnitFrame.Antenna;
import org.etclane.device.rsu.network.UnitFrame.B0Status;
import org.etclane.device.rsu.network.UnitFrame.B1Heartbeat;
import org.etclane.device.rsu.network.UnitFrame.B4CardInfo;
import org.etclane.device.rsu.network.UnitFrame.Psam;
import org.etclane.device.rsu.network.UnitFrame.PsamRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;

class UnitFrameCodecTest {
    private static final Bytes NO_RAW = Bytes.EMPTY;

    static List<Bytes> captures() {
        return Captures.FROM_UNIT;
    }

    static List<UnitFrame> samples() {
        return Samples.ofUnit();
    }

    @ParameterizedTest
    @MethodSource("captures")
    void captureComesBackByteForByte(Bytes wire) {
        Parsed.Frame<UnitFrame> read = Captures.unit(wire);
        assertEquals(wire, Captures.wire(read.seq(), read.frame()));
        assertEquals(wire.slice(2, wire.size()), read.raw());
    }

    /** N-1: PSAMNum is 00 although one record follows. */
    @Test
    void n1StatusCountsItsPsamsByTheLength() {
        Parsed.Frame<UnitFrame> read = Captures.unit(Captures.N1_B0);
        assertEquals(5, read.seq());
        assertEquals(new B0Status(0, 0, List.of(new Psam(3, 1, 1, "01370004727f")), 0, 8, "000829", 0x2009, 0, "000000",
                Bytes.zeros(4)), read.frame());
    }

    /** N-2: both counts are 00 although a PSAM and an antenna follow. */
    @Test
    void n2HeartbeatClosesWithOneInPlaceOfZero() {
        assertEquals(new B1Heartbeat(0, 0x11, 1, 0, List.of(new PsamRun(3, 0, 1)), 0, List.of(), 1, 0,
                List.of(new Antenna(1, 0, 0, 2))), Captures.unit(Captures.N2_B1).frame());
    }

    @Test
    void heartbeatsWithHonestCountsAreReadAsTold() {
        PsamRun run = new PsamRun(3, 0, 1);
        Antenna antenna = new Antenna(1, 2, 0, 31);
        for (int n = 0; n < 3; n++) {
            for (int m = 0; m < 3; m++) {
                for (int h = 0; h < 3; h++) {
                    roundTrip(new B1Heartbeat(2, 0, 0, n, List.of(run, run).subList(0, n), m, List.of(run, run).subList(0, m), h,
                            h, List.of(antenna, antenna).subList(0, h)));
                }
            }
        }
    }

    @Test
    void aHeartbeatThatClosesInNoReadingIsUnreadable() {
        assertInstanceOf(Parsed.Unreadable.class, decode(Bytes.fromHex("b1001101000300010001000100000200"), 9));
        assertInstanceOf(Parsed.Unreadable.class, decode(Bytes.fromHex("b1ff"), 9));
    }

    @Test
    void statusOfZeroToThreePsamsInBothForms() {
        for (int n = 0; n < 4; n++) {
            List<Psam> nine = java.util.Collections.nCopies(n, new Psam(2, 1, 0, "0102030405ff"));
            List<Psam> seven = java.util.Collections.nCopies(n, new Psam(-1, 1, -1, "0102030405ff"));
            for (Map.Entry<Integer, List<Psam>> form : Map.of(9, nine, 7, seven).entrySet()) {
                B0Status b0 = new B0Status(0, n, form.getValue(), 0, 8, "000829", 0x2009, 1, "0a0b0c", Bytes.fromHex("03040000"));
                Bytes content = UnitFrameCodec.content(b0);
                assertEquals(18 + form.getKey() * n, content.size());
                assertEquals(b0, assertInstanceOf(Parsed.Frame.class, decode(content, form.getKey())).frame());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everyKindComesBack(UnitFrame frame) {
        roundTrip(frame);
    }

    @Test
    void lengthsAreThoseOfTheTable() {
        assertEquals(37, UnitFrameCodec.content(Samples.b2(1)).size());
        assertEquals(183, UnitFrameCodec.content(Samples.b4(0, Bytes.EMPTY)).size());
        assertEquals(274, UnitFrameCodec.content(Samples.b4(0, Samples.EF04)).size());
        assertEquals(36, UnitFrameCodec.content(Samples.b5(0)).size());
    }

    /** Field by field at the offsets of the table, not by the codec's own other half. */
    @Test
    void fieldsStandWhereTheTableSays() {
        Bytes b2 = UnitFrameCodec.content(Samples.b2(2));
        assertEquals("b26a81353e000102cdf2bcafcdf2bcaf0140123456788765432120200803203508021020" + "01", b2.hex());
        Bytes b4 = UnitFrameCodec.content(Samples.b4(0x80000001L, Samples.EF04));
        assertEquals(0x10, b4.u8(6));
        assertEquals(Samples.VEHICLE, b4.slice(7, 86));
        assertEquals(0x80000001L, b4.u32(86));
        assertEquals(Samples.EF04, b4.slice(90, 181));
        assertEquals(Samples.ISSUE, b4.slice(181, 224));
        assertEquals(Samples.STATION, b4.slice(231, 274));
        assertEquals("b56a81353e0001370004727f20261120100001090001613c67b600120000001100002133",
                UnitFrameCodec.content(Samples.b5(8499)).hex());
    }

    @Test
    void aBalanceAbove7FffffffIsPositive() {
        B4CardInfo b4 = (B4CardInfo) Captures.unit(Captures.wire(1, Samples.b4(0x8000_0000L, Bytes.EMPTY))).frame();
        assertEquals(2_147_483_648L, b4.balanceFen());
    }

    @Test
    void anErrorFrameMayTellWhatWasTried() {
        UnitFrame.StepError told = new UnitFrame.StepError(0xB5, Samples.OBU, 1, UnitFrameCodec.resultBody(Samples.b5(-1)));
        assertEquals(Samples.b5(-1), UnitFrameCodec.whatWasTried(told).orElseThrow());
        assertTrue(UnitFrameCodec.whatWasTried(new UnitFrame.StepError(0xB5, Samples.OBU, 1, Bytes.zeros(29))).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(ints = {0xB0, 0xB1, 0xB2, 0xB4, 0xB5, 0xB7, 0xB8, 0xBA, 0xBB, 0xEA})
    void noLengthAndNoContentThrows(int command) {
        for (int fill : new int[] {0x00, 0x01, 0xFF}) {
            for (int length = 1; length < 320; length++) {
                byte[] content = new byte[length];
                java.util.Arrays.fill(content, (byte) fill);
                content[0] = (byte) command;
                decode(Bytes.copyOf(content), 9);
                decode(Bytes.copyOf(content), 7);
            }
        }
    }

    private static Parsed<UnitFrame> decode(Bytes content, int psamRecordBytes) {
        return UnitFrameCodec.decode(1, content, NO_RAW, psamRecordBytes);
    }

    private static void roundTrip(UnitFrame frame) {
        assertEquals(frame, Captures.unit(Captures.wire(3, frame)).frame());
    }
}
