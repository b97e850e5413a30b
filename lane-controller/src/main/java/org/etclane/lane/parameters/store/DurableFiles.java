package org.etclane.lane.parameters.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files that are there whole or not at all, also after a power cut: written beside, synced, renamed, folder synced. */
final class DurableFiles {
    private DurableFiles() {
    }

    static void write(Path target, byte[] content) throws IOException {
        Path half = target.resolveSibling(target.getFileName() + ".half");
        Files.write(half, content);
        moveInto(half, target);
    }

    /** @param whole in the same file system */
    static void moveInto(Path whole, Path target) throws IOException {
        try (FileChannel channel = FileChannel.open(whole, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(whole, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel folder = FileChannel.open(target.getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }
}
