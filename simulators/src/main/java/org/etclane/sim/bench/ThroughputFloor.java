package org.etclane.sim.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** The raw floor under a journal: the same number of bytes in the same groups, appended to a file and forced to the disk. */
final class ThroughputFloor {
    private ThroughputFloor() {
    }

    /** Blocking. @return how long all of it took */
    static long writeNanos(Path file, List<ThroughputBench.Group> groups) throws IOException {
        int largest = groups.stream().mapToInt(ThroughputBench.Group::bytes).max().orElse(0);
        ByteBuffer bytes = ByteBuffer.allocateDirect(largest);
        for (int i = 0; i < largest; i++) {
            bytes.put(i, (byte) ('0' + i % 64));
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            long started = System.nanoTime();
            for (ThroughputBench.Group group : groups) {
                bytes.clear().limit(group.bytes());
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(false);
            }
            return System.nanoTime() - started;
        }
    }
}
