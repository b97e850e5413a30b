package org.etclane.sim.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.etclane.device.spi.Language;
import org.etclane.lane.core.LaneKind;
import org.etclane.sim.device.RsuSerialSimSettings;
import org.etclane.sim.scenario.ScenarioConsole;
import org.etclane.sim.scenario.ScenarioPlayer;
import org.etclane.sim.scenario.Sentences;
import org.junit.jupiter.api.Test;

/** The console on a lane in virtual time; ten seconds pass after each line. */
class ScenarioConsoleTest {
    private final VirtualLane lane = VirtualLaneTest.lane(LaneKind.EXIT, RsuSerialSimSettings.classic(), 1);
    private final List<String> out = new ArrayList<>();

    private final class TenSecondsEach implements ScenarioConsole.Simulation {
        @Override
        public <T> T ask(Supplier<T> question) {
            T answer = question.get();
            lane.runForSeconds(10);
            return answer;
        }
    }

    private List<String> say(Language language, String... lines) throws IOException {
        lane.runForSeconds(20);
        new ScenarioConsole(LaneKind.EXIT, new ScenarioPlayer(new VirtualScenarioBench(lane)), new TenSecondsEach(), language, out::add)
                .run(new BufferedReader(new StringReader(String.join("\n", lines))));
        return out;
    }

    @Test
    void vehiclesComeCardsAreTakenAndLinesAreCut() throws IOException {
        say(Language.EN, "", "send car", "cut rsu", "plug rsu", "send car 测A00009, no card", "status", "quit", "send car 测A00010");
        assertEquals(List.of("one sentence a line; help tells which there are, quit ends", "ok", "ok", "ok", "ok"), out.subList(0, 5));
        assertTrue(out.get(5).startsWith("  测A00009  "), out::toString);
        assertTrue(out.get(6).contains("display \"未插卡\"; 2 have come, 1 passed"), out::toString);
        assertEquals(7, out.size(), out::toString);
        assertEquals(List.of("测A00001", "测A00009"), lane.driven().stream().map(d -> d.arrival().spec().plate().text()).toList());
        assertEquals(1, lane.purses.size());
        assertTrue(lane.rsuLine.plugged());
    }

    @Test
    void aDriverMendsIt() throws IOException {
        say(Language.EN, "send car 测A00001, speed 0.6 m/s", "take card 测A00001", "take card 测A00007", "insert card 测A00001", "status", "status");
        assertTrue(out.contains("no vehicle with plate 测A00007 has come"), out::toString);
        assertEquals(1, lane.purses.size());
    }

    @Test
    void whatIsNotUnderstoodOrNotPossibleIsToldAndChangesNothing() throws IOException {
        say(Language.ZH, "take tram", "send car 测A00001", "send car 测A00001", "station away", "status");
        assertTrue(out.get(1).startsWith("\"take tram\"：无法理解“tram”，应为card；允许：take card PLATE"), out::toString);
        assertEquals(List.of("好", "测A00001已来过；同一车辆请写again", "虚拟时间下没有站级"), out.subList(2, 5));
        assertTrue(out.get(5).startsWith("栏杆"), out::toString);
        assertEquals(1, lane.driven().size());
    }

    @Test
    void helpTellsEverything() throws IOException {
        say(Language.EN, "help");
        assertTrue(out.containsAll(Sentences.help(Language.EN)), out::toString);
        assertFalse(out.stream().anyMatch(line -> line.contains("null")), out::toString);
    }
}
