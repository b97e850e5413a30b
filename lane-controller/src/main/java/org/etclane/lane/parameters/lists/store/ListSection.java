package org.etclane.lane.parameters.lists.store;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.etclane.lane.parameters.lists.ListKey;
import org.etclane.lane.parameters.lists.ListKind;
import org.etclane.lane.parameters.lists.ListReason;
import org.etclane.lane.parameters.lists.Listing;

/**
 * A status list on its way to the lane, binary: the section of a parameter package, or a file. Big-endian, as card files are.
 *
 * <pre>
 * 0 "ETCSLIST" 8 · 8 format 1, 1 · 9 kind 1 (1 card, 2 OBU) · 10 form 1 (1 full, 2 increment) · 11 zero 5 · 16 number of entries 8
 * then per entry 16: network 2 (BCD; 0 of an OBU) · number 8 (BCD) · reason 1 · zero 1 · since 4
 * </pre>
 *
 * Reason: {@link ListReason#code()}, or 0 in an increment to take the key off the list. Since: seconds
 * since 1970 UTC, 0 unknown. Any order (ascending is read fastest); of equal keys the last counts. Anything else refuses the list.
 */
public final class ListSection {
    public static final int HEAD_BYTES = 24;
    public static final int ENTRY_BYTES = 16;
    static final byte[] MAGIC = "ETCSLIST".getBytes(StandardCharsets.US_ASCII);
    private static final int BUFFER_ENTRIES = 4096;

    private ListSection() {
    }

    /** The first 24 bytes. */
    public static byte[] head(ListKind kind, ListForm form, long entries) {
        return ByteBuffer.allocate(HEAD_BYTES).put(MAGIC).put((byte) 1).put((byte) kind.code()).put((byte) form.code()).put(new byte[5])
                .putLong(entries).array();
    }

    /** An entry that lists a key. */
    public static void put(ByteBuffer out, ListKey key, Listing listing) {
        put(out, key.number(), ListRecord.rest(key.network(), listing.reason().code(), listing.sinceSeconds().orElse(0)));
    }

    /** An entry of an increment that takes a key off the list. */
    public static void putRemoval(ByteBuffer out, ListKey key) {
        put(out, key.number(), ListRecord.rest(key.network(), ListRecord.REMOVED, 0));
    }

    private static void put(ByteBuffer out, long number, long rest) {
        out.putShort((short) ListRecord.network(rest)).putLong(number).put((byte) ListRecord.reason(rest)).put((byte) 0)
                .putInt((int) ListRecord.sinceSeconds(rest));
    }

    /** Reads all of it, to the end of the stream. @throws ListRefusedException when it is not a list of this kind and form */
    static void read(InputStream in, ListKind kind, ListForm form, EntrySink sink) throws IOException {
        byte[] head = in.readNBytes(HEAD_BYTES);
        if (head.length < HEAD_BYTES || !Arrays.equals(head, 0, MAGIC.length, MAGIC, 0, MAGIC.length) || head[8] != 1) {
            throw new ListRefusedException("the section does not begin with ETCSLIST, format 1");
        }
        if (head[9] != kind.code() || head[10] != form.code()) {
            throw new ListRefusedException("the section says kind " + head[9] + ", form " + head[10] + "; announced is " + kind + " ("
                    + kind.code() + "), " + form + " (" + form.code() + ")");
        }
        long announced = ByteBuffer.wrap(head).getLong(16);
        if (announced < 0 || announced > StatusListBuilder.MAX_ENTRIES) {
            throw new ListRefusedException("the section says " + announced + " entries; allowed are 0 to " + StatusListBuilder.MAX_ENTRIES);
        }
        byte[] bytes = new byte[BUFFER_ENTRIES * ENTRY_BYTES];
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        for (long done = 0; done < announced; ) {
            int part = (int) Math.min(BUFFER_ENTRIES, announced - done);
            try {
                if (in.readNBytes(bytes, 0, part * ENTRY_BYTES) < part * ENTRY_BYTES) {
                    throw new EOFException();
                }
            } catch (EOFException tooShort) {
                throw new ListRefusedException("the section ends before its " + announced + " entries");
            }
            for (int i = 0; i < part; i++, done++) {
                entry(buffer, i * ENTRY_BYTES, done, kind, form, sink);
            }
        }
        if (in.read() >= 0) {
            throw new ListRefusedException("bytes follow the " + announced + " entries of the section");
        }
    }

    private static void entry(ByteBuffer in, int at, long entry, ListKind kind, ListForm form, EntrySink sink) throws IOException {
        int network = in.getShort(at) & 0xFFFF;
        int reason = in.get(at + 10) & 0xFF;
        boolean removal = reason == ListRecord.REMOVED && form == ListForm.INCREMENT;
        if (!removal && !ListReason.isCode(reason)) {
            throw new ListRefusedException("entry " + entry + " has reason " + reason + ", which is none of ours"
                    + (reason == ListRecord.REMOVED ? ": removals belong in increments" : ": use 15 for others"));
        }
        if (in.get(at + 11) != 0 || kind == ListKind.OBU && network != 0) {
            throw new ListRefusedException("entry " + entry + " has a byte that must be 0");
        }
        sink.put(in.getLong(at + 2), ListRecord.rest(network, reason, in.getInt(at + 12) & ListRecord.MAX_SINCE));
    }
}
