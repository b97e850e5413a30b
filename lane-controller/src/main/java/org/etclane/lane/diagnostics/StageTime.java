package org.etclane.lane.diagnostics;

/**
 * How long one stage of the lane's own work took since the start, in microseconds.
 *
 * @param stage READ, DECODE, QUEUE, STEP, JOURNAL, SYNC, SEND, WRITE, TRANSACTION, in the order of the work
 */
public record StageTime(String stage, long count, double p50Us, double p99Us, double maxUs) {
}
