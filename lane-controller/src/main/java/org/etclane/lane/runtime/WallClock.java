package org.etclane.lane.runtime;

/** The wall clock, milliseconds since 1970 UTC. Labels records and displays, nothing else; may jump. */
@FunctionalInterface
public interface WallClock {
    /** The one place in the lane where the machine's calendar time is read. */
    WallClock SYSTEM = System::currentTimeMillis;

    long millis();
}
