package org.etclane.device.ldi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.etclane.device.Bytes;
import org.junit.jupiter.api.Test;

/** Every split, truncation and single-bit flip of the printed samples, and noise: the next good frame is found. */
class LdiDeframerTest {
    private static final class Collected implements LdiDeframer.Output {
        final List<LdiFrame> frames = new ArrayList<>();
        final List<String> reasons = new ArrayList<>();
        int malformedBytes;

        @Override
        public void frame(LdiFrame frame) {
            frames.add(frame);
        }

        @Override
        public void malformed(byte[] raw, String reason) {
            assertTrue(raw.length > 0);
            malformedBytes += raw.length;
            reasons.add(reason);
        }
    }

    private final List<LdiSamples.Sample> samples = LdiSamples.all();
    /** Its netmask puts FF FF into DATA. */
    private final byte[] next = LdiSamples.sample("L-1").frame();

    private static LdiFrame frameOf(byte[] bytes) {
        return new LdiFrame(bytes[3] & 0xFF, Bytes.copyOf(bytes, 8, bytes.length - 2));
    }

    private static Collected feed(byte[]... chunks) {
        Collected got = new Collected();
        feedInto(new LdiDeframer(4096), got, chunks);
        return got;
    }

    private static void feedInto(LdiDeframer deframer, Collected got, byte[]... chunks) {
        for (byte[] chunk : chunks) {
            deframer.feed(chunk, chunk.length, got);
        }
    }

    @Test
    void everySplitOfTheStreamGivesTheSameFrames() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        List<LdiFrame> wanted = new ArrayList<>();
        samples.forEach(s -> {
            all.writeBytes(s.frame());
            wanted.add(frameOf(s.frame()));
        });
        byte[] stream = all.toByteArray();
        for (int cut = 0; cut <= stream.length; cut++) {
            Collected got = feed(Arrays.copyOf(stream, cut), Arrays.copyOfRange(stream, cut, stream.length));
            assertEquals(wanted, got.frames, "cut at " + cut);
            assertEquals(List.of(), got.reasons);
        }
        Collected single = new Collected();
        LdiDeframer deframer = new LdiDeframer(4096);
        for (byte octet : stream) {
            deframer.feed(new byte[] {octet}, 1, single);
        }
        assertEquals(wanted, single.frames);
        assertFalse(deframer.partial());
    }

    @Test
    void everyTruncationIsOverAtTheNextGoodFrame() {
        for (LdiSamples.Sample s : samples) {
            for (int length = 1; length < s.frame().length; length++) {
                Collected got = new Collected();
                LdiDeframer deframer = new LdiDeframer(4096);
                feedInto(deframer, got, Arrays.copyOf(s.frame(), length), next);
                deframer.expire(got);
                assertEquals(List.of(frameOf(next)), got.frames, s.number() + " cut at " + length);
                assertTrue(got.malformedBytes >= length, s.number() + " cut at " + length);
            }
        }
    }

    @Test
    void everyBitFlipIsNoticedAndTheNextFrameFound() {
        for (LdiSamples.Sample s : samples) {
            for (int bit = 0; bit < s.frame().length * 8; bit++) {
                byte[] damaged = s.frame().clone();
                damaged[bit / 8] ^= (byte) (1 << bit % 8);
                Collected got = new Collected();
                LdiDeframer deframer = new LdiDeframer(4096);
                feedInto(deframer, got, damaged, next, next);
                while (deframer.partial()) {
                    deframer.expire(got);
                }
                assertEquals(List.of(frameOf(next), frameOf(next)), got.frames, s.number() + " bit " + bit);
                assertTrue(got.malformedBytes >= damaged.length, s.number() + " bit " + bit);
            }
        }
    }

    @Test
    void noiseNeverThrowsAndTheNextFrameIsFound() {
        for (long seed = 1; seed <= 100; seed++) {
            Random random = new Random(seed);
            byte[] noise = new byte[4096];
            random.nextBytes(noise);
            if (seed % 2 == 0) { // the nastier kind: made of what frames begin with
                byte[] alphabet = {(byte) 0xFF, (byte) 0xFF, 0, 0, 1, 8};
                for (int i = 0; i < noise.length; i++) {
                    noise[i] = alphabet[random.nextInt(alphabet.length)];
                }
            }
            Collected got = new Collected();
            LdiDeframer deframer = new LdiDeframer(4096);
            feedInto(deframer, got, noise, next);
            deframer.expire(got);
            assertEquals(frameOf(next), got.frames.getLast(), "seed " + seed);
            assertFalse(deframer.partial(), "seed " + seed);
        }
    }

    @Test
    void oneDamagedFrameIsReportedOnce() {
        byte[] damaged = next.clone();
        damaged[20] ^= 0x10;
        Collected got = feed(next, damaged, next);
        assertEquals(2, got.frames.size());
        assertEquals(List.of("CRC wrong"), got.reasons);
        assertEquals(damaged.length, got.malformedBytes);
    }

    @Test
    void aLengthBeyondTheBoundIsNoFrame() {
        Collected got = feed(Bytes.fromHex("FFFF0010 00001001 0A").toArray(), next);
        assertEquals(List.of(frameOf(next)), got.frames);
        assertEquals(9, got.malformedBytes);
        assertEquals(List.of(frameOf(next)), feed(Bytes.fromHex("FFFF0010 00010001 0A").toArray(), next).frames);
        assertEquals(List.of(frameOf(next)), feed(Bytes.fromHex("FFFF0010 00000000 0000").toArray(), next).frames);
        assertThrows(IllegalArgumentException.class, () -> new LdiDeframer(65_536));
    }

    @Test
    void aPartialFrameIsForgottenByAReset() {
        Collected got = new Collected();
        LdiDeframer deframer = new LdiDeframer(4096);
        feedInto(deframer, got, Arrays.copyOf(next, next.length - 1));
        assertTrue(deframer.partial());
        deframer.reset();
        feedInto(deframer, got, next);
        assertEquals(List.of(frameOf(next)), got.frames);
        assertEquals(0, got.malformedBytes);
    }
}
