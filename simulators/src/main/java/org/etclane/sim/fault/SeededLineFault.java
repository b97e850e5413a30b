package org.etclane.sim.fault;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A bad cable, reproducibly bad: the n-th byte that passes meets the same fate for the same seed and rates, whatever the time
 * and however the bytes are grouped (faults of whole pieces depend on the grouping).
 */
public final class SeededLineFault implements LineFault {
    private final long seed;
    private final Rates rates;
    private final SplittableRandom perByte;
    private final SplittableRandom perPiece;
    private long latestNanos = Long.MIN_VALUE;

    /**
     * How often what happens.
     *
     * @param flipPerMillion      bytes with one bit turned over
     * @param lossPerMillion      bytes that vanish
     * @param strayPerMillion     bytes that are followed by one that nobody sent
     * @param duplicatePerMillion pieces that arrive twice
     * @param delayPerMillion     pieces that come late, by up to {@code maxDelayNanos}; later pieces queue behind them
     * @param cutPerMillion       pieces during which the line is pulled, for {@code cutNanos}
     */
    public record Rates(int flipPerMillion, int lossPerMillion, int strayPerMillion, int duplicatePerMillion,
            int delayPerMillion, long maxDelayNanos, int cutPerMillion, long cutNanos) {
        /** Line noise alone. */
        public static Rates noise(int flipPerMillion, int lossPerMillion) {
            return new Rates(flipPerMillion, lossPerMillion, 0, 0, 0, 0, 0, 0);
        }
    }

    public SeededLineFault(long seed, Rates rates) {
        this.seed = seed;
        this.rates = rates;
        this.perByte = new SplittableRandom(seed);
        this.perPiece = new SplittableRandom(~seed);
    }

    @Override
    public List<Arrival> pass(long atNanos, byte[] bytes) {
        long arrivalNanos = Math.max(latestNanos, atNanos + delayNanos());
        latestNanos = arrivalNanos;
        boolean twice = happens(perPiece, rates.duplicatePerMillion);
        boolean cut = happens(perPiece, rates.cutPerMillion);
        byte[] through = spoil(bytes);
        List<Arrival> arrivals = new ArrayList<>(3);
        if (cut) {
            arrivals.add(new Arrival.Cut(arrivalNanos, rates.cutNanos));
            return arrivals;
        }
        if (through.length > 0) {
            arrivals.add(new Arrival.Octets(arrivalNanos, through));
            if (twice) {
                arrivals.add(new Arrival.Octets(arrivalNanos, through.clone()));
            }
        }
        return arrivals;
    }

    private long delayNanos() {
        boolean late = happens(perPiece, rates.delayPerMillion);
        long delay = perPiece.nextLong(Math.max(1, rates.maxDelayNanos)); // drawn always: the sequence stays in step
        return late ? delay : 0;
    }

    private byte[] spoil(byte[] bytes) {
        ByteArrayOutputStream through = new ByteArrayOutputStream(bytes.length + 1);
        for (byte octet : bytes) {
            boolean lost = happens(perByte, rates.lossPerMillion);
            boolean flipped = happens(perByte, rates.flipPerMillion);
            boolean followed = happens(perByte, rates.strayPerMillion);
            int bit = perByte.nextInt(8);
            int stray = perByte.nextInt(256);
            if (!lost) {
                through.write(flipped ? octet ^ 1 << bit : octet);
            }
            if (followed) {
                through.write(stray);
            }
        }
        return through.toByteArray();
    }

    private static boolean happens(SplittableRandom random, int perMillion) {
        return random.nextInt(1_000_000) < perMillion;
    }

    /** Enough to make the same one again. */
    @Override
    public String toString() {
        return "SeededLineFault(seed " + seed + ", " + rates + ")";
    }
}
