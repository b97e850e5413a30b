package org.etclane.device.rsu.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.etclane.device.Bytes;
import org.etclane.device.ObuId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Whatever the line does: a frame, a malformed report or waiting, and the next good frame is found. */
class RsuNetworkDeframerTest {
    private static final Bytes GOOD = Captures.wire(7, Samples.b5(8499));

    /** Captures, and a frame full of what looks like the beginning of another. */
    static List<Bytes> wires() {
        List<Bytes> wires = new ArrayList<>(Captures.FROM_UNIT);
        wires.add(Captures.wire(2, new UnitFrame.StepError(0xB5, new ObuId(0xFFFF0001), 0xFF, Bytes.fromHex("ffff000100000002b1ff"))));
        wires.add(Captures.wire(9, new UnitFrame.BBPsamResult(0, 0, List.of())));
        wires.add(Captures.wire(3, Samples.b2(1)));
        return wires;
    }

    private static List<Parsed<UnitFrame>> feed(Bytes... chunks) {
        RsuNetworkDeframer<UnitFrame> deframer = RsuNetworkDeframer.ofUnitFrames(9);
        List<Parsed<UnitFrame>> out = new ArrayList<>();
        for (Bytes chunk : chunks) {
            out.addAll(deframer.feed(chunk.toArray(), chunk.size()));
        }
        out.addAll(deframer.giveUp());
        assertFalse(deframer.isWaiting());
        return out;
    }

    private static void assertGood(Parsed<UnitFrame> parsed, Bytes wire) {
        assertEquals(Captures.unit(wire), parsed);
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
            List<Parsed<UnitFrame>> parsed = feed(wire.slice(0, length), GOOD, GOOD);
            assertGood(parsed.getLast(), GOOD);
            assertEquals(2, parsed.stream().filter(p -> p.equals(Captures.unit(GOOD))).count(), "cut at " + length);
            // a false beginning inside what was cut may split the report of it in two
            assertTrue(parsed.size() >= (length == 0 ? 2 : 3) && parsed.size() <= 4, "cut at " + length);
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
            assertEquals(1, parsed.stream().filter(Parsed.Frame.class::isInstance).count(), "bit " + bit + " of " + wire);
        }
    }

    @Test
    void fourKibibytesOfNoise() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            byte[] noise = new byte[4096];
            random.nextBytes(noise);
            if (seed % 2 == 0) {
                // a line full of beginnings
                for (int i = 0; i + 7 < noise.length; i += 1 + random.nextInt(20)) {
                    noise[i] = noise[i + 1] = (byte) 0xFF;
                    noise[i + 2] = noise[i + 4] = noise[i + 5] = 0;
                    noise[i + 6] = (byte) random.nextInt(6);
                }
            }
            List<Parsed<UnitFrame>> parsed = feed(Bytes.copyOf(noise), GOOD);
            assertGood(parsed.getLast(), GOOD, seed);
        }
    }

    private static void assertGood(Parsed<UnitFrame> parsed, Bytes wire, long seed) {
        assertEquals(Captures.unit(wire), parsed, "seed " + seed);
    }

    @Test
    void twoFramesInOneReadAndFfBeforeThem() {
        List<Parsed<UnitFrame>> parsed = feed(Bytes.concat(Bytes.of(0xFF), Captures.N2_B1, GOOD));
        assertEquals(3, parsed.size());
        assertInstanceOf(Parsed.Malformed.class, parsed.getFirst());
        assertGood(parsed.get(1), Captures.N2_B1);
        assertGood(parsed.get(2), GOOD);
    }

    /** A wrong length: short, zero, long, longer than allowed, reserved bytes set. */
    @ParameterizedTest
    @ValueSource(strings = {"0000000e", "00000000", "00000010", "00000401", "0000ffff", "01000002", "00010002", "000003ff"})
    void aWrongLengthCostsOnlyItsOwnFrame(String length) {
        Bytes wrong = Bytes.concat(Captures.N2_B1.slice(0, 4), Bytes.fromHex(length), Captures.N2_B1.slice(8, 25));
        List<Parsed<UnitFrame>> parsed = feed(wrong, GOOD);
        assertGood(parsed.getLast(), GOOD);
        assertTrue(parsed.getFirst() instanceof Parsed.Malformed<UnitFrame>, parsed::toString);
    }

    @Test
    void aWaitForALongFrameEndsWhenTheCallerSaysSo() {
        Bytes claimsMuch = Bytes.fromHex("ffff0001000003ffb1");
        RsuNetworkDeframer<UnitFrame> deframer = RsuNetworkDeframer.ofUnitFrames(9);
        assertEquals(List.of(), deframer.feed(claimsMuch.toArray(), claimsMuch.size()));
        assertEquals(List.of(), deframer.feed(GOOD.toArray(), GOOD.size()));
        assertTrue(deframer.isWaiting());
        List<Parsed<UnitFrame>> parsed = deframer.giveUp();
        assertEquals(new Parsed.Malformed<UnitFrame>(claimsMuch, "frame broken off"), parsed.getFirst());
        assertGood(parsed.getLast(), GOOD);
    }

    @Test
    void reasonsSayWhatIsWrong() {
        assertReason("no frame begins here", "0102");
        assertReason("version is not 00", "ffff01");
        assertReason("reserved bytes of the length are not 0", "ffff000100010002b100");
        assertReason("length 0 is not within 1–1024", "ffff000100000000");
        assertReason("CRC wrong", "ffff001000000002c4013f40");
        assertReason("frame broken off", "ffff0010000000");
    }

    private static void assertReason(String reason, String wire) {
        assertEquals(List.of(new Parsed.Malformed<UnitFrame>(Bytes.fromHex(wire), reason)), feed(Bytes.fromHex(wire)));
    }

    @Test
    void resetForgetsTheBeginningOfAFrame() {
        RsuNetworkDeframer<UnitFrame> deframer = RsuNetworkDeframer.ofUnitFrames(9);
        deframer.feed(GOOD.toArray(), 20);
        deframer.reset();
        assertFalse(deframer.isWaiting());
        assertGood(deframer.feed(GOOD.toArray(), GOOD.size()).getFirst(), GOOD);
    }
}
