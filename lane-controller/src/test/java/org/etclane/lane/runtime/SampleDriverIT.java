package org.etclane.lane.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.etclane.device.BarrierCommand;
import org.etclane.device.BarrierEvent;
import org.etclane.device.DeviceEvent;
import org.etclane.device.HealthEvent;
import org.etclane.device.LoopEvent;
import org.etclane.device.LoopEvent.Occupancy;
import org.etclane.device.LoopEvent.Role;
import org.etclane.device.link.LinkTimes;
import org.etclane.device.spi.DeviceKind;
import org.etclane.device.spi.DriverContext;
import org.etclane.device.spi.DriverException;
import org.etclane.device.spi.DriverProvider;
import org.etclane.device.spi.DriverRegistry;
import org.etclane.device.spi.LaneDirection;
import org.etclane.device.spi.Problem;
import org.etclane.lane.config.EffectiveConfig;
import org.etclane.lane.config.LaneConfig;
import org.etclane.lane.config.LaneConfigLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A driver comes as a jar; nothing of ours is touched, and it is configured, checked, wired and works. */
class SampleDriverIT {
    private static final long PATIENCE_S = 10;

    @TempDir
    Path folder;
    private URLClassLoader loader;
    private DriverRegistry drivers;

    @BeforeEach
    void pack() throws Exception {
        loader = DriverJar.loader(DriverJar.write(folder.resolve("sample-board.jar")));
        drivers = DriverRegistry.load(loader);
        Files.copy(Path.of("../config/rates-sample.csv"), folder.resolve("rates.csv"));
    }

    @AfterEach
    void unload() throws IOException {
        loader.close();
    }

    private LaneConfigLoader.Result load(String io) throws IOException {
        return LaneConfigLoader.load(Files.writeString(folder.resolve("lane.yaml"), """
                lane: {kind: exit, laneId: "370100300100120260001", network: 3701, station: 12, laneNumber: 1}
                devices:
                  rsu: {type: rsu-serial, port: /dev/ttyS0}
                  io: {%s}
                station: {enabled: false}
                parameters: {rateTable: rates.csv}
                """.formatted(io)), drivers);
    }

    private LaneConfig good(String io) throws IOException {
        LaneConfigLoader.Result result = load(io);
        return assertInstanceOf(LaneConfigLoader.Loaded.class, result, result.toString()).config();
    }

    @Test
    void itsKeysAreBoundAndShown() throws IOException {
        LaneConfig config = good("type: sample-board, host: board");
        assertEquals("""
                {"type":"sample-board","host":"board","port":4001,"reportMs":500,"silentMs":2000}""",
                EffectiveConfig.json(config).at("/devices/io").toString());
        assertTrue(drivers.types().containsAll(List.of("lc301", "rsu-serial", "sample-board")), drivers.types().toString());
        assertEquals(List.of("board:4001"), config.devices().io().link().occupies());
        assertEquals(List.of("/dev/ttyS0"), List.copyOf(config.devices().deviceByPort().keySet()));
    }

    @Test
    void whatIsWrongInItIsSaidLikeAnythingElseAllAtOnce() throws IOException {
        List<Problem> all = assertInstanceOf(LaneConfigLoader.Problems.class,
                load("type: sample-board, prot: 4002, reportMs: 3000")).list();
        assertEquals(List.of("devices.io.host MISSING", "devices.io.prot UNKNOWN_KEY", "devices.io.silentMs CONTRADICTION"),
                all.stream().map(p -> p.key() + " " + p.kind()).sorted().toList());
        assertTrue(all.toString().contains("\"port\""), all.toString());
        Problem misspelt = assertInstanceOf(LaneConfigLoader.Problems.class, load("type: sample-bord, host: board")).list().getFirst();
        List<String> allowed = List.of(misspelt.allowed().english().split(", "));
        assertTrue(allowed.containsAll(List.of("lc301", "sample-board")) && !allowed.contains("rsu-serial"), allowed.toString());
        assertTrue(misspelt.advice().english().contains("\"sample-board\""), misspelt.toString());
    }

    @Test
    void theSameDriverTwiceIsRefusedWithBothJars() throws Exception {
        Path second = DriverJar.write(folder.resolve("copy-of-sample-board.jar"));
        try (URLClassLoader copy = DriverJar.loader(second)) {
            List<DriverProvider<?>> both = new ArrayList<>(drivers.providers(DeviceKind.LANE_IO));
            both.add(DriverRegistry.load(copy).provider("sample-board"));
            String message = assertThrows(DriverException.class, () -> DriverRegistry.of(both)).getMessage();
            for (String part : List.of("\"sample-board\"", "/sample-board.jar", "copy-of-sample-board.jar", "lc301")) {
                assertTrue(message.contains(part), message);
            }
        }
    }

    @Test
    void itWorksOnItsLine() throws Exception {
        BlockingQueue<DeviceEvent> events = new ArrayBlockingQueue<>(100);
        BlockingQueue<Throwable> bugs = new ArrayBlockingQueue<>(100);
        try (ServerSocket board = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            board.setSoTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE_S));
            LaneConfig config = good("type: sample-board, host: 127.0.0.1, silentMs: 20000, port: " + board.getLocalPort());
            Wiring wiring = new Wiring(new DriverContext(LaneDirection.EXIT, ZoneId.of("Asia/Shanghai"), () -> 0L), events::add, bugs::add,
                    LinkTimes.NONE, 100);
            Wiring.Device io = wiring.wire(config.devices()).stream().filter(d -> d.kind() == DeviceKind.LANE_IO).findFirst().orElseThrow();
            assertEquals("sample-board", io.type());
            io.agent().start();
            try (Socket line = board.accept()) {
                line.setSoTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE_S));
                line.getOutputStream().write(new byte[] {0x55, 2});
                assertEquals(HealthEvent.State.UP, assertInstanceOf(HealthEvent.class, next(events)).state());
                assertEquals(Occupancy.CLEAR, assertInstanceOf(LoopEvent.class, next(events)).occupancy());
                LoopEvent arm = assertInstanceOf(LoopEvent.class, next(events));
                assertEquals(List.of("io", Role.ARM, Occupancy.OCCUPIED), List.of(arm.device(), arm.role(), arm.occupancy()));
                assertEquals(BarrierEvent.Position.NOT_UP, assertInstanceOf(BarrierEvent.ArmReported.class, next(events)).position());
                assertTrue(io.agent().offer(BarrierCommand.RAISE));
                assertArrayEquals(new byte[] {(byte) 0xAA, 1}, line.getInputStream().readNBytes(2));
                line.getOutputStream().write(new byte[] {0x55, 6});
                assertEquals(BarrierEvent.Position.UP, assertInstanceOf(BarrierEvent.ArmReported.class, next(events)).position());
            }
            assertEquals(HealthEvent.State.DOWN, assertInstanceOf(HealthEvent.class, next(events)).state());
            io.agent().close();
        }
        assertEquals(List.of(), List.copyOf(bugs));
    }

    private static DeviceEvent next(BlockingQueue<DeviceEvent> events) throws InterruptedException {
        DeviceEvent event = events.poll(PATIENCE_S, TimeUnit.SECONDS);
        assertTrue(event != null, "nothing was heard for " + PATIENCE_S + " s");
        return event;
    }
}
