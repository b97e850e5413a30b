package org.etclane.sim.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.etclane.device.LoopEvent;
import org.etclane.lane.core.JournalEntry;
import org.etclane.lane.core.JournalEntry.PassageEnded;
import org.etclane.lane.core.JournalEntry.PassageEnded.Exit;
import org.etclane.lane.core.LaneAlarm;
import org.etclane.lane.core.LaneKind;
import org.etclane.lane.rules.SpecialEvent;
import org.etclane.sim.device.RsuSerialSimSettings;
import org.etclane.sim.device.RsuSimCommand;
import org.etclane.sim.device.RsuSimFault;
import org.etclane.sim.world.Arrival;
import org.etclane.sim.world.Behaviour;
import org.etclane.sim.world.LoopFault;
import org.etclane.sim.world.VehicleKind;
import org.etclane.sim.world.VehicleSpec;
import org.junit.jupiter.api.Test;

/** What becomes of the vehicles that a passage queue gets wrong, one by one, on the road: outcome, special event, alarm. */
class LaneScenarioTest {
    private final VirtualLane lane = VirtualLaneTest.lane(LaneKind.EXIT, RsuSerialSimSettings.classic(), 1);
    private final List<Arrival> arrivals = new ArrayList<>();

    private static VehicleSpec car(int number) {
        return VehicleSpec.car("测A%05d".formatted(number));
    }

    private LaneScenarioTest comes(double atS, VehicleSpec spec) {
        arrivals.add(new Arrival(arrivals.size() + 1, Math.round(atS * 1e9), spec, OptionalInt.empty()));
        return this;
    }

    private LaneScenarioTest go(double forS) {
        lane.runForSeconds(20);
        lane.traffic(arrivals);
        lane.runForSeconds(forS);
        return this;
    }

    private <T extends JournalEntry> List<T> journal(Class<T> type) {
        return lane.journal().entries().stream().filter(type::isInstance).map(type::cast).toList();
    }

    private List<Exit> exits() {
        return journal(PassageEnded.class).stream().map(PassageEnded::exit).toList();
    }

    private List<SpecialEvent> passageEvents() {
        return journal(PassageEnded.class).stream().flatMap(p -> p.event().stream()).toList();
    }

    private List<SpecialEvent> refusals() {
        return journal(JournalEntry.Refused.class).stream().map(JournalEntry.Refused::event).toList();
    }

    private boolean alarmed(LaneAlarm alarm) {
        return journal(JournalEntry.AlarmChanged.class).stream().anyMatch(a -> a.alarm() == alarm && a.active());
    }

    private boolean passed(int number) {
        return lane.driven().get(number - 1).vehicle().passed();
    }

    private void nobodyWasHarmed() {
        assertEquals(List.of(), LaneVerdict.alwaysWrong(lane));
        assertEquals(List.of(), lane.world.monitor().contacts());
    }

    @Test
    void whoIsRefusedBacksOutWithAllBehindItAndTheyAreServedInTurn() {
        comes(0, car(1).with(VehicleKind.OBU_EXPIRED)).comes(4, car(2)).comes(8, car(3)).go(120);
        assertEquals(List.of(SpecialEvent.OBU_EXPIRED), refusals());
        assertEquals(Exit.REVERSED_OUT, exits().getFirst());
        assertTrue(passageEvents().contains(SpecialEvent.REVERSED));
        assertFalse(passed(1));
        assertTrue(passed(2) && passed(3));
        assertEquals(2, lane.purses.size());
        nobodyWasHarmed();
    }

    @Test
    void theSameForOneWithoutAnObu() {
        comes(0, car(1).with(VehicleKind.NO_OBU)).comes(4, car(2)).comes(8, car(3)).go(120);
        assertEquals(List.of(SpecialEvent.NO_OBU), refusals());
        assertTrue(passageEvents().contains(SpecialEvent.REVERSED));
        assertFalse(passed(1));
        assertTrue(passed(2) && passed(3));
        nobodyWasHarmed();
    }

    @Test
    void whoReversesUnreadIsOnRecordAndHoldsNobodyUp() {
        comes(0, car(1).with(Behaviour.REVERSES_UNREAD)).comes(20, car(2)).go(120);
        assertTrue(refusals().contains(SpecialEvent.NO_OBU) || passageEvents().contains(SpecialEvent.REVERSED));
        assertFalse(passed(1));
        assertTrue(passed(2));
        assertEquals(1, lane.purses.size());
        nobodyWasHarmed();
    }

    @Test
    void whoPaidAndNeverComesIsOnRecordAndTheArmComesDown() {
        comes(0, car(1).with(Behaviour.TURNS_BACK_AFTER_READ)).go(300);
        assertEquals(List.of(Exit.NEVER_SEEN_AGAIN), exits());
        assertEquals(List.of(SpecialEvent.QUEUE_ABNORMAL), passageEvents());
        assertEquals(0, lane.world.arm().angleDegrees());
        nobodyWasHarmed();
    }

    @Test
    void afterItTheNextWithoutAnObuDoesNotPassOnItsPayment() {
        comes(0, car(1).with(Behaviour.TURNS_BACK_AFTER_READ)).comes(30, car(2).with(VehicleKind.NO_OBU)).go(200);
        assertFalse(passed(2));
        assertTrue(refusals().contains(SpecialEvent.NO_OBU));
        nobodyWasHarmed();
    }

    @Test
    void aTailgaterIsNeverHitAndCostsTheNextOneNothing() {
        comes(0, car(1)).comes(1.5, car(2).with(VehicleKind.NO_OBU).with(Behaviour.TAILGATER)).comes(25, car(3)).go(120);
        assertTrue(passed(1) && passed(3));
        assertEquals(2, lane.purses.size());
        nobodyWasHarmed();
    }

    @Test
    void aTriggerLoopThatSticksIsAnAlarmUntilItIsMended() {
        lane.runForSeconds(20);
        lane.world.loopFault(LoopEvent.Role.TRIGGER, LoopFault.STUCK_OCCUPIED);
        lane.runForSeconds(150);
        assertTrue(lane.state().alarms().containsKey(LaneAlarm.LOOP_STUCK));
        lane.world.loopFault(LoopEvent.Role.TRIGGER, LoopFault.NONE);
        lane.runForSeconds(100);
        assertFalse(lane.state().alarms().containsKey(LaneAlarm.LOOP_STUCK));
        comes(0, car(1)).go(60);
        assertTrue(passed(1));
        assertEquals(1, lane.purses.size());
        nobodyWasHarmed();
    }

    @Test
    void aLoopUnderTheArmThatSticksKeepsItUp() {
        comes(0, car(1)).go(6);
        lane.world.loopFault(LoopEvent.Role.ARM, LoopFault.STUCK_OCCUPIED);
        lane.runForSeconds(200);
        assertTrue(lane.state().alarms().containsKey(LaneAlarm.LOOP_STUCK));
        assertEquals(90, lane.world.arm().angleDegrees());
        lane.world.loopFault(LoopEvent.Role.ARM, LoopFault.NONE);
        lane.runForSeconds(10);
        assertEquals(0, lane.world.arm().angleDegrees());
        nobodyWasHarmed();
    }

    @Test
    void anObuOfTheNeighbouringLaneIsAnAlarmAndPaysNothing() {
        comes(0, car(1).with(Behaviour.NEIGHBOUR_OBU)).comes(0.5, car(2).with(VehicleKind.NO_OBU)).go(100);
        assertTrue(alarmed(LaneAlarm.ADJACENT_LANE));
        assertEquals(0, lane.purses.size());
        assertFalse(passed(2));
        nobodyWasHarmed();
    }

    @Test
    void theSecondIsTransactedWhileTheFirstIsLeavingAndTheArmStaysUp() {
        comes(0, car(1)).comes(2.5, car(2)).go(60);
        assertEquals(List.of(Exit.PASSED, Exit.PASSED), exits());
        assertEquals(1, lane.world.monitor().raises());
        long secondSettled = journal(JournalEntry.Settled.class).getLast().wallMillis();
        assertTrue(secondSettled < journal(PassageEnded.class).getFirst().wallMillis());
        nobodyWasHarmed();
    }

    /** Issue 2 §2.3: whatever way the answer to a debit is lost, one debit, one settlement, and the driver gets out. */
    @Test
    void aLostAnswerToADebitIsResolvedWithoutASecondOne() {
        for (RsuSimFault fault : List.of(RsuSimFault.DEBIT_LOST_AFTER_CARD, RsuSimFault.DEBIT_AND_PROOF_LOST, RsuSimFault.MAC2_ERROR,
                RsuSimFault.SILENT_AFTER_CARD, RsuSimFault.RESET_AFTER_CARD, RsuSimFault.LATE_B5, RsuSimFault.STUCK_AFTER_CARD)) {
            LaneScenarioTest one = new LaneScenarioTest();
            one.lane.rsuLine.commandDevice(new RsuSimCommand.FailNext(fault));
            one.comes(0, car(1)).go(400);
            assertEquals(1, one.lane.purses.size(), fault::name);
            boolean explained = one.lane.journal().settled().size() == 1 || one.journal(JournalEntry.Reconciliation.class).size() == 1;
            assertTrue(explained, fault::name);
            assertEquals(1, one.journal(JournalEntry.Intended.class).size(), fault::name);
            one.nobodyWasHarmed();
        }
    }

    /** Issue 2 §2.4. */
    @Test
    void framesThatComeTwiceChangeNothing() {
        for (RsuSimFault fault : List.of(RsuSimFault.DUPLICATE_B2, RsuSimFault.DUPLICATE_B3, RsuSimFault.DUPLICATE_B4,
                RsuSimFault.DUPLICATE_B5)) {
            LaneScenarioTest one = new LaneScenarioTest();
            one.lane.rsuLine.commandDevice(new RsuSimCommand.FailNext(fault));
            one.comes(0, car(1)).go(60);
            assertEquals(1, one.lane.purses.size(), fault::name);
            assertTrue(one.passed(1), fault::name);
            one.nobodyWasHarmed();
        }
    }
}
