package org.etclane.device.frame;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.etclane.device.Bytes;

/**
 * Cuts a byte stream into frames that have a recognisable beginning and a length, but no delimiter of their own. A candidate that
 * proves bad costs one byte: a good frame that begins inside it is found. Each damaged byte is reported once. Holds less than
 * {@code longest} bytes between calls, never throws, knows no clock: whoever owns it says when a beginning has waited long enough
 * ({@link #expire}). One thread at a time.
 *
 * @param <F> the frames of the direction that is read
 */
public final class FrameScanner<F> {
    private static final String NOISE = "bytes outside any frame";

    /** What a protocol knows of its frames. */
    public interface Shape<F> {
        int NONE = -1;
        int MORE = 0;

        /**
         * How long the frame is that begins at {@code held[at]}; bytes up to {@code end} (exclusive) are there.
         *
         * @return bytes, {@link #NONE} when none can begin here, {@link #MORE} when that cannot be said yet
         */
        int lengthAt(byte[] held, int at, int end);

        /** Reads a candidate of that length: checks it and says what it is. */
        Scanned<F> read(Bytes candidate);
    }

    private final Shape<F> shape;
    private byte[] held = new byte[64];
    private int count;
    /** Bytes at the start of {@link #held} that were already reported as part of a damaged frame. */
    private int reported;

    public FrameScanner(Shape<F> shape) {
        this.shape = shape;
    }

    /** @return what these bytes completed, in order; empty when more bytes are needed */
    public List<Scanned<F>> feed(byte[] chunk, int length) {
        if (count + length > held.length) {
            held = Arrays.copyOf(held, count + length);
        }
        System.arraycopy(chunk, 0, held, count, length);
        count += length;
        return scan(false);
    }

    /** True when the beginning of a frame waits for the rest. */
    public boolean partial() {
        return count > 0;
    }

    /** The rest will not come: what waits is given up, and good frames inside it are found. */
    public List<Scanned<F>> expire() {
        return scan(true);
    }

    /** Forgets what waits without a report, as after a line break. */
    public void reset() {
        count = 0;
        reported = 0;
    }

    private List<Scanned<F>> scan(boolean nothingMoreComes) {
        List<Scanned<F>> out = new ArrayList<>(2);
        int at = 0;
        int unreportedFrom = reported;
        while (at < count) {
            int length = shape.lengthAt(held, at, count);
            boolean incomplete = length == Shape.MORE || length > count - at;
            if (incomplete && !nothingMoreComes) {
                break;
            }
            if (incomplete || length == Shape.NONE) {
                at++;
                continue;
            }
            Scanned<F> read = shape.read(Bytes.copyOf(held, at, at + length));
            if (read instanceof Scanned.Malformed<F> bad && !bad.whole()) {
                if (at >= unreportedFrom) {
                    noise(unreportedFrom, at, out);
                    out.add(bad);
                    unreportedFrom = at + length;
                }
                at++;
            } else {
                noise(unreportedFrom, at, out);
                out.add(read);
                at += length;
                unreportedFrom = Math.max(unreportedFrom, at);
            }
        }
        noise(unreportedFrom, at, out);
        reported = Math.max(0, unreportedFrom - at);
        System.arraycopy(held, at, held, 0, count - at);
        count -= at;
        reported = Math.min(reported, count);
        return out;
    }

    private void noise(int from, int to, List<Scanned<F>> out) {
        if (to > from) {
            out.add(new Scanned.Malformed<>(Bytes.copyOf(held, from, to), false, NOISE));
        }
    }
}
