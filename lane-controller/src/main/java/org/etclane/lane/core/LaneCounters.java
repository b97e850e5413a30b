package org.etclane.lane.core;

/** Running totals since the process started. */
public record LaneCounters(long vehicles, long transactions, long refusals, long unknownOutcomes, long raises, long lowers,
        long ignored) {
    static final LaneCounters ZERO = new LaneCounters(0, 0, 0, 0, 0, 0, 0);

    LaneCounters vehicle() {
        return new LaneCounters(vehicles + 1, transactions, refusals, unknownOutcomes, raises, lowers, ignored);
    }

    LaneCounters transaction() {
        return new LaneCounters(vehicles, transactions + 1, refusals, unknownOutcomes, raises, lowers, ignored);
    }

    LaneCounters refusal() {
        return new LaneCounters(vehicles, transactions, refusals + 1, unknownOutcomes, raises, lowers, ignored);
    }

    LaneCounters unknown() {
        return new LaneCounters(vehicles, transactions, refusals, unknownOutcomes + 1, raises, lowers, ignored);
    }

    LaneCounters moved(boolean up) {
        return new LaneCounters(vehicles, transactions, refusals, unknownOutcomes, raises + (up ? 1 : 0), lowers + (up ? 0 : 1),
                ignored);
    }

    LaneCounters ignoredOne() {
        return new LaneCounters(vehicles, transactions, refusals, unknownOutcomes, raises, lowers, ignored + 1);
    }
}
