package org.etclane.lane.parameters.lists.store;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/** Writes one list file from entries in order, each key once. The file has a header, and so exists, only after {@link #finish}. One thread. */
final class ListFileWriter implements AutoCloseable {
    private final ListHeader.Identity identity;
    private final int salt;
    private final PacedFile out;
    private final MemorySegment block;
    private final MemorySegment index;
    private final MemorySegment filterBits;
    private final BloomFilter filter;
    private final CRC32C blocksCrc = new CRC32C();
    private int inBlock;
    private long blocks;
    private long entries;
    private long removals;

    /** @param most at least as many entries as will come; the filter is made for so many */
    ListFileWriter(Path file, ListHeader.Identity identity, long most, Arena arena, Pace pace, long reserveBytes) throws IOException {
        this.identity = identity;
        salt = identity.salt();
        block = arena.allocate(ListBlock.BYTES, ListRecord.BYTES);
        index = arena.allocate(Math.max(1, ListHeader.Body.indexBytes(Math.ceilDiv(most, ListBlock.CAPACITY))), BloomFilter.BLOCK_BYTES);
        filterBits = arena.allocate(BloomFilter.bytesFor(most), BloomFilter.BLOCK_BYTES);
        filter = new BloomFilter(filterBits);
        out = new PacedFile(file, arena, pace, reserveBytes);
        out.write(arena.allocate(ListHeader.BYTES), ListHeader.BYTES);
    }

    void add(long number, long rest) throws IOException {
        if (inBlock == 0) {
            index.set(ListRecord.LONG, blocks * ListRecord.BYTES, number);
            index.set(ListRecord.LONG, blocks * ListRecord.BYTES + 8, ListRecord.rest(ListRecord.network(rest), 0, 0));
        }
        long at = ListBlock.HEAD + (long) inBlock * ListRecord.BYTES;
        block.set(ListRecord.LONG, at, number);
        block.set(ListRecord.LONG, at + 8, rest);
        filter.add(number, ListRecord.network(rest));
        removals += ListRecord.reason(rest) == ListRecord.REMOVED ? 1 : 0;
        entries++;
        if (++inBlock == ListBlock.CAPACITY) {
            endBlock();
        }
    }

    private void endBlock() throws IOException {
        int crc = ListBlock.seal(block, blocks++, salt, inBlock);
        for (int i = 0; i < Integer.SIZE; i += Byte.SIZE) {
            blocksCrc.update(crc >>> i);
        }
        out.write(block, ListBlock.BYTES);
        inBlock = 0;
    }

    /** Everything on the disk, the header last. */
    ListHeader finish() throws IOException {
        if (inBlock > 0) {
            endBlock();
        }
        long indexBytes = ListHeader.Body.indexBytes(blocks);
        out.write(index, indexBytes);
        out.write(filterBits, filterBits.byteSize());
        ListHeader header = new ListHeader(identity, new ListHeader.Body(entries, removals, blocks, indexBytes, filterBits.byteSize(),
                crc(index.asSlice(0, indexBytes)), crc(filterBits), (int) blocksCrc.getValue()));
        out.finish(header.encode());
        return header;
    }

    /** Of memory that is not mapped: a checksum over a mapped page that cannot be read would end the process. */
    static int crc(MemorySegment bytes) {
        CRC32C crc = new CRC32C();
        for (long at = 0; at < bytes.byteSize(); at += PacedFile.PIECE) {
            crc.update(bytes.asSlice(at, Math.min(PacedFile.PIECE, bytes.byteSize() - at)).asByteBuffer());
        }
        return (int) crc.getValue();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
