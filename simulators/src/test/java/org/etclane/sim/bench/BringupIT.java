package org.etclane.sim.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.etclane.device.Bytes;
import org.etclane.device.LoopEvent;
import org.etclane.device.ObuId;
import org.etclane.device.display.brace.BraceProfile;
import org.etclane.device.display.brace.BraceSettings;
import org.etclane.device.ldi.LdiModuleType;
import org.etclane.device.link.Endpoint;
import org.etclane.device.link.TcpLink;
import org.etclane.lane.core.LaneKind;
import org.etclane.sim.card.PurseLedger;
import org.etclane.sim.card.SimCard;
import org.etclane.sim.card.SimCardBuilder;
import org.etclane.sim.device.FeeDisplayEvent;
import org.etclane.sim.device.FeeDisplaySimulator;
import org.etclane.sim.device.FfMeterSimSettings;
import org.etclane.sim.device.FfMeterSimulator;
import org.etclane.sim.device.Lc301Simulator;
import org.etclane.sim.device.Lc301SimulatorSettings;
import org.etclane.sim.device.LdiSimulator;
import org.etclane.sim.device.LdiSimulatorSettings;
import org.etclane.sim.device.RsuNetworkSimSettings;
import org.etclane.sim.device.RsuNetworkSimulator;
import org.etclane.sim.device.RsuSerialSimSettings;
import org.etclane.sim.device.RsuSerialSimulator;
import org.etclane.sim.device.ScaleSimCommand;
import org.etclane.sim.world.WeighedVehicle;
import org.etclane.sim.host.EndpointHost;
import org.etclane.sim.host.LinePace;
import org.etclane.sim.host.TcpServerLink;
import org.etclane.sim.obu.RadioZone;
import org.etclane.sim.obu.SimObu;
import org.etclane.sim.psam.Psam;
import org.etclane.sim.psam.PurseKeys;
import org.etclane.sim.world.LaneWorld;
import org.etclane.sim.world.LoopFault;
import org.etclane.sim.world.RealTimeScheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each console of {@code lanectl bringup} as a process of its own, against a simulated device on a real line. */
@Timeout(300)
class BringupIT {
    private static final Duration A_WHILE = Duration.ofSeconds(30);

    @TempDir
    Path folder;
    private final RealTimeScheduler simulation = new RealTimeScheduler("simulation");
    private final LaneWorld world = new LaneWorld(simulation);
    private final List<EndpointHost<?, ?>> hosts = new ArrayList<>();
    private final List<SimObu> inReach = new CopyOnWriteArrayList<>();
    private final PurseLedger purses = new PurseLedger();

    @AfterEach
    void close() {
        hosts.forEach(EndpointHost::close);
        simulation.close();
        assertTrue(simulation.failure().isEmpty(), simulation.failure()::toString);
    }

    private <C, E> EndpointHost<C, E> onPty(String name, Endpoint<C, E> device, LinePace pace) throws IOException {
        EndpointHost<C, E> host = EndpointHost.onPseudoTerminal(name, device, folder.resolve(name), pace, simulation, _ -> { });
        hosts.add(host);
        host.start();
        return host;
    }

    private BenchConsoleChild bringup(String kind, String type, String port, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("bringup", kind, "--type", type, "--port", port));
        arguments.addAll(List.of(more));
        return new BenchConsoleChild(folder, arguments.toArray(String[]::new));
    }

    /** Asks on the simulation's thread. */
    private <T> T ask(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        simulation.post(() -> answer.complete(question.get()));
        return answer.join();
    }

    // ---- RSU

    private SimCard obuBeforeTheAntenna(int id, String number) {
        SimCard card = new SimCardBuilder(PurseKeys.TEST, purses).number(number).build();
        inReach.add(SimObu.builder(new ObuId(id)).card(card).build());
        return card;
    }

    private RadioZone zone() {
        return new RadioZone() {
            @Override
            public List<SimObu> present() {
                return List.copyOf(inReach);
            }

            @Override
            public boolean reachable(SimObu obu) {
                return inReach.contains(obu);
            }
        };
    }

    @Test
    void anAntennaReadsAnObuWritesAnEntryAndDebitsNothing() throws Exception {
        SimCard debited = obuBeforeTheAntenna(0x01020304, "1111222233334444");
        Bytes before = debited.transitFile();
        onPty("rsu", new RsuSerialSimulator(RsuSerialSimSettings.classic(), zone(), new Psam(PurseKeys.TEST, "373737373737", 1), 1),
                LinePace.BAUD_115200_8N1);
        try (BenchConsoleChild console = bringup("rsu", "rsu-serial", folder.resolve("rsu").toString())) {
            console.types("init", "read", "debit", "confirm test-card", "debit 5", "debit").awaits("the purse is as it was");
            SimCard entered = obuBeforeTheAntenna(0x0A0B0C0D, "5555666677778888"); // the first one is passed over for some seconds now
            console.types("entry 3702 12 3").awaits("written; ");
            obuBeforeTheAntenna(0x00000007, "9999000011112222");
            console.types("search 3", "quit").ends(1).says("initialised and searching: RSU", "PSAM terminals 373737373737",
                    "OBU 01020304", "card present", "card 1101 1111222233334444", "balance 500.00 yuan", "confirm test-card", "0 fen and nothing else", "OBU 00000007: ");
            assertEquals(2, console.text().lines().filter(line -> line.startsWith("FAILED")).count(), console::text);
            assertEquals(0, purses.totalFen());
            assertEquals(1, purses.size(), "one purchase, of nothing");
            console.says("TAC " + purses.entries().getFirst().tac());
            assertEquals(before, debited.transitFile());
            assertEquals("aa29003702000c03", entered.transitFile().slice(0, 8).hex(), "head, network, station, lane");
        }
    }

    @Test
    void anAntennaOnTcpTellsTheTacOfADebitOfNothing() throws Exception {
        SimCard card = obuBeforeTheAntenna(0x6A81353E, "1111222233334444");
        Bytes before = card.transitFile();
        TcpServerLink server = new TcpServerLink("rsu", InetAddress.getLoopbackAddress(), 0);
        hosts.add(new EndpointHost<>(new RsuNetworkSimulator(RsuNetworkSimSettings.usual(), zone(), new Psam(PurseKeys.TEST, "373737373737", 1),
                1), server, LinePace.AT_ONCE, simulation, _ -> { }));
        hosts.getLast().start();
        try (BenchConsoleChild console = bringup("rsu", "rsu-network", "tcp:127.0.0.1:" + server.port(), "--yes")) {
            console.types("debit", "status", "trace 5", "quit").ends(0).says("the purse is as it was", "tcp 127.0.0.1:" + server.port(), "line open");
            assertEquals(0, purses.totalFen());
            console.says("TAC " + purses.entries().getFirst().tac());
            assertEquals(before, card.transitFile());
        }
    }

    // ---- the lane I/O controller

    private String controller() throws IOException {
        onPty("io", new Lc301Simulator(world, Lc301SimulatorSettings.defaults()), LinePace.BAUD_9600_8N1);
        return folder.resolve("io").toString();
    }

    private void loop(LoopEvent.Role role, LoopFault fault) {
        simulation.post(() -> world.loopFault(role, fault));
    }

    @Test
    void aBarrierDoesNotMoveUnconfirmedThenCyclesWithTimesAndNeverOntoAVehicle() throws Exception {
        String port = controller();
        try (BenchConsoleChild console = bringup("barrier", "lc301", port, "--yes")) {
            console.types("raise", "cycle 2", "position", "quit").ends(1).says("refused. This moves the barrier's arm: raise and lower of lc301 at "
                    + port, "type first: confirm move-arm", "arm: not up");
            assertTrue(ask(() -> world.arm().downSwitchClosed()), "nothing has moved"); // the controller has no input for that switch
        }
        try (BenchConsoleChild console = bringup("barrier", "lc301", port)) {
            console.types("confirm move-arm", "raise", "lower", "cycle 2 0.3", "raise", "wait 0.1").awaits("barrier> wait 0.1");
            loop(LoopEvent.Role.ARM, LoopFault.STUCK_OCCUPIED);
            console.awaits("arm loop OCCUPIED").types("lower", "quit").ends(1).says("up after ", "left its top after ", "raise: 2 times, least ",
                    "lower: 2 times, least ",                    "not lowered: the loop under the arm is occupied");
            assertTrue(ask(() -> world.arm().upSwitchClosed()), "it stays up");
        }
    }

    @Test
    void loopsAreSeenLive() throws Exception {
        String port = controller();
        try (BenchConsoleChild console = bringup("loops", "lc301", port)) {
            console.types("watch 4").awaits("trigger loop clear");
            loop(LoopEvent.Role.TRIGGER, LoopFault.STUCK_OCCUPIED);
            console.awaits("trigger loop OCCUPIED");
            loop(LoopEvent.Role.TRIGGER, LoopFault.NONE);
            console.awaits("trigger loop clear, was OCCUPIED for ").types("show", "quit").ends(0).says("occupied 1 times", "arm loop: clear");
        }
    }

    @Test
    void lightsAndAlarmDoWhatIsTypedAndTheAlarmEndsWithTheSession() throws Exception {
        String port = controller();
        try (BenchConsoleChild console = bringup("lights", "lc301", port)) {
            console.types("canopy green", "quit").ends(0).says("canopy light green: yes");
            assertTrue(ask(world::canopyLightGreen));
        }
        try (BenchConsoleChild console = bringup("alarm", "lc301", port)) {
            console.types("test 0.5", "on").awaits("alarm> on");
            assertTrue(Bench.await(() -> ask(world::alarmSounding), A_WHILE), console::text);
            console.types("quit").ends(0);
        }
        assertTrue(Bench.await(() -> !ask(world::alarmSounding), A_WHILE), "switched off at the end");
        assertFalse(ask(() -> world.arm().upSwitchClosed()));
    }

    // ---- display, voice, scale

    @Test
    void aDisplayShowsAndSpeaks() throws Exception {
        List<FeeDisplayEvent> seen = new CopyOnWriteArrayList<>();
        FeeDisplaySimulator display = FeeDisplaySimulator.brace(BraceSettings.defaults("display", BraceProfile.QINGHAI), 1);
        EndpointHost<?, FeeDisplayEvent> host = EndpointHost.onPseudoTerminal("display", display, folder.resolve("display"),
                LinePace.BAUD_9600_8N1, simulation, seen::add);
        hosts.add(host);
        host.start();
        String port = folder.resolve("display").toString();
        try (BenchConsoleChild console = bringup("display", "display-brace", port, "--set", "profile=qinghai")) {
            console.types("text 测A12345|金额 15.20 元", "brightness 60", "quit").ends(0);
            assertTrue(display.picture().texts().contains("金额 15.20 元"), () -> display.picture().render());
        }
        try (BenchConsoleChild console = bringup("display", "display-brace", port, "--set", "profile=qinghai")) {
            console.types("pattern 1", "quit").ends(0);
            assertTrue(seen.stream().filter(FeeDisplayEvent.Changed.class::isInstance).map(FeeDisplayEvent.Changed.class::cast)
                    .anyMatch(change -> change.picture().texts().contains("■■■■■■■■")), seen::toString);
        }
        try (BenchConsoleChild console = bringup("voice", "display-brace", port, "--set", "profile=qinghai")) {
            console.types("amount 15.20", "quit").ends(0);
            assertTrue(display.picture().heard().contains("15.2"), () -> display.picture().heard());
        }
    }

    @Test
    void aScaleShowsItsQueueAndKeepsItUntilARecordIsTaken() throws Exception {
        FfMeterSimulator meter = new FfMeterSimulator(FfMeterSimSettings.defaults());
        EndpointHost<ScaleSimCommand, ?> host = onPty("scale", meter, LinePace.BAUD_9600_8N1);
        host.command(new ScaleSimCommand.Passed(new WeighedVehicle(List.of(new WeighedVehicle.AxleLoad(6_000, false),
                new WeighedVehicle.AxleLoad(10_000, true)), List.of(450), 8)));
        String port = folder.resolve("scale").toString();
        try (BenchConsoleChild console = bringup("scale", "wim-ff", port)) {
            console.types("show").awaits("vehicle: record 1, 16,000 kg, 2 axles");
            console.types("queue", "take", "quit").ends(1).says("1 records were read and not taken", "confirm delete-record");
            assertEquals(1, ask(meter::waiting), "nothing was deleted");
        }
        try (BenchConsoleChild console = bringup("scale", "wim-ff", port)) {
            console.awaits("vehicle: record 1").types("confirm delete-record", "take", "live 1", "quit").ends(0).says("taken: record 1");
            assertEquals(0, ask(meter::waiting));
        }
    }

    // ---- a lane has the device

    @Test
    void aPortThatARunningLaneHoldsIsLeftAlone() throws Exception {
        String io = controller();
        onPty("rsu", new RsuSerialSimulator(RsuSerialSimSettings.classic(), zone(), new Psam(PurseKeys.TEST, "373737373737", 1), 1),
                LinePace.BAUD_115200_8N1);
        Path data = folder.resolve("data");
        LaneChild lane = new LaneChild(BenchRuns.config(LaneKind.EXIT), folder.resolve("lane.log"), List.of("-Xmx128m"), Map.of("etclane.data",
                data.toString(), "etclane.rsu.port", folder.resolve("rsu").toString(), "etclane.io.port", io));
        lane.start();
        try {
            assertTrue(Bench.await(() -> log(lane).contains("is running") && log(lane).contains("io: " + io + " 9600 8N1 is open"), A_WHILE),
                    () -> log(lane));
            try (BenchConsoleChild console = bringup("barrier", "lc301", io, "--data", data.toString())) {
                console.ends(4).says("Refused: the lane that runs (" + data, "has this device as io on " + io, "Stop the lane first",
                        "lanectl trace io on");
            }
            // one that cannot find the lane finds the lock of its port
            try (BenchConsoleChild console = bringup("loops", "lc301", io, "--data", folder.resolve("elsewhere").toString())) {
                console.ends(4).says("Refused: the device's line does not open: " + io + " is locked by another process", "(pid " + lane.pid() + ")");
            }
        } finally {
            assertTrue(lane.stop());
        }
        assertEquals(List.of(), BenchRuns.trouble(lane));
        try (BenchConsoleChild console = bringup("barrier", "lc301", io, "--data", data.toString())) {
            console.types("position", "quit").ends(0).says("arm: ");
        }
    }

    private static String log(LaneChild lane) {
        try {
            return String.join("\n", lane.logLines());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Test
    void aPortThatIsNotThereIsSaid() throws Exception {
        try (BenchConsoleChild console = bringup("lights", "lc301", folder.resolve("ttyUSB9").toString())) {
            console.ends(1).says("does not open", "ttyUSB9 does not exist", "lanectl ports shows");
        }
    }

    // ---- national interface

    @Test
    void devicesOfTheNationalInterfaceCallAreAuthenticatedAndListed() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path config = Files.writeString(folder.resolve("ldi.yaml"), """
                devices:
                  io:
                    type: ldi
                    bindAddress: 127.0.0.1
                    port: %d
                    laneHex: "3701010c01"
                    modules:
                      barrier: {code: "1122334455667788"}
                      triggerLoop: {index: 2, code: "1122334455667788"}
                      armLoop: {index: 1, code: "1122334455667788"}
                """.formatted(port));
        try (BenchConsoleChild console = new BenchConsoleChild(folder, "bringup", "ldi", "--config", config.toString())) {
            console.types("accept 0.5").awaits("nobody has called");
            ldiDevice("8877665544332211", port);
            console.types("accept 30").awaits("somebody has called").awaits("wrong verification code");
            hosts.removeLast().close();
            ldiDevice("1122334455667788", port);
            console.types("authenticate 40").awaits("ldi> authenticate 40").types("modules", "quit").ends(1)
                    .says("io/barrier-1 is up", "io/detector-1 is up", "io/detector-2 is up", "callers refused: ");
            assertEquals(1, console.text().lines().filter(line -> line.startsWith("FAILED")).count(), console::text);
        }
    }

    private void ldiDevice(String code, int port) {
        LdiSimulatorSettings settings = LdiSimulatorSettings.of("3701010c01", code, List.of(
                LdiSimulatorSettings.Module.of(LdiModuleType.BARRIER, 1),
                LdiSimulatorSettings.Module.detector(1, LoopEvent.Role.ARM), LdiSimulatorSettings.Module.detector(2, LoopEvent.Role.TRIGGER)));
        hosts.add(new EndpointHost<>(new LdiSimulator(world, settings, 1), new TcpLink("barrier", "127.0.0.1", port), LinePace.AT_ONCE, simulation,
                _ -> { }));
        hosts.getLast().start();
    }
}
