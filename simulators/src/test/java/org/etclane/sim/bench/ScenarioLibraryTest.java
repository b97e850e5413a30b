package org.etclane.sim.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.etclane.device.spi.Language;
import org.etclane.lane.config.LaneConfig;
import org.etclane.lane.core.LaneAlarm;
import org.etclane.lane.core.LaneKind;
import org.etclane.lane.rules.SpecialEvent;
import org.etclane.sim.scenario.Action;
import org.etclane.sim.scenario.Expectation;
import org.etclane.sim.scenario.Performance;
import org.etclane.sim.scenario.ScaleInLane;
import org.etclane.sim.scenario.Scenario;
import org.etclane.sim.scenario.ScenarioLibrary;
import org.etclane.sim.scenario.ScenarioLoader;
import org.etclane.sim.scenario.Seen;
import org.etclane.sim.scenario.Verdict;
import org.etclane.sim.world.DriverHabits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every scenario of the library, in virtual time against the real core; and that the library leaves nothing out. */
class ScenarioLibraryTest {
    /** Played on real lines, by {@link ScenarioIT}. */
    private static final Set<String> NEED_A_STATION = Set.of("station-away");

    private static final Map<SpecialEvent, String> NOT_RAISED = new EnumMap<>(Map.of(
            SpecialEvent.BATTERY_LOW, "no rule asks for the battery: see low-battery",
            SpecialEvent.TAC_FAILED, "a TAC that cannot be had leaves a settlement by the card's content, or a reconciliation",
            SpecialEvent.PSAM_UNAUTHORISED, "an antenna of variant A tells nothing of its PSAM but a failed debit"));

    private static final Map<LaneAlarm, String> NOT_RAISED_HERE = new EnumMap<>(Map.of(
            LaneAlarm.DISPLAY_DOWN, "the display hangs on the I/O controller: IO_DOWN",
            LaneAlarm.DATABASE_SET_ASIDE, "found by the process at its start: DamagedDatabaseIT",
            LaneAlarm.SECURITY, "raised by the station link: StationSecurityIT, LaneDefenceIT",
            LaneAlarm.PARAMETER_REJECTED, "raised where packages are checked: LaneParametersTest",
            LaneAlarm.PARAMETERS_LOST, "found by the process at its start: LaneParametersTest",
            LaneAlarm.INTERNAL, "a bug of the controller: there is no way to order one"));

    static List<String> names() {
        return ScenarioLibrary.names();
    }

    static List<String> playable() {
        return names().stream().filter(name -> !NEED_A_STATION.contains(name)).toList();
    }

    static VirtualLane laneFor(Scenario scenario) throws IOException {
        LaneConfig config = LaneFiles.config(BenchRuns.config(scenario.lane()));
        DriverHabits habits = scenario.patienceS().isPresent() ? DriverHabits.DEFAULT.withPatienceS(scenario.patienceS().getAsDouble())
                : DriverHabits.DEFAULT;
        LaneWiring wiring = ScaleChoice.named(scenario.scale().label()).map(LaneWiring.USUAL::with).orElse(LaneWiring.USUAL);
        return new VirtualLane(config.lane().settings(), LaneFiles.rates(config), wiring, habits, 1);
    }

    private static Verdict played(Scenario scenario) throws IOException {
        VirtualLane lane = laneFor(scenario);
        Seen seen = new VirtualScenarioBench(lane).play(scenario);
        assertEquals(List.of(), LaneVerdict.alwaysWrong(lane), scenario::name);
        lane.weights().ifPresent(weights -> assertEquals(List.of(), weights.wrong(), scenario::name));
        return Verdict.of(scenario.expect(), seen);
    }

    @ParameterizedTest
    @MethodSource("playable")
    void goesAsExpected(String name) throws IOException {
        Verdict verdict = played(ScenarioLibrary.scenario(name));
        assertTrue(verdict.asExpected(), () -> name + "\n" + String.join("\n", verdict.lines(Language.EN)));
        assertEquals(List.of(), verdict.notLookedAt());
    }

    @Test
    void thereAreEnoughForBothKindsOfLane() {
        assertTrue(names().size() >= 30, () -> names().toString());
        assertTrue(playable().stream().map(ScenarioLibrary::scenario).anyMatch(s -> s.lane() == LaneKind.ENTRY));
        names().forEach(name -> assertFalse(ScenarioLibrary.scenario(name).about().isBlank(), name));
    }

    @Test
    void onlyThoseNeedAStationThatSaySo() throws IOException {
        for (String name : names()) {
            Scenario scenario = ScenarioLibrary.scenario(name);
            boolean station = scenario.steps().stream().anyMatch(step -> step.action() instanceof Action.Station);
            assertEquals(NEED_A_STATION.contains(name), station, name);
            assertEquals(station, !Performance.impossible(scenario, new VirtualScenarioBench(laneFor(scenario))).isEmpty(), name);
        }
    }

    /** Together with {@link #goesAsExpected}: what is expected is what is seen. */
    @Test
    void everySpecialEventIsSeenInOneOfThem() {
        Set<SpecialEvent> seen = EnumSet.noneOf(SpecialEvent.class);
        for (String name : playable()) {
            Expectation expect = ScenarioLibrary.scenario(name).expect();
            expect.refused().values().forEach(seen::addAll);
            expect.failedDebits().values().forEach(seen::addAll);
            seen.addAll(expect.events());
            seen.addAll(expect.weightsOfNobody());
        }
        assertEquals(EnumSet.complementOf(EnumSet.copyOf(NOT_RAISED.keySet())), seen);
    }

    /** Each scale has its own, and a mismatch of weights and vehicles is seen in each way that it can show. */
    @Test
    void weightsAreCoveredWithEveryScale() {
        List<Scenario> weighing = playable().stream().map(ScenarioLibrary::scenario).filter(s -> s.scale() != ScaleInLane.NONE).toList();
        assertEquals(EnumSet.complementOf(EnumSet.of(ScaleInLane.NONE)),
                EnumSet.copyOf(weighing.stream().map(Scenario::scale).toList()));
        Set<SpecialEvent> ofNobody = EnumSet.noneOf(SpecialEvent.class);
        weighing.forEach(s -> ofNobody.addAll(s.expect().weightsOfNobody()));
        assertEquals(EnumSet.of(SpecialEvent.QUEUE_ABNORMAL, SpecialEvent.REVERSED), ofNobody, "161, 201");
        assertTrue(weighing.stream().anyMatch(s -> s.expect().events().contains(SpecialEvent.NOT_WEIGHED)), "148");
        assertEquals(ScaleInLane.values().length, ScaleChoice.ALL.size() + 1);
    }

    @Test
    void everyAlarmIsSeenInOneOfThem() {
        Set<LaneAlarm> seen = EnumSet.noneOf(LaneAlarm.class);
        playable().forEach(name -> seen.addAll(ScenarioLibrary.scenario(name).expect().alarms()));
        assertEquals(EnumSet.complementOf(EnumSet.copyOf(NOT_RAISED_HERE.keySet())), seen);
    }

    /** Each line of an expectation is looked at: change one, and the same run fails for exactly that. */
    @Test
    void whatIsExpectedWronglyFails() throws IOException {
        String steps = """
                name: test
                lane: exit
                steps:
                  - at 0 s: send car 测A00001, obu expired
                  - at 15 s: [send car 测A00002, press foot alarm]
                  - at 20 s: release foot alarm
                expect:
                """;
        Map<String, String> right = Map.of("passed", "[测A00002]", "refused", "{ 测A00001: OBU_EXPIRED }", "events", "[REVERSED]",
                "alarms", "[FOOT_ALARM]", "debits", "1", "purses lose", "22.80 yuan", "arm", "down");
        Map<String, String> wrong = Map.of("passed", "[测A00001]", "refused", "{ 测A00001: OBU_LOCKED }", "failed debits",
                "{ 测A00002: DEBIT_FAILED }", "events", "[]", "alarms", "[]", "debits", "2", "purses lose", "22.81 yuan", "reconciliations", "1",
                "arm", "up");
        assertEquals(List.of(), verdict(steps, right).wrong());
        for (Map.Entry<String, String> one : wrong.entrySet()) {
            Map<String, String> changed = new java.util.HashMap<>(right);
            changed.put(one.getKey(), one.getValue());
            Verdict verdict = verdict(steps, changed);
            assertEquals(1, verdict.wrong().size(), () -> one + " " + verdict.lines(Language.EN));
            assertTrue(verdict.wrong().getFirst().english().startsWith(one.getKey()), () -> one + " " + verdict.lines(Language.EN));
        }
    }

    private static Verdict verdict(String steps, Map<String, String> expected) throws IOException {
        List<String> lines = new ArrayList<>();
        expected.forEach((key, value) -> lines.add("  " + key + ": " + value));
        return switch (ScenarioLoader.load(steps + String.join("\n", lines), "test")) {
            case ScenarioLoader.Loaded.Good(Scenario scenario) -> played(scenario);
            case ScenarioLoader.Loaded.Bad bad -> throw new AssertionError(bad.in(Language.EN));
        };
    }

    /** A step that waits for something that never happens is told, and ends with everything else. */
    @Test
    void aMomentThatNeverComesFails() throws IOException {
        Scenario scenario = good("""
                name: test
                lane: exit
                lasts: 60 s
                steps:
                  - at 0 s: send car 测A00001, obu expired
                  - when 测A00001 has paid: cut rsu
                expect:
                  refused: { 测A00001: OBU_EXPIRED }
                  events: [REVERSED]
                """);
        Verdict verdict = played(scenario);
        assertEquals(List.of("not done: when 测A00001 has paid: cut rsu"), verdict.lines(Language.EN));
        assertEquals(List.of("未执行：when 测A00001 has paid: cut rsu"), verdict.lines(Language.ZH));
    }

    /** The one thing that no scenario needs to expect. */
    @Test
    void anArmThatComesDownOnAVehicleFailsWhateverIsExpected() throws IOException {
        Scenario scenario = good("""
                name: a loop under the arm that feels nothing
                lane: exit
                steps:
                  - at 0 s: [jam at 15 m, deaden loop arm, send car 测A00001]
                  - at 15 s: declare lane empty
                  - at 30 s: clear jam
                expect:
                  passed: [测A00001]
                """);
        Seen seen = new VirtualScenarioBench(laneFor(scenario)).play(scenario);
        assertTrue(seen.loweredOnVehicle() > 0, seen::toString);
        assertTrue(Verdict.of(scenario.expect(), seen).lines(Language.EN).contains("the arm came down on a vehicle"));
    }

    private static Scenario good(String text) {
        return ((ScenarioLoader.Loaded.Good) ScenarioLoader.load(text, "test")).scenario();
    }

    @Test
    void theExampleInTheReadmeGoesAsItSays() throws IOException {
        String readme = Files.readString(BenchRuns.root().resolve("simulators/README.md"));
        String example = readme.substring(readme.indexOf("```yaml\nname: a vehicle without") + "```yaml\n".length());
        Verdict verdict = played(good(example.substring(0, example.indexOf("```"))));
        assertEquals(List.of(), verdict.lines(Language.EN));
    }

    @Test
    void theSameScenarioIsTheSameEveryTime() throws IOException {
        Scenario scenario = ScenarioLibrary.scenario("noise-on-the-antenna-line");
        Seen first = new VirtualScenarioBench(laneFor(scenario)).play(scenario);
        assertEquals(first, new VirtualScenarioBench(laneFor(scenario)).play(scenario));
    }
}
