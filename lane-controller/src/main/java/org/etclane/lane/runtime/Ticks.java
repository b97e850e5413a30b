package org.etclane.lane.runtime;

/** The monotonic clock, nanoseconds. Orders, measures, times out. */
@FunctionalInterface
public interface Ticks {
    /** The machine's own: the same scale as the stamps that links put on what they read. */
    Ticks SYSTEM = System::nanoTime;

    long nanos();
}
