package org.etclane.device.wim.ff;

import java.util.Optional;
import java.util.OptionalLong;
import org.etclane.device.ScaleEvent;
import org.etclane.device.wim.RecordBook;

/**
 * What the driver knows of the queue inside the meter: how many vehicles, and what a change of that number means. The meter says
 * neither which vehicle has backed out nor that it lost one; counting is all there is. Pure but for its fields; one thread.
 */
final class FfQueue {
    static final int UNKNOWN = -1;

    private final long freshNanos;
    private int count = UNKNOWN;
    private long countedNanos;
    private boolean stale;
    private int reversals;
    private boolean reversalFresh;

    /**
     * @param lost     records that are gone and that the lane was never told of
     * @param reversed the record of the vehicle that backed out, when one has and this count was to show which
     * @param shrunk   fewer than before: the oldest may be another one now
     */
    record Finding(int lost, OptionalLong reversed, boolean shrunk) {
    }

    /** @param freshNanos a vehicle cannot drive wholly over the scale and back out again in so short a time */
    FfQueue(long freshNanos) {
        this.freshNanos = freshNanos;
    }

    /** {@link #UNKNOWN} until the meter was asked on this line. */
    int count() {
        return stale ? UNKNOWN : count;
    }

    /** What it held before stays known: what is missing afterwards is lost. */
    void lineLost() {
        stale = true;
        reversals = 0;
    }

    void deletedOne() {
        count = count > 0 ? count - 1 : count;
    }

    void reversed(long nowNanos) {
        reversalFresh = reversals == 0 && count() != UNKNOWN && nowNanos - countedNanos <= freshNanos;
        reversals++;
    }

    /** A count is wanted before anything else: until then nobody knows who backed out. */
    boolean awaitsReversal() {
        return reversals > 0;
    }

    /** Nobody will tell any more. */
    int giveUpReversals() {
        int open = reversals;
        reversals = 0;
        return open;
    }

    Finding counted(int newCount, long nowNanos, Optional<RecordBook.Held> held, long lastToldId) {
        int before = count;
        int missing = before == UNKNOWN ? 0 : Math.max(0, before - newCount);
        int told = held.isPresent() ? 1 : 0;
        int backedOut = giveUpReversals();
        OptionalLong reversed = OptionalLong.empty();
        int lost = missing == 0 ? 0 : Math.max(0, missing - told);
        if (backedOut > 0) {
            reversed = OptionalLong.of(backedOut > 1 ? ScaleEvent.CANNOT_TELL : whoReversed(before, missing, held, lastToldId));
            lost = Math.max(0, lost - backedOut);
        }
        count = newCount;
        stale = false;
        countedNanos = nowNanos;
        return new Finding(lost, reversed, missing > 0);
    }

    private long whoReversed(int before, int missing, Optional<RecordBook.Held> held, long lastToldId) {
        int unread = before - (held.isPresent() ? 1 : 0);
        if (before == UNKNOWN || !reversalFresh) {
            return ScaleEvent.CANNOT_TELL;
        }
        if (missing == 1) {
            return unread > 0 ? ScaleEvent.NEVER_TOLD : held.map(RecordBook.Held::id).orElse(ScaleEvent.CANNOT_TELL);
        }
        boolean nothingUnread = missing == 0 && unread <= 0 && lastToldId > 0;
        return nothingUnread ? lastToldId : ScaleEvent.CANNOT_TELL;
    }
}
