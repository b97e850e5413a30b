package org.etclane.device.display.brace;

import org.etclane.device.display.DisplayReader;
import org.etclane.device.trace.LineReader;
import org.etclane.device.trace.Words;

/** Frames of the brace family in words, for whoever looks at a trace. Pure. */
final class BraceWords {
    private final BraceSettings settings;

    private BraceWords(BraceSettings settings) {
        this.settings = settings;
    }

    static LineReader reader(BraceSettings settings) {
        return new LineReader(new DisplayReader<>(new BraceDialect(settings).answers(), DisplayReader::of),
                new DisplayReader<>(new BraceCodec(settings.profile()), new BraceWords(settings)::of));
    }

    private String of(BraceFrame frame) {
        return switch (frame) {
            case BraceFrame.Query _ -> "Query";
            case BraceFrame.SelfTest _ -> "SelfTest";
            case BraceFrame.Line line -> "Line " + line.row() + " " + Words.gbk(line.text()) + " " + colour(line.colour());
            case BraceFrame.Screen screen -> "Screen " + Words.gbk(screen.text()) + " " + colour(screen.colour());
            case BraceFrame.Clear _ -> "Clear";
            case BraceFrame.FixedForm form -> "FixedForm " + Words.gbk(form.fields()) + " " + colour(form.colour());
            case BraceFrame.ClearRow clear -> "ClearRow " + clear.row();
            case BraceFrame.Phrase phrase -> "Phrase " + phrase.index() + (phrase.index() < settings.phrases().size()
                    ? " \"" + settings.phrases().get(phrase.index()) + "\"" : "");
            case BraceFrame.Brightness brightness -> "Brightness " + (brightness.level() == 0 ? "automatic" : brightness.level());
            case BraceFrame.Volume volume -> "Volume " + volume.level();
            case BraceFrame.Lights lights -> "Lights " + lamps(lights.bits());
            case BraceFrame.SayAmount say -> "SayAmount " + Words.gbk(say.amount());
            case BraceFrame.Fill fill -> "Fill with colour " + fill.colour();
            case BraceFrame.Version _ -> "Version";
        };
    }

    private String colour(char code) {
        return Words.of(settings.colours().colour(code));
    }

    private static String lamps(int bits) {
        String lamp = (bits & BraceFrame.Lights.GREEN) != 0 ? "green" : (bits & BraceFrame.Lights.RED) != 0 ? "red" : "off";
        return lamp + ((bits & BraceFrame.Lights.FLASH) != 0 ? ", flash" : "");
    }
}
