package org.etclane.sim.fault;

import java.util.ArrayList;
import java.util.List;

/**
 * What one direction of a line does to bytes on their way. Called on the simulation's thread with each piece as it would arrive;
 * a fault may keep state but no clock.
 */
@FunctionalInterface
public interface LineFault {
    /** A good cable. */
    LineFault NONE = (atNanos, bytes) -> List.of(new Arrival.Octets(atNanos, bytes));

    /**
     * @param atNanos when the last of {@code bytes} would arrive
     * @return what arrives instead, in order; empty when nothing does. Never earlier than {@code atNanos}
     */
    List<Arrival> pass(long atNanos, byte[] bytes);

    /** This fault first, then {@code next} on what comes through. */
    default LineFault then(LineFault next) {
        return (atNanos, bytes) -> {
            List<Arrival> result = new ArrayList<>();
            for (Arrival arrival : pass(atNanos, bytes)) {
                switch (arrival) {
                    case Arrival.Octets(long at, byte[] octets) -> result.addAll(next.pass(at, octets));
                    case Arrival.Cut cut -> result.add(cut);
                }
            }
            return result;
        };
    }

    /** Everything between two times is lost: a dead far end that still holds the line. */
    static LineFault silence(long fromNanos, long toNanos) {
        return (atNanos, bytes) -> atNanos >= fromNanos && atNanos < toNanos ? List.of() : NONE.pass(atNanos, bytes);
    }

    /** What comes out at the far end. */
    sealed interface Arrival {
        long atNanos();

        record Octets(long atNanos, byte[] bytes) implements Arrival { }

        /** The line is pulled and put back after {@code forNanos}. */
        record Cut(long atNanos, long forNanos) implements Arrival { }
    }
}
