package org.etclane.device.display;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.etclane.device.Bytes;

/** What every direction of every display protocol must stand: splits, truncations, flipped bits, noise. */
public final class ScannerTrials<F> {
    private final FrameScanner.Shape<F> shape;
    private final List<Bytes> good;
    private final Bytes next;

    private final class Heard implements FrameScanner.Output<F> {
        final List<F> frames = new ArrayList<>();
        final List<FrameScanner.Fault> faults = new ArrayList<>();
        int malformedBytes;

        @Override
        public void frame(F frame) {
            frames.add(frame);
        }

        @Override
        public void malformed(byte[] raw, FrameScanner.Fault fault) {
            assertTrue(raw.length > 0);
            malformedBytes += raw.length;
            faults.add(fault);
        }
    }

    /** @param good whole frames of this direction, the first one is what must be found after any damage */
    public ScannerTrials(FrameScanner.Shape<F> shape, List<Bytes> good) {
        this.shape = shape;
        this.good = good;
        this.next = good.getFirst();
    }

    public void run() {
        everySplit();
        everyTruncation();
        everyBitFlip();
        noise();
        unfinished();
    }

    private Heard feed(byte[]... chunks) {
        FrameScanner<F> scanner = new FrameScanner<>(shape);
        Heard heard = new Heard();
        for (byte[] chunk : chunks) {
            scanner.feed(chunk, chunk.length, heard);
        }
        scanner.expire(heard);
        assertFalse(scanner.partial());
        return heard;
    }

    private F read(Bytes frame) {
        return shape.read(frame).orElseThrow(() -> new AssertionError("not readable: " + frame));
    }

    private void everySplit() {
        byte[] stream = Bytes.concat(good.toArray(Bytes[]::new)).toArray();
        List<F> wanted = good.stream().map(this::read).toList();
        for (int cut = 0; cut <= stream.length; cut++) {
            Heard heard = feed(Arrays.copyOf(stream, cut), Arrays.copyOfRange(stream, cut, stream.length));
            assertEquals(wanted, heard.frames, "cut at " + cut);
            assertEquals(List.of(), heard.faults);
        }
        byte[][] single = new byte[stream.length][];
        for (int i = 0; i < stream.length; i++) {
            single[i] = new byte[] {stream[i]};
        }
        assertEquals(wanted, feed(single).frames);
    }

    /** Without a check byte a cut frame may take in what follows, when an end byte lies where its own would: then once only. */
    private void everyTruncation() {
        for (Bytes frame : good) {
            for (int length = 1; length < frame.size(); length++) {
                Heard heard = feed(frame.slice(0, length).toArray(), next.toArray(), next.toArray(), next.toArray(), next.toArray());
                assertEquals(read(next), heard.frames.getLast(), frame + " cut at " + length);
                long wrong = heard.frames.stream().filter(one -> !one.equals(read(next))).count();
                assertTrue(wrong <= 1 && heard.frames.size() <= 4, frame + " cut at " + length + ": " + heard.frames);
            }
        }
    }

    /** There is no check byte in most protocols, so a damaged text may pass; the second frame behind it must not be lost. */
    private void everyBitFlip() {
        for (Bytes frame : good) {
            for (int bit = 0; bit < frame.size() * 8; bit++) {
                byte[] damaged = frame.toArray();
                damaged[bit / 8] ^= (byte) (1 << bit % 8);
                Heard heard = feed(damaged, next.toArray(), next.toArray(), next.toArray());
                assertEquals(read(next), heard.frames.getLast(), frame + " bit " + bit);
                assertTrue(heard.malformedBytes > 0 || heard.frames.size() >= 3, frame + " bit " + bit + " vanished");
            }
        }
    }

    private void noise() {
        for (long seed = 1; seed <= 40; seed++) {
            Random random = new Random(seed);
            byte[] noise = new byte[4096];
            random.nextBytes(noise);
            if (seed % 2 == 0) { // the nastier kind: made of the bytes that frames begin and end with
                byte[] alphabet = {0x7B, 0x7D, 0x0A, 0x0D, 0x00, 0x01, 0x31, 0x33, 0x41, 0x46, 0x64, 0x36, 0x10};
                for (int i = 0; i < noise.length; i++) {
                    noise[i] = alphabet[random.nextInt(alphabet.length)];
                }
            }
            FrameScanner<F> scanner = new FrameScanner<>(shape);
            Heard heard = new Heard();
            scanner.feed(noise, noise.length, heard);
            scanner.expire(heard);
            scanner.feed(next.toArray(), next.size(), heard);
            assertEquals(read(next), heard.frames.getLast(), "seed " + seed);
            assertFalse(heard.faults.isEmpty(), "seed " + seed);
        }
    }

    private void unfinished() {
        for (Bytes frame : good) {
            Heard heard = feed(frame.slice(0, frame.size() - 1).toArray());
            assertEquals(List.of(), heard.frames, frame.hex());
            assertEquals(frame.size() - 1, heard.malformedBytes, frame.hex());
        }
    }
}
