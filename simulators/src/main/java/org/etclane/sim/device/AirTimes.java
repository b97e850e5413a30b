package org.etclane.sim.device;

import java.util.SplittableRandom;

/**
 * How long each step takes on air, in microseconds: a uniform draw from a range, plus one receive window for every answer that
 * had to be asked for again.
 *
 * <p>The published figures (card-and-obu-files.md §6) give totals, not steps: response below 300 ms, a real exit record of
 * 188 (probably ms), 15 ms windows. The defaults divide such a total over the work of §5: vehicle 40–55 ms (GetSecure and
 * PSAM decryption), card 35–50 ms, INITIALIZE with cache 35–50 ms, debit 40–55 ms, so that vehicle to result takes 150–210 ms
 * (mean 180) and about 183 with the retries of 4 in 100 exchanges. Finding and release are outside that total.
 *
 * @param retryPerThousand chance that an exchange is repeated, each time anew
 * @param retryUs          what one repetition costs
 * @param giveUpUs         from the last answer until a step is reported as unanswered (50 tries of 15 ms)
 */
public record AirTimes(Range findUs, Range vehicleUs, Range cardUs, Range purchaseInitUs, Range debitUs, Range entryWriteUs,
        Range proofUs, Range releaseUs, int retryPerThousand, long retryUs, long giveUpUs) {

    private static final int MAX_RETRIES = 50;

    /** Both ends included. */
    public record Range(int lowUs, int highUs) {
        public Range {
            if (lowUs < 0 || highUs < lowUs) {
                throw new IllegalArgumentException("range of air time " + lowUs + ".." + highUs + " µs");
            }
        }

        static Range ms(int low, int high) {
            return new Range(low * 1_000, high * 1_000);
        }
    }

    public static AirTimes typical() {
        return new AirTimes(Range.ms(10, 20), Range.ms(40, 55), Range.ms(35, 50), Range.ms(35, 50), Range.ms(40, 55),
                Range.ms(45, 65), Range.ms(25, 40), Range.ms(10, 20), 40, 15_000, 750_000);
    }

    /** Every step takes one millisecond and none is repeated: for tests that count frames. */
    public static AirTimes brief() {
        Range one = Range.ms(1, 1);
        return new AirTimes(one, one, one, one, one, one, one, one, 0, 0, 1_000);
    }

    long drawNanos(Range range, SplittableRandom random) {
        long us = random.nextInt(range.lowUs(), range.highUs() + 1);
        for (int retries = 0; retries < MAX_RETRIES && random.nextInt(1_000) < retryPerThousand; retries++) {
            us += retryUs;
        }
        return us * 1_000;
    }

    long giveUpNanos() {
        return giveUpUs * 1_000;
    }
}
