package org.etclane.sim.pty;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.etclane.device.link.ByteLink;

/** Writes down what a link tells its listener. */
public final class HeardLink implements ByteLink.Listener {
    private static final long PATIENCE_S = 20;

    private final BlockingQueue<String> transitions = new LinkedBlockingQueue<>();
    private final BlockingQueue<byte[]> chunks = new LinkedBlockingQueue<>();
    public final List<String> downs = new CopyOnWriteArrayList<>();
    public volatile Thread listenerThread;

    @Override
    public void up(long atNanos) {
        listenerThread = Thread.currentThread();
        transitions.add("up");
    }

    @Override
    public void bytes(long atNanos, byte[] chunk) {
        chunks.add(chunk);
    }

    @Override
    public void down(long atNanos, String cause) {
        downs.add(cause);
        transitions.add("down: " + cause);
    }

    /** "up" or "down: cause", the next one; fails when none comes. */
    public String awaitTransition() throws InterruptedException {
        String next = transitions.poll(PATIENCE_S, TimeUnit.SECONDS);
        assertNotNull(next, "the link neither came up nor went down");
        return next;
    }

    public byte[] awaitBytes(int count) throws InterruptedException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (all.size() < count) {
            byte[] chunk = chunks.poll(PATIENCE_S, TimeUnit.SECONDS);
            assertNotNull(chunk, "only " + all.size() + " of " + count + " bytes came");
            all.writeBytes(chunk);
        }
        return all.toByteArray();
    }
}
