package org.etclane.device.rsu.serial;

import org.etclane.device.conformance.Ear;

/** What the RSU says, for {@link RsuSerialConformance}: the driver's de-framer. A frame ends where the next delimiter stands. */
final class RsuSerialEar implements Ear<UnitFrame> {
    private final RsuDeframer<UnitFrame> deframer;

    RsuSerialEar(Profile profile) {
        this.deframer = RsuDeframer.ofUnitFrames(profile);
    }

    @Override
    public void feed(byte[] buffer, int length, Output<UnitFrame> out) {
        for (Parsed<UnitFrame> parsed : deframer.feed(buffer, length)) {
            switch (parsed) {
                case Parsed.Frame<UnitFrame>(var frame, var raw) -> out.frame(frame, raw);
                case Parsed.Malformed<UnitFrame>(var raw, String reason) -> out.malformed(raw, reason);
            }
        }
    }

    @Override
    public void reset() {
        deframer.reset();
    }
}
