package org.etclane.device.display;

import java.util.Optional;
import org.etclane.device.Bytes;
import org.etclane.device.conformance.Ear;

/** What a display says, for its conformance suite: cut as its driver cuts it. @param <F> its answers */
public final class DisplayEar<F> implements Ear<F> {
    /** As in the driver: the longest answer takes 5 ms at 9600 baud. */
    private static final long FRAME_GAP_MS = 200;

    private final FrameScanner<Heard<F>> scanner;

    private record Heard<F>(F frame, Bytes raw) {
    }

    /** The same shape, that also keeps the bytes. */
    private record Keeping<F>(FrameScanner.Shape<F> shape) implements FrameScanner.Shape<Heard<F>> {
        @Override
        public int lengthAt(byte[] held, int from, int to) {
            return shape.lengthAt(held, from, to);
        }

        @Override
        public Optional<Heard<F>> read(Bytes frame) {
            return shape.read(frame).map(read -> new Heard<>(read, frame));
        }
    }

    public DisplayEar(FrameScanner.Shape<F> shape) {
        this.scanner = new FrameScanner<>(new Keeping<>(shape));
    }

    @Override
    public void feed(byte[] buffer, int length, Output<F> out) {
        scanner.feed(buffer, length, told(out));
    }

    @Override
    public void reset() {
        scanner.reset();
    }

    @Override
    public long frameGapMs() {
        return FRAME_GAP_MS;
    }

    @Override
    public void expire(Output<F> out) {
        scanner.expire(told(out));
    }

    private static <F> FrameScanner.Output<Heard<F>> told(Output<F> out) {
        return new FrameScanner.Output<>() {
            @Override
            public void frame(Heard<F> heard) {
                out.frame(heard.frame(), heard.raw());
            }

            @Override
            public void malformed(byte[] raw, FrameScanner.Fault fault) {
                out.malformed(Bytes.copyOf(raw), fault.reason);
            }
        };
    }
}
