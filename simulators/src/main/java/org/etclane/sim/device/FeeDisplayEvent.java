package org.etclane.sim.device;

/** What a simulated fee display did, for traces, tests and whoever looks on. */
public sealed interface FeeDisplayEvent {
    long atNanos();

    /** Something that can be seen or heard is not as it was before. */
    record Changed(long atNanos, DisplayPicture picture) implements FeeDisplayEvent {
    }

    /** It heard nothing for too long and says so on its screen. */
    record ClosedItself(long atNanos) implements FeeDisplayEvent {
    }
}
