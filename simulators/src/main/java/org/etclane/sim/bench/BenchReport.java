package org.etclane.sim.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;
import org.etclane.lane.core.JournalEntry;
import org.etclane.sim.station.LedgerRow;

/**
 * What a run came to. The JSON names are a contract; they never change meaning.
 *
 * @param refused       by reason, most frequent first
 * @param errors        legal vehicles that were not transacted and passed, and transactions whose outcome stayed unknown
 * @param served        everybody left, and the legal vehicles were not all turned away: ledgers that agree on nothing prove nothing
 * @param latency       transaction time in microseconds, from the RSU's first report of an OBU until the lane's release has arrived
 * @param weights       empty in a lane without a scale
 */
public record BenchReport(long seed, String lane, int vehicles, long passed, Map<String, Long> refused, long transactions, long errors,
        boolean served, double vehiclesPerHour, Histogram latency, Reconciliation ledgers, long raises, long lowers, long loweredOnVehicle,
        Optional<WeighReport> weights) {
    private static final long SLOW_US = 300_000;

    /**
     * Compares the ledgers.
     *
     * @param seen        by the world outside
     * @param outstanding vehicles that have not left
     * @param journal     the lane's own records, oldest first
     * @param station     the station's rows of this lane
     * @param weights     empty in a lane without a scale
     */
    public static BenchReport of(Traffic traffic, Roadside.Outcome seen, long outstanding, List<JournalEntry> journal,
            List<LedgerRow> station, Optional<WeighReport> weights) {
        Map<String, Long> refused = journal.stream().filter(JournalEntry.Refused.class::isInstance)
                .map(e -> ((JournalEntry.Refused) e).event().name()).collect(Collectors.groupingBy(r -> r, Collectors.counting()));
        Map<String, Long> ranked = new LinkedHashMap<>();
        refused.entrySet().stream().sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .forEach(e -> ranked.put(e.getKey(), e.getValue()));
        Reconciliation ledgers = Reconciliation.of(traffic.kind(), seen.purses(), seen.entriesWritten(), journal, station);
        long transactions = journal.stream().filter(JournalEntry.Settled.class::isInstance).count();
        long reconciled = journal.stream().filter(JournalEntry.Reconciliation.class::isInstance).count();
        boolean served = outstanding == 0 && !(transactions == 0 && seen.legalFailed() > 0);
        return new BenchReport(traffic.seed(), traffic.kind().name().toLowerCase(Locale.ROOT), traffic.vehicles(), seen.passed(), ranked,
                transactions, seen.legalFailed() + reconciled, served, seen.vehiclesPerHour(), seen.latency(), ledgers, seen.raises(),
                seen.lowers(), seen.loweredOnVehicle(), weights);
    }

    public boolean ok() {
        return ledgers.agrees() && loweredOnVehicle == 0 && served && weights.filter(w -> !w.right()).isEmpty();
    }

    double errorsPerThousand() {
        return transactions + errors == 0 ? 0 : errors * 1000.0 / (transactions + errors);
    }

    long over300() {
        return over300(latency);
    }

    private double ms(double percentile) {
        return ms(latency, percentile);
    }

    private static long over300(Histogram latency) {
        return latency.getTotalCount() - (latency.getTotalCount() == 0 ? 0 : latency.getCountBetweenValues(0, SLOW_US));
    }

    private static double ms(Histogram latency, double percentile) {
        return latency.getTotalCount() == 0 ? 0 : round(latency.getValueAtPercentile(percentile) / 1000.0);
    }

    /** @param latency microseconds */
    static String latencyText(Histogram latency) {
        return String.format(Locale.ROOT, "p50 %.1f  p99 %.1f  p99.9 %.1f  max %.1f  over 300: %d", ms(latency, 50), ms(latency, 99),
                ms(latency, 99.9), ms(latency, 100), over300(latency));
    }

    private static double round(double value) {
        return Math.round(value * 10) / 10.0;
    }

    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("seed", seed).put("lane", lane).put("vehicles", vehicles).put("passed", passed);
        ObjectNode reasons = json.putObject("refused");
        refused.forEach(reasons::put);
        json.put("transactions", transactions).put("errorsPerThousand", round(errorsPerThousand()))
                .put("vehiclesPerHour", round(vehiclesPerHour));
        json.putObject("latencyMs").put("p50", ms(50)).put("p99", ms(99)).put("p999", ms(99.9)).put("max", ms(100))
                .put("over300", over300());
        json.putObject("ledgers").put("purseFen", ledgers.purseFen()).put("journalFen", ledgers.journalFen())
                .put("stationFen", ledgers.stationFen()).put("missing", ledgers.missing()).put("duplicate", ledgers.duplicate())
                .put("unexplained", ledgers.unexplained()).put("tacFailures", ledgers.tacFailures());
        json.putObject("barrier").put("raises", raises).put("lowers", lowers).put("loweredOnVehicle", loweredOnVehicle);
        weights.ifPresent(w -> json.putObject("weights").put("weighed", w.weighed()).put("paired", w.paired()).put("wrong", w.wrong().size())
                .put("unweighed", w.unweighed()).put("unpaired", w.unpaired()));
        return json.put("ok", ok());
    }

    /** For people. */
    public String text() {
        StringBuilder out = new StringBuilder();
        line(out, "lane", "%s, seed %d", lane, seed);
        line(out, "vehicles", "%d, passed %d, refused %d", vehicles, passed, refused.values().stream().mapToLong(n -> n).sum());
        refused.forEach((reason, n) -> line(out, "", "%4d  %s", n, reason));
        line(out, "transactions", "%d, errors per thousand %.1f", transactions, errorsPerThousand());
        line(out, "flow", "%.0f vehicles per hour", vehiclesPerHour);
        line(out, "transaction ms", "%s", latencyText(latency));
        line(out, "purses lost", "%s", yuan(ledgers.purseFen()));
        line(out, "lane journal", "%s", yuan(ledgers.journalFen()));
        line(out, "station", "%s", yuan(ledgers.stationFen()));
        line(out, "ledgers", "%s (missing %d, duplicate %d, unexplained %d, TAC failures %d)", ledgers.agrees() ? "agree" : "DISAGREE",
                ledgers.missing(), ledgers.duplicate(), ledgers.unexplained(), ledgers.tacFailures());
        ledgers.remarks().forEach(remark -> line(out, "", "%s", remark));
        line(out, "barrier", "%d raises, %d lowers, lowered on a vehicle: %d", raises, lowers, loweredOnVehicle);
        weights.ifPresent(w -> {
            line(out, "weights", "%s", w.text());
            w.wrong().forEach(pair -> line(out, "", "%s", pair));
        });
        if (!served) {
            line(out, "", "%s", "vehicles are left in the lane, or no legal one was served");
        }
        line(out, "result", "%s", ok() ? "OK" : "NOT OK");
        return out.toString();
    }

    static void line(StringBuilder out, String name, String format, Object... values) {
        out.append("  %-15s ".formatted(name)).append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    static String yuan(long fen) {
        return "%d.%02d yuan".formatted(fen / 100, fen % 100);
    }
}
