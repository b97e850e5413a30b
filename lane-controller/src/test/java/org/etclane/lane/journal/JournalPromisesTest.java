package org.etclane.lane.journal;

import static org.etclane.lane.journal.Opening.append;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.etclane.lane.core.JournalEntry;
import org.etclane.lane.core.LaneKind;
import org.etclane.lane.rules.SpecialEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The numbered promises of {@link Journal}, each by name. */
class JournalPromisesTest {
    @TempDir
    Path dir;

    private final Events events = new Events();

    @Test
    void promise1DurableIsSaidOnlyAfterTheForceThatFollowsTheLastWrite() {
        FaultyDisk.Disk disk = FaultyDisk.fresh();
        List<Boolean> dirtyAtDurable = new CopyOnWriteArrayList<>();
        events.onDurable = () -> dirtyAtDurable.add(disk.dirty());
        try (Journal journal = Opening.open(dir, events, Opening.SETTINGS, Samples.WALL, FaultyDisk.SCHEME)) {
            int before = disk.forces();
            for (int ticket = 1; ticket <= 50; ticket++) {
                append(journal, ticket, Samples.intended(ticket));
                events.untilDurable(ticket);
            }
            assertTrue(disk.forces() - before >= 50, "forces: " + (disk.forces() - before));
        }
        assertEquals(50, dirtyAtDurable.size());
        assertFalse(dirtyAtDurable.contains(true), "said durable with bytes not forced");
    }

    /** Replay one with {@code -Djournal.seed=N}. */
    @Test
    void promise1APowerCutLosesNothingThatWasDurable() throws IOException {
        long seed = Long.getLong("journal.seed", new Random().nextLong());
        System.out.println("journal.seed=" + seed);
        Random random = new Random(seed);
        for (int cut = 0; cut < 25; cut++) {
            powerCut(dir.resolve("before" + cut), dir.resolve("after" + cut), random);
        }
    }

    private static void powerCut(Path before, Path after, Random random) throws IOException {
        FaultyDisk.Disk disk = FaultyDisk.fresh();
        Events heard = new Events();
        List<Events.Event> told = new ArrayList<>();
        try (Journal journal = Opening.open(before, heard, Opening.SETTINGS, Samples.WALL, FaultyDisk.SCHEME)) {
            disk.cutAfter(1 + random.nextInt(300));
            for (int ticket = 1; !disk.isCut(); ticket++) {
                if (journal.append(ticket, ticket % 2 == 1 ? Samples.intended(ticket / 2 + 1) : Samples.settled(ticket / 2))
                        && random.nextInt(4) == 0) {
                    told.add(heard.next());
                    if (told.getLast() instanceof Events.Durable && random.nextBoolean()) {
                        journal.acknowledge(journal.statistics().lastSequence());
                    }
                }
            }
        }
        told.addAll(heard.all());
        long last = told.stream().mapToLong(event -> event instanceof Events.Durable said ? said.ticket() : 0).max().orElse(0);
        Files.createDirectories(after);
        Files.write(after.resolve("journal.mv.db"), disk.afterCut(before.resolve("journal.mv.db").toString(), random));
        Files.copy(before.resolve("journal.mark"), after.resolve("journal.mark"));
        try (Journal journal = Opening.open(after, new Events())) {
            List<Journal.Stored> there = journal.latest(100_000, Optional.empty()).reversed();
            assertTrue(there.size() >= last, last + " were durable, " + there.size() + " are there");
            for (int i = 0; i < there.size(); i++) {
                int ticket = i + 1;
                assertEquals(ticket, there.get(i).sequence());
                assertEquals(ticket % 2 == 1 ? Samples.intended(ticket / 2 + 1) : Samples.settled(ticket / 2),
                        there.get(i).entry());
            }
        }
    }

    @Test
    void promise2TicketsBecomeDurableInOrderWithGaplessSequencesFromOne() {
        List<Long> durable = new ArrayList<>();
        try (Journal journal = Opening.open(dir, events)) {
            for (int n = 1; n <= 500; n++) {
                append(journal, 1000 + n, Samples.arm(n));
                append(journal, 2000 + n, Samples.arm(-n));
                if (n % 100 == 0) {
                    events.untilDurable(2000 + n).forEach(event -> durable.add(((Events.Durable) event).ticket() % 1000));
                }
            }
            List<Journal.Stored> all = journal.latest(2000, Optional.empty()).reversed();
            assertEquals(LongStream.rangeClosed(1, 1000).boxed().toList(), all.stream().map(Journal.Stored::sequence).toList());
            for (int n = 1; n <= 500; n++) {
                assertEquals(Samples.arm(n), all.get(2 * n - 2).entry());
                assertEquals(Samples.arm(-n), all.get(2 * n - 1).entry());
            }
            assertTrue(journal.statistics().commits() < 1000, "no group was formed: " + journal.statistics());
        }
        assertEquals(durable.stream().sorted().toList(), durable);
        try (Journal journal = Opening.open(dir, events)) {
            append(journal, 1, Samples.arm(0));
            events.untilDurable(1);
            assertEquals(1001, journal.latest(1, Optional.empty()).getFirst().sequence());
        }
    }

    @Test
    void promise3AfterAFailedWriteNothingBecomesDurableUntilRecovered() {
        failAndRecover(true);
    }

    @Test
    void promise3AfterAFailedForceNothingBecomesDurableUntilRecovered() {
        failAndRecover(false);
    }

    private void failAndRecover(boolean byWriting) {
        FaultyDisk.Disk disk = FaultyDisk.fresh();
        try (Journal journal = Opening.open(dir, events, Opening.SETTINGS, Samples.WALL, FaultyDisk.SCHEME)) {
            append(journal, 1, Samples.intended(1));
            events.untilDurable(1);
            broken(disk, byWriting, true);
            append(journal, 2, Samples.settled(1));
            assertTrue(events.untilFailed().reason().contains("made-up disk"));
            broken(disk, byWriting, false);
            assertFalse(journal.append(3, Samples.arm(3)), "taken although the journal has failed");
            assertFalse(journal.append(4, Samples.arm(4)), "the disk is well again, but nobody has recovered");
            assertEquals(List.of(), events.all());

            Journal.Recovery recovery = journal.recover(0);
            assertTrue(recovery.lastSequence() == 1 || recovery.lastSequence() == 2, recovery.toString());
            assertEquals(recovery.lastSequence() == 1 ? 1 : 0, recovery.open().size());
            append(journal, 5, Samples.arm(5));
            assertEquals(List.of(new Events.Durable(5)), events.untilDurable(5));
            List<Journal.Stored> all = journal.latest(10, Optional.empty());
            assertEquals(recovery.lastSequence() + 1, all.size());
            assertEquals(Samples.arm(5), all.getFirst().entry());
        }
    }

    private static void broken(FaultyDisk.Disk disk, boolean byWriting, boolean fail) {
        if (byWriting) {
            disk.failWrites(fail);
        } else {
            disk.failForces(fail);
        }
    }

    @Test
    void promise3WhatWasQueuedBehindTheFailureFailsToo() throws InterruptedException {
        FaultyDisk.Disk disk = FaultyDisk.fresh();
        CountDownLatch inListener = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (Journal journal = Opening.open(dir, events, Opening.SETTINGS, Samples.WALL, FaultyDisk.SCHEME)) {
            events.onDurable = () -> {
                inListener.countDown();
                awaited(goOn);
            };
            append(journal, 1, Samples.arm(1));
            inListener.await();
            for (int ticket = 2; ticket <= 400; ticket++) {
                append(journal, ticket, Samples.arm(ticket));
            }
            disk.failWrites(true);
            goOn.countDown();
            assertEquals(new Events.Durable(1), events.next());
            assertInstanceOf(Events.Failed.class, events.next());
            disk.failWrites(false);
            journal.recover(0);
            append(journal, 500, Samples.arm(500));
            assertEquals(List.of(new Events.Durable(500)), events.untilDurable(500));
            assertEquals(Samples.arm(500), journal.latest(1, Optional.empty()).getFirst().entry());
            assertTrue(journal.statistics().lastSequence() <= 2 + 256, "behind the failed group nothing may follow");
        }
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void promise3ARecoveryThatFailsLeavesTheJournalFailed() {
        FaultyDisk.Disk disk = FaultyDisk.fresh();
        try (Journal journal = Opening.open(dir, events, Opening.SETTINGS, Samples.WALL, FaultyDisk.SCHEME)) {
            disk.failWrites(true);
            append(journal, 1, Samples.arm(1));
            events.untilFailed();
            assertThrows(JournalException.class, () -> journal.recover(0));
            assertFalse(journal.append(2, Samples.arm(2)));
            disk.failWrites(false);
            journal.recover(0);
            append(journal, 3, Samples.arm(3));
            events.untilDurable(3);
        }
    }

    @Test
    void promise4ATransactionIdIsAcceptedOnce() {
        try (Journal journal = Opening.open(dir, events)) {
            append(journal, 1, Samples.intended(1));
            append(journal, 2, Samples.intended(1));
            append(journal, 3, Samples.arm(1));
            assertRejected(2, events.untilDurable(3));
            assertEquals(2, journal.statistics().lastSequence(), "nothing of the second is stored");
        }
        try (Journal journal = Opening.open(dir, events)) {
            append(journal, 4, Samples.intended(1));
            assertEquals(4, assertInstanceOf(Events.Rejected.class, events.next()).ticket());
            assertEquals(1, journal.recover(0).open().size());
        }
    }

    @Test
    void promise4ThePassageIdOfAnEntryIsAcceptedOnceAndThatOfAnExitAgain() {
        try (Journal journal = Opening.open(dir, events)) {
            append(journal, 1, entry(1, Samples.passage(7)));
            append(journal, 2, entry(2, Samples.passage(7)));
            append(journal, 3, exit(3, Samples.passage(7)));
            append(journal, 4, exit(4, Samples.passage(7)));
            assertRejected(2, events.untilDurable(4));
            append(journal, 5, entry(2, Samples.passage(8)));
            events.untilDurable(5);
            assertEquals(List.of(Samples.id(1), Samples.id(3), Samples.id(4), Samples.id(2)),
                    journal.recover(0).open().stream().map(open -> open.facts().transactionId()).toList());
        }
    }

    @Test
    void promise4MoneyIsSettledOnce() {
        try (Journal journal = Opening.open(dir, events)) {
            append(journal, 1, Samples.intended(1));
            append(journal, 2, Samples.settled(1));
            append(journal, 3, Samples.settled(1));
            append(journal, 4, Samples.ended(1));
            append(journal, 5, Samples.ended(1));
            assertRejected(3, events.untilDurable(5));
            assertEquals(List.of(1L, 2L, 3L, 4L),
                    journal.ofTransaction(Samples.id(1)).stream().map(Journal.Stored::sequence).toList());
        }
    }

    @Test
    void promise4IdsStayUsedWhenTheirEntriesHaveBeenRemoved() {
        JournalSettings forgetful = new JournalSettings(1024, 256, 5, 60, 3, 1, 1024);
        try (Journal journal = Opening.open(dir, events)) {
            append(journal, 1, entry(41, Samples.passage(7)));
            append(journal, 2, Samples.settled(41));
            append(journal, 3, new JournalEntry.Intended(Samples.facts("an odd id", "p", LaneKind.EXIT, 9, Samples.WALL)));
            append(journal, 4, Samples.settled("an odd id", Samples.WALL));
            append(journal, 5, Samples.intended(42));
            events.untilDurable(5);
            journal.acknowledge(5);
        }
        long muchLater = Samples.WALL + 61L * 24 * 3600 * 1000;
        try (Journal journal = Opening.open(dir, events, forgetful, muchLater, "file:")) {
            untilOnlyLeft(journal, 1);
            Journal.Recovery recovery = journal.recover(0);
            assertEquals(List.of(Samples.id(42)), recovery.open().stream().map(open -> open.facts().transactionId()).toList());
            assertEquals(5, recovery.lastSequence());
            assertEquals("2026112008", recovery.lastBatch());
            assertEquals(42, recovery.lastSerial());
            assertEquals(42, recovery.lastVehicleNumber());
            append(journal, 1, Samples.intended(41));
            append(journal, 2, Samples.intended(40));
            append(journal, 3, entry(43, Samples.passage(7)));
            append(journal, 4, new JournalEntry.Intended(Samples.facts("an odd id", "p", LaneKind.EXIT, 9, Samples.WALL)));
            append(journal, 5, Samples.intended(42));
            append(journal, 6, entry(43, Samples.passage(43)));
            List<Events.Event> told = events.untilDurable(6);
            assertEquals(List.of(1L, 2L, 3L, 4L, 5L),
                    told.stream().filter(Events.Rejected.class::isInstance).map(e -> ((Events.Rejected) e).ticket()).toList());
            assertEquals(6, journal.statistics().lastSequence());
        }
    }

    /** The purge works when nothing else waits, on the journal thread: the test can only look. */
    private static void untilOnlyLeft(Journal journal, int rows) {
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (journal.latest(100, Optional.empty()).size() > rows) {
            assertTrue(System.nanoTime() < deadline, "not purged: " + journal.latest(100, Optional.empty()));
        }
        assertEquals(rows, journal.latest(100, Optional.empty()).size());
    }

    @Test
    void promise5EntriesForTheStationStayUntilAcknowledgedInOrder() {
        try (Journal journal = Opening.open(dir, events)) {
            for (int n = 1; n <= 4; n++) {
                append(journal, 2 * n, Samples.intended(n));
                append(journal, 2 * n + 1, Samples.settled(n));
            }
            events.untilDurable(9);
            assertEquals(List.of(2L, 4L, 6L, 8L), sequences(journal.outbox(0, 10)));
            assertEquals(List.of(4L, 6L), sequences(journal.outbox(3, 2)));
            assertTrue(journal.outbox(0, 10).stream().allMatch(stored -> stored.forStation() && !stored.acknowledged()));
            assertEquals(4, journal.statistics().pendingForStation());
            acknowledged(journal, 4, 4);
            assertEquals(2, journal.statistics().pendingForStation());
            assertEquals(List.of(6L, 8L), sequences(journal.outbox(0, 10)));
            acknowledged(journal, 4, 4);
            acknowledged(journal, 2, 4);
            assertEquals(List.of(6L, 8L), sequences(journal.outbox(0, 10)));
            assertThrows(IllegalArgumentException.class, () -> journal.acknowledge(9));
        }
        try (Journal journal = Opening.open(dir, events)) {
            assertEquals(List.of(6L, 8L), sequences(journal.outbox(0, 10)));
            assertEquals(List.of(true, true, true, true, false, false, false, false),
                    journal.latest(8, Optional.empty()).reversed().stream().map(Journal.Stored::acknowledged).toList());
            acknowledged(journal, 8, 8);
            assertEquals(0, journal.statistics().pendingForStation());
        }
    }

    /** Sent to the mark's own commit by a following entry, so that the test need not wait for the idle delay. */
    private void acknowledged(Journal journal, long sequence, long expected) {
        journal.acknowledge(sequence);
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (journal.statistics().acknowledgedSequence() != expected) {
            assertTrue(System.nanoTime() < deadline, journal.statistics().toString());
        }
    }

    @Test
    void promise5UnacknowledgedEntriesAreNeverRemovedHoweverOld() {
        JournalSettings forgetful = new JournalSettings(1024, 256, 5, 0, 2, 1, 1024);
        try (Journal journal = Opening.open(dir, events, forgetful, Samples.WALL + 1_000_000_000L, "file:")) {
            for (int n = 1; n <= 10; n++) {
                append(journal, n, Samples.arm(n));
            }
            events.untilDurable(10);
            journal.acknowledge(4);
            untilOnlyLeft(journal, 6);
            append(journal, 11, Samples.arm(11));
            events.untilDurable(11);
            assertEquals(List.of(5L, 6L, 7L, 8L, 9L, 10L, 11L), sequences(journal.outbox(0, 100)));
        }
        try (Journal journal = Opening.open(dir, events)) {
            assertEquals(7, journal.statistics().pendingForStation());
        }
    }

    @Test
    void theQueueIsBounded() throws InterruptedException {
        JournalSettings small = new JournalSettings(4, 2, 5, 60, 200, 60_000, 1024);
        CountDownLatch inListener = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        events.onDurable = () -> {
            inListener.countDown();
            awaited(goOn);
        };
        try (Journal journal = Opening.open(dir, events, small, Samples.WALL, "file:")) {
            append(journal, 1, Samples.arm(1));
            inListener.await();
            for (int ticket = 2; ticket <= 5; ticket++) {
                append(journal, ticket, Samples.arm(ticket));
            }
            assertFalse(journal.append(6, Samples.arm(6)));
            goOn.countDown();
            events.untilDurable(5);
            assertEquals(5, journal.statistics().lastSequence());
            assertEquals(5, journal.statistics().entries());
        }
    }

    @Test
    void whatIsQueuedAtTheCloseIsWritten() {
        Journal journal = Opening.open(dir, events);
        for (int ticket = 1; ticket <= 300; ticket++) {
            append(journal, ticket, Samples.arm(ticket));
        }
        journal.close();
        assertFalse(journal.append(301, Samples.arm(301)));
        events.untilDurable(300);
    }

    @Test
    void recoveryKnowsOpenTransactionsAndRecentOnes() {
        String ledger;
        try (Journal journal = Opening.open(dir, events)) {
            ledger = journal.ledgerId();
            append(journal, 1, Samples.intended(1));
            append(journal, 2, Samples.settled(Samples.id(1), Samples.WALL - 600_000));
            append(journal, 3, Samples.intended(2));
            append(journal, 4, Samples.settled(2));
            append(journal, 5, Samples.intended(3));
            append(journal, 6, Samples.settled(3));
            append(journal, 7, Samples.ended(3));
            append(journal, 8, Samples.intended(4));
            append(journal, 9, new JournalEntry.OutcomeUnknown(Samples.id(4), "silence", Samples.timeline(), Samples.WALL));
            append(journal, 10, Samples.intended(5));
            append(journal, 11, new JournalEntry.NotDebited(Samples.id(5),
                    SpecialEvent.DEBIT_FAILED, "", Samples.timeline(), Samples.WALL));
            append(journal, 12, Samples.intended(6));
            append(journal, 13, new JournalEntry.OutcomeUnknown(Samples.id(6), "silence", Samples.timeline(), Samples.WALL));
            append(journal, 14, new JournalEntry.Reconciliation(Samples.id(6), 1995, 9000, OptionalLong.empty(), "", Samples.WALL));
            append(journal, 15, Samples.intended(7));
            events.untilDurable(15);
        }
        try (Journal journal = Opening.open(dir, events)) {
            Journal.Recovery recovery = journal.recover(Samples.WALL);
            assertEquals(ledger, journal.ledgerId());
            assertEquals(List.of(new Journal.OpenTransaction(Samples.intended(4).facts(), true),
                    new Journal.OpenTransaction(Samples.intended(7).facts(), false)), recovery.open());
            assertEquals(List.of(new Journal.RecentTransaction(Samples.intended(2).facts(), false),
                    new Journal.RecentTransaction(Samples.intended(3).facts(), true)), recovery.recent());
            assertEquals("2026112008", recovery.lastBatch());
            assertEquals(7, recovery.lastSerial());
            assertEquals(15, recovery.lastSequence());
            assertEquals(7, recovery.lastVehicleNumber());
            assertEquals(Optional.empty(), recovery.setAside());
            assertEquals(7, journal.latest(3, Optional.of("测A12345")).getFirst().entry() instanceof JournalEntry.Intended last
                    ? last.facts().vehicleNumber() : 0);
            assertEquals(List.of(7L, 6L, 5L), sequences(journal.latest(10, Optional.of(Samples.id(3)))));
        }
    }

    @Test
    void aBackupOpensAsAWholeJournal() throws IOException {
        Path zip = dir.resolve("backup.zip");
        String ledger;
        try (H2Journal journal = Opening.open(dir.resolve("lane"), events)) {
            ledger = journal.ledgerId();
            append(journal, 1, Samples.intended(1));
            events.untilDurable(1);
            journal.backupTo(zip);
            append(journal, 2, Samples.settled(1));
            events.untilDurable(2);
        }
        Path restored = Files.createDirectories(dir.resolve("restored"));
        try (var files = FileSystems.newFileSystem(zip)) {
            Files.copy(files.getPath("journal.mv.db"), restored.resolve("journal.mv.db"));
        }
        try (H2Journal journal = Opening.open(restored, events)) {
            assertEquals(ledger, journal.ledgerId());
            assertEquals(1, journal.recover(0).open().size());
        }
    }

    private static void assertRejected(long ticket, List<Events.Event> told) {
        List<Long> rejected = told.stream().filter(Events.Rejected.class::isInstance)
                .map(event -> ((Events.Rejected) event).ticket()).toList();
        assertEquals(List.of(ticket), rejected);
    }

    private static List<Long> sequences(List<Journal.Stored> stored) {
        return stored.stream().map(Journal.Stored::sequence).toList();
    }

    private static JournalEntry entry(int serial, String passage) {
        return new JournalEntry.Intended(Samples.facts(Samples.id(serial), passage, LaneKind.ENTRY, serial, Samples.WALL));
    }

    private static JournalEntry exit(int serial, String passage) {
        return new JournalEntry.Intended(Samples.facts(Samples.id(serial), passage, LaneKind.EXIT, serial, Samples.WALL));
    }

    @Test
    void recoveryKnowsTheModeTheLaneWasInLast() {
        try (Journal journal = Opening.open(dir, events)) {
            append(journal, 1, new JournalEntry.LaneModeChanged("OPEN", "start", "start", Samples.WALL));
            append(journal, 2, new JournalEntry.LaneModeChanged("CLOSED", "fog", "shift leader", Samples.WALL));
            append(journal, 3, Samples.arm(1));
            events.untilDurable(3);
        }
        try (Journal journal = Opening.open(dir, new Events())) {
            assertEquals(Optional.of(new JournalEntry.LaneModeChanged("CLOSED", "fog", "shift leader", Samples.WALL)),
                    journal.recover(0).lastMode());
        }
    }
}
