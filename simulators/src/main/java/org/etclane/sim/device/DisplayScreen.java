package org.etclane.sim.device;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.etclane.device.Bytes;
import org.etclane.device.DisplayCommand.Colour;
import org.etclane.device.DisplayCommand.Lamp;
import org.etclane.device.display.GbkText;

/** The lamps of a simulated fee display: what was written stays until it is overwritten. The simulation's thread. */
final class DisplayScreen {
    private static final int LINE_BREAK = 0x0A;
    private static final int CARRIAGE_RETURN = 0x0D;

    private final int bytesPerRow;
    private final List<DisplayPicture.Row> rows;
    private Optional<Colour> fill = Optional.empty();
    private Lamp lamp = Lamp.OFF;
    private boolean flash;
    private int brightness;
    private String heard = "";

    DisplayScreen(int rows, int bytesPerRow) {
        this.bytesPerRow = bytesPerRow;
        this.rows = new ArrayList<>(Collections.nCopies(rows, new DisplayPicture.Row("", Colour.RED)));
    }

    /** @param row from 1; a row that the screen does not have is not seen */
    void row(int row, Bytes gbk, Colour colour) {
        fill = Optional.empty();
        if (row >= 1 && row <= rows.size()) {
            String text = GbkText.decode(GbkText.cut(GbkText.decode(gbk), bytesPerRow)).stripTrailing();
            rows.set(row - 1, new DisplayPicture.Row(text, colour));
        }
    }

    /** The whole screen from its first row; a line goes on in the next row when it is too long for one. */
    void screen(Bytes gbk, Colour colour) {
        clear();
        List<Bytes> lines = new ArrayList<>();
        int from = 0;
        int at = 0;
        while (at < gbk.size()) {
            int width = gbk.u8(at) > 0x80 && at + 1 < gbk.size() ? 2 : 1;
            boolean breaks = gbk.u8(at) == LINE_BREAK || gbk.u8(at) == CARRIAGE_RETURN;
            if (breaks || at + width - from > bytesPerRow) {
                lines.add(gbk.slice(from, at));
                from = breaks ? at + 1 : at;
            }
            at += width;
        }
        lines.add(gbk.slice(from, gbk.size()));
        for (int row = 0; row < lines.size(); row++) {
            row(row + 1, lines.get(row), colour);
        }
    }

    void clear() {
        fill = Optional.empty();
        Collections.fill(rows, new DisplayPicture.Row("", Colour.RED));
    }

    void fill(Colour colour) {
        fill = Optional.of(colour);
    }

    void lamp(Lamp now) {
        lamp = now;
    }

    void flash(boolean on) {
        flash = on;
    }

    void brightness(int step) {
        brightness = step;
    }

    void speak(String text) {
        heard = text;
    }

    DisplayPicture picture() {
        return new DisplayPicture(bytesPerRow, rows, fill, lamp, flash, brightness, heard);
    }
}
