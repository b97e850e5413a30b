package org.etclane.sim.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import org.etclane.lane.parameters.lists.ListKey;
import org.etclane.lane.parameters.lists.ListKind;
import org.etclane.lane.parameters.lists.ListReason;
import org.etclane.lane.parameters.lists.Listing;
import org.etclane.lane.parameters.lists.store.ListDelivery;
import org.etclane.lane.parameters.lists.store.ListForm;
import org.etclane.lane.parameters.lists.store.ListSection;

/**
 * Status lists of any length, made of numbers: entry {@code i} is the same key in every list, and keys of different numbers differ, so
 * nothing need be remembered to know who is listed. Keys look like real ones (31 networks, BCD) and come in no order.
 */
final class SyntheticLists {
    private static final int[] NETWORKS = {0x1101, 0x1201, 0x1301, 0x1401, 0x1501, 0x2101, 0x2201, 0x2301, 0x3101, 0x3201, 0x3301, 0x3401,
        0x3501, 0x3601, 0x3701, 0x4101, 0x4201, 0x4301, 0x4401, 0x4501, 0x4601, 0x5001, 0x5101, 0x5201, 0x5301, 0x5401, 0x6101, 0x6201,
        0x6301, 0x6401, 0x6501};
    private static final long SERIALS = 10_000_000_000L;
    /** Shares no factor with {@link #SERIALS}, so every number is hit once. */
    private static final long SCATTER = 7_368_787L;
    /** From here on nothing is ever listed. */
    static final long NEVER = 100_000_000_000L;
    private static final long SINCE_SECONDS = 1_700_000_000L;
    private static final int BUFFER = 1 << 20;

    private SyntheticLists() {
    }

    static ListKey key(ListKind kind, long i) {
        int network = NETWORKS[(int) (i % NETWORKS.length)];
        long serial = bcd(i / NETWORKS.length * SCATTER % SERIALS);
        return switch (kind) {
            case CARD -> new ListKey(kind, network, 0x230100L << 40 | serial);
            case OBU -> new ListKey(kind, 0, (long) network << 48 | 1L << 40 | serial);
        };
    }

    private static long bcd(long number) {
        long digits = 0;
        for (int shift = 0; number > 0; shift += 4, number /= 10) {
            digits |= number % 10 << shift;
        }
        return digits;
    }

    static Listing listing(long i) {
        return new Listing(ListReason.ofCode(1 + (int) (i % 8)).orElseThrow(), OptionalLong.of(SINCE_SECONDS + i % 1_000_000));
    }

    /**
     * Writes a binary section.
     *
     * @param first    number of the first entry that is listed
     * @param listed   how many from there
     * @param off      of an increment: so many from entry 0 on are taken off
     * @param base     of an increment
     */
    static ListDelivery write(Path file, ListKind kind, String version, Optional<String> base, long first, long listed, long off)
            throws IOException {
        MessageDigest digest = sha256();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        try (OutputStream out = Files.newOutputStream(file)) {
            buffer.put(ListSection.head(kind, base.isPresent() ? ListForm.INCREMENT : ListForm.FULL, listed + off));
            for (long i = 0; i < listed; i++) {
                room(buffer, digest, out);
                ListSection.put(buffer, key(kind, first + i), listing(first + i));
            }
            for (long i = 0; i < off; i++) {
                room(buffer, digest, out);
                ListSection.putRemoval(buffer, key(kind, i));
            }
            flush(buffer, digest, out);
        }
        return new ListDelivery(kind, version, HexFormat.of().formatHex(digest.digest()), 0, base);
    }

    private static void room(ByteBuffer buffer, MessageDigest digest, OutputStream out) throws IOException {
        if (buffer.remaining() < ListSection.ENTRY_BYTES) {
            flush(buffer, digest, out);
        }
    }

    private static void flush(ByteBuffer buffer, MessageDigest digest, OutputStream out) throws IOException {
        digest.update(buffer.array(), 0, buffer.position());
        out.write(buffer.array(), 0, buffer.position());
        buffer.clear();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
