package org.etclane.device.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.etclane.device.link.LinkTrace.Direction;
import org.etclane.device.link.LinkTrace.Entry;
import org.junit.jupiter.api.Test;

class LinkTraceTest {
    private final LinkTrace trace = new LinkTrace(4);

    private static List<Long> times(List<Entry> entries) {
        return entries.stream().map(Entry::atNanos).toList();
    }

    @Test
    void theLastPiecesAreKeptThoughNobodySwitchedItOn() {
        assertFalse(trace.isOn());
        LongStream.range(0, 11).forEach(i -> trace.record(i, Direction.IN, new byte[] {(byte) i}, ""));
        assertEquals(List.of(7L, 8L, 9L, 10L), times(trace.snapshot()));
        assertEquals(List.of(7L, 8L, 9L, 10L), trace.recent().stream().map(Entry::sequence).toList());
        assertEquals(List.of("07", "08", "09", "0a"), trace.snapshot().stream().map(e -> e.bytes().hex()).toList());
    }

    @Test
    void switchedOnItKeepsMoreAndBeginsWithWhatWasThere() {
        LinkTrace longer = new LinkTrace(1_000);
        LongStream.range(0, 3).forEach(i -> longer.record(i, Direction.OUT, new byte[] {(byte) i}, "before"));
        longer.on();
        assertTrue(longer.isOn());
        LongStream.range(3, 900).forEach(i -> longer.record(i, Direction.IN, new byte[] {(byte) i}, ""));
        longer.on();
        assertEquals(LongStream.range(0, 900).boxed().toList(), times(longer.snapshot()));
        assertEquals(LinkTrace.RECENT_ENTRIES, longer.recent().size());
        assertEquals("before", longer.snapshot().getFirst().note());
    }

    @Test
    void switchedOffWhatWasKeptStaysAndAGapIsTold() {
        LinkTrace longer = new LinkTrace(1_000);
        longer.on();
        LongStream.range(0, 700).forEach(i -> longer.record(i, Direction.IN, new byte[] {1}, ""));
        longer.off();
        longer.record(700, Direction.IN, new byte[] {1}, "");
        assertEquals(LongStream.range(0, 701).boxed().toList(), times(longer.snapshot()));
        LongStream.range(701, 1_300).forEach(i -> longer.record(i, Direction.IN, new byte[] {1}, ""));
        List<String> lines = LinkTrace.format(longer.snapshot());
        assertEquals(700 + LinkTrace.RECENT_ENTRIES + 1, lines.size());
        assertEquals("88 entries were not kept", lines.get(700).strip());
    }

    @Test
    void bytesAreBoundedTooAndNoHalfPieceIsShown() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        LinkTrace full = new LinkTrace(LinkTrace.DEFAULT_ENTRIES);
        Deque<byte[]> said = new ArrayDeque<>();
        for (int i = 0; i < 2_000; i++) {
            byte[] piece = new byte[random.nextInt(600)];
            random.nextBytes(piece);
            said.addLast(piece);
            full.record(i, Direction.IN, piece, "");
            List<Entry> kept = full.recent();
            while (said.size() > kept.size()) {
                said.removeFirst();
            }
            assertTrue(kept.stream().mapToInt(e -> e.bytes().size()).sum() <= LinkTrace.RECENT_BYTES, "seed " + seed);
            assertTrue(kept.size() == i + 1 || kept.size() > 40, "seed " + seed);
            assertEquals(said.stream().map(Arrays::toString).toList(), kept.stream().map(e -> Arrays.toString(e.bytes().toArray())).toList(),
                    "seed " + seed);
        }
    }

    @Test
    void ofAVeryLongPieceTheBeginningIsKept() {
        trace.record(1, Direction.IN, new byte[LinkTrace.PIECE_BYTES + 1], "");
        Entry entry = trace.snapshot().getFirst();
        assertEquals(LinkTrace.PIECE_BYTES, entry.bytes().size());
        assertEquals("the first 4096 of 4097 bytes", entry.note());
    }

    @Test
    void copiesTheBytes() {
        byte[] reused = {1, 2};
        trace.record(0, Direction.IN, reused, "");
        reused[0] = 9;
        assertEquals("0102", trace.snapshot().getFirst().bytes().hex());
    }

    @Test
    void formatsTimeDirectionBytesAndNote() {
        trace.record(5_000_000_000L, Direction.OUT, new byte[] {(byte) 0xFF, 0x4C}, "");
        trace.record(5_003_120_000L, Direction.IN, new byte[] {0x00}, "");
        trace.record(6_204_512_000L, Direction.NOTE, new byte[0], "down: unplugged");
        assertEquals(List.of(
                "   0.000000     +0.000 ->    2 ff 4c",
                "   0.003120     +3.120 <-    1 00",
                "   1.204512  +1201.392 --    0   down: unplugged"), LinkTrace.format(trace.snapshot()));
        assertEquals(List.of(), LinkTrace.format(List.of()));
    }

    @Test
    void isReadWhileItIsWritten() throws Exception {
        LinkTrace busy = new LinkTrace(100);
        busy.on();
        CountDownLatch done = new CountDownLatch(1);
        Thread writer = Thread.ofPlatform().start(() -> {
            LongStream.range(0, 300_000).forEach(i -> busy.record(i, Direction.IN, new byte[] {(byte) i, (byte) (i >> 8)}, ""));
            done.countDown();
        });
        while (done.getCount() > 0) {
            long before = -1;
            for (Entry entry : busy.snapshot()) {
                assertEquals((byte) entry.sequence(), (byte) entry.bytes().u8(0));
                assertEquals(entry.sequence(), entry.atNanos());
                assertTrue(entry.sequence() > before);
                before = entry.sequence();
            }
        }
        writer.join();
        assertEquals(100, busy.snapshot().size());
    }

    /** It runs for months on the threads that everything passes through. */
    @Test
    void recordingMakesNoGarbage() {
        LinkTrace always = new LinkTrace(LinkTrace.DEFAULT_ENTRIES);
        byte[] frame = new byte[105];
        int rounds = 200_000;
        long nanos = 0;
        long allocated = 0;
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int pass = 0; pass < 3; pass++) { // the first ones are for the compiler
            allocated = threads.getCurrentThreadAllocatedBytes();
            nanos = System.nanoTime();
            for (int i = 0; i < rounds; i++) {
                always.record(i, Direction.IN, frame, "");
            }
            nanos = System.nanoTime() - nanos;
            allocated = threads.getCurrentThreadAllocatedBytes() - allocated;
        }
        System.out.println("a piece of 105 bytes takes " + nanos / rounds + " ns and " + (double) allocated / rounds + " bytes of heap");
        assertTrue(allocated < rounds, "bytes allocated in " + rounds + " rounds: " + allocated);
    }
}
