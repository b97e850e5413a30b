package org.etclane.device.wim;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.etclane.device.Bytes;

/**
 * Which record of a meter's queue the lane was told of, and whether it has said that it holds the weight. Ids grow for as long as
 * the driver lives, over every loss of the line.
 *
 * <p>The same record read again is recognised by its bytes. Once the meter has confirmed a deletion, equal bytes are only taken
 * for the same record when they carry a time: no two vehicles are weighed in one second in one lane, but two can weigh the same
 * in a meter whose clock is not set.
 */
public final class RecordBook {
    private static final int REMEMBERED = 16;

    /** @param taken the lane holds the weight, the meter may forget it */
    public record Held(long id, Bytes identity, boolean taken) {
        Held nowTaken() {
            return new Held(id, identity, true);
        }
    }

    public enum Verdict {
        /** Tell the lane. */
        NEW,
        /** The one told last, and still there. */
        HELD,
        /** Told, taken and deleted, and here again: the meter said it deleted and did not. */
        BACK_AGAIN
    }

    private final Deque<Held> gone = new ArrayDeque<>();
    private Optional<Held> held = Optional.empty();
    private long lastId;

    /**
     * The meter's oldest record was read.
     *
     * @param identity all bytes that belong to the vehicle
     * @param dated    they hold a time that exists
     */
    public Verdict read(Bytes identity, boolean dated) {
        if (held.isPresent() && held.get().identity().equals(identity)) {
            return Verdict.HELD;
        }
        forget();
        Optional<Held> before = dated ? gone.stream().filter(g -> g.identity().equals(identity)).findFirst() : Optional.empty();
        if (before.isPresent()) {
            held = before;
            gone.remove(before.get());
            return before.get().taken() ? Verdict.BACK_AGAIN : Verdict.HELD;
        }
        held = Optional.of(new Held(++lastId, identity, false));
        return Verdict.NEW;
    }

    /** @return whether the record is the one that the meter holds */
    public boolean taken(long id) {
        boolean current = held.isPresent() && held.get().id() == id;
        if (current) {
            held = held.map(Held::nowTaken);
        } else {
            List<Held> known = List.copyOf(gone);
            gone.clear();
            known.forEach(g -> gone.addLast(g.id() == id ? g.nowTaken() : g));
        }
        return current;
    }

    /** The meter's oldest is not the held one any more: it was deleted, dropped or lost. The lane was told of it long ago. */
    public void forget() {
        held.ifPresent(h -> {
            if (gone.size() == REMEMBERED) {
                gone.removeFirst();
            }
            gone.addLast(h);
        });
        held = Optional.empty();
    }

    public Optional<Held> held() {
        return held;
    }

    /** 0 before the first record. */
    public long lastId() {
        return lastId;
    }
}
