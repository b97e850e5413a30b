package org.etclane.lane.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the lane knows when it starts, from its journal.
 *
 * @param closed present when the lane must stay closed until told otherwise
 */
public record StartFacts(List<Open> open, List<Settled> recent, String lastBatch, int lastSerial, long lastVehicleNumber,
        Optional<LaneMode.Closed> closed) {
    public StartFacts {
        open = List.copyOf(open);
        recent = List.copyOf(recent);
    }

    public static final StartFacts FIRST = new StartFacts(List.of(), List.of(), "", 0, 0, Optional.empty());

    /** Intended and not ended. */
    public record Open(TransactionFacts facts, boolean unknownRecorded) {
    }

    public record Settled(TransactionFacts facts, boolean passageEnded) {
    }

    /**
     * Reads them from all that is on record, oldest first: what a journal has to answer when it recovers, as a fold.
     *
     * @param recentSinceWallMillis transactions settled earlier are forgotten
     */
    public static StartFacts from(List<JournalEntry> onRecord, long recentSinceWallMillis) {
        Fold fold = new Fold();
        onRecord.forEach(entry -> fold.add(entry, recentSinceWallMillis));
        return fold.facts();
    }

    private static final class Fold {
        private static final int ID_BATCH_FROM = 21;
        private static final int ID_SERIAL_FROM = 31;
        private final Map<String, TransactionFacts> intended = new HashMap<>();
        private final List<String> open = new ArrayList<>();
        private final Set<String> unknown = new HashSet<>();
        private final Map<String, TransactionFacts> settled = new LinkedHashMap<>();
        private final Set<String> ended = new HashSet<>();
        private String lastId = "";
        private long lastVehicle;
        private Optional<LaneMode.Closed> closed = Optional.empty();

        private void add(JournalEntry entry, long recentSinceWallMillis) {
            switch (entry) {
                case JournalEntry.Intended i -> {
                    intended.put(i.transactionId(), i.facts());
                    open.add(i.transactionId());
                    used(i.transactionId(), i.facts().vehicleNumber());
                }
                case JournalEntry.Settled s -> {
                    open.remove(s.transactionId());
                    if (s.wallMillis() >= recentSinceWallMillis) {
                        settled.put(s.transactionId(), intended.get(s.transactionId()));
                    }
                }
                case JournalEntry.NotDebited n -> open.remove(n.transactionId());
                case JournalEntry.Reconciliation r -> open.remove(r.transactionId());
                case JournalEntry.OutcomeUnknown u -> unknown.add(u.transactionId());
                case JournalEntry.Refused r -> used(r.refusalId(), r.vehicleNumber());
                case JournalEntry.PassageEnded p -> {
                    p.transactionId().ifPresent(ended::add);
                    lastVehicle = Math.max(lastVehicle, p.vehicleNumber());
                }
                case JournalEntry.LaneModeChanged m -> closed = Optional.of(new LaneMode.Closed(m.reason(), m.by()))
                        .filter(c -> m.mode().equals("CLOSED") && c.byPeople());
                case JournalEntry.WeightUnpaired _, JournalEntry.ArmMoved _, JournalEntry.AlarmChanged _,
                     JournalEntry.ParametersActivated _ -> { }
            }
        }

        private void used(String id, long vehicleNumber) {
            lastId = id;
            lastVehicle = Math.max(lastVehicle, vehicleNumber);
        }

        private StartFacts facts() {
            boolean first = lastId.isEmpty();
            return new StartFacts(open.stream().map(id -> new Open(intended.get(id), unknown.contains(id))).toList(),
                    settled.entrySet().stream().map(e -> new Settled(e.getValue(), ended.contains(e.getKey()))).toList(),
                    first ? "" : lastId.substring(ID_BATCH_FROM, ID_SERIAL_FROM),
                    first ? 0 : Integer.parseInt(lastId.substring(ID_SERIAL_FROM)), lastVehicle, closed);
        }
    }
}
