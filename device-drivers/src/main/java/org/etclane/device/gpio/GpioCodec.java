package org.etclane.device.gpio;

import java.util.Optional;
import org.etclane.device.Bytes;

/**
 * {@link GpioFrame} to bytes and back. Pure.
 *
 * <pre>
 * L, E, X, C  code(1) role(1) level(1: 00 low, 01 high) atNanos(8, high byte first)      11 bytes, to the driver
 * D           code(1) role(1) level(1)                                                    3 bytes, from the driver
 * Q           code(1)                                                                     1 byte,  from the driver
 * </pre>
 *
 * These bytes pass from thread to thread, never over a wire: a chunk is whole frames, and a chunk that is not is a bug on the other
 * side, reported as malformed from the first byte that makes no frame.
 */
public final class GpioCodec {
    static final int REPORT_BYTES = 11;
    static final int DRIVE_BYTES = 3;

    private GpioCodec() {
    }

    /** Where frames go, in order. */
    public interface Output {
        void frame(GpioFrame frame);

        void malformed(byte[] raw, String reason);
    }

    public static byte[] encode(GpioFrame frame) {
        return switch (frame) {
            case GpioFrame.Level(GpioRole role, boolean high, long atNanos) -> report('L', role, high, atNanos);
            case GpioFrame.Edge(GpioRole role, boolean high, long atNanos) -> report('E', role, high, atNanos);
            case GpioFrame.EdgesLost(GpioRole role, boolean high, long atNanos) -> report('X', role, high, atNanos);
            case GpioFrame.Driven(GpioRole role, boolean high, long atNanos) -> report('C', role, high, atNanos);
            case GpioFrame.Drive(GpioRole role, boolean high) -> new byte[] {'D', (byte) role.code, (byte) (high ? 1 : 0)};
            case GpioFrame.ReadLevels() -> new byte[] {'Q'};
        };
    }

    private static byte[] report(char code, GpioRole role, boolean high, long atNanos) {
        byte[] frame = new byte[REPORT_BYTES];
        frame[0] = (byte) code;
        frame[1] = (byte) role.code;
        frame[2] = (byte) (high ? 1 : 0);
        for (int i = 0; i < Long.BYTES; i++) {
            frame[3 + i] = (byte) (atNanos >> 8 * (7 - i));
        }
        return frame;
    }

    /** All frames of a chunk. Never throws. */
    public static void decode(byte[] chunk, int length, Output out) {
        Bytes bytes = Bytes.copyOf(chunk, 0, length);
        int at = 0;
        while (at < length) {
            int size = switch (bytes.u8(at)) {
                case 'L', 'E', 'X', 'C' -> REPORT_BYTES;
                case 'D' -> DRIVE_BYTES;
                case 'Q' -> 1;
                default -> 0;
            };
            Optional<GpioFrame> frame = size == 0 || at + size > length ? Optional.empty() : read(bytes.slice(at, at + size));
            if (frame.isEmpty()) {
                out.malformed(bytes.slice(at, length).toArray(), size == 0 ? "no such frame code" : at + size > length
                        ? "frame cut short" : "no such line or level");
                return;
            }
            out.frame(frame.get());
            at += size;
        }
    }

    private static Optional<GpioFrame> read(Bytes f) {
        if (f.u8(0) == 'Q') {
            return Optional.of(new GpioFrame.ReadLevels());
        }
        boolean high = f.u8(2) == 1;
        return GpioRole.of(f.u8(1)).filter(_ -> f.u8(2) <= 1).flatMap(role -> switch (f.u8(0)) {
            case 'D' -> role.input() ? Optional.empty() : Optional.of(new GpioFrame.Drive(role, high));
            case 'C' -> role.kind == GpioRole.Kind.PULSE ? Optional.of(new GpioFrame.Driven(role, high, stamp(f))) : Optional.empty();
            case 'L' -> Optional.of(new GpioFrame.Level(role, high, stamp(f)));
            case 'E' -> role.input() ? Optional.of(new GpioFrame.Edge(role, high, stamp(f))) : Optional.empty();
            default -> role.input() ? Optional.of(new GpioFrame.EdgesLost(role, high, stamp(f))) : Optional.empty();
        });
    }

    private static long stamp(Bytes f) {
        return f.u32(3) << 32 | f.u32(7);
    }
}
