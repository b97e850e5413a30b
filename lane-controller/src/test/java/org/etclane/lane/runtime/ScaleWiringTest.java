package org.etclane.lane.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.etclane.device.DeviceCommand;
import org.etclane.device.ScaleCommand;
import org.etclane.device.link.LinkStatistics;
import org.etclane.device.link.LinkTimes;
import org.etclane.device.link.LinkTrace;
import org.etclane.device.link.RunningDevice;
import org.etclane.device.spi.DeviceKind;
import org.etclane.device.spi.DriverContext;
import org.etclane.device.spi.DriverRegistry;
import org.etclane.device.spi.LaneDirection;
import org.etclane.device.spi.Language;
import org.etclane.device.spi.Problem;
import org.etclane.lane.config.EffectiveConfig;
import org.etclane.lane.config.LaneConfig;
import org.etclane.lane.config.LaneConfigLoader;
import org.etclane.lane.config.Phrases;
import org.etclane.lane.core.LaneEffect;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From {@code devices.scale} in a configuration to the command that reaches the scale. */
class ScaleWiringTest {
    private static final DriverRegistry DRIVERS = DriverRegistry.load();

    @TempDir
    Path folder;

    @BeforeEach
    void rates() throws IOException {
        Files.copy(Path.of("../config/rates-sample.csv"), folder.resolve("rates.csv"));
    }

    private static String yaml(String scale) {
        return """
                lane: {kind: exit, laneId: "370100300100120260001", network: 3701, station: 12, laneNumber: 1}
                devices:
                  rsu: {type: rsu-serial, port: /dev/ttyS0}
                  io: {type: lc301, port: /dev/ttyS1}
                  scale: {%s}
                station: {enabled: false}
                parameters: {rateTable: rates.csv}
                """.formatted(scale);
    }

    private LaneConfigLoader.Result load(String yaml) throws IOException {
        return LaneConfigLoader.load(Files.writeString(folder.resolve("lane.yaml"), yaml), DRIVERS);
    }

    private LaneConfig good(String yaml) throws IOException {
        LaneConfigLoader.Result result = load(yaml);
        return assertInstanceOf(LaneConfigLoader.Loaded.class, result, result.toString()).config();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            type: wim-ff, port: /dev/ttyS2                           | /dev/ttyS2 9600 8N1
            type: wim-wanji, port: "tcp:10.0.0.8:5000"               | 10.0.0.8:5000
            type: scale-yaohua, port: /dev/ttyS2, address: N         | /dev/ttyS2 9600 8N1
            type: scale-toledo, port: /dev/ttyS2                     | /dev/ttyS2 9600 7E1
            type: scale-toledo, port: /dev/ttyS2, dataBits: 8, parity: none | /dev/ttyS2 9600 8N1
            """)
    void aConfiguredScaleIsPutOnItsLine(String scale, String line) throws IOException {
        LaneConfig config = good(yaml(scale));
        assertEquals(config, good(EffectiveConfig.yaml(config)));
        Wiring wiring = new Wiring(new DriverContext(LaneDirection.EXIT, ZoneId.of("Asia/Shanghai"), () -> 0L), event -> { }, bug -> { },
                LinkTimes.NONE, 100);
        Wiring.Device device = wiring.wire(config.devices()).getLast();
        assertEquals(List.of(DeviceKind.SCALE, "scale"), List.of(device.kind(), device.agent().name()));
        assertTrue(scale.contains("type: " + device.type() + ","), device.type());
        assertTrue(device.agent().description().contains(line), device.agent().description());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            type: wim-ff, port: /dev/ttyS1                                             | scale CONTRADICTION
            type: wim-ff, port: "tcp:meter"                                            | scale.port NOT_ALLOWED
            type: wim-ff, port: p, baud: 1200                                          | scale.answerTimeoutMs CONTRADICTION
            type: wim-ff, port: p, baud: 1200, answerTimeoutMs: 2167                   | ''
            type: wim-ff, port: "tcp:meter:4001", baud: 1200                           | ''
            type: wim-ff, port: p, silentMs: 1999                                      | scale.silentMs CONTRADICTION
            type: wim-ff, port: p, pollMs: 4000, stateMs: 3999                         | scale.stateMs CONTRADICTION
            type: wim-ff, port: p, gapMs: 500                                          | scale.sureMs CONTRADICTION
            type: wim-ff, port: p, mostAxles: 48                                       | scale.mostAxles OUT_OF_RANGE
            type: wim-ff, port: p, commandSeven: sets-clock, clockByEleven: true       | scale.clockByEleven CONTRADICTION
            type: wim-ff, port: p, commandSeven: sets-zero                             | scale.liveVehicle CONTRADICTION
            type: wim-ff, port: p, commandSeven: sets-zero, liveVehicle: true          | ''
            type: wim-wanji, port: "tcp:10.0.0.8:0"                                    | scale.port NOT_ALLOWED
            type: wim-wanji, port: p, baud: 4800                                       | scale.answerMs CONTRADICTION
            type: wim-wanji, port: p, stateMs: 25000                                   | scale.silentMs CONTRADICTION
            type: scale-yaohua, port: "tcp::4001"                                      | scale.port NOT_ALLOWED
            type: scale-yaohua, port: p, address: 3                                    | scale.address WRONG_FORM
            type: scale-yaohua, port: p, pollMs: 3000                                  | ''
            type: scale-yaohua, port: p, pollMs: 3000, gapMs: 3300, mode: commands     | scale.silentMs CONTRADICTION
            type: scale-yaohua, port: p, gapMs: 1299, pollMs: 1000, mode: commands     | scale.gapMs CONTRADICTION
            type: scale-yaohua, port: p, baud: 1200, answerTimeoutMs: 166, mode: commands | scale.answerTimeoutMs CONTRADICTION
            type: scale-yaohua, port: p, baud: 1200, answerTimeoutMs: 167, mode: commands | ''
            type: scale-toledo, port: "tcp:10.0.0.8"                                   | scale.port NOT_ALLOWED
            type: scale-toledo, port: p, dataBits: 6                                   | scale.dataBits OUT_OF_RANGE
            type: scale-toledo, port: p, baud: 2400                                    | scale.baud OUT_OF_RANGE
            type: lc301, port: p                                                       | scale.type NOT_ALLOWED
            """)
    void whatDoesNotFitIsSaidWithAdvice(String scale, String expected) throws IOException {
        List<Problem> problems = switch (load(yaml(scale))) {
            case LaneConfigLoader.Loaded _ -> List.of();
            case LaneConfigLoader.Problems(List<Problem> list) -> list;
        };
        assertEquals(expected, problems.stream().map(p -> p.key().replaceFirst("^devices\\.", "") + " " + p.kind())
                .collect(Collectors.joining(",")), problems.toString());
        for (Problem problem : problems) {
            for (Language language : Language.values()) {
                assertTrue(!problem.what().in(language).isBlank() && !problem.allowed().in(language).isBlank()
                        && !problem.advice().in(language).isBlank(), problem.toString());
            }
        }
    }

    @Test
    void takenReachesTheScaleAndNobodyElse() throws IOException {
        Recorded rsu = new Recorded("rsu", new ArrayList<>());
        Recorded io = new Recorded("io", new ArrayList<>());
        Recorded scale = new Recorded("scale", new ArrayList<>());
        LaneEffects effects = new LaneEffects(List.of(new Wiring.Device(DeviceKind.RSU, "rsu-serial", rsu, Optional::empty),
                new Wiring.Device(DeviceKind.LANE_IO, "lc301", io, Optional::empty), new Wiring.Device(DeviceKind.SCALE, "wim-ff", scale, Optional::empty)),
                new Phrases(good(yaml("type: wim-ff, port: p")).display()), new StageTimes(), () -> 0L, () -> 0L, new LiveLines(),
                new StatusNotes(0));
        effects.run(List.of(new LaneEffect.Tell(new ScaleCommand.Taken(7))), null);
        assertEquals(List.of(List.of(), List.of(), List.of(new ScaleCommand.Taken(7))),
                List.of(rsu.commands(), io.commands(), scale.commands()));
    }

    private record Recorded(String name, List<DeviceCommand> commands) implements RunningDevice<DeviceCommand> {
        @Override
        public boolean offer(DeviceCommand command) {
            return commands.add(command);
        }

        @Override
        public void start() {
            throw new AssertionError("not to be started");
        }

        @Override
        public void restart(String cause) {
            throw new AssertionError("not to be restarted: " + cause);
        }

        @Override
        public String description() {
            return name;
        }

        @Override
        public LinkTrace trace() {
            throw new AssertionError("has no line");
        }

        @Override
        public LinkStatistics statistics() {
            throw new AssertionError("has no line");
        }

        @Override
        public void close() {
            commands.clear();
        }
    }
}
