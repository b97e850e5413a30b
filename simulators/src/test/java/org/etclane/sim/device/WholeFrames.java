package org.etclane.sim.device;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.etclane.device.frame.FrameScanner;
import org.etclane.device.frame.Scanned;

/** What passes an {@link OddDevice} frame by frame, however a line has cut it. */
final class WholeFrames {
    private WholeFrames() {
    }

    /** Each good frame is replaced by what the function makes of it, in bytes; the rest passes as it is. */
    static <F> Function<byte[], List<byte[]>> each(FrameScanner<F> scanner, Function<F, List<byte[]>> change) {
        return each(scanner, change, List::of);
    }

    /** @param damaged what becomes of bytes that make no good frame */
    static <F> Function<byte[], List<byte[]>> each(FrameScanner<F> scanner, Function<F, List<byte[]>> change,
            Function<byte[], List<byte[]>> damaged) {
        return piece -> {
            List<byte[]> out = new ArrayList<>();
            for (Scanned<F> scanned : scanner.feed(piece, piece.length)) {
                switch (scanned) {
                    case Scanned.Frame<F> good -> out.addAll(change.apply(good.frame()));
                    case Scanned.Malformed<F> bad -> out.addAll(damaged.apply(bad.raw().toArray()));
                }
            }
            return out;
        };
    }
}
