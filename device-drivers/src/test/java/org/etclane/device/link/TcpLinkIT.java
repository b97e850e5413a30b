package org.etclane.device.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against real sockets on loopback. */
class TcpLinkIT {
    private final BlockingQueue<String> transitions = new LinkedBlockingQueue<>();
    private final BlockingQueue<byte[]> chunks = new LinkedBlockingQueue<>();
    private ServerSocket server;
    private TcpLink link;

    private final ByteLink.Listener listener = new ByteLink.Listener() {
        @Override
        public void up(long atNanos) {
            transitions.add("up on " + Thread.currentThread().getName());
        }

        @Override
        public void bytes(long atNanos, byte[] chunk) {
            chunks.add(chunk);
        }

        @Override
        public void down(long atNanos, String cause) {
            transitions.add("down: " + cause);
        }
    };

    @BeforeEach
    void device() throws IOException {
        server = listen(0);
        link = new TcpLink("rsu", "127.0.0.1", server.getLocalPort());
    }

    @AfterEach
    void close() throws IOException {
        link.close();
        server.close();
    }

    private static ServerSocket listen(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setSoTimeout(20_000);
        return socket;
    }

    private String next() throws InterruptedException {
        String next = transitions.poll(20, TimeUnit.SECONDS);
        assertNotNull(next, "the link neither came up nor went down");
        return next;
    }

    private byte[] received(int count) throws InterruptedException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (all.size() < count) {
            byte[] chunk = chunks.poll(20, TimeUnit.SECONDS);
            assertNotNull(chunk);
            all.writeBytes(chunk);
        }
        return all.toByteArray();
    }

    @Test
    void bytesPassBothWays() throws Exception {
        link.start(listener);
        try (Socket device = server.accept()) {
            assertEquals("up on rx:rsu", next());
            assertTrue(link.trouble().isEmpty());
            assertTrue(link.offer(new byte[] {1, 2, 3}));
            assertArrayEquals(new byte[] {1, 2, 3}, device.getInputStream().readNBytes(3));
            device.getOutputStream().write(new byte[] {4, 5});
            assertArrayEquals(new byte[] {4, 5}, received(2));
        }
    }

    @Test
    void hangUpIsOneDownAndTheLinkCallsAgain() throws Exception {
        link.start(listener);
        server.accept().close();
        assertEquals("up on rx:rsu", next());
        assertEquals("down: closed by the device", next());
        try (Socket again = server.accept()) {
            assertEquals("up on rx:rsu", next());
            assertTrue(link.offer(new byte[] {9}));
            assertEquals(9, again.getInputStream().read());
        }
    }

    @Test
    void refusedIsToldOnceAndTheDeviceIsTakenWhenItListens() throws Exception {
        int port = server.getLocalPort();
        server.close();
        link.start(listener);
        String down = next();
        assertTrue(down.contains("connection refused"), down);
        assertFalse(link.offer(new byte[] {1}));
        assertTrue(link.trouble().orElseThrow().contains("connection refused"));
        server = listen(port);
        try (Socket device = server.accept()) {
            assertEquals("up on rx:rsu", next());
            assertTrue(device.isConnected());
        }
    }

    @Test
    void resetIsADownToo() throws Exception {
        link.start(listener);
        Socket device = server.accept();
        assertEquals("up on rx:rsu", next());
        device.setOption(StandardSocketOptions.SO_LINGER, 0); // closing sends a reset
        device.close();
        assertTrue(next().startsWith("down: connection lost"));
    }

    @Test
    void unknownHostSaysSo() throws Exception {
        try (TcpLink wrong = new TcpLink("io", "no-such-device.invalid", 9)) {
            wrong.start(listener);
            assertEquals("down: host name no-such-device.invalid is not known", next());
        }
    }

    @Test
    void deviceThatDoesNotReadMakesOfferFalseAndCloseReturns() throws Exception {
        link.start(listener);
        try (Socket device = server.accept()) {
            assertEquals("up on rx:rsu", next());
            byte[] large = new byte[16 * 1024];
            int taken = 0;
            while (link.offer(large)) {
                taken++;
                assertTrue(taken < 100_000, "writing has no bound");
            }
            device.getOutputStream().write(7); // receiving does not suffer
            assertArrayEquals(new byte[] {7}, received(1));
            assertTimeoutPreemptively(Duration.ofSeconds(10), link::close);
            assertEquals("down: closed", next());
        }
    }

    @Test
    void restartIsOneDownWithItsCauseAndThenUp() throws Exception {
        link.start(listener);
        try (Socket first = server.accept()) {
            assertEquals("up on rx:rsu", next());
            link.restart("no heartbeat");
            assertEquals("down: no heartbeat", next());
            assertEquals(-1, first.getInputStream().read());
        }
        try (Socket second = server.accept()) {
            assertEquals("up on rx:rsu", next());
            assertTrue(second.isConnected());
        }
    }

    @Test
    void closedLinkStaysClosed() throws Exception {
        link.start(listener);
        server.accept();
        assertEquals("up on rx:rsu", next());
        link.close();
        assertEquals("down: closed", next());
        assertFalse(link.offer(new byte[] {1}));
        link.close();
    }

    @Test
    void portMustBeOne() {
        assertThrows(IllegalArgumentException.class, () -> new TcpLink("io", "127.0.0.1", 0));
    }
}
