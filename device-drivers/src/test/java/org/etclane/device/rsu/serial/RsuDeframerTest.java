package org.etclane.device.rsu.serial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.etclane.device.Bytes;
import org.etclane.device.ObuId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Whatever the line does: a frame, a malformed report or waiting, and the next good frame is found. */
class RsuDeframerTest {
    private static final Bytes GOOD = Captures.S5_B5;

    /** Captures, and a frame of every kind of escape: in OBUID, balance, time, and in the BCC. */
    static List<Bytes> wires() {
        List<Bytes> wires = new ArrayList<>(Captures.FROM_UNIT);
        wires.add(wire(new UnitFrame.StepError(0x58, 0xB5, new ObuId(0xFEFF01FE), 0xFE, Bytes.fromHex("00ff01fe00"))));
        wires.add(endingInBcc(0xFE));
        wires.add(endingInBcc(0xFF));
        wires.add(wire(new UnitFrame.B2Heartbeat(0x88, new ObuId(-1), Bytes.EMPTY)));
        return wires;
    }

    private static Bytes wire(UnitFrame frame) {
        return Bytes.copyOf(UnitFrameCodec.wire(frame));
    }

    private static Bytes endingInBcc(int bcc) {
        return wire(new UnitFrame.StepError(0x58, 0xB5, new ObuId(0), 0x16, Bytes.of(0x58 ^ 0xB5 ^ 0x16 ^ bcc)));
    }

    private static List<Parsed<UnitFrame>> feed(Bytes... chunks) {
        RsuDeframer<UnitFrame> deframer = RsuDeframer.ofUnitFrames();
        List<Parsed<UnitFrame>> out = new ArrayList<>();
        for (Bytes chunk : chunks) {
            out.addAll(deframer.feed(chunk.toArray(), chunk.size()));
        }
        return out;
    }

    private static void assertGood(Parsed<UnitFrame> parsed, Bytes wire) {
        assertEquals(Captures.unit(wire), assertInstanceOf(Parsed.Frame.class, parsed).frame());
    }

    @Test
    void theBccsAreReallyEscaped() {
        assertTrue(endingInBcc(0xFE).hex().endsWith("fe00ff"));
        assertTrue(endingInBcc(0xFF).hex().endsWith("fe01ff"));
    }

    @ParameterizedTest
    @MethodSource("wires")
    void everySplitInTwoAndThree(Bytes wire) {
        for (int first = 0; first <= wire.size(); first++) {
            for (int second = first; second <= wire.size(); second++) {
                List<Parsed<UnitFrame>> parsed = feed(wire.slice(0, first), wire.slice(first, second),
                        wire.slice(second, wire.size()));
                assertEquals(1, parsed.size());
                assertGood(parsed.getFirst(), wire);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("wires")
    void everyTruncation(Bytes wire) {
        for (int length = 0; length < wire.size(); length++) {
            List<Parsed<UnitFrame>> parsed = feed(wire.slice(0, length), GOOD);
            assertGood(parsed.getLast(), GOOD);
            // only the ETX missing: the next STX ends the frame as well
            assertEquals(length <= 2 ? 1 : 2, parsed.size(), "cut at " + length);
            if (length > 2 && length < wire.size() - 1) {
                assertInstanceOf(Parsed.Malformed.class, parsed.getFirst(), "cut at " + length);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("wires")
    void everySingleBitFlip(Bytes wire) {
        for (int bit = 0; bit < wire.size() * 8; bit++) {
            byte[] flipped = wire.toArray();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            List<Parsed<UnitFrame>> parsed = feed(Bytes.copyOf(flipped), GOOD);
            assertGood(parsed.getLast(), GOOD);
            for (Parsed<UnitFrame> one : parsed.subList(0, parsed.size() - 1)) {
                if (one instanceof Parsed.Frame<UnitFrame>) {
                    assertGood(one, wire);
                }
            }
        }
    }

    @Test
    void fourKibibytesOfNoise() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            byte[] noise = new byte[4096];
            random.nextBytes(noise);
            if (seed % 2 == 0) {
                // a line full of delimiters and escapes
                for (int i = 0; i < noise.length; i += 1 + random.nextInt(5)) {
                    noise[i] = (byte) (0xFE + random.nextInt(2));
                }
            }
            List<Parsed<UnitFrame>> parsed = feed(Bytes.copyOf(noise), GOOD);
            assertGood(parsed.getLast(), GOOD);
        }
    }

    @Test
    void framesWithoutAnyDelimiterBetweenReadsAreStillTwo() {
        List<Parsed<UnitFrame>> parsed = feed(Bytes.concat(Captures.S2_B2, Captures.S3_B3));
        assertEquals(2, parsed.size());
        assertGood(parsed.get(0), Captures.S2_B2);
        assertGood(parsed.get(1), Captures.S3_B3);
    }

    @Test
    void anyRunOfFfIsADelimiter() {
        Bytes inner = Captures.inner(GOOD);
        for (int run = 1; run < 8; run++) {
            Bytes ff = Bytes.fromHex("ff".repeat(run));
            List<Parsed<UnitFrame>> parsed = feed(ff, inner, ff, inner, ff);
            assertEquals(2, parsed.size());
            assertGood(parsed.get(0), GOOD);
            assertGood(parsed.get(1), GOOD);
        }
    }

    @Test
    void garbageBeforeTheFirstDelimiterIsReportedNotDecoded() {
        List<Parsed<UnitFrame>> parsed = feed(Captures.inner(GOOD), GOOD);
        assertEquals(2, parsed.size());
        assertEquals("before the first delimiter", assertInstanceOf(Parsed.Malformed.class, parsed.getFirst()).reason());
        assertGood(parsed.getLast(), GOOD);
    }

    @Test
    void reasonsAndRawBytes() {
        assertMalformed("fe", "FE not followed by 00 or 01");
        assertMalformed("18fe0218", "FE not followed by 00 or 01");
        assertMalformed("18", "shorter than RSCTL and BCC");
        assertMalformed("18b117", "BCC wrong");
        assertMalformed("18b1a9", "B1 of 3 bytes, not 5");
        assertMalformed("18b26a81353e4a", "B2 of 7 bytes ends before its error code");
    }

    private static void assertMalformed(String inner, String reason) {
        List<Parsed<UnitFrame>> parsed = feed(Bytes.fromHex("ffff" + inner + "ff"));
        assertEquals(List.of(new Parsed.Malformed<UnitFrame>(Bytes.fromHex(inner), reason)), parsed);
    }

    @Test
    void anEndlessFrameIsReportedOnceAndTheBufferStaysBounded() {
        List<Parsed<UnitFrame>> parsed = feed(Bytes.of(0xFF), Bytes.zeros(100_000), GOOD);
        assertEquals(2, parsed.size());
        assertEquals(RsuDeframer.MAX_FRAME_BYTES, parsed.getFirst().raw().size());
        assertGood(parsed.getLast(), GOOD);
        assertEquals(2, feed(Bytes.zeros(100_000), GOOD).size());
    }

    @Test
    void resetForgetsTheBeginningOfAFrame() {
        RsuDeframer<UnitFrame> deframer = RsuDeframer.ofUnitFrames();
        deframer.feed(GOOD.toArray(), 20);
        deframer.reset();
        List<Parsed<UnitFrame>> parsed = deframer.feed(GOOD.toArray(), GOOD.size());
        assertEquals(1, parsed.size());
        assertGood(parsed.getFirst(), GOOD);
    }
}
