package org.etclane.device.display.sichuan;

import java.util.Optional;
import org.etclane.device.Bytes;
import org.etclane.device.display.FrameScanner;
import org.etclane.device.display.sichuan.Sichuan1dFrame.Brightness;
import org.etclane.device.display.sichuan.Sichuan1dFrame.Heartbeat;
import org.etclane.device.display.sichuan.Sichuan1dFrame.Light;
import org.etclane.device.display.sichuan.Sichuan1dFrame.Text;

/**
 * Frames of "1D" to bytes and back; and the shape of its commands for a {@link FrameScanner}. Only a text is looked through for
 * its 0D, which is no byte of any GBK character; every other frame has its length. Pure.
 */
public final class Sichuan1dCodec implements FrameScanner.Shape<Sichuan1dFrame> {
    static final int HEAD = 0x0A;
    static final int TAIL = 0x0D;
    private static final int TEXT = 0x00;
    private static final int BRIGHTNESS = 0x40;
    private static final int HEARTBEAT = 0x50;
    private static final int LAST_ROW = 6;
    private static final int TEXT_AT = 3;
    /** Head, mode, row, the longest text, tail. */
    private static final int LONGEST = TEXT_AT + Sichuan1dFrame.SCREEN_BYTES + 1;

    public Bytes encode(Sichuan1dFrame frame) {
        return switch (frame) {
            case Text text -> Bytes.concat(Bytes.of(HEAD, TEXT, text.row()), text.text(), Bytes.of(TAIL));
            case Light light -> Bytes.of(HEAD, light.code, TAIL);
            case Brightness brightness -> Bytes.of(HEAD, BRIGHTNESS, brightness.level(), brightness.reserved(), TAIL);
            case Heartbeat _ -> Bytes.of(HEAD, HEARTBEAT, TAIL);
        };
    }

    @Override
    public int lengthAt(byte[] held, int from, int to) {
        if (held[from] != HEAD) {
            return FrameScanner.NONE;
        }
        if (to - from < 2) {
            return FrameScanner.WAIT;
        }
        return switch (held[from + 1]) {
            case TEXT -> textLength(held, from, to);
            case BRIGHTNESS -> 5;
            case 0x36, 0x37, 0x38, 0x39, HEARTBEAT -> 3;
            default -> FrameScanner.NONE;
        };
    }

    private static int textLength(byte[] held, int from, int to) {
        if (to - from > 2 && held[from + 2] > LAST_ROW || to - from > 2 && held[from + 2] < 0) {
            return FrameScanner.NONE;
        }
        for (int at = from + TEXT_AT; at < to; at++) {
            if (held[at] == TAIL) {
                return at + 1 - from;
            }
            if (held[at] == HEAD || at + 1 - from == LONGEST) {
                return FrameScanner.NONE; // a new frame begins where the end was lost, or the text has no end
            }
        }
        return FrameScanner.WAIT;
    }

    /** One complete frame; empty when its end or a field is wrong. */
    @Override
    public Optional<Sichuan1dFrame> read(Bytes frame) {
        if (frame.size() == 0 || lengthAt(frame.toArray(), 0, frame.size()) != frame.size()
                || frame.u8(frame.size() - 1) != TAIL) {
            return Optional.empty();
        }
        return switch (frame.u8(1)) {
            case TEXT -> frame.size() > TEXT_AT + 1
                    ? Optional.of(new Text(frame.u8(2), frame.slice(TEXT_AT, frame.size() - 1))) : Optional.empty();
            case BRIGHTNESS -> frame.u8(2) <= 7 ? Optional.of(new Brightness(frame.u8(2), frame.u8(3))) : Optional.empty();
            case HEARTBEAT -> Optional.of(new Heartbeat());
            default -> light(frame.u8(1));
        };
    }

    private static Optional<Sichuan1dFrame> light(int code) {
        for (Light light : Light.values()) {
            if (light.code == code) {
                return Optional.of(light);
            }
        }
        return Optional.empty();
    }
}
