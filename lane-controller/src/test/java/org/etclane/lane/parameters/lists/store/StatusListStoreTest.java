package org.etclane.lane.parameters.lists.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.etclane.lane.parameters.lists.ListAnswer;
import org.etclane.lane.parameters.lists.ListKind;
import org.etclane.lane.parameters.lists.ListReason;
import org.etclane.lane.parameters.lists.ListSize;
import org.etclane.lane.parameters.lists.StatusList;
import org.etclane.lane.parameters.lists.store.StatusListStore.Delivered;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusListStoreTest {
    private static final List<Lists.Line> ONE = List.of(Lists.on(Lists.card(1), ListReason.LOST));
    private static final List<Lists.Line> TWO = List.of(Lists.on(Lists.card(2), ListReason.OVERDRAWN));

    @TempDir
    Path dir;

    private static void refused(Delivered delivered, String because) {
        assertTrue(delivered instanceof Delivered.Refused(String reason) && reason.contains(because), delivered::toString);
    }

    @Test
    void anEmptyFolderHoldsNoList() throws IOException {
        try (StatusListStore store = Lists.store(dir)) {
            assertEquals(Optional.empty(), store.inForce());
            assertEquals(Optional.empty(), store.newest());
            refused(Lists.deliver(store, "b", Optional.of("a"), 0, ONE), "the lane holds no list: deliver a full one first");
        }
    }

    @Test
    void anEmptyListIsAList() throws IOException {
        try (StatusListStore store = Lists.store(dir)) {
            Lists.take(store, "none", Optional.empty(), List.of());
            assertEquals(new ListAnswer.NotListed(), Lists.ask(store, Lists.card(1)));
            assertEquals(new ListSize(0, 0, 0), Lists.inForce(store).size());
        }
    }

    @Test
    void incrementsOutOfOrderAreRefused() throws IOException {
        try (StatusListStore store = Lists.store(dir)) {
            Lists.take(store, "5", Optional.empty(), ONE);
            refused(Lists.deliver(store, "7", Optional.of("6"), 0, TWO), "increment 7 changes version 6, the lane holds 5");
            Lists.take(store, "6", Optional.of("5"), TWO);
            refused(Lists.deliver(store, "6b", Optional.of("5"), 0, TWO), "the lane holds 6");
            assertEquals(new ListSize(1, 1, 0), Lists.inForce(store).size());
            assertInstanceOf(ListAnswer.Listed.class, Lists.ask(store, Lists.card(1)));
            assertInstanceOf(ListAnswer.Listed.class, Lists.ask(store, Lists.card(2)));
        }
    }

    @Test
    void aDeliveryThatComesAgainChangesNothing() throws IOException {
        try (StatusListStore store = Lists.store(dir)) {
            Lists.take(store, "5", Optional.empty(), ONE);
            StatusList before = Lists.inForce(store);
            assertInstanceOf(Delivered.AlreadyHeld.class, Lists.deliver(store, "5", Optional.empty(), Lists.T, ONE));
            refused(Lists.deliver(store, "5", Optional.empty(), Lists.T, TWO), "a version is given once");
            assertEquals(before, Lists.inForce(store));
        }
    }

    @Test
    void hashesTellEqualListsFromOthers() throws IOException {
        String merged;
        try (StatusListStore store = Lists.store(dir.resolve("a"))) {
            Lists.take(store, "5", Optional.empty(), ONE);
            assertEquals(Lists.sha256(Lists.section(ListForm.FULL, ONE)), Lists.inForce(store).version().sha256());
            Lists.take(store, "6", Optional.of("5"), TWO);
            String chained = Lists.inForce(store).version().sha256();
            assertTrue(store.merge());
            merged = Lists.inForce(store).version().sha256();
            assertEquals(chained, merged);
            assertInstanceOf(Delivered.AlreadyHeld.class, Lists.deliver(store, "6", Optional.of("5"), Lists.T, TWO));
        }
        try (StatusListStore store = Lists.store(dir.resolve("b"))) {
            Lists.take(store, "5", Optional.empty(), ONE);
            Lists.take(store, "6", Optional.of("5"), ONE);
            assertTrue(!Lists.inForce(store).version().sha256().equals(merged));
        }
    }

    @Test
    void aListWaitsForItsTimeAlsoOverARestart() throws IOException {
        try (StatusListStore store = Lists.store(dir)) {
            Lists.take(store, "now", Optional.empty(), ONE);
            StatusList before = Lists.inForce(store);
            Lists.deliver(store, "later", Optional.empty(), Lists.T + 1000, TWO);
            assertSame(before, Lists.inForce(store));
            Lists.deliver(store, "last", Optional.of("later"), Lists.T + 500, ONE);
            assertTrue(!store.activate(Lists.T + 999));
            assertEquals("now", Lists.inForce(store).version().version());
        }
        try (StatusListStore store = Lists.store(dir)) {
            assertEquals("now", Lists.inForce(store).version().version());
            assertTrue(store.activate(Lists.T + 1000));
            assertEquals("last", Lists.inForce(store).version().version());
            assertEquals(Lists.T + 1000, Lists.inForce(store).version().effectiveAtMillis());
            store.closeRetired();
            assertEquals(List.of("CURRENT", "full-000002.list", "increment-000003.list"), Lists.names(dir));
        }
    }

    @Test
    void aClockThatStepsBackTakesNothingOutOfForce() throws IOException {
        try (StatusListStore store = Lists.store(dir)) {
            Lists.take(store, "5", Optional.empty(), ONE);
            Lists.deliver(store, "6", Optional.of("5"), Lists.T + 1000, TWO);
            assertTrue(store.activate(Lists.T + 1000));
        }
        try (StatusListStore store = Lists.store(dir)) {
            assertTrue(!store.activate(0));
            assertEquals("6", Lists.inForce(store).version().version());
        }
    }

    @Test
    void aFullListReplacesWhatWouldComeIntoForceAfterIt() throws IOException {
        try (StatusListStore store = Lists.store(dir)) {
            Lists.take(store, "5", Optional.empty(), ONE);
            Lists.deliver(store, "6", Optional.of("5"), Lists.T + 1000, TWO);
            Lists.deliver(store, "new", Optional.empty(), Lists.T + 500, TWO);
            assertTrue(store.activate(Lists.T + 2000));
            assertEquals("new", Lists.inForce(store).version().version());
            store.closeRetired();
            assertEquals(List.of("CURRENT", "full-000003.list"), Lists.names(dir));
        }
    }

    @Test
    void removalsWorkThroughIncrementsAndMerges() throws IOException {
        try (StatusListStore store = Lists.store(dir)) {
            Lists.take(store, "5", Optional.empty(), List.of(Lists.on(Lists.card(1), ListReason.LOST), Lists.on(Lists.card(2), ListReason.LOST)));
            Lists.take(store, "6", Optional.of("5"), List.of(Lists.off(Lists.card(1)), Lists.off(Lists.card(77))));
            assertEquals(new ListAnswer.NotListed(), Lists.ask(store, Lists.card(1)));
            assertEquals(new ListSize(2, 0, 2), Lists.inForce(store).size());
            Lists.take(store, "7", Optional.of("6"), List.of(Lists.on(Lists.card(1), ListReason.OVERDRAWN)));
            assertInstanceOf(ListAnswer.Listed.class, Lists.ask(store, Lists.card(1)));
            assertTrue(store.mergeIsDue(), "an eighth of the list has changed");
            StatusList chained = Lists.inForce(store);
            assertTrue(store.merge());
            assertTrue(!store.merge() && !store.mergeIsDue());
            assertEquals(new ListSize(2, 0, 0), Lists.inForce(store).size());
            assertInstanceOf(ListAnswer.Listed.class, Lists.ask(store, Lists.card(1)));
            assertEquals(new ListAnswer.NotListed(), Lists.ask(store, Lists.card(77)));
            // the old snapshot answers until its memory is given back, and says so then
            assertInstanceOf(ListAnswer.Listed.class, chained.find(Lists.card(1)));
            store.closeRetired();
            assertInstanceOf(ListAnswer.Unreadable.class, chained.find(Lists.card(1)));
            assertInstanceOf(ListAnswer.Listed.class, Lists.ask(store, Lists.card(1)));
        }
    }

    @Test
    void whatIsNotTheAnnouncedListIsRefusedAndLeavesNothing() throws IOException {
        try (StatusListStore store = Lists.store(dir)) {
            Lists.take(store, "5", Optional.empty(), ONE);
            List<String> before = Lists.names(dir);
            byte[] bytes = Lists.section(ListForm.FULL, TWO);
            String hash = Lists.sha256(bytes);
            ListDelivery six = new ListDelivery(ListKind.CARD, "6", hash, 0, Optional.empty());
            byte[] other = bytes.clone();
            other[30] ^= 1;
            refused(store.deliver(six, new ByteArrayInputStream(other), 0), "announced " + hash);
            refused(store.deliver(six, new ByteArrayInputStream(Arrays.copyOf(bytes, 39)), 0), "ends before its 1 entries");
            refused(store.deliver(six, new ByteArrayInputStream(Arrays.copyOf(bytes, 41)), 0), "bytes follow");
            refused(store.deliver(six, new ByteArrayInputStream(new byte[0]), 0), "first line is not");
            refused(store.deliver(new ListDelivery(ListKind.OBU, "6", hash, 0, Optional.empty()), new ByteArrayInputStream(bytes), 0),
                    "a list for OBU was delivered to the store for CARD");
            assertEquals(before, Lists.names(dir));
            assertEquals("5", Lists.inForce(store).version().version());
        }
    }

    @Test
    void whatIsLeftOfAnUnfinishedChangeIsSweptAway() throws IOException {
        try (StatusListStore store = Lists.store(dir)) {
            Lists.take(store, "5", Optional.empty(), ONE);
        }
        Files.write(dir.resolve("runs.tmp"), new byte[5000]);
        Files.write(dir.resolve("full-000009.list.tmp"), new byte[5000]);
        Files.write(dir.resolve("full-000008.list"), new byte[5000]);
        try (StatusListStore store = Lists.store(dir)) {
            assertEquals(List.of("CURRENT", "full-000001.list"), Lists.names(dir));
            Lists.take(store, "6", Optional.of("5"), TWO);
            assertEquals(List.of(), store.takeNotes());
        }
    }

    @Test
    void theDiskKeepsItsReserve() throws IOException {
        ListSettings greedy = new ListSettings(Long.MAX_VALUE >> 1, 1, 1);
        try (StatusListStore store = StatusListStore.open(dir, ListKind.CARD, greedy, Pace.NONE)) {
            IOException full = assertThrows(IOException.class, () -> Lists.deliver(store, "5", Optional.empty(), 0, ONE));
            assertTrue(full.getMessage().contains("kept for records"), full::getMessage);
            assertEquals(List.of(), Lists.names(dir));
        }
    }

    @Test
    void aPaceThatGivesUpLeavesEverythingAsItWas() throws IOException {
        try (StatusListStore store = StatusListStore.open(dir, ListKind.CARD, Lists.SETTINGS, Pace.NONE)) {
            Lists.take(store, "5", Optional.empty(), ONE);
        }
        try (StatusListStore store = StatusListStore.open(dir, ListKind.CARD, Lists.SETTINGS, _ -> {
            throw new IOException("the lane stops");
        })) {
            assertThrows(IOException.class, () -> Lists.deliver(store, "6", Optional.empty(), 0, TWO));
            assertEquals("5", Lists.inForce(store).version().version());
            assertEquals(List.of("CURRENT", "full-000001.list"), Lists.names(dir));
        }
    }
}
