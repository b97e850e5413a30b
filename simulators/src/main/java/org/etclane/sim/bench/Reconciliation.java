package org.etclane.sim.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etclane.lane.core.JournalEntry;
import org.etclane.lane.core.LaneKind;
import org.etclane.lane.core.TransactionFacts;
import org.etclane.sim.card.PurseLedger;
import org.etclane.sim.station.LedgerRow;

/**
 * Compares three ledgers: what the purses really lost, what the lane's journal says, what the station has. A reconciliation
 * record is the lane's word that it does not know; it explains a purse that moved and one that did not, and counts as money
 * only when the purse shows that it moved.
 *
 * @param missing     purse debits (or written entries) that the journal or the station lacks
 * @param duplicate   one purse debit with two records, one passage debited twice, one transaction twice at the station
 * @param unexplained records without a purse debit, amounts that differ
 * @param remarks     each of the above in words
 */
public record Reconciliation(long purseFen, long journalFen, long stationFen, long missing, long duplicate, long unexplained,
        long tacFailures, List<String> remarks) {
    public Reconciliation {
        remarks = List.copyOf(remarks);
    }

    public boolean agrees() {
        return missing == 0 && duplicate == 0 && unexplained == 0 && tacFailures == 0 && purseFen == journalFen
                && journalFen == stationFen;
    }

    /** A transaction as the journal tells it. */
    private record Told(TransactionFacts facts, Optional<JournalEntry> end) {
    }

    /**
     * @param written obu ids (hex) of entry writes that really happened, in order
     */
    public static Reconciliation of(LaneKind kind, List<PurseLedger.Entry> purses, List<String> written,
            List<JournalEntry> journal, List<LedgerRow> station) {
        Map<String, Told> told = told(journal);
        Count count = new Count();
        switch (kind) {
            case EXIT -> exit(purses, told, station, count);
            case ENTRY -> entry(written, told, station, count);
        }
        bothLedgers(told, station, count);
        long tacFailures = station.stream().filter(r -> r.tacState() == LedgerRow.TacState.BAD).count();
        return new Reconciliation(purses.stream().mapToLong(PurseLedger.Entry::amountFen).sum(), count.journalFen, count.stationFen,
                count.missing, count.duplicate, count.unexplained, tacFailures, count.remarks);
    }

    private static Map<String, Told> told(List<JournalEntry> journal) {
        Map<String, Told> told = new LinkedHashMap<>();
        for (JournalEntry entry : journal) {
            switch (entry) {
                case JournalEntry.Intended i -> told.put(i.transactionId(), new Told(i.facts(), Optional.empty()));
                case JournalEntry.OfTransaction t -> told.computeIfPresent(t.transactionId(),
                        (_, before) -> new Told(before.facts(), Optional.of((JournalEntry) t)));
                case JournalEntry.Refused _, JournalEntry.PassageEnded _, JournalEntry.WeightUnpaired _, JournalEntry.ArmMoved _,
                     JournalEntry.AlarmChanged _, JournalEntry.LaneModeChanged _, JournalEntry.ParametersActivated _ -> { }
            }
        }
        return told;
    }

    private static void exit(List<PurseLedger.Entry> purses, Map<String, Told> told, List<LedgerRow> station, Count count) {
        Map<String, PurseLedger.Entry> open = new HashMap<>();
        for (PurseLedger.Entry purse : purses) {
            if (open.put(key(purse.cardNumber(), purse.purchaseTime()), purse) != null) {
                count.duplicate("card " + purse.cardNumber() + " debited twice at " + purse.purchaseTime());
            }
        }
        Map<String, LedgerRow> rows = new HashMap<>();
        station.forEach(row -> rows.put(row.transactionId(), row));
        Map<String, String> passages = new HashMap<>();
        told.forEach((id, t) -> {
            PurseLedger.Entry purse = open.get(key(t.facts().issue().network() + t.facts().issue().cardNumber(),
                    t.facts().purchaseTime().format(java.time.format.DateTimeFormatter.ofPattern("yyyyMMddHHmmss"))));
            LedgerRow row = rows.get(id);
            if (ended(t) == LedgerRow.State.SETTLED || ended(t) == LedgerRow.State.RECONCILIATION && purse != null) {
                count.journalFen += t.facts().amountFen();
                count.stationFen += row == null ? 0 : row.amountFen();
                if (purse == null) {
                    count.unexplained(id + " is settled, but no purse moved");
                } else if (purse.amountFen() != t.facts().amountFen()) {
                    count.unexplained(id + " says " + t.facts().amountFen() + " fen, the purse lost " + purse.amountFen());
                } else {
                    open.remove(key(purse.cardNumber(), purse.purchaseTime()));
                }
                String before = passages.put(t.facts().passageId(), id);
                if (before != null) {
                    count.duplicate("passage " + t.facts().passageId() + " was charged by " + before + " and " + id);
                }
            }
        });
        open.values().forEach(purse -> count.missing("card " + purse.cardNumber() + " lost " + purse.amountFen() + " fen at "
                + purse.purchaseTime() + ", no record says so"));
    }

    private static void entry(List<String> written, Map<String, Told> told, List<LedgerRow> station, Count count) {
        Map<String, Integer> cards = new HashMap<>();
        written.forEach(obu -> cards.merge(obu, 1, Integer::sum));
        told.forEach((id, t) -> {
            if (ended(t) == LedgerRow.State.SETTLED) {
                Integer left = cards.get(t.facts().obu().id().hex());
                if (left == null || left == 0) {
                    count.unexplained(id + " is settled, but no entry was written");
                } else {
                    cards.put(t.facts().obu().id().hex(), left - 1);
                }
            } else if (ended(t) == LedgerRow.State.RECONCILIATION) {
                cards.computeIfPresent(t.facts().obu().id().hex(), (_, left) -> Math.max(0, left - 1));
            }
        });
        cards.forEach((obu, left) -> {
            for (int i = 0; i < left; i++) {
                count.missing("an entry was written to the card of OBU " + obu + ", no record says so");
            }
        });
    }

    private static void bothLedgers(Map<String, Told> told, List<LedgerRow> station, Count count) {
        Map<String, LedgerRow.State> atStation = new HashMap<>();
        for (LedgerRow row : station) {
            if (atStation.put(row.transactionId(), row.state()) != null) {
                count.duplicate(row.transactionId() + " stands twice at the station");
            }
            if (!told.containsKey(row.transactionId())) {
                count.unexplained(row.transactionId() + " is at the station, but not in the journal");
            }
        }
        told.forEach((id, t) -> {
            LedgerRow.State here = ended(t);
            LedgerRow.State there = atStation.get(id);
            if (here == LedgerRow.State.UNKNOWN) {
                count.unexplained(id + " has no end in the journal");
            } else if (there == null) {
                count.missing(id + " has not reached the station");
            } else if (there != here) {
                count.unexplained(id + " is " + here + " in the journal and " + there + " at the station");
            }
        });
    }

    private static LedgerRow.State ended(Told told) {
        return told.end().map(end -> switch (end) {
            case JournalEntry.Settled _ -> LedgerRow.State.SETTLED;
            case JournalEntry.NotDebited _ -> LedgerRow.State.NOT_DEBITED;
            case JournalEntry.Reconciliation _ -> LedgerRow.State.RECONCILIATION;
            case JournalEntry.Intended _, JournalEntry.OutcomeUnknown _, JournalEntry.Refused _, JournalEntry.PassageEnded _,
                 JournalEntry.WeightUnpaired _, JournalEntry.ArmMoved _, JournalEntry.AlarmChanged _, JournalEntry.LaneModeChanged _,
                 JournalEntry.ParametersActivated _ -> LedgerRow.State.UNKNOWN;
        }).orElse(LedgerRow.State.UNKNOWN);
    }

    private static String key(String cardNumber20, String purchaseTime) {
        return cardNumber20 + "@" + purchaseTime;
    }

    private static final class Count {
        long journalFen;
        long stationFen;
        long missing;
        long duplicate;
        long unexplained;
        final List<String> remarks = new ArrayList<>();

        void missing(String remark) {
            missing++;
            remarks.add("missing: " + remark);
        }

        void duplicate(String remark) {
            duplicate++;
            remarks.add("duplicate: " + remark);
        }

        void unexplained(String remark) {
            unexplained++;
            remarks.add("unexplained: " + remark);
        }
    }
}
