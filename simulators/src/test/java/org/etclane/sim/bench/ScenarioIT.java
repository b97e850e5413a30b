package org.etclane.sim.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.etclane.device.spi.Language;
import org.etclane.lane.config.LaneConfig;
import org.etclane.sim.scenario.Scenario;
import org.etclane.sim.scenario.ScenarioLibrary;
import org.etclane.sim.scenario.Verdict;
import org.etclane.sim.world.DriverHabits;
import org.etclane.sim.world.VehicleMix;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What {@code scripts/sim --scenario NAME --station} does, on pseudo-terminals with a lane process: a scenario in real time. Others of
 * the library with {@code -Detclane.scenarios=NAME,NAME}.
 */
class ScenarioIT {
    @TempDir
    Path directory;

    static List<String> names() {
        return List.of(System.getProperty("etclane.scenarios", "station-away,weighed-axle-by-axle").split(","));
    }

    @ParameterizedTest
    @MethodSource("names")
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void isPlayedAndJudgedFromTheCablesAndTheStation(String name) throws Exception {
        Scenario scenario = ScenarioLibrary.resolve(name, Language.EN);
        Path laneFile = BenchRuns.config(scenario.lane()).normalize();
        LaneConfig config = LaneFiles.config(laneFile);
        Traffic nobody = new Traffic(scenario.lane(), 0, 900, 1, VehicleMix.named("legal").orElseThrow(),
                DriverHabits.DEFAULT.withPatienceS(scenario.patienceS().orElse(DriverHabits.DEFAULT.patienceS())), Map.of());
        LaneWiring wiring = new LaneWiring(ConfiguredWiring.rsu(config), ConfiguredWiring.io(config), ConfiguredWiring.display(config),
                ScaleChoice.named(scenario.scale().label()));
        DeviceBench.Settings settings = new DeviceBench.Settings(nobody, laneFile, directory.resolve("sim"), wiring,
                wiring.cables(directory), Optional.of(new DeviceBench.Station("127.0.0.1", freePort(), "")), 9);
        try (DeviceBench bench = new DeviceBench(settings, config, BenchRuns::say); LineScenarioBench scenarios = bench.scenarios()) {
            Path forLane = bench.start().configuration();
            assertEquals(List.of("at 0 s: disk slow 3 s: only in virtual time: this lane's process and disk are its own",
                    "at 5.5 s: disk works: only in virtual time: this lane's process and disk are its own"),
                    scenarios.impossible(ScenarioLibrary.scenario("disk-slow")).stream().map(why -> why.in(Language.EN)).toList());
            assertEquals(List.of(), scenarios.impossible(scenario));
            LaneChild lane = new LaneChild(forLane, directory.resolve("lane.log"), List.of("-Xmx128m"), properties(bench));
            lane.start();
            try {
                bench.awaitLane();
                Verdict verdict = scenarios.play(scenario);
                assertTrue(verdict.asExpected(), () -> name + "\n" + String.join("\n", verdict.lines(Language.EN)));
                assertEquals(List.of(), verdict.notLookedAt());
                assertEquals(List.of(), BenchRuns.trouble(lane), "in the lane's log");
            } finally {
                lane.stop();
            }
        }
    }

    /** The lane must find the station again where it was. */
    private static int freePort() throws Exception {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    private Map<String, String> properties(DeviceBench bench) {
        Map<String, String> properties = new LinkedHashMap<>();
        bench.forLane().forEach((name, value) -> properties.put(name.equals("ETCLANE_STATION_PRIVATEKEY") ? "etclane.station.privateKey"
                : name.toLowerCase(Locale.ROOT).replace('_', '.'), value));
        properties.put("etclane.data", directory.resolve("lane").toString());
        return properties;
    }
}
