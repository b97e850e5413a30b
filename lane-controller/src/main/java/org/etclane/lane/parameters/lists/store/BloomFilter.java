package org.etclane.lane.parameters.lists.store;

import java.lang.foreign.MemorySegment;

/**
 * Which keys a file can hold: "no" is certain, "yes" is wrong for about one key in a hundred. It lies in memory of its own (not mapped,
 * so not thrown out by other files), and nearly every vehicle's look-up ends here. A blocked Bloom filter: one key, one cache line of 512
 * bits, seven of them, ten bits a key. It can be filled while entries stream by, which filters of fewer bits cannot.
 */
final class BloomFilter {
    static final int BLOCK_BYTES = 64;
    private static final int BITS_PER_KEY = 10;
    private static final int PROBES = 7;
    private static final int PROBE_BITS = 9;

    private final MemorySegment bits;
    private final long blocks;

    /** @param bits a multiple of {@value #BLOCK_BYTES} bytes, at least one */
    BloomFilter(MemorySegment bits) {
        this.bits = bits;
        this.blocks = bits.byteSize() / BLOCK_BYTES;
    }

    static long bytesFor(long entries) {
        return Math.max(1, Math.ceilDiv(entries * BITS_PER_KEY, BLOCK_BYTES * 8L)) * BLOCK_BYTES;
    }

    void add(long number, int network) {
        long hash = hash(number, network);
        long line = line(hash);
        for (long probes = probes(hash), i = 0; i < PROBES; i++, probes >>>= PROBE_BITS) {
            long word = line + (probes >>> 3 & 0x38);
            bits.set(ListRecord.LONG, word, bits.get(ListRecord.LONG, word) | 1L << (probes & 63));
        }
    }

    boolean mayHold(long number, int network) {
        long hash = hash(number, network);
        long line = line(hash);
        for (long probes = probes(hash), i = 0; i < PROBES; i++, probes >>>= PROBE_BITS) {
            if ((bits.get(ListRecord.LONG, line + (probes >>> 3 & 0x38)) & 1L << (probes & 63)) == 0) {
                return false;
            }
        }
        return true;
    }

    private long line(long hash) {
        return Math.unsignedMultiplyHigh(hash, blocks) * BLOCK_BYTES;
    }

    private static long probes(long hash) {
        return mix(hash ^ 0x9E3779B97F4A7C15L);
    }

    private static long hash(long number, int network) {
        return mix(number + mix(network + 1L));
    }

    /** Every bit of the result hangs on every bit of the argument (the finaliser of MurmurHash3). */
    private static long mix(long x) {
        long y = (x ^ x >>> 33) * 0xFF51AFD7ED558CCDL;
        y = (y ^ y >>> 33) * 0xC4CEB9FE1A85EC53L;
        return y ^ y >>> 33;
    }
}
