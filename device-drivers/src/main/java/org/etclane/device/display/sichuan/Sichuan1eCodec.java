package org.etclane.device.display.sichuan;

import java.util.Optional;
import org.etclane.device.Bytes;
import org.etclane.device.display.FrameScanner;
import org.etclane.device.display.sichuan.Sichuan1eFrame.Brightness;
import org.etclane.device.display.sichuan.Sichuan1eFrame.Clear;
import org.etclane.device.display.sichuan.Sichuan1eFrame.Colour;
import org.etclane.device.display.sichuan.Sichuan1eFrame.Line;
import org.etclane.device.display.sichuan.Sichuan1eFrame.Phrase;
import org.etclane.device.display.sichuan.Sichuan1eFrame.Query;
import org.etclane.device.display.sichuan.Sichuan1eFrame.Screen;
import org.etclane.device.display.sichuan.Sichuan1eFrame.SelfTest;
import org.etclane.device.display.sichuan.Sichuan1eFrame.Volume;
import org.etclane.device.frame.Bcc;

/**
 * Frames of "1E" to bytes and back; and the shape of its commands for a {@link FrameScanner}: the letter says how long a frame
 * is, because 7D is also the second byte of GBK characters. BCC = XOR of the letter and its parameters. Pure.
 */
public final class Sichuan1eCodec implements FrameScanner.Shape<Sichuan1eFrame> {
    static final int HEAD = 0x7B;
    static final int TAIL = 0x7D;
    private static final int LINE_FEED = 0x0A;
    private static final int HOST = 0x46;
    private static final Bytes QUERY = Bytes.of(LINE_FEED, HOST, LINE_FEED);
    private static final Bytes CLEAR = Bytes.of(LINE_FEED, HOST, 0x0D);

    private final CheckByte checkByte;

    public Sichuan1eCodec(CheckByte checkByte) {
        this.checkByte = checkByte;
    }

    /** A text of another length than its frame has is a mistake of the caller. */
    public Bytes encode(Sichuan1eFrame frame) {
        return switch (frame) {
            case Query _ -> QUERY;
            case Clear _ -> CLEAR;
            case SelfTest _ -> wrap('2', Bytes.EMPTY);
            case Line line -> wrap('3', Bytes.concat(Bytes.of('0' + line.row()), line.text()));
            case Screen screen -> wrap('4', screen.text());
            case Phrase phrase -> wrap('7', Bytes.of('0' + phrase.index()));
            case Brightness brightness -> wrap('8', Bytes.of(brightness.code()));
            case Volume volume -> wrap('9', Bytes.of('0' + volume.level()));
            case Colour colour -> wrap('A', Bytes.of(colour.code()));
        };
    }

    private Bytes wrap(int letter, Bytes params) {
        if (params.size() != paramBytes(letter)) {
            throw new IllegalArgumentException("command " + (char) letter + " with " + params.size() + " bytes, allowed: "
                    + paramBytes(letter));
        }
        Bytes body = Bytes.concat(Bytes.of(letter), params);
        Bytes check = checked(letter) ? Bytes.of(Bcc.of(body)) : Bytes.EMPTY;
        return Bytes.concat(Bytes.of(HEAD), body, check, Bytes.of(TAIL));
    }

    private boolean checked(int letter) {
        return switch (checkByte) {
            case ALWAYS -> true;
            case COLOUR_ONLY -> letter == 'A';
            case NEVER -> false;
        };
    }

    /** −1 for a letter that is no command here. */
    private static int paramBytes(int letter) {
        return switch (letter) {
            case '2' -> 0;
            case '3' -> 1 + Sichuan1eFrame.LINE_BYTES;
            case '4' -> Sichuan1eFrame.SCREEN_BYTES;
            case '7', '8', '9', 'A' -> 1;
            default -> -1;
        };
    }

    @Override
    public int lengthAt(byte[] held, int from, int to) {
        if (held[from] != HEAD && held[from] != LINE_FEED) {
            return FrameScanner.NONE;
        }
        if (to - from < 2) {
            return FrameScanner.WAIT;
        }
        if (held[from] == LINE_FEED) {
            return held[from + 1] == HOST ? QUERY.size() : FrameScanner.NONE;
        }
        int letter = held[from + 1] & 0xFF;
        int params = paramBytes(letter);
        return params < 0 ? FrameScanner.NONE : 2 + params + (checked(letter) ? 1 : 0) + 1;
    }

    /** One complete frame; empty when its end, its check byte or a field is wrong. */
    @Override
    public Optional<Sichuan1eFrame> read(Bytes frame) {
        if (frame.size() == 0 || lengthAt(frame.toArray(), 0, frame.size()) != frame.size()) {
            return Optional.empty();
        }
        if (frame.u8(0) == LINE_FEED) {
            return frame.equals(QUERY) ? Optional.of(new Query()) : frame.equals(CLEAR) ? Optional.of(new Clear())
                    : Optional.empty();
        }
        int letter = frame.u8(1);
        Bytes params = frame.slice(2, 2 + paramBytes(letter));
        boolean good = frame.u8(frame.size() - 1) == TAIL
                && (!checked(letter) || Bcc.of(frame.slice(1, frame.size() - 1)) == 0);
        return good ? fields(letter, params) : Optional.empty();
    }

    private static Optional<Sichuan1eFrame> fields(int letter, Bytes params) {
        return switch (letter) {
            case '2' -> Optional.of(new SelfTest());
            case '3' -> digit(params, 1, 8).map(row -> new Line(row, params.slice(1, params.size())));
            case '4' -> Optional.of(new Screen(params));
            case '7' -> digit(params, 0, 7).map(Phrase::new);
            case '8' -> Optional.of(new Brightness(params.u8(0)));
            case '9' -> digit(params, 1, 5).map(Volume::new);
            case 'A' -> Optional.of(new Colour((char) params.u8(0)));
            default -> Optional.empty();
        };
    }

    private static Optional<Integer> digit(Bytes params, int least, int most) {
        int number = params.u8(0) - '0';
        return number >= least && number <= most ? Optional.of(number) : Optional.empty();
    }
}
