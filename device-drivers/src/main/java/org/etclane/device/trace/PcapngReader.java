package org.etclane.device.trace;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.etclane.device.Bytes;
import org.etclane.device.link.LinkTrace.Direction;

/**
 * Reads a pcapng file of one link, ours or one that Wireshark has saved anew: either byte order, any time resolution in powers of ten,
 * blocks and options of other kinds passed over. Stateless.
 */
public final class PcapngReader {
    private static final int SMALLEST_BLOCK = 12;
    private static final int MICROSECONDS = 6;
    private static final int FINEST = 9;

    private PcapngReader() {
    }

    /** What the file holds. */
    public sealed interface Result {
        /** @param link name of the first interface, empty when it has none */
        record Trace(String link, List<TracedBytes> packets) implements Result {
            public Trace {
                packets = List.copyOf(packets);
            }
        }

        /** @param offset where in the file it goes wrong */
        record NoTrace(int offset, String reason) implements Result {
        }
    }

    /** Never throws on bad bytes. */
    public static Result read(byte[] file) {
        if (file.length < SMALLEST_BLOCK + 16 || ByteBuffer.wrap(file).getInt(0) != Pcapng.SECTION_HEADER) {
            return new Result.NoTrace(0, "is no pcapng file: it does not begin with a section header");
        }
        int magic = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(8);
        if (magic != Pcapng.BYTE_ORDER_MAGIC && Integer.reverseBytes(magic) != Pcapng.BYTE_ORDER_MAGIC) {
            return new Result.NoTrace(8, "has no byte order mark of pcapng");
        }
        ByteOrder order = magic == Pcapng.BYTE_ORDER_MAGIC ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        return new Blocks(ByteBuffer.wrap(file).order(order)).read();
    }

    /** Goes through the blocks of one section. */
    private static final class Blocks {
        private final ByteBuffer file;
        private final List<TracedBytes> packets = new ArrayList<>();
        private String link = "";
        private int interfaces;
        private int decimals = MICROSECONDS;

        private Blocks(ByteBuffer file) {
            this.file = file;
        }

        private Result read() {
            int at = 0;
            while (at < file.capacity()) {
                int left = file.capacity() - at;
                int length = left < SMALLEST_BLOCK ? 0 : file.getInt(at + 4);
                if (length < SMALLEST_BLOCK || length > left || length % 4 != 0 || file.getInt(at + length - 4) != length) {
                    return new Result.NoTrace(at, "ends in the middle of a block, or a block's two lengths differ");
                }
                String problem = block(file.getInt(at), file.slice(at + 8, length - SMALLEST_BLOCK).order(file.order()));
                if (!problem.isEmpty()) {
                    return new Result.NoTrace(at, problem);
                }
                at += length;
            }
            return new Result.Trace(link, packets);
        }

        private String block(int type, ByteBuffer body) {
            return switch (type) {
                case Pcapng.INTERFACE_DESCRIPTION -> interfaceDescription(body);
                case Pcapng.ENHANCED_PACKET -> packet(body);
                default -> ""; // an int, not a closed set: other blocks say nothing of the bytes
            };
        }

        private String interfaceDescription(ByteBuffer body) {
            if (body.capacity() < 8) {
                return "an interface description is cut";
            }
            interfaces++;
            if (interfaces > 1) {
                return "holds more than one interface: save the one link that shall be played";
            }
            ByteBuffer name = option(body, 8, Pcapng.IF_NAME);
            link = StandardCharsets.UTF_8.decode(name).toString();
            ByteBuffer resolution = option(body, 8, Pcapng.IF_TSRESOL);
            decimals = resolution.hasRemaining() ? resolution.get(0) : MICROSECONDS;
            return decimals < 0 || decimals > FINEST ? "counts time in units that are not 1 s to 1 ns in powers of ten" : "";
        }

        private String packet(ByteBuffer body) {
            if (body.capacity() < 20) {
                return "a packet is cut";
            }
            if (interfaces == 0) {
                return "has a packet before any interface";
            }
            int captured = body.getInt(12);
            if (captured < 0 || captured > body.capacity() - 20) {
                return "a packet says it is longer than its block";
            }
            long stamp = (long) body.getInt(4) << 32 | body.getInt(8) & 0xFFFFFFFFL;
            byte[] bytes = new byte[captured];
            body.get(20, bytes);
            int options = 20 + Pcapng.padded(captured);
            ByteBuffer flags = option(body, options, Pcapng.EPB_FLAGS);
            int direction = flags.remaining() == 4 ? flags.getInt(0) & 3 : 0;
            String comment = StandardCharsets.UTF_8.decode(option(body, options, Pcapng.COMMENT)).toString();
            packets.add(new TracedBytes(stamp * tenTo(FINEST - decimals), direction(direction), Bytes.copyOf(bytes), comment));
            return "";
        }

        private static Direction direction(int flags) {
            return flags == Pcapng.INBOUND ? Direction.IN : flags == Pcapng.OUTBOUND ? Direction.OUT : Direction.NOTE;
        }

        private static long tenTo(int power) {
            long value = 1;
            for (int i = 0; i < power; i++) {
                value *= 10;
            }
            return value;
        }

        /** The value of the first option with this code; without one, or when options are cut, nothing. */
        private static ByteBuffer option(ByteBuffer body, int from, int code) {
            int at = from;
            while (at + 4 <= body.capacity()) {
                int found = body.getShort(at) & 0xFFFF;
                int length = body.getShort(at + 2) & 0xFFFF;
                if (found == Pcapng.END_OF_OPTIONS || at + 4 + length > body.capacity()) {
                    break;
                }
                if (found == code) {
                    return body.slice(at + 4, length).order(body.order());
                }
                at += 4 + Pcapng.padded(length);
            }
            return ByteBuffer.allocate(0);
        }
    }
}
