package org.etclane.lane.core;

import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.etclane.device.BarrierEvent;
import org.etclane.device.BarrierEvent.Position;
import org.etclane.device.Bytes;
import org.etclane.device.DeviceEvent;
import org.etclane.device.HealthEvent;
import org.etclane.device.InputEvent;
import org.etclane.device.LoopEvent;
import org.etclane.device.ObuId;
import org.etclane.device.Plate;
import org.etclane.device.RsuCommand;
import org.etclane.device.RsuEvent;
import org.etclane.device.RsuEvent.DebitCertainty;
import org.etclane.device.RsuEvent.RsuStep;
import org.etclane.device.RsuIdentity;
import org.etclane.device.ScaleEvent;
import org.etclane.device.TransactionResult;
import org.etclane.device.VehicleWeight;
import org.etclane.device.card.TransitRecord;
import org.etclane.lane.core.JournalEntry.PassageEnded;
import org.etclane.lane.core.LaneScript.Obu;

/**
 * A lane in a world that does anything at any time, but never lies about money: frames come out of order, twice, late, for the
 * wrong OBU or not at all; devices fail; the journal is slow, refuses or fails; the process is killed; clocks leap. What a card
 * shows and what a result says is always what really happened. {@link LaneWalkRules} watches every step.
 */
final class LaneWalk {
    private static final long START_WALL_MILLIS = 1_800_000_000_000L;
    private static final int TRACE = 60;

    private final Random random;
    private final LaneSettings settings;
    private final LaneMachine machine;
    private final LaneWalkRules rules;
    private final List<Obu> obus = new ArrayList<>();
    private final Map<Obu, TransactionResult> lastResult = new HashMap<>();
    private final List<RsuEvent.Completed> lateResults = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private final ArrayDeque<String> trace = new ArrayDeque<>();

    /** Written by the lane, in order; the first {@link #durable} of them are on the disk. */
    private final List<LaneEffect.Append> journal = new ArrayList<>();
    private int durable;
    private boolean journalFailed;

    private LaneState state;
    private long nanos;
    private long wallOffsetMillis;
    private Optional<RsuCommand> lastRsuCommand = Optional.empty();

    LaneWalk(long seed) {
        random = new Random(seed);
        nanos = random.nextLong(-1_000_000_000_000L, 1_000_000_000_000L);
        wallOffsetMillis = START_WALL_MILLIS - nanos / 1_000_000;
        settings = settings();
        machine = new LaneMachine(settings);
        rules = new LaneWalkRules(settings);
        for (int id = 1; id <= 5; id++) {
            Obu obu = new Obu(id);
            obu.balanceFen = 1_000_000;
            obus.add(settings.kind() == LaneKind.EXIT ? obu : obu.withoutEntry());
        }
        obus.getLast().cardExpiryYmd = 20250101;
        start(StartFacts.FIRST);
    }

    private LaneSettings settings() {
        LaneSettings d = LaneScript.settings(random.nextInt(4) == 0 ? LaneKind.ENTRY : LaneKind.EXIT);
        return new LaneSettings(d.kind(), d.laneId(), d.station(), d.laneNumber(), ZoneId.of("Asia/Shanghai"), d.transitLayout(),
                random.nextBoolean(), d.entryFutureMinutes(), d.recentMinutes(), 1 + random.nextInt(3), d.zoneWaitMs(),
                d.rsuPatienceMs(), d.outcomeTimeoutMs(), random.nextInt(3), d.resolveMs(), d.obuSearchMs(), d.reheardMs(),
                random.nextBoolean() ? 0 : d.startGraceMs(), d.goneMs(), d.paidTimeoutMs(), random.nextBoolean() ? 0 : d.zoneStaleMs(),
                random.nextBoolean(), d.armClearHoldMs(), d.armTravelMs(), d.loopStuckMs(), d.alarmMs(), d.rsuFaultShowMs(), d.displayHoldMs(),
                d.weighing());
    }

    /** Kinds of journal entries written and dialogue states met. */
    Set<String> seen() {
        return seen;
    }

    void run(int events) {
        try {
            for (int i = 0; i < events; i++) {
                something();
            }
            comeToRest();
        } catch (RuntimeException | AssertionError failure) { // told with what led to it
            throw new AssertionError(failure + "\nlast events:\n" + String.join("\n", trace), failure);
        }
    }

    /** Everything is written, nothing more happens: then every transaction must have found its end. */
    private void comeToRest() {
        if (journalFailed) {
            restart();
        }
        for (int round = 0; round < 8; round++) {
            makeDurable(journal.size());
            long until = nanos + 60_000_000_000L;
            for (int wakes = 0; state.nextDueNanos() <= until && wakes < 100_000; wakes++) {
                nanos = state.nextDueNanos();
                step(new LaneEvent.TimePassed());
            }
            nanos = until;
        }
        makeDurable(journal.size());
        rules.atRest(state, obus);
    }

    private Moment now() {
        return new Moment(nanos, wallOffsetMillis + nanos / 1_000_000);
    }

    private void note(String line) {
        if (trace.size() == TRACE) {
            trace.removeFirst();
        }
        trace.addLast(line);
    }

    private static String words(Object happened) {
        return happened.toString().replaceAll("(info|obu)=ObuInfo\\[id=(\\w+)[^\\]]*\\](, raw=\\w+)?\\]?", "obu=$2")
                .replaceAll("(vehicle|card)=(VehicleFile|CardFile)\\[.*", "...")
                .replaceAll("facts=TransactionFacts\\[transactionId=(\\d+),.*?\\bobu=(\\w+).*", "$1 obu=$2")
                .replaceAll("timeline=Timeline\\[marks=\\[.*?\\]\\]\\]", "timeline");
    }

    private void start(StartFacts facts) {
        note("--- start at " + nanos);
        Step first = machine.start(facts, LaneScript.parameters(), now());
        rules.started(facts, first, now());
        take(first);
    }

    private void step(LaneEvent event) {
        note(nanos / 1_000_000 + " " + words(event));
        Step step = machine.step(state, event, now());
        for (LaneEffect effect : step.effects()) {
            if (!(effect instanceof LaneEffect.Observe)) {
                note("        -> " + words(effect));
            }
        }
        rules.stepped(state, event, step, now());
        take(step);
    }

    private void take(Step step) {
        state = step.state();
        seen.add(state.dialogue().getClass().getSimpleName());
        for (LaneEffect effect : step.effects()) {
            switch (effect) {
                case LaneEffect.Tell(RsuCommand command) -> told(command);
                case LaneEffect.Append append -> {
                    journal.add(append);
                    seen.add(kind(append.entry()));
                }
                case LaneEffect.Tell _, LaneEffect.Show _, LaneEffect.Observe _ -> { }
            }
        }
    }

    private static String kind(JournalEntry entry) {
        String name = entry.getClass().getSimpleName();
        return switch (entry) {
            case JournalEntry.Settled s -> name + " " + s.how();
            case PassageEnded p -> name + " " + p.exit();
            case JournalEntry.ArmMoved a -> name + " " + a.up();
            case JournalEntry.Intended _, JournalEntry.NotDebited _, JournalEntry.OutcomeUnknown _, JournalEntry.Reconciliation _,
                 JournalEntry.Refused _, JournalEntry.WeightUnpaired _, JournalEntry.AlarmChanged _, JournalEntry.LaneModeChanged _,
                 JournalEntry.ParametersActivated _ -> name;
        };
    }

    private void device(DeviceEvent event) {
        step(new LaneEvent.DeviceSpoke(event));
    }

    private void something() {
        int dice = random.nextInt(1000);
        if (dice < 180) {
            timePasses();
        } else if (dice < 480) {
            rsuGoesOn();
        } else if (dice < 560) {
            anyFrame(obus.get(random.nextInt(obus.size())));
        } else if (dice < 700) {
            device(new LoopEvent("io", nanos, oneOf(LoopEvent.Role.values()), mostly(8, LoopEvent.Occupancy.UNKNOWN,
                    random.nextBoolean() ? LoopEvent.Occupancy.CLEAR : LoopEvent.Occupancy.OCCUPIED)));
        } else if (dice < 760) {
            device(new BarrierEvent.ArmReported("io", nanos, oneOf(Position.values())));
        } else if (dice < 930) {
            makeDurable(durable + random.nextInt(1 + journal.size() - durable) + random.nextInt(2));
        } else if (dice < 950) {
            lateResult();
        } else if (dice < 965) {
            device(health());
        } else if (dice < 972) {
            wallOffsetMillis += random.nextLong(-30L * 86_400_000, 30L * 86_400_000) / (random.nextBoolean() ? 1 : 100_000);
        } else if (dice < 976) {
            travelAgain(obus.get(random.nextInt(obus.size())));
        } else if (dice < 980) {
            rejectIntent();
        } else if (dice < 982) {
            restart();
        } else if (dice < 983) {
            journalFailed = true;
            step(new LaneEvent.JournalFailed("disk full"));
        } else {
            step(operator());
        }
    }

    @SafeVarargs
    private <T> T oneOf(T... values) {
        return values[random.nextInt(values.length)];
    }

    private <T> T mostly(int oneIn, T rare, T often) {
        return random.nextInt(oneIn) == 0 ? rare : often;
    }

    private void timePasses() {
        long leap = switch (random.nextInt(20)) {
            case 0 -> random.nextLong(400_000_000_000L);
            case 1, 2 -> random.nextLong(20_000_000_000L);
            case 3, 4, 5, 6 -> random.nextLong(2_000_000_000L);
            default -> random.nextLong(100_000_000L);
        };
        long until = nanos + leap;
        boolean punctual = random.nextInt(4) > 0;
        for (int wakes = 0; punctual && state.nextDueNanos() <= until && wakes < 200; wakes++) {
            nanos = state.nextDueNanos();
            step(new LaneEvent.TimePassed());
        }
        nanos = until;
        if (!punctual) {
            step(new LaneEvent.TimePassed());
        }
    }

    private LaneEvent operator() {
        return switch (random.nextInt(6)) {
            case 0 -> new LaneEvent.LaneClosed("lunch", "foreman");
            case 1, 2 -> new LaneEvent.LaneOpened("foreman");
            case 3 -> new LaneEvent.ZoneDeclaredEmpty("foreman");
            case 4 -> new LaneEvent.AlarmReported(oneOf(LaneAlarm.values()), random.nextBoolean(), "test");
            default -> new LaneEvent.DeviceSpoke(random.nextBoolean() ? scale() : random.nextBoolean()
                    ? new InputEvent("io", nanos, oneOf(InputEvent.Input.values()), random.nextBoolean())
                    : new BarrierEvent.FaultReported("io", nanos, random.nextBoolean()));
        };
    }

    private ScaleEvent scale() {
        return switch (random.nextInt(5)) {
            case 0, 1 -> new ScaleEvent.VehicleWeighed(Devices.SCALE, nanos, new VehicleWeight(random.nextInt(4), Optional.empty(), 5000, 2,
                    List.of(), List.of(), List.of(), -1, false, Set.of()), Bytes.EMPTY);
            case 2 -> new ScaleEvent.LastVehicleReversed(Devices.SCALE, nanos, random.nextInt(5) - 1);
            case 3 -> new ScaleEvent.RecordsLost(Devices.SCALE, nanos, random.nextInt(2), "test");
            default -> new ScaleEvent.LiveWeight(Devices.SCALE, nanos, random.nextInt(50_000), random.nextBoolean());
        };
    }

    private HealthEvent health() {
        return new HealthEvent(oneOf(Devices.RSU, Devices.IO, Devices.DISPLAY, Devices.SCALE, "toaster"), nanos,
                mostly(2, oneOf(HealthEvent.State.values()), HealthEvent.State.UP), "test");
    }

    /** What an RSU would do after the lane's last command: mostly go on, sometimes fail, stay silent or find another OBU. */
    private void rsuGoesOn() {
        if (lastRsuCommand.isEmpty() || random.nextInt(12) == 0) {
            lastRsuCommand = Optional.empty();
            found(obus.get(random.nextInt(obus.size())));
            return;
        }
        RsuCommand command = lastRsuCommand.get();
        lastRsuCommand = Optional.empty();
        switch (command) {
            case RsuCommand.ReadOn(ObuId id, _) -> readStep(obu(id));
            case RsuCommand.Repeat(ObuId id) -> readStep(obu(id));
            case RsuCommand.FetchTac(ObuId id, _, _, _, _) -> tac(obu(id));
            case RsuCommand.Debit _, RsuCommand.WriteEntry _, RsuCommand.Abandon _, RsuCommand.Release _,
                 RsuCommand.Acknowledge _, RsuCommand.SwitchAntenna _ -> { }
        }
    }

    private Obu obu(ObuId id) {
        return obus.stream().filter(o -> o.obuId().equals(id)).findFirst().orElseThrow();
    }

    private void readStep(Obu obu) {
        if (random.nextInt(15) == 0) {
            readError(obu);
            return;
        }
        switch (state.dialogue()) {
            case Dialogue.ReadingVehicle _ -> vehicleRead(obu);
            case Dialogue.ReadingCard _ -> cardRead(obu);
            case Dialogue.Searching _, Dialogue.AwaitingVehicle _, Dialogue.AwaitingIntent _, Dialogue.AwaitingOutcome _,
                 Dialogue.FetchingTac _, Dialogue.RecordingOutcome _ -> anyFrame(obu);
        }
    }

    private void anyFrame(Obu obu) {
        switch (random.nextInt(6)) {
            case 0 -> found(obu);
            case 1 -> vehicleRead(obu);
            case 2 -> cardRead(obu);
            case 3 -> readError(obu);
            case 4 -> {
                Optional.ofNullable(lastResult.get(obu)).ifPresent(r -> device(new RsuEvent.Completed("rsu", nanos, obu.obuId(), r,
                        Bytes.of(0xB5))));
            }
            default -> device(random.nextBoolean() ? new RsuEvent.Restarted("rsu", nanos, Bytes.of(0xB0))
                    : new RsuEvent.Ready("rsu", nanos, new RsuIdentity(List.of("373737373737"), 8, "010001", 1)));
        }
    }

    private void found(Obu obu) {
        device(new RsuEvent.ObuFound("rsu", nanos, obu.info(), Bytes.of(0xB2, obu.id)));
    }

    private void vehicleRead(Obu obu) {
        device(new RsuEvent.VehicleRead("rsu", nanos, obu.obuId(), obu.vehicle(), Bytes.of(0xB3, obu.id)));
    }

    private void cardRead(Obu obu) {
        device(new RsuEvent.CardRead("rsu", nanos, obu.obuId(), obu.card(), Bytes.of(0xB4, obu.id)));
    }

    private void readError(Obu obu) {
        RsuStep step = oneOf(RsuStep.FIND, RsuStep.READ_VEHICLE, RsuStep.READ_CARD);
        device(new RsuEvent.StepFailed("rsu", nanos, obu.obuId(), step, 1, DebitCertainty.NOT_DEBITED, "test", Bytes.of(1)));
    }

    private void told(RsuCommand command) {
        lastRsuCommand = Optional.of(command);
        if (command instanceof RsuCommand.Debit || command instanceof RsuCommand.WriteEntry) {
            transact(obu(state.dialogue().partner()), command);
        }
    }

    /** The card obeys or does not; the RSU says so at once, says that it does not know, says so late, or never. */
    private void transact(Obu obu, RsuCommand command) {
        TransactionFacts facts = ((Dialogue.AwaitingOutcome) state.dialogue()).facts();
        if (facts.kind() == LaneKind.ENTRY) {
            // the short form names no transaction: an RSU that repeated it after the next command could not be found out
            lateResults.removeIf(r -> r.obu().equals(obu.obuId()));
            lastResult.remove(obu);
        }
        boolean done = random.nextInt(5) > 0;
        rules.reallyDone(facts, done);
        if (done) {
            obu.obey(command);
            TransactionResult result = obu.result(command);
            lastResult.put(obu, result);
            lateResults.add(new RsuEvent.Completed("rsu", nanos, obu.obuId(), result, Bytes.of(0xB5, obu.id)));
        }
        nanos += random.nextLong(100_000_000L);
        switch (random.nextInt(6)) {
            case 0 -> device(new RsuEvent.StepFailed("rsu", nanos, obu.obuId(), RsuStep.TRANSACT, 0x16, DebitCertainty.UNKNOWN,
                    "test", Bytes.of(0x16)));
            case 1 -> {
                if (!done) {
                    device(new RsuEvent.StepFailed("rsu", nanos, obu.obuId(), RsuStep.TRANSACT, 0x11, DebitCertainty.NOT_DEBITED,
                            "test", Bytes.of(0x11)));
                }
            }
            case 2, 3 -> {
                if (done) {
                    lateResult();
                }
            }
            default -> { }
        }
    }

    private void lateResult() {
        if (lateResults.isEmpty()) {
            return;
        }
        RsuEvent.Completed result = lateResults.getLast();
        if (random.nextInt(3) > 0) {
            lateResults.removeLast();
        } else if (random.nextInt(3) == 0) {
            lateResults.clear();
        }
        device(new RsuEvent.Completed("rsu", nanos, result.obu(), result.result(), result.raw()));
    }

    /** The proof of the card's last transaction, whichever that was. */
    private void tac(Obu obu) {
        TransactionResult proof = lastResult.get(obu);
        if (proof != null && random.nextBoolean()) {
            device(new RsuEvent.Completed("rsu", nanos, obu.obuId(), proof, Bytes.of(0xB5, obu.id)));
        } else if (random.nextBoolean()) {
            device(new RsuEvent.StepFailed("rsu", nanos, obu.obuId(), RsuStep.FETCH_TAC, 0x35, DebitCertainty.UNKNOWN, "test",
                    Bytes.of(0x35)));
        }
    }

    /** Another trip with the same card, once nothing is open about the one before. */
    private void travelAgain(Obu obu) {
        if (!rules.isOpen(obu.card().issueFile())) {
            lateResults.removeIf(r -> r.obu().equals(obu.obuId()));
            obu.transit = TransitRecord.etcEntry(TransitRecord.Layout.Y2019, "3701", 7, 1, now().wallMillis() / 1000 - 3600, 1,
                    new Plate("测A12345", 0), 2, 0, 0);
            if (settings.kind() == LaneKind.ENTRY) {
                obu.withoutEntry();
            }
        }
    }

    private void makeDurable(int to) {
        int upTo = Math.min(to, journal.size());
        if (journalFailed || upTo <= durable) {
            return;
        }
        durable = upTo;
        long ticket = journal.get(durable - 1).ticket();
        rules.durable(ticket);
        step(new LaneEvent.Durable(ticket));
    }

    /** The journal finds the id of the next entry used before. */
    private void rejectIntent() {
        if (!journalFailed && durable < journal.size() && journal.get(durable).entry() instanceof JournalEntry.Intended intended) {
            LaneEffect.Append refused = journal.remove(durable);
            rules.rejected(intended);
            step(new LaneEvent.JournalRejected(refused.ticket(), "used before"));
        }
    }

    /** The process is killed and starts anew from what is on the disk: all that was acknowledged and perhaps some more. */
    private void restart() {
        int kept = journalFailed ? durable : durable + random.nextInt(1 + journal.size() - durable);
        List<JournalEntry> onDisk = journal.subList(0, kept).stream().map(LaneEffect.Append::entry).toList();
        journal.subList(kept, journal.size()).clear();
        durable = kept;
        journalFailed = false;
        lastRsuCommand = Optional.empty();
        rules.killed(onDisk);
        start(StartFacts.from(onDisk, now().wallMillis() - settings.recentMinutes() * 60_000L));
    }
}
