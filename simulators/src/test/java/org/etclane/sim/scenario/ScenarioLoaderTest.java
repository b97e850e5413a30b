package org.etclane.sim.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.etclane.device.spi.Language;
import org.etclane.lane.core.LaneAlarm;
import org.etclane.lane.core.LaneKind;
import org.etclane.lane.rules.SpecialEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScenarioLoaderTest {
    private static final String GOOD = """
            name: a tailgater behind a car that pays
            about: why
            lane: exit
            lasts: 2 min
            patience: 45 s
            steps:
              - at 0 s: send car 测A00001
              - at 1.5 s: send car 测A00002, no obu, tailgates
              - when 测A00001 is found: [cut rsu, stick loop arm]
              - after 20 s: plug rsu
            expect:
              passed: [测A00002, 测A00001]
              refused: { 测A00002: NO_OBU, nobody: [NO_OBU, QUEUE_ABNORMAL] }
              failed debits: { 测A00001: debit_failed }
              events: [RUN_THROUGH]
              alarms: [RUN_THROUGH, RSU_DOWN]
              alarms left: RSU_DOWN
              debits: 1
              purses lose: 15.20 yuan
              reconciliations: 1
              arm: up
            """;

    private static Scenario good(String text) {
        return switch (ScenarioLoader.load(text, "x.yaml")) {
            case ScenarioLoader.Loaded.Good(Scenario scenario) -> scenario;
            case ScenarioLoader.Loaded.Bad bad -> throw new AssertionError(bad.in(Language.EN));
        };
    }

    private static List<String> bad(String text, Language language) {
        return ((ScenarioLoader.Loaded.Bad) ScenarioLoader.load(text, "x.yaml")).in(language).lines().toList();
    }

    @Test
    void allOfIt() {
        Scenario scenario = good(GOOD);
        assertEquals("a tailgater behind a car that pays", scenario.name());
        assertEquals(LaneKind.EXIT, scenario.lane());
        assertEquals(OptionalDouble.of(120), scenario.lastsS());
        assertEquals(OptionalDouble.of(45), scenario.patienceS());
        assertEquals(5, scenario.steps().size());
        assertEquals(new When.Once("测A00001", When.Moment.FOUND), scenario.steps().get(3).when());
        assertEquals("when 测A00001 is found: stick loop arm", scenario.steps().get(3).sentence());
        assertEquals(new When.After(20), scenario.steps().get(4).when());
        assertEquals(new Expectation(List.of("测A00001", "测A00002"), Map.of("测A00002", Set.of(SpecialEvent.NO_OBU), "nobody",
                Set.of(SpecialEvent.NO_OBU, SpecialEvent.QUEUE_ABNORMAL)), Map.of("测A00001", Set.of(SpecialEvent.DEBIT_FAILED)),
                List.of(SpecialEvent.RUN_THROUGH), Set.of(LaneAlarm.RUN_THROUGH, LaneAlarm.RSU_DOWN), Set.of(LaneAlarm.RSU_DOWN),
                OptionalInt.of(1), OptionalLong.of(1520), OptionalInt.empty(), 1, true, Map.of(), List.of()), scenario.expect());
        assertEquals(ScaleInLane.NONE, scenario.scale());
    }

    @Test
    void weightsAndTheScaleThatTheyComeFrom() {
        Scenario scenario = good("""
                name: x
                scale: yaohua-commands
                lane: exit
                steps:
                  - at 0 s: send truck 13 测A00001, axle loads 6.5/9/8.5 t
                  - at 5 s: cut scale for 3 s
                expect:
                  weighed: { 测A00001: 24 t }
                  weights of nobody: [REVERSED, QUEUE_ABNORMAL]
                """);
        assertEquals(ScaleInLane.YAOHUA_COMMANDS, scenario.scale());
        assertEquals(Map.of("测A00001", 24_000), scenario.expect().weighedKg());
        assertEquals(List.of(SpecialEvent.QUEUE_ABNORMAL, SpecialEvent.REVERSED), scenario.expect().weightsOfNobody());
        List<String> problems = bad("""
                name: x
                lane: exit
                steps:
                  - at 0 s: send car 测A00001
                  - at 1 s: restart scale
                expect:
                  weighed: { 测A00001: heavy }
                """, Language.EN);
        assertTrue(problems.stream().anyMatch(p -> p.contains("restart scale") && p.contains("there is no scale in this lane")), problems::toString);
        assertTrue(problems.stream().anyMatch(p -> p.contains("heavy") && p.contains("is no weight")), problems::toString);
    }

    @Test
    void whatIsLeftOutIsNotToBeSeen() {
        Expectation expect = good("name: x\nlane: entry\nsteps:\n  - at 0 s: send car 测A00001\nexpect: {}\n").expect();
        assertEquals(new Expectation(List.of(), Map.of(), Map.of(), List.of(), Set.of(), Set.of(), OptionalInt.empty(), OptionalLong.empty(),
                OptionalInt.of(0), 0, false, Map.of(), List.of()), expect);
    }

    @Test
    void everyProblemAtOnce() {
        List<String> problems = bad("""
                nam: x
                lane: motorway
                lasts: for ever
                steps:
                  - at noon: send car 测A00001
                  - at 1 s: send car 测A00002, with wings
                  - at 2 s: take card 测A00009
                  - at 3 s: send car
                  - {at 4 s: cut rsu, at 5 s: cut io}
                  - at 6 s: send car 测A00003
                  - at 7 s: send car 测A00003
                expect:
                  passed: [测A00008]
                  refused: { 测A00003: TOO_FAST }
                  alarms: [FIRE]
                  alarms left: [RSU_DOWN]
                  debits: many
                  purses lose: a lot
                  arm: sideways
                  weather: fine
                """, Language.EN);
        List<String> expected = List.of("x.yaml nam: is no key of a scenario; allowed: about, expect, lane",
                "x.yaml name: is missing", "x.yaml lane = \"motorway\": is not known here; allowed: ENTRY, EXIT",
                "x.yaml lasts = \"for ever\": is no such time",
                "x.yaml steps[0] at noon = \"at noon\": \"noon\" is not understood, wanted is a time such as 3 s",
                "x.yaml steps[1] at 1 s = \"send car 测A00002, with wings\": \"with wings\" says nothing about a vehicle",
                "x.yaml steps[4] = ", "x.yaml at 3 s: send car: names no plate", "x.yaml at 7 s: send car 测A00003 = \"测A00003\": comes a second time",
                "x.yaml at 2 s: take card 测A00009 = \"测A00009\": no vehicle with this plate comes; allowed: 测A00003",
                "x.yaml expect.passed = \"测A00008\": no vehicle with this plate comes",
                "x.yaml expect.refused.测A00003 = \"TOO_FAST\": is not known here; allowed: BATTERY_LOW",
                "x.yaml expect.alarms = \"FIRE\": is not known here; allowed: RSU_DOWN",
                "x.yaml expect.alarms left = \"RSU_DOWN\": is not among the alarms that come on",
                "x.yaml expect.debits = \"many\": is no number", "x.yaml expect.purses lose = \"a lot\": is no amount",
                "x.yaml expect.arm = \"sideways\": is not known here; allowed: UP, DOWN",
                "x.yaml expect.weather: is no key of a scenario; allowed: alarms");
        for (String one : expected) {
            assertTrue(problems.stream().anyMatch(p -> p.startsWith(one)), () -> one + "\nnot in\n" + String.join("\n", problems));
        }
        assertEquals(expected.size(), problems.size(), () -> String.join("\n", problems));
    }

    @Test
    void problemsInChinese() {
        assertEquals(List.of("x.yaml expect.purse：未知的键；允许：alarms, alarms left, entries, events, failed debits, passed, reconciliations, refused, arm"
                .replace("alarms, alarms left, entries, events, failed debits, passed, reconciliations, refused, arm",
                        "alarms, alarms left, arm, entries, events, failed debits, passed, reconciliations, refused, weighed, weights of nobody")
                + "；建议：更正或删除"),
                bad("name: x\nlane: entry\nsteps:\n  - at 0 s: send car 测A00001\nexpect:\n  purse: 1\n", Language.ZH));
    }

    @Test
    void aKeyTwiceOrNoYamlAtAll() {
        assertTrue(bad("name: x\nname: y\n", Language.EN).getFirst().contains("not valid YAML: Duplicate"), () -> bad("name: x\nname: y\n",
                Language.EN).toString());
        assertTrue(bad("name: [", Language.EN).getFirst().startsWith("x.yaml line "));
        assertTrue(bad("", Language.EN).getFirst().contains("is no mapping"));
        assertTrue(bad("- 1\n", Language.EN).getFirst().contains("is no mapping"));
    }

    @Test
    void aFileIsFoundByItsPathAndTheLibraryByName(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("mine.yaml"), GOOD);
        assertEquals(good(GOOD), ScenarioLibrary.resolve(file.toString(), Language.EN));
        assertEquals("two cars and a truck pay and pass", ScenarioLibrary.resolve("plain-passage", Language.EN).name());
        assertTrue(assertThrows(IllegalArgumentException.class, () -> ScenarioLibrary.resolve("no-such-thing", Language.EN)).getMessage()
                .contains("neither in the library (--list-scenarios) nor a file"));
        assertTrue(ScenarioLibrary.names().contains("tailgater"));
    }
}
