package org.etclane.lane.parameters.lists.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** What makes files of a folder appear and disappear whole, also across a power cut. */
final class StoreFiles {
    private static final long FREED_AT_ONCE = PacedFile.PIECE;

    private StoreFiles() {
    }

    /** The new content or the old one, whatever happens meanwhile. */
    static void replace(Path file, String content) throws IOException {
        Path half = file.resolveSibling(file.getFileName() + ".tmp");
        Files.writeString(half, content, StandardCharsets.US_ASCII);
        try (FileChannel channel = FileChannel.open(half, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        move(half, file);
    }

    /** Durable when it returns; both in one folder. */
    static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        sync(to.toAbsolutePath().getParent());
    }

    static void sync(Path folder) throws IOException {
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    /**
     * Piece by piece: a filesystem that tells the disk of every block that becomes free (mount option discard) can hold up everybody's
     * syncs for half a second when half a gigabyte goes at once. Stopped midway it leaves a shorter file.
     */
    static void delete(Path file, Pace pace) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (long size = channel.size() - FREED_AT_ONCE; size > 0; size -= FREED_AT_ONCE) {
                channel.truncate(size);
                pace.moved(FREED_AT_ONCE);
            }
        }
        Files.delete(file);
    }

    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** The hash of a list after an increment, see {@link org.etclane.lane.parameters.lists.ListVersion#sha256}. */
    static String chained(String listBefore, String increment) {
        MessageDigest digest = sha256();
        digest.update(HexFormat.of().parseHex(listBefore));
        return HexFormat.of().formatHex(digest.digest(HexFormat.of().parseHex(increment)));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
