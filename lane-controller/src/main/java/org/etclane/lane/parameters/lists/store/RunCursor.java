package org.etclane.lane.parameters.lists.store;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Entries of a sorted run in a temporary file, read from front to end. One thread. */
final class RunCursor implements RecordCursor {
    private static final int BUFFER = 1 << 16;

    private final FileChannel channel;
    private final MemorySegment buffer;
    private final ByteBuffer bytes;
    private final long end;
    private long position;
    private int at;
    private int filled;

    RunCursor(FileChannel channel, Arena arena, long offset, long length) {
        this.channel = channel;
        buffer = arena.allocate(BUFFER, ListRecord.BYTES);
        bytes = buffer.asByteBuffer();
        position = offset;
        end = offset + length;
    }

    @Override
    public boolean next() throws IOException {
        at += ListRecord.BYTES;
        if (at < filled) {
            return true;
        }
        if (position == end) {
            return false;
        }
        bytes.clear().limit((int) Math.min(BUFFER, end - position));
        while (bytes.hasRemaining()) {
            int n = channel.read(bytes, position);
            if (n < 0) {
                throw new IOException("a temporary file ends before its time");
            }
            position += n;
        }
        filled = bytes.limit();
        at = 0;
        return true;
    }

    @Override
    public long number() {
        return buffer.get(ListRecord.LONG, at);
    }

    @Override
    public long rest() {
        return buffer.get(ListRecord.LONG, at + 8L);
    }
}
