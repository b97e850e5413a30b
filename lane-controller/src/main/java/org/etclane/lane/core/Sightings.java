package org.etclane.lane.core;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.etclane.device.ObuId;

/**
 * When which OBU was heard: the only witness, besides the loops, of who stands in the zone. A present OBU is heard about every
 * two seconds (the RSU's wait time); silence for longer than that is an absence. Bounded; pure.
 *
 * @param listeningSinceNanos since when the antenna searches without a break: who was silent before may have been here all the time
 */
public record Sightings(Map<ObuId, Sight> byObu, long listeningSinceNanos) {
    static final Sightings NONE = new Sightings(Map.of(), Long.MIN_VALUE);
    private static final int MOST = 16;
    /** Longer than the RSU's wait time of two seconds, with a dialogue or two in between. */
    private static final long ABSENCE_NANOS = 3_000_000_000L;

    public Sightings {
        byObu = Map.copyOf(byObu);
    }

    /**
     * @param firstNanos  begin of this presence
     * @param lastNanos   last sign
     * @param beforeNanos last sign of the presence before this one, {@link Long#MIN_VALUE} without one
     * @param stranger    was read while no vehicle could be its own: the neighbouring lane's, as long as it stays
     */
    public record Sight(long firstNanos, long lastNanos, long beforeNanos, boolean stranger) {
        boolean cameAgain() {
            return beforeNanos != Long.MIN_VALUE;
        }

        boolean present(long nowNanos) {
            return nowNanos - lastNanos <= ABSENCE_NANOS;
        }

        private Sight again(long nowNanos) {
            return present(nowNanos) ? new Sight(firstNanos, nowNanos, beforeNanos, stranger)
                    : new Sight(nowNanos, nowNanos, lastNanos, false);
        }
    }

    Sightings heard(ObuId obu, long nowNanos) {
        Map<ObuId, Sight> more = new HashMap<>(byObu);
        more.merge(obu, new Sight(nowNanos, nowNanos, Long.MIN_VALUE, false), (known, _) -> known.again(nowNanos));
        if (more.size() > MOST) {
            more.entrySet().stream().min(Map.Entry.comparingByValue((a, b) -> Long.compare(a.lastNanos(), b.lastNanos())))
                    .ifPresent(oldest -> more.remove(oldest.getKey()));
        }
        return new Sightings(more, listeningSinceNanos);
    }

    /** The antenna searches again after it could hear nobody. */
    Sightings listening(long nowNanos) {
        return new Sightings(byObu, nowNanos);
    }

    /**
     * From when on the silence of a vehicle that came at {@code sinceNanos} says something: an antenna that has just begun to search
     * may pass over an OBU that it had found before for its wait time.
     */
    long silenceCountsFromNanos(long sinceNanos) {
        return listeningSinceNanos == Long.MIN_VALUE ? sinceNanos : Math.max(sinceNanos, listeningSinceNanos + ABSENCE_NANOS);
    }

    Sightings stranger(ObuId obu) {
        Map<ObuId, Sight> marked = new HashMap<>(byObu);
        marked.computeIfPresent(obu, (_, s) -> new Sight(s.firstNanos(), s.lastNanos(), s.beforeNanos(), true));
        return new Sightings(marked, listeningSinceNanos);
    }

    Optional<Sight> of(ObuId obu) {
        return Optional.ofNullable(byObu.get(obu));
    }

    boolean heardSince(long nanos) {
        return byObu.values().stream().anyMatch(s -> !s.stranger() && s.lastNanos() >= nanos);
    }

    /** Different OBUs that are here now. */
    long presentCount(long nowNanos) {
        return byObu.values().stream().filter(s -> !s.stranger() && s.present(nowNanos)).count();
    }
}
