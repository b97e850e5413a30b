package org.etclane.lane.journal;

import java.util.Optional;

/** The part of a transaction id that only ever grows: batch YYYYMMDDHH and serial, 16 digits (lane-rules.md §10). */
final class TransactionIds {
    private static final int LANE_LENGTH = 21;
    private static final int BATCH_LENGTH = 10;
    private static final int LENGTH = 37;

    private TransactionIds() {
    }

    /** Batch and serial, comparable as text; empty for an id of another form. */
    static Optional<String> batchAndSerial(String transactionId) {
        if (transactionId.length() != LENGTH) {
            return Optional.empty();
        }
        String tail = transactionId.substring(LANE_LENGTH);
        return tail.chars().allMatch(c -> c >= '0' && c <= '9') ? Optional.of(tail) : Optional.empty();
    }

    static String batch(String batchAndSerial) {
        return batchAndSerial.isEmpty() ? "" : batchAndSerial.substring(0, BATCH_LENGTH);
    }

    static int serial(String batchAndSerial) {
        return batchAndSerial.isEmpty() ? 0 : Integer.parseInt(batchAndSerial.substring(BATCH_LENGTH));
    }

    /** {@code by} serials further in the same batch, at most to its end. */
    static String further(String batchAndSerial, int by) {
        return batchAndSerial.isEmpty() ? ""
                : batch(batchAndSerial) + "%06d".formatted(Math.min(999_999, serial(batchAndSerial) + by));
    }

    static String higher(String one, String other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
