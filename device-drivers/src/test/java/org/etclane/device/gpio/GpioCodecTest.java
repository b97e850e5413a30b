package org.etclane.device.gpio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.etclane.device.Bytes;
import org.junit.jupiter.api.Test;

class GpioCodecTest {
    private static final class Decoded implements GpioCodec.Output {
        final List<GpioFrame> frames = new ArrayList<>();
        final List<String> reasons = new ArrayList<>();
        int bytes;

        @Override
        public void frame(GpioFrame frame) {
            frames.add(frame);
            bytes += GpioCodec.encode(frame).length;
        }

        @Override
        public void malformed(byte[] raw, String reason) {
            reasons.add(reason);
            bytes += raw.length;
        }
    }

    private static Decoded decode(byte[] chunk) {
        Decoded out = new Decoded();
        GpioCodec.decode(chunk, chunk.length, out);
        assertEquals(chunk.length, out.bytes, "every byte is a frame's or reported");
        return out;
    }

    private static List<GpioFrame> all() {
        List<GpioFrame> all = new ArrayList<>();
        for (GpioRole role : GpioRole.values()) {
            for (boolean high : new boolean[] {false, true}) {
                all.add(new GpioFrame.Level(role, high, 0x0102030405060708L));
                if (role.input()) {
                    all.add(new GpioFrame.Edge(role, high, Long.MAX_VALUE));
                    all.add(new GpioFrame.EdgesLost(role, high, -1));
                } else {
                    all.add(new GpioFrame.Drive(role, high));
                    if (role.kind == GpioRole.Kind.PULSE) {
                        all.add(new GpioFrame.Driven(role, high, 7));
                    }
                }
            }
        }
        all.add(new GpioFrame.ReadLevels());
        return all;
    }

    @Test
    void framesByHand() {
        assertArrayEquals(Bytes.fromHex("45 03 01 00 00 00 12 a0 5f 20 00").toArray(),
                GpioCodec.encode(new GpioFrame.Edge(GpioRole.ARM_LOOP, true, 80_000_000_000L)));
        assertArrayEquals(Bytes.fromHex("4c 04 00 00 00 00 00 00 00 00 07").toArray(),
                GpioCodec.encode(new GpioFrame.Level(GpioRole.ARM_UP, false, 7)));
        assertArrayEquals(Bytes.fromHex("58 01 01 ff ff ff ff ff ff ff ff").toArray(),
                GpioCodec.encode(new GpioFrame.EdgesLost(GpioRole.TRIGGER_LOOP, true, -1)));
        assertArrayEquals(Bytes.fromHex("43 41 01 00 00 00 00 00 00 01 02").toArray(),
                GpioCodec.encode(new GpioFrame.Driven(GpioRole.RAISE, true, 0x102)));
        assertArrayEquals(Bytes.fromHex("44 41 01").toArray(), GpioCodec.encode(new GpioFrame.Drive(GpioRole.RAISE, true)));
        assertArrayEquals(Bytes.fromHex("51").toArray(), GpioCodec.encode(new GpioFrame.ReadLevels()));
    }

    @Test
    void everyFrameComesBackAloneAndTogether() {
        Bytes together = Bytes.EMPTY;
        for (GpioFrame frame : all()) {
            assertEquals(List.of(frame), decode(GpioCodec.encode(frame)).frames);
            together = Bytes.concat(together, Bytes.copyOf(GpioCodec.encode(frame)));
        }
        Decoded decoded = decode(together.toArray());
        assertEquals(all(), decoded.frames);
        assertEquals(List.of(), decoded.reasons);
    }

    @Test
    void aFrameCutShortIsReportedAndTheOneBeforeItKept() {
        byte[] edge = GpioCodec.encode(new GpioFrame.Edge(GpioRole.ARM_LOOP, true, 5));
        for (int length = 1; length < edge.length; length++) {
            Decoded decoded = decode(Bytes.concat(Bytes.of('Q'), Bytes.copyOf(edge, 0, length)).toArray());
            assertEquals(List.of(new GpioFrame.ReadLevels()), decoded.frames);
            assertEquals(List.of("frame cut short"), decoded.reasons);
        }
    }

    @Test
    void aFlippedBitIsAnotherFrameOrReportedButNeverTheSame() {
        for (GpioFrame frame : all()) {
            byte[] good = GpioCodec.encode(frame);
            for (int bit = 0; bit < good.length * 8; bit++) {
                byte[] bad = good.clone();
                bad[bit / 8] ^= (byte) (1 << bit % 8);
                Decoded decoded = decode(bad);
                assertTrue(!decoded.reasons.isEmpty() || !decoded.frames.equals(List.of(frame)), () -> frame + " " + Arrays.toString(bad));
            }
        }
    }

    @Test
    void anEdgeOfAnOutputAndADriveOfAnInputAreNoFrames() {
        assertEquals(List.of("no such line or level"), decode(Bytes.fromHex("45 41 01 0000000000000000").toArray()).reasons);
        assertEquals(List.of("no such line or level"), decode(Bytes.fromHex("44 01 01").toArray()).reasons);
        assertEquals(List.of("no such line or level"), decode(Bytes.fromHex("44 41 02").toArray()).reasons);
        assertEquals(List.of("no such line or level"), decode(Bytes.fromHex("43 43 01 0000000000000000").toArray()).reasons, "a lamp");
        assertEquals(List.of("no such frame code"), decode(Bytes.fromHex("00").toArray()).reasons);
    }

    @Test
    void noiseNeverThrowsAndTheNextChunkIsRead() {
        long seed = 20_261;
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 200; round++) {
            byte[] noise = new byte[random.nextInt(1, 4096)];
            random.nextBytes(noise);
            decode(noise);
            assertEquals(List.of(new GpioFrame.ReadLevels()), decode(new byte[] {'Q'}).frames, "seed " + seed);
        }
    }
}
