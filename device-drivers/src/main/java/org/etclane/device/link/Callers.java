package org.etclane.device.link;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.etclane.device.Bytes;
import org.etclane.device.frame.ByteWriter;

/**
 * How many connections share one {@link ByteLink}: a line on which devices call the lane ({@link TcpServer}) looks to
 * {@link DeviceAgent} and to an {@link Endpoint} like any other, but each chunk is a {@link Notice} and each frame an {@link Order}.
 * So events in, commands out, the inbox, the trace and the one protocol thread stay as they are for one device on one line.
 *
 * <p>On the line: caller 4 bytes, kind 1 byte, then the payload. Callers are numbered from 1 and never again in the life of a line;
 * 0 is the line itself.
 *
 * <p>Nothing piles up, whatever a caller does: at most {@value #WINDOW} {@link Received} of one caller are under way, further ones are
 * read only after {@link TakeMore}; a place is free again only after {@link Forget}; one {@link Refused} is under way until it is
 * answered by {@link TakeMore} of caller 0.
 */
public final class Callers {
    /** Chunks of one caller between the socket and the endpoint. */
    public static final int WINDOW = 8;
    /** Most places a line can have, so that all of its chunks fit the inbox of a {@link DeviceAgent}. */
    public static final int MAX_PLACES = (DeviceInbox.CHUNKS - 1) / (WINDOW + 2);
    /** Longest chunk of one {@link Received}. */
    public static final int CHUNK_BYTES = 2048;
    static final int LINE = 0;
    private static final int HEAD_BYTES = 5;

    private Callers() {
    }

    /** From the line to the endpoint. */
    public sealed interface Notice {
        int caller();

        byte[] encode();
    }

    /** @param peer address and port: "192.168.1.20:41234" */
    public record Opened(int caller, String peer) implements Notice {
        @Override
        public byte[] encode() {
            return words(caller, 'O', peer);
        }
    }

    public record Received(int caller, Bytes bytes) implements Notice {
        @Override
        public byte[] encode() {
            return pack(caller, 'B', bytes);
        }
    }

    /** The place stays taken until {@link Forget}. */
    public record Closed(int caller, String cause) implements Notice {
        @Override
        public byte[] encode() {
            return words(caller, 'C', cause);
        }
    }

    /** Callers who found no free place since the last such notice. @param peer the last one of them */
    public record Refused(long count, String peer) implements Notice {
        @Override
        public int caller() {
            return LINE;
        }

        @Override
        public byte[] encode() {
            return pack(LINE, 'R', new ByteWriter().u32(count).bytes(Bytes.copyOf(peer.getBytes(StandardCharsets.UTF_8))).toBytes());
        }
    }

    /** From the endpoint to the line. */
    public sealed interface Order {
        int caller();

        byte[] encode();
    }

    public record Send(int caller, Bytes frame) implements Order {
        @Override
        public byte[] encode() {
            return pack(caller, 'S', frame);
        }
    }

    /** So many chunks were dealt with. @param count 1–255 */
    public record TakeMore(int caller, int count) implements Order {
        @Override
        public byte[] encode() {
            return pack(caller, 'M', Bytes.of(count));
        }
    }

    /** The caller hears {@link Closed} after it. */
    public record HangUp(int caller, String cause) implements Order {
        @Override
        public byte[] encode() {
            return words(caller, 'H', cause);
        }
    }

    /** A closed caller's place is free. */
    public record Forget(int caller) implements Order {
        @Override
        public byte[] encode() {
            return pack(caller, 'F', Bytes.EMPTY);
        }
    }

    /** Empty when the chunk is no notice: somebody put a plain line where a line of callers belongs. */
    public static Optional<Notice> notice(byte[] chunk, int length) {
        if (length < HEAD_BYTES) {
            return Optional.empty();
        }
        Bytes all = Bytes.copyOf(chunk, 0, length);
        int caller = all.i32(0);
        Bytes payload = all.slice(HEAD_BYTES, length);
        return switch (all.u8(4)) {
            case 'O' -> Optional.of(new Opened(caller, text(payload, 0)));
            case 'B' -> Optional.of(new Received(caller, payload));
            case 'C' -> Optional.of(new Closed(caller, text(payload, 0)));
            case 'R' -> payload.size() < 4 ? Optional.empty() : Optional.of(new Refused(payload.u32(0), text(payload, 4)));
            default -> Optional.empty(); // a byte is not a closed set
        };
    }

    /** Empty when the frame is no order. */
    public static Optional<Order> order(byte[] frame) {
        if (frame.length < HEAD_BYTES) {
            return Optional.empty();
        }
        Bytes all = Bytes.copyOf(frame);
        int caller = all.i32(0);
        Bytes payload = all.slice(HEAD_BYTES, frame.length);
        return switch (all.u8(4)) {
            case 'S' -> Optional.of(new Send(caller, payload));
            case 'M' -> payload.size() != 1 ? Optional.empty() : Optional.of(new TakeMore(caller, payload.u8(0)));
            case 'H' -> Optional.of(new HangUp(caller, text(payload, 0)));
            case 'F' -> Optional.of(new Forget(caller));
            default -> Optional.empty(); // a byte is not a closed set
        };
    }

    private static byte[] words(int caller, char kind, String words) {
        return pack(caller, kind, Bytes.copyOf(words.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] pack(int caller, char kind, Bytes payload) {
        return new ByteWriter().u32(caller & 0xFFFF_FFFFL).u8(kind).bytes(payload).toBytes().toArray();
    }

    private static String text(Bytes payload, int from) {
        return new String(Arrays.copyOfRange(payload.toArray(), from, payload.size()), StandardCharsets.UTF_8);
    }
}
