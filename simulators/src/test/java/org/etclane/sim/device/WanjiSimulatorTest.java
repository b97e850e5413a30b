package org.etclane.sim.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Set;
import org.etclane.device.HealthEvent.State;
import org.etclane.device.ScaleCommand;
import org.etclane.device.ScaleEvent;
import org.etclane.device.ScaleEvent.Fault;
import org.etclane.device.VehicleWeight;
import org.etclane.device.wim.wanji.WanjiDriver;
import org.etclane.device.wim.wanji.WanjiSettings;
import org.etclane.sim.fault.LineFault;
import org.etclane.sim.fault.SeededLineFault;
import org.etclane.sim.host.LinePace;
import org.etclane.sim.world.AxleLoads;
import org.etclane.sim.world.WeighedVehicle;
import org.junit.jupiter.api.Test;

/** Driver and instrument over one line at 115200 baud, with each fault. */
class WanjiSimulatorTest {
    private final AxleLoads loads = new AxleLoads(2, 10);
    private ScalePair pair = pair(WanjiSettings.defaults("scale"), false);

    private static ScalePair pair(WanjiSettings settings, boolean byGroup) {
        return new ScalePair(LinePace.BAUD_115200_8N1, new WanjiDriver(settings), new WanjiSimulator(32, byGroup));
    }

    private void traffic(int vehicles) {
        for (int i = 0; i < vehicles; i++) {
            pair.passes(loads.next(11 + i % 6)).runFor(3000);
        }
    }

    @Test
    void trafficIsTold() {
        pair.plugged();
        traffic(300);
        assertEquals(pair.recordedKg(), pair.weightsKg(), "over the turn of the numbers too");
        assertEquals(List.of(), pair.all(ScaleEvent.RecordsLost.class));
        assertEquals(0, pair.line.malformedAtDriver());
    }

    @Test
    void groupsAndAxlesTellTheSameVehicle() {
        for (boolean byGroup : new boolean[] {false, true}) {
            pair = pair(WanjiSettings.defaults("scale").with(byGroup ? WanjiSettings.Form.GROUPS : WanjiSettings.Form.AXLES), byGroup);
            WeighedVehicle train = loads.next(16);
            pair.plugged().passes(train).runFor(1000);
            VehicleWeight told = pair.all(ScaleEvent.VehicleWeighed.class).getFirst().weight();
            assertEquals("159", told.axleString());
            assertEquals(train.groups().stream().map(WeighedVehicle.Group::weightKg).toList(),
                    told.groups().stream().map(VehicleWeight.AxleGroup::weightKg).toList());
            assertEquals(Set.of(), told.doubts());
        }
    }

    @Test
    void lostWrongAndDoubledFramesAreFetchedInOrder() {
        pair.plugged();
        traffic(1);
        for (int i = 0; i < 30; i++) {
            pair.faults(switch (i % 4) {
                case 0 -> ScaleSimFaults.lost(1);
                case 1 -> ScaleSimFaults.NONE;
                case 2 -> ScaleSimFaults.wrongChecks(1);
                default -> ScaleSimFaults.doubled(2);
            });
            traffic(1);
        }
        assertEquals(pair.recordedKg(), pair.weightsKg());
        assertEquals(List.of(), pair.all(ScaleEvent.RecordsLost.class));
    }

    @Test
    void silenceIsADeadDeviceAndWhatWasMissedIsFetched() {
        pair.plugged();
        traffic(1);
        pair.faults(ScaleSimFaults.dead());
        traffic(3);
        pair.runFor(30_000);
        assertEquals(State.DOWN, pair.health().state());
        pair.faults(ScaleSimFaults.NONE);
        traffic(2);
        assertEquals(State.UP, pair.health().state());
        assertEquals(pair.recordedKg(), pair.weightsKg());
    }

    @Test
    void aRebootThatRemembersLosesNothing() {
        pair.plugged();
        traffic(3);
        pair.device(new ScaleSimCommand.Reboot(2000, true));
        pair.runFor(2500);
        traffic(3);
        assertEquals(pair.recordedKg(), pair.weightsKg());
        assertEquals(List.of(), pair.all(ScaleEvent.RecordsLost.class));
    }

    @Test
    void aRebootThatForgetsIsSeenByItsNumbers() {
        pair.plugged();
        traffic(20);
        pair.device(new ScaleSimCommand.Reboot(2000, false)).runFor(2500);
        traffic(3);
        assertEquals(pair.recordedKg(), pair.weightsKg());
        assertEquals(List.of(0), pair.all(ScaleEvent.RecordsLost.class).stream().map(ScaleEvent.RecordsLost::atLeast).toList());
    }

    @Test
    void whatTheInstrumentCannotRepeatIsSaidToBeLost() {
        pair = new ScalePair(LinePace.BAUD_115200_8N1, new WanjiDriver(WanjiSettings.defaults("scale")), new WanjiSimulator(1, false));
        pair.plugged();
        traffic(1);
        pair.faults(ScaleSimFaults.lost(2));
        traffic(2);
        pair.faults(ScaleSimFaults.NONE);
        traffic(3);
        assertEquals(2, pair.all(ScaleEvent.RecordsLost.class).stream().mapToInt(ScaleEvent.RecordsLost::atLeast).sum());
        pair.runFor(10_000);
        assertEquals(4, pair.weightsKg().size());
        assertEquals(pair.recordedKg().getLast(), pair.weightsKg().getLast());
    }

    @Test
    void aPulledCable() {
        pair.plugged();
        traffic(2);
        pair.line.unplug("pulled");
        traffic(3);
        pair.line.plug();
        traffic(2);
        assertEquals(pair.recordedKg(), pair.weightsKg());
    }

    @Test
    void faultsClockAndZero() {
        pair.plugged().faults(ScaleSimFaults.state(1)).runFor(11_000);
        assertEquals(Set.of(Fault.WEIGH_SENSOR), pair.all(ScaleEvent.ScaleState.class).getLast().faults());
        assertEquals(State.DEGRADED, pair.health().state());
        pair.line.command(new ScaleCommand.SetClock(LocalDateTime.of(2026, 5, 12, 10, 30)));
        pair.line.command(new ScaleCommand.Zero());
        pair.runFor(100);
        assertEquals(1, pair.truth(ScaleSimEvent.ClockSet.class).size());
        assertEquals(List.of(false, true), pair.all(ScaleEvent.CommandAnswered.class).stream().map(ScaleEvent.CommandAnswered::done)
                .toList());
    }

    @Test
    void aBadCableNeverChangesTheOrderOrAWeight() {
        for (long seed = 1; seed <= 20; seed++) {
            pair = pair(WanjiSettings.defaults("scale"), false);
            pair.line.faultToDevice(new SeededLineFault(seed, SeededLineFault.Rates.noise(2000, 2000)));
            pair.line.faultToDriver(new SeededLineFault(-seed, SeededLineFault.Rates.noise(2000, 2000)));
            pair.plugged();
            traffic(40);
            pair.line.faultToDevice(LineFault.NONE);
            pair.line.faultToDriver(LineFault.NONE);
            traffic(2);
            pair.runFor(30_000);
            List<Integer> recorded = new java.util.ArrayList<>(pair.recordedKg());
            int lost = pair.all(ScaleEvent.RecordsLost.class).stream().mapToInt(ScaleEvent.RecordsLost::atLeast).sum();
            int at = 0;
            for (int kg : pair.weightsKg()) {
                while (at < recorded.size() && recorded.get(at) != kg) {
                    at++;
                }
                assertTrue(at < recorded.size(), "seed " + seed + ": " + kg + " out of order, twice or invented");
                at++;
            }
            int beforeTheFirst = recorded.indexOf(pair.weightsKg().getFirst()); // no number came before them that would show a gap
            assertTrue(recorded.size() - pair.weightsKg().size() <= lost + beforeTheFirst, "seed " + seed + ": missing and not said");
        }
    }
}
