package org.etclane.lane.runtime;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.etclane.lane.core.JournalEntry;
import org.etclane.lane.core.LaneAlarm;

/**
 * What people ask of a lane that its state does not carry: since when it is in this mode, since when each alarm stands, what
 * was refused how often. Noted on the lane loop from what goes to the journal; read as a snapshot by anybody.
 */
final class StatusNotes {

    /** @param refusedByCode by special-event code, since the process started */
    record Snapshot(long modeSinceWallMillis, Map<LaneAlarm, Long> alarmSinceWallMillis, Map<Integer, Long> refusedByCode) {
        Snapshot {
            alarmSinceWallMillis = Map.copyOf(alarmSinceWallMillis);
            refusedByCode = Map.copyOf(refusedByCode);
        }
    }

    private volatile Snapshot snapshot;

    StatusNotes(long startedWallMillis) {
        snapshot = new Snapshot(startedWallMillis, Map.of(), Map.of());
    }

    Snapshot snapshot() {
        return snapshot;
    }

    void appended(JournalEntry entry) {
        Snapshot now = snapshot;
        switch (entry) {
            case JournalEntry.LaneModeChanged m -> snapshot = new Snapshot(m.wallMillis(), now.alarmSinceWallMillis(), now.refusedByCode());
            case JournalEntry.AlarmChanged a -> {
                Map<LaneAlarm, Long> since = new EnumMap<>(LaneAlarm.class);
                since.putAll(now.alarmSinceWallMillis());
                if (a.active()) {
                    since.putIfAbsent(a.alarm(), a.wallMillis());
                } else {
                    since.remove(a.alarm());
                }
                snapshot = new Snapshot(now.modeSinceWallMillis(), since, now.refusedByCode());
            }
            case JournalEntry.Refused r -> {
                Map<Integer, Long> refused = new TreeMap<>(now.refusedByCode());
                refused.merge(r.event().code(), 1L, Long::sum);
                snapshot = new Snapshot(now.modeSinceWallMillis(), now.alarmSinceWallMillis(), refused);
            }
            case JournalEntry.Intended _, JournalEntry.Settled _, JournalEntry.NotDebited _, JournalEntry.OutcomeUnknown _,
                 JournalEntry.Reconciliation _, JournalEntry.PassageEnded _, JournalEntry.WeightUnpaired _, JournalEntry.ArmMoved _,
                 JournalEntry.ParametersActivated _ -> { }
        }
    }
}
