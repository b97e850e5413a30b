package org.etclane.device.wim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.etclane.device.Bytes;
import org.etclane.device.frame.FrameScanner;
import org.etclane.device.frame.Scanned;

/**
 * Whatever a line does: a frame, a malformed report or waiting, and the next good frame is found.
 *
 * @param checked the frames carry a check, so that one bit is never believed
 */
public record StreamTrials<F>(Supplier<FrameScanner<F>> scanners, List<Bytes> wires, boolean checked) {
    private static final int NOISE_BYTES = 4096;

    /** What came out, also of {@link FrameScanner#expire}. */
    private List<Scanned<F>> feed(byte[]... chunks) {
        FrameScanner<F> scanner = scanners.get();
        List<Scanned<F>> out = new ArrayList<>();
        for (byte[] chunk : chunks) {
            out.addAll(scanner.feed(chunk, chunk.length));
        }
        out.addAll(scanner.expire());
        assertFalse(scanner.partial());
        return out;
    }

    private List<F> frames(List<Scanned<F>> scanned) {
        List<F> frames = new ArrayList<>();
        scanned.forEach(s -> {
            if (s instanceof Scanned.Frame<F>(F frame, _)) {
                frames.add(frame);
            }
        });
        return frames;
    }

    private F only(Bytes wire) {
        List<Scanned<F>> got = feed(wire.toArray());
        assertEquals(1, got.size(), () -> wire + " gives " + got);
        return frames(got).getFirst();
    }

    public void all() {
        everySplit();
        everyTruncation();
        everyBitFlip();
        noise();
        oneDamagedFrameIsReportedOnce();
    }

    private void everySplit() {
        byte[] stream = Bytes.concat(wires.toArray(Bytes[]::new)).toArray();
        List<F> wanted = wires.stream().map(this::only).toList();
        for (int cut = 0; cut <= stream.length; cut++) {
            List<Scanned<F>> got = feed(Arrays.copyOf(stream, cut), Arrays.copyOfRange(stream, cut, stream.length));
            assertEquals(wanted, frames(got), "cut at " + cut);
            assertEquals(wanted.size(), got.size());
        }
        byte[][] single = new byte[stream.length][];
        for (int i = 0; i < stream.length; i++) {
            single[i] = new byte[] {stream[i]};
        }
        assertEquals(wanted, frames(feed(single)));
    }

    private void everyTruncation() {
        byte[] next = wires.getLast().toArray();
        for (Bytes wire : wires) {
            for (int length = 0; length < wire.size(); length++) {
                List<Scanned<F>> got = feed(wire.slice(0, length).toArray(), next);
                List<F> frames = frames(got);
                if (checked) {
                    assertEquals(List.of(only(wires.getLast())), frames, wire + " cut at " + length);
                    assertEquals(length > 0, got.size() > 1, wire + " cut at " + length + ": " + got);
                } else {
                    assertTrue(frames(feed(wire.slice(0, length).toArray(), next, next)).contains(only(wires.getLast())));
                }
            }
        }
    }

    private void everyBitFlip() {
        byte[] next = wires.getLast().toArray();
        F good = only(wires.getLast());
        for (Bytes wire : wires) {
            for (int bit = 0; bit < wire.size() * 8; bit++) {
                byte[] damaged = wire.toArray();
                damaged[bit / 8] ^= (byte) (1 << bit % 8);
                List<F> frames = frames(feed(damaged, next, next));
                assertEquals(good, frames.getLast(), wire + " bit " + bit);
                if (checked) {
                    assertTrue(frames.stream().allMatch(good::equals), wire + " bit " + bit + ": " + frames);
                }
            }
        }
    }

    private void noise() {
        byte[] next = wires.getLast().toArray();
        for (long seed = 1; seed <= 40; seed++) {
            Random random = new Random(seed);
            byte[] noise = new byte[NOISE_BYTES];
            random.nextBytes(noise);
            if (seed % 2 == 0) { // the nastier kind: made of what frames are made of
                byte[] alphabet = Bytes.concat(wires.toArray(Bytes[]::new)).toArray();
                for (int i = 0; i < noise.length; i++) {
                    noise[i] = alphabet[random.nextInt(alphabet.length)];
                }
            }
            List<F> frames = frames(feed(noise, next, next, next));
            assertEquals(only(wires.getLast()), frames.getLast(), "seed " + seed);
        }
    }

    private void oneDamagedFrameIsReportedOnce() {
        for (Bytes wire : wires) {
            byte[] damaged = wire.toArray();
            damaged[damaged.length - 1] ^= 0x10;
            if (checked) {
                List<Scanned<F>> got = feed(wire.toArray(), damaged, wire.toArray());
                assertEquals(List.of(only(wire), only(wire)), frames(got));
                int reported = got.stream().filter(Scanned.Malformed.class::isInstance).mapToInt(s -> s.raw().size()).sum();
                assertEquals(wire.size(), reported, () -> "each damaged byte once: " + got);
            }
        }
    }
}
