package org.etclane.sim.world;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * Virtual time: jumps from one due action to the next, so a day of traffic takes seconds, and the same actions always run in
 * the same order. The thread that calls {@code run...} is the simulation's thread; it must always be the same one.
 */
public final class VirtualScheduler implements Scheduler {
    private final TimedQueue queue = new TimedQueue();
    private final Queue<Runnable> posted = new ConcurrentLinkedQueue<>();
    /** Written by the simulation's thread only; volatile because posting threads may ask for the time and wake it. */
    private volatile long nowNanos;
    private volatile Thread waiting;

    @Override
    public long nowNanos() {
        return nowNanos;
    }

    @Override
    public Cancellable at(long nanos, Runnable action) {
        var entry = new TimedQueue.Entry(Math.max(nanos, nowNanos), action);
        queue.add(entry);
        return entry;
    }

    @Override
    public void post(Runnable action) {
        posted.add(action);
        Thread sleeper = waiting;
        if (sleeper != null) {
            LockSupport.unpark(sleeper);
        }
    }

    /** Runs one posted action, or else the next due one after jumping to its time. False when nothing is left. */
    public boolean runNext() {
        return runPosted() || runDue(Long.MAX_VALUE);
    }

    /** Runs everything due up to and including {@code nanos}, then stands at {@code nanos}. */
    public void runUntil(long nanos) {
        boolean more = true;
        while (more) {
            more = runPosted() || runDue(nanos);
        }
        nowNanos = Math.max(nowNanos, nanos);
    }

    /** {@link #runUntil} relative to now. */
    public void runFor(long nanos) {
        runUntil(nowNanos + nanos);
    }

    /**
     * Stops virtual time until another thread (a journal with a real disk) posts something.
     *
     * @param timeoutNanos real nanoseconds to wait at most
     * @return true when something has been posted; it runs with the next {@code run...}
     */
    public boolean awaitPost(long timeoutNanos) {
        long start = System.nanoTime(); // real time on purpose: this waits for a real thread
        waiting = Thread.currentThread();
        try {
            long left = timeoutNanos;
            while (posted.isEmpty() && left > 0) {
                LockSupport.parkNanos(this, left);
                left = timeoutNanos - (System.nanoTime() - start);
            }
            return !posted.isEmpty();
        } finally {
            waiting = null;
        }
    }

    private boolean runPosted() {
        Runnable action = posted.poll();
        if (action == null) {
            return false;
        }
        action.run();
        return true;
    }

    private boolean runDue(long limitNanos) {
        TimedQueue.Entry next = queue.peek();
        if (next == null || next.atNanos() > limitNanos) {
            return false;
        }
        queue.poll();
        nowNanos = next.atNanos();
        next.run();
        return true;
    }
}
