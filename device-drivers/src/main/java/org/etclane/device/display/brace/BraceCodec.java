package org.etclane.device.display.brace;

import java.util.Optional;
import org.etclane.device.Bytes;
import org.etclane.device.display.FrameScanner;

/**
 * Frames of the brace family to bytes and back, for one profile; and the shape of its commands for a {@link FrameScanner}: the
 * length byte says where a frame ends, because 7D occurs inside GBK. A damaged text is not noticed: there is no check byte.
 * Pure.
 */
public final class BraceCodec implements FrameScanner.Shape<BraceFrame> {
    static final int HEAD = 0x7B;
    static final int TAIL = 0x7D;
    private static final int DATA_AT = 3;
    private static final int AROUND_DATA = 4;

    private final BraceProfile profile;

    public BraceCodec(BraceProfile profile) {
        this.profile = profile;
    }

    /** Empty when the profile has no such command, or the data would not fit it. */
    public Optional<Bytes> encode(BraceFrame frame) {
        Bytes data = data(frame);
        BraceCommand command = frame.command();
        boolean fits = data.size() >= command.leastBytes && data.size() <= command.mostBytes;
        return profile.code(command).filter(_ -> fits)
                .map(code -> Bytes.concat(Bytes.of(HEAD, code, data.size()), data, Bytes.of(TAIL)));
    }

    private Bytes data(BraceFrame frame) {
        return switch (frame) {
            case BraceFrame.Query _, BraceFrame.SelfTest _, BraceFrame.Clear _ -> Bytes.EMPTY;
            case BraceFrame.Line line -> Bytes.concat(Bytes.of(line.colour(), digit(line.row())), line.text());
            case BraceFrame.Screen screen ->
                    Bytes.concat(Bytes.of(screen.colour(), screen.x(), screen.y()), screen.text());
            case BraceFrame.FixedForm form -> Bytes.concat(Bytes.of(form.colour(), form.truck() ? '1' : '0'), form.fields());
            case BraceFrame.ClearRow clear -> Bytes.of(digit(clear.row()));
            case BraceFrame.Phrase phrase -> Bytes.of(digit(phrase.index()));
            case BraceFrame.Brightness brightness -> Bytes.of(automaticIsNul() && brightness.level() == 0 ? 0
                    : digit(brightness.level()));
            case BraceFrame.Volume volume -> Bytes.of(digit(volume.level()));
            case BraceFrame.Lights lights -> Bytes.of(lights.bits());
            case BraceFrame.SayAmount say -> say.amount();
            case BraceFrame.Fill fill -> Bytes.of(fill.colour());
            case BraceFrame.Version _ -> Bytes.of(0);
        };
    }

    private boolean automaticIsNul() {
        return profile == BraceProfile.YUNNAN;
    }

    @Override
    public int lengthAt(byte[] held, int from, int to) {
        if (held[from] != HEAD) {
            return FrameScanner.NONE;
        }
        if (to - from < 2) {
            return FrameScanner.WAIT;
        }
        Optional<BraceCommand> command = profile.command(held[from + 1] & 0xFF);
        if (command.isEmpty()) {
            return FrameScanner.NONE;
        }
        if (to - from < DATA_AT) {
            return FrameScanner.WAIT;
        }
        int length = held[from + 2] & 0xFF;
        boolean possible = length >= command.get().leastBytes && length <= command.get().mostBytes;
        return possible ? length + AROUND_DATA : FrameScanner.NONE;
    }

    /** One complete frame; empty when its end or a field is wrong. */
    @Override
    public Optional<BraceFrame> read(Bytes frame) {
        if (frame.size() < AROUND_DATA || lengthAt(frame.toArray(), 0, frame.size()) != frame.size()
                || frame.u8(frame.size() - 1) != TAIL) {
            return Optional.empty();
        }
        return profile.command(frame.u8(1)).flatMap(command -> fields(command, frame.slice(DATA_AT, frame.size() - 1)));
    }

    private Optional<BraceFrame> fields(BraceCommand command, Bytes data) {
        return switch (command) {
            case QUERY -> Optional.of(new BraceFrame.Query());
            case SELF_TEST -> Optional.of(new BraceFrame.SelfTest());
            case CLEAR -> Optional.of(new BraceFrame.Clear());
            case LINE -> number(data, 1, 1).map(row ->
                    new BraceFrame.Line((char) data.u8(0), row, data.slice(2, data.size())));
            case SCREEN -> Optional.of(new BraceFrame.Screen((char) data.u8(0), data.u8(1), data.u8(2),
                    data.slice(3, data.size())));
            case FIXED_FORM -> number(data, 1, 0).filter(kind -> kind <= 1).map(kind ->
                    new BraceFrame.FixedForm((char) data.u8(0), kind == 1, data.slice(2, data.size())));
            case CLEAR_ROW -> number(data, 0, 1).map(BraceFrame.ClearRow::new);
            case PHRASE -> number(data, 0, 0).map(BraceFrame.Phrase::new);
            case BRIGHTNESS -> automaticIsNul() && data.u8(0) == 0 ? Optional.of(new BraceFrame.Brightness(0))
                    : number(data, 0, automaticIsNul() ? 1 : 0).map(BraceFrame.Brightness::new);
            case VOLUME -> number(data, 0, 1).map(BraceFrame.Volume::new);
            case LIGHTS -> Optional.of(new BraceFrame.Lights(data.u8(0)));
            case SAY_AMOUNT -> Optional.of(new BraceFrame.SayAmount(data));
            case FILL -> Optional.of(new BraceFrame.Fill(data.u8(0)));
            case VERSION -> Optional.of(new BraceFrame.Version());
        };
    }

    private static int digit(int number) {
        return '0' + number;
    }

    private static Optional<Integer> number(Bytes data, int at, int least) {
        int number = data.u8(at) - '0';
        return number >= least && number <= 9 ? Optional.of(number) : Optional.empty();
    }
}
