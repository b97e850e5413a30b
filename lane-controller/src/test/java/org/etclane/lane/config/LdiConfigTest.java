package org.etclane.lane.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.etclane.device.spi.DriverRegistry;
import org.etclane.device.spi.LinkChoice;
import org.etclane.device.spi.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lanes on the national interface: what is wrong in a file is said by key, whatever the driver would say of it later. */
class LdiConfigTest {
    private static final String GOOD = """
            lane: {kind: exit, laneId: "370100300100120260004", network: "3701", station: 12, laneNumber: 4}
            devices:
              rsu: {type: rsu-serial, port: /dev/ttyS0}
              io:
                type: ldi
                bindAddress: 192.168.1.10
                port: 10029
                laneHex: "3701000C04"
                modules:
                  barrier: {code: "0123456789ABCDEF", filterMs: 20}
                  armLoop: {index: 1, code: "0123456789ABCDEF"}
                  triggerLoop: {index: 2, code: "1123456789ABCDEF"}
                  display: {code: "2123456789ABCDEF", fontLine: 3}
                timing: {lostMs: 16000}
                limits: {callers: 8, addresses: [192.168.1.20, 192.168.1.21]}
                habits: {emptyMonitors: 3}
            station: {enabled: false}
            parameters: {rateTable: rates-sample.csv}
            """;
    private static final DriverRegistry DRIVERS = DriverRegistry.load();

    private static LaneConfigLoader.Result parse(String yaml) {
        return LaneConfigLoader.parse(yaml, Path.of("../config"), DRIVERS, name -> Optional.empty());
    }

    private static List<Problem> problems(String yaml) {
        return assertInstanceOf(LaneConfigLoader.Problems.class, parse(yaml)).list();
    }

    @Test
    void itsPortIsOccupiedAndTheEffectiveConfigurationIsAConfigurationAgain() {
        LaneConfigLoader.Result result = parse(GOOD);
        LaneConfig config = assertInstanceOf(LaneConfigLoader.Loaded.class, result, result.toString()).config();
        assertEquals(List.of("TCP port 10029"),
                assertInstanceOf(LinkChoice.OwnLine.class, config.devices().io().link()).occupies());
        String shown = EffectiveConfig.yaml(config);
        assertEquals(config, assertInstanceOf(LaneConfigLoader.Loaded.class, parse(shown), shown).config());
        assertTrue(shown.contains("barrierAnswerMs: 6000") && shown.contains("lostMs: 16000"), shown);
    }

    /** Every rule of {@code LdiSettings}, and what only a file can get wrong. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            barrier: {code: "0123456789ABCDEF", filterMs: 20} | # | MISSING | modules.barrier.code | ~~
            armLoop: {index: 1, code: "0123456789ABCDEF"} | armLoop: {index: 1} | MISSING | modules.armLoop.code | ~~
            triggerLoop: {index: 2, code: "1123456789ABCDEF"} | triggerLoop: {index: 2} | MISSING | modules.triggerLoop.code | ~~
            laneHex: "3701000C04" | # | MISSING | laneHex | ~~
            laneHex: "3701000C04" | laneHex: "3701000C4" | WRONG_FORM | laneHex | 3701000C4
            bindAddress: 192.168.1.10 | bindAddress: lane-pc | WRONG_FORM | bindAddress | lane-pc
            port: 10029 | port: 0 | OUT_OF_RANGE | port | 0
            port: 10029 | port: 65536 | OUT_OF_RANGE | port | 65536
            {code: "2123456789ABCDEF", fontLine: 3} | {code: "2123456789ABCDE", fontLine: 3} | WRONG_FORM | modules.display.code | 2123456789ABCDE
            {code: "2123456789ABCDEF", fontLine: 3} | {fontLine: 3} | MISSING | modules.display.code | ~~
            {code: "2123456789ABCDEF", fontLine: 3} | {code: "2123456789ABCDEF", filterMs: 3} | UNKNOWN_KEY | modules.display.filterMs | ~~
            fontLine: 3 | fontLine: 256 | OUT_OF_RANGE | modules.display.fontLine | 256
            filterMs: 20 | filterMs: -1 | OUT_OF_RANGE | modules.barrier.filterMs | -1
            armLoop: {index: 1, | armLoop: { | MISSING | modules.armLoop.index | ~~
            index: 2 | index: 0 | OUT_OF_RANGE | modules.triggerLoop.index | 0
            index: 2 | index: 256 | OUT_OF_RANGE | modules.triggerLoop.index | 256
            index: 2, code: "1 | index: 1, code: "1 | CONTRADICTION | modules.armLoop.index | 1
            display: | printer: {code: "2123456789ABCDEF"}\\n      display: | UNKNOWN_KEY | modules.printer | ~~
            lostMs: 16000 | lostMs: 4999 | OUT_OF_RANGE | timing.lostMs | 4999
            lostMs: 16000 | authenticateMs: 2999 | OUT_OF_RANGE | timing.authenticateMs | 2999
            lostMs: 16000 | initialiseAnswerMs: 999 | OUT_OF_RANGE | timing.initialiseAnswerMs | 999
            lostMs: 16000 | initialiseAgainMs: 999 | OUT_OF_RANGE | timing.initialiseAgainMs | 999
            lostMs: 16000 | answerMs: 99 | OUT_OF_RANGE | timing.answerMs | 99
            lostMs: 16000 | barrierAnswerMs: 999 | OUT_OF_RANGE | timing.barrierAnswerMs | 999
            lostMs: 16000 | retries: 21 | OUT_OF_RANGE | timing.retries | 21
            lostMs: 16000 | inPlaceMs: 60001 | OUT_OF_RANGE | timing.inPlaceMs | 60001
            lostMs: 16000 | raiseValidMs: 60001 | OUT_OF_RANGE | timing.raiseValidMs | 60001
            lostMs: 16000 | lowerValidMs: 10001 | OUT_OF_RANGE | timing.lowerValidMs | 10001
            lostMs: 16000 | stallMs: 99 | OUT_OF_RANGE | timing.stallMs | 99
            lostMs: 16000 | graceMs: -1 | OUT_OF_RANGE | timing.graceMs | -1
            callers: 8 | callers: 0 | OUT_OF_RANGE | limits.callers | 0
            callers: 8 | callers: 3 | CONTRADICTION | limits.perAddress | ~~
            callers: 8 | dataBytes: 63 | OUT_OF_RANGE | limits.dataBytes | 63
            callers: 8 | bytesPerSecond: 1023 | OUT_OF_RANGE | limits.bytesPerSecond | 1023
            callers: 8 | badPerMinute: 0 | OUT_OF_RANGE | limits.badPerMinute | 0
            callers: 8 | reportEveryMs: 999 | OUT_OF_RANGE | limits.reportEveryMs | 999
            192.168.1.21] | device-2] | WRONG_FORM | limits.addresses[1] | device-2
            emptyMonitors: 3 | emptyMonitors: 11 | OUT_OF_RANGE | habits.emptyMonitors | 11
            emptyMonitors: 3 | fontSize: 9 | OUT_OF_RANGE | habits.fontSize | 9
            emptyMonitors: 3 | fontLine: 7 | OUT_OF_RANGE | habits.fontLine | 7
            emptyMonitors: 3 | displayLines: 0 | OUT_OF_RANGE | habits.displayLines | 0
            emptyMonitors: 3 | boardFormat: 4 | OUT_OF_RANGE | habits.boardFormat | 4
            emptyMonitors: 3 | alarmWorkMode: 256 | OUT_OF_RANGE | habits.alarmWorkMode | 256
            emptyMonitors: 3 | fogFlashWorkMode: 0 | OUT_OF_RANGE | habits.fogFlashWorkMode | 0
            """)
    void everyProblemHasKeyValueAllowedAndAdvice(String from, String to, Problem.Kind kind, String key, String value) {
        String yaml = GOOD.replace(from, to.replace("\\n", "\n"));
        assertFalse(yaml.equals(GOOD));
        List<Problem> all = problems(yaml);
        assertEquals(List.of(kind + " devices.io." + key + " = " + value),
                all.stream().map(problem -> problem.kind() + " " + problem.key() + " = " + problem.value()).toList());
        Problem problem = all.getFirst();
        assertTrue(problem.line() > 3, problem.toString());
        for (var text : List.of(problem.what(), problem.allowed(), problem.advice())) {
            assertFalse(text.english().isEmpty(), problem.toString());
            assertFalse(text.chinese().isEmpty(), problem.toString());
        }
    }

    @Test
    void everythingIsSaidAtOnce() {
        assertEquals("devices.io.laneHex, devices.io.modules.armLoop.index, devices.io.modules.barier, devices.io.modules.barrier.code",
                problems(GOOD.replace("barrier:", "barier:").replace("index: 2", "index: 1").replace("3701000C04", "37010C04")).stream()
                        .map(Problem::key).sorted().collect(Collectors.joining(", ")));
    }

    @Test
    void itIsNoTypeOfAnotherDevice() {
        assertTrue(problems(GOOD.replace("type: rsu-serial", "type: ldi")).getFirst().what().english().contains("under io"));
    }
}
