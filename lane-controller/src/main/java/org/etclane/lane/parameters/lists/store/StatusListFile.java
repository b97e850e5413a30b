package org.etclane.lane.parameters.lists.store;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * One list file, open: filter and index in memory of their own, the blocks mapped. A look-up that the filter does not end costs one page,
 * which is copied and checked before it is searched. Immutable; any thread may ask, one closes. After {@link #close} the memory is gone
 * at once and a look-up fails with {@link IllegalStateException}.
 */
final class StatusListFile implements AutoCloseable {
    static final long ABSENT = -1;

    private final Path file;
    private final ListHeader header;
    private final Arena arena;
    private final MemorySegment blocks;
    private final MemorySegment index;
    private final BloomFilter filter;
    private final int salt;

    private StatusListFile(Path file, ListHeader header, Arena arena, MemorySegment blocks, MemorySegment index, MemorySegment filter) {
        this.file = file;
        this.header = header;
        this.arena = arena;
        this.blocks = blocks;
        this.index = index;
        this.filter = new BloomFilter(filter);
        this.salt = header.identity().salt();
    }

    /**
     * Reads and checks header, length, index and filter; the blocks check themselves when they are asked, or all of them by {@link
     * #verify}.
     *
     * @throws DamagedListException with what is wrong
     */
    static StatusListFile open(Path file) throws IOException {
        Arena arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ListHeader header = header(channel);
            ListHeader.Body body = header.body();
            if (channel.size() != body.fileBytes()) {
                throw new DamagedListException("it is " + channel.size() + " bytes long, written were " + body.fileBytes());
            }
            MemorySegment index = section(channel, arena, body.indexOffset(), body.indexBytes(), body.indexCrc(), "index");
            MemorySegment filter = section(channel, arena, body.filterOffset(), body.filterBytes(), body.filterCrc(), "filter");
            MemorySegment blocks = channel.map(FileChannel.MapMode.READ_ONLY, ListHeader.BYTES, body.blocks() * ListBlock.BYTES, arena);
            return new StatusListFile(file, header, arena, blocks, index, filter);
        } catch (IOException | RuntimeException unusable) { // the memory must not outlive a failed opening
            arena.close();
            throw unusable;
        }
    }

    private static ListHeader header(FileChannel channel) throws IOException {
        ByteBuffer page = ByteBuffer.allocate(ListHeader.BYTES);
        try {
            readFully(channel, page, 0);
        } catch (EOFException tooShort) {
            throw new DamagedListException("it is only " + channel.size() + " bytes long");
        }
        return ListHeader.decode(page.array());
    }

    private static MemorySegment section(FileChannel channel, Arena arena, long offset, long bytes, int crc, String name)
            throws IOException {
        MemorySegment section = arena.allocate(Math.max(1, bytes), BloomFilter.BLOCK_BYTES).asSlice(0, bytes);
        for (long at = 0; at < bytes; at += PacedFile.PIECE) {
            readFully(channel, section.asSlice(at, Math.min(PacedFile.PIECE, bytes - at)).asByteBuffer(), offset + at);
        }
        if (ListFileWriter.crc(section) != crc) {
            throw new DamagedListException("the " + name + " is damaged");
        }
        return section;
    }

    private static void readFully(FileChannel channel, ByteBuffer into, long from) throws IOException {
        for (long at = from; into.hasRemaining(); ) {
            int n = channel.read(into, at);
            if (n < 0) {
                throw new EOFException("ends at " + at);
            }
            at += n;
        }
    }

    ListHeader header() {
        return header;
    }

    Path file() {
        return file;
    }

    /** @return the rest of the entry ({@link ListRecord}), {@link #ABSENT} when there is none */
    long find(long number, int network) throws DamagedListException {
        if (!filter.mayHold(number, network)) {
            return ABSENT;
        }
        long number48 = ListRecord.rest(network, 0, 0);
        long block = blockOf(number, number48);
        if (block < 0) {
            return ABSENT;
        }
        byte[] page = new byte[ListBlock.BYTES];
        MemorySegment.copy(blocks, ValueLayout.JAVA_BYTE, block * ListBlock.BYTES, page, 0, ListBlock.BYTES);
        ByteBuffer entries = ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN);
        int low = 0;
        for (int high = ListBlock.check(entries, block, salt) - 1; low <= high; ) {
            int middle = (low + high) >>> 1;
            long rest = ListBlock.rest(entries, middle);
            int order = ListRecord.compareKeys(ListBlock.number(entries, middle), rest, number, number48);
            if (order == 0) {
                return rest;
            }
            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle - 1;
        }
        return ABSENT;
    }

    /** @return the last block that begins at or before the key, −1 when all begin behind it */
    private long blockOf(long number, long rest) {
        long low = 0;
        for (long high = header.body().blocks() - 1; low <= high; ) {
            long middle = (low + high) >>> 1;
            boolean behind = ListRecord.compareKeys(first(middle), firstRest(middle), number, rest) > 0;
            low = behind ? low : middle + 1;
            high = behind ? middle - 1 : high;
        }
        return low - 1;
    }

    private long first(long block) {
        return index.get(ListRecord.LONG, block * ListRecord.BYTES);
    }

    private long firstRest(long block) {
        return index.get(ListRecord.LONG, block * ListRecord.BYTES + 8);
    }

    /** Reads the whole file from the disk and checks every block, their order and the index. @throws DamagedListException with the place */
    void verify(Pace pace) throws IOException {
        try (Cursor cursor = cursor(pace)) {
            CRC32C crc = new CRC32C();
            long seen = 0;
            long removals = 0;
            long number = 0;
            long rest = 0;
            for (; cursor.next(); seen++) {
                if (seen > 0 && ListRecord.compareKeys(number, rest, cursor.number(), cursor.rest()) >= 0) {
                    throw new DamagedListException("entry " + seen + " is out of order");
                }
                number = cursor.number();
                rest = cursor.rest();
                removals += ListRecord.reason(rest) == ListRecord.REMOVED ? 1 : 0;
                if (cursor.entry == 0) {
                    for (int i = 0; i < Integer.SIZE; i += Byte.SIZE) {
                        crc.update(cursor.crc >>> i);
                    }
                    boolean indexed = first(cursor.block) == number
                            && firstRest(cursor.block) == ListRecord.rest(ListRecord.network(rest), 0, 0);
                    if (!indexed) {
                        throw new DamagedListException("the index does not lead to block " + cursor.block);
                    }
                }
                if (!filter.mayHold(number, ListRecord.network(rest))) {
                    throw new DamagedListException("the filter does not know entry " + seen);
                }
            }
            if (seen != header.body().entries() || removals != header.body().removals()
                    || (int) crc.getValue() != header.body().blocksCrc()) {
                throw new DamagedListException(seen + " entries, written were " + header.body().entries());
            }
        }
    }

    /** All entries in order, read from the file and not from the mapping, so that the process does not grow by it. */
    Cursor cursor(Pace pace) throws IOException {
        return new Cursor(pace);
    }

    final class Cursor implements RecordCursor, AutoCloseable {
        private static final int BLOCKS_AT_ONCE = 16;

        private final Pace pace;
        private final Arena own = Arena.ofConfined();
        private final FileChannel channel;
        private final ByteBuffer buffer = own.allocate((long) BLOCKS_AT_ONCE * ListBlock.BYTES, ListRecord.BYTES).asByteBuffer();
        private ByteBuffer current = buffer;
        private long block = -1;
        private int inBlock;
        private int entry;
        private int crc;

        private Cursor(Pace pace) throws IOException {
            this.pace = pace;
            try {
                channel = FileChannel.open(file, StandardOpenOption.READ);
            } catch (IOException unreadable) {
                own.close();
                throw unreadable;
            }
        }

        @Override
        public boolean next() throws IOException {
            if (++entry < inBlock) {
                return true;
            }
            if (++block >= header.body().blocks()) {
                return false;
            }
            int slot = (int) (block % BLOCKS_AT_ONCE);
            if (slot == 0) {
                long bytes = Math.min(BLOCKS_AT_ONCE, header.body().blocks() - block) * ListBlock.BYTES;
                buffer.clear().limit((int) bytes);
                try {
                    readFully(channel, buffer, ListHeader.BYTES + block * ListBlock.BYTES);
                } catch (EOFException cut) {
                    throw new DamagedListException("it ends in block " + block);
                }
                pace.moved(bytes);
            }
            current = buffer.slice(slot * ListBlock.BYTES, ListBlock.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            inBlock = ListBlock.check(current, block, salt);
            crc = current.getInt(0);
            entry = 0;
            return true;
        }

        @Override
        public long number() {
            return ListBlock.number(current, entry);
        }

        @Override
        public long rest() {
            return ListBlock.rest(current, entry);
        }

        @Override
        public void close() throws IOException {
            own.close();
            channel.close();
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
