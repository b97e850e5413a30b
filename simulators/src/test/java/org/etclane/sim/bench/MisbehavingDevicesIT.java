package org.etclane.sim.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.etclane.device.ObuId;
import org.etclane.device.display.brace.BraceProfile;
import org.etclane.device.trace.PcapngReader;
import org.etclane.device.trace.TracedBytes;
import org.etclane.lane.core.LaneKind;
import org.etclane.sim.card.PurseLedger;
import org.etclane.sim.card.SimCardBuilder;
import org.etclane.sim.device.RsuSerialSimSettings;
import org.etclane.sim.device.RsuSerialSimulator;
import org.etclane.sim.device.RsuSimCommand;
import org.etclane.sim.device.RsuSimEvent;
import org.etclane.sim.device.ScaleSimEvent;
import org.etclane.sim.host.EndpointHost;
import org.etclane.sim.host.LinePace;
import org.etclane.sim.host.TcpServerLink;
import org.etclane.sim.obu.RadioZone;
import org.etclane.sim.obu.SimObu;
import org.etclane.sim.psam.Psam;
import org.etclane.sim.psam.PurseKeys;
import org.etclane.sim.pty.PseudoTerminal;
import org.etclane.sim.world.LaneWorld;
import org.etclane.sim.world.RealTimeScheduler;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A lane process with four devices of which one after the other misbehaves: {@code lanectl devices} tells a state with its cause, since
 * when and how often, the count does not grow with retries, what the line said before is in a file, and the device comes back by itself.
 * As root the lane runs without the right to ignore the modes of files, so that a forbidden port is one.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.MethodName.class)
class MisbehavingDevicesIT implements RadioZone {
    private static final Duration HANG = Duration.ofSeconds(30);
    private static final int METER_BAUD = 115_200;
    /** Longer than the driver's and the line's own repetitions. */
    private static final long RETRIES_NANOS = 1_200_000_000L;
    private static final List<String> OBEY_MODES = List.of("setpriv", "--bounding-set=-dac_override,-dac_read_search",
            "--inh-caps=-dac_override,-dac_read_search");

    private Path data;
    private final RealTimeScheduler simulation = new RealTimeScheduler("simulation");
    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<SimObu> inside = new CopyOnWriteArrayList<>();
    private final List<RsuSimEvent> antenna = new CopyOnWriteArrayList<>();
    private EndpointHost<RsuSimCommand, RsuSimEvent> rsu;
    private EndpointHost<Misbehaving.Mode, ScaleSimEvent> scale;
    private EndpointHost<?, ?> display;
    private HostileServer network;
    private LaneChild lane;
    private boolean obeysModes;

    @Override
    public List<SimObu> present() {
        return inside;
    }

    @Override
    public boolean reachable(SimObu obu) {
        return inside.contains(obu);
    }

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        data = folder;
        rsu = host(EndpointHost.onPseudoTerminal("rsu", new RsuSerialSimulator(RsuSerialSimSettings.classic(), this,
                new Psam(PurseKeys.TEST, VirtualLane.PSAM_TERMINAL, 1), 1), data.resolve("rsu.tty"), LinePace.BAUD_115200_8N1, simulation,
                antenna::add));
        scale = host(EndpointHost.onPseudoTerminal("scale", MisbehavingNeighbourIT.badMeter(METER_BAUD), data.resolve("scale.tty"),
                LinePace.BAUD_115200_8N1, simulation, _ -> { }));
        display = host(EndpointHost.onPseudoTerminal("display", new DisplayChoice.Brace(BraceProfile.QINGHAI).simulator(1),
                data.resolve("display.tty"), LinePace.BAUD_9600_8N1, simulation, _ -> { }));
        TcpServerLink controller = new TcpServerLink("io", InetAddress.getLoopbackAddress(), 0);
        host(new EndpointHost<>(new IoChoice.Lc301().simulator(new LaneWorld(simulation)), controller, LinePace.BAUD_9600_8N1, simulation,
                _ -> { }));
        network = new HostileServer(HostileServer.Mode.PASS, controller.port());
        lane = new LaneChild(config(), data.resolve("lane.log"), List.of("-Xmx128m"), Map.of("etclane.data", data.toString(),
                "etclane.rates", BenchRuns.root().resolve("config/rates-sample.csv").toString()));
        obeysModes = obeysModes();
        lane.start();
        for (String device : List.of("rsu", "io", "display", "scale")) {
            awaitUp(device);
        }
    }

    private <C, E> EndpointHost<C, E> host(EndpointHost<C, E> host) {
        open.add(host);
        host.start();
        return host;
    }

    private boolean obeysModes() throws IOException, InterruptedException {
        Path forbidden = Files.createFile(data.resolve("forbidden"));
        Files.setPosixFilePermissions(forbidden, PosixFilePermissions.fromString("---------"));
        if (!Files.isReadable(forbidden)) {
            return true; // not root
        }
        try {
            List<String> command = new ArrayList<>(OBEY_MODES);
            command.addAll(List.of("test", "!", "-r", forbidden.toString()));
            if (new ProcessBuilder(command).start().waitFor() == 0) {
                lane.wrapIn(OBEY_MODES);
                return true;
            }
        } catch (IOException noSuchProgram) {
            // root without setpriv ignores modes
        }
        return false;
    }

    private Path config() throws IOException {
        String yaml = Files.readString(BenchRuns.config(LaneKind.EXIT));
        yaml = LaneYaml.withSection(yaml, "devices", "rsu", keys("type", "rsu-serial", "port", data.resolve("rsu.tty")));
        yaml = LaneYaml.withSection(yaml, "devices", "io", keys("type", "lc301", "port", "tcp:127.0.0.1:" + network.port(), "pollMs", 200,
                "answerTimeoutMs", 150, "silentMs", 700));
        yaml = LaneYaml.withSection(yaml, "devices", "display", keys("type", "display-brace", "port", data.resolve("display.tty"),
                "profile", "qinghai", "queryMs", 200, "silentMs", 600));
        yaml = LaneYaml.withSection(yaml, "devices", "scale", keys("type", "wim-ff", "port", data.resolve("scale.tty"), "baud", METER_BAUD,
                "pollMs", 100, "gapMs", 10, "answerTimeoutMs", 100, "partialMs", 50, "silentMs", 500));
        return Files.writeString(data.resolve("lane.yaml"), yaml);
    }

    private static Map<String, String> keys(Object... keysAndValues) {
        Map<String, String> keys = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            keys.put((String) keysAndValues[i], keysAndValues[i + 1].toString());
        }
        return keys;
    }

    @AfterAll
    void stop() throws Exception {
        boolean ended = lane.stop();
        network.close();
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
        simulation.close();
        assertTrue(ended, "the lane does not stop");
        assertEquals(List.of(), BenchRuns.trouble(lane));
        assertTrue(simulation.failure().isEmpty(), simulation.failure()::toString);
    }

    private JsonNode device(String name) {
        try {
            return ControlSocket.ask(data.resolve("control/lane.sock"), "devices").valueStream()
                    .filter(device -> device.path("name").asText().equals(name)).findFirst().orElseThrow();
        } catch (IOException notNow) {
            return MissingNode.getInstance();
        }
    }

    private static boolean is(JsonNode device, String state) {
        return device.path("state").asText().equals(state);
    }

    private void awaitUp(String device) throws InterruptedException {
        BenchRuns.within(device + " is up: " + device(device), HANG, () -> is(device(device), "UP"));
    }

    /** Down with that cause; one fault more than before, also after all have been tried again; all the time since the same moment. */
    private JsonNode awaitFault(String device, JsonNode before, String cause) throws InterruptedException {
        Predicate<JsonNode> told = now -> is(now, "DOWN") && now.path("cause").asText().matches(".*(" + cause + ").*");
        BenchRuns.within(device + " is down: " + cause, HANG, () -> told.test(device(device)));
        JsonNode first = device(device);
        assertEquals(before.path("faults").asLong() + 1, first.path("faults").asLong(), first::toString);
        assertTrue(first.path("sinceWallMillis").asLong() >= before.path("sinceWallMillis").asLong(), first::toString);
        LockSupport.parkNanos(RETRIES_NANOS);
        JsonNode later = device(device);
        if (is(later, "DOWN")) {
            assertEquals(first.path("sinceWallMillis").asLong(), later.path("sinceWallMillis").asLong(), () -> first + " then " + later);
            assertEquals(first.path("faults").asLong(), later.path("faults").asLong(), () -> first + " then " + later);
        }
        return later;
    }

    /** The file that {@code lanectl devices} names holds what was said, in both directions, with what it meant. */
    private void assertDump(String device, String in, String out) throws Exception {
        BenchRuns.within("a file of " + device, HANG, () -> device(device).hasNonNull("dump"));
        Path file = Path.of(device(device).path("dump").asText());
        assertEquals(data.resolve("trace"), file.getParent());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        List<TracedBytes> packets = assertInstanceOf(PcapngReader.Result.Trace.class, PcapngReader.read(Files.readAllBytes(file))).packets();
        for (String words : List.of(in, out)) {
            assertTrue(packets.stream().anyMatch(p -> p.comment().contains(words) && p.bytes().size() > 0), () -> words + " in " + packets);
        }
        assertTrue(lanectl("devices").contains(file.toString()));
    }

    private String lanectl(String... arguments) throws IOException, InterruptedException {
        Path said = data.resolve("said.txt");
        List<String> all = new ArrayList<>(List.of("--lang", "en"));
        all.addAll(List.of(arguments));
        BenchRuns.laneCtl(ProcessBuilder.Redirect.to(said.toFile()), data, all.toArray(String[]::new));
        return Files.readString(said);
    }

    @Test
    void aMeterThatMisbehavesIsDownWithItsCauseAndComesBack() throws Exception {
        for (Misbehaving.Mode mode : List.of(Misbehaving.Mode.SILENT, Misbehaving.Mode.BABBLING, Misbehaving.Mode.SLOW, Misbehaving.Mode.WRONG,
                Misbehaving.Mode.TWO)) {
            JsonNode before = device("scale");
            scale.command(mode);
            awaitFault("scale", before, mode == Misbehaving.Mode.WRONG ? "answers only what was not asked, for 500 ms"
                    : "nothing received for 500 ms");
            scale.command(Misbehaving.Mode.WELL);
            awaitUp("scale");
        }
        assertDump("scale", "4 count: 0 vehicles wait", "4 count");
        assertTrue(files("scale") <= device("scale").path("faults").asLong(), "a fault is written down once, and not with each retry");
        String shown = lanectl("trace", "scale", "show");
        assertTrue(shown.contains("4 count: 0 vehicles wait") && shown.contains("no frame: "), shown);
        JsonNode before = device("scale");
        scale.command(Misbehaving.Mode.REBOOTING);
        LockSupport.parkNanos(RETRIES_NANOS);
        assertTrue(is(device("scale"), "UP"), device("scale")::toString);
        assertTrue(device("scale").path("link").path("malformed").asLong() > before.path("link").path("malformed").asLong());
    }

    private long files(String device) throws IOException {
        try (var all = Files.list(data.resolve("trace"))) {
            return all.filter(file -> file.getFileName().toString().startsWith(device + "-")).count();
        }
    }

    @Test
    void aControllerBehindATcpConnection() throws Exception {
        JsonNode before = device("io");
        network.resetCalls();
        BenchRuns.within("one fault more", HANG, () -> device("io").path("faults").asLong() == before.path("faults").asLong() + 1);
        awaitUp("io");
        assertDump("io", "BStatus trigger loop clear", "AControl");
        assertTrue(lane.logLines().stream().anyMatch(line -> line.contains("device io is DOWN connection lost: ")), "the cause is in the log");

        // half-open: the calls that there are say nothing any more and are never closed; a new call gets through
        JsonNode open = device("io");
        network.swallowCalls();
        BenchRuns.within("silence is noticed", HANG, () -> device("io").path("faults").asLong() == open.path("faults").asLong() + 1);
        awaitUp("io");
        assertTrue(lane.logLines().stream().anyMatch(line -> line.contains("device io is DOWN no status for 700 ms")));

        JsonNode listening = device("io");
        network.stopListening();
        awaitFault("io", listening, "connection refused by 127.0.0.1");
        network = network.again();
        awaitUp("io");
    }

    @Test
    void aDisplayOnASerialPort() throws Exception {
        JsonNode before = device("display");
        display.unplug();
        JsonNode gone = awaitFault("display", before, "hung up|does not exist");
        assertTrue(gone.path("cause").asText().contains("does not exist"), gone::toString);
        assertDump("display", "answer: ok", "Query");
        display.plug();
        awaitUp("display");

        JsonNode pulled = device("display");
        display.unplug();
        try (PseudoTerminal held = new PseudoTerminal(data.resolve("held.tty"))) {
            Process holder = MisbehavingNeighbourIT.holder(held.link());
            BenchRuns.within("down", HANG, () -> is(device("display"), "DOWN"));
            Files.createSymbolicLink(data.resolve("display.tty"), Path.of(held.slavePath()));
            BenchRuns.within("the holder is named: " + device("display"), HANG, () -> device("display").path("cause").asText()
                    .contains("locked by another process: ") && device("display").path("cause").asText().contains("pid " + holder.pid()));
            assertEquals(pulled.path("faults").asLong() + 1, device("display").path("faults").asLong());
            Files.delete(data.resolve("display.tty"));
            holder.destroyForcibly().waitFor();
        }
        display.plug();
        awaitUp("display");
    }

    @Test
    void aPortThatTheLaneMayNotOpen() throws Exception {
        assumeTrue(obeysModes, "as root, and without setpriv, every port may be opened");
        JsonNode before = device("display");
        display.unplug();
        awaitFault("display", before, "does not exist");
        try (PseudoTerminal forbidden = new PseudoTerminal(data.resolve("forbidden.tty"))) {
            Files.setPosixFilePermissions(Path.of(forbidden.slavePath()), PosixFilePermissions.fromString("---------"));
            Files.createSymbolicLink(data.resolve("display.tty"), Path.of(forbidden.slavePath()));
            BenchRuns.within("no permission, and what to do: " + device("display"), HANG, () -> device("display").path("cause").asText()
                    .matches(".*no permission for .*usermod -aG.*"));
            assertEquals(before.path("faults").asLong() + 1, device("display").path("faults").asLong());
            Files.delete(data.resolve("display.tty"));
        }
        display.plug();
        awaitUp("display");
    }

    @Test
    void anAntennaThatRebootsInTheMiddleOfADialogue() throws Exception {
        JsonNode before = device("rsu");
        antenna.clear();
        inside.add(SimObu.builder(new ObuId(0x6A81353E)).card(new SimCardBuilder(PurseKeys.TEST, new PurseLedger()).balanceFen(50_000).build())
                .build());
        BenchRuns.within("the card is read", HANG, () -> antenna.stream().anyMatch(e -> e instanceof RsuSimEvent.StepReported s
                && s.frame() == 0xB4));
        rsu.command(new RsuSimCommand.PowerCycle());
        inside.clear();
        BenchRuns.within("one fault more", HANG, () -> device("rsu").path("faults").asLong() == before.path("faults").asLong() + 1);
        awaitUp("rsu");
        assertTrue(lane.logLines().stream().anyMatch(line -> line.contains("device rsu is DEGRADED restarted, being initialised again")));
        assertDump("rsu", "B4CardInfo plate ", "C1Continue OBU 6A81353E");
        assertEquals(before.path("link").path("reconnects").asLong(), device("rsu").path("link").path("reconnects").asLong());
    }
}
