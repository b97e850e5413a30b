package org.etclane.device.ldi;

import java.util.Optional;
import org.etclane.device.ldi.LdiControl.BarrierMove;

/** What one session knows of one module: whether it is initialised, and the order that is not answered. Part of {@link LdiSession}. */
final class LdiModuleLine {
    static final long NEVER = Long.MAX_VALUE;
    private static final int NO_SEQ = -1;

    /**
     * A frame that waits for its answer.
     *
     * @param confirmed a movement that was reported in place although its answer has not come
     */
    record Exchange(byte[] frame, int seq, long sentNanos, int sends, boolean confirmed) {
        static Exchange first(byte[] frame, int seq, long nowNanos) {
            return new Exchange(frame, seq, nowNanos, 1, false);
        }

        Exchange again(long nowNanos) {
            return new Exchange(frame, seq, nowNanos, sends + 1, confirmed);
        }
    }

    private record Open(LdiControl control, Exchange exchange) {
    }

    final LdiSettings.Module module;
    /** When 1A is to be sent, {@link #NEVER} while it is under way or not needed. */
    long initialiseAtNanos;
    boolean ready;
    private Optional<Open> open = Optional.empty();
    private Optional<LdiControl> waiting = Optional.empty();
    private int cutOffSeq = NO_SEQ;
    private Optional<LdiFrame> lastReport = Optional.empty();

    LdiModuleLine(LdiSettings.Module module, long nowNanos) {
        this.module = module;
        this.initialiseAtNanos = nowNanos;
    }

    LdiModule id() {
        return module.id();
    }

    /** @return false when the device sent this very frame again because it did not hear the answer */
    boolean isNews(LdiFrame report) {
        boolean news = !lastReport.equals(Optional.of(report));
        lastReport = Optional.of(report);
        return news;
    }

    /** @return whether the order may be sent now; else it waits, in place of the one that waited before */
    boolean mayStart(LdiControl control) {
        if (open.isEmpty() || control instanceof BarrierMove) {
            return true;
        }
        waiting = Optional.of(control);
        return false;
    }

    void started(LdiControl control, Exchange exchange) {
        open.ifPresent(before -> cutOffSeq = before.exchange.seq());
        open = Optional.of(new Open(control, exchange));
    }

    Optional<Exchange> exchange() {
        return open.map(Open::exchange);
    }

    Optional<LdiControl> control() {
        return open.map(Open::control);
    }

    /** SEQ is a hint (§12 row 8): it only tells the answer to an order that was cut off from the answer to the one that is open. */
    boolean isAnswer(int seq, int func) {
        return open.isPresent() && open.get().control.func() == func && (seq == open.get().exchange.seq() || seq != cutOffSeq);
    }

    /** @return the order that waited and is to be sent next */
    Optional<LdiControl> finished() {
        open = Optional.empty();
        Optional<LdiControl> next = waiting;
        waiting = Optional.empty();
        return next;
    }

    void again(long nowNanos) {
        open = open.map(o -> new Open(o.control, o.exchange.again(nowNanos)));
    }

    void reported(LdiReport report) {
        if (report instanceof LdiReport.BarrierInPlace place && open.isPresent()
                && open.get().control instanceof BarrierMove move
                && move.upwards() == (place.status() == LdiReport.BarrierInPlace.UP)) {
            Exchange e = open.get().exchange;
            open = Optional.of(new Open(move, new Exchange(e.frame(), e.seq(), e.sentNanos(), e.sends(), true)));
        }
    }

    /** Everything that was ordered is void. */
    void initialiseAt(long nanos) {
        ready = false;
        initialiseAtNanos = nanos;
        open.ifPresent(before -> cutOffSeq = before.exchange.seq());
        open = Optional.empty();
        waiting = Optional.empty();
    }
}
