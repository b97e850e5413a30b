package org.etclane.device.trace;

import java.util.List;
import java.util.function.Function;
import org.etclane.device.frame.FrameScanner;
import org.etclane.device.frame.Scanned;

/** {@link PieceReader} over a {@link FrameScanner}. */
public final class ScannerReader<F> implements PieceReader {
    private final FrameScanner<F> scanner;
    private final Function<F, String> words;

    /** @param scanner of this direction, its own; @param words of one frame */
    public ScannerReader(FrameScanner<F> scanner, Function<F, String> words) {
        this.scanner = scanner;
        this.words = words;
    }

    @Override
    public List<String> read(byte[] piece) {
        return told(scanner.feed(piece, piece.length));
    }

    @Override
    public List<String> pause() {
        return told(scanner.expire());
    }

    private List<String> told(List<Scanned<F>> all) {
        return all.stream().map(one -> switch (one) {
            case Scanned.Frame<F> good -> words.apply(good.frame());
            case Scanned.Malformed<F> bad -> Words.noFrame(bad.raw().size(), bad.reason());
        }).toList();
    }
}
