package org.etclane.sim.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often and how long a JVM stopped all its threads, read from its safepoint log ({@code -Xlog:safepoint}); stops for the
 * collector and for other reasons apart. Times from the request until all threads ran again.
 */
record LatencyPauses(Stops collector, Stops other) {
    /** What the JVM is to be told. */
    static String option(java.nio.file.Path log) {
        return "-Xlog:safepoint:file=" + log + ":uptime";
    }

    private static final Pattern LINE = Pattern.compile("Safepoint \"([^\"]+)\".*?Total:\\s*(\\d+) ns");
    /** Names of the operations in which the collectors of this JDK stop the world. */
    private static final Pattern COLLECTOR = Pattern.compile("^(G1|Z|Shenandoah|Serial|Parallel).*");

    record Stops(int count, double totalMs, double maxMs) {
        Stops and(long nanos) {
            return new Stops(count + 1, totalMs + nanos / 1e6, Math.max(maxMs, nanos / 1e6));
        }

        ObjectNode json() {
            return JsonNodeFactory.instance.objectNode().put("count", count).put("totalMs", LatencyFigures.rounded(totalMs))
                    .put("maxMs", LatencyFigures.rounded(maxMs));
        }
    }

    /** Lines that tell of something else are passed over. */
    static LatencyPauses of(List<String> log) {
        Stops collector = new Stops(0, 0, 0);
        Stops other = new Stops(0, 0, 0);
        for (String line : log) {
            Matcher stop = LINE.matcher(line);
            if (stop.find()) {
                long nanos = Long.parseLong(stop.group(2));
                if (COLLECTOR.matcher(stop.group(1)).matches()) {
                    collector = collector.and(nanos);
                } else {
                    other = other.and(nanos);
                }
            }
        }
        return new LatencyPauses(collector, other);
    }
}
