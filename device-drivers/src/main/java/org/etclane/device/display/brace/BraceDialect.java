package org.etclane.device.display.brace;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.etclane.device.Bytes;
import org.etclane.device.DisplayCommand;
import org.etclane.device.display.DisplayAnswer;
import org.etclane.device.display.DisplayDialect;
import org.etclane.device.display.DisplayLevels;
import org.etclane.device.display.FrameScanner;
import org.etclane.device.display.GbkText;
import org.etclane.device.display.TextMode;

/** What the lane wants, in frames of the configured profile and within the configured limits. Pure. */
final class BraceDialect implements DisplayDialect {
    private static final int LINE_BREAK = 0x0A;
    private static final int YELLOW_FILL = 3;
    /** JT/T 489: 1–4 passenger, 11–16 goods, 21–26 special purpose; the form knows 1–6 and "truck". */
    private static final int LAST_PASSENGER_CLASS = 4;

    private final BraceSettings settings;
    private final BraceCodec codec;

    BraceDialect(BraceSettings settings) {
        this.settings = settings;
        this.codec = new BraceCodec(settings.profile());
    }

    @Override
    public List<Bytes> frames(DisplayCommand command) {
        return bytes(switch (command) {
            case DisplayCommand.Show show -> show(show);
            case DisplayCommand.Clear _ -> List.of(new BraceFrame.Clear());
            case DisplayCommand.Brightness brightness -> List.of(new BraceFrame.Brightness(
                    DisplayLevels.of(brightness.levelPercent(), settings.brightnessLevels())));
            case DisplayCommand.SelfTest _ -> List.of(settings.profile().has(BraceCommand.SELF_TEST)
                    ? new BraceFrame.SelfTest() : new BraceFrame.Fill(YELLOW_FILL));
            case DisplayCommand.Lights lights -> List.of(new BraceFrame.Lights(bits(lights)));
            case DisplayCommand.Say say -> say(say);
        });
    }

    @Override
    public List<Bytes> repeated(DisplayCommand command) {
        return command instanceof DisplayCommand.Show show && settings.textMode() == TextMode.FIXED_FORM
                ? bytes(rows(show)) : frames(command);
    }

    @Override
    public Bytes query() {
        return codec.encode(new BraceFrame.Query()).or(() -> codec.encode(new BraceFrame.Version())).orElseThrow();
    }

    @Override
    public FrameScanner.Shape<DisplayAnswer> answers() {
        return settings.profile().has(BraceCommand.QUERY) ? new BraceAnswer() : new VersionText();
    }

    private List<BraceFrame> show(DisplayCommand.Show show) {
        return switch (settings.textMode()) {
            case ROWS -> rows(show);
            case SCREEN -> List.of(screen(show));
            case FIXED_FORM -> form(show).map(List::of).orElseGet(() -> rows(show));
        };
    }

    /** Every row of the screen, so that nothing of an older text stays. */
    private List<BraceFrame> rows(DisplayCommand.Show show) {
        List<BraceFrame> rows = new ArrayList<>(settings.rows());
        for (int row = 1; row <= settings.rows(); row++) {
            String text = row <= show.lines().size() ? show.lines().get(row - 1) : "";
            rows.add(new BraceFrame.Line(settings.colours().of(show.colour()), row,
                    GbkText.field(text, settings.bytesPerRow())));
        }
        return rows;
    }

    private BraceFrame screen(DisplayCommand.Show show) {
        List<Bytes> parts = new ArrayList<>();
        for (int row = 0; row < settings.rows(); row++) {
            if (row > 0) {
                parts.add(Bytes.of(LINE_BREAK));
            }
            parts.add(GbkText.field(row < show.lines().size() ? show.lines().get(row) : "", settings.bytesPerRow()));
        }
        return new BraceFrame.Screen(settings.colours().of(show.colour()), 0, 0, Bytes.concat(parts.toArray(Bytes[]::new)));
    }

    /** Only with all three amounts: an empty field would read as nothing to pay or nothing left. */
    private Optional<BraceFrame> form(DisplayCommand.Show show) {
        return show.fee().filter(fee -> fee.amountFen() >= 0 && fee.vehicleClass() > 0 && fee.balanceFen().orElse(-1L) >= 0)
                .map(fee -> {
                    boolean truck = fee.vehicleClass() > LAST_PASSENGER_CLASS;
                    String fields = String.join("|", Integer.toString(truck ? fee.vehicleClass() % 10 : fee.vehicleClass()),
                            AmountVoice.yuan(fee.amountFen()), AmountVoice.yuan(fee.balanceFen().orElseThrow()),
                            truck ? "0" : show.shortText().replace('|', '/'), truck ? "0" : "");
                    return new BraceFrame.FixedForm(settings.colours().of(show.colour()), truck, GbkText.encode(fields));
                });
    }

    private List<BraceFrame> say(DisplayCommand.Say say) {
        Optional<BraceFrame> amount = say.amountFen().flatMap(settings.amountVoice()::encode).map(BraceFrame.SayAmount::new);
        int index = settings.phrases().indexOf(say.text());
        Optional<BraceFrame> phrase = index < 0 ? Optional.empty() : Optional.of(new BraceFrame.Phrase(index));
        Optional<BraceFrame> said = say.amountFen().isPresent() ? amount : phrase;
        List<BraceFrame> frames = new ArrayList<>(2);
        said.ifPresent(frame -> {
            if (settings.volume() > 0) {
                frames.add(new BraceFrame.Volume(settings.volume()));
            }
            frames.add(frame);
        });
        return frames;
    }

    private static int bits(DisplayCommand.Lights lights) {
        int lamp = switch (lights.lamp()) {
            case OFF -> 0;
            case GREEN -> BraceFrame.Lights.GREEN;
            case RED -> BraceFrame.Lights.RED;
        };
        return lamp | (lights.flash() ? BraceFrame.Lights.FLASH : 0);
    }

    private List<Bytes> bytes(List<BraceFrame> frames) {
        return frames.stream().flatMap(frame -> codec.encode(frame).stream()).toList();
    }
}
