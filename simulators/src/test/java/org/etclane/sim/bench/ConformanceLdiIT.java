package org.etclane.sim.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.etclane.device.LoopEvent;
import org.etclane.device.ldi.LdiSettings;
import org.etclane.sim.device.LdiDevices;
import org.etclane.sim.device.LdiSimulatorAction;
import org.etclane.sim.device.LdiSimulatorEvent;
import org.etclane.sim.device.LdiSimulatorSettings;
import org.etclane.sim.host.CallingLink;
import org.etclane.sim.host.EndpointHost;
import org.etclane.sim.host.LinePace;
import org.etclane.sim.world.LaneWorld;
import org.etclane.sim.world.RealTimeScheduler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real command listens on TCP, and a simulated integrated barrier and a detector call it. Real time. */
class ConformanceLdiIT {
    private static final String LANE = LdiSettings.laneHex("3701", 0, 12, 1);
    private static final String BARRIER = "0123456789ABCDEF";
    private static final String DETECTOR = "FEDCBA9876543210";

    @TempDir
    Path folder;

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private int lanectl(int port) throws Exception {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), "org.etclane.lane.diagnostics.LaneCtl",
                "conformance", "ldi", "--port", Integer.toString(port), "--set", "bindAddress=127.0.0.1", "--set", "laneHex=" + LANE,
                "--set", "modules.barrier.code=" + BARRIER, "--set", "modules.armLoop.index=1", "--set", "modules.armLoop.code=" + BARRIER,
                "--set", "modules.passLight.code=" + BARRIER, "--set", "modules.triggerLoop.index=2", "--set",
                "modules.triggerLoop.code=" + DETECTOR, "--unattended", "--lang", "en", "--data", folder.toString(), "--report",
                folder.resolve("reports").toString()).redirectErrorStream(true).redirectOutput(folder.resolve("lanectl.log")
                .toFile()).start();
        try {
            assertTrue(process.waitFor(120, TimeUnit.SECONDS), this::said);
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

    @Test
    void devicesThatCallAreReportedClean() throws Exception {
        int port = freePort();
        RealTimeScheduler simulation = new RealTimeScheduler("simulation");
        List<LdiSimulatorSettings> devices = List.of(LdiSimulatorSettings.integratedBarrier(LANE, BARRIER),
                LdiSimulatorSettings.of(LANE, DETECTOR, List.of(LdiSimulatorSettings.Module.detector(2, LoopEvent.Role.TRIGGER))));
        try (EndpointHost<LdiSimulatorAction, LdiSimulatorEvent> host = new EndpointHost<>(new LdiDevices(new LaneWorld(simulation),
                devices, 1), new CallingLink("ldi", InetAddress.getLoopbackAddress(), port, devices.size()), LinePace.AT_ONCE, simulation,
                _ -> { })) {
            host.start();
            assertEquals(0, lanectl(port), this::said);
        } finally {
            simulation.close();
        }
        try (Stream<Path> files = Files.list(folder.resolve("reports"))) {
            JsonNode report = new ObjectMapper().readTree(Files.readString(files.filter(file -> file.toString().endsWith(".json"))
                    .findFirst().orElseThrow()));
            assertTrue(report.path("clean").booleanValue(), report::toPrettyString);
            assertEquals("ldi", report.path("type").asText());
            assertEquals(List.of("passed", "passed", "not-asked"), Stream.of("authenticate.period", "initialise.detector-2", "arm.raise")
                    .map(id -> report.findParents("id").stream().filter(check -> check.path("id").asText().equals(id)
                            && check.has("verdict")).findFirst().orElseThrow().path("verdict").asText()).toList());
        }
    }
}
