package org.etclane.lane.core;

import java.util.Optional;
import org.etclane.device.ObuId;
import org.etclane.lane.rules.SpecialEvent;

/**
 * A vehicle between the trigger loop and the far side of the arm.
 *
 * @param number            running number, never used twice in this lane
 * @param claim             what the lane knows of its right to pass
 * @param failing           its OBU was found, but the last attempt to read or debit it failed
 * @param clearedNanos      when its rear left the trigger loop, {@link Long#MAX_VALUE} while it is there or was never seen there
 * @param inferred          never seen on the trigger loop: assumed after a start or after the loops were lost
 */
public record Vehicle(long number, Place place, Claim claim, Optional<Failing> failing, boolean inferred, long enteredNanos,
        long enteredWallMillis, long lastSignNanos, long clearedNanos) {

    private static final long SLOW_CROSSING_NANOS = 3_000_000_000L;
    /** A car of 3 m over a loop of 1 m at 80 km/h. */
    private static final long SHORTEST_CROSSING_NANOS = 150_000_000L;
    private static final long TORN_NANOS = 500_000_000L;

    public enum Place { ON_TRIGGER, IN_ZONE, AT_ARM }

    public sealed interface Claim {
        record Unread() implements Claim {
        }

        record Transacting(ObuId obu, String transactionId) implements Claim {
        }

        record Paid(ObuId obu, String transactionId, long paidNanos) implements Claim {
        }

        /** @param obu empty when the vehicle shows no OBU */
        record Refused(Optional<ObuId> obu, SpecialEvent event) implements Claim {
        }
    }

    /**
     * @param event      why the last attempt failed
     * @param sinceNanos of the first attempt in a row with this OBU
     */
    public record Failing(SpecialEvent event, ObuId obu, long sinceNanos) {
    }

    static Vehicle entering(long number, Moment now) {
        return new Vehicle(number, Place.ON_TRIGGER, new Claim.Unread(), Optional.empty(), false, now.nanos(), now.wallMillis(),
                now.nanos(), Long.MAX_VALUE);
    }

    static Vehicle inferred(long number, Place place, Moment now) {
        return new Vehicle(number, place, new Claim.Unread(), Optional.empty(), true, now.nanos(), now.wallMillis(), now.nanos(),
                Long.MAX_VALUE);
    }

    Vehicle at(Place newPlace, long nowNanos) {
        return new Vehicle(number, newPlace, claim, failing, inferred, enteredNanos, enteredWallMillis, nowNanos,
                place == Place.ON_TRIGGER && newPlace == Place.IN_ZONE ? nowNanos : clearedNanos);
    }

    /** A refusal has told what failed: from then on attempts count anew. */
    Vehicle with(Claim newClaim) {
        Optional<Failing> untold = newClaim instanceof Claim.Refused ? Optional.empty() : failing;
        return new Vehicle(number, place, newClaim, untold, inferred, enteredNanos, enteredWallMillis, lastSignNanos,
                clearedNanos);
    }

    Vehicle failed(SpecialEvent event, ObuId obu, long nowNanos) {
        long sinceNanos = failing.filter(before -> before.obu().equals(obu)).map(Failing::sinceNanos).orElse(nowNanos);
        return new Vehicle(number, place, claim, Optional.of(new Failing(event, obu, sinceNanos)), inferred, enteredNanos,
                enteredWallMillis, lastSignNanos, clearedNanos);
    }

    /** The antenna was away: what it could not do meanwhile is not held against the vehicle. */
    Vehicle searchedAnew(long nowNanos) {
        return new Vehicle(number, place, claim, failing.map(before -> new Failing(before.event(), before.obu(), nowNanos)), inferred,
                enteredNanos, enteredWallMillis, nowNanos, clearedNanos);
    }

    Vehicle heard(long nowNanos) {
        return new Vehicle(number, place, claim, failing, inferred, enteredNanos, enteredWallMillis, nowNanos, clearedNanos);
    }

    Optional<ObuId> obu() {
        return switch (claim) {
            case Claim.Unread() -> Optional.empty();
            case Claim.Transacting(ObuId obu, _) -> Optional.of(obu);
            case Claim.Paid(ObuId obu, _, _) -> Optional.of(obu);
            case Claim.Refused(Optional<ObuId> obu, _) -> obu;
        };
    }

    /** Its crossing was shorter than any vehicle's and the loop is occupied again: a loop that chatters, or a torn edge. */
    boolean chatters(long nowNanos) {
        return place == Place.IN_ZONE && isUnread() && clearedNanos != Long.MAX_VALUE
                && clearedNanos - enteredNanos < SHORTEST_CROSSING_NANOS && nowNanos - clearedNanos < TORN_NANOS;
    }

    Vehicle onTriggerAgain(long nowNanos) {
        return new Vehicle(number, Place.ON_TRIGGER, claim, failing, inferred, nowNanos, enteredWallMillis, nowNanos, Long.MAX_VALUE);
    }

    /** It stood on the trigger loop and was not heard: who knows on which side it left the loop. */
    boolean mayHaveBackedOff() {
        return place == Place.IN_ZONE && clearedNanos != Long.MAX_VALUE && clearedNanos - enteredNanos > SLOW_CROSSING_NANOS;
    }

    boolean isUnread() {
        return claim instanceof Claim.Unread;
    }

    boolean isPaid() {
        return claim instanceof Claim.Paid;
    }

    boolean isRefused() {
        return claim instanceof Claim.Refused;
    }
}
