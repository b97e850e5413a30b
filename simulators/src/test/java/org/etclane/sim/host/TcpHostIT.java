package org.etclane.sim.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import org.etclane.device.link.TcpLink;
import org.etclane.sim.pty.HeardLink;
import org.etclane.sim.world.RealTimeScheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A simulated device behind a TCP server socket, the lane's own client at the other end. */
class TcpHostIT {
    private static final byte[] FRAME = {1, 2, 3, 4, 5};

    private final RealTimeScheduler simulation = new RealTimeScheduler("simulation");
    private final HeardLink heard = new HeardLink();
    private TcpServerLink server;
    private EndpointHost<byte[], EchoDevice.Said> host;
    private TcpLink lane;

    @BeforeEach
    void connect() throws Exception {
        server = new TcpServerLink("ldi", InetAddress.getLoopbackAddress(), 0);
        host = new EndpointHost<>(new EchoDevice(0), server, LinePace.AT_ONCE, simulation, said -> { });
        host.start();
        lane = new TcpLink("ldi", "127.0.0.1", server.port());
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
    void answersComeBack() throws Exception {
        assertTrue(lane.offer(FRAME));
        assertArrayEquals(FRAME, heard.awaitBytes(FRAME.length));
    }

    @Test
    void droppedConnectionIsCalledAgain() throws Exception {
        assertTrue(lane.offer(FRAME)); // once there and back: the device has surely taken the call
        heard.awaitBytes(FRAME.length);
        host.unplug();
        assertTrue(heard.awaitTransition().startsWith("down"));
        assertEquals("up", heard.awaitTransition());
        assertTrue(lane.offer(FRAME));
        assertArrayEquals(FRAME, heard.awaitBytes(FRAME.length));
    }

    @Test
    void secondCallerWaitsForTheFirstToGo() throws Exception {
        HeardLink other = new HeardLink();
        try (TcpLink second = new TcpLink("ldi2", "127.0.0.1", server.port())) {
            second.start(other);
            assertEquals("up", other.awaitTransition()); // the system's backlog takes the call
            assertTrue(lane.offer(FRAME));
            assertArrayEquals(FRAME, heard.awaitBytes(FRAME.length));
            lane.close();
            assertTrue(second.offer(FRAME));
            assertArrayEquals(FRAME, other.awaitBytes(FRAME.length));
        }
    }

    @Test
    void closedDeviceIsGone() throws Exception {
        host.close();
        assertTrue(heard.awaitTransition().startsWith("down"));
        assertFalse(lane.offer(FRAME));
    }
}
