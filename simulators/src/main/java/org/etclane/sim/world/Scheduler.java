package org.etclane.sim.world;

/**
 * The simulation's one thread as its parts see it: time, timers and a way in from outside. A real-time version runs the test
 * bench behind pseudo-terminals, a virtual one runs the same parts as fast as they compute. Actions run one at a time, in the
 * order of their time; equal times keep the order in which they were asked for.
 */
public interface Scheduler {
    /** Monotonic nanoseconds; never goes backwards. */
    long nowNanos();

    /** Runs {@code action} on the simulation's thread at {@code nanos}, or as soon as possible when that has passed. */
    Cancellable at(long nanos, Runnable action);

    /** Thread-safe: runs {@code action} on the simulation's thread now, after what is already due. */
    void post(Runnable action);

    /** A pending action. */
    interface Cancellable {
        /** Simulation's thread. Idempotent; without effect once the action has run. */
        void cancel();
    }
}
