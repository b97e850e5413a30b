package org.etclane.lane.parameters.lists.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.etclane.lane.parameters.lists.ListAnswer;
import org.etclane.lane.parameters.lists.ListKey;
import org.etclane.lane.parameters.lists.ListKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two million entries swapped in a JVM with a heap of 64 MiB: afterwards the heap is what it was, and hardly anything was put on it. */
class StatusListHeapIT {
    private static final int ENTRIES = 2_000_000;

    @TempDir
    Path dir;

    /** Entries in no order, made as they are read. */
    private static final class Section extends InputStream {
        private final byte[] entry = new byte[ListSection.ENTRY_BYTES];
        private final ByteBuffer at = ByteBuffer.wrap(entry);
        private final int entries;
        private final int reason;
        private final InputStream head;
        private int made;
        private int given = ListSection.ENTRY_BYTES;

        Section(ListForm form, int entries, int reason) {
            this.entries = entries;
            this.reason = reason;
            head = new ByteArrayInputStream(ListSection.head(ListKind.CARD, form, entries));
        }

        static long number(int i) {
            return (i + 1L) * 0x9E3779B97F4A7C15L;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            try {
                int fromHead = head.read(into, offset, length);
                if (fromHead > 0) {
                    return fromHead;
                }
            } catch (IOException impossible) {
                throw new java.io.UncheckedIOException(impossible);
            }
            int n = 0;
            for (; n < length; n++) {
                if (given == ListSection.ENTRY_BYTES) {
                    if (made == entries) {
                        return n == 0 ? -1 : n;
                    }
                    at.putShort(0, (short) 0x3701).putLong(2, number(made++)).putShort(10, (short) (reason << 8)).putInt(12, 0);
                    given = 0;
                }
                into[offset + n] = entry[given++];
            }
            return n;
        }
    }

    static final class Child {
        public static void main(String[] args) throws IOException {
            try (StatusListStore store = Lists.store(Path.of(args[0]))) {
                swap(store, "1", Optional.empty(), ENTRIES, 1);
                long before = usedBytes();
                long allocatedBefore = allocatedBytes();
                swap(store, "2", Optional.empty(), ENTRIES, 2);
                swap(store, "3", Optional.of("2"), ENTRIES / 10, 3);
                store.merge();
                store.closeRetired();
                System.out.println("allocated " + (allocatedBytes() - allocatedBefore));
                System.out.println("grown " + (usedBytes() - before));
                boolean right = Lists.ask(store, new ListKey(ListKind.CARD, 0x3701, Section.number(0))) instanceof ListAnswer.Listed first
                        && first.listing().reason().code() == 3
                        && Lists.ask(store, new ListKey(ListKind.CARD, 0x3701, Section.number(ENTRIES - 1))) instanceof ListAnswer.Listed last
                        && last.listing().reason().code() == 2;
                System.out.println("right " + right);
            }
        }

        private static void swap(StatusListStore store, String version, Optional<String> base, int entries, int reason) throws IOException {
            ListForm form = base.isPresent() ? ListForm.INCREMENT : ListForm.FULL;
            var digest = StoreFiles.sha256();
            byte[] buffer = new byte[1 << 16];
            try (Section hashed = new Section(form, entries, reason)) {
                for (int n = hashed.read(buffer, 0, buffer.length); n > 0; n = hashed.read(buffer, 0, buffer.length)) {
                    digest.update(buffer, 0, n);
                }
            }
            ListDelivery delivery = new ListDelivery(ListKind.CARD, version, HexFormat.of().formatHex(digest.digest()), 0, base);
            var outcome = store.deliver(delivery, new Section(form, entries, reason), Lists.T);
            if (!(outcome instanceof StatusListStore.Delivered.Taken)) {
                throw new IOException(outcome.toString());
            }
            store.activate(Lists.T);
            store.closeRetired();
        }

        private static long usedBytes() {
            System.gc();
            return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        }

        private static long allocatedBytes() {
            return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
        }
    }

    @Test
    void aSwapLeavesTheHeapAsItWas() throws IOException, InterruptedException {
        Process child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m",
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), Child.class.getName(),
                dir.toString()).redirectErrorStream(true).start();
        List<String> lines = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        assertEquals(0, child.waitFor(), lines::toString);
        System.out.println(lines);
        long allocated = value(lines, "allocated ");
        long grown = value(lines, "grown ");
        assertTrue(lines.contains("right true"), lines::toString);
        assertTrue(grown < 512 * 1024, () -> "the heap grew by " + grown + " bytes");
        assertTrue(allocated < 10L * ENTRIES, () -> allocated + " bytes went through the heap for " + 2 * ENTRIES + " entries");
    }

    private static long value(List<String> lines, String name) {
        return lines.stream().filter(line -> line.startsWith(name)).mapToLong(line -> Long.parseLong(line.substring(name.length())))
                .findFirst().orElseThrow(() -> new AssertionError(lines));
    }
}
