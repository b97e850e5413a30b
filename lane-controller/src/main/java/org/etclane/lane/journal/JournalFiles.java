package org.etclane.lane.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** The names in the data directory. */
record JournalFiles(Path dir) {

    /** The database, as H2 names it. It stands here only when complete: it is made under {@link #making} and renamed. */
    Path database() {
        return dir.resolve("journal.mv.db");
    }

    /** A database being created or migrated; may be removed at any start. */
    Path making() {
        return dir.resolve("journal-making.mv.db");
    }

    Path mark() {
        return dir.resolve("journal.mark");
    }

    /** Held locked while a process has the journal open. */
    Path lock() {
        return dir.resolve("journal.lock");
    }

    Path attention() {
        return dir.resolve("NEEDS-ATTENTION.json");
    }

    Optional<LedgerMark> readMark() throws IOException {
        try {
            return LedgerMark.parse(Files.readAllBytes(mark()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** The length of the database file in bytes, 0 when it cannot be told. */
    long databaseBytes() {
        return database().toFile().length();
    }

    /** Makes creations and renames in the directory durable. */
    void syncDirectory() throws IOException {
        try (FileChannel channel = FileChannel.open(dir, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Writes and syncs a whole file. */
    static void writeDurably(Path file, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            writeFully(channel, content, 0);
            channel.force(true);
        }
    }

    static void writeFully(FileChannel channel, byte[] content, long position) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(content);
        while (rest.hasRemaining()) {
            channel.write(rest, position + rest.position());
        }
    }
}
