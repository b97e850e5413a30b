package org.etclane.device.lc301;

import org.etclane.device.Bytes;
import org.etclane.device.conformance.Ear;

/** What the controller says, for {@link Lc301Conformance}: the host's decoder. */
final class Lc301Ear implements Ear<Lc301Frame> {
    /** More than the 7 characters of a frame take at 1200 baud. */
    private static final long FRAME_GAP_MS = 100;

    private final Lc301Decoder decoder = new Lc301Decoder(Lc301Decoder.Side.HOST);

    @Override
    public void feed(byte[] buffer, int length, Output<Lc301Frame> out) {
        decoder.feed(buffer, length, output(out));
    }

    @Override
    public void reset() {
        decoder.reset();
    }

    @Override
    public long frameGapMs() {
        return FRAME_GAP_MS;
    }

    @Override
    public void expire(Output<Lc301Frame> out) {
        decoder.expire(output(out));
    }

    private static Lc301Decoder.Output output(Output<Lc301Frame> out) {
        return new Lc301Decoder.Output() {
            @Override
            public void frame(Lc301Frame frame) {
                out.frame(frame, Bytes.copyOf(Lc301Codec.encode(frame)));
            }

            @Override
            public void malformed(byte[] raw, Lc301Decoder.Fault fault) {
                out.malformed(Bytes.copyOf(raw), fault.reason);
            }
        };
    }
}
