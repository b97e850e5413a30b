package org.etclane.lane.parameters.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Packages while they arrive: one file that grows, named by the hash that was announced, so that it goes on growing after a lost
 * connection or a restart. Nothing is held in memory. Chunks are not synced one by one: the announced hash is compared with the
 * whole file, and one that a power cut has left with holes is thrown away then. One thread, usually "outbox".
 */
public final class IncomingPackages {
    /** So much of the disk is left to the records. */
    private static final long RESERVE_BYTES = 128L << 20;

    private final Path folder;
    private long finished;

    public IncomingPackages(Path folder) {
        this.folder = folder;
    }

    /** Files that were whole when the lane was killed, and that nobody knows of any more. Before anything is on its way. */
    public void removeLeftovers() throws IOException {
        if (Files.isDirectory(folder)) {
            for (Path left : files("")) {
                if (!left.toString().endsWith(".part")) {
                    Files.delete(left);
                }
            }
        }
    }

    /**
     * Others on their way are given up.
     *
     * @return how many bytes are there already
     * @throws IOException also when the disk has no room for it
     */
    public long begin(String sha256, long size) throws IOException {
        Files.createDirectories(folder);
        Path file = part(sha256);
        for (Path other : files(".part")) {
            if (!other.equals(file) || Files.size(other) > size) {
                Files.delete(other);
            }
        }
        long there = Files.exists(file) ? Files.size(file) : 0;
        long room = Files.getFileStore(folder).getUsableSpace() - RESERVE_BYTES;
        if (size - there > room) {
            throw new IOException("the disk has no room for " + (size - there) + " bytes more");
        }
        return there;
    }

    /** @param offset of the first byte, where the file ends now */
    public void append(String sha256, long offset, ByteBuffer bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(part(sha256), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (channel.size() != offset) {
                throw new IOException("the file has " + channel.size() + " bytes, not " + offset);
            }
            channel.position(offset);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }

    /** Takes the file out: it is whole. Whoever gets it deletes it. */
    public Path finish(String sha256) throws IOException {
        return Files.move(part(sha256), folder.resolve("whole-" + ++finished + "-" + sha256), StandardCopyOption.ATOMIC_MOVE);
    }

    private Path part(String sha256) {
        return folder.resolve(sha256 + ".part");
    }

    private List<Path> files(String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }
}
