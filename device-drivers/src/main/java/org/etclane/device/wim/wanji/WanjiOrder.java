package org.etclane.device.wim.wanji;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.etclane.device.Bytes;

/**
 * Brings vehicles back into the order of their numbers. A vehicle behind a gap is kept until the missing ones have come or are
 * given up, so that weights reach the lane in the order of the vehicles. Bounded by {@code mostMissing}. Pure but for its fields.
 */
final class WanjiOrder {
    private static final int NUMBERS = 256;
    private static final int REMEMBERED = 64;

    /** @param raw the frames that brought it */
    record Arrival(int number, boolean byGroup, Bytes body, Bytes raw) {
        boolean sameAs(Arrival other) {
            return number == other.number && byGroup == other.byGroup && body.equals(other.body);
        }
    }

    /**
     * @param ready to be told now, in order
     * @param lost  given up for good
     * @param jump  numbers do not follow: restarted, or too many are missing
     */
    record Outcome(List<Arrival> ready, int lost, boolean jump, boolean duplicate) {
        static final Outcome NOTHING = new Outcome(List.of(), 0, false, false);
    }

    private final int mostMissing;
    private final Deque<Arrival> known = new ArrayDeque<>();
    private final List<Arrival> waiting = new ArrayList<>();
    private final List<Integer> missing = new ArrayList<>();
    private Optional<Integer> newest = Optional.empty();
    private int told;

    WanjiOrder(int mostMissing) {
        this.mostMissing = mostMissing;
    }

    /** The next number to ask for. */
    Optional<Integer> wanted() {
        return missing.stream().findFirst();
    }

    Outcome arrived(Arrival vehicle) {
        if (known.stream().anyMatch(vehicle::sameAs)) {
            return new Outcome(List.of(), 0, false, true);
        }
        remember(vehicle);
        if (missing.remove((Integer) vehicle.number())) {
            waiting.add(vehicle);
            return new Outcome(release(), 0, false, false);
        }
        int gap = newest.map(n -> Math.floorMod(vehicle.number() - n - 1, NUMBERS)).orElse(0);
        boolean jump = mostMissing > 0 && gap > mostMissing;
        boolean tooMany = missing.size() + gap > mostMissing;
        Outcome before = jump || tooMany ? giveUpAll() : Outcome.NOTHING;
        if (!jump && mostMissing > 0) {
            newest.ifPresent(n -> range(n, gap));
        } else {
            told = Math.floorMod(vehicle.number() - 1, NUMBERS);
        }
        newest = Optional.of(vehicle.number());
        waiting.add(vehicle);
        List<Arrival> ready = new ArrayList<>(before.ready());
        ready.addAll(release());
        return new Outcome(ready, before.lost(), jump, false);
    }

    private void range(int after, int count) {
        for (int i = 1; i <= count; i++) {
            missing.add(Math.floorMod(after + i, NUMBERS));
        }
    }

    /** The number that was asked for does not come. */
    Outcome giveUp() {
        if (missing.isEmpty()) {
            return Outcome.NOTHING;
        }
        missing.removeFirst();
        return new Outcome(release(), 1, false, false);
    }

    private Outcome giveUpAll() {
        int lost = missing.size();
        missing.clear();
        return new Outcome(release(), lost, false, false);
    }

    private List<Arrival> release() {
        if (!missing.isEmpty()) {
            return List.of();
        }
        List<Arrival> ready = waiting.stream()
                .sorted(Comparator.comparingInt(a -> Math.floorMod(a.number() - told - 1, NUMBERS))).toList();
        waiting.clear();
        if (!ready.isEmpty()) {
            told = ready.getLast().number();
        }
        return ready;
    }

    private void remember(Arrival vehicle) {
        if (known.size() == REMEMBERED) {
            known.removeFirst();
        }
        known.addLast(vehicle);
    }
}
