package org.etclane.lane.core;

import static org.etclane.device.BarrierCommand.LOWER;
import static org.etclane.device.BarrierCommand.RAISE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.etclane.device.BarrierCommand;
import org.etclane.device.BarrierEvent.Position;
import org.etclane.device.Bytes;
import org.etclane.device.CardFile;
import org.etclane.device.HealthEvent;
import org.etclane.device.LoopEvent.Occupancy;
import org.etclane.device.LoopEvent.Role;
import org.etclane.device.ObuStatus;
import org.etclane.device.RsuCommand;
import org.etclane.device.RsuEvent;
import org.etclane.device.RsuEvent.DebitCertainty;
import org.etclane.device.RsuEvent.RsuStep;
import org.etclane.lane.core.JournalEntry.How;
import org.etclane.lane.core.JournalEntry.PassageEnded;
import org.etclane.lane.core.JournalEntry.PassageEnded.Exit;
import org.etclane.lane.core.LaneScript.Obu;
import org.etclane.lane.rules.SpecialEvent;
import org.junit.jupiter.api.Test;

/** The lane as its driver, its RSU and its journal meet it. */
class LaneMachineTest {
    private final LaneScript lane = LaneScript.exit();
    private final Obu obu = new Obu(0x0A0B0C01);
    private final Obu other = new Obu(0x0A0B0C02);

    private void paid(Obu who) {
        lane.vehicleEnters().after(200).read(who).after(50).answers(who);
    }

    @Test
    void aLegalVehiclePaysOnceAndPasses() {
        paid(obu);
        assertEquals(10_000 - 1_900, obu.balanceFen);
        assertEquals(1, lane.told(RsuCommand.Debit.class).size());
        assertInstanceOf(RsuCommand.Release.class, lane.told(RsuCommand.class).getLast());
        assertEquals(List.of(RAISE), lane.told(BarrierCommand.class));
        lane.armObeys().vehiclePasses();
        PassageEnded end = lane.journal(PassageEnded.class).getFirst();
        assertEquals(Exit.PASSED, end.exit());
        assertEquals(Optional.of(lane.journal(JournalEntry.Settled.class).getFirst().transactionId()), end.transactionId());
        lane.after(1000);
        assertEquals(List.of(RAISE, LOWER), lane.told(BarrierCommand.class));
    }

    @Test
    void aRefusedCallerIsOnRecordAndNoAlarmStays() {
        lane.device(new org.etclane.device.SecurityEvent(Devices.IO, lane.now().nanos(), "192.168.1.66: wrong verification code"));
        List<JournalEntry.AlarmChanged> changes = lane.journal(JournalEntry.AlarmChanged.class).stream()
                .filter(a -> a.alarm() == LaneAlarm.SECURITY).toList();
        assertEquals(List.of(true, false), changes.stream().map(JournalEntry.AlarmChanged::active).toList());
        assertEquals("io: 192.168.1.66: wrong verification code", changes.getFirst().detail());
        assertTrue(lane.told(BarrierCommand.class).isEmpty());
    }

    @Test
    void theDebitWaitsForTheIntentAndTheReleaseForTheOutcome() {
        lane.autoDurable = false;
        lane.durable();
        lane.vehicleEnters().after(200).read(obu);
        assertEquals(1, lane.journal(JournalEntry.Intended.class).size());
        assertTrue(lane.told(RsuCommand.Debit.class).isEmpty(), "no debit before the intent is on disk");
        lane.after(5).durable();
        assertEquals(1, lane.told(RsuCommand.Debit.class).size());
        lane.after(50).answers(obu);
        assertTrue(lane.told(RsuCommand.Release.class).isEmpty(), "no acknowledgement before the outcome is on disk");
        assertTrue(lane.told(BarrierCommand.class).isEmpty(), "no arm before the outcome is on disk");
        lane.after(5).durable();
        assertEquals(1, lane.told(RsuCommand.Release.class).size());
        assertEquals(List.of(RAISE), lane.told(BarrierCommand.class));
    }

    @Test
    void anIntentThatIsDurableTooLateIsNeverSent() {
        lane.autoDurable = false;
        lane.durable();
        lane.vehicleEnters().after(200).read(obu).after(950).durable();
        assertTrue(lane.told(RsuCommand.Debit.class).isEmpty());
        assertEquals(1, lane.journal(JournalEntry.NotDebited.class).size());
        lane.durable();
        assertInstanceOf(RsuCommand.Abandon.class, lane.told(RsuCommand.class).getLast());
    }

    @Test
    void entryWritesTheTransitRecord() {
        LaneScript entry = LaneScript.entry();
        Obu empty = new Obu(7).withoutEntry();
        entry.vehicleEnters().after(100).read(empty).after(50).answers(empty);
        assertTrue(empty.transit.isOpenEntry());
        assertEquals(7, empty.transit.station());
        assertEquals(List.of(RAISE), entry.told(BarrierCommand.class));
        assertEquals(10_000, empty.balanceFen);
    }

    @Test
    void refusalsOfTheObu() {
        refuses(SpecialEvent.OBU_TAMPERED, o -> o.status = ObuStatus.decode(0x22, 0));
        refuses(SpecialEvent.OBU_LOCKED, o -> o.status = ObuStatus.decode(0x24, 1));
        refuses(SpecialEvent.NO_CARD, o -> o.status = ObuStatus.decode(0xA0, 1));
        refuses(SpecialEvent.CARD_READ_FAILED, o -> o.status = ObuStatus.decode(0x28, 1));
        refuses(SpecialEvent.OBU_EXPIRED, o -> o.obuExpiresYmd = 20250101);
        refuses(SpecialEvent.OBU_NOT_YET_VALID, o -> o.obuIssuedYmd = 20400101);
    }

    @Test
    void refusalsOfTheCard() {
        refuses(SpecialEvent.CARD_EXPIRED, o -> o.cardExpiryYmd = 20250101);
        refuses(SpecialEvent.CARD_NOT_YET_VALID, o -> o.cardStartYmd = 20400101);
        refuses(SpecialEvent.CARD_TYPE_INVALID, o -> o.cardType = 15);
        refuses(SpecialEvent.PLATE_DIFFERS, o -> o.cardPlate = "测A54321");
        refuses(SpecialEvent.NO_ENTRY, Obu::withoutEntry);
        refuses(SpecialEvent.FEE_NOT_FOUND, o -> o.vehicleClass = 4);
        refuses(SpecialEvent.BALANCE_INSUFFICIENT, o -> o.balanceFen = 1_899);
    }

    private static void refuses(SpecialEvent event, java.util.function.Consumer<Obu> spoil) {
        LaneScript lane = LaneScript.exit();
        Obu obu = new Obu(0x11);
        spoil.accept(obu);
        lane.vehicleEnters().after(100).read(obu);
        assertEquals(List.of(event), lane.refusals());
        assertTrue(lane.told(RsuCommand.Debit.class).isEmpty());
        assertTrue(lane.told(BarrierCommand.class).isEmpty());
        assertFalse(lane.journal(JournalEntry.Refused.class).getFirst().inputs().isEmpty());
        assertEquals(LaneEffect.Phrase.REFUSED, lane.shown.getLast().phrase());
        lane.after(1500).read(obu);
        assertEquals(1, lane.refusals().size(), "once on record, however often the OBU is heard");
    }

    @Test
    void anUnansweredDebitIsResolvedByItsTac() {
        lane.vehicleEnters().after(200).read(obu).after(50);
        obu.obey(lane.lastTransact());
        lane.failed(obu, RsuStep.TRANSACT, 0x16, DebitCertainty.UNKNOWN);
        assertEquals(1, lane.told(RsuCommand.FetchTac.class).size());
        lane.after(60).answeredAs(obu);
        assertEquals(How.TAC_FETCHED, lane.journal(JournalEntry.Settled.class).getFirst().how());
        assertEquals(List.of(RAISE), lane.told(BarrierCommand.class));
        assertEquals(1, lane.told(RsuCommand.Debit.class).size());
    }

    @Test
    void aSilentDebitThatHappenedIsSettledByTheCardWhenItIsReadAgain() {
        lane.vehicleEnters().after(200).read(obu).after(50);
        obu.obey(lane.lastTransact());
        lane.after(3000);
        assertEquals(1, lane.journal(JournalEntry.OutcomeUnknown.class).size());
        lane.read(obu);
        assertEquals(1, lane.told(RsuCommand.FetchTac.class).size());
        lane.after(50).failed(obu, RsuStep.FETCH_TAC, 0x35, DebitCertainty.UNKNOWN)
                .after(50).failed(obu, RsuStep.FETCH_TAC, 0x35, DebitCertainty.UNKNOWN);
        assertEquals(How.BALANCE, lane.journal(JournalEntry.Settled.class).getFirst().how());
        assertEquals(1, lane.told(RsuCommand.Debit.class).size(), "never a second debit");
        assertEquals(List.of(RAISE), lane.told(BarrierCommand.class));
    }

    @Test
    void aSilentDebitThatDidNotHappenIsMadeAgainOnceThatIsProven() {
        lane.vehicleEnters().after(200).read(obu).after(3000);
        lane.read(obu).after(50).answers(obu);
        assertEquals(1, lane.journal(JournalEntry.NotDebited.class).size());
        assertEquals(2, lane.told(RsuCommand.Debit.class).size());
        assertEquals(8_100, obu.balanceFen);
        assertEquals(1, lane.journal(JournalEntry.Settled.class).size());
    }

    @Test
    void anUnknownOutcomeWhoseCardNeverComesBackIsReconciled() {
        lane.vehicleEnters().after(200).read(obu).after(3000);
        lane.after(200_000);
        assertEquals(1, lane.journal(JournalEntry.Reconciliation.class).size());
        assertTrue(lane.state.openOutcomes().isEmpty());
    }

    @Test
    void aLateResultStillCounts() {
        lane.vehicleEnters().after(200).read(obu).after(3000).answers(obu);
        assertEquals(How.ANSWERED, lane.journal(JournalEntry.Settled.class).getFirst().how());
        assertInstanceOf(RsuCommand.Release.class, lane.told(RsuCommand.class).getLast());
    }

    @Test
    void theRsuDyingAfterTheDebitLeavesAnUnknownOutcome() {
        lane.vehicleEnters().after(200).read(obu).after(50);
        obu.obey(lane.lastTransact());
        lane.device(new HealthEvent("rsu", lane.now().nanos(), HealthEvent.State.DOWN, "unplugged"));
        assertEquals(1, lane.journal(JournalEntry.OutcomeUnknown.class).size());
        assertTrue(lane.state.alarms().containsKey(LaneAlarm.RSU_DOWN));
        lane.device(new HealthEvent("rsu", lane.now().nanos(), HealthEvent.State.UP, "")).after(500).read(obu);
        lane.after(50).answeredAs(obu);
        assertEquals(1, lane.told(RsuCommand.Debit.class).size());
        assertEquals(1, lane.journal(JournalEntry.Settled.class).size());
    }

    @Test
    void anObuWithoutAVehicleIsTheNeighbours() {
        lane.read(obu).after(1000);
        assertTrue(lane.told(RsuCommand.Debit.class).isEmpty());
        assertInstanceOf(RsuCommand.Abandon.class, lane.told(RsuCommand.class).getLast());
        assertTrue(lane.journal(JournalEntry.AlarmChanged.class).stream().anyMatch(a -> a.alarm() == LaneAlarm.ADJACENT_LANE));
    }

    @Test
    void anObuReadBeforeItsVehicleReachesTheLoopIsTransactedWhenItDoes() {
        lane.read(obu).after(300).loop(Role.TRIGGER, Occupancy.OCCUPIED);
        assertEquals(1, lane.told(RsuCommand.Debit.class).size());
    }

    @Test
    void framesThatFitNoQuestionHaveDefinedAnswers() {
        lane.vehicleRead(obu);
        assertEquals(new RsuCommand.Abandon(obu.obuId()), lane.lastTold());
        lane.cardRead(obu);
        assertEquals(new RsuCommand.Abandon(obu.obuId()), lane.lastTold());
        lane.vehicleEnters().found(obu).found(obu);
        assertEquals(2, lane.told(RsuCommand.ReadOn.class).size(), "a repeated find starts over");
        lane.vehicleRead(other);
        assertEquals(new RsuCommand.Acknowledge(), lane.lastTold());
        lane.vehicleRead(obu).vehicleRead(obu);
        assertInstanceOf(RsuCommand.ReadOn.class, lane.lastTold());
        lane.cardRead(obu).cardRead(obu);
        assertEquals(1, lane.told(RsuCommand.Debit.class).size(), "a repeated card frame never makes a second debit");
        lane.found(other);
        assertEquals(1, lane.journal(JournalEntry.OutcomeUnknown.class).size(), "another OBU in the middle: unknown outcome");
    }

    @Test
    void aVehicleWithoutObuIsToldAndHoldsTheArmDown() {
        lane.vehicleEnters().after(3000);
        assertEquals(List.of(SpecialEvent.NO_OBU), lane.refusals());
        assertTrue(lane.told(BarrierCommand.class).isEmpty());
        lane.after(2000).vehicleEnters().after(100).read(other);
        assertTrue(lane.told(RsuCommand.Debit.class).isEmpty(), "who is behind an unpaid vehicle does not pay for it");
    }

    @Test
    void afterARefusedVehicleBackedOutTheNextOneIsServed() {
        obu.cardExpiryYmd = 20250101;
        lane.vehicleEnters().after(100).read(obu).after(1500);
        lane.vehicleEnters();
        lane.after(6000).vehicleEnters().after(100).read(other).after(50).answers(other);
        assertEquals(List.of(Exit.REVERSED_OUT), lane.journal(PassageEnded.class).stream().map(PassageEnded::exit).toList());
        assertEquals(List.of(RAISE), lane.told(BarrierCommand.class));
    }

    @Test
    void aSecondVehicleIsTransactedWhileTheFirstLeavesAndTheArmStaysUp() {
        paid(obu);
        lane.armObeys();
        lane.vehicleEnters().after(100).read(other).after(50).answers(other);
        lane.vehiclePasses().after(500);
        assertEquals(List.of(RAISE), lane.told(BarrierCommand.class), "the arm waits for the second");
        lane.vehiclePasses().after(500);
        assertEquals(List.of(RAISE, LOWER), lane.told(BarrierCommand.class));
        assertEquals(List.of(Exit.PASSED, Exit.PASSED), lane.journal(PassageEnded.class).stream().map(PassageEnded::exit).toList());
    }

    @Test
    void aTailgaterUnderTheFallingArmRaisesIt() {
        paid(obu);
        lane.armObeys();
        lane.vehicleEnters();
        lane.vehiclePasses().after(300);
        assertEquals(List.of(RAISE, LOWER), lane.told(BarrierCommand.class));
        lane.arm(Position.NOT_UP).loop(Role.ARM, Occupancy.OCCUPIED);
        assertEquals(List.of(RAISE, LOWER, RAISE), lane.told(BarrierCommand.class));
        lane.after(900).arm(Position.UP).loop(Role.ARM, Occupancy.CLEAR).after(1000);
        assertEquals(Exit.RAN_THROUGH, lane.journal(PassageEnded.class).getLast().exit());
        assertEquals(LOWER, lane.told(BarrierCommand.class).getLast(), "re-armed after the lift");
    }

    @Test
    void theArmIsNeverLoweredWhileTheLoopIsUnknown() {
        paid(obu);
        lane.armObeys();
        lane.loop(Role.ARM, Occupancy.OCCUPIED).after(500).loop(Role.ARM, Occupancy.UNKNOWN).after(60_000);
        assertEquals(List.of(RAISE), lane.told(BarrierCommand.class));
        assertTrue(lane.state.alarms().containsKey(LaneAlarm.ARM_LOOP_UNKNOWN));
    }

    @Test
    void aPaidVehicleHeardAgainIsNotChargedAgain() {
        paid(obu);
        lane.after(3000).found(obu);
        assertEquals(1, lane.told(RsuCommand.Debit.class).size());
        assertInstanceOf(RsuCommand.Abandon.class, lane.lastTold());
        lane.armObeys().vehiclePasses().after(60_000).vehicleEnters().found(obu);
        assertEquals(List.of(SpecialEvent.RECENTLY_TRANSACTED), lane.refusals());
    }

    @Test
    void whoIsStillThereAfterAnotherPassedOnItsPaymentGoesFree() {
        paid(obu);
        lane.armObeys().vehicleEnters().vehiclePasses().after(300).armObeys().after(6000);
        lane.found(obu);
        assertEquals(List.of(RAISE, LOWER, RAISE), lane.told(BarrierCommand.class));
        assertEquals(1, lane.told(RsuCommand.Debit.class).size());
    }

    @Test
    void aFailedJournalClosesTheLaneAndMakesNoDebit() {
        lane.autoDurable = false;
        lane.durable();
        lane.vehicleEnters().after(100).read(obu).event(new LaneEvent.JournalFailed("disk full"));
        assertInstanceOf(LaneMode.Closed.class, lane.state.mode());
        lane.after(2000).read(obu);
        assertTrue(lane.told(RsuCommand.Debit.class).isEmpty());
    }

    @Test
    void idsOnlyGrowWhateverTheClockDoes() {
        paid(obu);
        lane.armObeys().vehiclePasses().after(2000).wallJump(-1_800_000);
        paid(other);
        List<String> ids = lane.journal(JournalEntry.Intended.class).stream().map(JournalEntry.Intended::transactionId).toList();
        assertEquals(2, ids.stream().distinct().count());
        assertTrue(ids.get(0).compareTo(ids.get(1)) < 0);
        assertEquals(37, ids.getFirst().length());
        assertEquals(36, lane.journal(JournalEntry.Intended.class).getFirst().facts().passageId().length());
    }

    @Test
    void anOpenTransactionIsResolvedAfterARestart() {
        lane.vehicleEnters().after(200).read(obu).after(20);
        obu.obey(lane.lastTransact());
        TransactionFacts facts = lane.journal(JournalEntry.Intended.class).getFirst().facts();
        LaneScript again = new LaneScript(lane.settings, new StartFacts(List.of(new StartFacts.Open(facts, false)), List.of(),
                facts.transactionId().substring(21, 31), 1, 1, Optional.empty()));
        again.vehicleEnters().read(obu).after(50);
        assertEquals(1, again.told(RsuCommand.FetchTac.class).size());
        assertTrue(again.told(RsuCommand.Debit.class).isEmpty());
    }

    @Test
    void aPaidVehicleThatWaitedThroughARestartIsLetGo() {
        paid(obu);
        TransactionFacts facts = lane.journal(JournalEntry.Intended.class).getFirst().facts();
        LaneScript again = new LaneScript(lane.settings, new StartFacts(List.of(), List.of(new StartFacts.Settled(facts, false)),
                facts.transactionId().substring(21, 31), 1, 1, Optional.empty()));
        again.vehicleEnters().found(obu);
        assertEquals(List.of(RAISE), again.told(BarrierCommand.class));
        assertTrue(again.told(RsuCommand.Debit.class).isEmpty());
    }

    @Test
    void nothingIsCommandedAtStart() {
        LaneScript fresh = new LaneScript(lane.settings, StartFacts.FIRST);
        assertTrue(fresh.told(BarrierCommand.class).isEmpty());
    }

    @Test
    void aReadErrorThatComesLateDoesNotEndADebit() {
        lane.vehicleEnters().after(200).read(obu).after(20);
        obu.obey(lane.lastTransact());
        lane.failed(obu, RsuStep.READ_CARD, 1, DebitCertainty.NOT_DEBITED);
        assertTrue(lane.journal(JournalEntry.NotDebited.class).isEmpty(), "the debit may have happened, and it has");
        lane.after(20).answeredAs(obu);
        assertEquals(1, lane.journal(JournalEntry.Settled.class).size());
    }

    @Test
    void anObuFoundAgainWhileItsIntentIsBeingWrittenHasToWait() {
        lane.autoDurable = false;
        lane.durable();
        lane.vehicleEnters().after(200).read(obu).after(5).found(obu).vehicleRead(obu).cardRead(obu);
        assertEquals(1, lane.journal(JournalEntry.Intended.class).size());
        assertEquals(new RsuCommand.Abandon(obu.obuId()), lane.lastTold());
        lane.durable().durable().after(100).read(obu).durable().after(20).answers(obu).durable();
        assertEquals(1, lane.journal(JournalEntry.NotDebited.class).size());
        assertEquals(List.of(RAISE), lane.told(BarrierCommand.class));
        assertEquals(8_100, obu.balanceFen);
    }

    @Test
    void aResultToldAgainWhileItIsBeingWrittenIsWrittenOnce() {
        lane.vehicleEnters().after(200).read(obu).after(3000);
        lane.autoDurable = false;
        lane.answers(obu).device(new RsuEvent.Restarted("rsu", lane.now().nanos(), Bytes.of(0xB0)));
        lane.answeredAs(obu).after(200_000);
        assertEquals(1, lane.journal(JournalEntry.Settled.class).size());
        assertTrue(lane.journal(JournalEntry.Reconciliation.class).isEmpty());
    }

    @Test
    void anObuThatIsHeardButCannotBeReadIsToldSoAndMayPayOnceItCan() {
        lane.vehicleEnters().loop(Role.TRIGGER, Occupancy.CLEAR);
        for (int beacon = 0; beacon < 4; beacon++) {
            lane.after(50).found(obu).after(50).failed(obu, RsuStep.READ_VEHICLE, 1, DebitCertainty.NOT_DEBITED)
                    .after(50).failed(obu, RsuStep.READ_VEHICLE, 1, DebitCertainty.NOT_DEBITED).after(1850);
        }
        JournalEntry.Refused refused = lane.journal(JournalEntry.Refused.class).getFirst();
        assertEquals(SpecialEvent.OBU_READ_FAILED, refused.event());
        assertEquals(Optional.of(obu.obuId()), refused.obu());
        assertEquals(1, lane.journal(JournalEntry.Refused.class).size(), "once per vehicle and reason");
        lane.after(50).read(obu).after(20).answers(obu);
        assertEquals(List.of(RAISE), lane.told(BarrierCommand.class));
    }

    @Test
    void whoseDebitMayHaveBeenMadeIsNotSentAwayForReadsThatFail() {
        lane.vehicleEnters().after(200).read(obu).after(50)
                .device(new RsuEvent.Restarted("rsu", lane.now().nanos(), Bytes.of(0xB0)));
        assertEquals(1, lane.journal(JournalEntry.OutcomeUnknown.class).size());
        for (int beacon = 0; beacon < 4; beacon++) {
            lane.after(50).found(obu).after(50).failed(obu, RsuStep.READ_VEHICLE, 1, DebitCertainty.NOT_DEBITED)
                    .after(50).failed(obu, RsuStep.READ_VEHICLE, 1, DebitCertainty.NOT_DEBITED).after(1850);
        }
        assertEquals(List.of(), lane.refusals());
    }

    @Test
    void theTimeThatTheAntennaWasAwayIsNotHeldAgainstAFailingObu() {
        lane.vehicleEnters().after(50).found(obu).after(50).failed(obu, RsuStep.READ_VEHICLE, 1, DebitCertainty.NOT_DEBITED)
                .after(50).failed(obu, RsuStep.READ_VEHICLE, 1, DebitCertainty.NOT_DEBITED).after(100);
        lane.device(new HealthEvent("rsu", lane.now().nanos(), HealthEvent.State.DOWN, "unplugged")).after(6000)
                .device(new HealthEvent("rsu", lane.now().nanos(), HealthEvent.State.UP, "")).after(500);
        assertEquals(List.of(), lane.refusals());
    }

    @Test
    void aCardThatNeverCompletesItsDebitIsTold() {
        lane.vehicleEnters().loop(Role.TRIGGER, Occupancy.CLEAR);
        for (int beacon = 0; beacon < 4; beacon++) {
            lane.after(50).read(obu).after(20).failed(obu, RsuStep.TRANSACT, 6, DebitCertainty.NOT_DEBITED).after(1900);
        }
        assertEquals(List.of(SpecialEvent.DEBIT_FAILED), lane.journal(JournalEntry.Refused.class).stream()
                .map(JournalEntry.Refused::event).toList());
        assertEquals(10_000, obu.balanceFen);
    }

    @Test
    void aLateResultLetsTheVehicleGoThatWaitsForIt() {
        lane.vehicleEnters().after(200).read(obu).after(3000).answers(obu);
        assertEquals(List.of(RAISE), lane.told(BarrierCommand.class));
    }

    @Test
    void aSilentIoControllerIsNotTrustedWithItsLastWord() {
        paid(obu);
        lane.armObeys().vehiclePasses().device(new HealthEvent("io", lane.now().nanos(), HealthEvent.State.DOWN, "unplugged"));
        lane.after(60_000);
        assertEquals(List.of(RAISE), lane.told(BarrierCommand.class), "clear is what it said before it fell silent");
        lane.device(new HealthEvent("io", lane.now().nanos(), HealthEvent.State.UP, "")).after(5000);
        assertEquals(List.of(RAISE), lane.told(BarrierCommand.class));
        lane.loop(Role.ARM, Occupancy.CLEAR).after(300);
        assertEquals(List.of(RAISE), lane.told(BarrierCommand.class), "somebody may have come in the meantime");
        lane.after(4000);
        assertEquals(List.of(RAISE, LOWER), lane.told(BarrierCommand.class));
    }

    @Test
    void aTicketOfAnEarlierLifeProvesNothing() {
        lane.autoDurable = false;
        lane.durable();
        lane.vehicleEnters().after(200).read(obu).event(new LaneEvent.Durable(lane.state.lastTicket() + 1));
        assertTrue(lane.told(RsuCommand.Debit.class).isEmpty());
    }

    @Test
    void afterTheJournalFailedNothingAboutMoneyIsWrittenOrBelieved() {
        lane.vehicleEnters().after(200).read(obu).after(20);
        lane.autoDurable = false;
        lane.event(new LaneEvent.JournalFailed("disk full")).answers(obu).after(5000).durable();
        assertTrue(lane.journal(JournalEntry.Settled.class).isEmpty());
        assertTrue(lane.told(RsuCommand.Release.class).isEmpty());
        assertTrue(lane.told(BarrierCommand.class).isEmpty());
    }

    @Test
    void aLaneClosedWhileItReadsDoesNotDebit() {
        lane.vehicleEnters().after(200).found(obu).vehicleRead(obu).event(new LaneEvent.LaneClosed("accident", "foreman")).cardRead(obu);
        assertTrue(lane.told(RsuCommand.Debit.class).isEmpty());
        assertEquals(List.of(SpecialEvent.LANE_CLOSED), lane.refusals());
    }

    @Test
    void aCardThatShowsNoTransitRecordProvesNoFreeTrip() {
        Outcomes outcomes = new Outcomes();
        lane.vehicleEnters().after(200).read(obu);
        TransactionFacts facts = lane.journal(JournalEntry.Intended.class).getFirst().facts();
        TransactionFacts free = new TransactionFacts(facts.transactionId(), facts.passageId(), facts.kind(), facts.vehicleNumber(),
                facts.obu(), facts.vehicle(), facts.card(), facts.issue(), facts.fee(), 0, facts.purchaseTime(), facts.transit(),
                facts.rawFrames(), facts.timeline(), facts.wallMillis(), facts.parameters());
        CardFile card = obu.card();
        CardFile blank = new CardFile(card.localCard(), card.physicalType(), card.transType(),
                card.balanceFen(), card.uid(), card.issueFile(), Bytes.EMPTY);
        assertEquals(Outcomes.Trace.CONTRADICTORY, outcomes.judge(free, blank), "it proves nothing at all");
    }

    @Test
    void aFailedJournalIsToldOfOnceHoweverOftenItRefuses() {
        lane.event(new LaneEvent.JournalFailed("disk full"));
        lane.clearLog();
        lane.event(new LaneEvent.JournalFailed("disk full")).vehicleEnters().after(200_000);
        assertEquals(List.of(), lane.journal, "an entry that is refused would make the next failure, and so on for ever");
    }
}
