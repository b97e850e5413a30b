package org.etclane.lane.diagnostics;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** {@link LaneStatus} for people. */
final class StatusView {
    private final Wording words;
    private final PrintWriter out;

    StatusView(Wording words, PrintWriter out) {
        this.words = words;
        this.out = out;
    }

    void show(JsonNode status) {
        JsonNode journal = status.path("journal");
        JsonNode arm = status.path("arm");
        Table table = new Table()
                .row(words.get("status.lane"), words.code(status.path("kind").asText()) + "  " + status.path("laneId").asText()
                        + "  " + words.get("status.place", status.path("station").asText(), status.path("laneNumber").asText()))
                .row(words.get("status.mode"), mode(status))
                .row(words.get("status.dialogue"), dialogue(status.path("dialogue").asText()))
                .row(words.get("status.arm"), words.get("status.arm-is", words.code(arm.path("commanded").asText()),
                        words.code(arm.path("reported").asText())))
                .row(words.get("status.lights"), words.get("status.lights-are", light(status, "canopyGreen"),
                        light(status, "passGreen")))
                .row(words.get("status.loops"), loops(status))
                .row(words.get("status.station"), station(status.path("stationLink")))
                .row(words.get("status.journal"), words.get("status.journal-is", journal.path("lastSequence").asText(),
                        journal.path("acknowledgedSequence").asText(), journal.path("pendingForStation").asText(),
                        words.mebibytes(journal.path("fileBytes").longValue())))
                .row(words.get("status.syncs"), syncs(journal))
                .row(words.get("status.rates"), orDash(status.path("parameterVersion").asText()))
                .row(words.get("status.latency"), latency(status.path("latency")))
                .row(words.get("status.memory"), words.mebibytes(status.path("memory").path("heapUsedBytes").longValue()) + " / "
                        + words.mebibytes(status.path("memory").path("heapMaxBytes").longValue()))
                .row(words.get("status.counters"), counters(status));
        table.lines().forEach(out::println);
        alarms(status.path("alarms"));
        vehicles(status.path("vehicles"));
    }

    /** "reading card of 6a81353e": the step may have its own word, the OBU's id has none. */
    private String dialogue(String text) {
        int of = text.indexOf(" of ");
        return of < 0 ? words.code(text) : words.get("status.dialogue-of", words.code(text.substring(0, of)),
                text.substring(of + " of ".length()));
    }

    private String mode(JsonNode status) {
        String reason = status.path("reason").asText();
        return words.code(status.path("mode").asText()) + (reason.isEmpty() ? "" : ": " + reason) + "  "
                + words.get("status.since", words.time(status.path("sinceWallMillis").longValue()),
                words.duration(status.path("uptimeMs").longValue()));
    }

    private String light(JsonNode status, String name) {
        return words.get(status.path("lights").path(name).booleanValue() ? "green" : "red");
    }

    private String loops(JsonNode status) {
        List<String> all = new ArrayList<>();
        status.path("loops").forEach(loop -> all.add(words.code(loop.path("role").asText()) + " "
                + words.code(loop.path("occupancy").asText())));
        return String.join(", ", all);
    }

    private String station(JsonNode link) {
        if (!link.path("enabled").booleanValue()) {
            return words.get("status.station-off");
        }
        String offset = link.path("clockOffsetMs").isNull() ? "" : "  " + words.get("status.clock-offset",
                link.path("clockOffsetMs").asText());
        return words.get(link.path("connected").booleanValue() ? "connected" : "disconnected")
                + "  " + link.path("detail").asText()
                + offset;
    }

    private String syncs(JsonNode journal) {
        long commits = journal.path("commits").longValue();
        double mean = commits == 0 ? 0 : journal.path("syncNanosTotal").longValue() / 1e6 / commits;
        return words.get("status.syncs-are", Long.toString(commits), "%.2f".formatted(mean),
                "%.2f".formatted(journal.path("syncNanosMax").longValue() / 1e6));
    }

    private String latency(JsonNode latency) {
        if (latency.path("count").longValue() == 0) {
            return "-";
        }
        return words.get("status.latency-is", latency.path("count").asText(), ms(latency, "p50Ms"), ms(latency, "p99Ms"),
                ms(latency, "p999Ms"), ms(latency, "maxMs"), latency.path("over300").asText());
    }

    private static String ms(JsonNode latency, String name) {
        return "%.1f".formatted(latency.path(name).doubleValue());
    }

    private String counters(JsonNode status) {
        List<String> all = new ArrayList<>();
        status.path("counters").properties().forEach(one -> all.add(words.code(one.getKey()) + " " + one.getValue().asText()));
        status.path("refusedByCode").properties().forEach(one -> all.add(words.get("status.refused-code", words.event(one.getKey()).orElse(one.getKey())) + " "
                + one.getValue().asText()));
        return String.join("  ", all);
    }

    private void alarms(JsonNode alarms) {
        if (alarms.isEmpty()) {
            out.println(words.get("status.no-alarm"));
            return;
        }
        Table table = new Table();
        alarms.forEach(alarm -> table.row("  " + words.alarm(alarm.path("alarm").asText()),
                words.time(alarm.path("sinceWallMillis").longValue()), alarm.path("detail").asText()));
        out.println(words.get("status.alarms"));
        table.lines().forEach(out::println);
    }

    private void vehicles(JsonNode vehicles) {
        if (vehicles.isEmpty()) {
            out.println(words.get("status.no-vehicle"));
            return;
        }
        out.println(words.get("status.vehicles"));
        Table table = new Table();
        vehicles.forEach(vehicle -> table.row("  #" + vehicle.path("number").asText(), words.code(vehicle.path("where").asText()),
                words.code(vehicle.path("state").asText()), orDash(vehicle.path("plate").asText("")),
                vehicle.path("feeFen").isNull() ? "-" : words.amount(vehicle.path("feeFen").longValue()),
                vehicle.path("detail").asText()));
        table.lines().forEach(out::println);
    }

    private static String orDash(String text) {
        return text.isEmpty() || text.equals("null") ? "-" : text;
    }
}
