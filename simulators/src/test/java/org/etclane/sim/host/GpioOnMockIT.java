package org.etclane.sim.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.etclane.device.AlarmCommand;
import org.etclane.device.BarrierCommand;
import org.etclane.device.BarrierEvent.ArmReported;
import org.etclane.device.BarrierEvent.Position;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.HealthEvent;
import org.etclane.device.LoopEvent;
import org.etclane.device.LoopEvent.Occupancy;
import org.etclane.device.LoopEvent.Role;
import org.etclane.device.gpio.GpioIoDriver;
import org.etclane.device.gpio.GpioSettings;
import org.etclane.device.link.DeviceAgent;
import org.etclane.device.link.LinkTrace;
import org.etclane.device.gpio.line.GpioLink;
import org.etclane.sim.bench.VirtualGpio;
import org.etclane.sim.device.GpioSimAction;
import org.etclane.sim.device.GpioSimEvent;
import org.etclane.sim.device.GpioSimFaults;
import org.etclane.sim.device.GpioSimulator;
import org.etclane.sim.world.LaneWorld;
import org.etclane.sim.world.LoopFault;
import org.etclane.sim.world.RealTimeScheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Driver, agent, link, Pi4J's mock lines, wires, road and arm in one process and in real time. */
class GpioOnMockIT {
    private final RealTimeScheduler simulation = new RealTimeScheduler("simulation");
    private final LaneWorld world = new LaneWorld(simulation);
    private final GpioSettings settings = VirtualGpio.settings("io");
    private final MockGpioBoard board = new MockGpioBoard();
    private final EndpointHost<GpioSimAction, GpioSimEvent> wires = new EndpointHost<>(
            GpioSimulator.behindLink(world, settings, VirtualGpio.RELAY_MS), board, LinePace.AT_ONCE, simulation, _ -> { });
    private final ArrayBlockingQueue<DeviceEvent> events = new ArrayBlockingQueue<>(1000);
    private final AtomicReference<Throwable> bug = new AtomicReference<>();
    private final DeviceAgent<DeviceCommand, DeviceEvent> agent = new DeviceAgent<>("io", new GpioIoDriver(settings),
            new GpioLink(settings, board), new DeviceAgent.Listener<>() {
                @Override
                public void event(DeviceEvent event) {
                    events.add(event);
                }

                @Override
                public void failed(Throwable failure) {
                    bug.set(failure);
                }
            }, new LinkTrace(LinkTrace.DEFAULT_ENTRIES));

    @BeforeEach
    void start() throws InterruptedException {
        world.onInputChange(() -> wires.command(new GpioSimAction.Look()));
        wires.start();
        long end = System.nanoTime() + 5_000_000_000L;
        while (!board.wired(settings.inputs().size()) && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        agent.start();
        await("UP");
    }

    @AfterEach
    void close() {
        agent.close();
        wires.close();
        simulation.close();
        assertTrue(simulation.failure().isEmpty(), simulation.failure()::toString);
        assertEquals(null, bug.get());
    }

    /** All events until this one, in words. */
    private List<String> await(String wanted) throws InterruptedException {
        List<String> seen = new ArrayList<>();
        while (!seen.contains(wanted)) {
            DeviceEvent event = events.poll(10, TimeUnit.SECONDS);
            if (event == null) {
                throw new AssertionError(wanted + " never came, but " + seen);
            }
            seen.add(switch (event) {
                case HealthEvent h -> h.state().name();
                case LoopEvent l -> l.role() + " " + l.occupancy();
                case ArmReported a -> "arm " + a.position();
                default -> event.getClass().getSimpleName();
            });
        }
        return seen;
    }

    @Test
    void theArmRisesAVehicleIsSeenAndTheArmComesDown() throws InterruptedException {
        await("arm " + Position.DOWN);
        assertTrue(agent.offer(BarrierCommand.RAISE));
        await("arm " + Position.UP);
        assertTrue(world.passLightGreen());
        simulation.post(() -> world.loopFault(Role.ARM, LoopFault.STUCK_OCCUPIED));
        await("ARM " + Occupancy.OCCUPIED);
        simulation.post(() -> world.loopFault(Role.ARM, LoopFault.NONE));
        await("ARM " + Occupancy.CLEAR);
        assertTrue(agent.offer(new AlarmCommand(true, false)));
        assertTrue(agent.offer(BarrierCommand.LOWER));
        await("arm " + Position.DOWN);
        assertTrue(world.alarmSounding());
        assertTrue(!world.passLightGreen());
        assertEquals(0, agent.statistics().malformed());
    }

    @Test
    void bouncingContactsAreOneEventEach() throws InterruptedException {
        await("TRIGGER " + Occupancy.CLEAR);
        await("ARM " + Occupancy.CLEAR);
        wires.command(new GpioSimAction.SetFaults(GpioSimFaults.bouncing(5, 2)));
        for (int i = 0; i < 5; i++) {
            simulation.post(() -> world.loopFault(Role.TRIGGER, LoopFault.STUCK_OCCUPIED));
            assertEquals(1, triggers(await("TRIGGER " + Occupancy.OCCUPIED)));
            simulation.post(() -> world.loopFault(Role.TRIGGER, LoopFault.NONE));
            assertEquals(1, triggers(await("TRIGGER " + Occupancy.CLEAR)));
        }
    }

    private static long triggers(List<String> events) {
        return events.stream().filter(event -> event.startsWith("TRIGGER")).count();
    }
}
