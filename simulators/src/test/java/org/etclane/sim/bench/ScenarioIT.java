package org.etclane.sim.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.etclane.lane.config.Language;
import org.etclane.lane.config.LaneConfig;
import org.etclane.lane.core.LaneKind;
import org.etclane.sim.scenario.Scenario;
import org.etclane.sim.scenario.ScenarioLibrary;
import org.etclane.sim.scenario.Verdict;
import org.etclane.sim.world.DriverHabits;
import org.etclane.sim.world.VehicleMix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code scripts/sim --scenario FILE --station} does, on pseudo-terminals with a lane process: a scenario in real time. */
class ScenarioIT {
    private static final String SCENARIO = """
            name: the station is away, one car pays, one is refused
            lane: exit
            lasts: 24 s
            steps:
              - at 0 s: station away
              - at 0.5 s: send car 测A00001
              - when 测A00001 is debited: station back
              - when 测A00001 passes: send car 测A00002, obu expired
            expect:
              passed: [测A00001]
              refused: { 测A00002: OBU_EXPIRED }
              events: [REVERSED]
              debits: 1
              purses lose: 30.40 yuan
            """;

    @TempDir
    Path directory;

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void aScenarioIsPlayedAndJudgedFromTheCablesAndTheStation() throws Exception {
        Path file = Files.writeString(directory.resolve("mine.yaml"), SCENARIO);
        Scenario scenario = ScenarioLibrary.resolve(file.toString(), Language.EN);
        Path laneFile = BenchRuns.config(LaneKind.EXIT).normalize();
        LaneConfig config = LaneFiles.config(laneFile);
        Traffic nobody = new Traffic(LaneKind.EXIT, 0, 900, 1, VehicleMix.named("legal").orElseThrow(), DriverHabits.DEFAULT, Map.of());
        DeviceBench.Settings settings = new DeviceBench.Settings(nobody, laneFile, directory.resolve("sim"),
                Cable.parse("pty", directory.resolve("rsu.tty")), Cable.parse("pty", directory.resolve("io.tty")),
                Optional.of(new DeviceBench.Station("127.0.0.1", freePort(), "")), 9);
        try (DeviceBench bench = new DeviceBench(settings, config, BenchRuns::say); LineScenarioBench scenarios = bench.scenarios()) {
            bench.start();
            assertEquals(List.of("at 0 s: disk slow 3 s: only in virtual time: this lane's process and disk are its own",
                    "at 5.5 s: disk works: only in virtual time: this lane's process and disk are its own"),
                    scenarios.impossible(ScenarioLibrary.scenario("disk-slow")).stream().map(why -> why.in(Language.EN)).toList());
            assertEquals(List.of(), scenarios.impossible(scenario));
            LaneChild lane = new LaneChild(laneFile, directory.resolve("lane.log"), List.of("-Xmx128m"), properties(bench));
            lane.start();
            try {
                bench.awaitLane();
                Verdict verdict = scenarios.play(scenario);
                assertTrue(verdict.asExpected(), () -> String.join("\n", verdict.lines(Language.EN)));
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
