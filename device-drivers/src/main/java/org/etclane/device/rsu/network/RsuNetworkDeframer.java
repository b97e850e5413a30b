package org.etclane.device.rsu.network;

import org.etclane.device.Bytes;
import org.etclane.device.frame.Crc16X25;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts a byte stream into frames by their length (rsu-network.md §1). Nothing is escaped, so FF FF may stand inside a frame:
 * a frame counts only with a right version, a length of 1–{@value #MAX_DATA_BYTES} and a right CRC, and after anything else the
 * search goes on one byte further, inside what was refused, so that a good frame behind a damaged one is found.
 *
 * <p>A damaged length makes the stream look like the beginning of a long frame. The caller, who knows the time, ends such a wait
 * with {@link #giveUp} when no byte has come for a while. The buffer is bounded by the longest frame.
 *
 * <p>One de-framer per line and direction; one thread at a time.
 *
 * @param <F> the frames of the direction that is read
 */
public final class RsuNetworkDeframer<F> {
    /** The longest frame that is described has 274 bytes; a BA for 20 PSAMs 710. */
    public static final int MAX_DATA_BYTES = 1024;
    private static final int OVERHEAD_BYTES = RsuNetworkWire.HEADER_BYTES + RsuNetworkWire.CRC_BYTES;
    private static final String NO_STX = "no frame begins here";

    private final Decoder<F> decoder;
    private byte[] held = new byte[0];

    /** Reads the content of a frame whose CRC is right; never throws. */
    @FunctionalInterface
    public interface Decoder<F> {
        /** @param data command byte and what follows, at least 1 byte; @param raw VER…CRC */
        Parsed<F> decode(int seq, Bytes data, Bytes raw);
    }

    private sealed interface Cut {
    }

    private record NoFrame(String reason) implements Cut {
    }

    private record Incomplete() implements Cut {
    }

    private record Complete(int length) implements Cut {
    }

    public RsuNetworkDeframer(Decoder<F> decoder) {
        this.decoder = decoder;
    }

    /** @param psamRecordBytes 9 or 7: one PSAM's record in B0 */
    public static RsuNetworkDeframer<UnitFrame> ofUnitFrames(int psamRecordBytes) {
        return new RsuNetworkDeframer<>((seq, data, raw) -> UnitFrameCodec.decode(seq, data, raw, psamRecordBytes));
    }

    public static RsuNetworkDeframer<LaneFrame> ofLaneFrames() {
        return new RsuNetworkDeframer<>(LaneFrameCodec::decode);
    }

    /** Forgets what was buffered, as after a line break. */
    public void reset() {
        held = new byte[0];
    }

    /** True while a frame has begun and is not complete. */
    public boolean isWaiting() {
        return held.length > 0;
    }

    /** @return what these bytes completed, in order; empty when more bytes are needed */
    public List<Parsed<F>> feed(byte[] buffer, int length) {
        byte[] stream = Arrays.copyOf(held, held.length + length);
        System.arraycopy(buffer, 0, stream, held.length, length);
        return scan(stream, false);
    }

    /** The frame that has begun will not be completed: what it holds is looked through for frames, the rest is dropped. */
    public List<Parsed<F>> giveUp() {
        return scan(held, true);
    }

    private List<Parsed<F>> scan(byte[] stream, boolean over) {
        List<Parsed<F>> out = new ArrayList<>(2);
        held = new byte[0];
        int lostFrom = 0;
        String reason = NO_STX;
        for (int at = 0; at < stream.length; ) {
            switch (cut(stream, at)) {
                case Complete(int length) -> {
                    lost(stream, lostFrom, at, reason, out);
                    out.add(open(Bytes.copyOf(stream, at + RsuNetworkWire.STX_BYTES, at + length)));
                    at += length;
                    lostFrom = at;
                    reason = NO_STX;
                }
                case Incomplete() when !over -> {
                    lost(stream, lostFrom, at, reason, out);
                    held = Arrays.copyOfRange(stream, at, stream.length);
                    return out;
                }
                case Incomplete() -> {
                    reason = reason.equals(NO_STX) ? "frame broken off" : reason;
                    at++;
                }
                case NoFrame(String why) -> {
                    reason = reason.equals(NO_STX) ? why : reason;
                    at++;
                }
            }
        }
        lost(stream, lostFrom, stream.length, reason, out);
        return out;
    }

    private static <F> void lost(byte[] stream, int from, int to, String reason, List<Parsed<F>> out) {
        if (from < to) {
            out.add(new Parsed.Malformed<>(Bytes.copyOf(stream, from, to), reason));
        }
    }

    private static Cut cut(byte[] stream, int at) {
        int there = stream.length - at;
        if (octet(stream, at) != 0xFF || there > 1 && octet(stream, at + 1) != 0xFF) {
            return new NoFrame(NO_STX);
        }
        if (there > 2 && octet(stream, at + 2) != RsuNetworkWire.VERSION) {
            return new NoFrame("version is not 00");
        }
        if (there > 4 && octet(stream, at + 4) != 0 || there > 5 && octet(stream, at + 5) != 0) {
            return new NoFrame("reserved bytes of the length are not 0");
        }
        if (there < RsuNetworkWire.HEADER_BYTES) {
            return new Incomplete();
        }
        int dataBytes = octet(stream, at + 6) << 8 | octet(stream, at + 7);
        if (dataBytes < 1 || dataBytes > MAX_DATA_BYTES) {
            return new NoFrame("length " + dataBytes + " is not within 1–" + MAX_DATA_BYTES);
        }
        int length = OVERHEAD_BYTES + dataBytes;
        if (there < length) {
            return new Incomplete();
        }
        Bytes checked = Bytes.copyOf(stream, at + RsuNetworkWire.STX_BYTES, at + length - RsuNetworkWire.CRC_BYTES);
        int told = octet(stream, at + length - 2) << 8 | octet(stream, at + length - 1);
        return Crc16X25.of(checked) == told ? new Complete(length) : new NoFrame("CRC wrong");
    }

    private static int octet(byte[] stream, int at) {
        return stream[at] & 0xFF;
    }

    private Parsed<F> open(Bytes raw) {
        Bytes data = raw.slice(RsuNetworkWire.HEADER_BYTES - RsuNetworkWire.STX_BYTES, raw.size() - RsuNetworkWire.CRC_BYTES);
        return decoder.decode(raw.u8(1), data, raw);
    }
}
