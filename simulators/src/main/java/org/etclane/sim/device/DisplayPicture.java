package org.etclane.sim.device;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.etclane.device.DisplayCommand;
import org.etclane.device.DisplayCommand.Colour;
import org.etclane.device.DisplayCommand.Lamp;
import org.etclane.device.display.GbkText;

/**
 * What a driver who looks at a fee display sees, and what was last heard from it. Immutable; any thread.
 *
 * @param bytesPerRow width of the screen in ASCII characters; a Chinese one takes two
 * @param rows        from the top, all of the screen's
 * @param fill        the whole screen is lit in this colour instead (self-test)
 * @param brightness  the step as it was told, 0 = automatic
 * @param heard       what was spoken last, empty when nothing was yet
 */
public record DisplayPicture(int bytesPerRow, List<Row> rows, Optional<Colour> fill, Lamp lamp, boolean flash, int brightness,
                             String heard) {
    private static final int USUAL_BYTES_PER_ROW = 16;

    /** @param text without the blanks at its end */
    public record Row(String text, Colour colour) {
        boolean blank() {
            return text.isEmpty();
        }
    }

    public DisplayPicture {
        rows = List.copyOf(rows);
    }

    /**
     * Of a display that has no rows of its own on the wire: the texts, and the fixed fields of class, fee and balance below them.
     *
     * @param content empty: dark
     */
    public static DisplayPicture of(Optional<DisplayCommand.Show> content) {
        List<Row> rows = content.map(show -> Stream.concat(show.lines().stream(), show.fee().stream().flatMap(DisplayPicture::fields))
                .map(text -> new Row(text, show.colour())).toList()).orElse(List.of());
        int widest = rows.stream().mapToInt(row -> GbkText.encode(row.text()).size()).max().orElse(0);
        return new DisplayPicture(Math.max(USUAL_BYTES_PER_ROW, widest), rows, Optional.empty(), Lamp.OFF, false, 0, "");
    }

    private static Stream<String> fields(DisplayCommand.Fee fee) {
        return Stream.concat(Stream.of("车型 " + fee.vehicleClass(), "金额 " + yuan(fee.amountFen())),
                fee.balanceFen().map(fen -> "余额 " + yuan(fen)).stream());
    }

    private static String yuan(long fen) {
        return fen / 100 + "." + "%02d".formatted(fen % 100);
    }

    /** The texts alone, without empty rows at the end. */
    public List<String> texts() {
        int last = rows.size();
        while (last > 0 && rows.get(last - 1).blank()) {
            last--;
        }
        return rows.subList(0, last).stream().map(Row::text).toList();
    }

    /**
     * What a driver takes from it: the rows, and red when all that is lit is red. A screen that is just being written is not read as
     * a refusal: its rows come one after the other. Empty when there is nothing to read.
     */
    public Optional<DisplayCommand.Show> asRead() {
        List<Colour> lit = rows.stream().filter(row -> !row.blank()).map(Row::colour).toList();
        if (fill.isPresent() || lit.isEmpty()) {
            return Optional.empty();
        }
        Colour colour = lit.stream().filter(c -> c != Colour.RED).findFirst().orElse(Colour.RED);
        return Optional.of(new DisplayCommand.Show(colour, texts(), "", Optional.empty()));
    }

    /** A frame of ASCII with the rows in it, each row's colour beside it, and a line for lights and voice; ends with a line break. */
    public String render() {
        String edge = "+" + "-".repeat(bytesPerRow) + "+\n";
        StringBuilder out = new StringBuilder(edge);
        for (Row row : rows) {
            String inside = fill.isPresent() ? "#".repeat(bytesPerRow) : padded(row.text());
            String colour = fill.map(DisplayPicture::name).orElse(row.blank() ? "" : name(row.colour()));
            out.append(("|" + inside + "| " + colour).stripTrailing()).append('\n');
        }
        out.append(edge).append("lamp ").append(name(lamp)).append(", flash ").append(flash ? "on" : "off").append(", brightness ")
                .append(brightness == 0 ? "automatic" : Integer.toString(brightness)).append('\n');
        return heard.isEmpty() ? out.toString() : out.append("heard ").append(heard).append('\n').toString();
    }

    private String padded(String text) {
        return text + " ".repeat(Math.max(0, bytesPerRow - GbkText.encode(text).size()));
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(java.util.Locale.ROOT);
    }
}
