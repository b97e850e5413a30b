package org.etclane.device.ldi;

import java.util.Arrays;
import org.etclane.device.Bytes;
import org.etclane.device.frame.Crc16X25;

/**
 * Cuts the stream of one connection into frames by LEN (§3). After a wrong CRC, or when the rest of a frame does not come
 * ({@link #expire}), it goes on one byte later, so a good frame behind or inside a damaged one is found. Holds at most one frame of the
 * allowed size and the chunk that was fed, never throws, knows no clock. One thread at a time.
 */
public final class LdiDeframer {

    /** Where results go, in stream order. */
    public interface Output {
        void frame(LdiFrame frame);

        /**
         * Each damaged byte is reported once. A frame with a wrong CRC is reported as long as its own LEN says, so where LEN is what was
         * damaged a good frame may lie in it and follow.
         */
        void malformed(byte[] raw, String reason);
    }

    private final int maxDataBytes;
    private byte[] held = new byte[256];
    private int count;
    /** Bytes at the start of {@link #held} that were reported already. */
    private int reported;

    /** @param maxDataBytes longest DATA that is believed, 1–65535; the bound of the memory that a peer can take */
    public LdiDeframer(int maxDataBytes) {
        if (maxDataBytes < 1 || maxDataBytes > LdiFrame.MAX_DATA_BYTES) {
            throw new IllegalArgumentException("maxDataBytes is " + maxDataBytes + ", allowed: 1–" + LdiFrame.MAX_DATA_BYTES);
        }
        this.maxDataBytes = maxDataBytes;
    }

    public void feed(byte[] chunk, int length, Output out) {
        if (count + length > held.length) {
            held = Arrays.copyOf(held, Math.max(count + length, held.length * 2));
        }
        System.arraycopy(chunk, 0, held, count, length);
        count += length;
        scan(out, false);
    }

    /** True when the begin of a frame waits for the rest. */
    public boolean partial() {
        return count > 0;
    }

    /** The rest of the waiting frame will not come: its first byte is given up and what lies behind it is looked at. */
    public void expire(Output out) {
        scan(out, true);
    }

    /** The line was opened again: waiting bytes are forgotten without a report. */
    public void reset() {
        count = 0;
        reported = 0;
    }

    private void scan(Output out, boolean stalled) {
        int at = 0;
        int noiseFrom = reported;
        while (at < count) {
            Look look = look(at);
            switch (look) {
                case NO_START -> at++;
                case WAIT -> {
                    if (!stalled) {
                        settle(at, noiseFrom, out);
                        return;
                    }
                    at++;
                }
                case BAD_CRC -> {
                    int end = at + frameBytes(at);
                    if (at >= noiseFrom) { // not inside a frame that was reported as damaged
                        noise(noiseFrom, at, out);
                        out.malformed(Arrays.copyOfRange(held, at, end), "CRC wrong");
                        noiseFrom = end;
                    }
                    at++;
                }
                case FRAME -> {
                    int end = at + frameBytes(at);
                    noise(noiseFrom, at, out);
                    out.frame(new LdiFrame(held[at + 3] & 0xFF, Bytes.copyOf(held, at + LdiFrame.DATA_AT, end - LdiFrame.CRC_BYTES)));
                    if (count == 0) {
                        return; // reset by the receiver of the frame
                    }
                    at = end;
                    noiseFrom = Math.max(noiseFrom, end);
                }
            }
        }
        settle(at, noiseFrom, out);
    }

    private enum Look { NO_START, WAIT, BAD_CRC, FRAME }

    private Look look(int at) {
        int left = count - at;
        if (held[at] != (byte) 0xFF || left > 1 && held[at + 1] != (byte) 0xFF || left > 2 && held[at + 2] != 0
                || left > 4 && held[at + 4] != 0 || left > 5 && held[at + 5] != 0) {
            return Look.NO_START;
        }
        if (left < LdiFrame.DATA_AT) {
            return Look.WAIT;
        }
        int dataBytes = dataBytes(at);
        if (dataBytes == 0 || dataBytes > maxDataBytes) {
            return Look.NO_START;
        }
        int length = frameBytes(at);
        if (left < length) {
            return Look.WAIT;
        }
        int crc = (held[at + length - 2] & 0xFF) << 8 | held[at + length - 1] & 0xFF;
        return crc == Crc16X25.of(held, at + 2, at + length - LdiFrame.CRC_BYTES) ? Look.FRAME : Look.BAD_CRC;
    }

    private int dataBytes(int at) {
        return (held[at + 6] & 0xFF) << 8 | held[at + 7] & 0xFF;
    }

    private int frameBytes(int at) {
        return dataBytes(at) + LdiFrame.OVERHEAD_BYTES;
    }

    /** Keeps what begins at {@code at}. */
    private void settle(int at, int noiseFrom, Output out) {
        noise(noiseFrom, at, out);
        reported = Math.max(0, noiseFrom - at);
        System.arraycopy(held, at, held, 0, count - at);
        count -= at;
    }

    private void noise(int from, int to, Output out) {
        if (to > from) {
            out.malformed(Arrays.copyOfRange(held, from, to), "bytes outside any frame");
        }
    }
}
