package org.etclane.lane.runtime;

import java.util.EnumMap;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.etclane.device.link.LinkTimes;

/** Where the lane's own microseconds go, one histogram per stage. Recording is cheap and from any thread. */
public final class StageTimes {
    /** Longest value kept apart; longer ones count as this. */
    private static final long LONGEST_NANOS = 60_000_000_000L;

    /** The lane's own work on one answer to the RSU, in order. READ, DECODE, SEND and WRITE: the RSU's line only. */
    public enum Stage {
        /** Read from the line until the device's thread takes it. */
        READ,
        /** From there until the event has been offered to the lane loop. */
        DECODE,
        /** Waiting for the lane loop, events of every device. */
        QUEUE,
        /** Deciding, effects handed out; every step. */
        STEP,
        /** Entry handed to the journal until the lane loop has been told that it is durable; every entry. */
        JOURNAL,
        /** Of that, commit and sync of a group. */
        SYNC,
        /** Command handed to the device's thread until its frame is with the line. */
        SEND,
        /** From there until it is written. */
        WRITE,
        /** OBU found until released, as the lane sees it: everything above, the wire and the time on air. */
        TRANSACTION
    }

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

    /** The recorder for one device's line. */
    LinkTimes line() {
        return (leg, nanos) -> record(switch (leg) {
            case READ -> Stage.READ;
            case DECODE -> Stage.DECODE;
            case SEND -> Stage.SEND;
            case WRITE -> Stage.WRITE;
        }, nanos);
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
