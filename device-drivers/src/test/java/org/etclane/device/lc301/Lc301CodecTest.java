package org.etclane.device.lc301;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.etclane.device.Bytes;
import org.etclane.device.lc301.Lc301Decoder.Fault;
import org.etclane.device.lc301.Lc301Decoder.Side;
import org.junit.jupiter.api.Test;

/** Frames pinned by frames.txt; every split, truncation, single-bit flip, and noise, in both directions. */
class Lc301CodecTest {
    private record Golden(Side reader, byte[] bytes, String fields) {
    }

    private static final class Collected implements Lc301Decoder.Output {
        final List<String> frames = new ArrayList<>();
        final List<Fault> faults = new ArrayList<>();
        int malformedBytes;

        @Override
        public void frame(Lc301Frame frame) {
            frames.add(Lc301FrameText.of(frame));
        }

        @Override
        public void malformed(byte[] raw, Fault fault) {
            assertTrue(raw.length > 0);
            malformedBytes += raw.length;
            faults.add(fault);
        }
    }

    private final List<Golden> golden = read();

    @Test
    void everyGoldenFrameReadsAndWritesAsPinned() {
        assertEquals(14, golden.size());
        for (Golden g : golden) {
            Lc301Frame frame = Lc301Codec.decode(g.bytes()).orElseThrow();
            assertEquals(g.fields(), Lc301FrameText.of(frame));
            assertArrayEquals(g.bytes(), Lc301Codec.encode(frame), g.fields());
        }
    }

    @Test
    void controlFrameIs24BytesAndStatus7() {
        for (Golden g : golden) {
            switch (g.fields().charAt(0)) {
                case 'A' -> assertEquals(24, g.bytes().length);
                case 'B' -> assertEquals(7, g.bytes().length);
                case 'C' -> assertEquals(6, g.bytes().length);
                default -> assertTrue(g.bytes().length == 4 || g.bytes().length == 7);
            }
        }
    }

    @Test
    void everySplitOfTheStreamGivesTheSameFrames() {
        for (Side side : Side.values()) {
            byte[] stream = stream(side);
            List<String> wanted = fields(side);
            for (int cut = 0; cut <= stream.length; cut++) {
                assertEquals(wanted, feed(side, Arrays.copyOf(stream, cut), Arrays.copyOfRange(stream, cut, stream.length))
                        .frames);
            }
            byte[][] single = new byte[stream.length][];
            for (int i = 0; i < stream.length; i++) {
                single[i] = new byte[] {stream[i]};
            }
            Collected one = feed(side, single);
            assertEquals(wanted, one.frames);
            assertEquals(List.of(), one.faults);
        }
    }

    @Test
    void everyTruncationIsOverAtTheNextGoodFrame() {
        for (Golden g : golden) {
            byte[] next = longest(g.reader());
            for (int length = 0; length < g.bytes().length; length++) {
                Collected got = feed(g.reader(), Arrays.copyOf(g.bytes(), length), next);
                assertEquals(List.of(fieldsOf(next)), got.frames, g.fields() + " cut at " + length);
                assertEquals(length > 0, !got.faults.isEmpty());
            }
        }
    }

    @Test
    void everyBitFlipIsNoticedAndTheNextFrameFound() {
        for (Golden g : golden) {
            byte[] next = longest(g.reader());
            for (int bit = 0; bit < g.bytes().length * 8; bit++) {
                byte[] damaged = g.bytes().clone();
                damaged[bit / 8] ^= (byte) (1 << bit % 8);
                Collected got = feed(g.reader(), damaged, next, next);
                assertEquals(fieldsOf(next), got.frames.getLast(), g.fields() + " bit " + bit);
                assertTrue(got.frames.size() <= 2 && got.frames.stream().allMatch(fieldsOf(next)::equals),
                        g.fields() + " bit " + bit + ": " + got.frames);
                assertFalse(got.faults.isEmpty(), g.fields() + " bit " + bit);
            }
        }
    }

    @Test
    void oneDamagedFrameIsReportedOnce() {
        for (Golden g : golden) {
            byte[] damaged = g.bytes().clone();
            damaged[damaged.length - 1] ^= 0x10;
            Collected got = feed(g.reader(), g.bytes(), damaged, g.bytes());
            assertEquals(List.of(g.fields(), g.fields()), got.frames);
            assertEquals(List.of(Fault.BAD_BCC), got.faults);
            assertEquals(g.bytes().length, got.malformedBytes);
        }
    }

    @Test
    void noiseNeverThrowsAndTheNextFramesAreFound() {
        for (long seed = 1; seed <= 50; seed++) {
            Random random = new Random(seed);
            for (Side side : Side.values()) {
                byte[] noise = new byte[4096];
                random.nextBytes(noise);
                if (seed % 2 == 0) { // the nastier kind: made of the bytes that frames begin and end with
                    byte[] alphabet = {0x02, 0x03, 0x15, 0x45, 'A', 'B', 'C', 'Y', 0x31};
                    for (int i = 0; i < noise.length; i++) {
                        noise[i] = alphabet[random.nextInt(alphabet.length)];
                    }
                }
                byte[] next = longest(side);
                Collected got = feed(side, noise, next, next);
                assertEquals(fieldsOf(next), got.frames.getLast(), "seed " + seed + " " + side);
            }
        }
    }

    @Test
    void aPartialFrameThatTimesOutIsForgotten() {
        for (Golden g : golden) {
            Collected got = new Collected();
            Lc301Decoder decoder = new Lc301Decoder(g.reader());
            decoder.feed(g.bytes(), g.bytes().length - 1, got);
            assertTrue(decoder.partial());
            decoder.expire(got);
            assertFalse(decoder.partial());
            assertEquals(List.of(Fault.TIMED_OUT), got.faults);
            decoder.feed(g.bytes(), g.bytes().length, got);
            assertEquals(List.of(g.fields()), got.frames);
        }
    }

    @Test
    void anUnknownCodeIsReportedAndNotAFrame() {
        byte[] frame = Bytes.fromHex("02 43 31 51 03 23").toArray();
        Collected got = feed(Side.CONTROLLER, frame);
        assertEquals(List.of(Fault.UNKNOWN_CODE), got.faults);
        assertTrue(Lc301Codec.decode(frame).isEmpty());
    }

    @Test
    void amountsInEachEncoding() {
        assertEquals("0000092e", AmountEncoding.BINARY_BIG_ENDIAN.encode(2350).hex());
        assertEquals("2e090000", AmountEncoding.BINARY_LITTLE_ENDIAN.encode(2350).hex());
        assertEquals("00002350", AmountEncoding.BCD.encode(2350).hex());
        for (AmountEncoding encoding : AmountEncoding.values()) {
            for (long fen : new long[] {0, 1, 255, 256, 99_999_999L}) {
                assertEquals(fen, encoding.decode(encoding.encode(fen)));
            }
            assertEquals(0, encoding.decode(encoding.encode(-1)), "a negative amount is shown as 0, never wrapped");
        }
        assertEquals(0xFFFF_FFFFL, AmountEncoding.BINARY_BIG_ENDIAN.decode(AmountEncoding.BINARY_BIG_ENDIAN.encode(1L << 40)));
        assertEquals(99_999_999L, AmountEncoding.BCD.decode(AmountEncoding.BCD.encode(1L << 40)));
    }

    @Test
    void textIsCutBetweenCharacters() {
        assertEquals("余额不", TextEncoding.GBK_SPACE_PADDED.decode(TextEncoding.GBK_SPACE_PADDED.encode("余额不足")));
        assertEquals("A余额", TextEncoding.GBK_SPACE_PADDED.decode(TextEncoding.GBK_SPACE_PADDED.encode("A余额不")));
        assertEquals("202020202020", TextEncoding.GBK_SPACE_PADDED.encode("").hex());
        assertEquals("410000000000", TextEncoding.GBK_ZERO_PADDED.encode("A").hex());
        assertEquals("3f2020202020", TextEncoding.GBK_SPACE_PADDED.encode("\uD83D\uDE97").hex(), "not in GBK");
    }

    private Collected feed(Side side, byte[]... chunks) {
        Lc301Decoder decoder = new Lc301Decoder(side);
        Collected collected = new Collected();
        for (byte[] chunk : chunks) {
            decoder.feed(chunk, chunk.length, collected);
        }
        return collected;
    }

    private byte[] stream(Side side) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        golden.stream().filter(g -> g.reader() == side).forEach(g -> all.writeBytes(g.bytes()));
        return all.toByteArray();
    }

    private List<String> fields(Side side) {
        return golden.stream().filter(g -> g.reader() == side).map(Golden::fields).toList();
    }

    private byte[] longest(Side side) {
        return golden.stream().filter(g -> g.reader() == side).map(Golden::bytes).findFirst().orElseThrow();
    }

    private static String fieldsOf(byte[] frame) {
        return Lc301FrameText.of(Lc301Codec.decode(frame).orElseThrow());
    }

    private static List<Golden> read() {
        try (InputStream in = Lc301CodecTest.class.getResourceAsStream("frames.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> new Golden(line.startsWith(">") ? Side.CONTROLLER : Side.HOST,
                            Bytes.fromHex(line.substring(1, line.indexOf('|'))).toArray(),
                            line.substring(line.indexOf('|') + 1).trim()))
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
