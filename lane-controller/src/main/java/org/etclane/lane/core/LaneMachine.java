package org.etclane.lane.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etclane.device.AlarmCommand;
import org.etclane.device.BarrierCommand;
import org.etclane.device.BarrierEvent;
import org.etclane.device.BarrierEvent.Position;
import org.etclane.device.DeviceEvent;
import org.etclane.device.HealthEvent;
import org.etclane.device.InputEvent;
import org.etclane.device.LoopEvent;
import org.etclane.device.LoopEvent.Occupancy;
import org.etclane.device.RsuEvent;
import org.etclane.device.ScaleEvent;
import org.etclane.device.SecurityEvent;
import org.etclane.device.SignalCommand;
import org.etclane.lane.core.LaneEffect.Phrase;
import org.etclane.lane.parameters.ParameterSet;
import org.etclane.lane.rules.PassageRules;

/**
 * The lane as a pure function: {@code step(state, event, now) -> (state, effects)}. After the event itself, everything that has
 * become due is done, then arm and lights are brought in line with what is known: they follow the state, no transition needs to
 * remember them. Thread-safe because it holds nothing but settings.
 */
public final class LaneMachine {
    private static final long TICK_NANOS = 1_000_000L;
    /** Longer than a driver needs from the trigger loop to an open arm, and longer than an RSU ignores an OBU that it has read. */
    private static final long QUIET_NANOS = 3_500_000_000L;
    /** A controller that has just come up says what its loops are within a moment. */
    private static final long BLIND_NANOS = 1_000_000_000L;

    private final LaneSettings settings;
    private final BarrierMachine barrier;
    private final Outcomes outcomes;
    private final Passages passages;
    private final Conversation conversation;

    public LaneMachine(LaneSettings settings) {
        this.settings = settings;
        this.barrier = new BarrierMachine(settings);
        this.outcomes = new Outcomes();
        this.passages = new Passages(barrier);
        this.conversation = new Conversation(new PassageRules(settings), outcomes, passages);
    }

    /**
     * The first state. Touches no output: the arm stays where it is until occupancy has been read. Journal tickets begin at the
     * time of the start, so that none of an earlier start in the same process can be taken for one of this.
     */
    public Step start(StartFacts facts, ParameterSet parameters, Moment now) {
        LaneMode mode = facts.closed().<LaneMode>map(closed -> closed).orElseGet(LaneMode.Open::new);
        List<Recent> recents = new ArrayList<>();
        facts.recent().stream().sorted(Comparator.comparing(r -> r.facts().transactionId())).forEach(r -> Recent.add(recents,
                new Recent(r.facts(), now.nanos(), r.passageEnded() ? now.nanos() : Long.MAX_VALUE)));
        LaneState blank = new LaneState(mode, true, Sensors.unknown(now.nanos()), new Dialogue.Searching(),
                PassageQueue.empty(facts.lastVehicleNumber()), BarrierState.atStart(now.nanos()), List.of(), recents,
                new IdSequence(facts.lastBatch(), facts.lastSerial()), now.nanos(), List.of(), parameters, Optional.empty(), Optional.empty(),
                Optional.empty(), Map.of(), Optional.empty(), Long.MAX_VALUE, Long.MAX_VALUE,
                now.nanos() + settings.startGraceMs() * 1_000_000L, true, LaneCounters.ZERO,
                WeighQueue.absent(settings.weighing(), facts.lastVehicleNumber()), Long.MAX_VALUE);
        Turn turn = new Turn(settings, blank, now);
        turn.append(switch (mode) {
            case LaneMode.Open() -> new JournalEntry.LaneModeChanged("OPEN", "start", "start", now.wallMillis());
            case LaneMode.Closed(String reason, String by) -> new JournalEntry.LaneModeChanged("CLOSED", reason, by, now.wallMillis());
        });
        turn.take(parameters, "start");
        for (StartFacts.Open open : facts.open()) {
            if (!open.unknownRecorded()) {
                turn.append(new JournalEntry.OutcomeUnknown(open.facts().transactionId(), "the lane restarted before the outcome was on record",
                        open.facts().timeline(), now.wallMillis()));
            }
            turn.openOutcomes.add(new OpenOutcome(open.facts(), true, now.nanos() + settings.resolveMs() * 1_000_000L));
        }
        return finish(turn);
    }

    public Step step(LaneState state, LaneEvent event, Moment now) {
        Turn turn = new Turn(settings, state, now);
        switch (event) {
            case LaneEvent.DeviceSpoke(DeviceEvent spoken) -> device(turn, spoken);
            case LaneEvent.Durable(long ticket) -> outcomes.durable(turn, ticket);
            case LaneEvent.JournalRejected(long ticket, String reason) -> outcomes.rejected(turn, ticket, reason);
            case LaneEvent.JournalFailed(String reason) -> journalFailed(turn, reason);
            case LaneEvent.TimePassed() -> { }
            case LaneEvent.LaneOpened(String by) -> open(turn, by);
            case LaneEvent.LaneClosed(String reason, String by) -> close(turn, reason, by);
            case LaneEvent.ZoneDeclaredEmpty(String by) -> emptyZone(turn, by);
            case LaneEvent.ParametersActivated activated -> turn.newParameters = Optional.of(activated);
            case LaneEvent.AlarmReported(LaneAlarm alarm, boolean active, String detail) -> alarm(turn, alarm, active, detail);
        }
        return finish(turn);
    }

    private void device(Turn turn, DeviceEvent event) {
        switch (event) {
            case RsuEvent rsu -> conversation.on(turn, rsu);
            case LoopEvent loop -> {
                if (passages.on(turn, loop)) {
                    conversation.vehicleArrived(turn);
                }
            }
            case BarrierEvent.ArmReported arm -> turn.sensors = turn.sensors.arm(arm.position());
            case BarrierEvent.FaultReported fault -> alarm(turn, LaneAlarm.BARRIER_FAULT, fault.present(), fault.device());
            case InputEvent input -> input(turn, input);
            case HealthEvent health -> health(turn, health);
            case ScaleEvent scale -> Weighing.on(turn, scale);
            case SecurityEvent security -> security(turn, security);
        }
    }

    private static void input(Turn turn, InputEvent input) {
        switch (input.input()) {
            case FOOT_ALARM -> alarm(turn, LaneAlarm.FOOT_ALARM, input.active(), input.device());
            case LIGHT_FAULT -> alarm(turn, LaneAlarm.LIGHT_FAULT, input.active(), input.device());
            case LANE_CLOSING_BAR, CANOPY_GREEN, PASS_GREEN -> { }
        }
    }

    private void health(Turn turn, HealthEvent health) {
        boolean up = health.state() == HealthEvent.State.UP;
        switch (health.device()) {
            case Devices.RSU -> {
                if (up && !turn.sensors.rsuUp()) {
                    Passages.expectUnseen(turn);
                    Passages.searchAnew(turn);
                    turn.queue = turn.queue.listening(turn.now.nanos());
                }
                turn.sensors = turn.sensors.rsu(up, turn.now.nanos());
                if (!up) {
                    conversation.lost(turn, "RSU " + health.state() + ": " + health.cause());
                }
                alarm(turn, LaneAlarm.RSU_DOWN, !up, health.cause());
            }
            case Devices.IO -> {
                turn.sensors = turn.sensors.io(health.state() != HealthEvent.State.DOWN);
                if (!turn.sensors.ioUp()) {
                    passages.sensorsLost(turn);
                }
                turn.passLight = Optional.empty();
                turn.canopyLight = Optional.empty();
                showAnew(turn, up);
                alarm(turn, LaneAlarm.IO_DOWN, !up, health.cause());
            }
            case Devices.DISPLAY -> {
                showAnew(turn, up);
                alarm(turn, LaneAlarm.DISPLAY_DOWN, !up, health.cause());
            }
            case Devices.SCALE -> {
                Weighing.scale(turn, health.state() != HealthEvent.State.DOWN);
                alarm(turn, LaneAlarm.SCALE_DOWN, !up, health.cause());
            }
            // not a default branch over a closed set: names are configuration, and an unknown one must not pass unseen
            case String other -> turn.ignore("health of " + other, "no such device in this lane");
        }
    }

    /** Nobody knows what a display shows that was away. */
    private static void showAnew(Turn turn, boolean up) {
        if (up && turn.displayUntilNanos == Long.MAX_VALUE) {
            turn.displayUntilNanos = turn.now.nanos();
        }
    }

    /** A moment, not a state: raised for the record and over at once, so that the next one is told again. */
    private static void security(Turn turn, SecurityEvent security) {
        alarm(turn, LaneAlarm.SECURITY, true, security.device() + ": " + security.detail());
        alarm(turn, LaneAlarm.SECURITY, false, "");
    }

    private static void alarm(Turn turn, LaneAlarm alarm, boolean active, String detail) {
        if (active) {
            turn.raiseAlarm(alarm, detail, false);
        } else {
            turn.clearAlarm(alarm);
        }
    }

    /** Told once more for every entry that is refused: only the first changes anything. */
    private void journalFailed(Turn turn, String reason) {
        if (!turn.journalWorks) {
            turn.ignore("journal failed", "known since it first did");
            return;
        }
        turn.pending.clear();
        turn.raiseAlarm(LaneAlarm.JOURNAL_FAILED, reason, true);
        close(turn, "records cannot be written: " + reason, LaneMode.Closed.BY_JOURNAL);
        turn.journalWorks = false;
    }

    private void open(Turn turn, String by) {
        if (!turn.journalWorks || turn.mode instanceof LaneMode.Open) {
            turn.ignore("open by " + by, turn.journalWorks ? "the lane is open" : "records cannot be written");
            return;
        }
        turn.mode = new LaneMode.Open();
        Passages.searchAnew(turn);
        turn.clearAlarm(LaneAlarm.DATABASE_SET_ASIDE);
        turn.append(new JournalEntry.LaneModeChanged("OPEN", "", by, turn.now.wallMillis()));
        turn.rest(restingPhrase(turn));
    }

    private void close(Turn turn, String reason, String by) {
        turn.mode = new LaneMode.Closed(reason, by);
        turn.append(new JournalEntry.LaneModeChanged("CLOSED", reason, by, turn.now.wallMillis()));
        turn.rest(restingPhrase(turn));
    }

    private void emptyZone(Turn turn, String by) {
        turn.zoneUnsure = false;
        turn.ignore(turn.queue.vehicles().size() + " vehicles in the queue", "declared gone by " + by);
        while (!turn.queue.vehicles().isEmpty()) {
            PassageQueue.Change change = turn.queue.remove(turn.queue.vehicles().getFirst(),
                    JournalEntry.PassageEnded.Exit.NEVER_SEEN_AGAIN);
            turn.queue = change.queue();
            change.left().forEach(left -> passages.left(turn, left));
        }
    }

    private Step finish(Turn turn) {
        long nowNanos = turn.now.nanos();
        conversation.due(turn);
        if (turn.dialogue instanceof Dialogue.Searching) {
            turn.betweenDialogues();
        }
        passages.due(turn);
        Weighing.follow(turn);
        for (OpenOutcome open : List.copyOf(turn.openOutcomes)) {
            boolean busy = turn.dialogue instanceof Dialogue.FetchingTac d
                    && d.facts().transactionId().equals(open.facts().transactionId())
                    || turn.dialogue instanceof Dialogue.RecordingOutcome r
                    && r.facts().transactionId().equals(open.facts().transactionId());
            if (open.deadlineNanos() <= nowNanos && !busy && turn.journalWorks) {
                outcomes.reconcile(turn, open, Optional.empty(), "the card was not read again");
            }
        }
        turn.recents.removeIf(r -> nowNanos - r.settledNanos() >= settings.recentMinutes() * 60_000_000_000L
                && !turn.queue.holdsPaid(r.facts().transactionId()));
        lookForQuiet(turn);
        presentation(turn);
        arm(turn);
        lights(turn);
        // never in the past: whatever is still due then would otherwise keep the lane loop spinning
        return new Step(turn.freeze(Math.max(nextDueNanos(turn), nowNanos + TICK_NANOS)), turn.effects);
    }

    private void presentation(Turn turn) {
        long nowNanos = turn.now.nanos();
        Phrase rest = restingPhrase(turn);
        if (turn.displayUntilNanos <= nowNanos) {
            boolean blocked = turn.queue.head().filter(Vehicle::isRefused).isPresent();
            if (blocked) {
                turn.displayUntilNanos = nowNanos + settings.displayHoldMs() * 1_000_000L;
            } else {
                turn.rest(rest);
            }
        } else if (turn.resting.isPresent() && turn.resting.get() != rest) {
            turn.rest(rest);
        }
        if (turn.sounderUntilNanos <= nowNanos) {
            turn.sounderUntilNanos = Long.MAX_VALUE;
            turn.tell(new AlarmCommand(false, false));
        }
        stuckLoops(turn);
    }

    /**
     * An antenna that is away for a moment sends nobody away: who has turned round could be charged when it is back. Nor is anybody
     * sent away whose debit may have been made.
     */
    private Phrase restingPhrase(Turn turn) {
        boolean deaf = !turn.sensors.rsuUp() && turn.now.nanos() >= deafNanos(turn) && turn.openOutcomes.isEmpty();
        return turn.mode instanceof LaneMode.Closed ? Phrase.LANE_CLOSED : deaf ? Phrase.FAULT : Phrase.IDLE;
    }

    private long deafNanos(Turn turn) {
        return turn.sensors.rsuSinceNanos() + settings.rsuFaultShowMs() * 1_000_000L;
    }

    private void stuckLoops(Turn turn) {
        long limitNanos = settings.loopStuckMs() * 1_000_000L;
        boolean trigger = turn.sensors.trigger() == Occupancy.OCCUPIED
                && turn.now.nanos() - turn.sensors.triggerSinceNanos() >= limitNanos;
        boolean arm = turn.sensors.armLoop() == Occupancy.OCCUPIED
                && turn.now.nanos() - turn.sensors.armLoopSinceNanos() >= limitNanos;
        if (trigger || arm) {
            turn.raiseAlarm(LaneAlarm.LOOP_STUCK, trigger ? "trigger loop" : "loop under the arm", false);
        } else {
            turn.clearAlarm(LaneAlarm.LOOP_STUCK);
        }
        boolean blind = turn.sensors.armLoop() == Occupancy.UNKNOWN && turn.sensors.ioUp()
                && turn.now.nanos() - turn.sensors.armLoopSinceNanos() >= BLIND_NANOS;
        alarm(turn, LaneAlarm.ARM_LOOP_UNKNOWN, blind, "the arm is not lowered");
        boolean heldUp = turn.zoneUnsure && turn.sensors.arm() == Position.UP;
        alarm(turn, LaneAlarm.ARM_HELD_UP, heldUp, "vehicles can drive out unpaid meanwhile");
    }

    private void arm(Turn turn) {
        BarrierMachine.Inputs inputs = barrierInputs(turn);
        BarrierMachine.Decision decision = barrier.decide(turn.barrier, inputs, turn.now.nanos());
        turn.barrier = decision.next();
        decision.fault().ifPresent(fault -> {
            if (fault) {
                turn.raiseAlarm(LaneAlarm.ARM_STUCK, "told " + turn.barrier.last().map(Enum::name).orElse("nothing") + ", reports " + turn.sensors.arm(), true);
            } else {
                turn.clearAlarm(LaneAlarm.ARM_STUCK);
            }
        });
        decision.command().ifPresent(command -> {
            boolean up = command == BarrierCommand.RAISE;
            turn.tell(command);
            turn.append(new JournalEntry.ArmMoved(up, decision.cause(), turn.now.wallMillis()));
            turn.counters = turn.counters.moved(up);
            turn.observe(new Observation.ArmCommanded(command, decision.cause()));
            if (up && turn.sensors.armLoop() != Occupancy.CLEAR) {
                turn.sensors = turn.sensors.armLoop(turn.sensors.armLoop(), true, turn.sensors.armLoopSinceNanos());
            }
        });
    }

    /**
     * After a start the queue lacks whoever was in the lane before. An unseen vehicle that passes is taken for the one behind it,
     * and the arm would fall on that one: so it stays up until nothing has been in the zone for long enough to be sure.
     */
    private static void lookForQuiet(Turn turn) {
        turn.zoneUnsure = turn.zoneUnsure && quietAtNanos(turn) > turn.now.nanos();
    }

    /** When the zone will have been seen empty for long enough, if nothing comes: somebody unpaid who gives no sign is not there. */
    private static long quietAtNanos(Turn turn) {
        boolean expected = turn.queue.vehicles().stream().anyMatch(v -> v.isPaid() || v.claim() instanceof Vehicle.Claim.Transacting
                || v.place() != Vehicle.Place.IN_ZONE);
        boolean empty = turn.sensors.ioUp() && turn.sensors.trigger() != Occupancy.OCCUPIED
                && turn.sensors.armLoop() == Occupancy.CLEAR && !expected && turn.dialogue instanceof Dialogue.Searching;
        long lastSignNanos = turn.queue.vehicles().stream().mapToLong(Vehicle::lastSignNanos).max().orElse(Long.MIN_VALUE);
        long loopsNanos = Math.max(turn.sensors.triggerSinceNanos(), turn.sensors.armLoopSinceNanos());
        return empty ? Math.max(lastSignNanos, loopsNanos) + QUIET_NANOS : Long.MAX_VALUE;
    }

    private static BarrierMachine.Inputs barrierInputs(Turn turn) {
        Optional<String> demand = turn.queue.head().map(Vehicle::claim)
                .flatMap(c -> c instanceof Vehicle.Claim.Paid(_, String id, _) ? Optional.of("transaction " + id) : Optional.empty());
        boolean unknown = !turn.sensors.ioUp() || turn.zoneUnsure && turn.sensors.armLoop() == Occupancy.CLEAR;
        Occupancy armLoop = unknown ? Occupancy.UNKNOWN : turn.sensors.armLoop();
        return new BarrierMachine.Inputs(armLoop, turn.sensors.armLoopSinceNanos(), turn.sensors.arm(), demand);
    }

    /** The pass light says what the arm does: green only while it is reported up. The canopy says whether the lane takes vehicles. */
    private static void lights(Turn turn) {
        if (!turn.sensors.ioUp()) {
            return;
        }
        Optional<Boolean> pass = Optional.of(turn.sensors.arm() == Position.UP);
        if (!pass.equals(turn.passLight)) {
            turn.passLight = pass;
            turn.tell(new SignalCommand.PassLight(pass.get()));
        }
        Optional<Boolean> canopy = Optional.of(turn.mode instanceof LaneMode.Open && turn.sensors.rsuUp());
        if (!canopy.equals(turn.canopyLight)) {
            turn.canopyLight = canopy;
            turn.tell(new SignalCommand.CanopyLight(canopy.get()));
        }
    }

    private long nextDueNanos(Turn turn) {
        long nowNanos = turn.now.nanos();
        long due = Math.min(turn.dialogue.dueNanos(), passages.nextDueNanos(turn));
        due = Math.min(due, barrier.nextDueNanos(turn.barrier, barrierInputs(turn), nowNanos));
        due = Math.min(due, Math.min(turn.displayUntilNanos, turn.sounderUntilNanos));
        due = Math.min(due, turn.weighing.nextDueNanos());
        for (OpenOutcome open : turn.openOutcomes) {
            due = open.deadlineNanos() > nowNanos ? Math.min(due, open.deadlineNanos()) : due;
        }
        due = turn.sensors.armLoop() == Occupancy.UNKNOWN ? later(due, turn.sensors.armLoopSinceNanos() + BLIND_NANOS, nowNanos) : due;
        due = turn.sensors.rsuUp() ? due : later(due, deafNanos(turn), nowNanos);
        due = turn.zoneUnsure ? later(due, quietAtNanos(turn), nowNanos) : due;
        long limitNanos = settings.loopStuckMs() * 1_000_000L;
        due = turn.sensors.trigger() == Occupancy.OCCUPIED ? later(due, turn.sensors.triggerSinceNanos() + limitNanos, nowNanos) : due;
        due = turn.sensors.armLoop() == Occupancy.OCCUPIED ? later(due, turn.sensors.armLoopSinceNanos() + limitNanos, nowNanos) : due;
        return due;
    }

    private static long later(long due, long candidate, long nowNanos) {
        return candidate > nowNanos ? Math.min(due, candidate) : due;
    }
}
