package org.etclane.lane.core;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.etclane.device.Bytes;
import org.etclane.device.CardFile;
import org.etclane.device.ObuId;
import org.etclane.device.RsuCommand;
import org.etclane.device.TransactionResult;
import org.etclane.device.card.IssueFile;
import org.etclane.lane.core.Dialogue.AwaitingIntent;
import org.etclane.lane.core.Dialogue.AwaitingOutcome;
import org.etclane.lane.core.Dialogue.Read;
import org.etclane.lane.core.Dialogue.RecordingOutcome;
import org.etclane.lane.core.Dialogue.Searching;
import org.etclane.lane.core.LaneEffect.Words;
import org.etclane.lane.core.Timeline.Stage;
import org.etclane.lane.core.Vehicle.Claim;
import org.etclane.lane.rules.SpecialEvent;
import org.etclane.lane.rules.Verdict;

/**
 * The money rule: intent on disk, then the debit; outcome on disk, then the acknowledgement and the arm. And the way out of an
 * outcome that nobody knows. Works on a {@link Turn}; has no state of its own.
 */
final class Outcomes {

    private static final int SHORT_TRANSIT = 36;

    /** What the card's content says about a debit whose answer was lost. */
    enum Trace { MOVED, NOT_MOVED, CONTRADICTORY }

    void intend(Turn turn, Read read, Verdict verdict, Vehicle vehicle) {
        Timeline timeline = read.timeline().with(Stage.DECIDED, turn.now);
        String id = turn.nextId();
        turn.queue = turn.queue.claim(vehicle.number(), new Claim.Transacting(read.obu().id(), id));
        TransactionFacts facts = switch (verdict) {
            case Verdict.Charge charge -> new TransactionFacts(id, charge.passageId(), LaneKind.EXIT, vehicle.number(), read.obu(),
                    read.vehicle(), read.card(), charge.issue(), Optional.of(charge.fee()), charge.fee().payableFen(),
                    turn.laneTime(), charge.transit(), read.frames(), timeline, turn.now.wallMillis(),
                    Optional.of(turn.parameters.id()));
            case Verdict.Enter enter -> new TransactionFacts(id, enter.passageId(), LaneKind.ENTRY, vehicle.number(), read.obu(),
                    read.vehicle(), read.card(), enter.issue(), Optional.empty(), 0, turn.laneTime(), enter.transit(),
                    read.frames(), timeline, turn.now.wallMillis(), Optional.of(turn.parameters.id()));
            case Verdict.Refused refused -> throw new IllegalStateException("refused verdict cannot be intended: " + refused);
        };
        long ticket = turn.append(new JournalEntry.Intended(facts));
        turn.pending.add(new Pending.SendDebit(ticket, facts));
        turn.dialogue = new AwaitingIntent(facts, ticket, lastRead(timeline));
    }

    private static long lastRead(Timeline timeline) {
        return timeline.marks().stream().filter(m -> m.stage() == Stage.CARD_READ).findFirst().orElseThrow().atNanos();
    }

    void durable(Turn turn, long ticket) {
        if (ticket > turn.lastTicket || !turn.journalWorks) {
            turn.ignore("durable ticket " + ticket, turn.journalWorks ? "not given by this state" : "the journal has failed");
            return;
        }
        List<Pending> done = turn.pending.stream().filter(p -> p.ticket() <= ticket).toList();
        turn.pending.removeAll(done);
        for (Pending pending : done) {
            switch (pending) {
                case Pending.SendDebit p -> intentDurable(turn, p);
                case Pending.Conclude p -> conclude(turn, p);
                case Pending.GiveUp p -> giveUp(turn, p);
            }
        }
    }

    private void intentDurable(Turn turn, Pending.SendDebit p) {
        boolean waiting = turn.dialogue instanceof AwaitingIntent d && d.ticket() == p.ticket();
        if (!waiting) {
            notDebited(turn, p.facts(), SpecialEvent.RSU_NO_ANSWER, "the RSU had gone on before the intent was on disk; nothing was sent",
                    p.facts().timeline(), false);
            return;
        }
        long readAtNanos = ((AwaitingIntent) turn.dialogue).cardReadNanos();
        if (turn.now.nanos() - readAtNanos > turn.settings.rsuPatienceMs() * 1_000_000L) {
            notDebited(turn, p.facts(), SpecialEvent.DEBIT_FAILED, "decided too late for the RSU's patience; nothing was sent",
                    p.facts().timeline(), true);
            return;
        }
        TransactionFacts facts = p.facts();
        Timeline timeline = facts.timeline().with(Stage.INTENT_DURABLE, turn.now).with(Stage.COMMANDED, turn.now);
        turn.dialogue = new AwaitingOutcome(facts, timeline, turn.now.nanos() + turn.settings.outcomeTimeoutMs() * 1_000_000L);
        turn.tell(switch (facts.kind()) {
            case EXIT -> new RsuCommand.Debit(facts.obu().id(), facts.issue().factor(), facts.amountFen(), facts.purchaseTime(),
                    facts.transit());
            case ENTRY -> new RsuCommand.WriteEntry(facts.obu().id(), facts.issue().factor(), facts.purchaseTime(), facts.transit());
        });
    }

    /** Something of this transaction is on its way to the disk: until it is there nothing new may begin with its OBU or card. */
    static boolean isOnItsWay(Turn turn, ObuId obu) {
        return turn.pending.stream().anyMatch(p -> p.facts().obu().id().equals(obu));
    }

    static boolean isOnItsWay(Turn turn, CardFile card) {
        return turn.pending.stream().anyMatch(p -> p.facts().card().issueFile().equals(card.issueFile()));
    }

    /** The id was used before: nothing was sent, the OBU may come again and gets a new one. */
    void rejected(Turn turn, long ticket, String reason) {
        turn.pending.stream().filter(p -> p.ticket() == ticket).findFirst().ifPresent(p -> {
            turn.pending.remove(p);
            if (p instanceof Pending.SendDebit(_, TransactionFacts facts)) {
                freeVehicle(turn, facts, SpecialEvent.DEBIT_FAILED);
            } else {
                turn.raiseAlarm(LaneAlarm.INTERNAL, "the end of " + p.facts().transactionId() + " was not stored: " + reason, true);
            }
            boolean waiting = turn.dialogue instanceof AwaitingIntent d && d.ticket() == ticket
                    || turn.dialogue instanceof RecordingOutcome r && r.ticket() == ticket;
            if (waiting) {
                turn.dialogue = new Searching();
                turn.tell(new RsuCommand.Abandon(p.facts().obu().id()));
            }
            turn.observe(new Observation.Ignored("journal entry " + ticket, reason));
        });
    }

    void settle(Turn turn, TransactionFacts facts, JournalEntry.How how, TransactionResult result, Bytes raw, Timeline timeline) {
        JournalEntry.Settled settled = new JournalEntry.Settled(facts.transactionId(), facts.kind(), facts.amountFen(), how, result,
                raw, timeline, turn.now.wallMillis());
        long ticket = turn.append(settled);
        forget(turn, facts);
        turn.pending.add(new Pending.Conclude(ticket, facts, settled));
        turn.dialogue = new RecordingOutcome(facts, ticket);
    }

    /** A result that came after the lane had given up waiting for it. */
    void settleLate(Turn turn, TransactionFacts facts, TransactionResult result, Bytes raw, Moment read, boolean takeDialogue) {
        Dialogue before = turn.dialogue;
        settle(turn, facts, JournalEntry.How.ANSWERED, result, raw, facts.timeline().with(Stage.ANSWERED, read));
        if (!takeDialogue) {
            turn.dialogue = before;
        }
    }

    /** The card itself proves the debit, but its TAC could not be had. */
    void settledByCard(Turn turn, TransactionFacts facts, CardFile seen, Timeline timeline) {
        TransactionResult result = new TransactionResult(0, "", "", -1, "", 0, 0, seen.balanceFen());
        settle(turn, facts, JournalEntry.How.BALANCE, result, Bytes.EMPTY, timeline);
    }

    private void conclude(Turn turn, Pending.Conclude p) {
        TransactionFacts facts = p.facts();
        Timeline timeline = p.settled().timeline().with(Stage.OUTCOME_DURABLE, turn.now);
        Recent.add(turn.recents, new Recent(facts, turn.now.nanos(), Long.MAX_VALUE));
        turn.counters = turn.counters.transaction();
        if (turn.dialogue instanceof RecordingOutcome d && d.ticket() == p.ticket()) {
            turn.dialogue = new Searching();
            timeline = timeline.with(Stage.RELEASED, turn.now);
            turn.tell(new RsuCommand.Release(facts.obu().id(), facts.issue().factor()));
        }
        payer(turn, facts).ifPresent(v -> turn.queue = turn.queue.claim(v.number(),
                new Claim.Paid(facts.obu().id(), facts.transactionId(), turn.now.nanos())));
        turn.show(facts.kind() == LaneKind.EXIT ? LaneEffect.Phrase.PAID : LaneEffect.Phrase.ENTERED,
                words(facts, Optional.of(p.settled().result())));
        turn.observe(new Observation.Transacted(facts, p.settled().how(), timeline));
    }

    /** The vehicle that shows this OBU, or that was debited and has been without a claim since its outcome was in doubt. */
    private static Optional<Vehicle> payer(Turn turn, TransactionFacts facts) {
        return turn.queue.byObu(facts.obu().id()).or(() -> turn.queue.byNumber(facts.vehicleNumber())
                .filter(v -> v.isUnread() || v.isRefused() && v.obu().isEmpty()));
    }

    /** @param result after the debit; without one the balance is not shown */
    Words words(TransactionFacts facts, Optional<TransactionResult> result) {
        boolean stored = facts.issue().cardType() == IssueFile.STORED_VALUE;
        Optional<Long> balanceFen = result.filter(_ -> stored).map(TransactionResult::balanceFen).filter(fen -> fen >= 0);
        return new Words(facts.vehicle().plate().text(), facts.vehicle().vehicleClass(), facts.amountFen(), balanceFen,
                Optional.empty());
    }

    /** @param answers the RSU waits for an answer in this dialogue */
    void notDebited(Turn turn, TransactionFacts facts, SpecialEvent event, String reason, Timeline timeline, boolean answers) {
        long ticket = turn.append(new JournalEntry.NotDebited(facts.transactionId(), event, reason, timeline, turn.now.wallMillis()));
        forget(turn, facts);
        freeVehicle(turn, facts, event);
        turn.observe(new Observation.TransactionTrouble(facts.transactionId(), Optional.of(event), reason));
        if (answers) {
            turn.pending.add(new Pending.GiveUp(ticket, facts, event));
            turn.dialogue = new RecordingOutcome(facts, ticket);
        }
    }

    private void giveUp(Turn turn, Pending.GiveUp p) {
        if (turn.dialogue instanceof RecordingOutcome d && d.ticket() == p.ticket()) {
            turn.dialogue = new Searching();
            turn.tell(new RsuCommand.Abandon(p.facts().obu().id()));
        }
    }

    /** Nobody knows whether the card was debited. Leaves the dialogue searching; the caller tells the RSU. */
    void unknown(Turn turn, TransactionFacts facts, Timeline timeline, String reason) {
        boolean recorded = turn.openOutcomes.stream()
                .anyMatch(o -> o.recorded() && o.facts().transactionId().equals(facts.transactionId()));
        if (!recorded) {
            turn.append(new JournalEntry.OutcomeUnknown(facts.transactionId(), reason, timeline, turn.now.wallMillis()));
            turn.counters = turn.counters.unknown();
            turn.noteAlarm(LaneAlarm.OUTCOME_UNKNOWN, facts.transactionId() + ": " + reason);
            turn.openOutcomes.add(new OpenOutcome(facts, true, turn.now.nanos() + turn.settings.resolveMs() * 1_000_000L));
        }
        freeVehicle(turn, facts, SpecialEvent.DEBIT_FAILED);
        turn.dialogue = new Searching();
        turn.observe(new Observation.TransactionTrouble(facts.transactionId(), Optional.empty(), reason));
    }

    void reconcile(Turn turn, OpenOutcome open, Optional<CardFile> seen, String known) {
        OptionalLong seenFen = seen.map(c -> OptionalLong.of(c.balanceFen())).orElse(OptionalLong.empty());
        turn.append(new JournalEntry.Reconciliation(open.facts().transactionId(), open.facts().amountFen(),
                open.facts().card().balanceFen(), seenFen, known, turn.now.wallMillis()));
        forget(turn, open.facts());
    }

    /**
     * Compares the card before the debit with the card now. A debit and its transit record are written by one command, so either
     * is proof; a debit of 0 fen shows in the transit record only.
     */
    Trace judge(TransactionFacts facts, CardFile now) {
        boolean written = sameTransit(facts.transit(), now.transitFile());
        boolean asBefore = facts.card().transitFile().equals(now.transitFile());
        long beforeFen = facts.card().balanceFen();
        if (facts.amountFen() == 0) {
            return written ? Trace.MOVED : asBefore ? Trace.NOT_MOVED : Trace.CONTRADICTORY;
        }
        if (now.balanceFen() == beforeFen - facts.amountFen()) {
            return Trace.MOVED;
        }
        return now.balanceFen() == beforeFen && (asBefore || !written) ? Trace.NOT_MOVED : Trace.CONTRADICTORY;
    }

    private static boolean sameTransit(Bytes written40, Bytes read) {
        int headLength = read.size() == 43 || read.size() == 39 ? 3 : 0;
        Bytes body = read.slice(headLength, read.size());
        return body.size() >= SHORT_TRANSIT && body.equals(written40.slice(0, Math.min(body.size(), written40.size())));
    }

    private static void forget(Turn turn, TransactionFacts facts) {
        turn.openOutcomes.removeIf(o -> o.facts().transactionId().equals(facts.transactionId()));
    }

    private static void freeVehicle(Turn turn, TransactionFacts facts, SpecialEvent event) {
        turn.queue.vehicles().stream().filter(v -> v.claim() instanceof Claim.Transacting(_, String id)
                && id.equals(facts.transactionId())).findFirst()
                .ifPresent(v -> turn.queue = turn.queue.update(v.number(), old -> old.with(new Claim.Unread())
                        .failed(event, facts.obu().id(), turn.now.nanos())));
    }
}
