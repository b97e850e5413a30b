package org.etclane.device.lc301;

import java.util.Arrays;
import java.util.Optional;
import org.etclane.device.Bytes;
import org.etclane.device.lc301.Lc301Frame.AControl;
import org.etclane.device.lc301.Lc301Frame.BStatus;
import org.etclane.device.lc301.Lc301Frame.CCommand;
import org.etclane.device.lc301.Lc301Frame.DisplayColour;
import org.etclane.device.lc301.Lc301Frame.ErrorReport;

/**
 * One frame to its bytes and back. Pure. {@code 02 body 03 BCC}, BCC = XOR of the body (02 and 03 excluded); no escape, so 02
 * and 03 occur inside the body and only the length, known from the type byte, says where a frame ends. Cutting a stream into
 * frames is {@link Lc301Decoder}.
 */
public final class Lc301Codec {
    public static final int STX = 0x02;
    public static final int ETX = 0x03;
    /** First byte of the error frame. */
    public static final int NAK = 0x15;

    static final int A_BYTES = 24;
    static final int B_BYTES = 7;
    static final int C_BYTES = 6;
    static final int COLOUR_BYTES = 4;
    private static final byte[] ERROR = {NAK, 0x45, 0x45, 0x45, 0x45, ETX, 0x00};

    private Lc301Codec() {
    }

    public static byte[] encode(Lc301Frame frame) {
        return switch (frame) {
            case AControl a -> wrap(A_BYTES, Bytes.concat(Bytes.of('A', a.address(), a.ctrl1()), a.fee(), a.balance(), a.entry(),
                    Bytes.of(a.vehicleClass(), a.vehicleKind(), a.ctrl2(), a.seq())));
            case BStatus b -> wrap(B_BYTES, Bytes.of('B', b.address(), b.st1(), b.st2()));
            case CCommand c -> wrap(C_BYTES, Bytes.of('C', c.address(), c.code().octet));
            case DisplayColour colour -> wrap(COLOUR_BYTES, Bytes.of(colour.green() ? 'Y' : 'Z'));
            case ErrorReport _ -> ERROR.clone();
        };
    }

    /** One complete frame of either direction; empty when the bytes are not exactly one good frame. */
    public static Optional<Lc301Frame> decode(byte[] frame) {
        for (Lc301Decoder.Side side : Lc301Decoder.Side.values()) {
            int length = frame.length < 2 ? 0 : side.lengthOf(frame[0] & 0xFF, frame[1] & 0xFF);
            if (length == frame.length && hasEnd(frame, 0, length) && hasGoodBcc(frame, 0, length)) {
                return read(frame, 0, length);
            }
        }
        return Optional.empty();
    }

    static boolean hasEnd(byte[] stream, int from, int length) {
        return stream[from + length - 2] == ETX;
    }

    static boolean hasGoodBcc(byte[] stream, int from, int length) {
        return (stream[from + length - 1] & 0xFF) == bcc(stream, from + 1, from + length - 2);
    }

    /** The fields of a frame whose end and BCC are good; empty when a field has no meaning (an unknown 'C' code). */
    static Optional<Lc301Frame> read(byte[] stream, int from, int length) {
        Bytes f = Bytes.copyOf(stream, from, from + length);
        if (f.u8(0) == NAK) {
            return Arrays.equals(f.toArray(), ERROR) ? Optional.of(new ErrorReport()) : Optional.empty();
        }
        return switch (f.u8(1)) {
            case 'A' -> Optional.of(new AControl(f.u8(2), f.u8(3), f.slice(4, 8), f.slice(8, 12), f.slice(12, 18), f.u8(18),
                    f.u8(19), f.u8(20), f.u8(21)));
            case 'B' -> Optional.of(new BStatus(f.u8(2), f.u8(3), f.u8(4)));
            case 'C' -> Arrays.stream(CCommand.Code.values()).filter(code -> code.octet == f.u8(3)).findFirst()
                    .map(code -> new CCommand(f.u8(2), code));
            case 'Y' -> Optional.of(new DisplayColour(true));
            case 'Z' -> Optional.of(new DisplayColour(false));
            default -> Optional.empty();
        };
    }

    /** XOR of {@code from} (inclusive) to {@code to} (exclusive). */
    static int bcc(byte[] stream, int from, int to) {
        int sum = 0;
        for (int i = from; i < to; i++) {
            sum ^= stream[i];
        }
        return sum & 0xFF;
    }

    private static byte[] wrap(int length, Bytes body) {
        byte[] frame = Bytes.concat(Bytes.of(STX), body, Bytes.of(ETX, 0)).toArray();
        if (frame.length != length) {
            throw new IllegalStateException("frame of " + frame.length + " bytes, not " + length);
        }
        frame[length - 1] = (byte) bcc(frame, 1, length - 2);
        return frame;
    }
}
