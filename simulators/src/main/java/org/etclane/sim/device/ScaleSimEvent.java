package org.etclane.sim.device;

/** What really happens in a simulated scale, whatever the lane hears of it. */
public sealed interface ScaleSimEvent {

    /** @param number of the record, from 1, never used twice */
    record Recorded(long atNanos, long number, int grossWeightKg) implements ScaleSimEvent {
    }

    /** The host had the record deleted. */
    record Deleted(long atNanos, long number) implements ScaleSimEvent {
    }

    /** The record is gone without the host's doing. */
    record Dropped(long atNanos, long number, Reason reason) implements ScaleSimEvent {
    }

    enum Reason { MEMORY_FULL, REBOOT, REVERSED }

    /** @param weightKg what lay on the scale */
    record ZeroSet(long atNanos, int weightKg) implements ScaleSimEvent {
    }

    record ClockSet(long atNanos) implements ScaleSimEvent {
    }
}
