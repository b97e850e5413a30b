package org.etclane.lane.runtime;

import java.util.EnumMap;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** Where the lane's own microseconds go, one histogram per stage. Recording is cheap and from any thread. */
public final class StageTimes {
    /** Longest value kept apart; longer ones count as this. */
    private static final long LONGEST_NANOS = 60_000_000_000L;

    /**
     * DECODE: bytes read until the event is offered to the lane loop. QUEUE: waiting for the lane loop. STEP: deciding.
     * JOURNAL: entry handed to the journal until it is durable. SEND: command handed to its device's thread.
     * TRANSACTION: OBU found until released.
     */
    public enum Stage { DECODE, QUEUE, STEP, JOURNAL, SEND, TRANSACTION }

    private final Map<Stage, Recorder> recorders = new EnumMap<>(Stage.class);
    private final Map<Stage, Histogram> totals = new EnumMap<>(Stage.class);

    public StageTimes() {
        for (Stage stage : Stage.values()) {
            recorders.put(stage, new Recorder(LONGEST_NANOS, 3));
            totals.put(stage, new Histogram(LONGEST_NANOS, 3));
        }
    }

    public void record(Stage stage, long nanos) {
        recorders.get(stage).recordValue(Math.clamp(nanos, 0, LONGEST_NANOS));
    }

    /** Everything since the start. One reader thread (diagnostics). */
    public Map<Stage, Histogram> snapshot() {
        Map<Stage, Histogram> copies = new EnumMap<>(Stage.class);
        for (Stage stage : Stage.values()) {
            totals.get(stage).add(recorders.get(stage).getIntervalHistogram());
            copies.put(stage, totals.get(stage).copy());
        }
        return copies;
    }
}
