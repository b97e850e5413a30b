package org.etclane.lane.parameters.lists.store;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * A page of entries, {@value #BYTES} bytes little-endian, that says itself whether it is whole and where it belongs: a page of an older
 * file in this place is found too.
 *
 * <pre>
 * 0 CRC-32C of bytes 4–4095, 4 · 4 number of the block 4 · 8 salt of the file 4 · 12 entries 2 · 14 zero 2 · 16 entries, 16 each · zeros
 * </pre>
 */
final class ListBlock {
    static final int BYTES = 4096;
    static final int HEAD = 16;
    static final int CAPACITY = (BYTES - HEAD) / ListRecord.BYTES;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT.withOrder(ByteOrder.LITTLE_ENDIAN);

    private ListBlock() {
    }

    /** Completes a block whose entries are in place. @return its CRC */
    static int seal(MemorySegment block, long number, int salt, int entries) {
        block.set(INT, 4, (int) number);
        block.set(INT, 8, salt);
        block.set(SHORT, 12, (short) entries);
        block.set(SHORT, 14, (short) 0);
        block.asSlice(HEAD + (long) entries * ListRecord.BYTES).fill((byte) 0);
        int crc = crc(block.asByteBuffer());
        block.set(INT, 0, crc);
        return crc;
    }

    /**
     * @param block one block between position 0 and limit, little-endian
     * @return how many entries it holds
     */
    static int check(ByteBuffer block, long number, int salt) throws DamagedListException {
        int entries = block.getShort(12) & 0xFFFF;
        if (block.getInt(0) != crc(block) || block.getInt(4) != (int) number || block.getInt(8) != salt || entries == 0
                || entries > CAPACITY) {
            throw new DamagedListException("block " + number + " is damaged");
        }
        return entries;
    }

    private static int crc(ByteBuffer block) {
        CRC32C crc = new CRC32C();
        crc.update(block.duplicate().position(4).limit(BYTES));
        return (int) crc.getValue();
    }

    static long number(ByteBuffer block, int entry) {
        return block.getLong(HEAD + entry * ListRecord.BYTES);
    }

    static long rest(ByteBuffer block, int entry) {
        return block.getLong(HEAD + entry * ListRecord.BYTES + 8);
    }
}
