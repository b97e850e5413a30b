package org.etclane.lane.workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.HealthEvent;
import org.etclane.device.ScaleEvent;
import org.etclane.device.link.Endpoint;
import org.etclane.device.spi.ConfiguredDevice;
import org.etclane.device.spi.DeviceKind;
import org.etclane.device.spi.DriverContext;
import org.etclane.device.spi.DriverException;
import org.etclane.device.spi.DriverProvider;
import org.etclane.device.spi.DriverRegistry;
import org.etclane.device.spi.LinkChoice;
import org.etclane.lane.config.DeviceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A device on a loopback socket, run by its driver and by something else that speaks over its line. */
@Timeout(60)
class WorkbenchTest {
    private static final long A_WHILE_NANOS = 10_000_000_000L;
    /** 12,340 kg at rest, as in the transcript of this type. */
    private static final byte[] READING = HexFormat.of().parseHex("022a302020313233343020202020" + "20300d0d");

    private final BenchQueue<BenchQueue.Heard<DeviceEvent>> heard = new BenchQueue<>(BenchQueue.DEFAULT_CAPACITY);

    private static DeviceTarget toledo(int port) {
        return assertInstanceOf(DeviceTarget.Found.class, DeviceTarget.ofType("scale-toledo", List.of("silentMs=60000"),
                Optional.of("tcp:127.0.0.1:" + port), List.of(DeviceKind.SCALE), DriverRegistry.load())).target();
    }

    private DeviceEvent next() throws InterruptedException {
        return switch (heard.poll(A_WHILE_NANOS).orElseThrow()) {
            case BenchQueue.Heard.Event<DeviceEvent>(DeviceEvent event) -> event;
            case BenchQueue.Heard.Bug<DeviceEvent>(Throwable failure) -> throw new AssertionError(failure);
        };
    }

    @Test
    void theDriverOfTheTypeRunsOnTheDevicesLine() throws Exception {
        try (ServerSocket device = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Workbench<DeviceCommand> bench = Workbench.ofDriver(toledo(device.getLocalPort()), () -> 0, BenchQueue.listener(heard))) {
            assertEquals(new Workbench.Open("tcp 127.0.0.1:" + device.getLocalPort()), bench.open(A_WHILE_NANOS / 1_000_000));
            try (Socket indicator = device.accept()) {
                for (int i = 0; i < 5; i++) {
                    indicator.getOutputStream().write(READING);
                    indicator.getOutputStream().flush();
                }
                DeviceEvent event = next();
                while (!(event instanceof ScaleEvent.LiveWeight)) {
                    event = next();
                }
                assertEquals("scale", event.device());
                assertTrue(bench.statistics().up());
                assertTrue(bench.trace().snapshot().stream().anyMatch(entry -> entry.bytes().hex().contains("0d")));
            }
        }
    }

    @Test
    void anythingElseCanSpeakOverTheLine() throws Exception {
        try (ServerSocket device = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            BenchQueue<BenchQueue.Heard<String>> said = new BenchQueue<>(10);
            try (Workbench<String> bench = Workbench.ofEndpoint(toledo(device.getLocalPort()), new Greeter(), BenchQueue.listener(said))) {
                assertInstanceOf(Workbench.Open.class, bench.open(10_000));
                try (Socket far = device.accept()) {
                    assertTrue(bench.offer("hello"));
                    assertEquals("hello", new String(far.getInputStream().readNBytes(5), StandardCharsets.US_ASCII));
                    far.getOutputStream().write("good day".getBytes(StandardCharsets.US_ASCII));
                    far.getOutputStream().flush();
                    StringBuilder all = new StringBuilder();
                    while (all.length() < 8) {
                        all.append(assertInstanceOf(BenchQueue.Heard.Event.class, said.poll(A_WHILE_NANOS).orElseThrow()).event());
                    }
                    assertEquals("good day", all.toString());
                }
            }
        }
    }

    @Test
    void aLineThatDoesNotOpenSaysWhy() {
        DeviceTarget nowhere = assertInstanceOf(DeviceTarget.Found.class, DeviceTarget.ofType("scale-toledo", List.of(),
                Optional.of("/dev/no-such-port"), List.of(DeviceKind.SCALE), DriverRegistry.load())).target();
        try (Workbench<DeviceCommand> bench = Workbench.ofDriver(nowhere, () -> 0, BenchQueue.listener(heard))) {
            Workbench.Shut shut = assertInstanceOf(Workbench.Shut.class, bench.open(10_000));
            assertTrue(shut.cause().contains("/dev/no-such-port does not exist"), shut.cause());
            assertTrue(shut.cause().contains("lanectl ports"), shut.cause());
        }
    }

    @Test
    void aQueueThatIsFullCounts() throws Exception {
        BenchQueue<Integer> queue = new BenchQueue<>(2);
        for (int i = 0; i < 5; i++) {
            queue.offer(i);
        }
        assertEquals(3, queue.takeMissed());
        assertEquals(0, queue.takeMissed());
        assertEquals(Optional.of(0), queue.poll(0));
        queue.put(7);
        assertEquals(Optional.of(1), queue.poll(0));
        assertEquals(Optional.of(7), queue.poll(0));
        assertEquals(Optional.empty(), queue.poll(-1));
    }

    @Test
    void aDriverThatRunsItsDeviceItselfHasNoLineForOthers() {
        DeviceTarget own = new DeviceTarget(DeviceKind.SCALE, new ConfiguredDevice(new OwnAgentProvider(), new Nothing()),
                DeviceLoader.Surroundings.USUAL);
        DriverException why = assertThrows(DriverException.class, () -> Workbench.ofEndpoint(own, new Greeter(),
                BenchQueue.listener(new BenchQueue<>(1))));
        assertTrue(why.getMessage().contains("own-agent") && why.getMessage().contains("no line of bytes"), why.getMessage());
        DriverException broken = assertThrows(DriverException.class, () -> Workbench.ofDriver(own, () -> 0, BenchQueue.listener(heard)));
        assertTrue(broken.getMessage().contains("no wires today"), broken.getMessage());
    }

    record Nothing() {
    }

    private static final class OwnAgentProvider implements DriverProvider<Nothing> {
        @Override
        public String type() {
            return "own-agent";
        }

        @Override
        public Set<DeviceKind> kinds() {
            return EnumSet.of(DeviceKind.SCALE);
        }

        @Override
        public Class<Nothing> settingsType() {
            return Nothing.class;
        }

        @Override
        public LinkChoice link(Nothing settings) {
            return new LinkChoice.OwnAgent(List.of("the wires"), (name, driver, listener, times) -> {
                throw new IllegalStateException("no wires today");
            });
        }

        @Override
        public Endpoint<DeviceCommand, DeviceEvent> endpoint(String deviceName, Nothing settings, DriverContext context) {
            return new Silent(deviceName);
        }
    }

    private record Silent(String name) implements Endpoint<DeviceCommand, DeviceEvent> {
        @Override
        public void linkUp(long nowNanos, Sink<DeviceEvent> sink) {
            sink.emit(new HealthEvent(name, nowNanos, HealthEvent.State.UP, ""));
        }

        @Override
        public void received(long nowNanos, byte[] buffer, int length, Sink<DeviceEvent> sink) {
        }

        @Override
        public void linkDown(long nowNanos, String cause, Sink<DeviceEvent> sink) {
        }

        @Override
        public void command(long nowNanos, DeviceCommand command, Sink<DeviceEvent> sink) {
        }

        @Override
        public void due(long nowNanos, Sink<DeviceEvent> sink) {
        }

        @Override
        public long nextDueNanos() {
            return Long.MAX_VALUE;
        }
    }

    private static final class Greeter implements Endpoint<String, String> {
        @Override
        public void linkUp(long nowNanos, Sink<String> sink) {
        }

        @Override
        public void received(long nowNanos, byte[] buffer, int length, Sink<String> sink) {
            sink.emit(new String(buffer, 0, length, StandardCharsets.US_ASCII));
        }

        @Override
        public void linkDown(long nowNanos, String cause, Sink<String> sink) {
        }

        @Override
        public void command(long nowNanos, String command, Sink<String> sink) {
            sink.send(command.getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public void due(long nowNanos, Sink<String> sink) {
        }

        @Override
        public long nextDueNanos() {
            return Long.MAX_VALUE;
        }
    }
}
