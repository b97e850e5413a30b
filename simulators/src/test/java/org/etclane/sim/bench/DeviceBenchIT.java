package org.etclane.sim.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.etclane.lane.config.LaneConfig;
import org.etclane.sim.pty.NullModem;
import org.etclane.sim.world.DriverHabits;
import org.etclane.sim.world.VehicleMix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What {@code scripts/sim} does, with a lane process at the other end: the antenna on a serial port with a crossed cable, the I/O
 * controller on a pseudo-terminal, a station. The lane is started from what the bench wrote down for it.
 */
class DeviceBenchIT {
    private static final Path CONFIG = Path.of("..", "config", "exit-lane.yaml").toAbsolutePath().normalize();

    @TempDir
    Path directory;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void aLaneStartedElsewhereServesItsVehicles() throws Exception {
        LaneConfig config = LaneFiles.config(CONFIG);
        Traffic traffic = new Traffic(config.lane().kind(), 3, 1200, 11, VehicleMix.named("legal").orElseThrow(), DriverHabits.DEFAULT, Map.of());
        DeviceBench.Settings settings = new DeviceBench.Settings(traffic, CONFIG, directory.resolve("sim"),
                Cable.parse(directory.resolve("there").toString(), directory), Cable.parse("pty", directory.resolve("io.tty")),
                Optional.of(new DeviceBench.Station("127.0.0.1", 0, "")), 7);
        try (NullModem cable = new NullModem(directory.resolve("here"), directory.resolve("there"));
                DeviceBench bench = new DeviceBench(settings, config, lines::add)) {
            DeviceBench.ForLane forLane = bench.start();
            assertEquals(CONFIG, forLane.configuration(), "the example has these devices");
            assertTrue(Files.readString(forLane.environment()).contains("export ETCLANE_STATION_ENABLED='true'"));
            LaneChild lane = new LaneChild(CONFIG, directory.resolve("lane.log"), List.of("-Xmx128m"), properties(bench));
            lane.start();
            try {
                bench.awaitLane();
                bench.drive();
                DeviceBench.Result result = bench.result();
                assertEquals(3, lines.stream().filter(line -> line.endsWith("passed")).count(), lines::toString);
                assertEquals(3, result.outcome().purses().size(), result::text);
                assertEquals(Optional.of(3L), result.atStation(), () -> result.text() + lines);
                assertTrue(result.ok(), result::text);
            } finally {
                lane.stop();
            }
        }
    }

    /** The examples as they stand, on lines of this machine; with another antenna in front of the lane on digital lines. */
    @ParameterizedTest
    @CsvSource({"exit-lane-gpio.yaml, network", "exit-lane-ldi.yaml, serial"})
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void aLaneWithTheWiringOfAnExampleServesItsVehicles(String example, String antenna) throws Exception {
        Path file = CONFIG.resolveSibling(example);
        LaneConfig config = LaneFiles.config(file);
        LaneWiring wiring = new LaneWiring(RsuChoice.named(antenna), ConfiguredWiring.io(config), ConfiguredWiring.display(config),
                ConfiguredWiring.scale(config));
        Traffic traffic = new Traffic(config.lane().kind(), 2, 1800, 5, VehicleMix.named("legal").orElseThrow(), DriverHabits.DEFAULT, Map.of());
        DeviceBench.Settings settings = new DeviceBench.Settings(traffic, file, directory.resolve("sim"), wiring,
                wiring.cables(directory), Optional.of(new DeviceBench.Station("127.0.0.1", 0, "")), 8);
        try (DeviceBench bench = new DeviceBench(settings, config, lines::add)) {
            DeviceBench.ForLane forLane = bench.start();
            LaneChild lane = new LaneChild(forLane.configuration(), directory.resolve("lane.log"), List.of("-Xmx128m"), properties(bench));
            lane.start();
            try {
                bench.awaitLane();
                bench.drive();
                DeviceBench.Result result = bench.result();
                assertEquals(Optional.of(2L), result.atStation(), () -> result.text() + lines);
                assertTrue(result.ok(), result::text);
                assertEquals(2, result.outcome().passed(), result::text);
                assertTrue(result.outcome().raises() > 0 && result.outcome().lowers() > 0, result::text);
                assertEquals(List.of(), BenchRuns.trouble(lane), "in the lane's log");
            } finally {
                lane.stop();
            }
        }
    }

    private Map<String, String> properties(DeviceBench bench) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("etclane.rsu.port", directory.resolve("here").toString());
        bench.forLane().forEach((name, value) -> properties.put(propertyOf(name), value));
        properties.put("etclane.data", directory.resolve("lane").toString());
        return properties;
    }

    /** A child's environment is the test's own; what a shell would export goes in as the property of the same variable. */
    private static String propertyOf(String variable) {
        return variable.equals("ETCLANE_STATION_PRIVATEKEY") ? "etclane.station.privateKey"
                : variable.toLowerCase(java.util.Locale.ROOT).replace('_', '.');
    }
}
