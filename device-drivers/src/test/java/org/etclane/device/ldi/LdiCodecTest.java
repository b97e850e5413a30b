package org.etclane.device.ldi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.etclane.device.Bytes;
import org.etclane.device.frame.Crc16X25;
import org.etclane.device.ldi.LdiMessage.Monitored;
import org.junit.jupiter.api.Test;

/** The printed samples in both directions, bodies without a sample by hand, and everything that makes no message. */
class LdiCodecTest {
    private static final String HEAD = "69046D642013145200" + "0123456789ABCDEF" + "0000";
    private static final String MILLI_HEAD = "0000019A38645DE32013145200" + "0123456789ABCDEF" + "0000";

    @Test
    void checkValueOfTheChecksum() {
        byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);
        assertEquals(0x906E, Crc16X25.of(digits, 0, digits.length));
    }

    @Test
    void everySampleReadsAndWritesBackByteForByte() {
        List<LdiSamples.Sample> samples = LdiSamples.all();
        assertEquals(24, samples.size());
        for (LdiSamples.Sample s : samples) {
            LdiMessage message = LdiSamples.good(s.data());
            assertEquals(s.command(), message.command(), s.number());
            assertArrayEquals(s.frame(), LdiCodec.encode(s.seq(), message), s.number());
            if (message instanceof LdiMessage.Headed headed) {
                assertEquals(Bytes.fromHex(LdiSamples.LANE_HEX), headed.head().lane(), s.number());
                assertEquals(Bytes.fromHex(LdiSamples.CODE_HEX), headed.head().certification(), s.number());
            }
        }
    }

    @Test
    void networkSettingsOfTheSamples() {
        LdiMessage.SetIp0A m = (LdiMessage.SetIp0A) LdiSamples.message("L-1");
        assertEquals(1_761_891_477L, m.head().unixTime()); // 2025-10-31 06:17:57 UTC
        assertEquals(LdiIpBlock.of(new LdiIpBlock.Address(Bytes.of(192, 168, 0, 100), 10_028), Bytes.zeros(4),
                new LdiIpBlock.Address(Bytes.of(192, 168, 1, 100), 9528), Bytes.of(192, 168, 1, 1), Bytes.of(255, 255, 255, 0)),
                m.ip());
        assertEquals(new LdiMessage.Found12(new LdiIpBlock.Address(Bytes.of(192, 168, 1, 100), 9528), Bytes.of(192, 168, 1, 1),
                Bytes.of(255, 255, 255, 0), 0), LdiSamples.message("L-47"));
    }

    @Test
    void parametersOfTheSamples() {
        LdiMessage.SetParameters0B m = (LdiMessage.SetParameters0B) LdiSamples.message("L-3");
        assertEquals(List.of(new LdiParameter.Valued(new LdiModule(0xE6, 1), 4, Bytes.zeros(10)),
                new LdiParameter.Plain(new LdiModule(0xE7, 1), Bytes.zeros(2)),
                new LdiParameter.Plain(new LdiModule(0xE8, 1), Bytes.zeros(2)),
                new LdiParameter.Plain(new LdiModule(0xF4, 1), Bytes.zeros(10))), m.modules());
        assertEquals(List.of(new LdiModule(0xE9, 1)), ((LdiMessage.Reboot0D) LdiSamples.message("L-9")).modules());
    }

    @Test
    void monitorReportOfTheSamples() {
        LdiMessage.Monitor0C m = (LdiMessage.Monitor0C) LdiSamples.message("L-17");
        assertEquals(7, m.modules().size());
        assertEquals(new Monitored(new LdiModule(0xE4, 1), 0, 0, 0, Bytes.zeros(9), 0, 0, Bytes.of(0)), m.modules().getFirst());
        assertEquals(new Monitored(new LdiModule(0xF4, 1), 0, 0, 1, Bytes.zeros(9), 0, 0, Bytes.of(0)), m.modules().getLast());
        assertEquals(List.of(0xE4, 0xE6, 0xE7, 0xE8, 0xE9, 0xEA, 0xF4), ((LdiMessage.Authenticate0E) LdiSamples.message("L-19"))
                .modules().stream().map(LdiModule::typeCode).toList());
    }

    @Test
    void barrierAnswersOfTheSamples() {
        LdiMessage.B1Controlled b1 = (LdiMessage.B1Controlled) LdiSamples.message("L-27");
        LdiMessage.Result result = b1.results().getFirst();
        assertEquals(new LdiModule(0xE4, 1), result.module());
        assertEquals(1_761_882_693_091L, b1.head().unixTime());
        assertEquals(1_761_882_693_091L, result.receivedUnixMillis().orElseThrow());
        assertEquals(1_761_882_693_091L, result.finishedUnixMillis().orElseThrow());
        assertEquals(List.of(new LdiMessage.Receipt(new LdiModule(0xE4, 1), 2, 0)),
                ((LdiMessage.C1Received) LdiSamples.message("L-29")).receipts());
        assertTrue(((LdiMessage.B1Controlled) LdiSamples.message("L-35")).results().getFirst().finishedUnixMillis().isEmpty());
    }

    @Test
    void ordersWithoutASample() {
        both("1B" + MILLI_HEAD + "01" + "0004E4010101", new LdiControl.BarrierMove(new LdiModule(0xE4, 1), 1));
        both("1B" + MILLI_HEAD + "01" + "0004E4010102", new LdiControl.BarrierMove(new LdiModule(0xE4, 1), 2));
        both("1B" + MILLI_HEAD + "01" + "0003E50202", new LdiControl.Defog(new LdiModule(0xE5, 2)));
        both("1B" + MILLI_HEAD + "01" + "000BE6010101000000D2BB5FB6", new LdiControl.ShowText(new LdiModule(0xE6, 1), 1, 0, 0, 0,
                Bytes.fromHex("D2BB5FB6")));
        both("1B" + MILLI_HEAD + "01" + "0004E6010201", new LdiControl.ClearText(new LdiModule(0xE6, 1), 1));
        both("1B" + MILLI_HEAD + "01" + "0004E7010102", new LdiControl.Light(new LdiModule(0xE7, 1), 2));
        both("1B" + MILLI_HEAD + "01" + "0006E8010101050A", new LdiControl.SoundAlarm(new LdiModule(0xE8, 1), 1, 5, 10));
        both("1B" + MILLI_HEAD + "01" + "000AE9010102000100024142", new LdiControl.ShowBoard(new LdiModule(0xE9, 1), 2, 0, 1, 0, 2,
                Bytes.fromHex("4142")));
        both("1B" + MILLI_HEAD + "01" + "0005EB01010103", new LdiControl.Fog(new LdiModule(0xEB, 1), 1, 3));
        both("1B" + MILLI_HEAD + "01" + "0008F4010100000241" + "42", new LdiControl.Speak(new LdiModule(0xF4, 1), 0,
                Bytes.fromHex("4142")));
        both("1B" + MILLI_HEAD + "02" + "0004E4010100" + "0004EA010101", new LdiControl.BarrierMove(new LdiModule(0xE4, 1), 0),
                new LdiControl.Light(new LdiModule(0xEA, 1), 1));
        both("1B" + MILLI_HEAD + "01" + "0005E401010199", new LdiControl.OtherControl(new LdiModule(0xE4, 1), 1, Bytes.of(1, 0x99)));
        both("1B" + MILLI_HEAD + "01" + "0008F4010100000341" + "42", new LdiControl.OtherControl(new LdiModule(0xF4, 1), 1,
                Bytes.fromHex("0000034142")));
    }

    private static void both(String hex, LdiControl... controls) {
        LdiMessage.Control1B message = (LdiMessage.Control1B) LdiSamples.good(Bytes.fromHex(hex));
        assertEquals(List.of(controls), message.controls());
        assertEquals(Bytes.fromHex(hex), LdiCodec.data(message));
    }

    @Test
    void reportsAndNegativeAnswersWithoutASample() {
        LdiMessage.Report1C report = (LdiMessage.Report1C) reread("1C" + MILLI_HEAD + "03" + "0004E5010101" + "0004E4010201"
                + "0005E501017777");
        assertEquals(List.of(new LdiReport.Detected(new LdiModule(0xE5, 1), 1), new LdiReport.BarrierInPlace(new LdiModule(0xE4, 1), 1),
                new LdiReport.OtherReport(new LdiModule(0xE5, 1), 1, Bytes.of(0x77, 0x77))), report.reports());
        assertEquals(1, ((LdiMessage.E0Authenticated) reread("E0" + HEAD + "01")).errorCode());
        assertEquals(1, ((LdiMessage.B1Controlled) reread("B1" + MILLI_HEAD + "01" + "0004E4010101")).results().getFirst().status());
        LdiMessage.A1Initialised a1 = (LdiMessage.A1Initialised) reread("A1" + HEAD + "01" + "E50101000200030000" + "00");
        assertEquals(new LdiMessage.Readiness(new LdiModule(0xE5, 1), 1, 2, 3, 0, Bytes.EMPTY), a1.modules().getFirst());
        LdiMessage.D1Ip d1 = (LdiMessage.D1Ip) reread("D1" + HEAD + "00" + "C0A80064272C" + "00".repeat(43) + "C0A801642538" + "C0A80101"
                + "FFFFFF00" + "0000");
        assertEquals(9528, d1.ip().device().port());
        assertEquals(new LdiMessage.Unknown(0xF0, Bytes.of(1, 2)), reread("F00102"));
        assertInstanceOf(LdiMessage.Search21.class, reread("21"));
        assertInstanceOf(LdiMessage.Upgrade0F.class, reread("0F" + HEAD + "E401" + "00".repeat(10)));
        LdiMessage.C0MonitorAnswer c0 = (LdiMessage.C0MonitorAnswer) reread("C0" + HEAD + "01" + "E401" + "E4000100022020041901"
                + "00000000");
        assertEquals("e4000100022020041901", c0.modules().getFirst().version().hex());
    }

    @Test
    void camerasAndRsuInParametersAndBothSizesOfTheCanopyLight() {
        LdiMessage.E1Parameters cameras = (LdiMessage.E1Parameters) reread("E1" + HEAD + "02" + "E201" + "01" + "0003414243" + "0144"
                + "00".repeat(10) + "E101" + "01" + "00".repeat(10));
        assertEquals(new LdiParameter.Camera(new LdiModule(0xE2, 1), 1, Bytes.fromHex("414243"), Bytes.fromHex("44"), Bytes.zeros(10)),
                cameras.modules().getFirst());
        for (int vendorBytes : new int[] {2, 10}) {
            LdiMessage.E1Parameters canopy = (LdiMessage.E1Parameters) reread("E1" + HEAD + "02" + "EA01" + "00".repeat(vendorBytes)
                    + "E7010000");
            assertEquals(new LdiParameter.Plain(new LdiModule(0xEA, 1), Bytes.zeros(vendorBytes)), canopy.modules().getFirst());
        }
    }

    private static LdiMessage reread(String hex) {
        LdiMessage message = LdiSamples.good(Bytes.fromHex(hex));
        assertEquals(Bytes.fromHex(hex), LdiCodec.data(message));
        return message;
    }

    @Test
    void listsThatDoNotFitAreMalformed() {
        malformed("0E" + HEAD + "03" + "E401E601", "ends inside a field");
        malformed("0E" + HEAD + "01" + "E401E6", "1 bytes behind its end");
        malformed("0C" + HEAD + "00000000" + "0000" + "01" + "E401" + "000000" + "00".repeat(9) + "3C19" + "FF" + "00", "ends inside");
        malformed("0B" + HEAD + "01" + "E701" + "000000", "ends inside");
        malformed("1B" + MILLI_HEAD + "01" + "FFFFE4010101", "ends inside");
        malformed("1B" + MILLI_HEAD + "01" + "0002E401", "ends inside");
        malformed("B1" + MILLI_HEAD + "01" + "0003E40101", "ends inside");
        malformed("1D" + HEAD.substring(2), "ends inside");
        malformed("2100", "1 bytes behind");
    }

    private static void malformed(String hex, String reason) {
        LdiDecoded decoded = LdiCodec.decode(Bytes.fromHex(hex));
        assertTrue(assertInstanceOf(LdiDecoded.Malformed.class, decoded, hex).reason().contains(reason), decoded::toString);
    }

    @Test
    void everyTruncationAndEveryByteBehindNeverThrows() {
        for (LdiSamples.Sample s : LdiSamples.all()) {
            Bytes data = s.data();
            for (int length = 1; length < data.size(); length++) {
                assertInstanceOf(LdiDecoded.Malformed.class, LdiCodec.decode(data.slice(0, length)), s.number() + " cut at " + length);
            }
            assertInstanceOf(LdiDecoded.Malformed.class, LdiCodec.decode(Bytes.concat(data, Bytes.of(0))), s.number());
        }
    }

    @Test
    void whatIsReadFromChangedBytesIsWrittenBack() {
        for (long seed = 1; seed <= 200; seed++) {
            Random random = new Random(seed);
            for (LdiSamples.Sample s : LdiSamples.all()) {
                byte[] data = s.data().toArray();
                for (int i = 0; i < 3; i++) {
                    data[random.nextInt(data.length)] = (byte) random.nextInt();
                }
                if (LdiCodec.decode(Bytes.copyOf(data)) instanceof LdiDecoded.Good(LdiMessage message)) {
                    Bytes once = LdiCodec.data(message);
                    assertEquals(message, LdiSamples.good(once), "seed " + seed + " " + s.number());
                }
            }
        }
    }
}
