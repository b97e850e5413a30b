package org.etclane.sim.host;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.etclane.device.link.ByteLink;

/**
 * A simulated device that waits for the lane to call it: a TCP server socket with one caller at a time; further callers wait
 * until the first has gone. Threads {@code tcp:<name>} (accepts, reads) and {@code tcp-tx:<name>} (writes, one per caller).
 */
public final class TcpServerLink implements ByteLink {
    private static final long CLOSE_PATIENCE_MS = 2_000;
    private static final long REST_NANOS = 10_000_000L;

    private final String name;
    private final ServerSocket server;
    private final Thread acceptor;
    private final AtomicReference<TcpCall> caller = new AtomicReference<>();
    private volatile Listener listener;
    private volatile boolean closed;

    /** @param port 0 for any free one, see {@link #port} */
    public TcpServerLink(String name, InetAddress address, int port) throws IOException {
        this.name = name;
        this.server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(address, port));
        this.acceptor = Thread.ofPlatform().name("tcp:" + name).daemon().unstarted(this::run);
    }

    public int port() {
        return server.getLocalPort();
    }

    @Override
    public void start(Listener listener) {
        this.listener = listener;
        acceptor.start();
    }

    @Override
    public boolean offer(byte[] frame) {
        TcpCall current = caller.get();
        return current != null && current.offer(frame);
    }

    @Override
    public void restart(String cause) {
        TcpCall current = caller.get();
        if (current != null) {
            current.end(cause);
        }
    }

    @Override
    public Optional<String> trouble() {
        return caller.get() == null ? Optional.of("nobody has called") : Optional.empty();
    }

    @Override
    public String description() {
        return "tcp server " + server.getLocalSocketAddress();
    }

    @Override
    public void close() {
        closed = true;
        try {
            server.close();
        } catch (IOException alreadyGone) {
            // closing is all that was wanted
        }
        restart("closed");
        if (listener != null && Thread.currentThread() != acceptor) {
            try {
                acceptor.join(Duration.ofMillis(CLOSE_PATIENCE_MS));
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void run() {
        while (!closed) {
            try (Socket socket = server.accept()) {
                socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
                serve(new TcpCall(name, socket));
            } catch (IOException refused) {
                // closed by us, or a caller that was gone before it was served: wait for the next, but never spin
                LockSupport.parkNanos(this, closed ? 1 : REST_NANOS);
            }
        }
    }

    private void serve(TcpCall current) {
        caller.set(current);
        if (closed) {
            current.end("closed");
        }
        listener.up(System.nanoTime());
        String cause = current.talk(listener::bytes);
        caller.set(null);
        listener.down(System.nanoTime(), cause);
    }
}
