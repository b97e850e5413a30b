package org.etclane.sim.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.etclane.device.gpio.GpioCodec;
import org.etclane.device.gpio.GpioFrame;
import org.etclane.device.gpio.GpioRole;
import org.etclane.device.link.Endpoint;
import org.junit.jupiter.api.Test;

class GpioOverStreamTest {
    /** One of each kind. */
    private static final List<byte[]> FRAMES = Stream.<GpioFrame>of(new GpioFrame.ReadLevels(), new GpioFrame.Drive(GpioRole.RAISE, true),
            new GpioFrame.Level(GpioRole.ARM_UP, false, 7), new GpioFrame.Edge(GpioRole.TRIGGER_LOOP, true, -1),
            new GpioFrame.EdgesLost(GpioRole.ARM_LOOP, true, Long.MAX_VALUE), new GpioFrame.ReadLevels()).map(GpioCodec::encode).toList();

    private final List<byte[]> whole = new ArrayList<>();
    private final List<byte[]> garbage = new ArrayList<>();

    private static byte[] joined() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        FRAMES.forEach(all::writeBytes);
        return all.toByteArray();
    }

    private void feed(GpioFrameCutter cutter, byte[] bytes) {
        cutter.take(bytes, bytes.length, whole::add, garbage::add);
    }

    private void expectAll() {
        assertEquals(FRAMES.size(), whole.size());
        for (int i = 0; i < FRAMES.size(); i++) {
            assertArrayEquals(FRAMES.get(i), whole.get(i));
        }
        assertEquals(0, garbage.size());
    }

    @Test
    void everySplitGivesTheSameFrames() {
        byte[] all = joined();
        for (int at = 0; at <= all.length; at++) {
            whole.clear();
            GpioFrameCutter cutter = new GpioFrameCutter();
            feed(cutter, Arrays.copyOf(all, at));
            feed(cutter, Arrays.copyOfRange(all, at, all.length));
            expectAll();
        }
        whole.clear();
        GpioFrameCutter byteByByte = new GpioFrameCutter();
        for (byte b : all) {
            feed(byteByByte, new byte[] {b});
        }
        expectAll();
    }

    @Test
    void whatIsNoFrameIsToldAndTheNextIsFound() {
        GpioFrameCutter cutter = new GpioFrameCutter();
        feed(cutter, new byte[] {'Q', 'z', 'Q'});
        feed(cutter, FRAMES.get(1));
        assertEquals(2, whole.size());
        assertArrayEquals(new byte[] {'z', 'Q'}, garbage.getFirst());
        assertArrayEquals(FRAMES.get(1), whole.get(1));
    }

    @Test
    void noiseEndsInFramesGarbageOrWaiting() {
        long seed = System.nanoTime();
        System.out.println("GpioOverStreamTest seed " + seed);
        Random random = new Random(seed);
        GpioFrameCutter cutter = new GpioFrameCutter();
        for (int i = 0; i < 4096; i++) {
            feed(cutter, new byte[] {(byte) random.nextInt()});
        }
        cutter.forget();
        whole.clear();
        garbage.clear();
        feed(cutter, joined());
        expectAll();
    }

    @Test
    void aSimulatorBehindItSeesWholeFramesAndNothingFromBeforeALoss() {
        List<byte[]> heard = new ArrayList<>();
        List<String> told = new ArrayList<>();
        Endpoint.Sink<String> sink = new Endpoint.Sink<>() {
            @Override
            public void send(byte[] frame) {
            }

            @Override
            public void emit(String event) {
            }

            @Override
            public void malformed(byte[] raw, String reason) {
                told.add(reason);
            }
        };
        GpioOverStream<String, String> stream = new GpioOverStream<>(new Endpoint<>() {
            @Override
            public void linkUp(long nowNanos, Sink<String> s) {
            }

            @Override
            public void received(long nowNanos, byte[] buffer, int length, Sink<String> s) {
                heard.add(Arrays.copyOf(buffer, length));
            }

            @Override
            public void linkDown(long nowNanos, String cause, Sink<String> s) {
            }

            @Override
            public void command(long nowNanos, String command, Sink<String> s) {
            }

            @Override
            public void due(long nowNanos, Sink<String> s) {
            }

            @Override
            public long nextDueNanos() {
                return 42;
            }
        });
        byte[] drive = FRAMES.get(1);
        stream.linkUp(0, sink);
        stream.received(1, drive, 2, sink);
        stream.linkDown(2, "gone", sink);
        stream.linkUp(3, sink);
        stream.received(4, new byte[] {drive[0], drive[1], drive[2], '?'}, 4, sink);
        assertEquals(1, heard.size());
        assertArrayEquals(drive, heard.getFirst());
        assertEquals(List.of("no frame of GPIO lines"), told);
        assertEquals(42, stream.nextDueNanos());
    }
}
