package org.etclane.sim.device;

import static org.etclane.device.BarrierCommand.LOWER;
import static org.etclane.device.BarrierCommand.RAISE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.etclane.device.BarrierEvent.ArmReported;
import org.etclane.device.BarrierEvent.Position;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.HealthEvent;
import org.etclane.device.LoopEvent;
import org.etclane.device.LoopEvent.Occupancy;
import org.etclane.device.LoopEvent.Role;
import org.etclane.device.SignalCommand;
import org.etclane.device.gpio.GpioIoDriver;
import org.etclane.device.gpio.GpioRole;
import org.etclane.device.gpio.GpioSettings;
import org.etclane.sim.bench.VirtualGpio;
import org.etclane.sim.host.VirtualLine;
import org.etclane.sim.world.BarrierArm;
import org.etclane.sim.world.VirtualScheduler;
import org.junit.jupiter.api.Test;

/**
 * The faults of a real controller's change log (lane-rules.md §12) that concern lines, driver and wires in virtual time. Number 8
 * (auto-lower left set) and 9 (display versions) have nothing that could go wrong here: there is neither.
 */
class GpioFaultsTest {
    private static final long MS = 1_000_000L;

    private final VirtualScheduler time = new VirtualScheduler();
    private final Lc301FakeHardware hardware = new Lc301FakeHardware(time);
    private final List<DeviceEvent> events = new ArrayList<>();
    private final List<GpioSimEvent.Driven> driven = new ArrayList<>();
    private Consumer<DeviceEvent> lane = _ -> { };
    private GpioSettings settings = VirtualGpio.settings("io");
    private VirtualLine<DeviceCommand, DeviceEvent, GpioSimAction, GpioSimEvent> line;

    private void ready() {
        line = VirtualGpio.line(time, settings, hardware, event -> {
            events.add(event);
            lane.accept(event);
        }, happening -> {
            if (happening instanceof GpioSimEvent.Driven d) {
                driven.add(d);
            }
        });
        line.plug();
        runFor(1000);
        assertEquals(Position.DOWN, lastArm());
    }

    private void runFor(long ms) {
        time.runFor(ms * MS);
    }

    private void faults(GpioSimFaults faults) {
        line.commandDevice(new GpioSimAction.SetFaults(faults));
    }

    private void drive(boolean onto, long thenMs) {
        hardware.loop(Role.ARM, onto);
        runFor(thenMs);
    }

    private void vehicleUnderTheRaisedArm() {
        ready();
        line.command(RAISE);
        runFor(4000);
        drive(true, 500);
        assertEquals(Position.UP, lastArm());
    }

    private long closings(GpioRole relay) {
        return driven.stream().filter(d -> d.role() == relay && d.active()).count();
    }

    private long loops(Role role, Occupancy occupancy) {
        return events.stream().filter(e -> e instanceof LoopEvent l && l.role() == role && l.occupancy() == occupancy).count();
    }

    private Occupancy lastLoop(Role role) {
        return events.stream().filter(e -> e instanceof LoopEvent l && l.role() == role).map(e -> ((LoopEvent) e).occupancy()).toList()
                .getLast();
    }

    private Position lastArm() {
        return events.stream().filter(ArmReported.class::isInstance).map(e -> ((ArmReported) e).position()).toList().getLast();
    }

    private HealthEvent lastHealth() {
        return events.stream().filter(HealthEvent.class::isInstance).map(HealthEvent.class::cast).toList().getLast();
    }

    @Test
    void fault1_aLaneThatRestartsInMidPassageTouchesNoRelay() {
        vehicleUnderTheRaisedArm();
        driven.clear();
        events.clear();
        line.endDriver();
        runFor(5000);
        line.startDriver(new GpioIoDriver(settings));
        runFor(10_000);
        assertEquals(List.of(), driven, "not even a light");
        assertTrue(hardware.upSwitchClosed());
        assertEquals(Occupancy.OCCUPIED, lastLoop(Role.ARM), "occupancy is read first");
        assertEquals(Position.UP, lastArm());
    }

    @Test
    void fault1_aPulseThatACrashLeftActiveIsEndedByTheNextStart() {
        ready();
        line.command(LOWER);
        runFor(50);
        line.endDriver();
        runFor(5000);
        driven.clear();
        line.startDriver(new GpioIoDriver(settings));
        runFor(5000);
        assertEquals(1, driven.size(), driven.toString());
        assertEquals(GpioRole.LOWER, driven.getFirst().role());
        assertFalse(driven.getFirst().active());
    }

    @Test
    void fault1_linesThatAreLostInMidPulsePutTheRelayToRest() {
        ready();
        line.command(RAISE);
        runFor(50);
        line.unplug("chip plugged out");
        assertFalse(driven.getLast().active());
        assertEquals(Occupancy.UNKNOWN, lastLoop(Role.ARM));
        driven.clear();
        line.plug();
        runFor(5000);
        assertEquals(0, closings(GpioRole.RAISE), "forgotten: the lane says what it wants again");
    }

    @Test
    void fault2_repeatedCommandsFireOnce() {
        ready();
        line.command(RAISE);
        line.command(RAISE);
        runFor(100);
        line.command(RAISE);
        runFor(20_000);
        assertEquals(settings.pulse().count(), closings(GpioRole.RAISE));
    }

    @Test
    void fault3_theLightFollowsTheArm() {
        ready();
        line.command(RAISE);
        runFor(4000);
        assertTrue(hardware.upSwitchClosed() && hardware.passGreen);
        line.command(new SignalCommand.PassLight(false));
        runFor(10_000);
        assertTrue(hardware.passGreen, "up with red cannot be commanded");
        line.command(LOWER);
        runFor(20);
        assertFalse(hardware.passGreen, "red before the arm is down");
        runFor(4000);
        line.command(new SignalCommand.PassLight(true));
        runFor(10_000);
        assertFalse(hardware.passGreen, "down with green cannot be commanded");
    }

    @Test
    void fault3_anArmMovedByHandTakesTheLightAlong() {
        ready();
        hardware.arm.pulseRaise(400);
        runFor(6000);
        assertTrue(hardware.passGreen);
        hardware.arm.pulseLower(400);
        runFor(6000);
        assertFalse(hardware.passGreen);
        assertEquals(0, closings(GpioRole.RAISE) + closings(GpioRole.LOWER));
    }

    @Test
    void fault4_aPulseTooShortIsSeenInThePosition() {
        settings = settings.with(new GpioSettings.Pulse(50, 2, 200, 20));
        ready();
        line.command(RAISE);
        runFor(8000);
        assertEquals(2, hardware.arm.missedPulses());
        assertEquals(Position.DOWN, lastArm());
        assertFalse(hardware.passGreen, "and the light went back to red");
    }

    @Test
    void fault4_pulseLengthIsAParameter() {
        settings = settings.with(new GpioSettings.Pulse(120, 1, 200, 20));
        ready();
        line.command(RAISE);
        runFor(2000);
        assertEquals(Position.UP, lastArm());
    }

    @Test
    void fault5_noDetectorEdgeIsLostWhileTheBarrierMoves() {
        ready();
        line.command(RAISE);
        for (int i = 0; i < 20; i++) {
            hardware.loop(Role.ARM, true);
            runFor(25);
            hardware.loop(Role.ARM, false);
            hardware.loop(Role.TRIGGER, i % 2 == 0);
            runFor(25);
        }
        runFor(200);
        assertEquals(20, loops(Role.ARM, Occupancy.OCCUPIED));
        assertEquals(21, loops(Role.ARM, Occupancy.CLEAR), "with the one at the start");
        assertEquals(10, loops(Role.TRIGGER, Occupancy.OCCUPIED));
    }

    @Test
    void fault5_bounceIsNoVehicleAndAVehicleIsOne() {
        ready();
        faults(GpioSimFaults.bouncing(6, 4));
        for (int i = 0; i < 10; i++) {
            drive(true, 400);
            drive(false, 400);
        }
        assertEquals(10, loops(Role.ARM, Occupancy.OCCUPIED));
        assertEquals(11, loops(Role.ARM, Occupancy.CLEAR));
        for (int i = 0; i < 10; i++) {
            hardware.loop(Role.TRIGGER, true);
            runFor(5);
            hardware.loop(Role.TRIGGER, false);
            runFor(100);
        }
        assertEquals(0, loops(Role.TRIGGER, Occupancy.OCCUPIED), "5 ms are no vehicle");
    }

    @Test
    void fault5_anEdgeLostSilentlyIsFoundWithinTheAuditTime() {
        ready();
        faults(GpioSimFaults.losing(1, false));
        drive(true, 1020);
        assertEquals(Occupancy.OCCUPIED, lastLoop(Role.ARM));
    }

    @Test
    void fault5_aVehicleWhoseEdgeWasLostIsNotLoweredOn() {
        vehicleUnderTheRaisedArm();
        drive(false, 2000);
        faults(GpioSimFaults.losing(1, false));
        hardware.loop(Role.ARM, true);
        line.command(LOWER);
        runFor(3000);
        assertEquals(0, closings(GpioRole.LOWER), "the loop is read before lowering");
        assertTrue(hardware.upSwitchClosed());
    }

    @Test
    void fault5_edgesLostAloudMakeTheLoopUnknownForAMoment() {
        ready();
        faults(GpioSimFaults.losing(1, true));
        drive(true, 30);
        drive(false, 30);
        assertEquals(1, loops(Role.ARM, Occupancy.UNKNOWN));
        assertEquals(Occupancy.CLEAR, lastLoop(Role.ARM));
        assertEquals(HealthEvent.State.UP, lastHealth().state());
    }

    @Test
    void fault6_theLaneRaisesAgainAndLowersAgain() {
        vehicleUnderTheRaisedArm();
        drive(false, 500);
        line.command(LOWER);
        runFor(400);
        lane = event -> {
            if (event instanceof LoopEvent loop && loop.role() == Role.ARM && loop.occupancy() == Occupancy.OCCUPIED) {
                time.at(time.nowNanos(), () -> line.command(RAISE));
            }
        };
        driven.clear();
        drive(true, 31);
        assertEquals(1, closings(GpioRole.RAISE), "debounce and changeover, no more");
        runFor(1000);
        assertTrue(hardware.upSwitchClosed());
        drive(false, 1000);
        line.command(LOWER);
        runFor(2000);
        assertTrue(hardware.downSwitchClosed());
    }

    @Test
    void fault7_theFirstCommandAfterAStartWorks() {
        line = VirtualGpio.line(time, settings, hardware, events::add, _ -> { });
        line.plug();
        line.command(RAISE);
        runFor(1000);
        assertTrue(hardware.upSwitchClosed(), "it waited until the lines were known");
    }

    @Test
    void fault8_nothingIsLoweredByItself() {
        vehicleUnderTheRaisedArm();
        drive(false, 60_000);
        assertEquals(0, closings(GpioRole.LOWER));
        assertTrue(hardware.upSwitchClosed());
    }

    @Test
    void bothSwitchesClosedIsNoPositionAndIsSaid() {
        ready();
        hardware.arm.upSwitch(BarrierArm.SwitchFault.ALWAYS_CLOSED);
        runFor(100);
        assertEquals(Position.UNKNOWN, lastArm());
        assertEquals("both position switches closed: ARM_UP (/dev/gpiochip0 line 2), ARM_DOWN (/dev/gpiochip0 line 3)",
                lastHealth().cause());
        hardware.arm.upSwitch(BarrierArm.SwitchFault.NONE);
        runFor(100);
        assertEquals(Position.DOWN, lastArm());
        assertEquals(HealthEvent.State.UP, lastHealth().state());
    }

    @Test
    void aSwitchThatNeverClosesLeavesThePositionUnknown() {
        ready();
        hardware.arm.upSwitch(BarrierArm.SwitchFault.NEVER_CLOSES);
        line.command(RAISE);
        runFor(8000);
        assertEquals(Position.UNKNOWN, lastArm());
        assertFalse(hardware.passGreen, "not reported up: not green");
    }

    @Test
    void aStuckLoopDoesNotKeepStaffFromLowering() {
        ready();
        line.command(RAISE);
        runFor(2000);
        faults(GpioSimFaults.stuckAt(GpioRole.ARM_LOOP, true));
        runFor(1000);
        assertEquals(Occupancy.OCCUPIED, lastLoop(Role.ARM));
        line.command(LOWER);
        runFor(2000);
        assertTrue(hardware.downSwitchClosed());
    }
}
