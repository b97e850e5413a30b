package org.etclane.lane.core;

import static org.etclane.device.BarrierCommand.LOWER;
import static org.etclane.device.BarrierCommand.RAISE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.etclane.device.BarrierCommand;
import org.etclane.device.BarrierEvent.Position;
import org.etclane.device.HealthEvent;
import org.etclane.device.LoopEvent.Occupancy;
import org.etclane.device.LoopEvent.Role;
import org.etclane.lane.core.LaneScript.Obu;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** After a start nobody knows who stands between the loops: an arm lowered "behind" a vehicle may be lowered on another. */
class UnseenVehicleTest {
    private final LaneScript lane = LaneScript.justStarted();
    private final Obu obu = new Obu(1);

    private LaneScript upAtStart() {
        lane.arm(Position.UP);
        return lane;
    }

    @Test
    void anArmThatIsUpAtStartComesDownOnceTheZoneHasBeenEmpty() {
        upAtStart().after(4900);
        assertTrue(lane.told(BarrierCommand.class).isEmpty());
        lane.after(200);
        assertEquals(List.of(LOWER), lane.told(BarrierCommand.class));
    }

    @Test
    void whoWasInTheLaneBeforeMayPassInPlaceOfTheOneWhoPaid() {
        upAtStart().vehicleEnters().read(obu).after(100).answers(obu).after(100);
        lane.vehiclePasses().after(3000);
        assertFalse(lane.told(BarrierCommand.class).contains(LOWER), "the one who paid may still be on its way to the arm");
        lane.vehiclePasses().after(3000);
        assertFalse(lane.told(BarrierCommand.class).contains(LOWER));
        lane.after(1000);
        assertTrue(lane.told(BarrierCommand.class).contains(LOWER), "nothing was seen for long enough");
    }

    @Test
    void afterTheZoneHasBeenEmptyTheArmFallsAtOnceBehindEveryVehicle() {
        lane.after(6000);
        lane.vehicleEnters().read(obu).after(100).answers(obu).after(100).armObeys().vehiclePasses().after(300);
        assertEquals(List.of(RAISE, LOWER), lane.told(BarrierCommand.class));
    }

    @Test
    void whenTheLoopsWereLostForAWhileItIsAsAfterAStart() {
        lane.after(6000);
        lane.vehicleEnters().read(obu).after(100).answers(obu).after(100).armObeys();
        lane.loop(Role.ARM, Occupancy.UNKNOWN).loop(Role.TRIGGER, Occupancy.UNKNOWN).after(2000);
        lane.loop(Role.TRIGGER, Occupancy.CLEAR).loop(Role.ARM, Occupancy.CLEAR).vehiclePasses().after(1000);
        assertEquals(List.of(RAISE), lane.told(BarrierCommand.class));
        lane.after(3000);
        assertEquals(List.of(RAISE, LOWER), lane.told(BarrierCommand.class));
    }

    @Test
    void staffWhoSayThatTheZoneIsEmptyAreBelieved() {
        upAtStart().vehicleEnters().after(5000).event(new LaneEvent.ZoneDeclaredEmpty("staff")).after(1);
        assertEquals(List.of(LOWER), lane.told(BarrierCommand.class));
    }

    @Test
    void whoStandsUnderTheRaisedArmAtStartIsNotTakenForOneWithoutAnObu() {
        upAtStart().loop(Role.ARM, Occupancy.OCCUPIED).after(8000);
        assertEquals(List.of(), lane.refusals());
        assertTrue(lane.told(BarrierCommand.class).isEmpty());
        lane.loop(Role.ARM, Occupancy.CLEAR).after(10);
        assertEquals(JournalEntry.PassageEnded.Exit.RAN_THROUGH, lane.journal(JournalEntry.PassageEnded.class).getFirst().exit());
    }

    @Test
    void whoWaitsWhileTheAntennaIsAwayIsNotRefusedTheMomentItComesBack() {
        lane.vehicleEnters().after(100).device(new HealthEvent("rsu", lane.now().nanos(), HealthEvent.State.DOWN, "unplugged"));
        lane.after(5000).device(new HealthEvent("rsu", lane.now().nanos(), HealthEvent.State.UP, "")).after(2000);
        assertEquals(List.of(), lane.refusals());
        lane.read(obu).after(100).answers(obu).after(100);
        assertEquals(List.of(RAISE), lane.told(BarrierCommand.class));
    }

    @Test
    void norWhenTheLaneIsOpened() {
        lane.after(6000).event(new LaneEvent.LaneClosed("lunch", "staff")).vehicleEnters().after(5000);
        lane.event(new LaneEvent.LaneOpened("staff")).after(2000);
        assertEquals(List.of(), lane.refusals());
    }

    /** The one of the I/O controller, or one on a line of its own. */
    @ParameterizedTest
    @ValueSource(strings = {"io", "display"})
    void aDisplayThatComesBackIsToldWhatToShow(String device) {
        lane.after(6000).event(new LaneEvent.LaneClosed("lunch", "staff")).after(100);
        lane.device(new HealthEvent(device, lane.now().nanos(), HealthEvent.State.DOWN, "unplugged")).after(1000).clearLog();
        lane.device(new HealthEvent(device, lane.now().nanos(), HealthEvent.State.UP, "")).after(1);
        assertEquals(List.of(LaneEffect.Phrase.LANE_CLOSED), lane.shown.stream().map(LaneEffect.Show::phrase).toList());
    }
}
