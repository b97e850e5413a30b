package org.etclane.sim.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.etclane.sim.device.RsuSerialSimSettings;
import org.etclane.sim.device.RsuSerialSimulator;
import org.etclane.sim.device.RsuSimCommand;
import org.etclane.sim.device.RsuSimEvent;
import org.etclane.sim.host.EndpointHost;
import org.etclane.sim.host.LinePace;
import org.etclane.sim.obu.RadioZone;
import org.etclane.sim.obu.SimObu;
import org.etclane.sim.psam.Psam;
import org.etclane.sim.psam.PurseKeys;
import org.etclane.sim.world.RealTimeScheduler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real command as a process of its own, on a pseudo-terminal at whose other end stands a simulated RSU. Real time. */
class ConformanceIT {
    private static final RadioZone NOBODY = new RadioZone() {
        @Override
        public List<SimObu> present() {
            return List.of();
        }

        @Override
        public boolean reachable(SimObu obu) {
            return false;
        }
    };

    @TempDir
    Path folder;

    private int lanectl(String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), "org.etclane.lane.diagnostics.LaneCtl",
                "conformance", "rsu", "--type", "rsu-serial", "--port", folder.resolve("rsu").toString(), "--unattended", "--lang", "en",
                "--data",
                folder.toString(), "--report", folder.resolve("reports").toString()));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(folder.resolve("lanectl.log").toFile())
                .start();
        try {
            assertTrue(process.waitFor(120, TimeUnit.SECONDS), () -> said());
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    private String said() {
        try {
            return Files.readString(folder.resolve("lanectl.log"));
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }

    private Path report(String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("reports"))) {
            return files.filter(file -> file.toString().endsWith(ending)).findFirst().orElseThrow();
        }
    }

    private JsonNode check(JsonNode report, String id) {
        return StreamSupport.stream(report.path("exercises").spliterator(), false)
                .flatMap(exercise -> StreamSupport.stream(exercise.path("checks").spliterator(), false))
                .filter(check -> check.path("id").asText().equals(id)).findFirst().orElseThrow();
    }

    private int withRsu(RsuSerialSimSettings settings) throws Exception {
        RealTimeScheduler simulation = new RealTimeScheduler("simulation");
        RsuSerialSimulator rsu = new RsuSerialSimulator(settings, NOBODY, new Psam(PurseKeys.TEST, "373737373737", 1), 1);
        try (EndpointHost<RsuSimCommand, RsuSimEvent> host = EndpointHost.onPseudoTerminal("rsu", rsu, folder.resolve("rsu"),
                LinePace.BAUD_115200_8N1, simulation, _ -> { })) {
            host.start();
            return lanectl();
        } finally {
            simulation.close();
        }
    }

    @Test
    void aGoodRsuIsReportedClean() throws Exception {
        assertEquals(0, withRsu(RsuSerialSimSettings.classic()), this::said);
        JsonNode report = new ObjectMapper().readTree(Files.readString(report(".json")));
        assertEquals(true, report.path("clean").booleanValue());
        assertEquals("rsu-serial", report.path("type").asText());
        assertTrue(report.path("line").asText().startsWith(folder.resolve("rsu") + " 115200"), report.path("line").asText());
        assertEquals("passed", check(report, "c0.answer").path("verdict").asText());
        assertEquals("passed", check(report, "heartbeat.comes").path("verdict").asText());
        assertEquals("not-asked", check(report, "b5.result").path("verdict").asText());
        String markdown = Files.readString(report(".md"));
        assertTrue(markdown.startsWith("# Conformance of rsu-serial\n"), markdown);
        assertTrue(markdown.contains("**clean: "), markdown);
        assertTrue(said().contains("report: "), this::said);
    }

    @Test
    void anOddOneIsFoundOutAndOneThatIsNotThereIsSaid() throws Exception {
        assertEquals(1, withRsu(RsuSerialSimSettings.classic().withHeartbeatObu(RsuSerialSimSettings.HeartbeatObu.ALL_ONES)), this::said);
        JsonNode report = new ObjectMapper().readTree(Files.readString(report(".json")));
        assertEquals("heartbeat-obu", check(report, "heartbeat.obu").path("quirk").asText());
        assertEquals(1, lanectl(), this::said);
        assertTrue(said().contains("does not open"), this::said);
    }
}
