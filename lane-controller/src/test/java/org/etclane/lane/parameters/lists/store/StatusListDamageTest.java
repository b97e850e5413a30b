package org.etclane.lane.parameters.lists.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.etclane.lane.parameters.lists.ListAnswer;
import org.etclane.lane.parameters.lists.ListKey;
import org.etclane.lane.parameters.lists.ListReason;
import org.etclane.lane.parameters.lists.Listing;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that is not what was written never answers wrongly, and is found. {@code -Dlists.seed=N} to replay a run. */
class StatusListDamageTest {
    private static final int ENTRIES = 2000;

    @TempDir
    Path dir;

    private final Map<ListKey, Listing> model = new HashMap<>();
    private byte[] good;

    @BeforeEach
    void writeOne() throws IOException {
        List<Lists.Line> lines = new ArrayList<>();
        Random random = new Random(4);
        for (int i = 0; i < ENTRIES; i++) {
            Listing listing = Lists.listing(random);
            model.put(Lists.card(i * 3L), listing);
            lines.add(new Lists.Line(Lists.card(i * 3L), Optional.of(listing)));
        }
        try (StatusListStore store = Lists.store(dir.resolve("store"))) {
            Lists.take(store, "good", Optional.empty(), lines);
        }
        good = Files.readAllBytes(dir.resolve("store").resolve("full-000001.list"));
    }

    /** @return whether opening or reading all of it has found something; answers must be right or missing in any case */
    private boolean found(byte[] bytes) throws IOException {
        Path file = Files.write(dir.resolve("damaged.list"), bytes);
        try (StatusListFile opened = StatusListFile.open(file)) {
            ChainedList list = new ChainedList(List.of(opened), opened.header().identity().listVersion());
            for (int i = 0; i < ENTRIES * 3; i += 7) {
                ListKey key = Lists.card(i);
                ListAnswer answer = list.find(key);
                assertTrue(answer instanceof ListAnswer.Unreadable || answer.equals(Lists.expected(model, key)),
                        () -> key.digits() + ": " + answer);
            }
            opened.verify(Pace.NONE);
            return false;
        } catch (DamagedListException damaged) {
            return true;
        }
    }

    @Test
    void aWholeFileIsWhole() throws IOException {
        assertTrue(!found(good));
    }

    @Test
    void everyFlippedBitIsFound() throws IOException {
        long seed = Long.getLong("lists.seed", new Random().nextLong());
        System.out.println("lists.seed=" + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 2500; i++) {
            // the head byte by byte, then anywhere, a block's head among it
            int at = i < 300 ? i : i < 400 ? ListHeader.BYTES + i - 300 : random.nextInt(good.length);
            byte[] bad = good.clone();
            bad[at] ^= (byte) (1 << random.nextInt(8));
            assertTrue(found(bad), "a bit of byte " + at + " flipped");
        }
    }

    @Test
    void everyMissingEndIsFound() throws IOException {
        Random random = new Random(5);
        for (int i = 0; i < 400; i++) {
            int length = i < 100 ? good.length - 1 - i : random.nextInt(good.length);
            assertTrue(found(java.util.Arrays.copyOf(good, length)), "cut to " + length);
        }
        assertTrue(found(java.util.Arrays.copyOf(good, good.length + 1)), "one byte more");
    }

    @Test
    void blocksInAnothersPlaceAreFound() throws IOException {
        byte[] bad = good.clone();
        System.arraycopy(good, ListHeader.BYTES, bad, ListHeader.BYTES + ListBlock.BYTES, ListBlock.BYTES);
        assertTrue(found(bad), "a block twice");
        java.util.Arrays.fill(bad, ListHeader.BYTES + ListBlock.BYTES, ListHeader.BYTES + 2 * ListBlock.BYTES, (byte) 0);
        assertTrue(found(bad), "a block of zeros");
    }

    /** The disk does not give a page: the look-up says so, and its thread lives. */
    @Test
    void aMappedPageThatIsGoneIsNoEndOfTheProcess() throws IOException {
        Path file = Files.write(dir.resolve("shrinking.list"), good);
        try (StatusListFile opened = StatusListFile.open(file)) {
            ChainedList list = new ChainedList(List.of(opened), opened.header().identity().listVersion());
            assertEquals(Lists.expected(model, Lists.card(0)), list.find(Lists.card(0)));
            try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
                raw.setLength(ListHeader.BYTES);
            }
            for (int i = 0; i < 200; i++) {
                assertInstanceOf(ListAnswer.Unreadable.class, list.find(Lists.card(i * 3L)));
                assertEquals(new ListAnswer.NotListed(), list.find(new ListKey(org.etclane.lane.parameters.lists.ListKind.CARD, 0x3701, -5)));
            }
            assertThrows(DamagedListException.class, () -> opened.verify(Pace.NONE));
        }
    }

    @Test
    void aDamagedIncrementIsSetAsideAndTheListBelowStaysInForce() throws IOException {
        Path folder = dir.resolve("store");
        try (StatusListStore store = Lists.store(folder)) {
            Lists.take(store, "more", Optional.of("good"), List.of(Lists.on(Lists.card(1), ListReason.LOST)));
            Lists.take(store, "most", Optional.of("more"), List.of(Lists.on(Lists.card(2), ListReason.LOST)));
        }
        damage(folder.resolve("increment-000002.list"), 10);
        try (StatusListStore store = Lists.store(folder)) {
            assertEquals("good", Lists.inForce(store).version().version());
            List<String> notes = store.takeNotes();
            assertEquals(1, notes.size());
            assertTrue(notes.getFirst().contains("increment-000002.list") && notes.getFirst().contains("the header is damaged"), notes::toString);
            assertEquals(new ListAnswer.NotListed(), Lists.ask(store, Lists.card(1)));
            Lists.take(store, "more-again", Optional.of("good"), List.of(Lists.on(Lists.card(1), ListReason.LOST)));
            assertInstanceOf(ListAnswer.Listed.class, Lists.ask(store, Lists.card(1)));
        }
        assertEquals(List.of("increment-000002.list", "increment-000003.list"), Lists.names(folder.resolve("damaged")));
    }

    @Test
    void aDamagedBlockIsFoundByReadingEverythingBack() throws IOException {
        Path folder = dir.resolve("store");
        try (StatusListStore store = Lists.store(folder)) {
            Lists.take(store, "more", Optional.of("good"), List.of(Lists.on(Lists.card(1), ListReason.LOST)));
            damage(folder.resolve("increment-000002.list"), ListHeader.BYTES + 100);
            assertInstanceOf(ListAnswer.Unreadable.class, Lists.ask(store, Lists.card(1)));
            assertTrue(store.scrub(), "another list is in force now");
            assertEquals("good", Lists.inForce(store).version().version());
            assertTrue(store.takeNotes().getFirst().contains("block 0 is damaged"));
        }
    }

    @Test
    void aDamagedFullListLeavesNoneRatherThanAWrongOne() throws IOException {
        Path folder = dir.resolve("store");
        damage(folder.resolve("full-000001.list"), 100);
        try (StatusListStore store = Lists.store(folder)) {
            assertEquals(Optional.empty(), store.inForce());
            assertEquals(1, store.takeNotes().size());
            Lists.take(store, "anew", Optional.empty(), List.of(Lists.on(Lists.card(1), ListReason.LOST)));
            assertInstanceOf(ListAnswer.Listed.class, Lists.ask(store, Lists.card(1)));
        }
        try (StatusListStore store = Lists.store(folder)) {
            assertEquals("anew", Lists.inForce(store).version().version());
            assertEquals(List.of(), store.takeNotes());
        }
    }

    @Test
    void aDamagedManifestSetsEverythingAside() throws IOException {
        Path folder = dir.resolve("store");
        damage(folder.resolve("CURRENT"), 30);
        try (StatusListStore store = Lists.store(folder)) {
            assertEquals(Optional.empty(), store.inForce());
            assertTrue(store.takeNotes().getFirst().contains("CURRENT"));
        }
        assertEquals(List.of("CURRENT", "full-000001.list"), Lists.names(folder.resolve("damaged")));
    }

    private static void damage(Path file, int at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= 1;
        // in place, as a disk would do it: a mapping sees it
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.seek(at);
            raw.write(bytes[at]);
        }
    }
}
