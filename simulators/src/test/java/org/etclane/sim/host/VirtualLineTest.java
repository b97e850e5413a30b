package org.etclane.sim.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.etclane.device.link.LinkTrace;
import org.etclane.sim.fault.LineFault;
import org.etclane.sim.fault.LineFault.Arrival;
import org.etclane.sim.fault.SeededLineFault;
import org.etclane.sim.world.VirtualScheduler;
import org.junit.jupiter.api.Test;

class VirtualLineTest {
    private static final long DEVICE_TAKES_NANOS = 3_000_000;

    private final VirtualScheduler time = new VirtualScheduler();
    private final List<EchoDevice.Said> atDriver = new ArrayList<>();
    private final List<EchoDevice.Said> atDevice = new ArrayList<>();
    private final VirtualLine<byte[], EchoDevice.Said, byte[], EchoDevice.Said> line = line(LinePace.BAUD_9600_8N1);

    private VirtualLine<byte[], EchoDevice.Said, byte[], EchoDevice.Said> line(LinePace pace) {
        return new VirtualLine<>(time, pace, new RelayDriver(), atDriver::add, new EchoDevice(DEVICE_TAKES_NANOS), atDevice::add);
    }

    @Test
    void lengthOfBytesOnTheWire() {
        assertEquals(86_806, LinePace.BAUD_115200_8N1.nanosFor(1));
        assertEquals(1_041_667, LinePace.BAUD_9600_8N1.nanosFor(1));
        assertEquals(1_000_000_000, LinePace.BAUD_9600_8N1.nanosFor(960));
        assertEquals(0, LinePace.AT_ONCE.nanosFor(1_000_000));
    }

    @Test
    void lastByteArrivesWhenTheWireWouldHaveCarriedIt() {
        line.plug();
        time.runUntil(1_000_000_000);
        line.command(new byte[20]);
        time.runFor(1_000_000_000);
        List<EchoDevice.Said> bytes = atDevice.stream().filter(said -> said.what().equals("bytes")).toList();
        assertEquals(List.of(8, 8, 4), bytes.stream().map(said -> said.bytes().length).toList());
        assertEquals(List.of(1_008_333_334L, 1_016_666_667L, 1_020_833_334L),
                bytes.stream().map(EchoDevice.Said::atNanos).toList());
        List<EchoDevice.Said> back = atDriver.stream().filter(said -> said.what().equals("bytes")).toList();
        // each piece is echoed 3 ms after its last byte; the wire back carries them one after another
        assertEquals(20, back.stream().mapToInt(said -> said.bytes().length).sum());
        assertEquals(20, line.bytesToDevice());
        assertEquals(20, line.bytesToDriver());
    }

    @Test
    void framesWaitForEachOtherWithoutAddedRounding() {
        line.plug();
        for (int i = 0; i < 960; i++) {
            line.command(new byte[1]);
        }
        time.runUntil(999_999_999);
        assertEquals(959, line.bytesToDevice());
        time.runUntil(1_000_000_000);
        assertEquals(960, line.bytesToDevice());
    }

    @Test
    void bothDirectionsAtOnceDoNotDelayEachOther() {
        line.plug();
        line.command(new byte[8]);
        line.commandDevice(new byte[8]);
        time.runUntil(8_333_334);
        assertEquals(8, line.bytesToDevice());
        assertEquals(8, line.bytesToDriver());
    }

    @Test
    void unpluggingLosesWhatIsUnderWayAndTellsBothEndsOnce() {
        line.plug();
        line.command(new byte[16]);
        time.runUntil(10_000_000);
        line.unplug("pulled");
        line.unplug("pulled");
        line.command(new byte[4]);
        time.runFor(1_000_000_000);
        assertEquals(8, line.bytesToDevice());
        assertEquals(1, atDriver.stream().filter(said -> said.what().equals("down: pulled")).count());
        assertEquals(1, atDevice.stream().filter(said -> said.what().equals("down: pulled")).count());
        line.plug();
        line.command(new byte[4]);
        time.runFor(1_000_000_000);
        assertEquals(12, line.bytesToDevice());
    }

    @Test
    void aCutPullsTheLineAndPutsItBack() {
        line.plug();
        line.faultToDevice((at, bytes) -> List.of(new Arrival.Cut(at, 50_000_000)));
        line.command(new byte[8]);
        time.runUntil(8_400_000);
        assertFalse(line.plugged());
        line.faultToDevice(LineFault.NONE);
        time.runUntil(60_000_000);
        assertTrue(line.plugged());
        assertEquals(List.of("up", "down: line cut", "up"), atDriver.stream().map(EchoDevice.Said::what).toList());
    }

    @Test
    void sameSeedSameConversation() {
        assertArrayEquals(noisyConversation(5), noisyConversation(5));
    }

    private static byte[] noisyConversation(long seed) {
        VirtualLineTest fresh = new VirtualLineTest();
        fresh.line.plug();
        fresh.line.faultToDevice(new SeededLineFault(seed, SeededLineFault.Rates.noise(20_000, 20_000)));
        fresh.line.faultToDriver(new SeededLineFault(seed + 1, SeededLineFault.Rates.noise(20_000, 20_000)));
        for (int i = 0; i < 100; i++) {
            fresh.line.command(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
            fresh.time.runFor(100_000_000);
        }
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        fresh.atDriver.forEach(said -> heard.writeBytes(said.bytes()));
        return heard.toByteArray();
    }

    @Test
    void traceShowsTheDriversView() {
        line.trace().on();
        line.plug();
        line.command(new byte[] {0x55});
        time.runFor(100_000_000);
        List<String> lines = LinkTrace.format(line.trace().snapshot());
        assertEquals(3, lines.size(), lines::toString);
        assertTrue(lines.get(1).contains("->    1 55"), lines.get(1));
        assertTrue(lines.get(2).contains("<-    1 55"), lines.get(2));
        assertEquals(2 * 1_041_667 + DEVICE_TAKES_NANOS, line.trace().snapshot().get(2).atNanos());
    }
}
