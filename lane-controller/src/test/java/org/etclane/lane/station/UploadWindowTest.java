package org.etclane.lane.station;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.etclane.lane.station.v1.Record;
import org.etclane.lane.station.v1.RecordStatus;
import org.etclane.lane.station.v1.Refused;
import org.etclane.lane.station.v1.UploadAck;
import org.junit.jupiter.api.Test;

class UploadWindowTest {
    private static List<Record> records(long... sequences) {
        List<Record> records = new ArrayList<>();
        for (long sequence : sequences) {
            records.add(Record.newBuilder().setSequence(sequence).build());
        }
        return records;
    }

    private static UploadAck ack(long sequence, long... results) {
        UploadAck.Builder ack = UploadAck.newBuilder().setSequence(sequence);
        for (long result : results) {
            ack.addResultsBuilder().setSequence(result).setStatus(RecordStatus.CREATED);
        }
        return ack.build();
    }

    @Test
    void roomShrinksWithUploadsAndComesBackWithAcknowledgements() {
        UploadWindow window = new UploadWindow(5, 10);
        assertEquals(10, window.next(records(12, 14)).getAfterSequence());
        assertEquals(14, window.next(records(15, 16, 20)).getAfterSequence());
        assertEquals(0, window.room());
        assertThrows(IllegalArgumentException.class, () -> window.next(records(21)));
        assertEquals(Optional.empty(), window.take(ack(14, 12, 14)));
        assertEquals(2, window.room());
        assertEquals(14, window.acknowledged());
        assertEquals(20, window.lastSent());
        assertEquals(Optional.empty(), window.take(ack(20, 15, 16, 20)));
        assertEquals(5, window.room());
    }

    @Test
    void recordsThatDoNotFollowAreAProgrammingError() {
        UploadWindow window = new UploadWindow(5, 10);
        assertThrows(IllegalArgumentException.class, () -> window.next(records(10)));
        assertThrows(IllegalArgumentException.class, () -> window.next(List.of()));
    }

    @Test
    void wrongAcknowledgementsChangeNothing() {
        UploadWindow window = new UploadWindow(5, 0);
        assertTrue(window.take(ack(1, 1)).isPresent(), "nothing was sent");
        window.next(records(1, 2));
        window.next(records(3));
        assertTrue(window.take(ack(3, 1, 2, 3)).isPresent(), "two uploads at once");
        assertTrue(window.take(ack(1, 1)).isPresent(), "half an upload");
        assertTrue(window.take(ack(9, 1, 2)).isPresent(), "never sent");
        assertTrue(window.take(ack(2, 1)).isPresent(), "result missing");
        assertTrue(window.take(ack(2, 2, 1)).isPresent(), "results in another order");
        assertTrue(window.take(ack(2, 1, 2).toBuilder().setResults(0, ack(1, 1).getResults(0).toBuilder().setStatusValue(0))
                .build()).isPresent(), "result without a status");
        assertEquals(0, window.acknowledged());
        assertEquals(Optional.empty(), window.take(ack(2, 1, 2)));
    }

    @Test
    void anUploadStaysWellInsideAFrame() {
        Record large = Record.newBuilder().setSequence(1).setRefused(Refused.newBuilder()
                .addRawFrames(ByteString.copyFrom(new byte[200_000]))).build();
        assertEquals(2, UploadSize.fitting(List.of(large, large, large, large)).size());
        Record huge = Record.newBuilder().setRefused(Refused.newBuilder()
                .addRawFrames(ByteString.copyFrom(new byte[900_000]))).build();
        assertEquals(1, UploadSize.fitting(List.of(huge, huge)).size(), "one must always go");
        assertEquals(3, UploadSize.fitting(records(1, 2, 3)).size());
    }
}
