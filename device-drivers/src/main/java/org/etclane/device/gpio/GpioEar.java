package org.etclane.device.gpio;

import org.etclane.device.Bytes;
import org.etclane.device.conformance.Ear;

/** What the lines say, for {@link GpioConformance}. A chunk is whole frames, so nothing is ever half received. */
final class GpioEar implements Ear<GpioFrame> {
    @Override
    public void feed(byte[] buffer, int length, Output<GpioFrame> out) {
        GpioCodec.decode(buffer, length, new GpioCodec.Output() {
            @Override
            public void frame(GpioFrame frame) {
                out.frame(frame, Bytes.copyOf(GpioCodec.encode(frame)));
            }

            @Override
            public void malformed(byte[] raw, String reason) {
                out.malformed(Bytes.copyOf(raw), reason);
            }
        });
    }

    @Override
    public void reset() {
        // nothing is held
    }
}
