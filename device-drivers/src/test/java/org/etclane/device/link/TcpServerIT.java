package org.etclane.device.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.etclane.device.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real callers on loopback. */
class TcpServerIT {
    private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
    private TcpServer server;

    private final ByteLink.Listener listener = new ByteLink.Listener() {
        @Override
        public void up(long atNanos) {
            heard.add("up on " + Thread.currentThread().getName());
        }

        @Override
        public void bytes(long atNanos, byte[] chunk) {
            heard.add(Callers.notice(chunk, chunk.length).orElseThrow());
        }

        @Override
        public void down(long atNanos, String cause) {
            heard.add("down: " + cause);
        }
    };

    private void start(int places) throws InterruptedException {
        server = new TcpServer("ldi", "127.0.0.1", 0, places);
        server.start(listener);
        assertEquals("up on rx:ldi", next());
        assertTrue(server.trouble().isEmpty());
    }

    @AfterEach
    void close() {
        if (server != null) {
            server.close();
        }
    }

    private Object next() throws InterruptedException {
        Object next = heard.poll(20, TimeUnit.SECONDS);
        assertNotNull(next, "nothing was heard");
        return next;
    }

    private <T> T next(Class<T> kind) throws InterruptedException {
        return assertInstanceOf(kind, next());
    }

    private Socket call() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private void order(Callers.Order order) {
        assertTrue(server.offer(order.encode()));
    }

    @Test
    void callersAreNumberedAndBytesPassBothWays() throws Exception {
        start(4);
        try (Socket first = call()) {
            Callers.Opened one = next(Callers.Opened.class);
            assertEquals("127.0.0.1:" + first.getLocalPort(), one.peer());
            try (Socket second = call()) {
                Callers.Opened two = next(Callers.Opened.class);
                assertTrue(one.caller() != two.caller());
                second.getOutputStream().write(new byte[] {1, 2});
                assertEquals(new Callers.Received(two.caller(), Bytes.of(1, 2)), next());
                order(new Callers.Send(one.caller(), Bytes.of(7, 8, 9)));
                assertArrayEquals(new byte[] {7, 8, 9}, first.getInputStream().readNBytes(3));
            }
            Callers.Closed gone = next(Callers.Closed.class);
            assertEquals("closed by the caller", gone.cause());
            assertFalse(server.offer(new Callers.Send(gone.caller(), Bytes.of(1)).encode()));
            order(new Callers.HangUp(one.caller(), "wrong code"));
            assertEquals(-1, first.getInputStream().read());
            assertEquals(new Callers.Closed(one.caller(), "wrong code"), next());
        }
    }

    @Test
    void aFloodIsLeftUnreadUntilTheEndpointTakesMore() throws Exception {
        start(2);
        try (Socket flood = call()) {
            int caller = next(Callers.Opened.class).caller();
            Thread writer = Thread.ofPlatform().daemon().start(() -> {
                try {
                    byte[] chunk = new byte[64 * 1024];
                    for (int i = 0; i < 1024; i++) { // 64 MiB
                        flood.getOutputStream().write(chunk);
                    }
                } catch (IOException cutOff) {
                    // what the test does in the end
                }
            });
            for (int i = 0; i < Callers.WINDOW; i++) {
                assertTrue(next(Callers.Received.class).bytes().size() <= Callers.CHUNK_BYTES);
            }
            assertEquals(null, heard.poll(500, TimeUnit.MILLISECONDS), "nothing more is read");
            assertTrue(writer.isAlive(), "the sender is held up by TCP");
            try (Socket other = call()) {
                int number = next(Callers.Opened.class).caller();
                other.getOutputStream().write(5);
                assertEquals(new Callers.Received(number, Bytes.of(5)), next(), "the others are served");
            }
            next(Callers.Closed.class);
            order(new Callers.TakeMore(caller, 2));
            next(Callers.Received.class);
            next(Callers.Received.class);
            assertEquals(null, heard.poll(200, TimeUnit.MILLISECONDS));
            order(new Callers.HangUp(caller, "flood"));
            assertEquals(new Callers.Closed(caller, "flood"), next());
            writer.join(20_000);
            assertFalse(writer.isAlive());
        }
    }

    @Test
    void moreCallersThanPlacesAreCountedAndAPlaceIsFreeWhenItIsForgotten() throws Exception {
        start(1);
        try (Socket first = call()) {
            int caller = next(Callers.Opened.class).caller();
            for (int i = 0; i < 5; i++) {
                try (Socket refused = call()) {
                    assertEquals(-1, refused.getInputStream().read());
                }
            }
            assertEquals(1, next(Callers.Refused.class).count());
            assertEquals(null, heard.poll(100, TimeUnit.MILLISECONDS), "one such notice at a time");
            order(new Callers.TakeMore(0, 1));
            assertEquals(4, next(Callers.Refused.class).count());
            order(new Callers.TakeMore(0, 1));
            first.close();
            next(Callers.Closed.class);
            try (Socket early = call()) {
                assertEquals(-1, early.getInputStream().read());
            }
            next(Callers.Refused.class);
            order(new Callers.Forget(caller));
            try (Socket second = call()) {
                assertTrue(next(Callers.Opened.class).caller() > caller);
            }
        }
    }

    @Test
    void whoDoesNotReadIsCutOff() throws Exception {
        start(1);
        try (Socket deaf = call()) {
            int caller = next(Callers.Opened.class).caller();
            Bytes frame = Bytes.zeros(8 * 1024);
            boolean taken = true;
            for (int i = 0; i < 10_000 && taken; i++) {
                taken = server.offer(new Callers.Send(caller, frame).encode());
            }
            assertFalse(taken);
            assertTrue(next(Callers.Closed.class).cause().startsWith("does not read"));
            assertTrue(deaf.isConnected());
        }
    }

    @Test
    void restartCutsEverybodyOffAndListensAgain() throws Exception {
        start(2);
        try (Socket device = call()) {
            next(Callers.Opened.class);
            server.restart("driver failed");
            assertEquals("down: driver failed", next());
            assertEquals(-1, device.getInputStream().read());
            assertEquals("up on rx:ldi", next());
        }
        try (Socket again = call()) {
            assertEquals(2, next(Callers.Opened.class).caller(), "numbers are not used twice");
            assertTrue(again.isConnected());
        }
    }

    @Test
    void aPortThatIsTakenIsToldOnceAndTakenWhenItIsFree() throws Exception {
        ServerSocket other = new ServerSocket();
        other.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        server = new TcpServer("ldi", "127.0.0.1", other.getLocalPort(), 1);
        server.start(listener);
        String down = (String) next();
        assertTrue(down.startsWith("down: cannot listen on 127.0.0.1:" + other.getLocalPort()), down);
        assertTrue(server.trouble().orElseThrow().contains("cannot listen"));
        other.close();
        assertEquals("up on rx:ldi", next());
    }

    @Test
    void afterCloseNobodyListens() throws Exception {
        start(1);
        int port = server.port();
        server.close();
        assertEquals("down: closed", next());
        assertThrows(IOException.class, () -> new Socket(InetAddress.getLoopbackAddress(), port).close());
        assertThrows(IllegalArgumentException.class, () -> new TcpServer("ldi", "127.0.0.1", 70_000, 1));
        assertThrows(IllegalArgumentException.class, () -> new TcpServer("ldi", "127.0.0.1", 1, Callers.MAX_PLACES + 1));
    }
}
