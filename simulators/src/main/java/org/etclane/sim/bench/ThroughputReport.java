package org.etclane.sim.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.etclane.sim.bench.ThroughputBench.Row;

/** What {@code scripts/bench throughput} found. The names in {@link #json()} are a contract. @param rows by depth, one dialogue first */
record ThroughputReport(List<Row> rows) {
    /** A part of the run that takes this much of its time is what limits it. */
    private static final double BUSY = 0.5;

    ThroughputReport {
        rows = List.copyOf(rows);
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode list = json.putArray("rows");
        for (Row row : rows) {
            list.addObject().put("dialogues", row.depth()).put("transactions", row.transactions()).put("entries", row.entries())
                    .put("syncs", row.groups().size()).put("bytes", row.bytes()).put("perSecond", LatencyFigures.rounded(row.perSecond()))
                    .put("floorPerSecond", LatencyFigures.rounded(row.floorPerSecond()))
                    .put("decideShare", LatencyFigures.rounded(row.share(row.decideNanos())))
                    .put("writerCpuShare", LatencyFigures.rounded(row.share(row.journalNanos())))
                    .put("syncShare", LatencyFigures.rounded(row.share(row.syncNanos())));
        }
        return json.put("limit", limit());
    }

    String text() {
        StringBuilder out = new StringBuilder();
        out.append(String.format(Locale.ROOT, "  %9s %12s %14s %14s %9s %8s %13s %12s%n", "dialogues", "transactions", "per second",
                "raw floor", "of floor", "syncs", "entries/sync", "bytes/entry"));
        for (Row row : rows) {
            out.append(String.format(Locale.ROOT, "  %9d %12d %14.0f %14.0f %8.0f%% %8d %13.1f %12.0f%n", row.depth(), row.transactions(),
                    row.perSecond(), row.floorPerSecond(), 100 * row.perSecond() / row.floorPerSecond(), row.groups().size(),
                    row.entriesPerGroup(), (double) row.bytes() / Math.max(1, row.entries())));
        }
        for (Row row : rows) {
            out.append(String.format(Locale.ROOT, "  %9d of the time: commit and sync %3.0f%%, journal thread's CPU %3.0f%%, deciding %3.0f%%"
                    + "; per transaction %.3f ms, of it deciding %.3f ms%n", row.depth(), 100 * row.share(row.syncNanos()),
                    100 * row.share(row.journalNanos()), 100 * row.share(row.decideNanos()), 1e3 / row.perSecond(),
                    row.decideNanos() / 1e6 / row.transactions()));
        }
        return out.append("  ").append(limit()).append('\n').toString();
    }

    /** From the measurement alone. */
    String limit() {
        Row one = rows.getFirst();
        Row deep = rows.getLast();
        return String.format(Locale.ROOT, "limit: one lane, %s (%.1f syncs of %.2f ms per transaction); %d dialogues, %s", what(one),
                (double) one.groups().size() / one.transactions(), one.syncNanos() / 1e6 / one.groups().size(), deep.depth(), what(deep));
    }

    private static String what(Row row) {
        double sync = row.share(row.syncNanos());
        double writer = row.share(row.journalNanos());
        double decide = row.share(row.decideNanos());
        if (sync >= BUSY && sync >= decide && sync >= writer) {
            return "the wait for the disk: commit and sync";
        }
        if (writer >= BUSY && writer >= decide) {
            return "the journal thread's own work: JSON, SQL, pages";
        }
        return decide >= BUSY ? "deciding" : "hand-overs between threads";
    }
}
