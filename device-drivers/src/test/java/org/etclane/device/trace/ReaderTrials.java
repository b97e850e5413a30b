package org.etclane.device.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.etclane.device.Bytes;
import org.etclane.device.link.LinkTrace.Direction;

/** What every reader has to stand, tried with a conversation of its protocol. */
public final class ReaderTrials {
    private static final Pattern SPOKEN = Pattern.compile("(?:\\d+ ([<>])|(LANE|RSU)) ((?:\\p{XDigit}{2} ?)+)\\s*(?:#.*)?");

    private ReaderTrials() {
    }

    public record Said(Direction direction, byte[] bytes) {
    }

    /** The frames of a golden transcript, whose bytes come from another place than the codec. @param resource below this package's parent */
    public static List<Said> transcript(String resource) {
        return lines("/org/etclane/device/" + resource).stream().map(line -> SPOKEN.matcher(line.strip())).filter(Matcher::matches)
                .map(m -> new Said("<".equals(m.group(1)) || "RSU".equals(m.group(2)) ? Direction.IN : Direction.OUT,
                        Bytes.fromHex(m.group(3)).toArray())).toList();
    }

    static List<String> lines(String resource) {
        try (InputStream file = ReaderTrials.class.getResourceAsStream(resource)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** One line per piece: direction, words. */
    public static List<String> words(LineReader reader, List<Said> conversation) {
        return conversation.stream().map(said -> said.direction() == Direction.IN ? "< " + String.join(" | ", read(reader, said))
                : "> " + String.join(" | ", read(reader, said))).toList();
    }

    private static List<String> read(LineReader reader, Said said) {
        return (said.direction() == Direction.IN ? reader.fromDevice() : reader.toDevice()).read(said.bytes());
    }

    /** @param fresh a reader that knows nothing */
    public static void stands(Supplier<LineReader> fresh, List<Said> conversation) {
        for (Direction direction : List.of(Direction.IN, Direction.OUT)) {
            List<byte[]> frames = conversation.stream().filter(said -> said.direction() == direction).map(Said::bytes).toList();
            Function<LineReader, PieceReader> side = direction == Direction.IN ? LineReader::fromDevice : LineReader::toDevice;
            if (!frames.isEmpty()) {
                splits(fresh, side, frames);
                damage(fresh, side, frames);
            }
            noise(fresh, side, frames);
        }
    }

    private static void splits(Supplier<LineReader> fresh, Function<LineReader, PieceReader> side, List<byte[]> frames) {
        PieceReader whole = side.apply(fresh.get());
        List<String> expected = frames.stream().flatMap(frame -> whole.read(frame).stream()).toList();
        for (int pieceBytes : new int[] {1, 2, 3, 5, 7, 11, 64}) {
            PieceReader reader = side.apply(fresh.get());
            List<String> words = new ArrayList<>();
            for (byte[] frame : frames) {
                for (int at = 0; at < frame.length; at += pieceBytes) {
                    words.addAll(reader.read(Arrays.copyOfRange(frame, at, Math.min(frame.length, at + pieceBytes))));
                }
            }
            assertEquals(expected, words, "in pieces of " + pieceBytes + " bytes");
        }
    }

    /** Cut anywhere, or with any bit wrong: there are words for it, and after a pause the next good frame is found. */
    private static void damage(Supplier<LineReader> fresh, Function<LineReader, PieceReader> side, List<byte[]> frames) {
        byte[] frame = frames.getFirst();
        List<String> good = side.apply(fresh.get()).read(frame);
        assertFalse(good.isEmpty());
        for (int i = 0; i < frame.length * 9; i++) {
            byte[] damaged = i < frame.length ? Arrays.copyOf(frame, i) : frame.clone();
            if (i >= frame.length) {
                int bit = i - frame.length;
                damaged[bit / 8] ^= (byte) (1 << bit % 8);
            }
            PieceReader reader = side.apply(fresh.get());
            List<String> words = new ArrayList<>(reader.read(damaged));
            words.addAll(reader.pause());
            words.addAll(reader.read(frame));
            words.addAll(reader.read(frame)); // a frame that ends a damaged one's wait may be swallowed with it
            assertTrue(words.containsAll(good), () -> "after " + Bytes.copyOf(damaged) + ": " + words);
        }
    }

    private static void noise(Supplier<LineReader> fresh, Function<LineReader, PieceReader> side, List<byte[]> frames) {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        PieceReader reader = side.apply(fresh.get());
        for (int i = 0; i < 400; i++) {
            byte[] piece = new byte[random.nextInt(60)];
            random.nextBytes(piece);
            if (!frames.isEmpty() && random.nextInt(3) == 0) { // what begins like a frame goes deeper
                byte[] frame = frames.get(random.nextInt(frames.size()));
                System.arraycopy(frame, 0, piece, 0, Math.min(piece.length, 1 + random.nextInt(frame.length)));
            }
            for (String words : random.nextInt(10) == 0 ? reader.pause() : reader.read(piece)) {
                assertFalse(words.isBlank(), "seed " + seed);
            }
        }
    }
}
