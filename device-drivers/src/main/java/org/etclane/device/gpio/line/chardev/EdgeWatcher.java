package org.etclane.device.gpio.line.chardev;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for the edges of all inputs, on one thread, in poll. A line leaves by being closed here, between two polls, so that its
 * descriptor is never polled after its number has gone to somebody else.
 */
final class EdgeWatcher {
    private static final Logger LOG = LoggerFactory.getLogger(EdgeWatcher.class);
    private static final int EVENTS_AT_ONCE = 16;
    private static final long LEAVE_PATIENCE_MS = 1_000;

    /** Hears the edges of one line, on the watcher's thread; must not block. */
    interface Watched {
        LineRequest line();

        /** @param number counts the edges of this line, without gaps unless some were lost */
        void edge(boolean high, long atNanos, int number);
    }

    private final KernelCalls calls;
    private final Consumer<String> lost;
    private final int wake;
    private final Thread thread;
    /** Lines held; false: it failed and is not polled any more, or it would spin. */
    private final Map<Watched, Boolean> joined = new ConcurrentHashMap<>();
    private final Map<Watched, CountDownLatch> leaving = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** @param lost told when a line cannot be read any more, with the cause */
    EdgeWatcher(KernelCalls calls, Consumer<String> lost) {
        this.calls = calls;
        this.lost = lost;
        this.wake = calls.eventCounter();
        if (wake < 0) {
            throw new LineFailure("no event counter to wake the edge thread (error " + -wake + ")");
        }
        this.thread = Thread.ofPlatform().name("gpio-edges").daemon().unstarted(this::run);
        thread.start();
    }

    void join(Watched watched) {
        joined.put(watched, true);
        wake();
    }

    /** Stops watching and releases the line; returns when that is done. */
    void leave(Watched watched) {
        CountDownLatch done = new CountDownLatch(1);
        leaving.put(watched, done);
        if (Thread.currentThread() == thread) {
            letGo();
            return;
        }
        wake();
        try {
            if (!thread.isAlive()) {
                letGo();
            } else if (!done.await(LEAVE_PATIENCE_MS, TimeUnit.MILLISECONDS)) {
                LOG.error("{} was not released in time", watched.line().where());
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the thread; lines that are still here are released. */
    void close() {
        closed = true;
        wake();
    }

    private void wake() {
        try (Arena arena = Arena.ofConfined()) {
            calls.write(wake, arena.allocateFrom(JAVA_LONG, 1));
        }
    }

    // ---- watcher's thread ----

    private void run() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment events = arena.allocate(GpioAbi.LINE_EVENT, EVENTS_AT_ONCE);
            while (!closed) {
                letGo();
                turn(joined.entrySet().stream().filter(Map.Entry::getValue).map(Map.Entry::getKey).toList(), events);
            }
        } finally {
            letGo();
            joined.keySet().forEach(watched -> watched.line().release());
            joined.clear();
            letGo(); // whoever came to leave meanwhile
            calls.close(wake);
        }
    }

    private void letGo() {
        for (Map.Entry<Watched, CountDownLatch> entry : leaving.entrySet()) {
            leaving.remove(entry.getKey());
            if (joined.remove(entry.getKey()) != null) {
                entry.getKey().line().release();
            }
            entry.getValue().countDown();
        }
    }

    private void turn(List<Watched> watched, MemorySegment events) {
        Map<Watched, Integer> ready = new LinkedHashMap<>();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pollfds = arena.allocate((long) (watched.size() + 1) * Libc.POLLFD_BYTES, 8);
            setPoll(pollfds, 0, wake);
            for (int i = 0; i < watched.size(); i++) {
                setPoll(pollfds, i + 1, watched.get(i).line().descriptor());
            }
            int result = calls.poll(pollfds, watched.size() + 1);
            if (result < 0 && result != -KernelCalls.EINTR) {
                fail("edges cannot be waited for (error " + -result + ")");
                return;
            }
            if (polled(pollfds, 0) != 0) {
                calls.read(wake, arena.allocate(Long.BYTES, 8));
            }
            for (int i = 0; i < watched.size(); i++) {
                if (polled(pollfds, i + 1) != 0) {
                    ready.put(watched.get(i), polled(pollfds, i + 1));
                }
            }
        }
        ready.forEach((line, what) -> read(line, what, events));
    }

    private void read(Watched watched, int what, MemorySegment events) {
        int bytes = (what & KernelCalls.POLLIN) == 0 ? -FailureWords.ENODEV : calls.read(watched.line().descriptor(), events);
        if (bytes == -KernelCalls.EAGAIN || bytes == -KernelCalls.EINTR) {
            return;
        }
        long size = GpioAbi.LINE_EVENT.byteSize();
        if (bytes < size) {
            joined.put(watched, false);
            lost.accept(watched.line().where() + " cannot be read any more (error " + -Math.min(bytes, 0)
                    + "): the chip was plugged out, or its kernel module was unloaded");
            return;
        }
        for (long at = 0; at + size <= bytes; at += size) {
            MemorySegment event = events.asSlice(at, size);
            watched.edge(GpioAbi.getInt(GpioAbi.LINE_EVENT, "id", event) == GpioAbi.EVENT_RISING,
                    GpioAbi.getLong(GpioAbi.LINE_EVENT, "timestamp_ns", event),
                    GpioAbi.getInt(GpioAbi.LINE_EVENT, "line_seqno", event));
        }
    }

    private void fail(String cause) {
        closed = true;
        lost.accept(cause);
    }

    private static void setPoll(MemorySegment pollfds, int index, int descriptor) {
        pollfds.set(JAVA_INT, (long) index * Libc.POLLFD_BYTES, descriptor);
        pollfds.set(JAVA_SHORT, (long) index * Libc.POLLFD_BYTES + 4, KernelCalls.POLLIN);
        pollfds.set(JAVA_SHORT, (long) index * Libc.POLLFD_BYTES + 6, (short) 0);
    }

    private static int polled(MemorySegment pollfds, int index) {
        return pollfds.get(JAVA_SHORT, (long) index * Libc.POLLFD_BYTES + 6);
    }
}
