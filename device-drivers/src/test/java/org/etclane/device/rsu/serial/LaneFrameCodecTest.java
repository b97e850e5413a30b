package org.etclane.device.rsu.serial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.etclane.device.Bytes;
import org.etclane.device.ObuId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.LocalDateTime;
import java.util.List;

class LaneFrameCodecTest {
    private static final ObuId OBU = new ObuId(0x6A81353E);
    private static final Bytes FACTOR = Bytes.fromHex("cdf2bcafcdf2bcaf");
    private static final LocalDateTime TIME = LocalDateTime.of(2020, 8, 26, 17, 55, 58);

    static List<Bytes> captures() {
        return Captures.FROM_LANE;
    }

    @ParameterizedTest
    @MethodSource("captures")
    void captureComesBackByteForByte(Bytes wire) {
        assertEquals(wire, Bytes.copyOf(LaneFrameCodec.wire(Captures.lane(wire))));
    }

    @Test
    void s6Debit() {
        Bytes station = Bytes.fromHex("00010001025f46a22e000211223344556677889901020388b2e24131323334350000000000000000");
        assertEquals(new LaneFrame.C6Debit(0x86, OBU, FACTOR, 0, 0, TIME, station), Captures.lane(Captures.S6_C6));
    }

    @Test
    void s7Initialise() {
        assertEquals(new LaneFrame.C0Initialise(0x80, 0x5F493BF0L, LocalDateTime.of(2020, 8, 28, 17, 16, 32), 3, 2, 10, 0, 2),
                Captures.lane(Captures.S7_C0));
    }

    @Test
    void s8Continue() {
        assertEquals(new LaneFrame.C1Continue(0x82, OBU, FACTOR), Captures.lane(Captures.S8_C1));
    }

    @ParameterizedTest
    @ValueSource(ints = {36, 40})
    void everyStationLength(int station) {
        Bytes transit = Bytes.fromHex("ff".repeat(station));
        ObuId obu = new ObuId(0xFEFF01FE);
        roundTrip(26 + station, new LaneFrame.C3WriteEntry(0x84, obu, FACTOR, 0xFFFF_FFFEL, TIME, transit));
        roundTrip(30 + station, new LaneFrame.C6Debit(0x84, obu, FACTOR, 0, 0xFFFF_FFFFL, TIME, transit));
        roundTrip(26 + station, new LaneFrame.C7FetchTac(0x85, obu, FACTOR, 0, TIME, transit));
    }

    @Test
    void theShortFrames() {
        roundTrip(8, new LaneFrame.C2Stop(0x81, OBU, LaneFrame.STOP_SEARCH_AGAIN));
        roundTrip(8, new LaneFrame.C2Stop(0x81, OBU, LaneFrame.STOP_RESEND));
        roundTrip(9, new LaneFrame.C8FetchTac(0x85, OBU, 0xFFFE));
        roundTrip(4, new LaneFrame.Antenna4C(0x80, 1));
        roundTrip(2, new LaneFrame.Empty(0x89));
        roundTrip(3, new LaneFrame.Unknown(0x80, 0xC4, Bytes.EMPTY));
    }

    @Test
    void aTimeThatDoesNotExistIsMalformed() {
        byte[] wire = Captures.S7_C0.toArray();
        wire[10] = 0x13;
        wire[wire.length - 2] ^= 0x08 ^ 0x13;
        Parsed<LaneFrame> parsed = RsuDeframer.ofLaneFrames().feed(wire, wire.length).getFirst();
        assertEquals("no BCD time at offset 6", assertInstanceOf(Parsed.Malformed.class, parsed).reason());
    }

    @ParameterizedTest
    @ValueSource(ints = {0xC0, 0xC1, 0xC2, 0xC3, 0xC6, 0xC7, 0xC8, 0x4C})
    void noLengthThrows(int command) {
        for (int length = 3; length < 130; length++) {
            LaneFrameCodec.decode(Bytes.concat(Bytes.of(0x80, command), Bytes.zeros(length - 2)));
        }
    }

    @Test
    void anAmountThatDoesNotFitIsRefusedNotCut() {
        for (long amount : new long[] {-1, 1L << 32}) {
            assertThrows(IllegalArgumentException.class,
                    () -> new LaneFrame.C6Debit(0x84, OBU, FACTOR, 0, amount, TIME, Bytes.zeros(40)));
        }
    }

    @Test
    void answersSwapTheNibbles() {
        assertEquals(0x81, LaneFrame.answerTo(0x18));
        assertEquals(0x80, LaneFrame.answerTo(0x08));
        assertEquals(0x89, LaneFrame.answerTo(0x98));
    }

    private static void roundTrip(int length, LaneFrame frame) {
        assertEquals(length, LaneFrameCodec.content(frame).size() + 1, "RSCTL…BCC of " + frame);
        assertEquals(frame, Captures.lane(Bytes.copyOf(LaneFrameCodec.wire(frame))));
    }
}
