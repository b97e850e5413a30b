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
import org.etclane.device.HealthEvent;
import org.etclane.device.LoopEvent.Occupancy;
import org.etclane.device.LoopEvent.Role;
import org.etclane.device.RsuCommand;
import org.etclane.lane.core.JournalEntry.PassageEnded;
import org.etclane.lane.core.JournalEntry.PassageEnded.Exit;
import org.etclane.lane.core.LaneScript.Obu;
import org.etclane.lane.core.PassageQueue.Binding;
import org.etclane.lane.core.PassageQueue.Change;
import org.etclane.lane.core.Vehicle.Claim;
import org.etclane.lane.core.Vehicle.Place;
import org.etclane.lane.rules.SpecialEvent;
import org.junit.jupiter.api.Test;

/** Vehicles between the trigger loop and the far side of the arm: what is made of every way to come and to go. */
class PassageQueueTest {
    private static final int ZONE = 2;
    private final LaneScript lane = LaneScript.exit();
    private final Obu first = new Obu(1);
    private final Obu second = new Obu(2);
    private final Obu third = new Obu(3);

    private List<Exit> exits() {
        return lane.journal(PassageEnded.class).stream().map(PassageEnded::exit).toList();
    }

    private List<SpecialEvent> events() {
        return lane.journal(PassageEnded.class).stream().flatMap(p -> p.event().stream()).toList();
    }

    private void enterAndPay(Obu obu) {
        lane.vehicleEnters().after(100).read(obu).after(50).answers(obu);
    }

    private boolean alarmed(LaneAlarm alarm) {
        return lane.journal(JournalEntry.AlarmChanged.class).stream().anyMatch(a -> a.alarm() == alarm && a.active());
    }

    @Test
    void vehiclesLeaveInTheOrderInWhichTheyCame() {
        for (int id = 10; id < 30; id++) {
            enterAndPay(new Obu(id));
            lane.armObeys().vehiclePasses().after(1000).armObeys();
        }
        assertEquals(20, lane.journal(PassageEnded.class).size());
        List<Long> numbers = lane.journal(PassageEnded.class).stream().map(PassageEnded::vehicleNumber).toList();
        assertEquals(numbers.stream().sorted().toList(), numbers);
        assertTrue(exits().stream().allMatch(e -> e == Exit.PASSED));
        assertEquals(List.of(), events());
    }

    @Test
    void aTailgaterUnderTheOpenArmIsOnRecordAsRunThroughWithTheAlarm() {
        enterAndPay(first);
        lane.armObeys().vehicleEnters().vehiclePasses().after(100).vehiclePasses().after(1000);
        assertEquals(List.of(Exit.PASSED, Exit.RAN_THROUGH), exits());
        assertEquals(List.of(SpecialEvent.RUN_THROUGH), events());
        assertTrue(alarmed(LaneAlarm.RUN_THROUGH));
        assertEquals(LOWER, lane.told(BarrierCommand.class).getLast());
        assertEquals(Optional.empty(), lane.journal(PassageEnded.class).getLast().transactionId(), "nobody's payment is given to it");
    }

    @Test
    void aTailgaterDoesNotLeaveOnThePaymentOfTheVehicleBehindIt() {
        enterAndPay(first);
        lane.armObeys().vehicleEnters().vehiclePasses().after(300).loop(Role.ARM, Occupancy.OCCUPIED);
        lane.vehicleEnters().read(third).after(50).answers(third);
        lane.loop(Role.ARM, Occupancy.CLEAR).after(500);
        assertEquals(List.of(Exit.PASSED, Exit.RAN_THROUGH), exits());
        lane.vehiclePasses().after(500);
        assertEquals(List.of(Exit.PASSED, Exit.RAN_THROUGH, Exit.PASSED), exits());
        assertEquals(LOWER, lane.told(BarrierCommand.class).getLast());
    }

    @Test
    void aTailgaterThatNoTriggerShowedIsStillAVehicle() {
        enterAndPay(first);
        lane.armObeys().vehiclePasses().after(100).vehiclePasses();
        assertEquals(List.of(Exit.PASSED, Exit.RAN_THROUGH), exits());
    }

    @Test
    void whoBacksOffTheLoopUnderAClosedArmHasNotPassed() {
        lane.vehicleEnters().after(3000).vehiclePasses();
        assertEquals(List.of(), exits());
        assertEquals(1, lane.state.queue().vehicles().size());
        assertEquals(Place.IN_ZONE, lane.state.queue().vehicles().getFirst().place());
        assertFalse(alarmed(LaneAlarm.RUN_THROUGH));
    }

    @Test
    void aRefusedHeadThatBacksOutIsReplacedByTheNextWhenItIsNotHeardAnyMore() {
        first.cardExpiryYmd = 20250101;
        lane.vehicleEnters().after(100).read(first).after(1500).vehicleEnters();
        assertTrue(lane.state.queue().uncertain(), "out or in, two loops cannot tell");
        lane.after(6000).vehicleEnters().read(second);
        assertEquals(List.of(Exit.REVERSED_OUT), exits());
        assertEquals(List.of(SpecialEvent.REVERSED), events());
        assertEquals(1, lane.told(RsuCommand.Debit.class).size());
        assertFalse(lane.state.queue().uncertain());
    }

    @Test
    void aRefusedHeadThatIsHeardAgainHasStayedAndTheFollowerWaits() {
        first.cardExpiryYmd = 20250101;
        lane.vehicleEnters().after(100).read(first).after(2000).vehicleEnters().after(2000).read(first);
        assertFalse(lane.state.queue().uncertain());
        assertEquals(2, lane.state.queue().vehicles().size());
        lane.after(6000).read(second);
        assertTrue(lane.told(RsuCommand.Debit.class).isEmpty(), "its money would open the arm for the refused one");
        assertEquals(List.of(), exits());
    }

    @Test
    void whileItBacksOverTheLoopItCanStillBeHeardAndThatProvesNothing() {
        first.cardExpiryYmd = 20250101;
        lane.vehicleEnters().after(100).read(first).after(3000).vehicleEnters().after(300).found(first);
        assertTrue(lane.state.queue().uncertain());
    }

    @Test
    void crossingsAloneDoNotShowThatTheRefusedOneHasLeftButItsSilenceAfterThemDoes() {
        first.cardExpiryYmd = 20250101;
        lane.vehicleEnters().after(100).read(first).after(1000).vehicleEnters().after(1000).vehicleEnters();
        assertEquals(List.of(), exits(), "the follower may have come and gone, and come again");
        lane.read(second);
        assertTrue(lane.told(RsuCommand.Debit.class).isEmpty());
        lane.after(6000).vehicleEnters().read(second);
        assertEquals(Exit.REVERSED_OUT, exits().getFirst());
        assertEquals(1, lane.told(RsuCommand.Debit.class).size());
    }

    @Test
    void behindARefusedVehicleWithoutObuTheFollowerThatMadeRoomAndCameAgainIsNext() {
        lane.vehicleEnters().after(4000);
        assertEquals(List.of(SpecialEvent.NO_OBU), lane.refusals());
        lane.vehicleEnters().found(second).after(2000).found(second);
        assertTrue(lane.told(RsuCommand.Debit.class).isEmpty(), "it stands behind the one without an OBU");
        lane.after(5000).vehicleEnters().read(second);
        assertEquals(Exit.REVERSED_OUT, exits().getFirst());
        assertEquals(1, lane.told(RsuCommand.Debit.class).size());
    }

    @Test
    void aSilentCrossingIsTheWayOutOfTheRefusedVehicleWithoutObu() {
        lane.vehicleEnters().after(4000).vehicleEnters().after(3000).vehicleEnters().read(second);
        assertEquals(1, lane.told(RsuCommand.Debit.class).size());
        assertEquals(Exit.REVERSED_OUT, exits().getFirst());
    }

    @Test
    void anObuThatWasHereBeforeAnyVehicleIsNotTheNextVehiclesOwn() {
        lane.read(first).after(1000);
        assertTrue(alarmed(LaneAlarm.ADJACENT_LANE));
        lane.after(1000).vehicleEnters().found(first).after(500).read(second);
        assertEquals(second.obuId(), lane.told(RsuCommand.Debit.class).getFirst().obu());
    }

    @Test
    void onlyIfTheVehicleShowsNoOtherForLongTheEarlyObuIsItsOwn() {
        lane.read(first).after(1000).vehicleEnters().after(2000).found(first).after(2000).found(first).after(2000).found(first)
                .after(2500).read(first);
        assertEquals(first.obuId(), lane.told(RsuCommand.Debit.class).getFirst().obu());
    }

    @Test
    void whoHasPaidAndIsHeardGetsOutEvenWhenNoLoopShowsIt() {
        enterAndPay(first);
        lane.armObeys().event(new LaneEvent.ZoneDeclaredEmpty("foreman")).after(1000).armObeys();
        assertEquals(LOWER, lane.told(BarrierCommand.class).getLast());
        lane.after(40_000).found(first);
        assertEquals(RAISE, lane.told(BarrierCommand.class).getLast());
        assertEquals(1, lane.told(RsuCommand.Debit.class).size());
    }

    @Test
    void aFollowerThatBacksOutFromBehindARefusedVehicleIsGone() {
        first.cardExpiryYmd = 20250101;
        lane.vehicleEnters().after(100).read(first).after(2000).vehicleEnters().after(2000).read(first);
        lane.after(1000).vehicleEnters();
        assertEquals(List.of(Exit.REVERSED_OUT), exits());
        assertEquals(1, lane.state.queue().vehicles().size());
        assertTrue(lane.state.queue().vehicles().getFirst().isRefused());
    }

    @Test
    void theRefusedDriverMendsItAndPays() {
        long enough = first.balanceFen;
        first.balanceFen = 0;
        lane.vehicleEnters().after(100).read(first).after(3000);
        assertEquals(List.of(SpecialEvent.BALANCE_INSUFFICIENT), lane.refusals());
        first.balanceFen = enough;
        lane.read(first).after(50).answers(first);
        assertEquals(List.of(RAISE), lane.told(BarrierCommand.class));
    }

    @Test
    void aVehicleThatWasReadButNeverComesLeavesARecordAndNoDebit() {
        lane.read(first).after(1000);
        assertTrue(lane.told(RsuCommand.Debit.class).isEmpty());
        assertTrue(alarmed(LaneAlarm.ADJACENT_LANE));
        assertInstanceOf(Dialogue.Searching.class, lane.state.dialogue());
    }

    @Test
    void aPaidVehicleThatNeverReachesTheArmIsGivenUpAndTheArmComesDown() {
        enterAndPay(first);
        lane.armObeys().after(200_000);
        assertEquals(List.of(Exit.NEVER_SEEN_AGAIN), exits());
        assertEquals(List.of(SpecialEvent.QUEUE_ABNORMAL), events());
        assertEquals(LOWER, lane.told(BarrierCommand.class).getLast());
    }

    @Test
    void aPaidVehicleGivenUpTooEarlyIsLetGoWithoutASecondDebit() {
        enterAndPay(first);
        lane.armObeys().after(130_000).armObeys();
        lane.vehicleEnters().after(100).found(first);
        assertEquals(1, lane.told(RsuCommand.Debit.class).size());
        assertEquals(RAISE, lane.told(BarrierCommand.class).getLast());
    }

    @Test
    void aTriggerLoopThatSticksIsAnAlarmAndMakesNoVehicles() {
        lane.loop(Role.TRIGGER, Occupancy.OCCUPIED).after(130_000);
        assertTrue(lane.state.alarms().containsKey(LaneAlarm.LOOP_STUCK));
        assertEquals(1, lane.state.queue().vehicles().size());
        lane.loop(Role.TRIGGER, Occupancy.CLEAR);
        assertFalse(lane.state.alarms().containsKey(LaneAlarm.LOOP_STUCK));
    }

    @Test
    void aLoopUnderTheArmThatSticksKeepsItUpWithAnAlarm() {
        enterAndPay(first);
        lane.armObeys().loop(Role.ARM, Occupancy.OCCUPIED).after(600_000);
        assertEquals(List.of(RAISE), lane.told(BarrierCommand.class));
        assertTrue(lane.state.alarms().containsKey(LaneAlarm.LOOP_STUCK));
    }

    @Test
    void aLoopToldTwiceIsOneVehicle() {
        lane.loop(Role.TRIGGER, Occupancy.OCCUPIED).loop(Role.TRIGGER, Occupancy.OCCUPIED).loop(Role.TRIGGER, Occupancy.CLEAR)
                .loop(Role.TRIGGER, Occupancy.CLEAR);
        assertEquals(1, lane.state.queue().vehicles().size());
    }

    @Test
    void theSameVehicleOnALoopThatWasUnknownForAMomentIsNotAnother() {
        lane.loop(Role.TRIGGER, Occupancy.OCCUPIED).after(100).loop(Role.TRIGGER, Occupancy.UNKNOWN).after(100)
                .loop(Role.TRIGGER, Occupancy.OCCUPIED);
        assertEquals(1, lane.state.queue().vehicles().size());
    }

    @Test
    void afterARestartAVehicleMayStandInTheZoneUnseen() {
        LaneScript fresh = LaneScript.justStarted();
        fresh.read(first).after(700);
        assertEquals(1, fresh.told(RsuCommand.Debit.class).size());
        assertTrue(fresh.state.queue().vehicles().getFirst().inferred());
        fresh.answers(first).armObeys().vehiclePasses();
        assertEquals(Exit.PASSED, fresh.journal(PassageEnded.class).getFirst().exit());
    }

    @Test
    void aFollowerThatPaysWhileTheFirstIsLeavingKeepsTheArmUp() {
        enterAndPay(first);
        lane.armObeys();
        enterAndPay(second);
        lane.vehiclePasses().after(500);
        enterAndPay(third);
        lane.vehiclePasses().after(500);
        assertEquals(List.of(RAISE), lane.told(BarrierCommand.class));
        lane.vehiclePasses().after(500);
        assertEquals(List.of(RAISE, LOWER), lane.told(BarrierCommand.class));
    }

    @Test
    void theArmFallsBeforeAFollowerThatHasNotPaid() {
        enterAndPay(first);
        lane.armObeys().vehicleEnters().vehiclePasses().after(300);
        assertEquals(List.of(RAISE, LOWER), lane.told(BarrierCommand.class));
    }

    @Test
    void aChatteringTriggerLoopDoesNotFillTheMemory() {
        lane.device(new HealthEvent("rsu", lane.now().nanos(), HealthEvent.State.DOWN, "test"));
        for (int i = 0; i < 5000; i++) {
            lane.loop(Role.TRIGGER, Occupancy.OCCUPIED).after(5).loop(Role.TRIGGER, Occupancy.CLEAR).after(5);
        }
        assertTrue(lane.state.queue().vehicles().size() <= 4 * (ZONE + 1), () -> "" + lane.state.queue().vehicles().size());
        assertTrue(exits().stream().allMatch(e -> e == Exit.NEVER_SEEN_AGAIN));
    }

    @Test
    void staffCanDeclareTheZoneEmpty() {
        lane.vehicleEnters().after(3000).vehicleEnters();
        lane.event(new LaneEvent.ZoneDeclaredEmpty("foreman"));
        assertEquals(List.of(), lane.state.queue().vehicles());
        assertEquals(List.of(Exit.NEVER_SEEN_AGAIN, Exit.NEVER_SEEN_AGAIN), exits());
        enterAndPay(first);
        assertEquals(List.of(RAISE), lane.told(BarrierCommand.class));
    }

    @Test
    void aRunThroughWithTheArmUnknownIsNotMistakenForBackingOff() {
        lane.arm(Position.UNKNOWN).vehicleEnters().after(100).vehiclePasses();
        assertEquals(List.of(Exit.RAN_THROUGH), exits());
    }

    // the queue by itself

    private static Moment at(int millis) {
        return new Moment(millis * 1_000_000L, millis);
    }

    private static PassageQueue queueOf(int vehicles) {
        PassageQueue queue = PassageQueue.empty(0);
        for (int i = 0; i < vehicles; i++) {
            queue = queue.triggerOccupied(at(2000 * i), ZONE, 5000, Long.MAX_VALUE).queue().triggerCleared(at(2000 * i + 1000).nanos())
                    .queue();
        }
        return queue;
    }

    @Test
    void anObuBelongsToTheForemostVehicleThatHasNone() {
        PassageQueue queue = queueOf(2).claim(1, new Claim.Paid(first.obuId(), "t", 0));
        Binding.Bound bound = assertInstanceOf(Binding.Bound.class, queue.bind(second.obuId(), 0, 5000));
        assertEquals(2, bound.vehicle().number());
        assertInstanceOf(Binding.Bound.class, queue.bind(first.obuId(), 0, 5000));
        PassageQueue full = queue.claim(2, new Claim.Paid(second.obuId(), "u", 0));
        assertInstanceOf(Binding.NoVehicle.class, full.bind(third.obuId(), 0, 5000));
    }

    @Test
    void anEmptyQueueTakesEveryEventCalmly() {
        PassageQueue queue = PassageQueue.empty(7);
        assertEquals(queue, queue.triggerCleared(1).queue());
        assertEquals(queue, queue.armCleared(true, 1).queue());
        assertInstanceOf(Binding.NoVehicle.class, queue.bind(first.obuId(), 1, 5000));
        PassageQueue inferred = queue.armOccupied(at(1));
        assertEquals(8, inferred.lastNumber());
        assertTrue(inferred.vehicles().getFirst().inferred());
    }

    @Test
    void numbersAreNeverUsedTwice() {
        PassageQueue queue = queueOf(3);
        Change gone = queue.remove(queue.vehicles().getLast(), Exit.REVERSED_OUT);
        assertEquals(4, gone.queue().triggerOccupied(at(9000), ZONE, 5000, Long.MAX_VALUE).queue().vehicles().getLast().number());
    }

    @Test
    void onlyOneVehicleStandsAtTheArm() {
        PassageQueue queue = queueOf(2).armOccupied(at(5)).armOccupied(at(6));
        assertEquals(1, queue.vehicles().stream().filter(v -> v.place() == Place.AT_ARM).count());
        assertEquals(Place.AT_ARM, queue.vehicles().getFirst().place());
    }
}
