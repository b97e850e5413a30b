package org.etclane.device.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.etclane.device.link.LinkTrace.Direction;
import org.etclane.device.link.LinkTrace.Entry;
import org.junit.jupiter.api.Test;

class LinkTraceTest {
    private final LinkTrace trace = new LinkTrace(4);

    @Test
    void keepsNothingUntilSwitchedOnAndNothingAfterOff() {
        trace.record(1, Direction.IN, new byte[] {1}, "");
        trace.on();
        assertTrue(trace.isOn());
        trace.record(2, Direction.OUT, new byte[] {2}, "");
        trace.off();
        trace.record(3, Direction.IN, new byte[] {3}, "");
        assertEquals(List.of(2L), trace.snapshot().stream().map(Entry::atNanos).toList());
    }

    @Test
    void keepsTheLatestInOrder() {
        trace.on();
        LongStream.range(0, 11).forEach(i -> trace.record(i, Direction.IN, new byte[] {(byte) i}, ""));
        assertEquals(List.of(7L, 8L, 9L, 10L), trace.snapshot().stream().map(Entry::sequence).toList());
    }

    @Test
    void copiesTheBytes() {
        byte[] reused = {1, 2};
        trace.on();
        trace.record(0, Direction.IN, reused, "");
        reused[0] = 9;
        assertEquals("0102", trace.snapshot().getFirst().bytes().hex());
    }

    @Test
    void formatsTimeDirectionBytesAndNote() {
        trace.on();
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
        trace.on();
        CountDownLatch done = new CountDownLatch(1);
        Thread writer = Thread.ofPlatform().start(() -> {
            LongStream.range(0, 100_000).forEach(i -> trace.record(i, Direction.IN, new byte[] {(byte) i}, ""));
            done.countDown();
        });
        while (done.getCount() > 0) {
            for (Entry entry : trace.snapshot()) {
                assertEquals((byte) entry.sequence(), (byte) entry.bytes().u8(0));
            }
        }
        writer.join();
        assertEquals(4, trace.snapshot().size());
    }
}
