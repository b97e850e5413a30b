package org.etclane.device.link;

import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * A serial port as a {@link ByteLink}, over jSerialComm; a pseudo-terminal's slave side serves as well.
 *
 * <p>Two threads per open port. {@code rx:<name>} owns the port's life: it opens, reads, tells the listener, and waits before it
 * tries again. {@code tx:<name>} writes frames from a queue of {@value #QUEUE_FRAMES}; a far end that does not read blocks
 * only this thread, then the queue fills and {@link #offer} says false.
 *
 * <p>What measuring taught (platform.md, serial ports), and where it is met here:
 * <ul>
 * <li>Read time-outs are rounded up to 100 ms: none is set. A read blocks for one byte and returns what is there.</li>
 * <li>After the far end hangs up, the library's reads and writes return at once for ever: a read of nothing or a write of less
 *     than asked is the end of the line. The port is closed at once and tried again after {@link BackOff}, parked.</li>
 * <li>A write time-out is not honoured: closing the port is what releases a blocked write, and a blocked read.</li>
 * <li>The error code is set after a successful open too: only the boolean counts.</li>
 * <li>A missing path makes the library try "/dev/" and the last part of it: existence and identity are checked here.</li>
 * <li>The exclusive lock is advisory: it refuses a second lane, not a program that does not ask.</li>
 * <li>Bytes that arrived before the port was opened are thrown away: their time of arrival is not known.</li>
 * <li>The library shares one native record per port: a port is only opened again when both threads have left the old one.</li>
 * <li>Loading the library makes the process ignore SIGHUP: the lane is stopped with SIGTERM.</li>
 * </ul>
 * Frames still queued when the line is lost or closed are forgotten; the protocol above repeats what matters.
 */
public final class SerialLink implements ByteLink {
    /** Frames that may wait for the line; more are refused. */
    public static final int QUEUE_FRAMES = 64;
    private static final int CHUNK_BYTES = 4096;
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);
    private static final Logger LOG = LoggerFactory.getLogger(SerialLink.class);

    private final String name;
    private final SerialSettings settings;
    private final LinkTimes times;
    private final Thread receiver;
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicReference<Session> session = new AtomicReference<>();
    private volatile Listener listener;
    private volatile String trouble = "not started";
    private volatile boolean closed;

    /** @param name of the device, for thread names and messages: "rsu" */
    public SerialLink(String name, SerialSettings settings) {
        this(name, settings, LinkTimes.NONE);
    }

    /** @param times WRITE, on the send thread */
    public SerialLink(String name, SerialSettings settings, LinkTimes times) {
        this.name = Objects.requireNonNull(name);
        this.settings = Objects.requireNonNull(settings);
        this.times = Objects.requireNonNull(times);
        // daemon: a driver that never returns from a system call must not keep the process alive
        this.receiver = Thread.ofPlatform().name("rx:" + name).daemon().unstarted(this::run);
    }

    @Override
    public void start(Listener listener) {
        if (!started.compareAndSet(false, true)) {
            throw new IllegalStateException("link " + name + " was started before");
        }
        this.listener = Objects.requireNonNull(listener);
        receiver.start();
    }

    @Override
    public boolean offer(byte[] frame) {
        Session current = session.get();
        return current != null && current.open() && current.queue.offer(new Outgoing(frame, System.nanoTime()));
    }

    @Override
    public void restart(String cause) {
        Session current = session.get();
        if (current != null) {
            current.end(cause);
        }
    }

    @Override
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    @Override
    public String description() {
        return settings.toString();
    }

    @Override
    public void close() {
        closed = true;
        restart("closed");
        LockSupport.unpark(receiver);
        if (started.get() && Thread.currentThread() != receiver) {
            join(receiver);
        }
    }

    // ---- receive thread ----

    private void run() {
        BackOff backOff = new BackOff();
        boolean toldDown = false;
        while (!closed) {
            Opened opened = open();
            if (opened.session == null) {
                if (!opened.failure.equals(trouble)) {
                    LOG.warn("{}: {}", name, opened.failure);
                    trouble = opened.failure;
                }
                if (!toldDown) {
                    listener.down(System.nanoTime(), opened.failure);
                    toldDown = true;
                }
            } else {
                backOff.lostAfter(serve(opened.session));
                toldDown = true;
            }
            park(backOff.nextWaitNanos());
        }
    }

    /** @return how long the line was up, in nanoseconds */
    private long serve(Session current) {
        long upNanos = System.nanoTime();
        trouble = null;
        session.set(current);
        if (closed) { // close() may have looked before the session was there
            current.end("closed");
        }
        LOG.info("{}: {} is open", name, settings);
        listener.up(upNanos);
        current.sender.start();
        current.readUntilDown(listener);
        session.set(null);
        String cause = current.cause();
        trouble = cause;
        long downNanos = System.nanoTime();
        LOG.atLevel(closed ? Level.INFO : Level.WARN).log("{}: {} is down: {}", name, settings, cause);
        listener.down(downNanos, cause);
        current.sender.interrupt();
        boolean left = join(current.sender);
        while (!left && !closed) { // a driver that holds a write for ever: no second opening beside it
            left = join(current.sender);
        }
        return downNanos - upNanos;
    }

    private record Opened(Session session, String failure) {
    }

    private Opened open() {
        try {
            // checked here, because the library would look for the last part of a missing path in /dev
            Path target = Path.of(settings.path()).toRealPath();
            SerialPort port = SerialPort.getCommPort(target.toString());
            if (!port.getSystemPortPath().equals(target.toString())) {
                return new Opened(null, settings.path() + " does not exist any more");
            }
            configure(port);
            if (port.openPort()) { // the boolean alone says it: the error code is 25 after a good open as well
                return new Opened(new Session(port), null);
            }
            int errno = port.getLastErrorCode();
            return new Opened(null, SerialFailure.explain(settings.path(), Files.isReadable(target) && Files.isWritable(target)
                    ? errno : SerialFailure.EACCES, SerialFailure.facts(settings.path())));
        } catch (IOException | SerialPortInvalidPortException missing) {
            return new Opened(null, SerialFailure.explain(settings.path(), SerialFailure.ENOENT,
                    SerialFailure.facts(settings.path())));
        }
    }

    private void configure(SerialPort port) {
        port.setComPortParameters(settings.baud(), settings.dataBits(),
                settings.stopBits() == 1 ? SerialPort.ONE_STOP_BIT : SerialPort.TWO_STOP_BITS, parity());
        port.setFlowControl(SerialPort.FLOW_CONTROL_DISABLED);
        port.setComPortTimeouts(SerialPort.TIMEOUT_READ_SEMI_BLOCKING, 0, 0);
        port.flushIOBuffers(); // before opening: means "flush while opening"
    }

    private int parity() {
        return switch (settings.parity()) {
            case NONE -> SerialPort.NO_PARITY;
            case ODD -> SerialPort.ODD_PARITY;
            case EVEN -> SerialPort.EVEN_PARITY;
            case MARK -> SerialPort.MARK_PARITY;
            case SPACE -> SerialPort.SPACE_PARITY;
        };
    }

    private void park(long nanos) {
        long until = System.nanoTime() + nanos;
        for (long left = nanos; left > 0 && !closed; left = until - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
            Thread.interrupted(); // a stray interrupt would make parking return at once for ever
        }
    }

    private boolean join(Thread thread) {
        try {
            boolean left = thread.join(CLOSE_PATIENCE);
            if (!left) {
                LOG.error("{}: thread {} does not leave the port's driver", name, thread.getName());
            }
            return left;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private record Outgoing(byte[] frame, long offeredNanos) {
    }

    /** One opening of the port: its queue, its send thread and why it ended. */
    private final class Session {
        private final SerialPort port;
        private final ArrayBlockingQueue<Outgoing> queue = new ArrayBlockingQueue<>(QUEUE_FRAMES);
        private final AtomicReference<String> cause = new AtomicReference<>();
        private final Thread sender = Thread.ofPlatform().name("tx:" + name).daemon().unstarted(this::write);

        Session(SerialPort port) {
            this.port = port;
        }

        boolean open() {
            return cause.get() == null;
        }

        String cause() {
            return Objects.requireNonNullElse(cause.get(), "unknown");
        }

        /** Any thread; the first cause stands. Releases both threads from the port. */
        void end(String why) {
            if (cause.compareAndSet(null, why)) {
                port.closePort();
            }
        }

        void readUntilDown(Listener listener) {
            byte[] buffer = new byte[CHUNK_BYTES];
            while (open()) {
                int count = port.readBytes(buffer, buffer.length);
                long atNanos = System.nanoTime();
                if (count <= 0) {
                    end("far end hung up or device unplugged (read returned " + count + ")");
                } else {
                    listener.bytes(atNanos, Arrays.copyOf(buffer, count));
                }
            }
        }

        private void write() {
            try {
                while (open()) {
                    Outgoing outgoing = queue.take();
                    byte[] frame = outgoing.frame;
                    int count = open() ? port.writeBytes(frame, frame.length) : frame.length;
                    times.took(LinkTimes.Leg.WRITE, System.nanoTime() - outgoing.offeredNanos);
                    if (count != frame.length) {
                        end("far end hung up or device unplugged (write returned " + count + " of " + frame.length + ")");
                    }
                }
            } catch (InterruptedException over) {
                // the receive thread ends this session; there is nothing more to send
            }
        }
    }
}
