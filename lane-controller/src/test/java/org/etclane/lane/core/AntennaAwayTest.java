package org.etclane.lane.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.etclane.device.BarrierCommand;
import org.etclane.device.BarrierEvent.Position;
import org.etclane.device.HealthEvent;
import org.etclane.device.LoopEvent.Occupancy;
import org.etclane.device.LoopEvent.Role;
import org.etclane.device.RsuCommand;
import org.etclane.lane.core.LaneEffect.Phrase;
import org.etclane.lane.core.LaneScript.Obu;
import org.junit.jupiter.api.Test;

/** What drivers are told, and what the lane concludes, while the antenna is away and when it is back. */
class AntennaAwayTest {
    private final LaneScript lane = LaneScript.exit();
    private final Obu obu = new Obu(1);

    private void rsu(HealthEvent.State state) {
        lane.device(new HealthEvent("rsu", lane.now().nanos(), state, state == HealthEvent.State.UP ? "" : "pulled out"));
    }

    private List<Phrase> shown() {
        return lane.shown.stream().map(LaneEffect.Show::phrase).toList();
    }

    @Test
    void aMomentSendsNobodyAway() {
        lane.vehicleEnters();
        rsu(HealthEvent.State.DOWN);
        lane.after(lane.settings.rsuFaultShowMs() - 100);
        rsu(HealthEvent.State.UP);
        lane.after(2100).read(obu).after(20).answers(obu);
        assertFalse(shown().contains(Phrase.FAULT), "who turns round now would be charged on the way out");
        assertEquals(List.of(BarrierCommand.RAISE), lane.told(BarrierCommand.class));
    }

    @Test
    void longerIsToldToWhoeverComesUntilItIsBack() {
        rsu(HealthEvent.State.DOWN);
        lane.after(lane.settings.rsuFaultShowMs() - 1);
        assertEquals(List.of(), shown());
        lane.after(60_000);
        assertEquals(List.of(Phrase.FAULT), shown());
        rsu(HealthEvent.State.UP);
        assertEquals(List.of(Phrase.FAULT, Phrase.IDLE), shown());
    }

    @Test
    void whoMayHaveBeenDebitedIsNotSentAway() {
        lane.vehicleEnters().after(200).read(obu).after(20);
        obu.obey(lane.lastTransact());
        rsu(HealthEvent.State.DOWN);
        lane.after(lane.settings.rsuFaultShowMs() + 10_000);
        assertFalse(shown().contains(Phrase.FAULT));
    }

    @Test
    void aFeeIsReadToTheEndBeforeTheFaultIsTold() {
        lane.vehicleEnters().after(200).read(obu).after(20).answers(obu);
        rsu(HealthEvent.State.DOWN);
        lane.after(lane.settings.rsuFaultShowMs() + 100);
        assertEquals(Phrase.PAID, shown().getLast());
        lane.after(lane.settings.displayHoldMs());
        assertEquals(Phrase.FAULT, shown().getLast());
    }

    @Test
    void whoWasSilentBeforeItListenedIsNotTakenForOneWithoutAnObu() {
        rsu(HealthEvent.State.DOWN);
        lane.after(500).vehicleEnters().after(1000);
        rsu(HealthEvent.State.UP);
        // the RSU passes over an OBU that it had found before for its wait time, and meanwhile the next vehicle comes
        lane.after(1900).loop(Role.TRIGGER, Occupancy.OCCUPIED).after(50).read(obu);
        long first = lane.state.queue().head().orElseThrow().number();
        assertEquals(1, lane.told(RsuCommand.Debit.class).size());
        assertEquals(first, lane.journal(JournalEntry.Intended.class).getFirst().facts().vehicleNumber());
    }

    @Test
    void anArmThatIsHeldUpAfterAStartIsAnAlarmUntilTheZoneHasBeenSeenEmpty() {
        LaneScript started = LaneScript.justStarted();
        assertFalse(started.state.alarms().containsKey(LaneAlarm.ARM_HELD_UP), "it is down: nobody gets out unpaid");
        started.arm(Position.UP);
        assertTrue(started.state.alarms().containsKey(LaneAlarm.ARM_HELD_UP));
        started.vehicleEnters().vehiclePasses().after(2000);
        assertTrue(started.state.alarms().containsKey(LaneAlarm.ARM_HELD_UP));
        started.after(5000);
        assertEquals(BarrierCommand.LOWER, started.told(BarrierCommand.class).getFirst());
        assertFalse(started.state.alarms().containsKey(LaneAlarm.ARM_HELD_UP));
    }
}
