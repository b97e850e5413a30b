package org.etclane.sim.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.etclane.device.ObuId;
import org.etclane.lane.core.JournalEntry;
import org.etclane.lane.core.JournalEntry.PassageEnded.Exit;
import org.etclane.lane.core.LaneAlarm;
import org.etclane.lane.core.LaneKind;
import org.etclane.lane.core.TransactionFacts;
import org.etclane.lane.rules.SpecialEvent;
import org.etclane.sim.device.RsuSimEvent;
import org.etclane.sim.world.Behaviour;
import org.etclane.sim.world.SafetyMonitor;
import org.etclane.sim.world.VehicleKind;
import org.etclane.sim.world.VehicleTrace;

/** Compares what a virtual lane believes with what really happened on the road and in the purses. */
final class LaneVerdict {
    /** Driven until an occupied loop has been reported: 50 ms at 5.5 m/s. */
    private static final double LOOP_REPORT_M = 0.3;

    private final VirtualLane lane;
    private final List<JournalEntry> journal;
    private final List<String> problems = new ArrayList<>();

    private LaneVerdict(VirtualLane lane) {
        this.lane = lane;
        this.journal = lane.journal().entries();
    }

    /** What must hold whatever breaks: the ledgers, the arm, the passages. */
    static List<String> alwaysWrong(VirtualLane lane) {
        LaneVerdict verdict = new LaneVerdict(lane);
        verdict.transactionsEndOnce();
        verdict.ledgers();
        verdict.armNeverBeganToFallOnAnybody();
        return verdict.problems;
    }

    /** What must hold while the lane's process is killed again and again and its devices work. */
    static List<String> wrongAfterKills(VirtualLane lane) {
        LaneVerdict verdict = new LaneVerdict(lane);
        verdict.transactionsEndOnce();
        verdict.ledgers();
        verdict.armNeverBeganToFallOnAnybody();
        verdict.whoPaidGotOut();
        return verdict.problems;
    }

    /** What must hold as well while every device works. */
    static List<String> wrong(VirtualLane lane) {
        LaneVerdict verdict = new LaneVerdict(lane);
        verdict.transactionsEndOnce();
        verdict.ledgers();
        verdict.arm();
        verdict.everybodyGotWhatHeShould();
        return verdict.problems;
    }

    private <T extends JournalEntry> List<T> entries(Class<T> type) {
        return journal.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private void expect(boolean good, String problem) {
        if (!good) {
            problems.add(problem);
        }
    }

    /** Intended first, then one end; OutcomeUnknown is no end. Open ones only while the lane still hopes to read the card. */
    private void transactionsEndOnce() {
        Map<String, List<String>> ends = new HashMap<>();
        for (JournalEntry.OfTransaction entry : entries(JournalEntry.OfTransaction.class)) {
            List<String> before = ends.computeIfAbsent(entry.transactionId(), _ -> new ArrayList<>());
            String name = entry.getClass().getSimpleName();
            expect(before.isEmpty() == entry instanceof JournalEntry.Intended, "transaction " + entry.transactionId() + ": " + name
                    + " after " + before);
            before.add(name);
        }
        ends.forEach((id, names) -> expect(names.stream().filter(n -> !n.equals("Intended") && !n.equals("OutcomeUnknown")).count() == 1,
                "transaction " + id + " ended as " + names));
    }

    private Map<String, TransactionFacts> facts() {
        return entries(JournalEntry.Intended.class).stream()
                .collect(Collectors.toMap(JournalEntry.Intended::transactionId, JournalEntry.Intended::facts));
    }

    /** Every purse movement (or entry written) is settled exactly once, or is one that a reconciliation record speaks of. */
    private void ledgers() {
        Map<String, TransactionFacts> facts = facts();
        Map<String, Integer> balance = new HashMap<>();
        if (lane.settings().kind() == LaneKind.EXIT) {
            lane.purses.entries().forEach(e -> balance.merge(e.cardNumber().substring(4) + " " + e.amountFen(), 1, Integer::sum));
            entries(JournalEntry.Settled.class).forEach(s -> balance.merge(key(facts.get(s.transactionId())), -1, Integer::sum));
        } else {
            lane.rsuEvents.stream().filter(RsuSimEvent.EntryWritten.class::isInstance).map(RsuSimEvent.EntryWritten.class::cast)
                    .forEach(e -> balance.merge(e.obu().hex(), 1, Integer::sum));
            entries(JournalEntry.Settled.class).forEach(s -> balance.merge(facts.get(s.transactionId()).obu().id().hex(), -1,
                    Integer::sum));
        }
        for (JournalEntry.Reconciliation open : entries(JournalEntry.Reconciliation.class)) {
            TransactionFacts about = facts.get(open.transactionId());
            String key = about.kind() == LaneKind.EXIT ? key(about) : about.obu().id().hex();
            if (balance.getOrDefault(key, 0) > 0) {
                balance.merge(key, -1, Integer::sum);
            }
        }
        balance.forEach((key, difference) -> expect(difference == 0, "ledgers: " + key + " moved " + difference
                + " times more than settled"));
    }

    private static String key(TransactionFacts facts) {
        return facts.issue().cardNumber() + " " + facts.amountFen();
    }

    private void arm() {
        expect(lane.world.monitor().loweredOnVehicle() == 0, "arm came down: " + lane.world.monitor().contacts());
        expect(lane.world.monitor().ranIntoArm() == 0, "ran into the arm: " + lane.world.monitor().contacts());
    }

    /**
     * While loops and lines fail a driver may be let down by an arm that falls before him: he was not on the loop when it began.
     * Nobody who was may ever be touched.
     */
    private void armNeverBeganToFallOnAnybody() {
        double loopM = lane.world.geometry().armLoop().fromM();
        for (SafetyMonitor.Contact contact : lane.world.monitor().contacts()) {
            double frontThenM = contact.frontM() - contact.speedMps() * (contact.atNanos() - contact.fallBeganAtNanos()) / 1e9;
            expect(contact.fallBeganAtNanos() == Long.MIN_VALUE || frontThenM < loopM + LOOP_REPORT_M, "arm fell on " + contact);
        }
    }

    private void whoPaidGotOut() {
        for (VehicleTrace trace : lane.world.traces()) {
            expect(trace.transactedAtNanos().isEmpty() || trace.passedAtNanos().isPresent(), "paid and did not get out: " + trace);
        }
    }

    private void everybodyGotWhatHeShould() {
        expect(lane.world.vehicles().isEmpty(), "left on the road: " + lane.world.vehicles());
        expect(lane.state().queue().vehicles().isEmpty(), "left in the lane's queue: " + lane.state().queue().vehicles());
        Map<ObuId, Long> payments = entries(JournalEntry.Settled.class).stream()
                .collect(Collectors.groupingBy(s -> facts().get(s.transactionId()).obu().id(), Collectors.counting()));
        Map<ObuId, Set<SpecialEvent>> refusals = new HashMap<>();
        entries(JournalEntry.Refused.class).forEach(r -> r.obu().ifPresent(obu -> refusals.computeIfAbsent(obu,
                _ -> new HashSet<>()).add(r.event())));
        long unpaidPassed = 0;
        for (VirtualLane.Driven driven : lane.driven()) {
            unpaidPassed += fate(driven, payments, refusals);
        }
        long ranThrough = entries(JournalEntry.PassageEnded.class).stream().filter(p -> p.exit() == Exit.RAN_THROUGH).count()
                + entries(JournalEntry.AlarmChanged.class).stream().filter(a -> a.alarm() == LaneAlarm.RUN_THROUGH && a.active()
                        && a.detail().startsWith("OBU")).count();
        long recorded = ranThrough;
        long really = unpaidPassed;
        expect(really <= recorded, "free riders: " + really + " passed unpaid, " + recorded + " on record");
        expect(recorded <= really, "run-through: " + recorded + " on record, " + really + " passed unpaid");
        // one that stood on the trigger loop and was not heard has no OBU as far as the lane can tell
        long withoutObu = lane.driven().stream().filter(d -> d.vehicle().obu().isEmpty()
                || d.arrival().spec().behaviour() == Behaviour.REVERSES_UNREAD).count();
        long foundWithout = entries(JournalEntry.Refused.class).stream().filter(r -> r.event() == SpecialEvent.NO_OBU).count();
        expect(foundWithout <= withoutObu * 2, "refused for want of an OBU: " + foundWithout + ", such vehicles: " + withoutObu);
    }

    /** @return 1 when it passed on nobody's or somebody else's payment */
    private long fate(VirtualLane.Driven driven, Map<ObuId, Long> payments, Map<ObuId, Set<SpecialEvent>> refusals) {
        VehicleKind kind = driven.arrival().spec().kind();
        Behaviour behaviour = driven.arrival().spec().behaviour();
        String who = driven.vehicle() + " " + behaviour;
        boolean passed = driven.vehicle().passed();
        Optional<ObuId> obu = driven.vehicle().obu().map(o -> o.id());
        long paid = obu.map(id -> payments.getOrDefault(id, 0L)).orElse(0L);
        expect(paid <= 1, who + " paid " + paid + " times");
        if (kind.legal()) {
            boolean mustPass = behaviour == Behaviour.NORMAL || behaviour == Behaviour.DAWDLES_AFTER_PAYING;
            expect(!mustPass || passed, who + " may pass and did not, paid " + paid);
            expect(!mustPass || paid == 1, who + " should pay once, paid " + paid);
            expect(behaviour != Behaviour.NEIGHBOUR_OBU || paid == 0, who + " is in the neighbouring lane and paid");
            return passed && paid == 0 ? 1 : 0;
        }
        expect(kind == VehicleKind.RECENTLY_TRANSACTED || paid == 0, who + " must not pass and paid");
        Set<SpecialEvent> found = obu.map(id -> refusals.getOrDefault(id, Set.of())).orElse(Set.of());
        expect(obu.isEmpty() || passed || expected(kind).stream().anyMatch(found::contains), who + " left refused as " + found
                + " instead of " + expected(kind));
        return passed ? 1 : 0;
    }

    /** The special events that fit; who comes again after more than five minutes is judged by the card. */
    static Set<SpecialEvent> expected(VehicleKind kind) {
        return switch (kind) {
            case OBU_TAMPERED -> Set.of(SpecialEvent.OBU_TAMPERED);
            case OBU_LOCKED -> Set.of(SpecialEvent.OBU_LOCKED);
            case OBU_EXPIRED -> Set.of(SpecialEvent.OBU_EXPIRED);
            case OBU_NOT_YET_VALID -> Set.of(SpecialEvent.OBU_NOT_YET_VALID);
            case OBU_NO_CARD -> Set.of(SpecialEvent.NO_CARD);
            case OBU_CARD_ERROR -> Set.of(SpecialEvent.CARD_READ_FAILED);
            case CARD_EXPIRED -> Set.of(SpecialEvent.CARD_EXPIRED);
            case CARD_NOT_YET_VALID -> Set.of(SpecialEvent.CARD_NOT_YET_VALID);
            case CARD_WRONG_TYPE -> Set.of(SpecialEvent.CARD_TYPE_INVALID);
            case PLATE_DIFFERS -> Set.of(SpecialEvent.PLATE_DIFFERS);
            case EXIT_NO_ENTRY -> Set.of(SpecialEvent.NO_ENTRY);
            case EXIT_ENTRY_IN_FUTURE -> Set.of(SpecialEvent.ENTRY_TIME_ABNORMAL);
            case EXIT_FEE_NOT_FOUND -> Set.of(SpecialEvent.FEE_NOT_FOUND);
            case EXIT_BALANCE_TOO_LOW -> Set.of(SpecialEvent.BALANCE_INSUFFICIENT);
            case ENTRY_ALREADY_OPEN -> Set.of(SpecialEvent.OPEN_ENTRY);
            case ENTRY_STORED_VALUE_ZERO -> Set.of(SpecialEvent.BALANCE_ZERO);
            case RECENTLY_TRANSACTED -> Set.of(SpecialEvent.RECENTLY_TRANSACTED, SpecialEvent.NO_ENTRY, SpecialEvent.OPEN_ENTRY);
            case NO_OBU -> Set.of(SpecialEvent.NO_OBU);
            case LEGAL_CAR, LEGAL_TRUCK_11, LEGAL_TRUCK_12, LEGAL_TRUCK_13, LEGAL_TRUCK_14, LEGAL_TRUCK_15, LEGAL_TRUCK_16 ->
                throw new IllegalArgumentException(kind + " is not refused");
        };
    }
}
