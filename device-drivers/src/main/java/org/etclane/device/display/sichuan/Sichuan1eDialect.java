package org.etclane.device.display.sichuan;

import java.util.ArrayList;
import java.util.List;
import org.etclane.device.Bytes;
import org.etclane.device.DisplayCommand;
import org.etclane.device.display.DisplayAnswer;
import org.etclane.device.display.DisplayDialect;
import org.etclane.device.display.DisplayLevels;
import org.etclane.device.display.FrameScanner;
import org.etclane.device.display.GbkText;
import org.etclane.device.display.TextMode;

/** What the lane wants, in frames of "1E". It has no lights, and no voice for an amount. Pure. */
final class Sichuan1eDialect implements DisplayDialect {
    private final Sichuan1eSettings settings;
    private final Sichuan1eCodec codec;

    Sichuan1eDialect(Sichuan1eSettings settings) {
        this.settings = settings;
        this.codec = new Sichuan1eCodec(settings.checkByte());
    }

    @Override
    public List<Bytes> frames(DisplayCommand command) {
        List<Sichuan1eFrame> frames = switch (command) {
            case DisplayCommand.Show show -> show(show);
            case DisplayCommand.Clear _ -> List.of(new Sichuan1eFrame.Clear());
            case DisplayCommand.Brightness brightness -> List.of(brightness(brightness));
            case DisplayCommand.SelfTest _ -> List.of(new Sichuan1eFrame.SelfTest());
            case DisplayCommand.Lights _ -> List.of();
            case DisplayCommand.Say say -> say(say);
        };
        return frames.stream().map(codec::encode).toList();
    }

    @Override
    public List<Bytes> repeated(DisplayCommand command) {
        return frames(command);
    }

    @Override
    public Bytes query() {
        return codec.encode(new Sichuan1eFrame.Query());
    }

    @Override
    public FrameScanner.Shape<DisplayAnswer> answers() {
        return new Sichuan1eAnswer();
    }

    /** The colour first: it holds for the text that follows. */
    private List<Sichuan1eFrame> show(DisplayCommand.Show show) {
        List<Sichuan1eFrame> frames = new ArrayList<>();
        frames.add(new Sichuan1eFrame.Colour(settings.colours().of(show.colour())));
        List<Bytes> rows = new ArrayList<>();
        for (int row = 0; row < settings.rows(); row++) {
            rows.add(GbkText.field(text(row < show.lines().size() ? show.lines().get(row) : ""), Sichuan1eFrame.LINE_BYTES));
        }
        if (settings.textMode() == TextMode.SCREEN) {
            frames.add(new Sichuan1eFrame.Screen(Bytes.concat(rows.toArray(Bytes[]::new))));
            return frames;
        }
        for (int row = 0; row < rows.size(); row++) {
            frames.add(new Sichuan1eFrame.Line(row + 1, rows.get(row)));
        }
        return frames;
    }

    private String text(String line) {
        return settings.replaceEndByte() ? GbkText.avoiding(line, Sichuan1eCodec.TAIL) : line;
    }

    private Sichuan1eFrame brightness(DisplayCommand.Brightness brightness) {
        int level = DisplayLevels.of(brightness.levelPercent(), settings.brightnessLevels());
        return new Sichuan1eFrame.Brightness(settings.brightnessAscii() ? '0' + level : level);
    }

    private List<Sichuan1eFrame> say(DisplayCommand.Say say) {
        int index = say.text().isEmpty() ? -1 : settings.phrases().indexOf(say.text());
        if (index < 0) {
            return List.of();
        }
        Sichuan1eFrame phrase = new Sichuan1eFrame.Phrase(index);
        return settings.volume() > 0 ? List.of(new Sichuan1eFrame.Volume(settings.volume()), phrase) : List.of(phrase);
    }
}
