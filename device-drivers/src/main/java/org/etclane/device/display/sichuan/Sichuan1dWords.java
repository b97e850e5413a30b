package org.etclane.device.display.sichuan;

import java.util.ArrayList;
import java.util.List;
import org.etclane.device.Bytes;
import org.etclane.device.DisplayCommand;
import org.etclane.device.display.DisplayLevels;
import org.etclane.device.display.GbkText;
import org.etclane.device.display.TextMode;

/** What the lane wants, in frames of "1D". It has no voice, no self-test and no automatic brightness. Pure. */
final class Sichuan1dWords {
    private static final Bytes BLANK = Bytes.of(' ');
    private static final String WIDE_ZERO = "０";
    private static final String WIDE_BLANK = "　";

    private final Sichuan1dSettings settings;

    Sichuan1dWords(Sichuan1dSettings settings) {
        this.settings = settings;
    }

    List<Sichuan1dFrame> frames(DisplayCommand command) {
        return switch (command) {
            case DisplayCommand.Show show -> show(show);
            case DisplayCommand.Clear _ -> List.of(new Sichuan1dFrame.Text(0, BLANK));
            case DisplayCommand.Brightness brightness -> brightness.levelPercent() == 0 ? List.of()
                    : List.of(new Sichuan1dFrame.Brightness(
                            DisplayLevels.of(brightness.levelPercent(), settings.brightnessLevels()) - 1, 0));
            case DisplayCommand.Lights lights -> lights(lights);
            case DisplayCommand.SelfTest _, DisplayCommand.Say _ -> List.of();
        };
    }

    private List<Sichuan1dFrame> show(DisplayCommand.Show show) {
        List<Sichuan1dFrame> frames = new ArrayList<>();
        if (settings.colourByLight()) {
            frames.add(show.colour() == DisplayCommand.Colour.GREEN ? Sichuan1dFrame.Light.GREEN : Sichuan1dFrame.Light.RED);
        }
        List<Bytes> rows = new ArrayList<>();
        for (int row = 0; row < settings.rows(); row++) {
            String line = row < show.lines().size() ? show.lines().get(row) : "";
            boolean first = settings.textMode() == TextMode.ROWS || row == 0;
            rows.add(GbkText.field(first ? harmless(line) : line, settings.bytesPerRow()));
        }
        if (settings.textMode() == TextMode.SCREEN) {
            Bytes whole = Bytes.concat(rows.toArray(Bytes[]::new));
            // a first row without text would read as "clear", and the rows below it would be lost
            frames.add(new Sichuan1dFrame.Text(0, whole.u8(0) != ' ' ? whole
                    : Bytes.concat(GbkText.encode(WIDE_BLANK), whole.slice(2, whole.size()))));
        } else {
            for (int row = 0; row < rows.size(); row++) {
                frames.add(new Sichuan1dFrame.Text(row + 1, rows.get(row)));
            }
        }
        return frames;
    }

    /** The first byte of a text is also a command: a blank clears, a '0' restarts the display; full-width forms do not. */
    private static String harmless(String line) {
        String shown = GbkText.decode(GbkText.encode(line));
        if (shown.isBlank()) {
            return shown;
        }
        return switch (shown.charAt(0)) {
            case '0' -> WIDE_ZERO + shown.substring(1);
            case ' ' -> WIDE_BLANK + shown.substring(1);
            default -> shown;
        };
    }

    private List<Sichuan1dFrame> lights(DisplayCommand.Lights lights) {
        List<Sichuan1dFrame> frames = new ArrayList<>(2);
        if (!settings.colourByLight()) {
            switch (lights.lamp()) {
                case OFF -> { } // it has no command for that
                case GREEN -> frames.add(Sichuan1dFrame.Light.GREEN);
                case RED -> frames.add(Sichuan1dFrame.Light.RED);
            }
        }
        frames.add(lights.flash() ? Sichuan1dFrame.Light.FLASH_ON : Sichuan1dFrame.Light.FLASH_OFF);
        return frames;
    }
}
