package org.etclane.sim.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.etclane.device.link.DeviceAgent;
import org.etclane.device.link.LinkStatistics;
import org.etclane.device.link.LinkTrace;
import org.etclane.device.link.SerialLink;
import org.etclane.device.link.SerialSettings;
import org.etclane.sim.world.RealTimeScheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything between a driver and a simulated device as it is in the product: agent, serial link, cable, host. Real time. */
class DeviceOverPtyIT {
    private static final byte[] FRAME = {(byte) 0xFF, 0x4C, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, (byte) 0xFF};

    @TempDir
    Path directory;
    private final RealTimeScheduler simulation = new RealTimeScheduler("simulation");
    private final BlockingQueue<EchoDevice.Said> heard = new LinkedBlockingQueue<>();
    private final BlockingQueue<Throwable> bugs = new LinkedBlockingQueue<>();
    private final LinkTrace trace = new LinkTrace(LinkTrace.DEFAULT_ENTRIES);
    private EndpointHost<byte[], EchoDevice.Said> host;
    private DeviceAgent<byte[], EchoDevice.Said> agent;

    @BeforeEach
    void lane() throws Exception {
        Path cable = directory.resolve("rsu");
        host = EndpointHost.onPseudoTerminal("rsu", new EchoDevice(1_000_000), cable, LinePace.BAUD_115200_8N1, simulation,
                ignored -> { });
        host.start();
        SerialLink link = new SerialLink("rsu", SerialSettings.parse(cable.toString(), "115200 8N1"));
        agent = new DeviceAgent<>("rsu", new RelayDriver(), link, new DeviceAgent.Listener<>() {
            @Override
            public void event(EchoDevice.Said event) {
                heard.add(event);
            }

            @Override
            public void failed(Throwable bug) {
                bugs.add(bug);
            }
        }, trace);
        trace.on();
        agent.start();
        assertEquals("up", next().what());
    }

    @AfterEach
    void close() {
        agent.close();
        host.close();
        simulation.close();
        assertTrue(bugs.isEmpty(), bugs::toString);
    }

    private EchoDevice.Said next() throws InterruptedException {
        EchoDevice.Said next = heard.poll(20, TimeUnit.SECONDS);
        assertNotNull(next);
        return next;
    }

    private byte[] answer(int count) throws InterruptedException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (all.size() < count) {
            all.writeBytes(next().bytes());
        }
        return all.toByteArray();
    }

    @Test
    void commandGoesOutAndItsAnswerComesInAsAnEventWithTraceAndNumbers() throws Exception {
        assertTrue(agent.offer(FRAME));
        assertArrayEquals(FRAME, answer(FRAME.length));
        assertTrue(LinkTrace.format(trace.snapshot()).stream().anyMatch(line -> line.contains("->   16 ff 4c 01")));
        LinkStatistics statistics = agent.statistics();
        assertTrue(statistics.up());
        assertEquals(FRAME.length, statistics.bytesOut());
    }

    @Test
    void pulledCableCostsNoCpuAndTheDeviceComesBack() throws Exception {
        host.unplug();
        assertTrue(next().what().startsWith("down"));

        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long cpuBefore = laneCpuNanos(threads);
        long wallBefore = System.nanoTime();
        LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
        long cpu = laneCpuNanos(threads) - cpuBefore;
        long wall = System.nanoTime() - wallBefore;
        assertTrue(cpu < wall / 4, "device and link threads used " + cpu + " ns of CPU in " + wall + " ns without a cable");

        host.plug();
        assertEquals("up", next().what());
        assertTrue(agent.offer(FRAME));
        assertArrayEquals(FRAME, answer(FRAME.length));
        assertEquals(1, agent.statistics().downs());
    }

    private static long laneCpuNanos(ThreadMXBean threads) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("(rx|tx|device|pty):rsu"))
                .mapToLong(thread -> Math.max(0, threads.getThreadCpuTime(thread.threadId()))).sum();
    }
}
