package org.etclane.lane.station;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.etclane.lane.station.v1.Record;
import org.etclane.lane.station.v1.Upload;
import org.etclane.lane.station.v1.UploadAck;

/**
 * Which uploads of one connection are on their way (station.proto, RECORDS and WINDOW). Holds numbers only; the records stay in
 * the journal until acknowledged, so losing this object loses nothing. One thread.
 */
final class UploadWindow {
    private final int limitRecords;
    private final Deque<Upload> underWay = new ArrayDeque<>();
    private int recordsUnderWay;
    private long lastSent;
    private long acknowledged;

    /** @param acknowledged last sequence that the lane holds as acknowledged, 0 for none */
    UploadWindow(int limitRecords, long acknowledged) {
        this.limitRecords = limitRecords;
        this.lastSent = acknowledged;
        this.acknowledged = acknowledged;
    }

    /** How many records may be sent now. */
    int room() {
        return limitRecords - recordsUnderWay;
    }

    long lastSent() {
        return lastSent;
    }

    long acknowledged() {
        return acknowledged;
    }

    /** Takes the next records into the window. They must be no more than {@link #room()} and follow {@link #lastSent()}. */
    Upload next(List<Record> records) {
        if (records.isEmpty() || records.size() > room() || records.getFirst().getSequence() <= lastSent) {
            throw new IllegalArgumentException(records.size() + " records after " + lastSent + ", room " + room());
        }
        Upload upload = Upload.newBuilder().setAfterSequence(lastSent).addAllRecords(records).build();
        underWay.addLast(strippedOf(upload));
        recordsUnderWay += records.size();
        lastSent = records.getLast().getSequence();
        return upload;
    }

    /** What is wrong with the acknowledgement; empty when it is good and has been taken in. */
    Optional<String> take(UploadAck ack) {
        Upload oldest = underWay.peekFirst();
        if (oldest == null) {
            return Optional.of("acknowledgement of " + ack.getSequence() + " without an upload");
        }
        long expected = oldest.getRecords(oldest.getRecordsCount() - 1).getSequence();
        if (ack.getSequence() != expected) {
            return Optional.of("acknowledgement of " + ack.getSequence() + " instead of " + expected);
        }
        if (ack.getResultsCount() != oldest.getRecordsCount()) {
            return Optional.of(ack.getResultsCount() + " results for " + oldest.getRecordsCount() + " records");
        }
        for (int i = 0; i < oldest.getRecordsCount(); i++) {
            if (ack.getResults(i).getSequence() != oldest.getRecords(i).getSequence()
                    || ack.getResults(i).getStatusValue() == 0) {
                return Optional.of("result " + i + " does not belong to record " + oldest.getRecords(i).getSequence());
            }
        }
        underWay.removeFirst();
        recordsUnderWay -= oldest.getRecordsCount();
        acknowledged = expected;
        return Optional.empty();
    }

    private static Upload strippedOf(Upload upload) {
        Upload.Builder numbers = Upload.newBuilder().setAfterSequence(upload.getAfterSequence());
        upload.getRecordsList().forEach(one -> numbers.addRecords(Record.newBuilder().setSequence(one.getSequence())));
        return numbers.build();
    }
}
