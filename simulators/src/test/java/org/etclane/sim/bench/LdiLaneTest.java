package org.etclane.sim.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.DisplayCommand;
import org.etclane.device.LoopEvent;
import org.etclane.device.RsuCommand;
import org.etclane.device.ldi.LdiHub;
import org.etclane.device.ldi.LdiModuleType;
import org.etclane.device.ldi.LdiSettings;
import org.etclane.device.rsu.serial.RsuSerialDriver;
import org.etclane.device.rsu.serial.RsuSerialSettings;
import org.etclane.lane.core.Devices;
import org.etclane.lane.core.LaneEffect;
import org.etclane.lane.core.LaneEvent;
import org.etclane.lane.core.LaneKind;
import org.etclane.lane.core.LaneMachine;
import org.etclane.lane.core.LaneSettings;
import org.etclane.lane.core.LaneState;
import org.etclane.lane.core.Moment;
import org.etclane.lane.core.StartFacts;
import org.etclane.lane.parameters.ParameterSet;
import org.etclane.lane.parameters.StationKey;
import org.etclane.lane.runtime.LaneKernel;
import org.etclane.sim.card.PurseLedger;
import org.etclane.sim.device.LdiSimulator;
import org.etclane.sim.device.LdiSimulatorAction;
import org.etclane.sim.device.LdiSimulatorEvent;
import org.etclane.sim.device.LdiSimulatorFaults;
import org.etclane.sim.device.LdiSimulatorSettings;
import org.etclane.sim.device.RsuSerialSimSettings;
import org.etclane.sim.device.RsuSerialSimulator;
import org.etclane.sim.device.RsuSimCommand;
import org.etclane.sim.device.RsuSimEvent;
import org.etclane.sim.host.LinePace;
import org.etclane.sim.host.VirtualCallers;
import org.etclane.sim.host.VirtualLine;
import org.etclane.sim.obu.SimObu;
import org.etclane.sim.psam.Psam;
import org.etclane.sim.psam.PurseKeys;
import org.etclane.sim.world.Arrival;
import org.etclane.sim.world.LaneWorld;
import org.etclane.sim.world.Scheduler;
import org.etclane.sim.world.TrafficGenerator;
import org.etclane.sim.world.VehicleMix;
import org.etclane.sim.world.VirtualScheduler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real core and its interlock with barrier, loops, lights and display on the national interface, in virtual time. */
class LdiLaneTest {
    private static final long WALL_START_MILLIS = 1_800_000_000_000L;
    private static final String LANE_HEX = LdiSettings.laneHex("3701", 0, 12, 3);
    private static final String CODE = "0123456789ABCDEF";
    private static final StationKey HERE = new StationKey("3701", 12);

    private final VirtualScheduler time = new VirtualScheduler();
    private final LaneWorld world = new LaneWorld(time);
    private final PurseLedger purses = new PurseLedger();
    private final LaneSettings settings = LaneSettings.defaults(LaneKind.EXIT, "370100120100101000001", HERE, 3, ZoneId.of("Asia/Shanghai"));
    private final MemoryJournal journal = new MemoryJournal(time, 1_000_000L, this::offer);
    private final LaneKernel kernel = new LaneKernel(new LaneMachine(settings), this::run, 256);
    private final Map<Integer, SimObu> obuById = new HashMap<>();
    private final List<DeviceEvent> said = new ArrayList<>();
    private VirtualLine<DeviceCommand, DeviceEvent, RsuSimCommand, RsuSimEvent> rsuLine;
    private VirtualCallers<DeviceCommand, DeviceEvent, LdiSimulatorAction, LdiSimulatorEvent> port;
    private VirtualCallers<DeviceCommand, DeviceEvent, LdiSimulatorAction, LdiSimulatorEvent>.Device barrier;
    private Scheduler.Cancellable due = () -> { };

    private void start(long seed) {
        rsuLine = new VirtualLine<>(time, LinePace.BAUD_115200_8N1, new RsuSerialDriver(Devices.RSU,
                RsuSerialSettings.classic(Devices.RSU, RsuSerialSettings.EXIT), () -> now().wallMillis()), this::device,
                new RsuSerialSimulator(RsuSerialSimSettings.classic(), world, new Psam(PurseKeys.TEST, VirtualLane.PSAM_TERMINAL, 1), seed),
                this::rsuEvent);
        port = new VirtualCallers<>(time, 16, new LdiHub(LdiSettings.defaults(Devices.IO, LANE_HEX, List.of(
                LdiSettings.Module.of(LdiModuleType.BARRIER, 1, CODE), LdiSettings.Module.detector(1, CODE, LoopEvent.Role.ARM),
                LdiSettings.Module.of(LdiModuleType.PASS_LIGHT, 1, CODE), LdiSettings.Module.detector(2, CODE, LoopEvent.Role.TRIGGER),
                LdiSettings.Module.of(LdiModuleType.FEE_DISPLAY, 1, CODE), LdiSettings.Module.of(LdiModuleType.CANOPY_LIGHT, 1, CODE))),
                () -> now().wallMillis()), this::device);
        kernel.begin(new LaneMachine(settings).start(StartFacts.FIRST, ParameterSet.of(VirtualLaneTest.rates()), now()));
        rsuLine.plug();
        port.open();
        barrier = port.device("192.168.1.20", new LdiSimulator(world, LdiSimulatorSettings.integratedBarrier(LANE_HEX, CODE), seed),
                _ -> { });
        port.device("192.168.1.21", new LdiSimulator(world, LdiSimulatorSettings.of(LANE_HEX, CODE, List.of(
                LdiSimulatorSettings.Module.detector(2, LoopEvent.Role.TRIGGER),
                LdiSimulatorSettings.Module.of(LdiModuleType.FEE_DISPLAY, 1),
                LdiSimulatorSettings.Module.of(LdiModuleType.CANOPY_LIGHT, 1))), seed), _ -> { });
        schedule();
        runForSeconds(15);
    }

    private void drive(long seed, int vehicles, String mix) {
        Fleet fleet = new Fleet(settings.kind(), VirtualLaneTest.rates(), settings.station(), settings.transitLayout(), purses, PurseKeys.TEST);
        long startNanos = time.nowNanos();
        for (Arrival arrival : new TrafficGenerator(seed, 900, vehicles, VehicleMix.named(mix).orElseThrow(),
                org.etclane.sim.world.LaneKind.EXIT).arrivals()) {
            time.at(startNanos + arrival.atNanos(), () -> {
                Optional<SimObu> obu = fleet.obuOf(arrival, now().wallMillis() / 1000);
                obu.ifPresent(o -> obuById.put(o.id().value(), o));
                world.addVehicle(arrival.spec(), obu);
            });
        }
        runForSeconds(60 + vehicles * 8);
        for (int i = 0; i < 600 && !world.vehicles().isEmpty(); i++) {
            runForSeconds(1);
        }
        runForSeconds(60);
    }

    private void runForSeconds(double seconds) {
        time.runFor(Math.round(seconds * 1e9));
    }

    private Moment now() {
        return new Moment(time.nowNanos(), WALL_START_MILLIS + time.nowNanos() / 1_000_000);
    }

    private void device(DeviceEvent event) {
        said.add(event);
        offer(new LaneEvent.DeviceSpoke(event));
    }

    private void rsuEvent(RsuSimEvent event) {
        if (event instanceof RsuSimEvent.DialogueEnded ended && ended.ending() == RsuSimEvent.Ending.RELEASED) {
            Optional.ofNullable(obuById.get(ended.obu().value())).ifPresent(world::paidTone);
        }
    }

    private void offer(LaneEvent event) {
        kernel.handle(event, now());
        schedule();
    }

    private void schedule() {
        due.cancel();
        long at = kernel.nextDueNanos();
        if (at != Long.MAX_VALUE) {
            due = time.at(at, () -> offer(new LaneEvent.TimePassed()));
        }
    }

    private void run(List<LaneEffect> effects, LaneState after) {
        for (LaneEffect effect : effects) {
            switch (effect) {
                case LaneEffect.Tell(DeviceCommand command) -> tell(command);
                case LaneEffect.Append(long ticket, var entry) -> journal.append(ticket, entry);
                case LaneEffect.Show show -> tell(display(show));
                case LaneEffect.Observe _ -> { }
            }
        }
    }

    private void tell(DeviceCommand command) {
        time.at(time.nowNanos(), () -> {
            if (command instanceof RsuCommand) {
                rsuLine.command(command);
            } else {
                port.command(command);
            }
        });
    }

    private static DisplayCommand display(LaneEffect.Show show) {
        return switch (show.phrase()) {
            case IDLE -> new DisplayCommand.Clear();
            case PAID, ENTERED, ALREADY_PAID -> new DisplayCommand.Show(DisplayCommand.Colour.GREEN, List.of("请通行"), "请通行",
                    Optional.empty());
            case REFUSED, LANE_CLOSED, FAULT -> new DisplayCommand.Show(DisplayCommand.Colour.RED, List.of("请走其他车道"), "拒绝",
                    Optional.empty());
        };
    }

    private void nobodyIsHit(long seed) {
        assertEquals(0, world.monitor().loweredOnVehicle(), () -> "seed " + seed + " " + world.monitor().contacts());
    }

    private long paid() {
        return purses.entries().size();
    }

    @Test
    void oneVehiclePaysAndPasses() {
        start(1);
        drive(1, 1, "legal");
        assertEquals(1, paid());
        assertEquals(1, world.monitor().vehiclesPassedUnderArm());
        assertEquals(1, world.monitor().raises());
        assertEquals(1, world.monitor().lowers());
        assertTrue(world.arm().downSwitchClosed());
        nobodyIsHit(1);
        assertEquals(0, port.malformedAtDriver());
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void trafficOfEveryKind(long seed) {
        start(seed);
        drive(seed, 25, "behaviours");
        assertTrue(paid() > 10, "seed " + seed + ": " + paid());
        assertTrue(world.monitor().raises() > 0 && world.monitor().lowers() > 0);
        assertTrue(world.vehicles().isEmpty());
        nobodyIsHit(seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23})
    void devicesThatLieStallAndGoAwayHitNobody(long seed) {
        start(seed);
        List<LdiSimulatorFaults> faults = List.of(LdiSimulatorFaults.monitorStale(), LdiSimulatorFaults.answersLost(),
                LdiSimulatorFaults.reportsTwice(), LdiSimulatorFaults.asksForInitialisation(), LdiSimulatorFaults.seqOfTheSamples(),
                LdiSimulatorFaults.saysNothing(), LdiSimulatorFaults.NONE);
        for (int i = 0; i < 12; i++) {
            LdiSimulatorFaults fault = faults.get((int) ((seed + i) % faults.size()));
            time.at(time.nowNanos() + (20L + 17L * i) * 1_000_000_000L, () -> barrier.command(new LdiSimulatorAction.SetFaults(fault)));
            time.at(time.nowNanos() + (31L + 17L * i) * 1_000_000_000L, barrier::unplug);
            time.at(time.nowNanos() + (34L + 17L * i) * 1_000_000_000L, barrier::plug);
        }
        time.at(time.nowNanos() + 240_000_000_000L, () -> barrier.command(new LdiSimulatorAction.SetFaults(LdiSimulatorFaults.NONE)));
        drive(seed, 25, "behaviours");
        assertTrue(paid() > 5, "seed " + seed + ": " + paid());
        nobodyIsHit(seed);
    }
}
