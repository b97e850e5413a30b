package org.etclane.sim.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.etclane.device.AlarmCommand;
import org.etclane.device.BarrierCommand;
import org.etclane.device.BarrierEvent.ArmReported;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.HealthEvent;
import org.etclane.device.LoopEvent;
import org.etclane.device.gpio.GpioCodec;
import org.etclane.device.gpio.GpioFrame;
import org.etclane.device.gpio.GpioIoDriver;
import org.etclane.device.gpio.GpioLine;
import org.etclane.device.gpio.GpioRole;
import org.etclane.device.gpio.GpioSettings;
import org.etclane.device.gpio.line.GpioLink;
import org.etclane.device.link.DeviceAgent;
import org.etclane.device.link.LinkTrace;
import org.etclane.sim.bench.VirtualGpio;
import org.etclane.sim.device.GpioSimAction;
import org.etclane.sim.device.GpioSimEvent;
import org.etclane.sim.device.GpioSimulator;
import org.etclane.sim.world.LaneWorld;
import org.etclane.sim.world.LoopFault;
import org.etclane.sim.world.RealTimeScheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A lane's GPIO link over Pi4J's mock lines and a TCP connection, to a road that comes, goes and changes meanwhile. */
class SimulatedChipIT {
    private final RealTimeScheduler simulation = new RealTimeScheduler("simulation");
    private final LaneWorld world = new LaneWorld(simulation);
    private final ArrayBlockingQueue<DeviceEvent> events = new ArrayBlockingQueue<>(1000);
    private final List<Throwable> bugs = new ArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private int port;

    @BeforeEach
    void choosePort() throws Exception {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = probe.getLocalPort();
        }
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
        simulation.close();
        assertTrue(simulation.failure().isEmpty(), simulation.failure()::toString);
        assertEquals(List.of(), bugs);
    }

    /** The settings of the simulation, on the chip that leads to it. */
    private GpioSettings lane() {
        GpioSettings road = VirtualGpio.settings("io");
        String chip = SimulatedChip.named("127.0.0.1", port);
        Map<GpioRole, GpioLine.Input> inputs = new EnumMap<>(GpioRole.class);
        road.inputs().forEach((role, line) -> inputs.put(role, new GpioLine.Input(chip + "/in", line.offset(), line.activeLow(),
                line.pull(), line.debounceMs())));
        Map<GpioRole, GpioLine.Output> outputs = new EnumMap<>(GpioRole.class);
        road.outputs().forEach((role, line) -> outputs.put(role, new GpioLine.Output(chip + "/out", line.offset(), line.activeLow(),
                line.atExit())));
        return GpioSettings.of("io", inputs, outputs);
    }

    private EndpointHost<GpioSimAction, GpioSimEvent> road() throws Exception {
        EndpointHost<GpioSimAction, GpioSimEvent> road = new EndpointHost<>(
                GpioSimulator.behindLink(world, VirtualGpio.settings("io"), VirtualGpio.RELAY_MS),
                new ChunkLink(new TcpServerLink("io", InetAddress.getLoopbackAddress(), port)), LinePace.AT_ONCE, simulation, _ -> { });
        open.add(road);
        world.onInputChange(() -> road.command(new GpioSimAction.Look()));
        road.start();
        return road;
    }

    private DeviceAgent<DeviceCommand, DeviceEvent> start() {
        DeviceAgent<DeviceCommand, DeviceEvent> agent = new DeviceAgent<>("io", new GpioIoDriver(lane()), GpioLink.of(lane()),
                new DeviceAgent.Listener<>() {
                    @Override
                    public void event(DeviceEvent event) {
                        events.add(event);
                    }

                    @Override
                    public void failed(Throwable bug) {
                        bugs.add(bug);
                    }
                }, new LinkTrace(100));
        open.add(agent);
        agent.start();
        return agent;
    }

    private void await(String wanted) throws InterruptedException {
        List<String> seen = new ArrayList<>();
        while (!seen.contains(wanted)) {
            DeviceEvent event = events.poll(15, TimeUnit.SECONDS);
            assertTrue(event != null, () -> wanted + " never came, but " + seen);
            seen.add(switch (event) {
                case HealthEvent h -> h.state() + (h.cause().contains("simulated road") ? " road" : "");
                case LoopEvent l -> l.role() + " " + l.occupancy();
                case ArmReported a -> "arm " + a.position();
                default -> event.getClass().getSimpleName();
            });
        }
    }

    private boolean inSimulation(BooleanSupplier question) throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        AtomicBoolean answer = new AtomicBoolean();
        simulation.post(() -> {
            answer.set(question.getAsBoolean());
            asked.countDown();
        });
        assertTrue(asked.await(10, TimeUnit.SECONDS));
        return answer.get();
    }

    private void eventually(BooleanSupplier inSimulation) throws InterruptedException {
        long end = System.nanoTime() + 10_000_000_000L;
        while (!inSimulation(inSimulation)) {
            assertTrue(System.nanoTime() < end, "not within 10 s");
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    @Test
    void levelsAreThoseOfTheRoadFromTheFirstMoment() throws Exception {
        world.loopFault(LoopEvent.Role.ARM, LoopFault.STUCK_OCCUPIED);
        road();
        start();
        await("ARM OCCUPIED");
        simulation.post(() -> world.loopFault(LoopEvent.Role.ARM, LoopFault.NONE));
        await("ARM CLEAR");
    }

    @Test
    void theArmObeysAndTheLinesOfAStoppedLaneAreAtRest() throws Exception {
        road();
        DeviceAgent<DeviceCommand, DeviceEvent> agent = start();
        await("arm DOWN");
        assertTrue(agent.offer(BarrierCommand.RAISE));
        await("arm UP");
        assertTrue(inSimulation(world::passLightGreen));
        assertTrue(agent.offer(new AlarmCommand(true, true)));
        eventually(world::alarmSounding);
        assertEquals(0, agent.statistics().malformed());
        agent.close();
        eventually(() -> !world.alarmSounding());
        assertTrue(inSimulation(world::passLightGreen), "that line is to be kept");
    }

    /** A killed process says nothing any more: neither does it put anything to rest. */
    @Test
    void linesOfALostConnectionStayAsTheyWere() throws Exception {
        EndpointHost<GpioSimAction, GpioSimEvent> road = road();
        try (Socket lane = new Socket(InetAddress.getLoopbackAddress(), port)) {
            lane.getOutputStream().write(ChunkLink.framed(GpioCodec.encode(new GpioFrame.Drive(GpioRole.ALARM_SOUND, true))));
            eventually(world::alarmSounding);
        }
        DeviceAgent<DeviceCommand, DeviceEvent> next = start();
        await("UP");
        assertTrue(inSimulation(world::alarmSounding));
        assertTrue(next.offer(new AlarmCommand(false, false)));
        eventually(() -> !world.alarmSounding());
        assertTrue(road.description().contains(Integer.toString(port)));
    }

    @Test
    void aRoadThatIsNotThereOrGoesAwayIsADeviceThatIsDownUntilItComes() throws Exception {
        start();
        await("DOWN road");
        EndpointHost<GpioSimAction, GpioSimEvent> road = road();
        await("UP");
        await("arm DOWN");
        simulation.post(() -> world.loopFault(LoopEvent.Role.TRIGGER, LoopFault.STUCK_OCCUPIED));
        await("TRIGGER OCCUPIED");
        road.unplug();
        await("DOWN road");
        await("UP");
    }
}
