package org.etclane.lane.diagnostics;

import java.util.List;
import java.util.Optional;
import org.etclane.lane.journal.Journal;

/**
 * What waits for the station.
 *
 * @param oldestPendingWallMillis when the oldest waiting entry was written
 * @param lastError               why the last attempt failed, empty when it did not
 * @param head                    the first few waiting entries
 */
public record OutboxStatus(String ledgerId, long lastSequence, long acknowledgedSequence, long pending,
        Optional<Long> oldestPendingWallMillis, boolean connected, String lastError, List<Journal.Stored> head) {
    public OutboxStatus {
        head = List.copyOf(head);
    }
}
