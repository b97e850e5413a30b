package org.etclane.sim.pty;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.etclane.device.link.ByteLink;

/**
 * The device's end of a pseudo-terminal as a {@link ByteLink}: up while the cable is in, whoever may have opened the other end.
 * {@link #offer} writes at once, without a queue, and never waits: what the other end's full buffer does not take is lost, as
 * on a UART that nobody reads. One thread {@code pty:<name>} reads.
 */
public final class PtyLink implements ByteLink {
    private static final long CLOSE_PATIENCE_MS = 2_000;
    private static final int UNTIL_BYTES_COME = -1;

    private final PseudoTerminal terminal;
    private final Thread reader;
    private final AtomicLong lostBytes = new AtomicLong();
    private volatile Listener listener;
    private volatile String cause = "unplugged";
    private volatile boolean closed;

    /** Plugged in at once; the device hears of it after {@link #start}. */
    public PtyLink(String name, Path link) throws IOException {
        this.terminal = new PseudoTerminal(link);
        this.reader = Thread.ofPlatform().name("pty:" + name).daemon().unstarted(this::run);
    }

    @Override
    public void start(Listener listener) {
        this.listener = listener;
        reader.start();
    }

    @Override
    public boolean offer(byte[] frame) {
        if (!terminal.plugged()) {
            return false;
        }
        int taken = terminal.write(frame, 0, frame.length);
        lostBytes.addAndGet(frame.length - taken);
        return taken == frame.length;
    }

    /** Bytes that nobody had room for. */
    public long lostBytes() {
        return lostBytes.get();
    }

    /** Pulls the cable; the lane sees its port hang up and vanish. Any thread. */
    public void unplug() {
        cause = "unplugged";
        terminal.unplug();
    }

    /** Puts it back under the same name. Any thread. */
    public void plug() throws IOException {
        terminal.plug();
        LockSupport.unpark(reader);
    }

    @Override
    public void restart(String why) {
        cause = why;
        terminal.unplug();
        try {
            plug();
        } catch (IOException noTerminal) {
            throw new UncheckedIOException(noTerminal);
        }
    }

    @Override
    public Optional<String> trouble() {
        return terminal.plugged() ? Optional.empty() : Optional.of(cause);
    }

    /** The stable name and the device behind it. */
    @Override
    public String description() {
        return terminal.link() + " (" + (terminal.plugged() ? terminal.slavePath() : "unplugged") + ")";
    }

    @Override
    public void close() {
        closed = true;
        cause = "closed";
        terminal.close();
        LockSupport.unpark(reader);
        if (listener != null && Thread.currentThread() != reader) {
            try {
                reader.join(Duration.ofMillis(CLOSE_PATIENCE_MS));
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void run() {
        while (!closed) {
            long generation = terminal.generation();
            if (terminal.plugged()) {
                listener.up(System.nanoTime());
                readUntilPulled(generation);
                listener.down(System.nanoTime(), cause);
            } else {
                LockSupport.park(this);
            }
        }
    }

    private void readUntilPulled(long generation) {
        byte[] chunk = terminal.read(generation, UNTIL_BYTES_COME);
        while (chunk != null) {
            if (chunk.length > 0) {
                listener.bytes(System.nanoTime(), chunk);
            }
            chunk = terminal.read(generation, UNTIL_BYTES_COME);
        }
    }
}
