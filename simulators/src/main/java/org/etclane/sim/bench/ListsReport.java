package org.etclane.sim.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** What {@code scripts/bench lists} found, for people. The JSON that it is read from is a contract. */
record ListsReport(JsonNode json) {
    private static final double MIB = 1 << 20;

    /** No transaction over 300 ms that was none before, no wrong answer, the new versions in force, no growth of the heap. */
    boolean aimMet() {
        JsonNode t = json.path("traffic");
        return t.isMissingNode() || t.path("duringMs").path("over300").asInt() == 0 && t.path("wrongLooks").asInt() == 0
                && t.path("cardVersion").asText().equals("3") && t.path("obuVersion").asText().equals("2")
                && t.path("heapAfter").asLong() - t.path("heapBefore").asLong() < 2 * MIB && t.path("loweredOnVehicle").asInt() == 0
                && t.path("violations").asInt() == 0;
    }

    String text() {
        StringBuilder out = new StringBuilder();
        line(out, "entries", "%,d cards, %,d OBUs, increment %,d", json.path("cards").asLong(), json.path("obus").asLong(),
                json.path("increment").asLong());
        if (json.has("list")) {
            alone(out, json.path("list"), json.path("map"));
        }
        if (json.has("traffic")) {
            traffic(out, json.path("traffic"));
        }
        return out.toString();
    }

    private void alone(StringBuilder out, JsonNode list, JsonNode map) {
        long entries = json.path("cards").asLong() + json.path("obus").asLong();
        line(out, "build s", "cards %.1f, OBUs %.1f, increment %.1f, merge %.1f, open %.2f, read back whole %.1f", seconds(list, "buildCards"),
                seconds(list, "buildObus"), seconds(list, "buildIncrement"), list.path("mergeMs").asLong() / 1e3,
                list.path("openMs").asLong() / 1e3, list.path("scrubMs").asLong() / 1e3);
        line(out, "disk", "%.0f MiB, %.2f bytes an entry", list.path("bytesOnDisk").asLong() / MIB,
                (double) list.path("bytesOnDisk").asLong() / entries);
        memory(out, "memory opened", list.path("memoryMiBOpened"));
        memory(out, "  after 5M looks", list.path("memoryMiBAfterLooks"));
        line(out, "heap", "%.1f MiB before, %.1f MiB after everything", list.path("heapBefore").asLong() / MIB,
                list.path("heapAfter").asLong() / MIB);
        head(out);
        looks(out, "cards, not listed", list.path("cards").path("missNs"));
        looks(out, "cards, listed", list.path("cards").path("hitNs"));
        looks(out, "OBUs, not listed", list.path("obus").path("missNs"));
        looks(out, "OBUs, listed", list.path("obus").path("hitNs"));
        looks(out, "with an increment, not listed", list.path("missOverIncrementNs"));
        looks(out, "from the disk, not listed", list.path("cold").path("missNs"));
        looks(out, "from the disk, listed", list.path("cold").path("hitNs"));
        line(out, "beside a map", "%,d entries; HashMap: %.0f bytes of heap an entry, built in %.1f s", map.path("entries").asLong(),
                (double) map.path("heapBytes").asLong() / map.path("entries").asLong(), map.path("buildMs").asLong() / 1e3);
        looks(out, "HashMap, not listed", map.path("map").path("missNs"));
        looks(out, "list, not listed", map.path("list").path("missNs"));
        looks(out, "HashMap, listed", map.path("map").path("hitNs"));
        looks(out, "list, listed", map.path("list").path("hitNs"));
    }

    private static double seconds(JsonNode list, String what) {
        return list.path(what).path("ms").asLong() / 1e3;
    }

    private static void memory(StringBuilder out, String name, JsonNode mib) {
        line(out, name, "resident %.0f MiB, of it own %.0f, mapped %.0f (given back when others need it); peak so far %.0f",
                mib.path("resident").asDouble(), mib.path("own").asDouble(), mib.path("mapped").asDouble(), mib.path("peak").asDouble());
    }

    private static void head(StringBuilder out) {
        out.append(String.format(Locale.ROOT, "  %-31s %9s %9s %9s %10s%n", "look-up, microseconds", "p50", "p99", "p99.9", "max"));
    }

    private static void looks(StringBuilder out, String name, JsonNode nanos) {
        if (!nanos.isMissingNode()) {
            out.append(String.format(Locale.ROOT, "    %-29s %9.2f %9.2f %9.2f %10.1f%n", name, nanos.path("p50").asLong() / 1e3,
                    nanos.path("p99").asLong() / 1e3, nanos.path("p999").asLong() / 1e3, nanos.path("max").asLong() / 1e3));
        }
    }

    private void traffic(StringBuilder out, JsonNode t) {
        line(out, "pace", "%d MiB a second at most", t.path("mibPerSecond").asInt());
        t.path("swaps").properties().forEach(swap -> line(out, swap.getKey(), "%.1f s, %d transactions meanwhile: %s%s",
                swap.getValue().path("ms").asLong() / 1e3, swap.getValue().path("transactions").asInt(),
                swap.getValue().path("outcome").asText(), swap.getValue().path("slow").isEmpty() ? "" : " slow " + swap.getValue().path("slow")));
        transactions(out, "alone ms", t.path("aloneMs"));
        transactions(out, "during swaps ms", t.path("duringMs"));
        line(out, "longest ms", "journal sync alone %.1f, with the swaps %.1f; by stage %s",
                t.path("journalSyncMaxAloneMs").asDouble(), t.path("journalSyncMaxMs").asDouble(), t.path("stageMaxMs"));
        line(out, "pauses", "of the lane's JVM during the swaps, collector %s, other %s", t.path("pauses").path("collector"),
                t.path("pauses").path("other"));
        line(out, "heap", "%.2f MiB before, %.2f MiB after; resident %d MiB", t.path("heapBefore").asLong() / MIB,
                t.path("heapAfter").asLong() / MIB, t.path("residentMiB").asLong());
        line(out, "look-ups", "%d in the lane's process, p99 %.1f us, max %.1f us, wrong %d %s", t.path("looks").asLong(),
                t.path("lookP99Ns").asLong() / 1e3, t.path("lookMaxNs").asLong() / 1e3, t.path("wrongLooks").asLong(), t.path("firstWrong").asText());
        line(out, "in force", "cards version %s, OBUs version %s", t.path("cardVersion").asText(), t.path("obuVersion").asText());
        line(out, "aim", "%s", aimMet() ? "met" : "MISSED");
    }

    private static void transactions(StringBuilder out, String name, JsonNode ms) {
        line(out, name, "%d: p50 %.1f  p99 %.1f  p99.9 %.1f  max %.1f  over 300: %d", ms.path("count").asInt(), ms.path("p50").asDouble(),
                ms.path("p99").asDouble(), ms.path("p999").asDouble(), ms.path("max").asDouble(), ms.path("over300").asInt());
    }

    private static void line(StringBuilder out, String name, String format, Object... values) {
        BenchReport.line(out, name, format, values);
    }
}
