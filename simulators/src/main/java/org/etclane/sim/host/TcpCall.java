package org.etclane.sim.host;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;

/** One TCP connection of a simulated device, whoever called: read on the caller's thread, written by a thread {@code tcp-tx:<name>}. */
final class TcpCall {
    private static final int QUEUE_FRAMES = 64;
    private static final int CHUNK_BYTES = 4096;

    private final Socket socket;
    private final ArrayBlockingQueue<byte[]> queue = new ArrayBlockingQueue<>(QUEUE_FRAMES);
    private final AtomicReference<String> cause = new AtomicReference<>();
    private final Thread sender;

    /** Hears what came. */
    interface Listener {
        void bytes(long atNanos, byte[] chunk);
    }

    /** @param socket connected; closed at the end of the call */
    TcpCall(String name, Socket socket) {
        this.socket = socket;
        sender = Thread.ofPlatform().name("tcp-tx:" + name).daemon().unstarted(this::write);
    }

    /** Any thread. @return false when too many frames wait */
    boolean offer(byte[] frame) {
        return queue.offer(frame);
    }

    /** Any thread; the first cause stands. */
    void end(String why) {
        if (cause.compareAndSet(null, why)) {
            try {
                socket.close();
            } catch (IOException alreadyGone) {
                // closing is all that was wanted
            }
        }
    }

    /** Until the end of the call. @return why it ended */
    String talk(Listener listener) {
        sender.start();
        byte[] buffer = new byte[CHUNK_BYTES];
        try (InputStream in = socket.getInputStream()) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                listener.bytes(System.nanoTime(), Arrays.copyOf(buffer, count));
            }
            end("closed by the other side");
        } catch (IOException broken) {
            end("connection lost: " + broken.getMessage());
        }
        sender.interrupt();
        return Objects.requireNonNull(cause.get());
    }

    private void write() {
        try {
            while (cause.get() == null) {
                socket.getOutputStream().write(queue.take());
            }
        } catch (IOException broken) {
            end("connection lost: " + broken.getMessage());
        } catch (InterruptedException over) {
            // the reading thread ends this call
        }
    }
}
