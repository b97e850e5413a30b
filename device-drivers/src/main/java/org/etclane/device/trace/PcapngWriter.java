package org.etclane.device.trace;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.etclane.device.link.LinkTrace.Direction;

/**
 * Writes a link's trace as a pcapng file (draft-ietf-opsawg-pcapng): one section, one interface of link type
 * {@value Pcapng#LINKTYPE_USER0} (USER0, bytes of a serial line have none of their own), nanosecond stamps, for each packet its direction in
 * {@code epb_flags} and a comment. Little endian. Stateless.
 */
public final class PcapngWriter {

    private PcapngWriter() {
    }

    /**
     * @param link        name of the link, shown as the interface's name
     * @param description what is at its other end
     */
    public static byte[] write(String link, String description, List<TracedBytes> packets) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(block(Pcapng.SECTION_HEADER, sectionHeader()));
        file.writeBytes(block(Pcapng.INTERFACE_DESCRIPTION, interfaceDescription(link, description)));
        packets.forEach(packet -> file.writeBytes(block(Pcapng.ENHANCED_PACKET, packet(packet))));
        return file.toByteArray();
    }

    private static byte[] sectionHeader() {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(little(16).putInt(Pcapng.BYTE_ORDER_MAGIC).putShort((short) 1).putShort((short) 0).putLong(-1).array());
        body.writeBytes(option(Pcapng.SHB_USERAPPL, "etclane".getBytes(StandardCharsets.UTF_8)));
        body.writeBytes(option(Pcapng.END_OF_OPTIONS, new byte[0]));
        return body.toByteArray();
    }

    private static byte[] interfaceDescription(String link, String description) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(little(8).putShort((short) Pcapng.LINKTYPE_USER0).putShort((short) 0).putInt(0).array());
        body.writeBytes(option(Pcapng.IF_NAME, text(link)));
        body.writeBytes(option(Pcapng.IF_DESCRIPTION, text(description)));
        body.writeBytes(option(Pcapng.IF_TSRESOL, new byte[] {Pcapng.NANOSECONDS}));
        body.writeBytes(option(Pcapng.END_OF_OPTIONS, new byte[0]));
        return body.toByteArray();
    }

    private static byte[] packet(TracedBytes packet) {
        byte[] bytes = packet.bytes().toArray();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(little(20).putInt(0).putInt((int) (packet.wallNanos() >>> 32)).putInt((int) packet.wallNanos())
                .putInt(bytes.length).putInt(bytes.length).array());
        body.writeBytes(padded(bytes));
        body.writeBytes(option(Pcapng.EPB_FLAGS, little(4).putInt(flags(packet.direction())).array()));
        if (!packet.comment().isEmpty()) {
            body.writeBytes(option(Pcapng.COMMENT, text(packet.comment())));
        }
        body.writeBytes(option(Pcapng.END_OF_OPTIONS, new byte[0]));
        return body.toByteArray();
    }

    private static int flags(Direction direction) {
        return switch (direction) {
            case IN -> Pcapng.INBOUND;
            case OUT -> Pcapng.OUTBOUND;
            case NOTE -> 0;
        };
    }

    private static byte[] block(int type, byte[] body) {
        int length = body.length + Pcapng.BLOCK_OVERHEAD;
        return little(length).putInt(type).putInt(length).put(body).putInt(length).array();
    }

    private static byte[] option(int code, byte[] value) {
        byte[] padded = padded(value);
        return little(4 + padded.length).putShort((short) code).putShort((short) value.length).put(padded).array();
    }

    /** An option's length has 16 bits: longer text is cut, on a character's boundary. */
    private static byte[] text(String words) {
        byte[] all = words.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(all.length, Pcapng.LONGEST_TEXT);
        while (length < all.length && (all[length] & 0xC0) == 0x80) {
            length--;
        }
        return length == all.length ? all : java.util.Arrays.copyOf(all, length);
    }

    private static byte[] padded(byte[] bytes) {
        return java.util.Arrays.copyOf(bytes, Pcapng.padded(bytes.length));
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
