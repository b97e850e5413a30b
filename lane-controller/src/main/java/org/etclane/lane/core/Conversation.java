package org.etclane.lane.core;

import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etclane.device.BarrierEvent.Position;
import org.etclane.device.Bytes;
import org.etclane.device.LoopEvent.Occupancy;
import org.etclane.device.ObuId;
import org.etclane.device.ObuInfo;
import org.etclane.device.RsuCommand;
import org.etclane.device.RsuEvent;
import org.etclane.device.TransactionResult;
import org.etclane.lane.core.Dialogue.AwaitingIntent;
import org.etclane.lane.core.Dialogue.AwaitingOutcome;
import org.etclane.lane.core.Dialogue.AwaitingVehicle;
import org.etclane.lane.core.Dialogue.FetchingTac;
import org.etclane.lane.core.Dialogue.Read;
import org.etclane.lane.core.Dialogue.ReadingCard;
import org.etclane.lane.core.Dialogue.ReadingVehicle;
import org.etclane.lane.core.Dialogue.RecordingOutcome;
import org.etclane.lane.core.Dialogue.Searching;
import org.etclane.lane.core.PassageQueue.Binding;
import org.etclane.lane.core.Timeline.Stage;
import org.etclane.lane.core.Vehicle.Claim;
import org.etclane.lane.rules.PassageRules;
import org.etclane.lane.rules.Refusal;
import org.etclane.lane.rules.SpecialEvent;
import org.etclane.lane.rules.Verdict;

/**
 * The conversation with the RSU: one OBU's dialogue from "found" to "released". Every event of a dialogue is answered by exactly
 * one command, at once or when the journal has it on disk. Works on a {@link Turn}; has no state of its own.
 */
final class Conversation {
    private static final DateTimeFormatter DIGITS_14 = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");
    /** An OBU just gone can be heard a moment longer; only after that a sign of it means that it is still here. */
    private static final long ECHO_NANOS = 3_000_000_000L;
    private static final int MAX_REPEATS = 1;
    private static final int TAC_WAIT_MS = 1200;

    private final PassageRules rules;
    private final Outcomes outcomes;
    private final Passages passages;

    Conversation(PassageRules rules, Outcomes outcomes, Passages passages) {
        this.rules = rules;
        this.outcomes = outcomes;
        this.passages = passages;
    }

    void on(Turn turn, RsuEvent event) {
        switch (event) {
            case RsuEvent.Ready _ -> lost(turn, "RSU initialised anew");
            case RsuEvent.Restarted _ -> lost(turn, "RSU restarted");
            case RsuEvent.ObuFound found -> found(turn, found);
            case RsuEvent.VehicleRead read -> vehicleRead(turn, read);
            case RsuEvent.CardRead read -> cardRead(turn, read);
            case RsuEvent.Completed completed -> completed(turn, completed);
            case RsuEvent.StepFailed failed -> stepFailed(turn, failed);
        }
    }

    /** The RSU no longer knows of any dialogue. A debit under way has an unknown outcome from here on. */
    void lost(Turn turn, String reason) {
        switch (turn.dialogue) {
            case AwaitingOutcome d -> outcomes.unknown(turn, d.facts(), d.timeline(), reason);
            case FetchingTac d -> outcomes.unknown(turn, d.facts(), d.timeline(), reason);
            case Searching _, ReadingVehicle _, ReadingCard _, AwaitingVehicle _, AwaitingIntent _, RecordingOutcome _ -> { }
        }
        turn.dialogue = new Searching();
    }

    private void found(Turn turn, RsuEvent.ObuFound event) {
        ObuInfo obu = event.obu();
        lost(turn, "RSU went on to OBU " + obu.id());
        turn.betweenDialogues();
        turn.observe(new Observation.ObuHeard(obu.id().hex()));
        turn.queue = turn.queue.heard(obu.id(), turn.now.nanos());
        if (!turn.journalWorks) {
            turn.tell(new RsuCommand.Abandon(obu.id()));
            return;
        }
        if (Outcomes.isOnItsWay(turn, obu.id())) {
            turn.ignore("OBU " + obu.id(), "its transaction is on its way to the disk");
            turn.tell(new RsuCommand.Abandon(obu.id()));
            return;
        }
        Timeline timeline = Timeline.EMPTY.with(Stage.FOUND, new Moment(event.atNanos(), turn.now.wallMillis()));
        Optional<Recent> recent = turn.recents.stream().filter(r -> r.obu().equals(obu.id())).findFirst();
        if (recent.isPresent()) {
            foundAgain(turn, obu, recent.get(), event.raw(), timeline);
            return;
        }
        if (turn.mode instanceof LaneMode.Closed closed) {
            refuse(turn, obu.id(), new Refusal(SpecialEvent.LANE_CLOSED, Map.of("reason", closed.reason())), "", 0,
                    List.of(event.raw()), timeline);
            return;
        }
        Optional<Refusal> refusal = rules.obu(obu, turn.laneTime());
        if (refusal.isPresent()) {
            refuse(turn, obu.id(), refusal.get(), "", 0, List.of(event.raw()), timeline);
            return;
        }
        switch (bind(turn, obu.id())) {
            case Binding.Behind(Vehicle blocking) -> holdBack(turn, obu.id(), blocking);
            case Binding.Bound bound -> {
                take(turn, bound);
                readOn(turn, obu, event.raw(), timeline);
            }
            case Binding.NoVehicle() -> {
                if (turn.queue.isStranger(obu.id())) {
                    turn.ignore("OBU " + obu.id(), "of the neighbouring lane");
                    turn.tell(new RsuCommand.Abandon(obu.id()));
                } else {
                    readOn(turn, obu, event.raw(), timeline);
                }
            }
        }
    }

    private void readOn(Turn turn, ObuInfo obu, Bytes raw, Timeline timeline) {
        turn.dialogue = new ReadingVehicle(obu, List.of(raw), timeline, 0);
        turn.tell(new RsuCommand.ReadOn(obu.id(), factor(obu)));
    }

    private void holdBack(Turn turn, ObuId obu, Vehicle blocking) {
        turn.ignore("OBU " + obu, "vehicle " + blocking.number() + " in front of it has not paid");
        turn.tell(new RsuCommand.Abandon(obu));
    }

    /** An OBU that has paid here minutes ago: never charged again. */
    private void foundAgain(Turn turn, ObuInfo obu, Recent recent, Bytes raw, Timeline timeline) {
        long passedForNanos = turn.now.nanos() - recent.passageEndedNanos();
        boolean stillHere = recent.passed() && passedForNanos > ECHO_NANOS
                && passedForNanos < turn.settings.reheardMs() * 1_000_000L;
        if (recent.passed() && passedForNanos <= ECHO_NANOS) {
            turn.ignore("OBU " + obu.id(), "has just passed");
            turn.tell(new RsuCommand.Abandon(obu.id()));
        } else if (recent.passed() && !stillHere) {
            refuse(turn, obu.id(), new Refusal(SpecialEvent.RECENTLY_TRANSACTED,
                    Map.of("transactionId", recent.facts().transactionId())), recent.facts().vehicle().plate().text(),
                    recent.facts().vehicle().vehicleClass(), List.of(raw), timeline);
        } else {
            letGoAgain(turn, obu.id(), recent, stillHere);
            turn.tell(new RsuCommand.Abandon(obu.id()));
        }
    }

    private void letGoAgain(Turn turn, ObuId obu, Recent recent, boolean somebodyElsePassed) {
        Optional<Vehicle> paid = turn.queue.byObu(obu).filter(Vehicle::isPaid);
        if (paid.isPresent()) {
            turn.queue = turn.queue.update(paid.get().number(), v -> v.heard(turn.now.nanos()));
            return;
        }
        switch (bind(turn, obu)) {
            case Binding.Bound bound -> {
                take(turn, bound);
                letGo(turn, bound.vehicle(), obu, recent, somebodyElsePassed);
            }
            // it has paid and it is heard: whatever the loops say, it stands here and must get out
            case Binding.NoVehicle() when turn.queue.hasRoom(turn.settings.zoneVehicles()) -> {
                turn.queue = turn.queue.inferPaid(turn.now);
                letGo(turn, turn.queue.byNumber(turn.queue.lastNumber()).orElseThrow(), obu, recent, somebodyElsePassed);
            }
            case Binding.NoVehicle() -> turn.ignore("OBU " + obu, "has paid, but the queue is full");
            case Binding.Behind(Vehicle blocking) -> turn.ignore("OBU " + obu, "has paid, behind refused vehicle " + blocking.number());
        }
    }

    private void letGo(Turn turn, Vehicle vehicle, ObuId obu, Recent recent, boolean somebodyElsePassed) {
        turn.queue = turn.queue.claim(vehicle.number(), new Claim.Paid(obu, recent.facts().transactionId(), turn.now.nanos()));
        if (somebodyElsePassed) {
            turn.recents.replaceAll(r -> r == recent ? new Recent(r.facts(), r.settledNanos(), Long.MAX_VALUE) : r);
            turn.noteAlarm(LaneAlarm.RUN_THROUGH, "OBU " + obu + " is still here: another vehicle passed on transaction "
                    + recent.facts().transactionId());
        }
        turn.show(LaneEffect.Phrase.ALREADY_PAID, outcomes.words(recent.facts(), Optional.empty()));
    }

    private void vehicleRead(Turn turn, RsuEvent.VehicleRead event) {
        switch (turn.dialogue) {
            case ReadingVehicle d when d.obu().id().equals(event.obu()) -> {
                turn.dialogue = new ReadingCard(d.obu(), event.vehicle(), longer(d.frames(), event.raw()),
                        d.timeline().with(Stage.VEHICLE_READ, new Moment(event.atNanos(), turn.now.wallMillis())), 0);
                turn.tell(new RsuCommand.ReadOn(event.obu(), factor(d.obu())));
            }
            case ReadingCard d when d.obu().id().equals(event.obu()) -> {
                turn.ignore("vehicle file", "read twice: the command to go on is repeated");
                turn.tell(new RsuCommand.ReadOn(event.obu(), factor(d.obu())));
            }
            case Searching _, ReadingVehicle _, ReadingCard _, AwaitingVehicle _, AwaitingIntent _, AwaitingOutcome _, FetchingTac _,
                 RecordingOutcome _ -> stray(turn, "vehicle file", event.obu());
        }
    }

    private void cardRead(Turn turn, RsuEvent.CardRead event) {
        switch (turn.dialogue) {
            case ReadingCard d when d.obu().id().equals(event.obu()) -> decide(turn, new Read(d.obu(), d.vehicle(), event.card(),
                    longer(d.frames(), event.raw()),
                    d.timeline().with(Stage.CARD_READ, new Moment(event.atNanos(), turn.now.wallMillis()))));
            case Searching _, ReadingVehicle _, ReadingCard _, AwaitingVehicle _, AwaitingIntent _, AwaitingOutcome _, FetchingTac _,
                 RecordingOutcome _ -> stray(turn, "card", event.obu());
        }
    }

    /**
     * A frame that fits no question of ours. Where a dialogue is open its own next command is the answer, or a bare
     * acknowledgement that disturbs nothing; without one the RSU is sent back to searching.
     */
    private void stray(Turn turn, String what, ObuId obu) {
        turn.ignore(what + " of OBU " + obu, "the dialogue is " + turn.dialogue.getClass().getSimpleName() + " with "
                + turn.dialogue.partner());
        if (turn.dialogue instanceof Searching) {
            turn.tell(new RsuCommand.Abandon(obu));
        } else {
            acknowledge(turn, obu);
        }
    }

    /** Unless a command to this OBU is on its way anyway: that will be the answer. */
    private static void acknowledge(Turn turn, ObuId obu) {
        boolean commandComes = switch (turn.dialogue) {
            case AwaitingVehicle _, AwaitingIntent _, RecordingOutcome _ -> turn.dialogue.partner().equals(obu);
            case Searching _, ReadingVehicle _, ReadingCard _, AwaitingOutcome _, FetchingTac _ -> false;
        };
        if (!commandComes) {
            turn.tell(new RsuCommand.Acknowledge());
        }
    }

    /** All is read: refuse, resolve an older outcome, wait for the vehicle, or put the intent on record. */
    void decide(Turn turn, Read read) {
        if (!turn.journalWorks || Outcomes.isOnItsWay(turn, read.card())) {
            turn.dialogue = new Searching();
            turn.ignore("card of OBU " + read.obu().id(), turn.journalWorks ? "its transaction is on its way to the disk"
                    : "records cannot be written");
            turn.tell(new RsuCommand.Abandon(read.obu().id()));
            return;
        }
        Optional<OpenOutcome> open = turn.openOutcomes.stream()
                .filter(o -> o.facts().card().issueFile().equals(read.card().issueFile())).findFirst();
        if (open.isPresent() && resolved(turn, open.get(), read)) {
            return;
        }
        if (turn.mode instanceof LaneMode.Closed closed) {
            refuse(turn, read.obu().id(), new Refusal(SpecialEvent.LANE_CLOSED, Map.of("reason", closed.reason())),
                    read.vehicle().plate().text(), read.vehicle().vehicleClass(), read.frames(), read.timeline());
            return;
        }
        Verdict verdict = rules.judge(read.vehicle(), read.card(), turn.parameters, turn.laneTime());
        if (verdict instanceof Verdict.Refused(Refusal refusal)) {
            refuse(turn, read.obu().id(), refusal, read.vehicle().plate().text(), read.vehicle().vehicleClass(), read.frames(),
                    read.timeline());
            return;
        }
        switch (bind(turn, read.obu().id())) {
            case Binding.Behind(Vehicle blocking) -> {
                turn.dialogue = new Searching();
                holdBack(turn, read.obu().id(), blocking);
            }
            case Binding.NoVehicle() -> awaitVehicle(turn, read);
            case Binding.Bound bound -> {
                take(turn, bound);
                outcomes.intend(turn, read, verdict, bound.vehicle());
            }
        }
    }

    private void awaitVehicle(Turn turn, Read read) {
        if (turn.dialogue instanceof AwaitingVehicle) {
            return;
        }
        int waitMs = Math.min(turn.settings.zoneWaitMs(), turn.settings.rsuPatienceMs());
        turn.dialogue = new AwaitingVehicle(read, turn.now.nanos() + waitMs * 1_000_000L);
    }

    /**
     * The OBU was read, but no vehicle came: the neighbouring lane's, unless a vehicle may stand here unseen, or one stands on the
     * trigger loop that nobody knows of (two came over it without a gap).
     */
    private void noVehicleCame(Turn turn, Read read) {
        boolean unknownOnTrigger = turn.sensors.trigger() == Occupancy.OCCUPIED && !turn.queue.knowsWhoIsOnTrigger();
        boolean unseen = turn.now.nanos() < turn.inferUntilNanos || turn.sensors.trigger() == Occupancy.UNKNOWN || unknownOnTrigger;
        if (unseen && turn.queue.hasRoom(turn.settings.zoneVehicles())) {
            turn.queue = turn.queue.infer(unknownOnTrigger ? Vehicle.Place.ON_TRIGGER : Vehicle.Place.IN_ZONE, turn.now);
            decide(turn, read);
            return;
        }
        turn.dialogue = new Searching();
        turn.queue = turn.queue.stranger(read.obu().id());
        turn.noteAlarm(LaneAlarm.ADJACENT_LANE, "OBU " + read.obu().id() + " " + read.vehicle().plate().text());
        turn.tell(new RsuCommand.Abandon(read.obu().id()));
    }

    /** @return true when the dialogue goes on with the older outcome; false when it is settled that no money moved */
    private boolean resolved(Turn turn, OpenOutcome open, Read read) {
        return switch (outcomes.judge(open.facts(), read.card())) {
            case NOT_MOVED -> {
                outcomes.notDebited(turn, open.facts(), SpecialEvent.DEBIT_FAILED, "the card's content is as before the debit",
                        read.timeline(), false);
                yield false;
            }
            case MOVED -> {
                if (bind(turn, read.obu().id()) instanceof Binding.Bound bound) {
                    take(turn, bound);
                    turn.queue = turn.queue.claim(bound.vehicle().number(), new Claim.Transacting(read.obu().id(),
                            open.facts().transactionId()));
                }
                if (open.facts().kind() == LaneKind.ENTRY) {
                    outcomes.settledByCard(turn, open.facts(), read.card(), read.timeline());
                } else {
                    fetchTac(turn, open.facts(), read.timeline(), 1, open.recorded(), Optional.of(read.card()));
                }
                yield true;
            }
            case CONTRADICTORY -> {
                outcomes.reconcile(turn, open, Optional.of(read.card()), "balance fits neither a debit nor none");
                refuse(turn, read.obu().id(), new Refusal(SpecialEvent.DEBIT_FAILED, Map.of("transactionId",
                        open.facts().transactionId())), read.vehicle().plate().text(), read.vehicle().vehicleClass(),
                        read.frames(), read.timeline());
                yield true;
            }
        };
    }

    private void fetchTac(Turn turn, TransactionFacts facts, Timeline timeline, int attempt, boolean recorded,
            Optional<org.etclane.device.CardFile> seen) {
        turn.dialogue = new FetchingTac(facts, timeline, attempt, recorded, seen, turn.now.nanos() + TAC_WAIT_MS * 1_000_000L);
        turn.tell(new RsuCommand.FetchTac(facts.obu().id(), facts.issue().factor(), facts.purchaseTime(), -1, facts.transit()));
    }

    private void completed(Turn turn, RsuEvent.Completed event) {
        Moment read = new Moment(event.atNanos(), turn.now.wallMillis());
        switch (turn.dialogue) {
            case AwaitingOutcome d when d.facts().obu().id().equals(event.obu()) && fits(d.facts(), event.result()) ->
                outcomes.settle(turn, d.facts(), JournalEntry.How.ANSWERED, event.result(), event.raw(),
                        d.timeline().with(Stage.ANSWERED, read));
            case FetchingTac d when d.facts().obu().id().equals(event.obu()) && fits(d.facts(), event.result()) ->
                outcomes.settle(turn, d.facts(), JournalEntry.How.TAC_FETCHED, event.result(), event.raw(),
                        d.timeline().with(Stage.ANSWERED, read));
            case RecordingOutcome d when d.facts().obu().id().equals(event.obu()) -> turn.ignore("result", "told twice");
            case Searching _, ReadingVehicle _, ReadingCard _, AwaitingVehicle _, AwaitingIntent _, AwaitingOutcome _, FetchingTac _,
                 RecordingOutcome _ -> lateResult(turn, event, read);
        }
    }

    private void lateResult(Turn turn, RsuEvent.Completed event, Moment read) {
        Optional<OpenOutcome> open = turn.openOutcomes.stream().filter(o -> o.facts().obu().id().equals(event.obu())
                && !event.result().purchaseTime().isEmpty() && fits(o.facts(), event.result())).findFirst();
        boolean idle = turn.dialogue instanceof Searching;
        if (open.isPresent()) {
            outcomes.settleLate(turn, open.get().facts(), event.result(), event.raw(), read, idle);
        }
        if (open.isEmpty() || !idle) {
            turn.ignore("result of OBU " + event.obu(), open.isPresent() ? "late: taken" : "nobody asked for it");
            acknowledge(turn, event.obu());
        }
    }

    /** A result belongs to a transaction when it names its purchase time; the short form after an entry write names none. */
    private static boolean fits(TransactionFacts facts, TransactionResult result) {
        boolean named = !result.purchaseTime().isEmpty();
        return named ? result.purchaseTime().equals(facts.purchaseTime().format(DIGITS_14)) : facts.kind() == LaneKind.ENTRY;
    }

    private void stepFailed(Turn turn, RsuEvent.StepFailed event) {
        switch (turn.dialogue) {
            case ReadingVehicle d when d.obu().id().equals(event.obu()) -> {
                turn.dialogue = new ReadingVehicle(d.obu(), d.frames(), d.timeline(), d.repeats() + 1);
                readFailed(turn, event, d.repeats(), SpecialEvent.OBU_READ_FAILED);
            }
            case ReadingCard d when d.obu().id().equals(event.obu()) -> {
                turn.dialogue = new ReadingCard(d.obu(), d.vehicle(), d.frames(), d.timeline(), d.repeats() + 1);
                readFailed(turn, event, d.repeats(), SpecialEvent.CARD_READ_FAILED);
            }
            case AwaitingOutcome d when aboutMoney(d.facts(), event) -> debitFailed(turn, d, event);
            case FetchingTac d when aboutMoney(d.facts(), event) -> tacFailed(turn, d, event.meaning());
            case Searching _, ReadingVehicle _, ReadingCard _, AwaitingVehicle _, AwaitingIntent _, AwaitingOutcome _, FetchingTac _,
                 RecordingOutcome _ -> stray(turn, "error " + event.errorCode(), event.obu());
        }
    }

    /** A read step that failed late says nothing about the purse, although it names the same OBU. */
    private static boolean aboutMoney(TransactionFacts facts, RsuEvent.StepFailed event) {
        return facts.obu().id().equals(event.obu()) && switch (event.step()) {
            case TRANSACT, FETCH_TAC -> true;
            case FIND, READ_VEHICLE, READ_CARD -> false;
        };
    }

    private void readFailed(Turn turn, RsuEvent.StepFailed event, int repeats, SpecialEvent special) {
        if (repeats < MAX_REPEATS) {
            turn.tell(new RsuCommand.Repeat(event.obu()));
            return;
        }
        turn.dialogue = new Searching();
        Optional<Vehicle> known = turn.queue.byObu(event.obu());
        if (known.isPresent()) { // silence in the middle of a dialogue is no sign of it
            turn.queue = turn.queue.update(known.get().number(), v -> v.failed(special, event.obu(), turn.now.nanos()));
        } else if (bind(turn, event.obu()) instanceof Binding.Bound bound) {
            take(turn, bound);
            turn.queue = turn.queue.update(bound.vehicle().number(), v -> v.failed(special, event.obu(), turn.now.nanos()));
        }
        turn.ignore(event.step() + " failed", event.meaning());
        turn.tell(new RsuCommand.Abandon(event.obu()));
    }

    private void debitFailed(Turn turn, AwaitingOutcome d, RsuEvent.StepFailed event) {
        Timeline timeline = d.timeline().with(Stage.ANSWERED, new Moment(event.atNanos(), turn.now.wallMillis()));
        switch (event.certainty()) {
            case NOT_DEBITED -> outcomes.notDebited(turn, d.facts(), SpecialEvent.DEBIT_FAILED, event.meaning(), timeline, true);
            case UNKNOWN -> {
                if (d.facts().kind() == LaneKind.EXIT && turn.settings.tacAttempts() > 0) {
                    fetchTac(turn, d.facts(), timeline, 1, false, Optional.empty());
                } else {
                    outcomes.unknown(turn, d.facts(), timeline, event.meaning());
                    turn.tell(new RsuCommand.Abandon(event.obu()));
                }
            }
        }
    }

    private void tacFailed(Turn turn, FetchingTac d, String meaning) {
        if (d.attempt() < turn.settings.tacAttempts()) {
            fetchTac(turn, d.facts(), d.timeline(), d.attempt() + 1, d.recorded(), d.seen());
        } else if (d.seen().isPresent()) {
            outcomes.settledByCard(turn, d.facts(), d.seen().get(), d.timeline());
        } else {
            outcomes.unknown(turn, d.facts(), d.timeline(), meaning);
            turn.tell(new RsuCommand.Abandon(d.facts().obu().id()));
        }
    }

    /** What becomes due in the dialogue. */
    void due(Turn turn) {
        if (turn.dialogue.dueNanos() > turn.now.nanos()) {
            return;
        }
        switch (turn.dialogue) {
            case AwaitingVehicle d -> noVehicleCame(turn, d.read());
            case AwaitingOutcome d -> {
                outcomes.unknown(turn, d.facts(), d.timeline(), "no answer for " + turn.settings.outcomeTimeoutMs() + " ms");
                turn.tell(new RsuCommand.Abandon(d.facts().obu().id()));
            }
            case FetchingTac d -> tacFailed(turn, d, "no answer to the request for the TAC");
            case Searching _, ReadingVehicle _, ReadingCard _, AwaitingIntent _, RecordingOutcome _ -> { }
        }
    }

    /** A vehicle has come onto the trigger loop: an OBU that was read before it may now be transacted. */
    void vehicleArrived(Turn turn) {
        if (turn.dialogue instanceof AwaitingVehicle(Read read, _)) {
            decide(turn, read);
        }
    }

    private void refuse(Turn turn, ObuId obu, Refusal refusal, String plate, int vehicleClass, List<Bytes> frames,
            Timeline timeline) {
        turn.dialogue = new Searching();
        switch (bind(turn, obu)) {
            case Binding.Bound bound -> {
                take(turn, bound);
                passages.refuse(turn, bound.vehicle(), Optional.of(obu), refusal, plate, vehicleClass, frames, timeline);
            }
            case Binding.Behind(Vehicle blocking) -> turn.ignore("OBU " + obu, "behind refused vehicle " + blocking.number());
            case Binding.NoVehicle() -> turn.ignore("OBU " + obu, refusal.event() + ", and no vehicle in the zone");
        }
        turn.tell(new RsuCommand.Abandon(obu));
    }

    /** While the arm stands open without a demand nobody is held back for the one in front: he would only pass unpaid as well. */
    private static Binding bind(Turn turn, ObuId obu) {
        boolean open = turn.sensors.arm() == Position.UP && (turn.zoneUnsure || turn.alarms.containsKey(LaneAlarm.ARM_STUCK));
        return open ? turn.queue.bindOpen(obu, turn.now.nanos()) : turn.queue.bind(obu, turn.now.nanos(), turn.settings.goneMs());
    }

    private void take(Turn turn, Binding.Bound bound) {
        turn.queue = bound.queue();
        bound.left().forEach(left -> passages.left(turn, left));
    }

    private static Bytes factor(ObuInfo obu) {
        return Bytes.concat(obu.issuer().slice(0, 4), obu.issuer().slice(0, 4));
    }

    private static List<Bytes> longer(List<Bytes> frames, Bytes next) {
        List<Bytes> all = new ArrayList<>(frames);
        all.add(next);
        return List.copyOf(all);
    }
}
