package org.etclane.lane.parameters.lists.store;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A new file, written from front to end in pieces of {@value #PIECE} bytes, each forced to the disk before the next is begun: a
 * sync of the records never has to wait for more than one piece of ours, which a filesystem would else write out first. One thread.
 */
final class PacedFile implements AutoCloseable {
    static final int PIECE = 1 << 20;
    private static final long LOOK_EVERY = 64L * PIECE;

    private final Path file;
    private final FileChannel channel;
    private final Pace pace;
    private final long reserveBytes;
    private final MemorySegment piece;
    private final ByteBuffer pieceBytes;
    private int filled;
    private long written;

    /** @param arena of the piece's memory; closed by the caller */
    PacedFile(Path file, Arena arena, Pace pace, long reserveBytes) throws IOException {
        this.file = file;
        this.pace = pace;
        this.reserveBytes = reserveBytes;
        piece = arena.allocate(PIECE, ListBlock.BYTES);
        pieceBytes = piece.asByteBuffer();
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.READ,
                StandardOpenOption.WRITE);
    }

    void write(MemorySegment from, long bytes) throws IOException {
        for (long done = 0; done < bytes; ) {
            int part = (int) Math.min(PIECE - filled, bytes - done);
            MemorySegment.copy(from, done, piece, filled, part);
            filled += part;
            done += part;
            if (filled == PIECE) {
                flush();
            }
        }
    }

    /** What was written so far is on the disk. */
    void flush() throws IOException {
        if (written % LOOK_EVERY == 0) {
            leaveReserve();
        }
        pieceBytes.clear().limit(filled);
        while (pieceBytes.hasRemaining()) {
            channel.write(pieceBytes);
        }
        channel.force(false);
        written += filled;
        int moved = filled;
        filled = 0;
        pace.moved(moved);
    }

    private void leaveReserve() throws IOException {
        long freeBytes = Files.getFileStore(file.toAbsolutePath().getParent()).getUsableSpace();
        if (freeBytes < reserveBytes + LOOK_EVERY) {
            throw new IOException("the disk under " + file.getParent() + " has " + (freeBytes >> 20) + " MiB left, of which "
                    + (reserveBytes >> 20) + " MiB are kept for records: make room, then deliver the list again");
        }
    }

    /** Puts the beginning in place, last of all, and everything onto the disk. */
    void finish(byte[] head) throws IOException {
        flush();
        ByteBuffer bytes = ByteBuffer.wrap(head);
        for (int at = 0; bytes.hasRemaining(); ) {
            at += channel.write(bytes, at);
        }
        channel.force(true);
    }

    FileChannel channel() {
        return channel;
    }

    /** Bytes so far, with those that are still on their way. */
    long position() {
        return written + filled;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
