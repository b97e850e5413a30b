package org.etclane.lane.diagnostics;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** One {@link LaneSnapshotLine} as one line of text: time, what, of whom, values. */
final class WatchView {
    private final Wording words;

    WatchView(Wording words) {
        this.words = words;
    }

    String line(JsonNode line) {
        StringBuilder text = new StringBuilder(words.time(line.path("wallMillis").longValue()).substring(11));
        text.append("  ").append(padded(words.code(line.path("what").asText()), 14));
        text.append("  ").append(padded(subject(line.path("subject").asText()), 8));
        for (Map.Entry<String, JsonNode> value : line.path("values").properties()) {
            text.append("  ").append(value(value.getKey(), value.getValue().asText()));
        }
        return text.toString().stripTrailing();
    }

    private String subject(String subject) {
        if (subject.matches("[0-9]+")) {
            return subject.equals("0") ? "" : "#" + subject; // 0: about no vehicle
        }
        return words.alarm(subject);
    }

    private String value(String name, String value) {
        if (name.endsWith("Fen") && value.matches("-?[0-9]{1,12}")) {
            return words.amount(Long.parseLong(value));
        }
        return switch (name) {
            case "ms" -> value + " ms";
            case "event" -> words.event(value).orElse(value);
            case "plate", "cause", "reason", "detail" -> value;
            default -> words.code(name) + "=" + value;
        };
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - Table.width(text)));
    }
}
