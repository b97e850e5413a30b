package org.etclane.device.lc301;

import java.util.Arrays;
import java.util.Optional;

/**
 * Cuts the byte stream of one direction into frames. Length-driven: the type byte says how many bytes follow, because 02 and
 * 03 occur inside fields. After a bad end or a bad BCC it goes on one byte later, so a good frame that begins inside a damaged
 * one is found. Holds at most 23 bytes between calls, never throws, knows no clock: whoever owns it says when a partial frame
 * has waited long enough. One thread at a time.
 */
public final class Lc301Decoder {

    /** Who reads: each side accepts the other side's frames only. */
    public enum Side {
        HOST, CONTROLLER;

        /** Length of the frame that begins with these two bytes, 0 when none does. */
        int lengthOf(int first, int second) {
            return switch (this) {
                case HOST -> first == Lc301Codec.STX && second == 'B' || first == Lc301Codec.NAK && second == 0x45
                        ? Lc301Codec.B_BYTES : 0;
                case CONTROLLER -> first != Lc301Codec.STX ? 0 : switch (second) {
                    case 'A' -> Lc301Codec.A_BYTES;
                    case 'C' -> Lc301Codec.C_BYTES;
                    case 'Y', 'Z' -> Lc301Codec.COLOUR_BYTES;
                    default -> 0;
                };
            };
        }

        boolean mayStart(int first) {
            return first == Lc301Codec.STX || this == HOST && first == Lc301Codec.NAK;
        }
    }

    /** Why bytes made no frame. */
    public enum Fault {
        NOISE("bytes outside any frame"), MISSING_ETX("no 03 where the frame must end"), BAD_BCC("check byte wrong"),
        UNKNOWN_CODE("good frame with an unknown code"), TIMED_OUT("frame not finished in time");

        public final String reason;

        Fault(String reason) {
            this.reason = reason;
        }
    }

    /** Where results go, in stream order. */
    public interface Output {
        void frame(Lc301Frame frame);

        /** Each damaged byte is reported once. */
        void malformed(byte[] raw, Fault fault);
    }

    private final Side side;
    private byte[] held = new byte[64];
    private int count;
    /** Bytes at the start of {@link #held} that were already reported as part of a damaged frame. */
    private int reported;

    public Lc301Decoder(Side side) {
        this.side = side;
    }

    public void feed(byte[] chunk, int length, Output out) {
        if (count + length > held.length) {
            held = Arrays.copyOf(held, count + length);
        }
        System.arraycopy(chunk, 0, held, count, length);
        count += length;
        scan(out);
    }

    /** True when the begin of a frame waits for the rest. */
    public boolean partial() {
        return count > 0;
    }

    /** The rest will not come: the waiting bytes are reported and forgotten. */
    public void expire(Output out) {
        if (count > reported) {
            out.malformed(Arrays.copyOfRange(held, reported, count), Fault.TIMED_OUT);
        }
        reset();
    }

    /**
     * The line was opened again or the device restarted: the waiting bytes are forgotten without a report. May be called from
     * {@link Output}, then the rest of the chunk is forgotten too.
     */
    public void reset() {
        count = 0;
        reported = 0;
    }

    private void scan(Output out) {
        int at = 0;
        int noiseFrom = reported;
        while (at < count) {
            if (!side.mayStart(held[at] & 0xFF)) {
                at++;
                continue;
            }
            if (at + 1 == count) {
                break;
            }
            int length = side.lengthOf(held[at] & 0xFF, held[at + 1] & 0xFF);
            if (length == 0) {
                at++;
                continue;
            }
            if (at + length > count) {
                break;
            }
            Optional<Fault> fault = check(at, length);
            if (fault.isEmpty() || fault.get() == Fault.UNKNOWN_CODE) {
                noise(noiseFrom, at, out);
                deliver(at, length, fault, out);
                at += length;
                noiseFrom = Math.max(noiseFrom, at);
                if (count == 0) {
                    return; // reset by the receiver of the frame
                }
                continue;
            }
            if (at >= noiseFrom) {
                noise(noiseFrom, at, out);
                out.malformed(Arrays.copyOfRange(held, at, at + length), fault.get());
                noiseFrom = at + length;
            }
            at++;
        }
        noise(noiseFrom, at, out);
        reported = Math.max(0, noiseFrom - at);
        System.arraycopy(held, at, held, 0, count - at);
        count -= at;
    }

    private Optional<Fault> check(int at, int length) {
        if (!Lc301Codec.hasEnd(held, at, length)) {
            return Optional.of(Fault.MISSING_ETX);
        }
        if (!Lc301Codec.hasGoodBcc(held, at, length)) {
            return Optional.of(Fault.BAD_BCC);
        }
        return Lc301Codec.read(held, at, length).isEmpty() ? Optional.of(Fault.UNKNOWN_CODE) : Optional.empty();
    }

    private void deliver(int at, int length, Optional<Fault> fault, Output out) {
        if (fault.isPresent()) {
            out.malformed(Arrays.copyOfRange(held, at, at + length), fault.get());
        } else {
            Lc301Codec.read(held, at, length).ifPresent(out::frame);
        }
    }

    private void noise(int from, int to, Output out) {
        if (to > from) {
            out.malformed(Arrays.copyOfRange(held, from, to), Fault.NOISE);
        }
    }
}
