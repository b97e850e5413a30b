package org.etclane.sim.world;

import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Real time: one thread that parks until the next action is due or something is posted. The time line is
 * {@link System#nanoTime()}, the same one on which serial readers stamp their bytes.
 *
 * <p>{@link #at} may be called from other threads too (it is then handed over like a {@link #post}). An action that throws ends
 * the simulation: the thread stops, {@link #failure()} says why and the handler is told.
 */
public final class RealTimeScheduler implements Scheduler, AutoCloseable {
    private static final long CLOSE_WAIT_MS = 2_000;

    private final TimedQueue queue = new TimedQueue();
    private final Queue<Runnable> posted = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile boolean closed;
    private volatile Throwable failure;

    /** A failure is left in {@link #failure()} only. */
    public RealTimeScheduler(String threadName) {
        this(threadName, failure -> { });
    }

    /** @param onFailure called once, on the dying simulation thread, with what an action threw */
    public RealTimeScheduler(String threadName, Consumer<Throwable> onFailure) {
        thread = Thread.ofPlatform().name(threadName).daemon(true).unstarted(this::loop);
        thread.setUncaughtExceptionHandler((dead, cause) -> {
            failure = cause;
            closed = true;
            onFailure.accept(cause);
        });
        thread.start();
    }

    @Override
    public long nowNanos() {
        return System.nanoTime(); // the edge where real time comes in
    }

    @Override
    public Cancellable at(long nanos, Runnable action) {
        var entry = new TimedQueue.Entry(nanos, action);
        if (Thread.currentThread() == thread) {
            queue.add(entry);
        } else {
            post(() -> queue.add(entry));
        }
        return entry;
    }

    @Override
    public void post(Runnable action) {
        posted.add(action);
        LockSupport.unpark(thread);
    }

    /** What ended the simulation, if an action threw. */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    /** Stops after the action that is running; what has not run yet never will. Waits for the thread unless called from it. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        if (Thread.currentThread() != thread) {
            try {
                thread.join(CLOSE_WAIT_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void loop() {
        while (!closed) {
            Runnable action = posted.poll();
            if (action != null) {
                action.run();
                continue;
            }
            TimedQueue.Entry next = queue.peek();
            long waitNanos = next == null ? Long.MAX_VALUE : next.atNanos() - nowNanos();
            if (waitNanos <= 0) {
                queue.poll();
                next.run();
            } else if (next == null) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, waitNanos);
            }
        }
    }
}
