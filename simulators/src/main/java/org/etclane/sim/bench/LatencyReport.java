package org.etclane.sim.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What {@code scripts/bench latency} found. The names in {@link #json()} are a contract.
 *
 * @param laneNanos     transaction times in order: from the first byte of the first B2 handed to the line until the release has
 *                      arrived at the RSU, on the wire's own time
 * @param floorNanos    the same OBUs through the floor host
 * @param laneRepeated  dialogues that had to be led again
 * @param wrong         what the lane did against the protocol, and arms lowered on a vehicle
 * @param stages        the lane's answer to the verb "stages"
 * @param journal       the journal's part of the lane's status
 * @param benchPausesMs what the bench's own collector took, of both hosts' time
 */
record LatencyReport(LatencySettings settings, List<Long> laneNanos, List<Long> floorNanos, int laneRepeated, int floorRepeated,
        long wrong, JsonNode stages, JsonNode journal, LatencyPauses pauses, Memory memory, long benchPausesMs) {
    static final double AIM_P50 = 1.05;
    static final double AIM_P99 = 1.10;

    /** Resident, in MiB; {@code idle} is a JVM with Netty and H2 loaded, started with the lane's options. */
    record Memory(double lane, double lanePeak, double floor, double idle) {
    }

    private LatencyFigures lane() {
        return LatencyFigures.of(laneNanos);
    }

    private LatencyFigures floor() {
        return LatencyFigures.of(floorNanos);
    }

    /** What the lane added, transaction by transaction: both hosts' RSUs spent the same time on air. Empty after a repetition. */
    List<Long> addedNanos() {
        List<Long> added = new ArrayList<>();
        for (int i = 0; laneRepeated == 0 && floorRepeated == 0 && i < Math.min(laneNanos.size(), floorNanos.size()); i++) {
            added.add(laneNanos.get(i) - floorNanos.get(i));
        }
        return added;
    }

    /** Held for typical air times only; others are there to be looked at. */
    boolean aimApplies() {
        return settings.airName().equals("typical");
    }

    boolean aimMet() {
        LatencyFigures ratio = lane().over(floor());
        return ratio.p50() <= AIM_P50 && ratio.p99() <= AIM_P99 && lane().over300() == 0 && wrong == 0;
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("seed", settings.seed()).put("air", settings.airName()).put("transactions", settings.transactions())
                .put("block", settings.block()).put("station", settings.station());
        json.set("laneMs", lane().json().put("over300", lane().over300()));
        json.set("floorMs", floor().json().put("over300", floor().over300()));
        json.set("ratio", lane().over(floor()).json());
        json.set("addedMs", LatencyFigures.of(addedNanos()).json());
        json.putObject("firstMs").put("lane", firstMs(laneNanos)).put("floor", firstMs(floorNanos));
        json.putObject("repeated").put("lane", laneRepeated).put("floor", floorRepeated);
        json.put("wrong", wrong);
        ObjectNode stagesUs = json.putObject("stagesUs");
        stages.forEach(stage -> stagesUs.putObject(stage.path("stage").asText()).put("count", stage.path("count").asLong())
                .put("p50", stage.path("p50Us").asDouble()).put("p99", stage.path("p99Us").asDouble())
                .put("max", stage.path("maxUs").asDouble()));
        json.putObject("journal").put("syncs", syncs()).put("entries", journal.path("entries").asLong())
                .put("syncMsMean", LatencyFigures.rounded(syncMsMean()))
                .put("syncMsMax", LatencyFigures.rounded(journal.path("syncNanosMax").asLong() / 1e6));
        ObjectNode stops = json.putObject("pauses");
        stops.set("collector", pauses.collector().json());
        stops.set("other", pauses.other().json());
        json.putObject("memoryMiB").put("lane", LatencyFigures.rounded(memory.lane())).put("lanePeak", LatencyFigures.rounded(memory.lanePeak()))
                .put("floor", LatencyFigures.rounded(memory.floor())).put("idle", LatencyFigures.rounded(memory.idle()));
        json.put("benchPausesMs", benchPausesMs);
        json.putObject("aim").put("applies", aimApplies()).put("p50", AIM_P50).put("p99", AIM_P99).put("over300", 0).put("met", aimMet());
        return json;
    }

    private long syncs() {
        return journal.path("commits").asLong();
    }

    private double syncMsMean() {
        return syncs() == 0 ? 0 : journal.path("syncNanosTotal").asLong() / 1e6 / syncs();
    }

    private static double firstMs(List<Long> nanos) {
        return nanos.isEmpty() ? 0 : LatencyFigures.rounded(nanos.getFirst() / 1e6);
    }

    static String line(LatencyFigures f) {
        return String.format(Locale.ROOT, "p50 %9.3f  p99 %9.3f  p99.9 %9.3f  max %9.3f", f.p50(), f.p99(), f.p999(), f.max());
    }

    /** For people. */
    String text() {
        StringBuilder out = new StringBuilder();
        line(out, "", "%d transactions each, air times %s, blocks of %d, seed %d%s", settings.transactions(), settings.airName(),
                settings.block(), settings.seed(), settings.station() ? ", records uploaded to a station" : "");
        line(out, "lane ms", "%s  over 300: %d  first %.1f", line(lane()), lane().over300(), firstMs(laneNanos));
        line(out, "floor ms", "%s  over 300: %d  first %.1f", line(floor()), floor().over300(), firstMs(floorNanos));
        line(out, "ratio", "%s", line(lane().over(floor())));
        if (laneRepeated + floorRepeated == 0) {
            line(out, "added ms", "%s  pair by pair", line(LatencyFigures.of(addedNanos())));
        } else {
            line(out, "repeated", "lane %d, floor %d dialogues", laneRepeated, floorRepeated);
        }
        stages.forEach(stage -> line(out, stage.path("stage").asText().toLowerCase(Locale.ROOT), "p50 %8.3f ms  p99 %8.3f  max %8.3f  (%d)",
                stage.path("p50Us").asDouble() / 1e3, stage.path("p99Us").asDouble() / 1e3, stage.path("maxUs").asDouble() / 1e3,
                stage.path("count").asLong()));
        line(out, "journal", "%d syncs for %d entries, mean %.3f ms, longest %.3f ms", syncs(), journal.path("entries").asLong(),
                syncMsMean(), journal.path("syncNanosMax").asLong() / 1e6);
        line(out, "pauses", "collector %d, longest %.3f ms, together %.1f ms; other %d, longest %.3f ms", pauses.collector().count(),
                pauses.collector().maxMs(), pauses.collector().totalMs(), pauses.other().count(), pauses.other().maxMs());
        line(out, "memory MiB", "lane %.0f (peak %.0f), floor %.0f, idle JVM with Netty and H2 %.0f", memory.lane(), memory.lanePeak(),
                memory.floor(), memory.idle());
        if (wrong > 0) {
            line(out, "wrong", "%d times against the protocol, or the arm on a vehicle", wrong);
        }
        line(out, "aim", "p50 ≤ %.2f, p99 ≤ %.2f, none over 300 ms: %s", AIM_P50, AIM_P99,
                aimApplies() ? aimMet() ? "met" : "MISSED" : "does not apply to these air times");
        return out.toString();
    }

    private static void line(StringBuilder out, String name, String format, Object... values) {
        out.append("  %-12s ".formatted(name)).append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
