package org.etclane.device.scale.toledo;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.etclane.device.trace.LineReader;
import org.etclane.device.trace.ScannerReader;

/** Frames of the Toledo continuous output in words, for whoever looks at a trace. Pure. */
final class ToledoWords {
    private final ToledoSettings settings;

    private ToledoWords(ToledoSettings settings) {
        this.settings = settings;
    }

    static LineReader reader(ToledoSettings settings) {
        return new LineReader(new ScannerReader<>(ToledoCodec.scanner(settings.checksum(), settings.tareField()),
                new ToledoWords(settings)::of),
                piece -> piece.length > 0 && piece[0] == 'Z' ? List.of("zero") : List.of());
    }

    private String of(ToledoFrame frame) {
        List<String> said = new ArrayList<>();
        said.add((frame.net() ? "net " : "gross ") + shown(frame.negative() ? -frame.weight() : frame.weight(), frame));
        frame.tare().filter(tare -> tare != 0).ifPresent(tare -> said.add("tare " + shown(tare, frame)));
        when(said, frame.motion(), "in motion");
        when(said, frame.outOfRange(), "out of range");
        when(said, frame.notZeroed(), "not zeroed");
        return String.join(", ", said);
    }

    private String shown(int digits, ToledoFrame frame) {
        return BigDecimal.valueOf(digits).scaleByPowerOfTen(-frame.decimals()).toPlainString()
                + (settings.unitFromStatus() && !frame.kilograms() ? " lb" : " kg");
    }

    private static void when(List<String> said, boolean is, String words) {
        if (is) {
            said.add(words);
        }
    }
}
