package org.etclane.device.rsu.network;

import static org.etclane.device.rsu.network.Samples.EF04;
import static org.etclane.device.rsu.network.Samples.FACTOR;
import static org.etclane.device.rsu.network.Samples.OBU;
import static org.etclane.device.rsu.network.Samples.PURCHASE;
import static org.etclane.device.rsu.network.Samples.STATION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.etclane.device.Bytes;
import org.etclane.device.rsu.network.LaneFrame.C6Debit;
import org.etclane.device.rsu.network.LaneFrame.Trip;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Optional;

class LaneFrameCodecTest {

    @Test
    void n3OpensTheAntenna() {
        Parsed.Frame<LaneFrame> read = Captures.lane(Captures.N3_C4);
        assertEquals(0x10, read.seq());
        assertEquals(new LaneFrame.C4Antenna(1), read.frame());
        assertEquals(Captures.N3_C4, Bytes.copyOf(LaneFrameCodec.wire(0x10, read.frame())));
    }

    @Test
    void c0StandsWhereTheTableSays() {
        LaneFrame c0 = new LaneFrame.C0Initialise(0x5F493BF0L, PURCHASE, 0x13, 10, 31, 2, 1, "0a0b0c", Bytes.of(2, 0));
        assertEquals("c05f493bf020261120100001130a1f02010a0b0c0200", LaneFrameCodec.content(c0).hex());
        roundTrip(22, c0);
    }

    @Test
    void theOtherFrames() {
        roundTrip(13, new LaneFrame.C1Continue(OBU, FACTOR));
        roundTrip(6, new LaneFrame.C2Stop(OBU, LaneFrame.STOP_FREEZE, Optional.empty()));
        roundTrip(10, new LaneFrame.C2Stop(OBU, LaneFrame.STOP_SEARCH_AGAIN, Optional.of(0xFFFF_FFFFL)));
        roundTrip(2, new LaneFrame.C4Antenna(0));
        roundTrip(14, new LaneFrame.C7CpcStation(OBU, FACTOR, 1, Bytes.EMPTY));
        roundTrip(138, new LaneFrame.C7CpcStation(OBU, FACTOR, 2, Bytes.zeros(124)));
        for (int rest : new int[] {0, 15, 97}) {
            roundTrip(7 + rest, new LaneFrame.C8FetchTac(OBU, 0xFFFF, Bytes.zeros(rest)));
        }
        roundTrip(3, new LaneFrame.CAPsamInit(Bytes.of(0, 8)));
        roundTrip(5, new LaneFrame.CAPsamInit(Bytes.of(0, 0, 0, 8)));
        LaneFrame.Authorisation one = new LaneFrame.Authorisation(3, 1, Bytes.fromHex("ff".repeat(13)));
        for (int n = 0; n < 4; n++) {
            roundTrip(2 + 15 * n, new LaneFrame.CBPsamAuthorise(java.util.Collections.nCopies(n, one)));
        }
        roundTrip(2, new LaneFrame.CFAcknowledge(0));
        roundTrip(1, new LaneFrame.Unknown(0xFA, Bytes.EMPTY));
    }

    @Test
    void c6PlainStandsWhereTheTableSays() {
        C6Debit c6 = new C6Debit(OBU, FACTOR, Optional.empty(), 0xFEFFFFFFL, PURCHASE, STATION);
        Bytes content = LaneFrameCodec.content(c6);
        assertEquals("c66a81353ecdf2bcafcdf2bcaffeffffff20261120100001" + STATION.hex(), content.hex());
        roundTrip(67, c6);
    }

    @ParameterizedTest
    @CsvSource({"159,0", "164,5", "174,15"})
    void c6WithTheTripFile(int length, int more) {
        C6Debit c6 = new C6Debit(OBU, FACTOR, Optional.of(new Trip(1, EF04, Bytes.zeros(more))), 1500, PURCHASE, STATION);
        Bytes content = LaneFrameCodec.content(c6);
        assertEquals(1, content.u8(13));
        assertEquals(1500, content.u32(14));
        assertEquals(STATION, content.slice(25, 68));
        assertEquals(EF04, content.slice(68, 159));
        roundTrip(length, c6);
    }

    @Test
    void whatDoesNotFitIsRefusedNotCut() {
        for (long amount : new long[] {-1, 1L << 32}) {
            assertThrows(IllegalArgumentException.class,
                    () -> new C6Debit(OBU, FACTOR, Optional.empty(), amount, PURCHASE, STATION));
        }
        assertThrows(IllegalArgumentException.class,
                () -> new C6Debit(OBU, FACTOR, Optional.empty(), 1, PURCHASE, STATION.slice(0, 40)));
        assertThrows(IllegalArgumentException.class, () -> new Trip(0, EF04, Bytes.zeros(4)));
        assertThrows(IllegalArgumentException.class, () -> new LaneFrame.CAPsamInit(Bytes.zeros(3)));
    }

    @Test
    void aTimeThatDoesNotExistIsUnreadable() {
        byte[] content = LaneFrameCodec.content(new C6Debit(OBU, FACTOR, Optional.empty(), 1, PURCHASE, STATION)).toArray();
        content[19] = 0x13;
        Parsed<LaneFrame> read = LaneFrameCodec.decode(0x10, Bytes.copyOf(content), Bytes.EMPTY);
        assertEquals("no BCD time at offset 17", assertInstanceOf(Parsed.Unreadable.class, read).reason());
    }

    @ParameterizedTest
    @ValueSource(ints = {0xC0, 0xC1, 0xC2, 0xC4, 0xC6, 0xC7, 0xC8, 0xCA, 0xCB, 0xCF, 0xFA})
    void noLengthThrows(int command) {
        for (int length = 1; length < 200; length++) {
            byte[] content = new byte[length];
            content[0] = (byte) command;
            LaneFrameCodec.decode(0x10, Bytes.copyOf(content), Bytes.EMPTY);
        }
    }

    @Test
    void seqRunsFromOneToNineInItsOwnHalfOfTheByte() {
        int unit = Seq.NONE;
        int lane = Seq.NONE;
        StringBuilder units = new StringBuilder();
        StringBuilder lanes = new StringBuilder();
        for (int i = 0; i < 11; i++) {
            unit = Seq.nextOfUnit(unit);
            lane = Seq.nextOfLane(lane);
            units.append("%02x ".formatted(unit));
            lanes.append("%02x ".formatted(lane));
        }
        assertEquals(List.of("01 02 03 04 05 06 07 08 09 01 02 ", "10 20 30 40 50 60 70 80 90 10 20 "),
                List.of(units.toString(), lanes.toString()));
    }

    private static void roundTrip(int length, LaneFrame frame) {
        assertEquals(length, LaneFrameCodec.content(frame).size(), "DATA of " + frame);
        assertEquals(frame, Captures.lane(Bytes.copyOf(LaneFrameCodec.wire(0x20, frame))).frame());
    }
}
