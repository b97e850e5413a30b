package org.etclane.sim.bench.vm;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Every level that was given to an output of a chip, in order, as the kernel recorded it ({@code gpio_value} in
 * {@code /sys/kernel/tracing/trace}): seen from below the lane, the provider and the simulated chip's far side. Pure.
 */
record LineHistory(List<Change> changes) {
    private static final Pattern SET = Pattern.compile(".*\\s(\\d+)\\.(\\d{6}): gpio_value: (\\d+) set ([01])\\s*");
    private static final double NANOS_PER_MS = 1e6;

    /** @param line number on the chip; the level may be the one before */
    record Change(long atNanos, int line, boolean high) {
    }

    /** @param untilNanos empty: it was high when the record ended */
    record Pulse(long fromNanos, Optional<Long> untilNanos) {
        double lengthMs() {
            return (untilNanos.orElse(fromNanos) - fromNanos) / NANOS_PER_MS;
        }
    }

    LineHistory {
        changes = List.copyOf(changes);
    }

    /** @param base number of the chip's first line among all lines; @param count of its lines */
    static LineHistory parse(String trace, int base, int count) {
        List<Change> changes = new ArrayList<>();
        trace.lines().map(SET::matcher).filter(Matcher::matches).forEach(set -> {
            int line = Integer.parseInt(set.group(3)) - base;
            if (line >= 0 && line < count) {
                changes.add(new Change(Long.parseLong(set.group(1)) * 1_000_000_000L + Long.parseLong(set.group(2)) * 1_000L, line,
                        set.group(4).equals("1")));
            }
        });
        return new LineHistory(changes);
    }

    List<Change> of(int line) {
        return changes.stream().filter(change -> change.line() == line).toList();
    }

    Optional<Change> firstOf(Collection<Integer> lines) {
        return changes.stream().filter(change -> lines.contains(change.line())).findFirst();
    }

    /** The level that the line was given last. */
    Optional<Boolean> last(int line) {
        return of(line).stream().reduce((_, later) -> later).map(Change::high);
    }

    List<Pulse> pulses(int line) {
        List<Pulse> pulses = new ArrayList<>();
        Optional<Long> since = Optional.empty();
        for (Change change : of(line)) {
            if (change.high() && since.isEmpty()) {
                since = Optional.of(change.atNanos());
            } else if (!change.high() && since.isPresent()) {
                pulses.add(new Pulse(since.get(), Optional.of(change.atNanos())));
                since = Optional.empty();
            }
        }
        since.ifPresent(from -> pulses.add(new Pulse(from, Optional.empty())));
        return pulses;
    }

    /** Whether both lines were high at the same time. */
    boolean everBothHigh(int one, int other) {
        boolean oneHigh = false;
        boolean otherHigh = false;
        for (Change change : changes) {
            oneHigh = change.line() == one ? change.high() : oneHigh;
            otherHigh = change.line() == other ? change.high() : otherHigh;
            if (oneHigh && otherHigh) {
                return true;
            }
        }
        return false;
    }
}
