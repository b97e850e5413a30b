package org.etclane.device.conformance;

import java.util.List;
import org.etclane.device.Bytes;
import org.etclane.device.frame.FrameScanner;
import org.etclane.device.frame.Scanned;

/**
 * An ear for every protocol whose frames a {@link FrameScanner} cuts.
 *
 * @param frameGapMs as the driver has it
 */
public record ScannerEar<F>(FrameScanner<F> scanner, long frameGapMs) implements Ear<F> {

    @Override
    public void feed(byte[] buffer, int length, Output<F> out) {
        tell(scanner.feed(buffer, length), out);
    }

    @Override
    public void reset() {
        scanner.reset();
    }

    @Override
    public void expire(Output<F> out) {
        tell(scanner.expire(), out);
    }

    private static <F> void tell(List<Scanned<F>> all, Output<F> out) {
        for (Scanned<F> scanned : all) {
            switch (scanned) {
                case Scanned.Frame<F>(F frame, Bytes raw) -> out.frame(frame, raw);
                case Scanned.Malformed<F>(Bytes raw, _, String reason) -> out.malformed(raw, reason);
            }
        }
    }
}
