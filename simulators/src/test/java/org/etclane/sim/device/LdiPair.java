package org.etclane.sim.device;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.etclane.device.BarrierEvent;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.HealthEvent;
import org.etclane.device.LoopEvent;
import org.etclane.device.SecurityEvent;
import org.etclane.device.ldi.LdiHub;
import org.etclane.device.ldi.LdiModuleType;
import org.etclane.device.ldi.LdiSettings;
import org.etclane.sim.host.VirtualCallers;
import org.etclane.sim.world.VirtualScheduler;

/** The hub and its devices in virtual time: an integrated barrier, and a second device with loop, display, light and the rest. */
final class LdiPair {
    static final String LANE_HEX = LdiSettings.laneHex("1101", 10, 23, 21);
    static final String BARRIER_CODE = "0123456789ABCDEF";
    static final String OTHER_CODE = "FEDCBA9876543210";
    private static final long MS = 1_000_000L;
    private static final long WALL_START_MILLIS = 1_800_000_000_000L;

    final VirtualScheduler time = new VirtualScheduler();
    final Lc301FakeHardware hardware = new Lc301FakeHardware(time);
    final List<DeviceEvent> events = new ArrayList<>();
    final List<LdiSimulatorEvent> happenings = new ArrayList<>();
    final VirtualCallers<DeviceCommand, DeviceEvent, LdiSimulatorAction, LdiSimulatorEvent> port;
    VirtualCallers<DeviceCommand, DeviceEvent, LdiSimulatorAction, LdiSimulatorEvent>.Device barrier;
    VirtualCallers<DeviceCommand, DeviceEvent, LdiSimulatorAction, LdiSimulatorEvent>.Device rest;
    Consumer<DeviceEvent> lane = event -> { };

    static LdiSettings settings() {
        return LdiSettings.defaults("io", LANE_HEX, List.of(LdiSettings.Module.of(LdiModuleType.BARRIER, 1, BARRIER_CODE),
                LdiSettings.Module.detector(1, BARRIER_CODE, LoopEvent.Role.ARM),
                LdiSettings.Module.of(LdiModuleType.PASS_LIGHT, 1, BARRIER_CODE),
                LdiSettings.Module.detector(2, OTHER_CODE, LoopEvent.Role.TRIGGER),
                LdiSettings.Module.of(LdiModuleType.FEE_DISPLAY, 1, OTHER_CODE),
                LdiSettings.Module.of(LdiModuleType.CANOPY_LIGHT, 1, OTHER_CODE),
                LdiSettings.Module.of(LdiModuleType.ALARM, 1, OTHER_CODE),
                LdiSettings.Module.of(LdiModuleType.VOICE, 1, OTHER_CODE)));
    }

    static LdiSimulatorSettings restSettings() {
        return LdiSimulatorSettings.of(LANE_HEX, OTHER_CODE, List.of(LdiSimulatorSettings.Module.detector(2, LoopEvent.Role.TRIGGER),
                LdiSimulatorSettings.Module.of(LdiModuleType.FEE_DISPLAY, 1),
                LdiSimulatorSettings.Module.of(LdiModuleType.CANOPY_LIGHT, 1),
                LdiSimulatorSettings.Module.of(LdiModuleType.ALARM, 1), LdiSimulatorSettings.Module.of(LdiModuleType.VOICE, 1)));
    }

    LdiPair(LdiSettings settings) {
        port = new VirtualCallers<>(time, settings.limits().callers(),
                new LdiHub(settings, () -> WALL_START_MILLIS + time.nowNanos() / MS), event -> {
                    events.add(event);
                    lane.accept(event);
                });
        port.open();
    }

    LdiPair() {
        this(settings());
    }

    LdiPair callBarrier() {
        barrier = port.device("192.168.1.20", new LdiSimulator(hardware, LdiSimulatorSettings.integratedBarrier(LANE_HEX, BARRIER_CODE)
                .withClockSkewMs(-777_000_000_000L), 1), happenings::add);
        return this;
    }

    LdiPair callRest() {
        rest = port.device("192.168.1.21", new LdiSimulator(hardware, restSettings(), 2), happenings::add);
        return this;
    }

    /** Everything called and ready, ten seconds of quiet. */
    LdiPair ready() {
        callBarrier();
        callRest();
        runFor(10_000);
        forget();
        return this;
    }

    void forget() {
        events.clear();
        happenings.clear();
        hardware.outputs.clear();
    }

    void runFor(long ms) {
        time.runFor(ms * MS);
    }

    void command(DeviceCommand... commands) {
        for (DeviceCommand command : commands) {
            port.command(command);
        }
    }

    void barrierFaults(LdiSimulatorFaults faults) {
        barrier.command(new LdiSimulatorAction.SetFaults(faults));
    }

    List<String> said() {
        return events.stream().map(event -> switch (event) {
            case LoopEvent loop -> loop.role() + " " + loop.occupancy();
            case BarrierEvent.ArmReported arm -> "arm " + arm.position();
            case BarrierEvent.FaultReported fault -> "fault " + fault.present();
            case HealthEvent health -> health.device() + " " + health.state()
                    + (health.cause().isEmpty() ? "" : " " + health.cause());
            case SecurityEvent security -> "security " + security.detail();
            case org.etclane.device.InputEvent input -> input.input() + " " + input.active();
            case org.etclane.device.RsuEvent _, org.etclane.device.ScaleEvent _ -> throw new AssertionError("not from these devices: " + event);
        }).toList();
    }

    long executed() {
        return happenings.stream().filter(LdiSimulatorEvent.Executed.class::isInstance).count();
    }
}
