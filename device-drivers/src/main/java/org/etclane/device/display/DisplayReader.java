package org.etclane.device.display;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.etclane.device.display.FrameScanner.Fault;
import org.etclane.device.trace.PieceReader;
import org.etclane.device.trace.Words;

/** One direction of a display's line in words, for whoever looks at a trace. @param <F> its frames */
public final class DisplayReader<F> implements PieceReader {
    private final FrameScanner<F> scanner;
    private final Function<F, String> words;

    public DisplayReader(FrameScanner.Shape<F> shape, Function<F, String> words) {
        this.scanner = new FrameScanner<>(shape);
        this.words = words;
    }

    /** Of the answers that only say how the display is. */
    public static String of(DisplayAnswer answer) {
        return answer.good() ? "answer: ok" : "answer: " + answer.cause();
    }

    @Override
    public List<String> read(byte[] piece) {
        Told told = new Told();
        scanner.feed(piece, piece.length, told);
        return told.words;
    }

    @Override
    public List<String> pause() {
        Told told = new Told();
        scanner.expire(told);
        return told.words;
    }

    private final class Told implements FrameScanner.Output<F> {
        private final List<String> words = new ArrayList<>();

        @Override
        public void frame(F frame) {
            words.add(DisplayReader.this.words.apply(frame));
        }

        @Override
        public void malformed(byte[] raw, Fault fault) {
            words.add(Words.noFrame(raw.length, fault.reason));
        }
    }
}
