package org.etclane.lane.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.etclane.lane.parameters.RateTable;
import org.etclane.lane.parameters.StationKey;
import org.junit.jupiter.api.Test;

/** Fen arithmetic. The random cases have a fixed seed, so every run asks the same. */
class FeesTest {
    private static final StationKey FROM = new StationKey("3701", 7);
    private static final StationKey TO = new StationKey("3701", 12);
    private static final long MAX_FEN = 0xFFFFFFFFL;
    private static final long SEED = 6;

    private static FeeDecision fee(long baseFen, int permille) {
        return Fees.trip(new RateTable("v1", "ab", 0, permille, Map.of(new RateTable.Trip(FROM, TO, 1), baseFen)), FROM, TO, 1)
                .orElseThrow();
    }

    private static long baseFen(Random random) {
        return random.nextBoolean() ? random.nextLong(20_000) : random.nextLong(MAX_FEN + 1);
    }

    @Test
    void theBaseIsAlwaysDiscountAndPayable() {
        Random random = new Random(SEED);
        for (int i = 0; i < 200_000; i++) {
            FeeDecision fee = fee(baseFen(random), random.nextInt(1001));
            assertEquals(fee.baseFen(), fee.discountFen() + fee.payableFen(), fee::toString);
            assertTrue(fee.payableFen() >= 0 && fee.discountFen() >= 0, fee::toString);
        }
    }

    @Test
    void thePayableAmountIsRoundedHalfUp() {
        Random random = new Random(SEED + 1);
        for (int i = 0; i < 200_000; i++) {
            long base = baseFen(random);
            int permille = random.nextInt(1001);
            BigDecimal exact = BigDecimal.valueOf(base).multiply(BigDecimal.valueOf(1000L - permille)).movePointLeft(3);
            assertEquals(exact.setScale(0, RoundingMode.HALF_UP).longValueExact(), fee(base, permille).payableFen(),
                    () -> base + " less " + permille + " permille");
        }
    }

    @Test
    void aDearerTripNeverCostsLessAndABiggerDiscountNeverMore() {
        Random random = new Random(SEED + 2);
        for (int i = 0; i < 200_000; i++) {
            long base = random.nextLong(MAX_FEN);
            int permille = random.nextInt(1000);
            assertTrue(Fees.payableFen(base + 1, permille) >= Fees.payableFen(base, permille));
            assertTrue(Fees.payableFen(base, permille + 1) <= Fees.payableFen(base, permille));
        }
    }

    @Test
    void halvesGoToTheTollRoadAndTheEndsAreExact() {
        assertEquals(1, Fees.payableFen(1, 500), "0.5 fen is rounded up");
        assertEquals(10, Fees.payableFen(10, 50), "9.5 fen is rounded up");
        assertEquals(19, Fees.payableFen(20, 50));
        assertEquals(1898, Fees.payableFen(1998, 50), "18.98 yuan of 19.98 (lane-rules.md §9)");
        assertEquals(0, Fees.payableFen(0, 50));
        assertEquals(0, Fees.payableFen(MAX_FEN, 1000));
        assertEquals(MAX_FEN, Fees.payableFen(MAX_FEN, 0));
    }

    @Test
    void theDecisionNamesEverythingItCameFrom() {
        FeeDecision fee = fee(2000, 50);
        assertEquals(new FeeDecision(FROM, TO, 1, 2000, 50, 100, 1900, "v1", "ab"), fee);
    }

    @Test
    void aTripThatTheTableDoesNotHoldHasNoFee() {
        RateTable table = new RateTable("v1", "ab", 0, 50, Map.of(new RateTable.Trip(FROM, TO, 1), 0L));
        assertEquals(Optional.empty(), Fees.trip(table, FROM, TO, 2));
        assertEquals(Optional.empty(), Fees.trip(table, TO, FROM, 1), "the way back is another trip");
        assertEquals(0, Fees.trip(table, FROM, TO, 1).orElseThrow().payableFen(), "free of charge is a fee");
    }
}
