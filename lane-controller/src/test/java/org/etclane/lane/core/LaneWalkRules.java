package org.etclane.lane.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.etclane.device.BarrierCommand;
import org.etclane.device.Bytes;
import org.etclane.device.DeviceEvent;
import org.etclane.device.HealthEvent;
import org.etclane.device.LoopEvent;
import org.etclane.device.LoopEvent.Occupancy;
import org.etclane.device.ObuId;
import org.etclane.device.RsuCommand;
import org.etclane.device.RsuEvent;

/** What must be true of every step of a lane, whatever happens. Knows the truth about the cards, which the lane does not. */
final class LaneWalkRules {
    private static final int OBUS = 5;
    private static final long ON_DISK = Long.MIN_VALUE;

    /** How far the entries of a transaction have come; the order is that of {@link JournalEntry}. */
    private enum Course { INTENDED, UNKNOWN, ENDED }

    private final LaneSettings settings;
    private final Map<String, Course> courses = new HashMap<>();
    private final Map<String, TransactionFacts> facts = new HashMap<>();
    private final Map<String, Long> intendedTicket = new HashMap<>();
    private final Map<String, Long> settledTicket = new HashMap<>();
    private final Map<String, Boolean> done = new HashMap<>();
    private final Set<String> released = new HashSet<>();
    private final Set<ObuId> owedAnAnswer = new HashSet<>();
    private final Set<ObuId> silent = new HashSet<>();
    private String lastId = "";
    private long durableTicket = ON_DISK;
    private long lastTicket = Long.MIN_VALUE;

    private Occupancy armLoop = Occupancy.UNKNOWN;
    private long armLoopSinceNanos;
    private boolean ioDown = true;

    LaneWalkRules(LaneSettings settings) {
        this.settings = settings;
    }

    void reallyDone(TransactionFacts transaction, boolean happened) {
        assertEquals(null, done.put(transaction.transactionId(), happened), "a second debit with the same id");
    }

    void durable(long ticket) {
        durableTicket = ticket;
    }

    void rejected(JournalEntry.Intended entry) {
        courses.remove(entry.transactionId());
        facts.remove(entry.transactionId());
        intendedTicket.remove(entry.transactionId());
    }

    boolean isOpen(Bytes issueFile) {
        return courses.entrySet().stream().anyMatch(e -> e.getValue() != Course.ENDED
                && facts.get(e.getKey()).card().issueFile().equals(issueFile));
    }

    /** Only what is on the disk has ever happened. */
    void killed(List<JournalEntry> onDisk) {
        courses.clear();
        intendedTicket.clear();
        settledTicket.clear();
        owedAnAnswer.clear();
        silent.clear();
        lastId = "";
        durableTicket = ON_DISK;
        lastTicket = Long.MIN_VALUE;
        armLoop = Occupancy.UNKNOWN;
        ioDown = true;
        onDisk.forEach(e -> entry(new LaneEffect.Append(ON_DISK, e)));
        done.keySet().forEach(id -> assertTrue(courses.containsKey(id), () -> "a debit was sent without its intent on the disk: " + id));
    }

    void started(StartFacts start, Step step, Moment now) {
        assertTrue(step.effects().stream().noneMatch(LaneEffect.Tell.class::isInstance), "outputs untouched at start");
        step.effects().forEach(e -> {
            if (e instanceof LaneEffect.Append append) {
                append(append);
            }
        });
        sound(step, now);
    }

    void stepped(LaneState before, LaneEvent event, Step step, Moment now) {
        if (event instanceof LaneEvent.DeviceSpoke(DeviceEvent spoken)) {
            sensed(spoken, now);
        }
        timeouts(before, now);
        for (LaneEffect effect : step.effects()) {
            switch (effect) {
                case LaneEffect.Append append -> append(append);
                case LaneEffect.Tell(RsuCommand command) -> answered(command, step.state(), event);
                case LaneEffect.Tell(BarrierCommand command) -> arm(command, now);
                case LaneEffect.Tell _, LaneEffect.Show _, LaneEffect.Observe _ -> { }
            }
        }
        raises(step);
        sound(step, now);
    }

    private void sensed(DeviceEvent event, Moment now) {
        switch (event) {
            case LoopEvent loop when loop.role() == LoopEvent.Role.ARM -> {
                armLoop = loop.occupancy();
                armLoopSinceNanos = now.nanos();
            }
            case HealthEvent health when health.device().equals(Devices.IO) -> {
                ioDown = health.state() == HealthEvent.State.DOWN;
                armLoop = ioDown ? Occupancy.UNKNOWN : armLoop;
            }
            case RsuEvent.ObuFound e -> owedAnAnswer.add(e.obu().id());
            case RsuEvent.VehicleRead e -> owedAnAnswer.add(e.obu());
            case RsuEvent.CardRead e -> owedAnAnswer.add(e.obu());
            case RsuEvent.Completed e -> owedAnAnswer.add(e.obu());
            case RsuEvent.StepFailed e -> owedAnAnswer.add(e.obu());
            case RsuEvent _, LoopEvent _, HealthEvent _, org.etclane.device.BarrierEvent _, org.etclane.device.InputEvent _,
                 org.etclane.device.ScaleEvent _, org.etclane.device.SecurityEvent _ -> { }
        }
    }

    /** A dialogue in which the RSU has been silent for too long may be taken up or ended without a frame to answer. */
    private void timeouts(LaneState before, Moment now) {
        boolean asked = before.dialogue() instanceof Dialogue.AwaitingOutcome || before.dialogue() instanceof Dialogue.FetchingTac;
        if (asked && before.dialogue().dueNanos() <= now.nanos()) {
            silent.add(before.dialogue().partner());
        }
    }

    private void answered(RsuCommand command, LaneState after, LaneEvent event) {
        switch (command) {
            case RsuCommand.Debit _, RsuCommand.WriteEntry _ -> transact(after);
            case RsuCommand.Release(ObuId obu, _) -> release(obu);
            case RsuCommand.ReadOn _, RsuCommand.Abandon _, RsuCommand.Repeat _, RsuCommand.Acknowledge _, RsuCommand.FetchTac _,
                 RsuCommand.SwitchAntenna _ -> { }
        }
        ObuId partner = partner(command, event);
        assertTrue(owedAnAnswer.remove(partner) || silent.remove(partner), () -> "a second command without a new frame: " + command);
    }

    private static ObuId partner(RsuCommand command, LaneEvent event) {
        return switch (command) {
            case RsuCommand.ReadOn c -> c.obu();
            case RsuCommand.Release c -> c.obu();
            case RsuCommand.Abandon c -> c.obu();
            case RsuCommand.Repeat c -> c.obu();
            case RsuCommand.Debit c -> c.obu();
            case RsuCommand.WriteEntry c -> c.obu();
            case RsuCommand.FetchTac c -> c.obu();
            case RsuCommand.SwitchAntenna _ -> ObuId.NONE;
            case RsuCommand.Acknowledge _ -> event instanceof LaneEvent.DeviceSpoke(DeviceEvent spoken) ? speaker(spoken) : ObuId.NONE;
        };
    }

    private static ObuId speaker(DeviceEvent event) {
        return switch (event) {
            case RsuEvent.ObuFound e -> e.obu().id();
            case RsuEvent.VehicleRead e -> e.obu();
            case RsuEvent.CardRead e -> e.obu();
            case RsuEvent.Completed e -> e.obu();
            case RsuEvent.StepFailed e -> e.obu();
            case RsuEvent _, LoopEvent _, HealthEvent _, org.etclane.device.BarrierEvent _, org.etclane.device.InputEvent _,
                 org.etclane.device.ScaleEvent _, org.etclane.device.SecurityEvent _ ->
                ObuId.NONE;
        };
    }

    private void transact(LaneState after) {
        TransactionFacts sent = ((Dialogue.AwaitingOutcome) after.dialogue()).facts();
        String id = sent.transactionId();
        assertEquals(Course.INTENDED, courses.get(id), "sent in this state");
        assertTrue(intendedTicket.get(id) <= durableTicket, "the intent is not on the disk");
        assertTrue(after.journalWorks(), "sent although records cannot be written");
        courses.forEach((other, course) -> assertFalse(!other.equals(id) && course != Course.ENDED
                && facts.get(other).card().issueFile().equals(sent.card().issueFile()),
                () -> "debit " + id + " while the outcome of " + other + " with the same card is open"));
    }

    private void release(ObuId obu) {
        String id = settledTicket.keySet().stream().filter(t -> facts.get(t).obu().id().equals(obu) && !released.contains(t))
                .max(String::compareTo).orElseThrow(() -> new AssertionError("released without a settlement: " + obu));
        assertTrue(settledTicket.get(id) <= durableTicket, "released before the outcome is on the disk");
        released.add(id);
    }

    private void arm(BarrierCommand command, Moment now) {
        if (command == BarrierCommand.LOWER) {
            assertEquals(Occupancy.CLEAR, armLoop, "lowered");
            assertFalse(ioDown, "lowered blindly");
            assertTrue(now.nanos() - armLoopSinceNanos >= settings.armClearHoldMs() * 1_000_000L, "lowered too early");
        }
    }

    private void raises(Step step) {
        for (LaneEffect effect : step.effects()) {
            if (effect instanceof LaneEffect.Append(_, JournalEntry.ArmMoved(boolean up, String cause, _))) {
                assertFalse(cause.isBlank(), "moved without a cause");
                if (up && cause.startsWith("transaction ")) {
                    Long ticket = settledTicket.get(cause.substring("transaction ".length()));
                    assertTrue(ticket != null && ticket <= durableTicket, () -> "raised before the outcome is on the disk: " + cause);
                }
            }
        }
    }

    private void append(LaneEffect.Append append) {
        assertTrue(append.ticket() > lastTicket, "tickets grow");
        lastTicket = append.ticket();
        entry(append);
    }

    private void entry(LaneEffect.Append append) {
        switch (append.entry()) {
            case JournalEntry.Intended e -> {
                grows(e.transactionId());
                assertEquals(36, e.facts().passageId().length());
                facts.put(e.transactionId(), e.facts());
                intendedTicket.put(e.transactionId(), append.ticket());
                course(e.transactionId(), null, Course.INTENDED);
            }
            case JournalEntry.Settled e -> {
                ends(e.transactionId());
                settledTicket.put(e.transactionId(), append.ticket());
                assertEquals(true, done.get(e.transactionId()), () -> "settled, but the card was not debited: " + e);
                assertEquals(facts.get(e.transactionId()).amountFen(), e.amountFen());
            }
            case JournalEntry.NotDebited e -> {
                ends(e.transactionId());
                assertFalse(done.getOrDefault(e.transactionId(), false), () -> "not debited, but the card was: " + e);
            }
            case JournalEntry.OutcomeUnknown e -> course(e.transactionId(), Course.INTENDED, Course.UNKNOWN);
            case JournalEntry.Reconciliation e -> course(e.transactionId(), Course.UNKNOWN, Course.ENDED);
            case JournalEntry.Refused e -> {
                grows(e.refusalId());
                assertFalse(e.inputs().isEmpty(), "refused without its inputs");
            }
            case JournalEntry.PassageEnded _, JournalEntry.WeightUnpaired _, JournalEntry.ArmMoved _, JournalEntry.AlarmChanged _,
                 JournalEntry.LaneModeChanged _, JournalEntry.ParametersActivated _ -> { }
        }
    }

    private void grows(String id) {
        assertEquals(37, id.length());
        assertTrue(id.compareTo(lastId) > 0, () -> id + " after " + lastId);
        lastId = id;
    }

    private void ends(String id) {
        Course before = courses.put(id, Course.ENDED);
        assertTrue(before == Course.INTENDED || before == Course.UNKNOWN, () -> "a second end, after " + before + ": " + id);
    }

    private void course(String id, Course before, Course after) {
        assertEquals(before, courses.put(id, after), () -> after + " " + id);
    }

    private void sound(Step step, Moment now) {
        LaneState state = step.state();
        assertTrue(state.nextDueNanos() > now.nanos(), "due in the past");
        assertTrue(state.queue().vehicles().size() <= 4 * (settings.zoneVehicles() + 1), "queue: " + state.queue().vehicles().size());
        assertTrue(state.recents().size() <= OBUS, () -> "recents: " + state.recents().size());
        assertTrue(state.pending().size() <= OBUS, () -> "pending: " + state.pending());
        assertTrue(state.openOutcomes().size() <= OBUS, () -> "open: " + state.openOutcomes().size());
        List<Long> all = state.queue().vehicles().stream().map(Vehicle::number).toList();
        assertEquals(all.stream().distinct().toList(), all, "no number twice");
        // an inferred one that has paid stands in front of those who have not
        List<Long> numbers = state.queue().vehicles().stream().filter(v -> !v.inferred()).map(Vehicle::number).toList();
        assertEquals(numbers.stream().distinct().sorted().toList(), numbers, "vehicles in the order of their numbers");
        List<ObuId> claimed = new ArrayList<>();
        state.queue().vehicles().forEach(v -> v.obu().ifPresent(claimed::add));
        assertEquals(claimed.stream().distinct().toList(), claimed, "one OBU, one vehicle");
        transactingOnlyWhileSomethingRuns(state);
    }

    private static void transactingOnlyWhileSomethingRuns(LaneState state) {
        for (Vehicle vehicle : state.queue().vehicles()) {
            if (vehicle.claim() instanceof Vehicle.Claim.Transacting t && state.journalWorks()) {
                boolean running = state.dialogue().partner().equals(vehicle.obu().orElseThrow())
                        || state.pending().stream().anyMatch(p -> p.toString().contains(vehicle.obu().orElseThrow().hex()));
                assertTrue(running, () -> "vehicle " + vehicle.number() + " stays in its transaction for ever: " + t);
            }
        }
    }

    /** Nothing moves any more and the journal has written everything. */
    void atRest(LaneState state, List<LaneScript.Obu> obus) {
        courses.forEach((id, course) -> assertEquals(Course.ENDED, course, () -> "never ended: " + id));
        assertEquals(List.of(), state.openOutcomes());
        assertEquals(List.of(), state.pending());
        done.forEach((id, happened) -> assertTrue(courses.containsKey(id), () -> "debited without a record: " + id));
        Optional<Vehicle> stuck = state.queue().vehicles().stream().filter(v -> v.claim() instanceof Vehicle.Claim.Transacting).findFirst();
        assertEquals(Optional.empty(), stuck);
        for (LaneScript.Obu obu : obus) {
            long accounted = done.entrySet().stream().filter(e -> e.getValue() && facts.get(e.getKey()).obu().id().equals(obu.obuId()))
                    .mapToLong(e -> facts.get(e.getKey()).amountFen()).sum();
            assertEquals(1_000_000 - obu.balanceFen, accounted, "every fen that left the card belongs to a transaction");
        }
    }
}
