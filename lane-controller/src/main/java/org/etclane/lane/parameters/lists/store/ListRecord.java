package org.etclane.lane.parameters.lists.store;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.OptionalLong;
import org.etclane.lane.parameters.lists.ListReason;
import org.etclane.lane.parameters.lists.Listing;

/**
 * One entry as two longs, in memory and in our files, 16 bytes little-endian: the key's number, then
 * {@code network 16 · reason 8 · zero 8 · since 32} from the top. Reason {@value #REMOVED} in an increment takes the key off the list.
 */
final class ListRecord {
    static final int BYTES = 16;
    static final int REMOVED = 0;
    static final long MAX_SINCE = 0xFFFF_FFFFL;
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);

    private ListRecord() {
    }

    /** @param sinceSeconds 0 when unknown */
    static long rest(int network, int reason, long sinceSeconds) {
        return (long) network << 48 | (long) reason << 40 | sinceSeconds;
    }

    static int network(long rest) {
        return (int) (rest >>> 48);
    }

    static int reason(long rest) {
        return (int) (rest >>> 40) & 0xFF;
    }

    static long sinceSeconds(long rest) {
        return rest & MAX_SINCE;
    }

    /** By network, then by number, both unsigned. */
    static int compareKeys(long numberA, long restA, long numberB, long restB) {
        int byNetwork = Integer.compare(network(restA), network(restB));
        return byNetwork != 0 ? byNetwork : Long.compareUnsigned(numberA, numberB);
    }

    static Listing listing(long rest) {
        long since = sinceSeconds(rest);
        return new Listing(ListReason.ofCode(reason(rest)).orElse(ListReason.OTHER),
                since == 0 ? OptionalLong.empty() : OptionalLong.of(since));
    }
}
