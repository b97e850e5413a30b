package org.etclane.sim.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.etclane.device.BarrierCommand;
import org.etclane.device.BarrierEvent;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.HealthEvent;
import org.etclane.device.LoopEvent;
import org.etclane.device.SecurityEvent;
import org.etclane.device.ldi.LdiHub;
import org.etclane.device.ldi.LdiModuleType;
import org.etclane.device.ldi.LdiSettings;
import org.etclane.device.link.DeviceAgent;
import org.etclane.device.link.LinkTrace;
import org.etclane.device.link.TcpLink;
import org.etclane.device.link.TcpServer;
import org.etclane.sim.host.EndpointHost;
import org.etclane.sim.host.LinePace;
import org.etclane.sim.world.LaneWorld;
import org.etclane.sim.world.RealTimeScheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Agent, hub and server over real TCP on loopback, with a simulated integrated barrier and callers who do not belong. */
class LdiTcpIT {
    private final RealTimeScheduler simulation = new RealTimeScheduler("simulation");
    private final BlockingQueue<DeviceEvent> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<Throwable> bugs = new LinkedBlockingQueue<>();
    private final List<EndpointHost<LdiSimulatorAction, LdiSimulatorEvent>> devices = new ArrayList<>();
    private TcpServer server;
    private DeviceAgent<DeviceCommand, DeviceEvent> agent;
    private EndpointHost<LdiSimulatorAction, LdiSimulatorEvent> barrier;

    @BeforeEach
    void connect() throws Exception {
        LdiSettings settings = LdiSettings.defaults("io", LdiPair.LANE_HEX, List.of(
                LdiSettings.Module.of(LdiModuleType.BARRIER, 1, LdiPair.BARRIER_CODE),
                LdiSettings.Module.detector(1, LdiPair.BARRIER_CODE, LoopEvent.Role.ARM),
                LdiSettings.Module.of(LdiModuleType.PASS_LIGHT, 1, LdiPair.BARRIER_CODE))).listening("127.0.0.1", 0);
        server = new TcpServer("io", settings.bindAddress(), settings.port(), settings.limits().callers());
        agent = new DeviceAgent<>("io", new LdiHub(settings, System::currentTimeMillis), server, new DeviceAgent.Listener<>() {
            @Override
            public void event(DeviceEvent event) {
                events.add(event);
            }

            @Override
            public void failed(Throwable bug) {
                bugs.add(bug);
            }
        }, new LinkTrace(100));
        agent.start();
        for (int i = 0; i < 2_000 && server.trouble().isPresent(); i++) {
            Thread.sleep(10);
        }
        barrier = device(LdiPair.BARRIER_CODE, 1);
        await(e -> e instanceof HealthEvent h && h.device().equals("io") && h.state() == HealthEvent.State.UP);
    }

    private EndpointHost<LdiSimulatorAction, LdiSimulatorEvent> device(String code, long seed) {
        EndpointHost<LdiSimulatorAction, LdiSimulatorEvent> host = new EndpointHost<>(new LdiSimulator(new LaneWorld(simulation),
                LdiSimulatorSettings.integratedBarrier(LdiPair.LANE_HEX, code), seed), new TcpLink("device" + seed, "127.0.0.1",
                server.port()), LinePace.AT_ONCE, simulation, _ -> { });
        devices.add(host);
        host.start();
        return host;
    }

    @AfterEach
    void close() {
        devices.forEach(EndpointHost::close);
        agent.close();
        simulation.close();
        assertTrue(simulation.failure().isEmpty(), simulation.failure()::toString);
        assertTrue(bugs.isEmpty(), bugs::toString);
    }

    private DeviceEvent await(Predicate<DeviceEvent> wanted) throws InterruptedException {
        for (DeviceEvent event = events.poll(20, TimeUnit.SECONDS); event != null; event = events.poll(20, TimeUnit.SECONDS)) {
            if (wanted.test(event)) {
                return event;
            }
        }
        return org.junit.jupiter.api.Assertions.fail("it did not come");
    }

    private void awaitArm(BarrierEvent.Position position) throws InterruptedException {
        assertNotNull(await(e -> e instanceof BarrierEvent.ArmReported arm && arm.position() == position));
    }

    private SecurityEvent awaitSecurity() throws InterruptedException {
        return (SecurityEvent) await(SecurityEvent.class::isInstance);
    }

    @Test
    void theArmGoesUpAndDown() throws Exception {
        assertTrue(agent.offer(BarrierCommand.RAISE));
        awaitArm(BarrierEvent.Position.UP);
        assertTrue(agent.offer(BarrierCommand.LOWER));
        awaitArm(BarrierEvent.Position.DOWN);
        assertEquals(0, agent.statistics().malformed());
    }

    @Test
    void aDroppedConnectionIsUnknownAndThenKnownAgain() throws Exception {
        barrier.unplug();
        awaitArm(BarrierEvent.Position.UNKNOWN);
        awaitArm(BarrierEvent.Position.NOT_UP);
        assertTrue(agent.offer(BarrierCommand.RAISE));
        awaitArm(BarrierEvent.Position.UP);
    }

    @Test
    void aDeviceWithAnotherCodeIsRefusedAndTheBarrierGoesOn() throws Exception {
        device("0000000000000000", 2);
        assertTrue(awaitSecurity().detail().startsWith("127.0.0.1: wrong verification code"));
        assertTrue(agent.offer(BarrierCommand.RAISE));
        awaitArm(BarrierEvent.Position.UP);
    }

    @Test
    void aFloodIsCutOffAndTheBarrierGoesOn() throws Exception {
        try (Socket flood = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            byte[] noise = new byte[32 * 1024];
            boolean cutOff = false;
            for (int i = 0; i < 10_000 && !cutOff; i++) {
                try {
                    flood.getOutputStream().write(noise);
                } catch (IOException broken) {
                    cutOff = true;
                }
            }
            assertTrue(cutOff, "320 MB were taken");
        }
        assertTrue(awaitSecurity().detail().contains("flood"));
        assertTrue(agent.offer(BarrierCommand.RAISE));
        awaitArm(BarrierEvent.Position.UP);
        assertEquals(0, agent.statistics().overflows());
    }

    @Test
    void manySilentCallersAreRefusedAndTheBarrierGoesOn() throws Exception {
        List<Socket> crowd = new ArrayList<>();
        try {
            for (int i = 0; i < 60; i++) {
                crowd.add(new Socket(InetAddress.getLoopbackAddress(), server.port()));
            }
            assertTrue(awaitSecurity().detail().startsWith("127.0.0.1: more than 4 connections"));
            assertTrue(agent.offer(BarrierCommand.RAISE));
            awaitArm(BarrierEvent.Position.UP);
            assertEquals(0, agent.statistics().overflows());
        } finally {
            for (Socket socket : crowd) {
                socket.close();
            }
        }
    }
}
