package org.etclane.sim.device;

import static org.etclane.sim.device.RsuSerialBench.MS;
import static org.etclane.sim.device.RsuSerialBench.OBU;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.etclane.device.ObuId;
import org.etclane.device.rsu.serial.UnitFrame;
import org.etclane.sim.device.RsuSimEvent.Ending;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Each fault as a lane meets it: what is told, and what the purse really lost (rsu-serial.md §6). */
class RsuSerialFaultTest {
    private static final Set<RsuSimFault> DEBITED = EnumSet.of(RsuSimFault.DEBIT_LOST_AFTER_CARD,
            RsuSimFault.DEBIT_AND_PROOF_LOST, RsuSimFault.MAC2_ERROR, RsuSimFault.SILENT_AFTER_CARD, RsuSimFault.RESET_AFTER_CARD, RsuSimFault.STUCK_AFTER_CARD,
            RsuSimFault.DUPLICATE_B2, RsuSimFault.DUPLICATE_B3, RsuSimFault.DUPLICATE_B4, RsuSimFault.DUPLICATE_B5,
            RsuSimFault.LATE_B5);
    private static final Set<RsuSimFault> BEFORE_DEBIT = EnumSet.of(RsuSimFault.VEHICLE_NO_ANSWER,
            RsuSimFault.VEHICLE_NOT_DECRYPTED, RsuSimFault.CARD_NO_ANSWER, RsuSimFault.TRANSIT_NOT_READ, RsuSimFault.RESET_BEFORE_CARD_READ);

    private final RsuSerialBench bench = new RsuSerialBench(RsuSerialBench.brief()).searching();

    private UnitFrame.StepError debitFails(RsuSimFault fault) {
        bench.failNext(fault);
        bench.readCard();
        bench.c6(700);
        return bench.next(UnitFrame.StepError.class);
    }

    @ParameterizedTest
    @CsvSource({"VEHICLE_NO_ANSWER,4", "VEHICLE_NOT_DECRYPTED,6"})
    void vehicleStepFails(RsuSimFault fault, int code) {
        bench.failNext(fault);
        bench.zone.inside.add(bench.obu);
        bench.next(UnitFrame.B2ObuInfo.class);
        bench.c1(OBU);
        UnitFrame.StepError error = bench.next(UnitFrame.StepError.class);
        assertEquals(0xB3, error.command());
        assertEquals(code, error.errorCode());
        bench.c2(2);
        bench.next(UnitFrame.B3VehicleInfo.class);
    }

    @ParameterizedTest
    @CsvSource({"CARD_NO_ANSWER,8", "TRANSIT_NOT_READ,9"})
    void cardStepFailsAndTheObuCanBeReadAgainAtOnce(RsuSimFault fault, int code) {
        bench.failNext(fault);
        bench.zone.inside.add(bench.obu);
        bench.next(UnitFrame.B2ObuInfo.class);
        bench.c1(OBU);
        bench.next(UnitFrame.B3VehicleInfo.class);
        bench.c1(OBU);
        UnitFrame.StepError error = bench.next(UnitFrame.StepError.class);
        assertEquals(0xB4, error.command());
        assertEquals(code, error.errorCode());
        bench.c2(1);
        long from = bench.now;
        bench.next(UnitFrame.B2ObuInfo.class);
        assertTrue(bench.now - from < 100 * MS);
    }

    @ParameterizedTest
    @CsvSource({"PURCHASE_INIT_NO_ANSWER,16", "MAC1_ERROR,19", "MAC1_DAMAGED,23", "DEBIT_LOST_BEFORE_CARD,22",
            "DEBIT_LOST_AFTER_CARD,22", "DEBIT_AND_PROOF_LOST,22", "MAC2_ERROR,25"})
    void debitStepFails(RsuSimFault fault, int code) {
        UnitFrame.StepError error = debitFails(fault);
        assertEquals(0xB5, error.command());
        assertEquals(code, error.errorCode());
        assertEquals(DEBITED.contains(fault) ? 49_300 : 50_000, bench.card.balanceFen());
    }

    @Test
    void aLostDebitIsProvedByItsTac() {
        debitFails(RsuSimFault.DEBIT_LOST_AFTER_CARD);
        assertEquals(0x11, bench.psam.terminalSerial(), "MAC2 was never seen");
        bench.c7();
        UnitFrame.B5Result b5 = bench.next(UnitFrame.B5Result.class);
        assertTrue(bench.signed(b5, 700));
        assertEquals(8, b5.result().cardSerial());
        assertEquals(49_300, b5.result().balanceFen());
        assertEquals(0x12, bench.psam.terminalSerial());
        bench.c1(OBU);
        bench.advanceMs(10);
        assertEquals(Ending.RELEASED, bench.ending());
        assertEquals(1, bench.ledger.size());
    }

    @Test
    void noTacForADebitThatNeverReachedTheCard() {
        debitFails(RsuSimFault.DEBIT_LOST_BEFORE_CARD);
        bench.c7();
        assertEquals(RsuErrorCode.PROOF_REFUSED, bench.next(UnitFrame.StepError.class).errorCode());
        assertEquals(0, bench.ledger.size());
    }

    @Test
    void theTacCanBeLostTooAndTheBalanceStillTells() {
        debitFails(RsuSimFault.DEBIT_AND_PROOF_LOST);
        bench.c7();
        assertEquals(RsuErrorCode.PROOF_NO_ANSWER, bench.next(UnitFrame.StepError.class).errorCode());
        bench.c2(1);
        assertEquals(49_300, bench.readCard().card().balanceFen());
        bench.c7();
        assertTrue(bench.signed(bench.next(UnitFrame.B5Result.class), 700), "a later dialogue can still fetch it");
    }

    @Test
    void theTacCanBeFetchedBetweenDialoguesWhileTheObuIsInTheZone() {
        debitFails(RsuSimFault.DEBIT_LOST_AFTER_CARD);
        bench.c2(1);
        bench.c7();
        assertTrue(bench.signed(bench.next(UnitFrame.B5Result.class), 700));
        bench.c1(OBU);
        bench.advanceMs(10);
        bench.zone.inside.clear();
        bench.c7();
        assertEquals(RsuErrorCode.PROOF_NO_ANSWER, bench.next(UnitFrame.StepError.class).errorCode());
    }

    @ParameterizedTest
    @EnumSource(names = {"SILENT_BEFORE_CARD", "SILENT_AFTER_CARD"})
    void noResultAtAll(RsuSimFault fault) {
        bench.failNext(fault);
        bench.readCard();
        bench.c6(700);
        UnitFrame.B2ObuInfo again = bench.next(UnitFrame.B2ObuInfo.class);
        assertEquals(OBU, again.obu().id(), "the same OBU is read again, no B5 in between");
        assertEquals(Ending.RSU_SILENT, bench.ending());
        bench.c1(OBU);
        bench.next(UnitFrame.B3VehicleInfo.class);
        bench.c1(OBU);
        long balanceFen = bench.next(UnitFrame.B4CardInfo.class).card().balanceFen();
        assertEquals(fault == RsuSimFault.SILENT_AFTER_CARD ? 49_300 : 50_000, balanceFen);
    }

    @ParameterizedTest
    @EnumSource(names = {"RESET_BEFORE_CARD", "RESET_AFTER_CARD", "STUCK_BEFORE_CARD", "STUCK_AFTER_CARD"})
    void restartInTheMiddleOfADebit(RsuSimFault fault) {
        bench.failNext(fault);
        bench.readCard();
        bench.c6(700);
        bench.silentFor(400);
        if (fault.name().startsWith("STUCK")) {
            bench.c0();
            bench.silentFor(170_000);
            bench.advanceMs(12_000);
        }
        assertTrue(bench.next(UnitFrame.B0Status.class).isPowerUp());
        assertEquals(Ending.CUT, bench.ending());
        bench.c0();
        while (bench.next(UnitFrame.B0Status.class).isPowerUp()) { }
        bench.c1(ObuId.NONE);
        long balanceFen = bench.readCard().card().balanceFen();
        assertEquals(DEBITED.contains(fault) ? 49_300 : 50_000, balanceFen);
        bench.c7();
        assertEquals(RsuErrorCode.PROOF_REFUSED, bench.next(UnitFrame.StepError.class).errorCode(), "the RSU has forgotten");
    }

    @Test
    void restartInsteadOfTheCard() {
        bench.failNext(RsuSimFault.RESET_BEFORE_CARD_READ);
        bench.zone.inside.add(bench.obu);
        bench.next(UnitFrame.B2ObuInfo.class);
        bench.c1(OBU);
        bench.next(UnitFrame.B3VehicleInfo.class);
        bench.c1(OBU);
        assertTrue(bench.next(UnitFrame.B0Status.class).isPowerUp());
    }

    @Test
    void powerCycleOnDemand() {
        bench.readCard();
        bench.rsu.command(bench.now, new RsuSimCommand.PowerCycle(), bench);
        assertEquals(Ending.CUT, bench.ending());
        assertTrue(bench.next(UnitFrame.B0Status.class).isPowerUp());
    }

    @Test
    void framesComeTwice() {
        bench.failNext(RsuSimFault.DUPLICATE_B2);
        bench.zone.inside.add(bench.obu);
        bench.next(UnitFrame.B2ObuInfo.class);
        bench.next(UnitFrame.B2ObuInfo.class);
        assertArrayEquals(bench.wire.get(bench.wire.size() - 2), bench.wire.getLast());
        bench.c1(OBU);
        bench.c1(OBU);
        bench.next(UnitFrame.B3VehicleInfo.class);
        bench.c2(1);
        bench.failNext(RsuSimFault.DUPLICATE_B5);
        bench.readCard();
        bench.c6(700);
        bench.next(UnitFrame.B5Result.class);
        bench.next(UnitFrame.B5Result.class);
        assertEquals(1, bench.ledger.size());
    }

    @Test
    void aLateResultComesAfterTheLaneGaveUp() {
        bench.failNext(RsuSimFault.LATE_B5);
        bench.readCard();
        bench.c6(700);
        bench.silentFor(2_000);
        bench.c2(1);
        assertTrue(bench.signed(bench.next(UnitFrame.B5Result.class), 700), "the stop waits for the purchase");
        assertEquals(Ending.STOPPED_BY_LANE, bench.ending());
    }

    @Test
    void anObuThatLeavesGivesTheStepsNoAnswerCode() {
        bench.zone.inside.add(bench.obu);
        bench.next(UnitFrame.B2ObuInfo.class);
        bench.zone.inside.clear();
        bench.c1(OBU);
        assertEquals(RsuErrorCode.VEHICLE_NO_ANSWER, bench.next(UnitFrame.StepError.class).errorCode());
        bench.c2(1);

        bench.readCard();
        bench.zone.inside.clear();
        bench.c6(700);
        assertEquals(RsuErrorCode.PURCHASE_NO_ANSWER, bench.next(UnitFrame.StepError.class).errorCode());
        assertEquals(0, bench.ledger.size());
    }

    /** Leaving at every moment of a debit: purse and ledger agree, and no code says "not debited" of a debit. */
    @Test
    void leavingAtEveryMomentOfTheDebit() {
        Map<Integer, Integer> codes = new java.util.TreeMap<>();
        boolean lostBoth = false;
        for (long leaveAfterUs = 0; leaveAfterUs < 2_500; leaveAfterUs += 100) {
            RsuSerialBench one = new RsuSerialBench(RsuSerialBench.brief()).searching();
            one.readCard();
            one.c6(700);
            long leaveAt = one.now + leaveAfterUs * 1_000;
            while (one.rsu.nextDueNanos() <= leaveAt) {
                one.now = one.rsu.nextDueNanos();
                one.rsu.due(one.now, one);
            }
            one.zone.inside.clear();
            one.advanceMs(10);
            RsuSimEvent.StepReported report = one.all(RsuSimEvent.StepReported.class).getLast();
            codes.merge(report.errorCode(), 1, Integer::sum);
            assertEquals(50_000 - one.ledger.totalFen(), one.card.balanceFen());
            if (report.errorCode() == RsuErrorCode.PURCHASE_NO_ANSWER) {
                assertEquals(0, one.ledger.size());
            } else if (report.errorCode() == 0) {
                assertEquals(1, one.ledger.size());
            } else {
                assertEquals(RsuErrorCode.DEBIT_NO_ANSWER, report.errorCode());
                lostBoth |= one.ledger.size() == 1;
            }
        }
        assertEquals(Set.of(0, RsuErrorCode.PURCHASE_NO_ANSWER, RsuErrorCode.DEBIT_NO_ANSWER), codes.keySet());
        assertTrue(lostBoth, "16H with the money gone happens");
    }

    @ParameterizedTest
    @EnumSource(RsuSimFault.class)
    void namesTellTheTruthAboutThePurse(RsuSimFault fault) {
        bench.failNext(fault);
        bench.zone.inside.add(bench.obu);
        bench.next(UnitFrame.B2ObuInfo.class);
        bench.c1(OBU);
        bench.advanceMs(10);
        bench.c1(OBU);
        bench.advanceMs(10);
        if (!BEFORE_DEBIT.contains(fault)) {
            bench.c6(700);
            bench.advanceMs(10);
        }
        assertEquals(DEBITED.contains(fault) ? 1 : 0, bench.ledger.size());
        assertEquals(50_000 - bench.ledger.totalFen(), bench.card.balanceFen());
    }

    @Test
    void faultsByChanceFollowTheSeed() {
        Map<RsuSimFault, Integer> chances = new EnumMap<>(RsuSimFault.class);
        chances.put(RsuSimFault.CARD_NO_ANSWER, 2_500);
        chances.put(RsuSimFault.MAC1_ERROR, 2_500);
        RsuSimFaults first = new RsuSimFaults(chances, new java.util.SplittableRandom(3));
        RsuSimFaults second = new RsuSimFaults(chances, new java.util.SplittableRandom(3));
        second.order(OBU, RsuSimFault.LATE_B5);
        second.orderNext(RsuSimFault.DUPLICATE_B2);
        int faulty = 0;
        for (int i = 0; i < 1_000; i++) {
            var a = first.draw(OBU);
            var b = second.draw(OBU);
            switch (i) {
                case 0 -> assertEquals(RsuSimFault.LATE_B5, b.orElseThrow());
                case 1 -> assertEquals(RsuSimFault.DUPLICATE_B2, b.orElseThrow());
                default -> assertEquals(a, b);
            }
            faulty += a.isPresent() ? 1 : 0;
        }
        assertTrue(faulty > 400 && faulty < 600, faulty + " of 1000");
        assertFalse(first.draw(OBU).filter(f -> f == RsuSimFault.LATE_B5).isPresent());
    }
}
