package org.etclane.sim.device;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Cuts a stream back into whole frames of {@code org.etclane.device.gpio}, which over TCP come in any pieces. What is no frame is
 * dropped with all that has come after it so far, and told: both ends are ours. One thread.
 */
public final class GpioFrameCutter {
    private static final int REPORT_BYTES = 11;
    private static final int DRIVE_BYTES = 3;

    private byte[] rest = new byte[0];

    /** @param whole hears frames, one by one; @param garbage hears what is none */
    public void take(byte[] bytes, int length, Consumer<byte[]> whole, Consumer<byte[]> garbage) {
        byte[] all = Arrays.copyOf(rest, rest.length + length);
        System.arraycopy(bytes, 0, all, rest.length, length);
        int at = 0;
        while (at < all.length) {
            int size = size(all[at]);
            if (size == 0) {
                garbage.accept(Arrays.copyOfRange(all, at, all.length));
                at = all.length;
            } else if (at + size > all.length) {
                break;
            } else {
                whole.accept(Arrays.copyOfRange(all, at, at + size));
                at += size;
            }
        }
        rest = Arrays.copyOfRange(all, at, all.length);
    }

    public void forget() {
        rest = new byte[0];
    }

    private static int size(byte code) {
        return switch (code) {
            case 'L', 'E', 'X' -> REPORT_BYTES;
            case 'D' -> DRIVE_BYTES;
            case 'Q' -> 1;
            default -> 0;
        };
    }
}
