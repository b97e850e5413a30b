package org.etclane.sim.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.etclane.device.HealthEvent.State;
import org.etclane.device.ScaleCommand;
import org.etclane.device.ScaleEvent;
import org.etclane.device.ScaleEvent.Fault;
import org.etclane.device.VehicleWeight;
import org.etclane.device.VehicleWeight.Doubt;
import org.etclane.device.wim.ff.FfDriver;
import org.etclane.device.wim.ff.FfSettings;
import org.etclane.device.wim.ff.FfSettings.CommandSeven;
import org.etclane.device.wim.ff.FfState;
import org.etclane.sim.fault.LineFault;
import org.etclane.sim.fault.SeededLineFault;
import org.etclane.sim.host.LinePace;
import org.etclane.sim.world.AxleLoads;
import org.etclane.sim.world.WeighedVehicle;
import org.junit.jupiter.api.Test;

/** Driver and meter over one line at 9600 baud, with each fault. No weight is lost unseen, none is told twice. */
class FfMeterSimulatorTest {
    private final AxleLoads loads = new AxleLoads(1, 10);
    private ScalePair pair = pair(FfSettings.defaults("scale"), FfMeterSimSettings.defaults());

    private static ScalePair pair(FfSettings driver, FfMeterSimSettings meter) {
        return new ScalePair(LinePace.BAUD_9600_8N1, new FfDriver(driver), new FfMeterSimulator(meter));
    }

    /** What was deleted had been told and taken before: the record numbers of the meter are the ids of the driver here. */
    private void nothingWasDeletedUntold() {
        for (ScaleSimEvent.Deleted deleted : pair.truth(ScaleSimEvent.Deleted.class)) {
            int weightKg = pair.truth(ScaleSimEvent.Recorded.class).stream().filter(r -> r.number() == deleted.number())
                    .findFirst().orElseThrow().grossWeightKg();
            assertTrue(pair.all(ScaleEvent.VehicleWeighed.class).stream()
                    .anyMatch(e -> e.weight().grossWeightKg() == weightKg && e.atNanos() < deleted.atNanos()), deleted::toString);
        }
    }

    private List<WeighedVehicle> vehicles(int count) {
        List<WeighedVehicle> vehicles = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            vehicles.add(loads.next(11 + i % 6));
        }
        return vehicles;
    }

    @Test
    void trafficIsWeighedInOrderAndDeleted() {
        pair.plugged();
        List<WeighedVehicle> traffic = vehicles(30);
        traffic.forEach(v -> pair.passes(v).runFor(4000));
        assertEquals(traffic.stream().map(WeighedVehicle::grossWeightKg).toList(), pair.weightsKg());
        assertEquals(30, pair.truth(ScaleSimEvent.Deleted.class).size());
        assertEquals(State.UP, pair.health().state());
        assertEquals(0, pair.line.malformedAtDriver() + pair.line.malformedAtDevice());
        List<VehicleWeight> told = pair.all(ScaleEvent.VehicleWeighed.class).stream().map(ScaleEvent.VehicleWeighed::weight).toList();
        for (int i = 0; i < 30; i++) {
            assertEquals(traffic.get(i).groups().stream().map(g -> Integer.toString(g.code())).reduce("", String::concat),
                    told.get(i).axleString());
            assertEquals(Set.of(), told.get(i).doubts());
        }
        nothingWasDeletedUntold();
    }

    @Test
    void groupFormTellsTheSame() {
        pair = pair(FfSettings.defaults("scale").with(FfSettings.Form.AXLE_GROUPS), FfMeterSimSettings.defaults()).plugged();
        WeighedVehicle train = loads.next(16);
        pair.passes(train).runFor(3000);
        VehicleWeight told = pair.all(ScaleEvent.VehicleWeighed.class).getFirst().weight();
        assertEquals("159", told.axleString());
        assertEquals(train.grossWeightKg(), told.grossWeightKg());
    }

    @Test
    void aBurstWaitsInTheMeter() {
        pair.plugged();
        vehicles(5).forEach(pair::passes);
        pair.runFor(5000);
        assertEquals(pair.recordedKg(), pair.weightsKg());
        assertEquals(5, pair.truth(ScaleSimEvent.Deleted.class).size());
    }

    @Test
    void aLaneThatDoesNotTakeLosesNothing() {
        pair.takenAfterMs = -1;
        pair.plugged();
        vehicles(3).forEach(v -> pair.passes(v).runFor(3000));
        assertEquals(pair.recordedKg().subList(0, 1), pair.weightsKg(), "those behind wait");
        assertEquals(List.of(), pair.truth(ScaleSimEvent.Deleted.class));
        pair.takenAfterMs = 0;
        pair.line.command(new ScaleCommand.Taken(1));
        pair.runFor(5000);
        assertEquals(pair.recordedKg(), pair.weightsKg());
        nothingWasDeletedUntold();
    }

    @Test
    void aSlowLaneIsWaitedFor() {
        pair.takenAfterMs = 1700;
        pair.plugged();
        vehicles(6).forEach(v -> pair.passes(v).runFor(4000));
        pair.runFor(10_000);
        assertEquals(pair.recordedKg(), pair.weightsKg());
        assertEquals(6, pair.truth(ScaleSimEvent.Deleted.class).size());
    }

    @Test
    void noAnswerIsADeadDeviceAndTheRecordsAreReadAfterwards() {
        pair.plugged().faults(ScaleSimFaults.dead());
        vehicles(2).forEach(v -> pair.passes(v).runFor(3500));
        assertEquals(State.DOWN, pair.health().state());
        assertEquals("nothing received for 5000 ms", pair.health().cause());
        pair.faults(ScaleSimFaults.NONE).runFor(5000);
        assertEquals(State.UP, pair.health().state());
        assertEquals(pair.recordedKg(), pair.weightsKg());
    }

    @Test
    void wrongChecksAreAskedAgain() {
        pair.plugged();
        for (WeighedVehicle vehicle : vehicles(10)) {
            pair.faults(ScaleSimFaults.wrongChecks(2)).passes(vehicle).runFor(6000);
        }
        assertEquals(pair.recordedKg(), pair.weightsKg());
        assertTrue(pair.line.malformedAtDriver() > 5);
        nothingWasDeletedUntold();
    }

    @Test
    void doubledAndLostAnswers() {
        pair.plugged();
        for (int i = 0; i < 12; i++) {
            pair.faults(i % 2 == 0 ? ScaleSimFaults.doubled(8) : ScaleSimFaults.lost(1 + i % 4)).passes(loads.next(12)).runFor(8000);
        }
        assertEquals(pair.recordedKg(), pair.weightsKg());
        assertEquals(12, pair.truth(ScaleSimEvent.Deleted.class).size());
        assertEquals(List.of(), pair.all(ScaleEvent.RecordsLost.class));
        nothingWasDeletedUntold();
    }

    @Test
    void deletionsThatAreRefusedOrOnlyPretended() {
        pair.plugged().faults(ScaleSimFaults.refusedDeletes(2)).passes(loads.next(13)).runFor(8000);
        pair.faults(ScaleSimFaults.ghostDeletes(2)).passes(loads.next(14)).runFor(8000);
        pair.passes(loads.next(15)).runFor(5000);
        assertEquals(pair.recordedKg(), pair.weightsKg());
        assertEquals(3, pair.truth(ScaleSimEvent.Deleted.class).size());
    }

    @Test
    void aMeterThatNeverDeletesIsDoubtful() {
        pair.plugged().faults(ScaleSimFaults.refusedDeletes(1000)).passes(loads.next(12)).runFor(20_000);
        assertEquals(1, pair.weightsKg().size());
        assertEquals(State.DEGRADED, pair.health().state());
        assertEquals("the meter does not delete its oldest record", pair.health().cause());
    }

    @Test
    void theMeterOverflows() {
        pair = pair(FfSettings.defaults("scale"), FfMeterSimSettings.defaults().withCapacity(10));
        pair.takenAfterMs = -1;
        pair.plugged();
        vehicles(14).forEach(v -> pair.passes(v).runFor(2000));
        assertEquals(4, pair.truth(ScaleSimEvent.Dropped.class).size());
        assertEquals("10 vehicles in the meter, records may be lost", pair.health().cause());
        assertEquals(State.DEGRADED, pair.health().state());
        pair.takenAfterMs = 0;
        pair.line.command(new ScaleCommand.Taken(1));
        pair.runFor(20_000);
        assertEquals(11, pair.weightsKg().size(), "the first, and the ten that were kept");
        assertEquals(State.UP, pair.health().state());
        nothingWasDeletedUntold();
    }

    @Test
    void aRebootThatForgets() {
        pair.takenAfterMs = -1;
        pair.plugged();
        vehicles(4).forEach(v -> pair.passes(v).runFor(1500));
        pair.device(new ScaleSimCommand.Reboot(2500, false)).runFor(6000);
        assertEquals(3, pair.all(ScaleEvent.RecordsLost.class).stream().mapToInt(ScaleEvent.RecordsLost::atLeast).sum());
        pair.takenAfterMs = 0;
        pair.line.command(new ScaleCommand.Taken(1));
        pair.passes(loads.next(16)).runFor(4000);
        assertEquals(2, pair.weightsKg().size());
        assertEquals(pair.recordedKg().getLast(), pair.weightsKg().getLast());
        nothingWasDeletedUntold();
    }

    @Test
    void aRebootThatRemembers() {
        pair.takenAfterMs = 3000;
        pair.plugged();
        vehicles(4).forEach(v -> pair.passes(v).runFor(700));
        pair.device(new ScaleSimCommand.Reboot(2500, true)).runFor(30_000);
        assertEquals(pair.recordedKg(), pair.weightsKg());
        assertEquals(List.of(), pair.all(ScaleEvent.RecordsLost.class));
        assertEquals(4, pair.truth(ScaleSimEvent.Deleted.class).size());
    }

    @Test
    void theLastVehicleBacksOutAfterItWasTold() {
        pair.plugged().passes(loads.next(12)).runFor(3000).device(new ScaleSimCommand.LastBacksOut()).runFor(1000);
        assertEquals(List.of(1L), pair.all(ScaleEvent.LastVehicleReversed.class).stream().map(ScaleEvent.LastVehicleReversed::recordId)
                .toList());
    }

    @Test
    void theLastVehicleBacksOutWhileTheLaneIsSlow() {
        for (boolean removes : new boolean[] {true, false}) {
            pair = pair(FfSettings.defaults("scale"), FfMeterSimSettings.defaults().withReversalRemoves(removes));
            pair.takenAfterMs = 4000;
            pair.plugged().passes(loads.next(12)).runFor(1800).device(new ScaleSimCommand.LastBacksOut()).runFor(1000);
            assertEquals(List.of(1L), pair.all(ScaleEvent.LastVehicleReversed.class).stream()
                    .map(ScaleEvent.LastVehicleReversed::recordId).toList(), "removes " + removes);
            pair.passes(loads.next(13)).runFor(10_000);
            assertEquals(2, pair.weightsKg().size());
            nothingWasDeletedUntold();
        }
    }

    @Test
    void aVehicleThatNobodyWasToldOfBacksOut() {
        pair.takenAfterMs = -1;
        pair.plugged();
        vehicles(2).forEach(v -> pair.passes(v).runFor(2000));
        pair.device(new ScaleSimCommand.LastBacksOut()).runFor(1000);
        assertEquals(ScaleEvent.NEVER_TOLD, pair.all(ScaleEvent.LastVehicleReversed.class).getFirst().recordId());
        assertEquals(List.of(), pair.all(ScaleEvent.RecordsLost.class));
    }

    @Test
    void anOverlongVehicleIsCutAndSaidToBe() {
        pair.plugged().passes(loads.overlong(22)).runFor(32_000);
        VehicleWeight told = pair.all(ScaleEvent.VehicleWeighed.class).getFirst().weight();
        assertEquals(15, told.axleCount());
        assertTrue(told.doubts().contains(Doubt.AXLES_CUT));
        assertEquals(Set.of(Fault.CURTAIN_COVERED_OR_OVERLONG), pair.all(ScaleEvent.ScaleState.class).getLast().faults());
    }

    @Test
    void faultsOfTheSensors() {
        pair.plugged().faults(ScaleSimFaults.state(FfState.WEIGH_SENSOR | FfState.LOOP)).runFor(31_000).passes(loads.next(11)).runFor(3000);
        assertEquals(Set.of(Fault.WEIGH_SENSOR, Fault.LOOP), pair.all(ScaleEvent.ScaleState.class).getLast().faults());
        assertEquals(State.DEGRADED, pair.health().state());
        assertEquals(Set.of(Doubt.METER_FAULT), pair.all(ScaleEvent.VehicleWeighed.class).getFirst().weight().doubts());
    }

    /** A meter where 7 means zero would zero a loaded scale with every time that it is sent. */
    @Test
    void aLoadedScaleIsNeverSetToZero() {
        pair.plugged().device(new ScaleSimCommand.Load(9000, false));
        pair.line.command(new ScaleCommand.SetClock(LocalDateTime.of(2026, 5, 12, 10, 30)));
        pair.line.command(new ScaleCommand.Zero());
        pair.runFor(60_000);
        assertEquals(List.of(), pair.truth(ScaleSimEvent.ZeroSet.class));
        pair = pair(FfSettings.defaults("scale").with(CommandSeven.SETS_ZERO).withLiveVehicle(true),
                FfMeterSimSettings.defaults().withSevenSetsClock(false));
        pair.plugged().device(new ScaleSimCommand.Load(9000, false)).runFor(3000);
        pair.line.command(new ScaleCommand.Zero());
        pair.runFor(3000);
        assertEquals(List.of(), pair.truth(ScaleSimEvent.ZeroSet.class));
        pair.device(new ScaleSimCommand.Load(0, false)).runFor(3000);
        pair.line.command(new ScaleCommand.Zero());
        pair.runFor(3000);
        assertEquals(List.of(0), pair.truth(ScaleSimEvent.ZeroSet.class).stream().map(ScaleSimEvent.ZeroSet::weightKg).toList());
        assertTrue(pair.all(ScaleEvent.CommandAnswered.class).getLast().done());
    }

    @Test
    void theMeterIsNeverLeftAloneForAMinute() {
        pair.plugged().runFor(200_000);
        assertEquals(1, pair.all(ScaleEvent.ScaleState.class).stream().map(ScaleEvent.ScaleState::faults).distinct().count());
    }

    @Test
    void aCableThatIsPulled() {
        pair.takenAfterMs = 50;
        pair.plugged();
        for (int i = 0; i < 8; i++) {
            pair.passes(loads.next(12)).runFor(150 + 190 * i);
            pair.line.unplug("pulled");
            pair.runFor(1500);
            pair.line.plug();
            pair.runFor(5000);
        }
        assertEquals(pair.recordedKg(), pair.weightsKg());
        assertEquals(8, pair.truth(ScaleSimEvent.Deleted.class).size());
        nothingWasDeletedUntold();
    }

    @Test
    void aBadCableLosesNoWeightAndDoublesNone() {
        for (long seed = 1; seed <= 20; seed++) {
            pair = pair(FfSettings.defaults("scale"), FfMeterSimSettings.defaults().withCapacity(60));
            pair.takenAfterMs = new Random(seed).nextInt(1500);
            pair.line.faultToDevice(new SeededLineFault(seed, SeededLineFault.Rates.noise(4000, 4000)));
            pair.line.faultToDriver(new SeededLineFault(-seed, SeededLineFault.Rates.noise(4000, 4000)));
            pair.plugged();
            vehicles(30).forEach(v -> pair.passes(v).runFor(3000));
            pair.line.faultToDevice(LineFault.NONE);
            pair.line.faultToDriver(LineFault.NONE);
            pair.runFor(120_000);
            assertEquals(pair.recordedKg(), pair.weightsKg(), "seed " + seed);
            assertEquals(30, pair.truth(ScaleSimEvent.Deleted.class).size(), "seed " + seed);
            assertFalse(pair.truth.isEmpty());
            nothingWasDeletedUntold();
        }
    }
}
