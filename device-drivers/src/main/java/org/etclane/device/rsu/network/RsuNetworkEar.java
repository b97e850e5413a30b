package org.etclane.device.rsu.network;

import java.util.List;
import org.etclane.device.Bytes;
import org.etclane.device.conformance.Ear;

/** What the RSU says, for {@link RsuNetworkConformance}: the driver's de-framer. {@code raw} is VER…CRC, so SEQ is its second byte. */
final class RsuNetworkEar implements Ear<UnitFrame> {
    /** Before the reason of what came well through the line and makes no sense. */
    static final String UNREADABLE = "content: ";

    private final RsuNetworkDeframer<UnitFrame> deframer;
    private final long frameGapMs;

    RsuNetworkEar(RsuNetworkSettings settings) {
        this.deframer = RsuNetworkDeframer.ofUnitFrames(settings.forms().psamRecordBytes());
        this.frameGapMs = settings.times().frameGapMs();
    }

    static int seq(Bytes raw) {
        return raw.u8(1);
    }

    @Override
    public void feed(byte[] buffer, int length, Output<UnitFrame> out) {
        tell(deframer.feed(buffer, length), out);
    }

    @Override
    public void reset() {
        deframer.reset();
    }

    @Override
    public long frameGapMs() {
        return frameGapMs;
    }

    @Override
    public void expire(Output<UnitFrame> out) {
        tell(deframer.giveUp(), out);
    }

    private static void tell(List<Parsed<UnitFrame>> pieces, Output<UnitFrame> out) {
        for (Parsed<UnitFrame> piece : pieces) {
            switch (piece) {
                case Parsed.Frame<UnitFrame>(_, UnitFrame frame, var raw) -> out.frame(frame, raw);
                case Parsed.Unreadable<UnitFrame>(_, var raw, String reason) -> out.malformed(raw, UNREADABLE + reason);
                case Parsed.Malformed<UnitFrame>(var raw, String reason) -> out.malformed(raw, reason);
            }
        }
    }
}
