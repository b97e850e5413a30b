package org.etclane.sim.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.etclane.lane.core.LaneKind;
import org.etclane.sim.device.AirTimes;
import org.junit.jupiter.api.Test;

class LatencyReportTest {
    private static final long MS = 1_000_000L;
    private static final List<Long> FLOOR = samples(200, 220, 240);
    private static final List<Long> LANE = samples(204, 225, 247);

    private static List<Long> samples(long... ms) {
        return LongStream.of(ms).map(v -> v * MS).boxed().toList();
    }

    private static JsonNode json(String text) {
        try {
            return new JsonMapper().readTree(text);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(broken);
        }
    }

    private static LatencyReport report(String air, List<Long> lane, int repeated) {
        LatencySettings settings = new LatencySettings(LaneKind.EXIT, 3, 1, 7, air, AirTimes.typical(), true, Path.of("c"), Path.of("d"),
                List.of());
        return new LatencyReport(settings, lane, FLOOR, repeated, 0, 0, json("""
                [{"stage":"READ","count":15,"p50Us":16.5,"p99Us":90,"maxUs":120},
                 {"stage":"SYNC","count":6,"p50Us":370,"p99Us":900,"maxUs":950}]"""), json("""
                {"commits":6,"entries":12,"syncNanosTotal":3000000,"syncNanosMax":950000}"""),
                LatencyPauses.of(List.of("[1.5s][info][safepoint] Safepoint \"G1CollectForAllocation\", Time since last: 9 ns, "
                        + "Reaching safepoint: 5 ns, Cleanup: 1 ns, At safepoint: 7 ns, Leaving safepoint: 1 ns, Total: 2500000 ns, "
                        + "Threads: 0 runnable, 20 total")), new LatencyReport.Memory(180, 190, 50, 100), 3);
    }

    @Test
    void namesInJsonAreAContract() {
        JsonNode json = report("typical", LANE, 0).json();
        List<String> names = new ArrayList<>();
        json.fieldNames().forEachRemaining(names::add);
        assertEquals(List.of("seed", "air", "transactions", "block", "station", "laneMs", "floorMs", "ratio", "addedMs", "firstMs",
                "repeated", "wrong", "stagesUs", "journal", "pauses", "memoryMiB", "benchPausesMs", "aim"), names);
        assertEquals(json("{\"p50\":225.0,\"p99\":247.0,\"p999\":247.0,\"max\":247.0,\"over300\":0}"), json.get("laneMs"));
        assertEquals(1.023, json.at("/ratio/p50").doubleValue());
        assertEquals(5, json.at("/addedMs/p50").doubleValue());
        assertEquals(json("{\"lane\":204.0,\"floor\":200.0}"), json.get("firstMs"));
        assertEquals("{\"count\":15,\"p50\":16.5,\"p99\":90.0,\"max\":120.0}", json.at("/stagesUs/READ").toString());
        assertEquals("{\"syncs\":6,\"entries\":12,\"syncMsMean\":0.5,\"syncMsMax\":0.95}", json.get("journal").toString());
        assertEquals("{\"count\":1,\"totalMs\":2.5,\"maxMs\":2.5}", json.at("/pauses/collector").toString());
        assertEquals(json("{\"lane\":180.0,\"lanePeak\":190.0,\"floor\":50.0,\"idle\":100.0}"), json.get("memoryMiB"));
        assertTrue(json.at("/aim/met").booleanValue());
    }

    @Test
    void theAimIsHeldForTypicalAirTimesOnly() {
        assertTrue(report("typical", LANE, 0).aimMet());
        assertFalse(report("typical", samples(204, 245, 247), 0).aimMet());
        assertFalse(report("typical", samples(204, 225, 265), 0).aimMet());
        assertFalse(report("typical", samples(204, 225, 301), 0).aimMet());
        assertFalse(report("brief", LANE, 0).aimApplies());
    }

    @Test
    void pairsAreOnlyPairsWhileNothingWasRepeated() {
        assertEquals(samples(4, 5, 7), report("typical", LANE, 0).addedNanos());
        assertEquals(List.of(), report("typical", LANE, 1).addedNanos());
        assertTrue(report("typical", LANE, 1).text().contains("lane 1, floor 0 dialogues"));
    }

    @Test
    void theTableShowsEveryFigure() {
        String text = report("typical", LANE, 0).text();
        for (String part : List.of("p99.9", "over 300: 0", "read ", "sync ", "6 syncs for 12 entries", "collector 1", "idle JVM", "met")) {
            assertTrue(text.contains(part), part + "\n" + text);
        }
    }

    @Test
    void stopsForTheCollectorAndOthersAreApart() {
        LatencyPauses pauses = LatencyPauses.of(List.of("noise", "x Safepoint \"ZMarkStartYoung\", Total: 1000000 ns, y",
                "x Safepoint \"ZRelocateStartOld\", Total:   3000000 ns, y", "x Safepoint \"ICBufferFull\", Total: 200 ns, y"));
        assertEquals(new LatencyPauses.Stops(2, 4, 3), pauses.collector());
        assertEquals(1, pauses.other().count());
    }

    @Test
    void memoryIsReadFromProc() {
        assertEquals(100.5, JavaChild.memoryMiB(List.of("VmHWM:\t  200000 kB", "VmRSS:\t  102912 kB"), "VmRSS"));
        assertEquals(0, JavaChild.memoryMiB(List.of(), "VmRSS"));
    }
}
