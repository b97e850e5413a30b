package org.etclane.sim.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.RecordComponent;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.etclane.device.LoopEvent;
import org.etclane.device.conformance.ConformanceReport;
import org.etclane.device.conformance.Moves;
import org.etclane.device.conformance.Permissions;
import org.etclane.device.conformance.Suite;
import org.etclane.device.conformance.SuiteCommand;
import org.etclane.device.conformance.SuiteEvent;
import org.etclane.device.conformance.Verdict;
import org.etclane.device.gpio.GpioLine;
import org.etclane.device.gpio.GpioProvider;
import org.etclane.device.gpio.GpioRole;
import org.etclane.device.gpio.GpioSection;
import org.etclane.device.gpio.GpioSettings;
import org.etclane.device.link.Endpoint;
import org.etclane.device.spi.DriverContext;
import org.etclane.device.spi.LaneDirection;
import org.etclane.sim.bench.VirtualGpio;
import org.etclane.sim.host.LinePace;
import org.etclane.sim.world.BarrierArm;
import org.etclane.sim.world.VirtualScheduler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Simulated lines are clean, and whatever can be wrong with them is found by its name. */
class GpioConformanceTest {
    private static final long MS = 1_000_000L;
    private static final int RELAY_MS = 100;

    private final VirtualScheduler time = new VirtualScheduler();
    private final Lc301FakeHardware hardware = new Lc301FakeHardware(time);
    private final GpioSettings wired = VirtualGpio.settings("io");

    // ---- the lane that asks

    private static GpioSection.InputLine line(GpioLine.Input line, boolean otherWay) {
        return new GpioSection.InputLine(line.offset(), Optional.of(line.chip()), line.activeLow() != otherWay, line.pull(), line
                .debounceMs());
    }

    private static Optional<GpioSection.InputLine> input(GpioSettings s, GpioRole role, GpioRole inverted) {
        return Optional.ofNullable(s.inputs().get(role)).map(line -> line(line, role == inverted));
    }

    private static GpioSection.RelayLine relay(GpioSettings s, GpioRole role, GpioRole inverted) {
        GpioLine.Output line = s.outputs().get(role);
        return new GpioSection.RelayLine(line.offset(), Optional.of(line.chip()), line.activeLow() != (role == inverted));
    }

    private static Optional<GpioSection.LampLine> lamp(GpioSettings s, GpioRole role) {
        return Optional.ofNullable(s.outputs().get(role)).map(line -> new GpioSection.LampLine(line.offset(), Optional.of(line.chip()),
                line.activeLow(), line.atExit()));
    }

    /** @param inverted this line is configured the other way round than it is wired; null: none */
    private static Suite<?> suite(GpioSettings s, GpioRole inverted) {
        GpioSection section = new GpioSection("/dev/gpiochip0", new GpioSection.Inputs(input(s, GpioRole.TRIGGER_LOOP, inverted)
                .orElseThrow(), input(s, GpioRole.ARM_LOOP, inverted).orElseThrow(), input(s, GpioRole.ARM_UP, inverted).orElseThrow(),
                input(s, GpioRole.ARM_DOWN, inverted), input(s, GpioRole.CAPTURE_LOOP, inverted), input(s, GpioRole.BARRIER_FAULT,
                inverted), input(s, GpioRole.FOOT_ALARM, inverted), input(s, GpioRole.LANE_CLOSING_BAR, inverted),
                input(s, GpioRole.LIGHT_FAULT, inverted)),
                new GpioSection.Outputs(relay(s, GpioRole.RAISE, inverted), relay(s, GpioRole.LOWER, inverted), lamp(s,
                GpioRole.PASS_GREEN),
                        lamp(s, GpioRole.PASS_RED), lamp(s, GpioRole.CANOPY_GREEN), lamp(s, GpioRole.CANOPY_RED),
                        lamp(s, GpioRole.ALARM_SOUND), lamp(s, GpioRole.ALARM_LIGHT)),
                new GpioSection.Pulses(s.pulse().lengthMs(), s.pulse().count(), s.pulse().gapMs(), s.pulse().changeoverMs()),
                new GpioSection.Times(1_000, 2_000, 500, 2_000, 3_000), true);
        return new GpioProvider().conformance(section, new DriverContext(LaneDirection.EXIT, ZoneId.of("Asia/Shanghai"), () -> 0L));
    }

    // ---- the lines

    private ConformanceBench<GpioSimAction> bench(Suite<?> suite, Permissions permissions, Endpoint<GpioSimAction, GpioSimEvent> lines) {
        ConformanceBench<GpioSimAction> bench = new ConformanceBench<>(time, suite, permissions, LinePace.AT_ONCE, lines)
                .with(this::person);
        hardware.onInputChange(() -> time.at(time.nowNanos(), () -> bench.order(new GpioSimAction.Look())));
        return bench;
    }

    private GpioSimulator lines() {
        return new GpioSimulator(hardware, wired, RELAY_MS);
    }

    private ConformanceReport with(GpioSimFaults faults) {
        ConformanceBench<GpioSimAction> bench = bench(suite(wired, null), Permissions.all(), lines());
        bench.order(new GpioSimAction.SetFaults(faults));
        return bench.report();
    }

    private void person(ConformanceBench<GpioSimAction> bench, SuiteEvent.Asked asked) {
        String words = asked.words().english();
        if (asked.question()) {
            bench.tell(new SuiteCommand.Answer(words.contains("pass light") ? hardware.passGreen
                    : words.contains("canopy") ? hardware.canopyGreen
                    : hardware.outputs.getLast().endsWith(words.contains("siren") ? "alarm true false" : "alarm false true")));
        } else if (words.contains("loop")) {
            hardware.loop(words.contains("under the arm") ? LoopEvent.Role.ARM : LoopEvent.Role.TRIGGER, words.contains("Cover"));
        } else if (words.contains("foot")) {
            hardware.footAlarm(words.contains("Press"));
        } else {
            hardware.closingBar(words.startsWith("Close"));
        }
    }

    // ---- clean

    @Test
    void theLinesAreClean() {
        ConformanceBench.assertClean(bench(suite(wired, null), Permissions.all(), lines()).report(), true);
        assertTrue(hardware.arm.downSwitchClosed() && !hardware.passGreen);
    }

    @Test
    void withoutLeaveTheArmIsNotTouched() {
        ConformanceBench.assertClean(bench(suite(wired, null), Permissions.unattended(), lines()).report(), false);
        assertEquals(0, hardware.count("raise") + hardware.count("lower"));
    }

    @Test
    void theArmIsNotLoweredOnAVehicle() {
        hardware.loop(LoopEvent.Role.ARM, true);
        ConformanceReport report = bench(suite(wired, null), Permissions.unattended(Moves.ARM), lines()).report();
        assertEquals(0, hardware.count("lower"));
        assertTrue(hardware.arm.upSwitchClosed());
        assertTrue(report.findings().stream().anyMatch(one -> one.check().id().equals("arm.lower")
                && one.verdict() instanceof Verdict.NotAsked));
    }

    @ParameterizedTest
    @ValueSource(longs = {50, 150, 350, 600})
    void aVehicleUnderTheFallingArmRaisesIt(long afterMs) {
        ConformanceBench<GpioSimAction> bench = bench(suite(wired, null), Permissions.unattended(Moves.ARM), lines());
        hardware.arm.onMotion((motion, _, _) -> {
            if (motion == BarrierArm.Motion.FALLING) {
                bench.after(afterMs, () -> hardware.loop(LoopEvent.Role.ARM, true));
            }
        });
        bench.report();
        time.runFor(2_000 * MS);
        assertTrue(hardware.arm.upSwitchClosed());
    }

    // ---- every fault of the simulator

    static List<Arguments> faults() {
        return List.of(Arguments.of("bounces", "bounces-long", GpioSimFaults.bouncing(3, 20)),
                Arguments.of("bounceMs", "bounces-long", GpioSimFaults.bouncing(1, 30)),
                Arguments.of("loseEdges", "edges-lost", GpioSimFaults.losing(1, false)),
                Arguments.of("loseAloud", "edges-lost", GpioSimFaults.losing(1, true)),
                Arguments.of("stuck", "contact.trigger-loop", GpioSimFaults.stuckAt(GpioRole.TRIGGER_LOOP, false)),
                Arguments.of("stuck", "contact.trigger-loop", GpioSimFaults.stuckAt(GpioRole.TRIGGER_LOOP, true)),
                Arguments.of("stuck", "contact.arm-loop", GpioSimFaults.stuckAt(GpioRole.ARM_LOOP, false)),
                Arguments.of("stuck", "contact.foot-alarm", GpioSimFaults.stuckAt(GpioRole.FOOT_ALARM, false)),
                Arguments.of("stuck", "contact.lane-closing-bar", GpioSimFaults.stuckAt(GpioRole.LANE_CLOSING_BAR, true)),
                Arguments.of("stuck", "fault-closed", GpioSimFaults.stuckAt(GpioRole.BARRIER_FAULT, true)),
                Arguments.of("stuck", "arm.raise", GpioSimFaults.stuckAt(GpioRole.ARM_UP, false)),
                Arguments.of("stuck", "arm.one-switch", GpioSimFaults.stuckAt(GpioRole.ARM_UP, true)),
                Arguments.of("stuck", "arm.lower", GpioSimFaults.stuckAt(GpioRole.ARM_UP, true)),
                Arguments.of("stuck", "arm.down", GpioSimFaults.stuckAt(GpioRole.ARM_DOWN, false)),
                Arguments.of("stuck", "arm.leaves-down", GpioSimFaults.stuckAt(GpioRole.ARM_DOWN, true)));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void everyFaultOfTheSimulatorIsFound(String component, String name, GpioSimFaults faults) {
        ConformanceBench.assertFound(name, with(faults));
    }

    /** A fault that is new has to be found too, and each input that can be stuck. */
    @Test
    void noFaultIsForgotten() {
        assertEquals(Arrays.stream(GpioSimFaults.class.getRecordComponents()).map(RecordComponent::getName).collect(Collectors.toSet()),
                faults().stream().map(one -> (String) one.get()[0]).collect(Collectors.toSet()));
        Set<GpioRole> stuck = new TreeSet<>();
        faults().forEach(one -> stuck.addAll(((GpioSimFaults) one.get()[2]).stuck().keySet()));
        assertEquals(new TreeSet<>(wired.inputs().keySet()), stuck);
    }

    @Test
    void aBounceThatIsDebouncedIsClean() {
        ConformanceBench.assertClean(with(GpioSimFaults.bouncing(6, 4)), true);
    }

    // ---- configured otherwise than wired

    private static final Map<GpioRole, String> INVERTED = Map.of(GpioRole.TRIGGER_LOOP, "inverted", GpioRole.ARM_LOOP, "inverted",
            GpioRole.FOOT_ALARM, "inverted", GpioRole.LANE_CLOSING_BAR, "inverted", GpioRole.ARM_UP, "inverted",
            GpioRole.ARM_DOWN, "arm.leaves-down", GpioRole.BARRIER_FAULT, "fault-closed", GpioRole.RAISE, "relay-closed",
            GpioRole.LOWER, "relay-closed");

    @ParameterizedTest
    @EnumSource(value = GpioRole.class, names = {"TRIGGER_LOOP", "ARM_LOOP", "ARM_UP", "ARM_DOWN", "BARRIER_FAULT", "FOOT_ALARM",
        "LANE_CLOSING_BAR", "RAISE", "LOWER"})
    void aLineThatIsConfiguredTheOtherWayRoundIsFound(GpioRole role) {
        ConformanceBench.assertFound(INVERTED.get(role), bench(suite(wired, role), Permissions.all(), lines()).report());
    }

    @Test
    void pulsesThatAreTooShortAreFound() {
        ConformanceBench.assertFound("arm.raise", bench(suite(wired.with(new GpioSettings.Pulse(50, 2, 200, 20)), null), Permissions.all(),
                lines()).report());
    }

    @Test
    void lampsThatAreNotSeenAreFound() {
        ConformanceReport report = bench(suite(wired, null), Permissions.all(), lines()).with((at, asked) -> {
            if (asked.question()) {
                at.tell(new SuiteCommand.Answer(false));
            } else {
                person(at, asked);
            }
        }).report();
        for (String lamp : List.of("lamp.pass-green", "lamp.canopy-green", "lamp.alarm-sound", "lamp.alarm-light")) {
            ConformanceBench.assertFound(lamp, report);
        }
    }

    // ---- what the lines say otherwise

    private ConformanceReport odd(Function<byte[], List<byte[]>> says) {
        return bench(suite(wired, null), Permissions.all(), OddDevice.saying(lines(), says)).report();
    }

    @Test
    void aLineThatIsNeverReadIsFound() {
        ConformanceBench.assertFound("lines.read", odd(frame -> frame[0] == 'L' && frame[1] == (byte) GpioRole.FOOT_ALARM.code ? List.of()
                : List.of(frame)));
    }

    @Test
    void anOutputThatDoesNotTakeItsLevelIsFound() {
        ConformanceBench.assertFound("driven.canopy-green", odd(frame -> {
            byte[] other = frame.clone();
            if (other[0] == 'L' && other[1] == (byte) GpioRole.CANOPY_GREEN.code) {
                other[2] = 0;
            }
            return List.of(other);
        }));
    }

    @Test
    void whatIsNoFrameIsFound() {
        ConformanceBench.assertFound("frames.readable", odd(frame -> List.of(frame, new byte[] {0x5A})));
    }

    @Test
    void aContactThatChattersIsFound() {
        ConformanceBench<GpioSimAction> bench = bench(suite(wired, null), Permissions.all(), lines());
        for (int i = 0; i < 20; i++) {
            boolean pressed = i % 2 == 0;
            bench.after(2_000 + 100L * i, () -> hardware.footAlarm(pressed));
        }
        ConformanceBench.assertFound("contacts.quiet", bench.report());
    }

    @Test
    void aSlowArmIsFound() {
        BarrierArm.Settings slow = new BarrierArm.Settings(4_000 * MS, 4_000 * MS, 100, 2);
        Lc301FakeHardware sluggish = new Lc301FakeHardware(time, slow);
        ConformanceBench<GpioSimAction> bench = new ConformanceBench<>(time, suite(wired, null), Permissions.unattended(Moves.ARM),
                LinePace.AT_ONCE, new GpioSimulator(sluggish, wired, RELAY_MS));
        sluggish.onInputChange(() -> time.at(time.nowNanos(), () -> bench.order(new GpioSimAction.Look())));
        ConformanceBench.assertFound("arm-slow", bench.report());
    }
}
