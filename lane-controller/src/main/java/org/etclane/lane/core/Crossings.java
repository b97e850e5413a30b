package org.etclane.lane.core;

/**
 * What the trigger loop has shown since the vehicle {@code refused} was refused. It cannot tell directions, but vehicles between
 * two loops are a stack: the refused one in front can only leave when all behind it have left.
 *
 * @param refused         number of the vehicle, 0 when nobody is refused
 * @param onNanos         last time the loop became occupied, {@link Long#MIN_VALUE} when not since
 * @param offNanos        last time the loop became clear, {@link Long#MIN_VALUE} when not since
 * @param silentCrossing  somebody crossed it without any OBU being heard meanwhile
 */
public record Crossings(long refused, long onNanos, long offNanos, boolean silentCrossing) {
    static final Crossings NONE = new Crossings(0, Long.MIN_VALUE, Long.MIN_VALUE, false);
    /** Who makes room for a vehicle backing out is right behind it: a crossing later than this is another story. */
    private static final long MAKING_ROOM_NANOS = 4_000_000_000L;

    Crossings about(long refusedNumber) {
        return refused == refusedNumber ? this : new Crossings(refusedNumber, Long.MIN_VALUE, Long.MIN_VALUE, false);
    }

    /** Only now is it certain that the crossing before was silent: who has just crossed may be heard a moment later. */
    Crossings on(long nowNanos, Sightings sightings) {
        boolean crossed = onNanos != Long.MIN_VALUE && offNanos > onNanos;
        return new Crossings(refused, nowNanos, offNanos, silentCrossing || crossed && !sightings.heardSince(onNanos));
    }

    Crossings off(long nowNanos) {
        return new Crossings(refused, onNanos, nowNanos, silentCrossing);
    }

    boolean any() {
        return onNanos != Long.MIN_VALUE || offNanos != Long.MIN_VALUE;
    }

    private long lastNanos() {
        return Math.max(onNanos, offNanos);
    }

    /** The refused vehicle has an OBU and has not been heard since well before now, and somebody has crossed the loop. */
    boolean showedItLeave(Vehicle vehicle, long nowNanos, long goneNanos) {
        return any() && lastNanos() >= vehicle.lastSignNanos() && nowNanos - vehicle.lastSignNanos() > goneNanos;
    }

    /**
     * The refused vehicle shows no OBU, and the one heard now is on the loop or has just crossed it: has it taken the place of
     * the refused one, or come up behind it?
     */
    boolean replacedBy(Sightings.Sight heard) {
        boolean backedOutAndCameAgain = heard.cameAgain() && onNanos > heard.beforeNanos();
        boolean somebodyLeftBefore = silentCrossing && heard.firstNanos() >= onNanos;
        return backedOutAndCameAgain || somebodyLeftBefore;
    }

    /** The refused vehicle shows no OBU and the loop becomes occupied: is this an arrival in an empty zone? */
    boolean emptyBefore(Sightings sightings, long nowNanos) {
        boolean quiet = onNanos != Long.MIN_VALUE && offNanos > onNanos && !sightings.heardSince(offNanos)
                && nowNanos - offNanos > MAKING_ROOM_NANOS;
        return quiet || on(nowNanos, sightings).silentCrossing;
    }
}
