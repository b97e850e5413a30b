package org.etclane.sim.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;

/**
 * A distribution of times, exact: percentiles are samples (nearest rank), never interpolated. All in milliseconds; 0 everywhere
 * when there was no sample.
 *
 * @param over300 how many took longer than 300 ms
 */
record LatencyFigures(int count, double p50, double p99, double p999, double max, int over300) {
    private static final long SLOW_NANOS = 300_000_000L;

    static LatencyFigures of(List<Long> nanos) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        return new LatencyFigures(sorted.length, at(sorted, 500), at(sorted, 990), at(sorted, 999), at(sorted, 1000),
                (int) Arrays.stream(sorted).filter(n -> n > SLOW_NANOS).count());
    }

    /** In whole numbers: 99.9 / 100 × 2000 is a little more than 1998. */
    private static double at(long[] sorted, long permille) {
        if (sorted.length == 0) {
            return 0;
        }
        return sorted[(int) Math.ceilDiv(permille * sorted.length, 1000) - 1] / 1e6;
    }

    /** Each figure of this over the same figure of the other; {@code over300} is this one's own. */
    LatencyFigures over(LatencyFigures floor) {
        return new LatencyFigures(count, ratio(p50, floor.p50), ratio(p99, floor.p99), ratio(p999, floor.p999), ratio(max, floor.max),
                over300);
    }

    private static double ratio(double value, double floor) {
        return floor == 0 ? 0 : value / floor;
    }

    /** {@code p50, p99, p999, max}, rounded to thousandths. */
    ObjectNode json() {
        return JsonNodeFactory.instance.objectNode().put("p50", rounded(p50)).put("p99", rounded(p99)).put("p999", rounded(p999))
                .put("max", rounded(max));
    }

    static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
