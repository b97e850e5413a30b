package org.etclane.device.display;

import java.util.Arrays;
import java.util.Optional;
import org.etclane.device.Bytes;

/**
 * Cuts the byte stream of one direction into frames. A {@link Shape} says from the first bytes how long a frame is; the end byte
 * alone says nothing, because 7D is also the second byte of GBK characters. After a damaged frame it goes on one byte later, so
 * a good frame that begins inside is found. Never throws; holds one unfinished frame; knows no clock: whoever owns it says when
 * the rest will not come. One thread at a time.
 *
 * @param <F> what a frame is read into
 */
public final class FrameScanner<F> {
    /** No frame begins here. */
    public static final int NONE = 0;
    /** Too few bytes to say. */
    public static final int WAIT = -1;

    /** One direction of one protocol. Pure. */
    public interface Shape<F> {
        /** Whole length of the frame that begins at {@code from}, {@link #NONE} or {@link #WAIT}; bytes end before {@code to}. */
        int lengthAt(byte[] held, int from, int to);

        /** The fields of a frame of the length said before; empty when it is damaged. */
        Optional<F> read(Bytes frame);
    }

    /** Why bytes made no frame. */
    public enum Fault {
        NOISE("bytes outside any frame"), DAMAGED("frame with a wrong end, check or field"), UNFINISHED("frame not finished in time");

        public final String reason;

        Fault(String reason) {
            this.reason = reason;
        }
    }

    /** Where results go, in stream order. */
    public interface Output<F> {
        void frame(F frame);

        /** Each damaged byte is reported once. */
        void malformed(byte[] raw, Fault fault);
    }

    private final Shape<F> shape;
    private byte[] held = new byte[64];
    private int count;
    /** Bytes at the start of {@link #held} that were already reported as part of a damaged frame. */
    private int reported;

    public FrameScanner(Shape<F> shape) {
        this.shape = shape;
    }

    public void feed(byte[] chunk, int length, Output<F> out) {
        append(chunk, length);
        scan(0, Fault.NOISE, out);
    }

    /** True when the begin of a frame waits for the rest. */
    public boolean partial() {
        return count > 0;
    }

    /** The rest will not come: what waits is no frame, but good frames may lie inside it. */
    public void expire(Output<F> out) {
        while (count > 0) {
            scan(1, Fault.UNFINISHED, out);
        }
    }

    /** The line was opened again: what waits is forgotten without a report. Not to be called from {@link Output}. */
    public void reset() {
        count = 0;
        reported = 0;
    }

    private void append(byte[] chunk, int length) {
        if (count + length > held.length) {
            held = Arrays.copyOf(held, count + length);
        }
        System.arraycopy(chunk, 0, held, count, length);
        count += length;
    }

    /** @param first where the first frame may begin; the bytes before it are {@code outside} any */
    private void scan(int first, Fault outside, Output<F> out) {
        int at = first;
        int unreported = reported;
        while (at < count) {
            int length = shape.lengthAt(held, at, count);
            if (length == WAIT || length > count - at) {
                break;
            }
            if (length == NONE) {
                at++;
                continue;
            }
            Bytes whole = Bytes.copyOf(held, at, at + length);
            Optional<F> frame = shape.read(whole);
            if (frame.isPresent()) {
                outside(unreported, at, outside, out);
                out.frame(frame.get());
                at += length;
                unreported = Math.max(unreported, at);
            } else {
                if (at >= unreported) {
                    outside(unreported, at, outside, out);
                    out.malformed(whole.toArray(), Fault.DAMAGED);
                    unreported = at + length;
                }
                at++;
            }
        }
        outside(unreported, at, outside, out);
        reported = Math.max(0, unreported - at);
        System.arraycopy(held, at, held, 0, count - at);
        count -= at;
    }

    private void outside(int from, int to, Fault fault, Output<F> out) {
        if (to > from) {
            out.malformed(Arrays.copyOfRange(held, from, to), fault);
        }
    }
}
