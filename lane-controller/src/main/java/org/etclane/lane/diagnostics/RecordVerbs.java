package org.etclane.lane.diagnostics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The verbs that show journal entries. */
final class RecordVerbs {
    private RecordVerbs() {
    }

    /** Without a verb of its own: list. */
    @Command(name = "records", mixinStandardHelpOptions = true, subcommands = {List.class, Show.class})
    static final class Records extends LaneCtl.Verb {
        @Override
        public Integer call() throws IOException, LaneCtl.Failed {
            return list(ctl(), 20, null);
        }
    }

    @Command(name = "list", mixinStandardHelpOptions = true)
    static final class List extends LaneCtl.Verb {
        @Option(names = "--limit", defaultValue = "20", paramLabel = "N")
        int limit;

        @Option(names = "--filter", paramLabel = "TEXT")
        String filter;

        @Override
        public Integer call() throws IOException, LaneCtl.Failed {
            return list(ctl(), limit, filter);
        }
    }

    @Command(name = "show", mixinStandardHelpOptions = true)
    static final class Show extends LaneCtl.Verb {
        @Parameters(index = "0", paramLabel = "ID")
        String id;

        @Override
        public Integer call() throws IOException, LaneCtl.Failed {
            JsonNode entries = ctl().ask(LaneCtl.request("record").put("id", id));
            if (entries.isEmpty()) {
                return ctl().say(LaneCtl.ExitCode.NOTHING_FOUND, "nothing-found", "error.no-record", id);
            }
            if (ctl().json) {
                ctl().print(entries);
            } else {
                entries.forEach(this::show);
            }
            return LaneCtl.ExitCode.OK.number;
        }

        private void show(JsonNode stored) {
            Wording words = ctl().wording;
            JsonNode entry = stored.path("entry");
            ctl().out.println(stored.path("sequence").asText() + "  " + words.code(entry.path("kind").asText()) + "  "
                    + words.time(wallMillis(entry)) + "  " + sent(stored, words));
            Table fields = new Table();
            fields(fields, "", entry, words);
            fields.lines().forEach(line -> ctl().out.println("    " + line));
            timeline(entry.has("timeline") ? entry.path("timeline") : entry.path("facts").path("timeline"), words);
            ctl().out.println();
        }

        private void fields(Table table, String prefix, JsonNode object, Wording words) {
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                String name = prefix + field.getKey();
                JsonNode value = field.getValue();
                if (value.isObject() && !field.getKey().equals("timeline")) {
                    fields(table, name + ".", value, words);
                } else if (value.isArray()) {
                    value.forEach(element -> table.row(name, element.asText(element.toString())));
                } else if (value.isValueNode() && !value.isNull() && !name.equals("kind")) {
                    table.row(name, name.endsWith("Fen") ? words.amount(value.longValue()) : value.asText());
                }
            }
        }

        private void timeline(JsonNode timeline, Wording words) {
            JsonNode marks = timeline.path("marks");
            if (marks.isEmpty()) {
                return;
            }
            Table table = new Table();
            long first = marks.get(0).path("atNanos").longValue();
            long before = first;
            for (JsonNode mark : marks) {
                long at = mark.path("atNanos").longValue();
                table.row(words.code(mark.path("stage").asText()), words.time(mark.path("wallMillis").longValue()),
                        "%8.1f ms".formatted((at - first) / 1e6), "+%.1f ms".formatted((at - before) / 1e6));
                before = at;
            }
            ctl().out.println("    " + words.get("records.timeline"));
            table.lines().forEach(line -> ctl().out.println("      " + line));
        }
    }

    private static int list(LaneCtl ctl, int limit, String filter) throws IOException, LaneCtl.Failed {
        ObjectNode request = LaneCtl.request("records").put("limit", limit);
        if (filter != null) {
            request.put("filter", filter);
        }
        JsonNode records = ctl.ask(request);
        if (ctl.json) {
            ctl.print(records);
        } else if (records.isEmpty()) {
            ctl.out.println(ctl.wording.get("records.none"));
        } else {
            ctl.print(table(records, ctl.wording));
        }
        return LaneCtl.ExitCode.OK.number;
    }

    static Table table(JsonNode records, Wording words) {
        Table table = new Table().row((Object[]) words.get("records.columns").split("\\|"));
        records.forEach(stored -> {
            JsonNode entry = stored.path("entry");
            JsonNode amount = entry.has("amountFen") ? entry.path("amountFen") : entry.path("facts").path("amountFen");
            table.row(stored.path("sequence").asText(), words.time(wallMillis(entry)), words.code(entry.path("kind").asText()),
                    subject(entry), plate(entry), amount.isNumber() ? words.amount(amount.longValue()) : "-", sent(stored, words),
                    detail(entry, words));
        });
        return table;
    }

    private static long wallMillis(JsonNode entry) {
        return entry.has("wallMillis") ? entry.path("wallMillis").longValue()
                : entry.path("facts").path("wallMillis").longValue();
    }

    private static String subject(JsonNode entry) {
        if (entry.hasNonNull("transactionId")) {
            return entry.path("transactionId").asText();
        }
        if (entry.has("facts")) {
            return entry.path("facts").path("transactionId").asText();
        }
        return entry.has("vehicleNumber") ? "#" + entry.path("vehicleNumber").asText() : "-";
    }

    private static String plate(JsonNode entry) {
        String plate = entry.has("facts") ? entry.path("facts").path("vehicle").path("plate").path("text").asText()
                : entry.path("plate").asText("");
        return plate.isEmpty() ? "-" : plate;
    }

    private static String sent(JsonNode stored, Wording words) {
        return words.get(!stored.path("forStation").booleanValue() ? "records.internal"
                : stored.path("acknowledged").booleanValue() ? "records.sent" : "records.waiting");
    }

    private static String detail(JsonNode entry, Wording words) {
        if (entry.has("up")) {
            return words.code(entry.path("up").booleanValue() ? "ARM_RAISED" : "ARM_LOWERED") + ": " + entry.path("cause").asText();
        }
        if (entry.has("alarm")) {
            return words.get(entry.path("active").booleanValue() ? "records.alarm-on" : "records.alarm-off",
                    words.alarm(entry.path("alarm").asText()));
        }
        if (entry.hasNonNull("event")) {
            return words.event(entry.path("event").asText()).orElse(entry.path("event").asText());
        }
        if (entry.has("set")) {
            return entry.path("set").path("version").asText() + ": " + entry.path("cause").asText();
        }
        for (String name : new String[] {"exit", "how", "mode", "cause", "reason", "known"}) {
            if (entry.hasNonNull(name) && !entry.path(name).asText().isEmpty()) {
                return words.code(entry.path(name).asText());
            }
        }
        return "";
    }
}
