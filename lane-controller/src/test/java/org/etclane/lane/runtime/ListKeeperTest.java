package org.etclane.lane.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.etclane.lane.parameters.lists.ListAnswer;
import org.etclane.lane.parameters.lists.ListKey;
import org.etclane.lane.parameters.lists.ListKind;
import org.etclane.lane.parameters.lists.ListLookup;
import org.etclane.lane.parameters.lists.StatusLists;
import org.etclane.lane.parameters.lists.store.ListCsv;
import org.etclane.lane.parameters.lists.store.ListSettings;
import org.etclane.lane.parameters.lists.store.StatusListStore.Delivered;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListKeeperTest {
    private static final long WALL = 1_800_000_000_000L;
    private static final ListKey OBU = ListKey.obu("3701000000000042").orElseThrow();

    @TempDir
    Path dir;

    private final BlockingQueue<StatusLists> published = new ArrayBlockingQueue<>(100);
    private final BlockingQueue<Delivered> done = new ArrayBlockingQueue<>(100);
    private final BlockingQueue<String> trouble = new ArrayBlockingQueue<>(100);
    private final AtomicReference<ListLookup> asked = new AtomicReference<>(ListLookup.NONE);

    private ListKeeper keeper() throws IOException {
        ListKeeper keeper = new ListKeeper(dir, new ListSettings(0, 24, 125), new DiskPace(Ticks.SYSTEM, 1L << 40), () -> WALL,
                new ListKeeper.Publication(published::add, asked::get, trouble::add));
        keeper.start();
        return keeper;
    }

    private void deliver(ListKeeper keeper, String version, String base, String line) throws IOException {
        byte[] file = ("etclane-status-list,1\nkind,obu\nversion," + version + "\nbaseVersion," + base
                + "\neffectiveAt,2026-11-20T00:00:00+08:00\nnumber,reason,since\n" + line + "\n").getBytes(StandardCharsets.UTF_8);
        assertTrue(keeper.offer(ListCsv.describe(new ByteArrayInputStream(file)), () -> new ByteArrayInputStream(file), done::add));
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T taken = queue.poll(20, TimeUnit.SECONDS);
        assertTrue(taken != null, "nothing came");
        return taken;
    }

    @Test
    void whatIsDeliveredIsPublishedAndTheOldOneLivesUntilNobodyAsksIt() throws IOException, InterruptedException {
        try (ListKeeper keeper = keeper()) {
            deliver(keeper, "1", "", "3701000000000042,lost,");
            assertInstanceOf(Delivered.Taken.class, next(done));
            StatusLists first = next(published);
            asked.set(first);
            assertInstanceOf(ListAnswer.Listed.class, first.find(OBU));
            assertEquals("1", first.version(ListKind.OBU).orElseThrow().version());
            assertEquals(new ListAnswer.NoList(), first.find(ListKey.card("37012000000000000001").orElseThrow()));
            deliver(keeper, "2", "", "3701000000000043,lost,");
            StatusLists second = next(published);
            assertEquals(new ListAnswer.NotListed(), second.find(OBU));
            // a further delivery has its turn after the thread has looked again who is asked
            deliver(keeper, "3", "9", "3701000000000044,lost,");
            next(done);
            assertInstanceOf(Delivered.Refused.class, next(done));
            assertTrue(next(trouble).contains("increment 3 changes version 9, the lane holds 2"));
            assertInstanceOf(ListAnswer.Listed.class, first.find(OBU), "the lane still asks it");
            asked.set(second);
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (!(first.find(OBU) instanceof ListAnswer.Unreadable) && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            assertInstanceOf(ListAnswer.Unreadable.class, first.find(OBU), "its memory is given back");
            assertEquals(new ListAnswer.NotListed(), second.find(OBU));
        }
    }

    @Test
    void aSmallListIsMergedAtOnceAndARestartFindsIt() throws IOException, InterruptedException {
        try (ListKeeper keeper = keeper()) {
            deliver(keeper, "1", "", "3701000000000042,lost,");
            asked.set(next(published));
            deliver(keeper, "2", "1", "3701000000000042,-,");
            assertEquals(new ListAnswer.NotListed(), next(published).find(OBU));
            StatusLists merged = next(published);
            assertEquals("2", merged.version(ListKind.OBU).orElseThrow().version());
            assertEquals(0, merged.obus().orElseThrow().size().entries());
        }
        try (ListKeeper keeper = keeper()) {
            assertEquals("2", next(published).version(ListKind.OBU).orElseThrow().version());
            assertEquals(List.of(), List.copyOf(trouble));
        }
    }

    @Test
    void theThreadIsTheLastToGetACore() throws InterruptedException {
        BlockingQueue<String> stat = new ArrayBlockingQueue<>(2);
        Thread.ofPlatform().start(() -> {
            stat.add(Integer.toString(LowPriority.ofThisThread()));
            try {
                stat.add(Files.readString(Path.of("/proc/thread-self/stat")));
            } catch (IOException unreadable) {
                stat.add(unreadable.toString());
            }
        });
        assertEquals("19", next(stat));
        String after = next(stat);
        // behind the name in brackets: state is field 3, nice field 19 (proc_pid_stat(5))
        assertEquals("19", after.substring(after.lastIndexOf(')') + 2).split(" ")[16], after);
    }

    @Test
    void aDiskIsLeftAloneForAsLongAsItWasBusyAndAsTheRateSays() {
        assertEquals(90_000_000L, DiskPace.restNanos(1_000_000, 100, 10_000_000));
        assertEquals(80_000_000L, DiskPace.restNanos(1_000_000, 100, 80_000_000), "busier than the rate: as long again");
        assertEquals(100_000_000L, DiskPace.restNanos(1_000_000, 100, -5));
        assertEquals(2_000_000_000L, DiskPace.restNanos(1_000_000, 100, 600_000_000_000L), "never for minutes");
    }
}
