package org.etclane.sim.world;

/**
 * The test bench's clock and to-do list: one thread, one time line. {@link VirtualScheduler} jumps from one due action to the
 * next, {@link RealTimeScheduler} waits for it; nothing that runs on a scheduler knows which.
 *
 * <p>Everything except {@link #post} and {@link #nowNanos} is called on the simulation's thread.
 */
public interface Scheduler {

    /** Nanoseconds on this scheduler's own monotonic time line; never goes backwards. */
    long nowNanos();

    /**
     * Runs the action when {@code nanos} (absolute, this time line) has come; a moment already past means as soon as possible.
     * Actions due at the same nanosecond run in the order in which they were handed in.
     */
    Cancellable at(long nanos, Runnable action);

    /** Thread-safe: runs the action on the simulation's thread as soon as it can. */
    void post(Runnable action);

    /** An action that has not run yet. */
    interface Cancellable {
        /** The action will not run; without effect when it has run already. */
        void cancel();
    }
}
