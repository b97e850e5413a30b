package org.etclane.sim.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.etclane.device.HealthEvent.State;
import org.etclane.device.ScaleCommand;
import org.etclane.device.ScaleEvent;
import org.etclane.device.ScaleEvent.Fault;
import org.etclane.device.VehicleWeight.Doubt;
import org.etclane.device.scale.toledo.ToledoDriver;
import org.etclane.device.scale.toledo.ToledoSettings;
import org.etclane.device.scale.yaohua.YaohuaDriver;
import org.etclane.device.scale.yaohua.YaohuaSettings;
import org.etclane.device.scale.yaohua.YaohuaSettings.Mode;
import org.etclane.sim.fault.LineFault;
import org.etclane.sim.fault.SeededLineFault;
import org.etclane.sim.host.LinePace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both static indicators over one line, every layout, with each fault. */
class IndicatorSimulatorTest {

    /** @param checked a damaged frame is noticed */
    private record Kind(String name, boolean checked) {
        ScalePair pair() {
            return switch (name) {
                case "toledo" -> new ScalePair(LinePace.BAUD_9600_8N1, new ToledoDriver(ToledoSettings.defaults("scale")
                        .with(ToledoSettings.ZeroCharacter.PLAIN)), new ToledoSimulator(true, 5));
                case "toledo plain" -> new ScalePair(LinePace.BAUD_9600_8N1, new ToledoDriver(ToledoSettings.defaults("scale")
                        .withChecksum(false).with(ToledoSettings.ZeroCharacter.PLAIN)), new ToledoSimulator(false, 5));
                default -> new ScalePair(LinePace.BAUD_9600_8N1, new YaohuaDriver(YaohuaSettings.defaults("scale").with(Mode.valueOf(name))
                        .with(YaohuaSettings.ZeroCommand.A22)), new YaohuaSimulator(Mode.valueOf(name), 'A', '0', 100, 5));
            };
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Kind> kinds() {
        return Stream.of(new Kind("toledo", true), new Kind("toledo plain", false), new Kind("CONTINUOUS_0", true),
                new Kind("EQUALS_LOW_FIRST", false), new Kind("EQUALS_HIGH_FIRST", false), new Kind("COMMANDS", true));
    }

    private static void drivesOver(ScalePair pair, int weightKg) {
        pair.device(new ScaleSimCommand.Load(weightKg * 2 / 5, true)).runFor(1000);
        pair.device(new ScaleSimCommand.Load(weightKg, true)).runFor(1500);
        pair.device(new ScaleSimCommand.Load(weightKg, false)).runFor(2500);
        pair.device(new ScaleSimCommand.Load(weightKg * 3 / 5, true)).runFor(1000);
        pair.device(new ScaleSimCommand.Load(0, false)).runFor(2500);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void eachVehicleIsWeighedOnce(Kind kind) {
        ScalePair pair = kind.pair().plugged();
        drivesOver(pair, 12_340);
        drivesOver(pair, 48_760);
        drivesOver(pair, 2_010);
        assertEquals(List.of(12_340, 48_760, 2_010), pair.weightsKg());
        assertEquals(State.UP, pair.health().state());
        assertTrue(pair.all(ScaleEvent.VehicleWeighed.class).stream().allMatch(e -> e.weight().doubts().isEmpty()));
        assertTrue(pair.all(ScaleEvent.LiveWeight.class).stream().anyMatch(l -> l.stable() && l.weightKg() == 48_760));
        assertEquals(0, pair.line.malformedAtDriver());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aVehicleThatNeverStopsHasADoubt(Kind kind) {
        ScalePair pair = kind.pair().plugged();
        pair.device(new ScaleSimCommand.Load(20_000, true)).runFor(3000).device(new ScaleSimCommand.Load(0, false)).runFor(2500);
        assertEquals(Set.of(Doubt.NEVER_STABLE), pair.all(ScaleEvent.VehicleWeighed.class).getFirst().weight().doubts());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void silenceAndRebootUnderALoad(Kind kind) {
        ScalePair pair = kind.pair().plugged();
        pair.device(new ScaleSimCommand.Load(9000, false)).runFor(2500);
        pair.device(new ScaleSimCommand.Reboot(4000, true)).runFor(3500);
        assertEquals(State.DOWN, pair.health().state());
        assertEquals(0, pair.all(ScaleEvent.RecordsLost.class).getFirst().atLeast());
        pair.device(new ScaleSimCommand.Load(0, false)).runFor(3000);
        assertEquals(State.UP, pair.health().state());
        drivesOver(pair, 5000);
        assertEquals(List.of(5000), pair.weightsKg());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void damagedLostAndDoubledFrames(Kind kind) {
        ScalePair pair = kind.pair().plugged();
        pair.faults(new ScaleSimFaults(false, kind.checked() ? 3 : 0, 3, 3, 0, 0, 0));
        drivesOver(pair, 12_340);
        assertEquals(List.of(12_340), pair.weightsKg());
        assertEquals(kind.checked(), pair.line.malformedAtDriver() > 0);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void zeroIsSetOnAnEmptyScaleOnly(Kind kind) {
        ScalePair pair = kind.pair().plugged();
        pair.runFor(2000);
        pair.device(new ScaleSimCommand.Load(9000, false)).runFor(3000);
        pair.line.command(new ScaleCommand.Zero());
        pair.runFor(1000);
        assertEquals(List.of(), pair.truth(ScaleSimEvent.ZeroSet.class));
        pair.device(new ScaleSimCommand.Load(30, false)).runFor(3000);
        pair.line.command(new ScaleCommand.Zero());
        pair.runFor(2000);
        assertEquals(List.of(30), pair.truth(ScaleSimEvent.ZeroSet.class).stream().map(ScaleSimEvent.ZeroSet::weightKg).toList());
        assertEquals(List.of(false, true), pair.all(ScaleEvent.CommandAnswered.class).stream().map(ScaleEvent.CommandAnswered::done).toList());
        assertEquals(0, pair.all(ScaleEvent.LiveWeight.class).getLast().weightKg());
    }

    @Test
    void aBadCableInventsNoWeightWhereFramesAreChecked() {
        for (long seed = 1; seed <= 10; seed++) {
            ScalePair pair = new Kind("CONTINUOUS_0", true).pair();
            pair.line.faultToDriver(new SeededLineFault(seed, SeededLineFault.Rates.noise(3000, 3000)));
            pair.plugged();
            for (int i = 0; i < 10; i++) {
                drivesOver(pair, 7000 + 10 * i);
            }
            pair.line.faultToDriver(LineFault.NONE);
            pair.runFor(1000);
            assertEquals(10, pair.weightsKg().size(), "seed " + seed);
            for (int i = 0; i < 10; i++) {
                assertEquals(7000 + 10 * i, pair.weightsKg().get(i), "seed " + seed);
            }
        }
    }

    @Test
    void anIndicatorThatStartsUnderALoadShowsTooLittleAndSaysSoOnToledo() {
        ScalePair pair = new Kind("toledo", true).pair().plugged();
        pair.device(new ScaleSimCommand.Reboot(1000, false)).runFor(2000);
        assertEquals(Set.of(Fault.NOT_ZEROED), pair.all(ScaleEvent.ScaleState.class).getLast().faults());
        drivesOver(pair, 6000);
        assertEquals(Set.of(Doubt.METER_FAULT), pair.all(ScaleEvent.VehicleWeighed.class).getFirst().weight().doubts());
    }

    @Test
    void outOfRange() {
        ScalePair pair = new Kind("toledo", true).pair().plugged();
        pair.device(new ScaleSimCommand.Load(130_000, false)).faults(ScaleSimFaults.state(0x04)).runFor(2000);
        assertEquals(Set.of(Fault.OUT_OF_RANGE), pair.all(ScaleEvent.ScaleState.class).getLast().faults());
        pair.device(new ScaleSimCommand.Load(0, false)).faults(ScaleSimFaults.NONE).runFor(2000);
        assertEquals(Set.of(Doubt.NEVER_STABLE, Doubt.METER_FAULT), pair.all(ScaleEvent.VehicleWeighed.class).getFirst().weight().doubts());
    }
}
