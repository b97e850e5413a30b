package org.etclane.lane.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.etclane.device.Bytes;
import org.etclane.device.HealthEvent;
import org.etclane.device.HealthEvent.State;
import org.etclane.device.ScaleCommand;
import org.etclane.device.ScaleEvent;
import org.etclane.device.VehicleWeight;
import org.etclane.lane.core.JournalEntry.PassageEnded;
import org.etclane.lane.rules.SpecialEvent;
import org.junit.jupiter.api.Test;

/** Weights in a whole lane: held with their vehicle, shown, and deciding nothing. */
class WeighingLaneTest {
    /** The scale lies a vehicle's length in front of the loop, so that weights come first. */
    private final LaneScript lane = new LaneScript(ahead(), StartFacts.FIRST);

    private static LaneSettings ahead() {
        LaneSettings d = LaneScript.settings(LaneKind.EXIT);
        return new LaneSettings(d.kind(), d.laneId(), d.station(), d.laneNumber(), d.zone(), d.transitLayout(), d.transitTimeLocal(),
                d.entryFutureMinutes(), d.recentMinutes(), d.zoneVehicles(), d.zoneWaitMs(), d.rsuPatienceMs(), d.outcomeTimeoutMs(),
                d.tacAttempts(), d.resolveMs(), d.obuSearchMs(), d.reheardMs(), d.startGraceMs(), d.goneMs(), d.paidTimeoutMs(),
                d.zoneStaleMs(), d.keepUpForFollower(), d.armClearHoldMs(), d.armTravelMs(), d.loopStuckMs(), d.alarmMs(),
                d.rsuFaultShowMs(), d.displayHoldMs(), new WeighQueue.Window(1, 15_000, 2000, 10_000));
    }

    private static VehicleWeight weight(long id) {
        return new VehicleWeight(id, Optional.empty(), 12_450, 2, List.of(), List.of(), List.of(), 185, false, Set.of());
    }

    private LaneScript health(State state) {
        return lane.device(new HealthEvent(Devices.SCALE, lane.now().nanos(), state, state == State.UP ? "" : "test"));
    }

    private LaneScript weighed(long id) {
        return lane.device(new ScaleEvent.VehicleWeighed(Devices.SCALE, lane.now().nanos(), weight(id), Bytes.EMPTY));
    }

    private <T extends Observation> List<T> observed(Class<T> kind) {
        return lane.observed.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private void withScale() {
        health(State.UP).after(11_000).clearLog();
    }

    @Test
    void aWeightIsHeldWithItsVehicleUntilThatHasLeft() {
        withScale();
        weighed(1).after(500).vehicleEnters();
        long number = lane.state.queue().head().orElseThrow().number();
        assertEquals(List.of(new Observation.VehicleWeighed(number, weight(1))), observed(Observation.VehicleWeighed.class));
        assertEquals(Optional.of(weight(1)), lane.state.weighing().weightOf(number));
        LaneScript.Obu obu = new LaneScript.Obu(1);
        lane.read(obu).after(20).answers(obu).armObeys().vehiclePasses();
        assertEquals(1, observed(Observation.VehicleLeft.class).size());
        assertEquals(Optional.empty(), lane.state.weighing().weightOf(number));
        assertEquals(List.of(Optional.of(weight(1))), lane.journal(PassageEnded.class).stream().map(PassageEnded::weight).toList());
        assertEquals(List.of(Optional.empty()), lane.journal(PassageEnded.class).stream().map(PassageEnded::event).toList());
        assertFalse(lane.state.weighing().unsure());
    }

    /** Only the step that has taken the weight in lets the scale forget it; told twice, it is said twice and taken once. */
    @Test
    void theScaleMayForgetWhatTheLaneHolds() {
        withScale();
        weighed(1);
        assertEquals(List.of(new ScaleCommand.Taken(1)), lane.told(ScaleCommand.class));
        assertEquals(1, lane.state.weighing().weights().size());
        weighed(1);
        assertEquals(2, lane.told(ScaleCommand.class).size());
        assertEquals(1, lane.state.weighing().weights().size());
    }

    @Test
    void aVehicleWithoutAWeightIsASpecialEventAndIsServed() {
        withScale();
        lane.vehicleEnters().after(2500);
        assertEquals(SpecialEvent.NOT_WEIGHED, observed(Observation.VehicleUnweighed.class).getFirst().event());
        assertEquals(List.of(), lane.refusals().stream().filter(e -> e == SpecialEvent.NOT_WEIGHED).toList());
        assertTrue(lane.state.weighing().unsure());
        LaneScript.Obu obu = new LaneScript.Obu(1);
        lane.read(obu).after(20).answers(obu).armObeys().vehiclePasses();
        PassageEnded passage = lane.journal(PassageEnded.class).getFirst();
        assertEquals(Optional.of(SpecialEvent.NOT_WEIGHED), passage.event());
        assertEquals(Optional.empty(), passage.weight());
    }

    /** Behind a refused vehicle a crossing of the loop may be that one on its way out. */
    @Test
    void aCrossingBehindARefusedVehicleIsNoPlaceInTheOrder() {
        withScale();
        lane.vehicleEnters().after(3000);
        assertTrue(lane.state.queue().blocked().isPresent(), "no OBU");
        lane.after(20_000);
        lane.clearLog();
        weighed(2).vehicleEnters();
        assertEquals(List.of(WeighQueue.Mismatch.VEHICLE_UNSEEN),
                observed(Observation.VehicleUnweighed.class).stream().map(Observation.VehicleUnweighed::why).toList());
    }

    @Test
    void aWeightWithoutAVehicleIsASpecialEvent() {
        withScale();
        weighed(1).after(15_100);
        assertEquals(List.of(new Observation.WeightUnpaired(weight(1), SpecialEvent.QUEUE_ABNORMAL, WeighQueue.Mismatch.NO_VEHICLE)),
                observed(Observation.WeightUnpaired.class));
        assertEquals(List.of(weight(1)), lane.journal(JournalEntry.WeightUnpaired.class).stream()
                .map(JournalEntry.WeightUnpaired::weight).toList(), "on record as well");
    }

    @Test
    void aVehicleThatBackedOffTheScale() {
        withScale();
        weighed(1).device(new ScaleEvent.LastVehicleReversed(Devices.SCALE, lane.now().nanos(), 1));
        assertEquals(SpecialEvent.REVERSED, observed(Observation.WeightUnpaired.class).getFirst().event());
    }

    @Test
    void aLaneWithoutAScaleMissesNothing() {
        lane.vehicleEnters().after(5000);
        assertEquals(List.of(), observed(Observation.VehicleUnweighed.class));
        assertFalse(lane.state.alarms().containsKey(LaneAlarm.SCALE_DOWN));
    }

    @Test
    void aScaleThatIsAwayIsAnAlarmAndOneWithAFaultGoesOnWeighing() {
        withScale();
        health(State.DEGRADED);
        assertTrue(lane.state.alarms().containsKey(LaneAlarm.SCALE_DOWN));
        weighed(1).vehicleEnters();
        assertEquals(1, observed(Observation.VehicleWeighed.class).size());
        health(State.DOWN);
        assertEquals(WeighQueue.Mismatch.SCALE_AWAY, observed(Observation.VehicleUnweighed.class).getFirst().why());
        health(State.UP);
        assertFalse(lane.state.alarms().containsKey(LaneAlarm.SCALE_DOWN));
    }

    @Test
    void whatAScaleSaysBesidesDecidesNothing() {
        withScale();
        LaneState before = lane.state;
        lane.device(new ScaleEvent.LiveWeight(Devices.SCALE, lane.now().nanos(), 5000, true));
        lane.device(new ScaleEvent.ScaleState(Devices.SCALE, lane.now().nanos(), Set.of(), 3));
        assertEquals(before.weighing(), lane.state.weighing());
        lane.device(new ScaleEvent.CommandAnswered(Devices.SCALE, lane.now().nanos(), new ScaleCommand.Zero(), true, ""));
        lane.device(new ScaleEvent.RecordsLost(Devices.SCALE, lane.now().nanos(), 2, "test"));
        assertEquals(2, observed(Observation.Ignored.class).size(), "counted and seen");
        assertTrue(lane.state.weighing().unsure());
        assertEquals(List.of(), lane.told);
    }
}
