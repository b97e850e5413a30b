package org.etclane.lane.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.etclane.device.spi.DriverRegistry;
import org.etclane.device.spi.LinkChoice;
import org.etclane.device.spi.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lanes on digital lines: what is wrong in a file is said by key, whatever the driver would say of it later. */
class GpioConfigTest {
    private static final String GOOD = """
            lane: {kind: exit, laneId: "370100300100120260003", network: "3701", station: 12, laneNumber: 3}
            devices:
              rsu: {type: rsu-serial, port: /dev/ttyS0}
              io:
                type: gpio
                chip: /dev/gpiochip0
                inputs:
                  triggerLoop: {offset: 0, activeLow: true}
                  armLoop: {offset: 1, activeLow: true, debounceMs: 20}
                  armUp: {offset: 2, pull: up}
                outputs:
                  raise: {offset: 16}
                  lower: {offset: 17}
                  canopyGreen: {offset: 18, atExit: keep}
                pulse: {lengthMs: 200, count: 2}
                timing: {auditMs: 1000}
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

    private static LaneConfig good(String yaml) {
        LaneConfigLoader.Result result = parse(yaml);
        return assertInstanceOf(LaneConfigLoader.Loaded.class, result, result.toString()).config();
    }

    @Test
    void theLinesAreOccupiedAndTheEffectiveConfigurationIsAConfigurationAgain() {
        LaneConfig config = good(GOOD);
        assertEquals(List.of("/dev/gpiochip0 line 0", "/dev/gpiochip0 line 1", "/dev/gpiochip0 line 2", "/dev/gpiochip0 line 16",
                "/dev/gpiochip0 line 17", "/dev/gpiochip0 line 18"),
                assertInstanceOf(LinkChoice.OwnLine.class, config.devices().io().link()).occupies());
        assertEquals(Map.of("/dev/ttyS0", "rsu"), config.devices().deviceByPort());
        assertEquals(config, good(EffectiveConfig.yaml(config)));
    }

    /** Every rule of {@code GpioSettings}, and what only a file can get wrong. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            triggerLoop: {offset: 0, activeLow: true} | # | MISSING | inputs.triggerLoop.offset | ~~
            armLoop: {offset: 1, activeLow: true, debounceMs: 20} | # | MISSING | inputs.armLoop.offset | ~~
            armUp: {offset: 2, pull: up} | # | MISSING | inputs.armUp.offset | ~~
            raise: {offset: 16} | # | MISSING | outputs.raise.offset | ~~
            lower: {offset: 17} | # | MISSING | outputs.lower.offset | ~~
            raise: {offset: 16} | raise: {activeLow: true} | MISSING | outputs.raise.offset | ~~
            chip: /dev/gpiochip0 | # | MISSING | chip | ~~
            chip: /dev/gpiochip0 | chip: gpiochip0 | WRONG_FORM | chip | gpiochip0
            chip: /dev/gpiochip0 | chip: /dev/ | WRONG_FORM | chip | /dev/
            {offset: 16} | {offset: 16, chip: 3} | WRONG_FORM | outputs.raise.chip | 3
            {offset: 16} | {offset: 1024} | OUT_OF_RANGE | outputs.raise.offset | 1024
            {offset: 16} | {offset: -1} | OUT_OF_RANGE | outputs.raise.offset | -1
            {offset: 16} | {offset: 1} | CONTRADICTION | outputs.raise.offset | 1
            {offset: 16} | {offset: 16, atExit: keep} | UNKNOWN_KEY | outputs.raise.atExit | ~~
            raise: | canopyRed: {offset: 18}\\n      raise: | CONTRADICTION | outputs.canopyRed.offset | 18
            raise: | footAlarm: {offset: 9}\\n      raise: | UNKNOWN_KEY | outputs.footAlarm | ~~
            triggerLoop: | alarmSound: {offset: 9}\\n      triggerLoop: | UNKNOWN_KEY | inputs.alarmSound | ~~
            debounceMs: 20 | debounceMs: 1001 | OUT_OF_RANGE | inputs.armLoop.debounceMs | 1001
            pull: up | pull: high | NOT_ALLOWED | inputs.armUp.pull | high
            atExit: keep | atExit: active | NOT_ALLOWED | outputs.canopyGreen.atExit | active
            lengthMs: 200 | lengthMs: 9 | OUT_OF_RANGE | pulse.lengthMs | 9
            count: 2 | count: 6 | OUT_OF_RANGE | pulse.count | 6
            count: 2 | gapMs: 5001 | OUT_OF_RANGE | pulse.gapMs | 5001
            count: 2 | changeoverMs: -1 | OUT_OF_RANGE | pulse.changeoverMs | -1
            auditMs: 1000 | auditMs: 99 | OUT_OF_RANGE | timing.auditMs | 99
            auditMs: 1000 | learnMs: 1099 | OUT_OF_RANGE | timing.learnMs | 1099
            auditMs: 1000 | unsettledMs: 49 | OUT_OF_RANGE | timing.unsettledMs | 49
            auditMs: 1000 | commandValidMs: 99 | OUT_OF_RANGE | timing.commandValidMs | 99
            auditMs: 1000 | lightSettleMs: 60001 | OUT_OF_RANGE | timing.lightSettleMs | 60001
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
    void aLineUsedTwiceIsSaidInItsLineBesideEverythingElse() {
        List<Problem> all = problems(GOOD.replace("{offset: 17}", "{offset: 2}").replace("lengthMs: 200", "lengthMs: 5")
                .replace("armLoop:", "armLop:"));
        assertEquals("devices.io.inputs.armLoop.offset, devices.io.inputs.armLop, devices.io.outputs.lower.offset,"
                + " devices.io.pulse.lengthMs", all.stream().map(Problem::key).sorted().collect(Collectors.joining(", ")));
        Problem twice = all.stream().filter(problem -> problem.kind() == Problem.Kind.CONTRADICTION).findFirst().orElseThrow();
        assertEquals(13, twice.line());
        assertTrue(twice.what().english().contains("/dev/gpiochip0 line 2, as does inputs.armUp"), twice.toString());
        assertTrue(all.stream().filter(problem -> problem.key().endsWith("armLop")).findFirst().orElseThrow().advice().english()
                .contains("\"armLoop\""));
    }

    @Test
    void itIsNoTypeOfAnotherDevice() {
        assertTrue(problems(GOOD.replace("type: rsu-serial", "type: gpio")).getFirst().what().english().contains("under io"));
    }
}
