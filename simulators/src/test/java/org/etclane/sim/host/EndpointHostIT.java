package org.etclane.sim.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.etclane.device.link.SerialLink;
import org.etclane.device.link.SerialSettings;
import org.etclane.sim.fault.LineFault;
import org.etclane.sim.fault.LineFault.Arrival;
import org.etclane.sim.pty.HeardLink;
import org.etclane.sim.world.RealTimeScheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A simulated device on a real pseudo-terminal, the lane's own serial link at the other end. Real time. */
class EndpointHostIT {
    private static final byte[] FRAME = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};

    @TempDir
    Path directory;
    private final RealTimeScheduler simulation = new RealTimeScheduler("simulation");
    private final BlockingQueue<EchoDevice.Said> said = new LinkedBlockingQueue<>();
    private final HeardLink heard = new HeardLink();
    private EndpointHost<byte[], EchoDevice.Said> host;
    private SerialLink lane;

    @BeforeEach
    void cable() throws Exception {
        Path cable = directory.resolve("io");
        host = EndpointHost.onPseudoTerminal("io", new EchoDevice(5_000_000), cable, LinePace.BAUD_9600_8N1, simulation,
                said::add);
        host.start();
        lane = new SerialLink("io", SerialSettings.parse(cable.toString(), "9600 8N1"));
        lane.start(heard);
        assertEquals("up", heard.awaitTransition());
    }

    @AfterEach
    void close() {
        lane.close();
        host.close();
        simulation.close();
        assertTrue(simulation.failure().isEmpty(), simulation.failure()::toString);
    }

    @Test
    void answerComesBackNotBeforeTheWireWouldHaveCarriedIt() throws Exception {
        long sentNanos = System.nanoTime();
        assertTrue(lane.offer(FRAME));
        assertArrayEquals(FRAME, heard.awaitBytes(FRAME.length));
        long tookNanos = System.nanoTime() - sentNanos;
        long least = 2 * LinePace.BAUD_9600_8N1.nanosFor(FRAME.length) + 5_000_000;
        assertTrue(tookNanos >= least, "12 bytes there, 5 ms, 12 bytes back took " + tookNanos + " ns, less than " + least);
    }

    @Test
    void manyExchangesLoseNothing() throws Exception {
        for (int i = 0; i < 20; i++) {
            byte[] frame = {(byte) i, 2, 3};
            assertTrue(lane.offer(frame));
            assertArrayEquals(frame, heard.awaitBytes(3));
        }
    }

    @Test
    void deviceSpeaksUnasked() throws Exception {
        host.command(FRAME);
        assertArrayEquals(FRAME, heard.awaitBytes(FRAME.length));
    }

    @Test
    void pulledCableIsOneDownAtBothEndsAndWorksAgainWhenPutBack() throws Exception {
        host.unplug();
        assertTrue(heard.awaitTransition().startsWith("down"));
        host.plug();
        assertEquals("up", heard.awaitTransition());
        assertTrue(lane.offer(FRAME));
        assertArrayEquals(FRAME, heard.awaitBytes(FRAME.length));
        assertEquals(List.of("up", "down: unplugged", "up"), List.of(nextSaid(), nextSaid(), nextSaid()));
        assertEquals(1, heard.downs.size());
    }

    @Test
    void aCutOfTheLinePullsAndReplugsTheCable() throws Exception {
        host.faultToDevice((at, bytes) -> List.of(new Arrival.Cut(at, 100_000_000)));
        assertTrue(lane.offer(FRAME));
        assertTrue(heard.awaitTransition().startsWith("down"));
        host.faultToDevice(LineFault.NONE);
        assertEquals("up", heard.awaitTransition());
        assertTrue(lane.offer(FRAME));
        assertArrayEquals(FRAME, heard.awaitBytes(FRAME.length));
    }

    private String nextSaid() throws InterruptedException {
        EchoDevice.Said next = said.poll(20, TimeUnit.SECONDS);
        assertNotNull(next);
        return next.what().equals("bytes") ? nextSaid() : next.what();
    }
}
