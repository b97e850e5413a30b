package org.etclane.device.gpio;

import java.util.Optional;

/**
 * One contact, debounced: a change counts once it has persisted. Reckons with the stamps of the edges, so a change that persisted
 * long enough is found also when the next edge is handed in late. Pure; one thread.
 *
 * <p>States: nothing known; settled at a value; bouncing (the last value stands); unsettled (bounces for too long, or edges were
 * lost: the value is unknown until it settles again).
 */
final class Debounce {
    static final long NEVER = Long.MAX_VALUE;

    /** What became of the contact; {@code active} empty: unknown. */
    interface Listener {
        void settled(Optional<Boolean> active);
    }

    private final long debounceNanos;
    private final long unsettledNanos;
    private boolean heard;
    private boolean raw;
    /** Since when {@link #raw} is what it is. */
    private long rawSinceNanos;
    /** Since when the contact has not been at rest for a whole debounce time. */
    private long restlessSinceNanos;
    private Optional<Boolean> settled = Optional.empty();
    private boolean unsettled;

    Debounce(long debounceNanos, long unsettledNanos) {
        this.debounceNanos = debounceNanos;
        this.unsettledNanos = unsettledNanos;
    }

    /** The value that counts; empty before the first one and while it is unknown. */
    Optional<Boolean> active() {
        return settled;
    }

    /** A value counts, or it is known that none does. */
    boolean known() {
        return settled.isPresent() || unsettled;
    }

    boolean heard() {
        return heard;
    }

    boolean unsettled() {
        return unsettled;
    }

    /** Settled, and the level is the one that counts. */
    boolean calm() {
        return settled.isPresent() && settled.get() == raw;
    }

    void forget() {
        heard = false;
        settled = Optional.empty();
        unsettled = false;
    }

    /** The contact changed to this at {@code atNanos}. */
    void edge(boolean active, long atNanos, Listener listener) {
        long at = heard ? Math.max(atNanos, rawSinceNanos) : atNanos;
        settle(at, listener);
        if (!heard || calm() && at - rawSinceNanos >= debounceNanos) {
            restlessSinceNanos = at;
        }
        // an edge to the level that is there already means that one between was lost: the time begins anew all the same
        heard = true;
        raw = active;
        rawSinceNanos = at;
        settle(at, listener);
    }

    /**
     * The level was read and is this.
     *
     * @return whether an edge must have been lost: the level is another one than the last edge said
     */
    boolean level(boolean active, long atNanos, Listener listener) {
        if (heard && raw == active) {
            settle(atNanos, listener);
            return false;
        }
        boolean lost = heard;
        edge(active, atNanos, listener);
        return lost;
    }

    /** Edges were lost before {@code atNanos}: what the contact was in between is unknown. */
    void lost(boolean active, long atNanos, Listener listener) {
        edge(active, atNanos, listener);
        settled = Optional.empty();
        if (!unsettled) {
            unsettled = true;
            listener.settled(settled);
        }
    }

    /** Time has passed. */
    void settle(long nowNanos, Listener listener) {
        if (!heard || calm()) {
            return;
        }
        if (nowNanos - rawSinceNanos >= debounceNanos) {
            settled = Optional.of(raw);
            unsettled = false;
            listener.settled(settled);
        } else if (!unsettled && nowNanos - restlessSinceNanos >= unsettledNanos) {
            settled = Optional.empty();
            unsettled = true;
            listener.settled(settled);
        }
    }

    long nextDueNanos() {
        if (!heard || calm()) {
            return NEVER;
        }
        long settles = rawSinceNanos + debounceNanos;
        return unsettled ? settles : Math.min(settles, restlessSinceNanos + unsettledNanos);
    }
}
