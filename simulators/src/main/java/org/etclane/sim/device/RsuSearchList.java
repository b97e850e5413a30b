package org.etclane.sim.device;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.etclane.device.ObuId;
import org.etclane.sim.obu.RadioZone;
import org.etclane.sim.obu.SimObu;

/**
 * Which OBU a beacon round takes up: the nearest that is neither locked out (read less than WaitTime ago) nor among the last
 * five that were transacted with success (rsu-serial.md §2). Not thread-safe: the simulation's thread.
 */
final class RsuSearchList {
    private static final int SUCCESSES = 5;

    private final Map<ObuId, Long> lockedUntil = new HashMap<>();
    private final ArrayDeque<Success> successes = new ArrayDeque<>();

    private record Success(ObuId obu, long untilNanos) {
    }

    Optional<SimObu> next(RadioZone zone, long nowNanos) {
        lockedUntil.values().removeIf(until -> until <= nowNanos);
        successes.removeIf(success -> success.untilNanos() <= nowNanos);
        return zone.present().stream().filter(obu -> !lockedUntil.containsKey(obu.id())).filter(obu -> !succeeded(obu.id()))
                .findFirst();
    }

    private boolean succeeded(ObuId obu) {
        return successes.stream().anyMatch(success -> success.obu().equals(obu));
    }

    /** A longer lock that stands already stays. */
    void lock(ObuId obu, long untilNanos) {
        lockedUntil.merge(obu, untilNanos, Math::max);
    }

    void success(ObuId obu, long untilNanos) {
        successes.removeIf(success -> success.obu().equals(obu));
        successes.addLast(new Success(obu, untilNanos));
        if (successes.size() > SUCCESSES) {
            successes.removeFirst();
        }
    }

    void clear() {
        lockedUntil.clear();
        successes.clear();
    }
}
