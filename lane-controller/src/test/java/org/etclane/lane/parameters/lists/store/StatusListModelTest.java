package org.etclane.lane.parameters.lists.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.etclane.lane.parameters.lists.ListAnswer;
import org.etclane.lane.parameters.lists.ListKey;
import org.etclane.lane.parameters.lists.ListKind;
import org.etclane.lane.parameters.lists.ListReason;
import org.etclane.lane.parameters.lists.ListSize;
import org.etclane.lane.parameters.lists.Listing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is delivered, merged and reopened: the answers are those of a plain map. {@code -Dlists.seed=N} to replay a run. */
class StatusListModelTest {
    private static final long[] EDGES = {0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE, 0x2000000000000001L};
    private static final int[] NETWORKS = {0, 1, 0x3701, 0x7FFF, 0x8000, 0xFFFF};

    @TempDir
    Path dir;

    private static ListKey key(Random random) {
        int network = NETWORKS[random.nextInt(NETWORKS.length)];
        long number = random.nextInt(10) == 0 ? EDGES[random.nextInt(EDGES.length)] : random.nextLong(4000);
        return new ListKey(ListKind.CARD, network, number);
    }

    @Test
    void answersAreThoseOfAMap() throws IOException {
        long seed = Long.getLong("lists.seed", new Random().nextLong());
        System.out.println("lists.seed=" + seed);
        Random random = new Random(seed);
        Map<ListKey, Listing> model = new HashMap<>();
        StatusListStore store = Lists.store(dir);
        try {
            String version = "";
            for (int step = 0; step < 60; step++) {
                boolean full = step == 0 || random.nextInt(8) == 0;
                List<Lists.Line> lines = lines(random, full);
                String next = "v" + step;
                Lists.take(store, next, full ? Optional.empty() : Optional.of(version), lines);
                version = next;
                apply(model, lines, full);
                if (random.nextInt(5) == 0) {
                    store.merge();
                    assertEquals(new ListSize(model.size(), 0, 0), Lists.inForce(store).size());
                }
                if (random.nextInt(4) == 0) {
                    store.close();
                    store = Lists.store(dir);
                    assertEquals(List.of(), store.takeNotes());
                }
                compare(store, model, random, step);
                assertEquals(next, Lists.inForce(store).version().version());
                assertTrue(!store.scrub(), "nothing is damaged");
                store.closeRetired();
            }
        } finally {
            store.close();
        }
    }

    private static List<Lists.Line> lines(Random random, boolean full) {
        List<Lists.Line> lines = new ArrayList<>();
        // sometimes none at all, sometimes exactly full blocks
        int n = switch (random.nextInt(5)) {
            case 0 -> 0;
            case 1 -> ListBlock.CAPACITY * random.nextInt(1, 4);
            default -> random.nextInt(3000);
        };
        for (int i = 0; i < n; i++) {
            ListKey key = key(random);
            lines.add(full || random.nextInt(3) > 0 ? new Lists.Line(key, Optional.of(Lists.listing(random))) : Lists.off(key));
        }
        return lines;
    }

    private static void apply(Map<ListKey, Listing> model, List<Lists.Line> lines, boolean full) {
        if (full) {
            model.clear();
        }
        for (Lists.Line line : lines) {
            if (line.listing().isPresent()) {
                model.put(line.key(), line.listing().get());
            } else {
                model.remove(line.key());
            }
        }
    }

    private static void compare(StatusListStore store, Map<ListKey, Listing> model, Random random, int step) {
        for (ListKey key : model.keySet()) {
            assertEquals(Lists.expected(model, key), Lists.ask(store, key), () -> "step " + step + ", " + key.digits());
        }
        for (int network : NETWORKS) {
            for (long number : EDGES) {
                ListKey key = new ListKey(ListKind.CARD, network, number);
                assertEquals(Lists.expected(model, key), Lists.ask(store, key), () -> "step " + step + ", " + key.digits());
            }
        }
        for (int i = 0; i < 2000; i++) {
            ListKey key = key(random);
            assertEquals(Lists.expected(model, key), Lists.ask(store, key), () -> "step " + step + ", " + key.digits());
        }
    }

    /** Several runs, in no order, with every seventh key given twice; the later of two counts. */
    @Test
    void moreThanFitsOneRun() throws IOException {
        int keys = 2_300_000;
        int twice = keys / 7;
        SyntheticSection in = new SyntheticSection(keys, twice);
        String hash;
        try (InputStream first = new SyntheticSection(keys, twice)) {
            var digest = StoreFiles.sha256();
            byte[] buffer = new byte[1 << 16];
            for (int n = first.read(buffer); n > 0; n = first.read(buffer)) {
                digest.update(buffer, 0, n);
            }
            hash = java.util.HexFormat.of().formatHex(digest.digest());
        }
        try (StatusListStore store = Lists.store(dir)) {
            var taken = assertInstanceOf(StatusListStore.Delivered.Taken.class,
                    store.deliver(new ListDelivery(ListKind.CARD, "big", hash, 0, Optional.empty()), in, Lists.T));
            assertEquals(keys, taken.entries());
            assertEquals(twice, taken.duplicates());
            store.activate(Lists.T);
            for (int i = 0; i < keys; i += 41) {
                ListReason reason = i < twice ? ListReason.LOST : ListReason.OVERDRAWN;
                assertEquals(new ListAnswer.Listed(new Listing(reason, OptionalLong.of(i + 1L))),
                        Lists.ask(store, SyntheticSection.key(i)), "key " + i);
                assertEquals(new ListAnswer.NotListed(), Lists.ask(store, SyntheticSection.key(i + keys)), "not " + i);
            }
        }
    }

    /** Keys of a bijection over numbers, so that order is lost and nothing need be remembered. */
    private static final class SyntheticSection extends InputStream {
        private final long entries;
        private final int keys;
        private ByteBuffer bytes;
        private int next;

        SyntheticSection(int keys, int twice) {
            this.keys = keys;
            entries = (long) keys + twice;
            bytes = ByteBuffer.wrap(ListSection.head(ListKind.CARD, ListForm.FULL, entries));
        }

        static ListKey key(int i) {
            long mixed = (i + 1L) * 0x9E3779B97F4A7C15L;
            return new ListKey(ListKind.CARD, 0x1100 + (int) (mixed >>> 60), mixed);
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (!bytes.hasRemaining()) {
                if (next == entries) {
                    return -1;
                }
                bytes = ByteBuffer.allocate(ListSection.ENTRY_BYTES);
                int i = next < keys ? next : next - keys;
                ListSection.put(bytes, key(i), new Listing(next < keys ? ListReason.OVERDRAWN : ListReason.LOST, OptionalLong.of(i + 1L)));
                bytes.flip();
                next++;
            }
            int n = Math.min(length, bytes.remaining());
            bytes.get(into, offset, n);
            return n;
        }
    }

    @Test
    void theFilterIsWrongForAboutOneKeyInAHundred() {
        try (java.lang.foreign.Arena arena = java.lang.foreign.Arena.ofConfined()) {
            int n = 200_000;
            BloomFilter filter = new BloomFilter(arena.allocate(BloomFilter.bytesFor(n), BloomFilter.BLOCK_BYTES));
            for (int i = 0; i < n; i++) {
                filter.add(i, 0x3701);
            }
            int wrong = 0;
            for (int i = 0; i < n; i++) {
                assertTrue(filter.mayHold(i, 0x3701));
                wrong += filter.mayHold(i, 0x3702) ? 1 : 0;
            }
            double share = (double) wrong / n;
            assertTrue(share < 0.02, () -> "wrong for " + share);
        }
    }
}
