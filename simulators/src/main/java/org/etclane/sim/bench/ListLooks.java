package org.etclane.sim.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Random;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;
import org.HdrHistogram.Histogram;
import org.etclane.lane.parameters.lists.ListKey;
import org.etclane.lane.parameters.lists.ListKind;

/** Times of single look-ups in nanoseconds, {@code System.nanoTime} before and after each among them (20 to 30 ns of every figure). */
final class ListLooks {
    private static final long MOST_NANOS = 60_000_000_000L;

    private ListLooks() {
    }

    static Histogram histogram() {
        return new Histogram(MOST_NANOS, 3);
    }

    /**
     * @param index of a look-up's random number to the number of an entry ({@link SyntheticLists#key})
     * @param right whether an answer is what it has to be
     * @throws IllegalStateException when one is not
     */
    static <T> Histogram look(int times, ListKind kind, LongUnaryOperator index, Function<ListKey, T> list, Function<T, Boolean> right) {
        Histogram nanos = histogram();
        Random random = new Random(times);
        for (int i = 0; i < times; i++) {
            ListKey key = SyntheticLists.key(kind, index.applyAsLong(random.nextLong() >>> 1));
            long before = System.nanoTime();
            T answer = list.apply(key);
            nanos.recordValue(Math.min(MOST_NANOS, System.nanoTime() - before));
            if (!right.apply(answer)) {
                throw new IllegalStateException("key " + key.digits() + " is answered with " + answer);
            }
        }
        return nanos;
    }

    static ObjectNode json(Histogram nanos) {
        return JsonNodeFactory.instance.objectNode().put("count", nanos.getTotalCount()).put("p50", nanos.getValueAtPercentile(50))
                .put("p99", nanos.getValueAtPercentile(99)).put("p999", nanos.getValueAtPercentile(99.9)).put("max", nanos.getMaxValue());
    }
}
