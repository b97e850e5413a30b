package org.etclane.lane.parameters.lists.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.etclane.lane.parameters.lists.ListKind;
import org.etclane.lane.parameters.lists.ListVersion;

/**
 * The first {@value #BYTES} bytes of a list file, little-endian. It is written last: a file without it was never finished.
 *
 * <pre>
 * 0 "ETCLLIST" 8 · 8 format 1, 4 · 12 kind 1 · 13 form 1 · 14 zero 2 · 16 entries 8 · 24 of them removals 8 · 32 blocks 8
 * 40 index bytes 8 · 48 filter bytes 8 · 56 CRC-32C of the index 4 · 60 of the filter 4 · 64 of the blocks' CRCs one after the other 4
 * 68 salt 4 · 72 effective at 8 · 80 received at 8 · 88 hash of the delivery 32 · 120 hash of the list 32
 * 152 version 1 + 64 · 217 base version 1 + 64 (length 0: a full list) · zeros · 4092 CRC-32C of bytes 0–4091, 4
 * </pre>
 *
 * Behind it: the blocks ({@link ListBlock}), the index (first key of each block, 16 bytes, padded with zeros to 64), the filter
 * ({@link BloomFilter}), nothing more.
 */
record ListHeader(Identity identity, Body body) {
    static final int BYTES = 4096;
    private static final int FORMAT = 1;
    private static final byte[] MAGIC = "ETCLLIST".getBytes(StandardCharsets.US_ASCII);
    private static final int NAME = 64;

    /**
     * Which list it is.
     *
     * @param deliverySha256 of the bytes of the last delivery that went into it
     * @param listSha256     see {@link ListVersion#sha256}
     */
    record Identity(ListKind kind, String version, Optional<String> baseVersion, String deliverySha256, String listSha256,
            long effectiveAtMillis, long receivedAtMillis) {
        ListForm form() {
            return baseVersion.isPresent() ? ListForm.INCREMENT : ListForm.FULL;
        }

        /** Tells the blocks of this file from those of another. */
        int salt() {
            CRC32C crc = new CRC32C();
            crc.update((kind + "/" + form() + "/" + version + "/" + listSha256).getBytes(StandardCharsets.US_ASCII));
            return (int) crc.getValue();
        }

        ListVersion listVersion() {
            return new ListVersion(kind, version, listSha256, effectiveAtMillis, receivedAtMillis);
        }

        /** The same list, whole instead of as a change. */
        Identity full() {
            return new Identity(kind, version, Optional.empty(), deliverySha256, listSha256, effectiveAtMillis, receivedAtMillis);
        }
    }

    /** What is in it. */
    record Body(long entries, long removals, long blocks, long indexBytes, long filterBytes, int indexCrc, int filterCrc, int blocksCrc) {
        long indexOffset() {
            return BYTES + blocks * ListBlock.BYTES;
        }

        long filterOffset() {
            return indexOffset() + indexBytes;
        }

        long fileBytes() {
            return filterOffset() + filterBytes;
        }

        private boolean plausible() {
            return entries >= 0 && removals >= 0 && removals <= entries && blocks == Math.ceilDiv(entries, ListBlock.CAPACITY)
                    && indexBytes == indexBytes(blocks) && filterBytes >= BloomFilter.BLOCK_BYTES
                    && filterBytes % BloomFilter.BLOCK_BYTES == 0;
        }

        static long indexBytes(long blocks) {
            return Math.ceilDiv(blocks * ListRecord.BYTES, BloomFilter.BLOCK_BYTES) * BloomFilter.BLOCK_BYTES;
        }
    }

    byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        out.put(MAGIC).putInt(FORMAT).put((byte) identity.kind().code()).put((byte) identity.form().code()).putShort((short) 0);
        out.putLong(body.entries).putLong(body.removals).putLong(body.blocks).putLong(body.indexBytes).putLong(body.filterBytes);
        out.putInt(body.indexCrc).putInt(body.filterCrc).putInt(body.blocksCrc).putInt(identity.salt());
        out.putLong(identity.effectiveAtMillis()).putLong(identity.receivedAtMillis());
        out.put(HexFormat.of().parseHex(identity.deliverySha256())).put(HexFormat.of().parseHex(identity.listSha256()));
        name(out, identity.version());
        name(out, identity.baseVersion().orElse(""));
        return out.putInt(BYTES - 4, crc(out.array())).array();
    }

    private static void name(ByteBuffer out, String text) {
        out.put((byte) text.length()).put(text.getBytes(StandardCharsets.US_ASCII)).position(out.position() + NAME - text.length());
    }

    static ListHeader decode(byte[] page) throws DamagedListException {
        ByteBuffer in = ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN);
        byte[] magic = new byte[MAGIC.length];
        in.get(magic);
        if (!java.util.Arrays.equals(magic, MAGIC)) {
            throw new DamagedListException("it has no header: it was never finished, or is no list");
        }
        if (in.getInt(BYTES - 4) != crc(page)) {
            throw new DamagedListException("the header is damaged");
        }
        int format = in.getInt();
        if (format != FORMAT) {
            throw new DamagedListException("format " + format + " is not " + FORMAT + ": another release wrote it");
        }
        ListKind kind = in.get() == ListKind.CARD.code() ? ListKind.CARD : ListKind.OBU;
        boolean increment = in.get() == ListForm.INCREMENT.code();
        in.getShort();
        long entries = in.getLong();
        long removals = in.getLong();
        long blocks = in.getLong();
        long indexBytes = in.getLong();
        long filterBytes = in.getLong();
        Body body = new Body(entries, removals, blocks, indexBytes, filterBytes, in.getInt(), in.getInt(), in.getInt());
        int salt = in.getInt();
        long effectiveAtMillis = in.getLong();
        long receivedAtMillis = in.getLong();
        Identity identity = new Identity(kind, "", Optional.empty(), hash(in), hash(in), effectiveAtMillis, receivedAtMillis);
        String version = name(in);
        String base = name(in);
        identity = new Identity(kind, version, increment ? Optional.of(base) : Optional.empty(), identity.deliverySha256(),
                identity.listSha256(), effectiveAtMillis, receivedAtMillis);
        if (!body.plausible() || identity.salt() != salt) {
            throw new DamagedListException("the header contradicts itself");
        }
        return new ListHeader(identity, body);
    }

    private static String hash(ByteBuffer in) {
        byte[] hash = new byte[32];
        in.get(hash);
        return HexFormat.of().formatHex(hash);
    }

    private static String name(ByteBuffer in) {
        int length = Math.min(NAME, in.get() & 0xFF);
        byte[] text = new byte[NAME];
        in.get(text);
        return new String(text, 0, length, StandardCharsets.US_ASCII);
    }

    private static int crc(byte[] page) {
        CRC32C crc = new CRC32C();
        crc.update(page, 0, BYTES - 4);
        return (int) crc.getValue();
    }
}
