package org.etclane.sim.device;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.etclane.device.Bytes;
import org.etclane.device.ObuId;
import org.etclane.device.frame.ByteWriter;
import org.etclane.device.link.Endpoint;
import org.etclane.device.rsu.network.LaneFrame;
import org.etclane.device.rsu.network.Parsed;
import org.etclane.device.rsu.network.RsuNetworkDeframer;
import org.etclane.device.rsu.network.Seq;
import org.etclane.sim.device.RsuNetworkState.AirStep;
import org.etclane.sim.device.RsuNetworkState.AwaitingLane;
import org.etclane.sim.device.RsuNetworkState.Booting;
import org.etclane.sim.device.RsuNetworkState.Closed;
import org.etclane.sim.device.RsuNetworkState.Hung;
import org.etclane.sim.device.RsuNetworkState.OnAir;
import org.etclane.sim.device.RsuNetworkState.Searching;
import org.etclane.sim.device.RsuSimEvent.Ending;
import org.etclane.sim.obu.RadioZone;
import org.etclane.sim.obu.SimObu;
import org.etclane.sim.psam.Psam;

/**
 * The device side of variant B (rsu-network.md): an RSU that waits for the lane's C0 and C4, searches its {@link RadioZone}, and
 * leads one OBU at a time through B2, B4 and B5, spending air time on every step and debiting real cards with a real PSAM. What
 * the lane does not answer is repeated; heartbeats come from C0 on.
 *
 * <p>Answers to what the reference leaves open:
 * <ul>
 * <li>C4 is answered by a B1 at once. A restart is silent: the RSU then waits for C0 and sends no heartbeat.</li>
 * <li>C2 while a purchase is on air is kept until it ends: its B5 still goes out, and then the search goes on.</li>
 * <li>C1 after B4, or after a step that failed, lets the OBU go. C6 is obeyed after B4 and after B5.</li>
 * <li>C8 is obeyed between dialogues too, when that OBU is still in the zone; attempts are forgotten at a restart.</li>
 * <li>A lane frame that comes twice with the same SEQ and body within a second is heard once; a SEQ out of order is reported and
 * obeyed.</li>
 * <li>A PSAM that wants authorisation is content with 13 bytes that begin with its random number: the real rule is not public.</li>
 * </ul>
 *
 * <p>Not thread-safe: the simulation's thread. Frames are handed over whole; pacing bytes is the line's business.
 */
public final class RsuNetworkSimulator implements Endpoint<RsuSimCommand, RsuSimEvent>, RsuNetworkSteps.Host {
    private static final long MS = 1_000_000L;
    private static final long DUPLICATE_AFTER_NANOS = 20 * MS;
    private static final long SAME_FRAME_NANOS = 1_000 * MS;
    private static final long FRAME_GAP_NANOS = 250 * MS;

    private final RsuNetworkSimSettings settings;
    private final RadioZone zone;
    private final RsuAir air;
    private final RsuNetworkVoice voice;
    private final RsuNetworkDeframer<LaneFrame> deframer = RsuNetworkDeframer.ofLaneFrames();
    private final RsuSimFaults faults;
    private final RsuNetworkSteps steps;
    private final RsuSearchList search = new RsuSearchList();
    private final SplittableRandom psamRandom;
    private RsuNetworkState state = new Closed(false);
    private boolean linked;
    private boolean authorised;
    private Bytes challenge = Bytes.EMPTY;
    private int txPower;
    private int laneSeq = Seq.NONE;
    private Bytes lastHeard = Bytes.EMPTY;
    private long lastHeardNanos;
    private long lastByteNanos;
    private long heartbeatAtNanos = Long.MAX_VALUE;
    private long duplicateAtNanos = Long.MAX_VALUE;
    private byte[] duplicate = new byte[0];

    /** Valid during one call from outside only, so that every step need not hand them on. */
    private Sink<RsuSimEvent> out;
    private long now;

    /** @param seed of air times and chance faults */
    public RsuNetworkSimulator(RsuNetworkSimSettings settings, RadioZone zone, Psam psam, long seed) {
        SplittableRandom root = new SplittableRandom(seed);
        this.settings = settings;
        this.zone = zone;
        this.air = new RsuAir(psam);
        this.voice = new RsuNetworkVoice(settings.forms());
        this.authorised = !settings.forms().wantsAuthorisation();
        SplittableRandom airRandom = root.split();
        this.faults = new RsuSimFaults(settings.faultsPerTenThousand(), root.split());
        this.psamRandom = root.split();
        this.steps = new RsuNetworkSteps(settings.airTimes(), settings.timing().lateB5Ms() * MS, zone, air, voice, faults,
                airRandom, this);
    }

    @Override
    public void linkUp(long nowNanos, Sink<RsuSimEvent> sink) {
        enter(nowNanos, sink);
        linked = true;
        deframer.reset();
        laneSeq = Seq.NONE;
        lastHeard = Bytes.EMPTY;
    }

    @Override
    public void linkDown(long nowNanos, String cause, Sink<RsuSimEvent> sink) {
        enter(nowNanos, sink);
        linked = false;
        deframer.reset();
    }

    @Override
    public void received(long nowNanos, byte[] buffer, int length, Sink<RsuSimEvent> sink) {
        enter(nowNanos, sink);
        if (deframer.isWaiting() && now - lastByteNanos >= FRAME_GAP_NANOS) {
            take(deframer.giveUp(), sink);
        }
        lastByteNanos = now;
        take(deframer.feed(buffer, length), sink);
    }

    private void take(List<Parsed<LaneFrame>> pieces, Sink<RsuSimEvent> sink) {
        for (Parsed<LaneFrame> parsed : pieces) {
            switch (parsed) {
                case Parsed.Frame<LaneFrame> good -> heard(good);
                case Parsed.Unreadable<LaneFrame> bad -> sink.malformed(bad.raw().toArray(), bad.reason());
                case Parsed.Malformed<LaneFrame> bad -> sink.malformed(bad.raw().toArray(), bad.reason());
            }
        }
    }

    @Override
    public void command(long nowNanos, RsuSimCommand command, Sink<RsuSimEvent> sink) {
        enter(nowNanos, sink);
        switch (command) {
            case RsuSimCommand.FailNext order -> faults.orderNext(order.fault());
            case RsuSimCommand.FailObu order -> faults.order(order.obu(), order.fault());
            case RsuSimCommand.PowerCycle _ -> restart();
        }
    }

    @Override
    public long nextDueNanos() {
        long heartbeat = state.isInitialised() ? heartbeatAtNanos : Long.MAX_VALUE;
        return Math.min(Math.min(state.dueNanos(), duplicateAtNanos), heartbeat);
    }

    @Override
    public void due(long nowNanos, Sink<RsuSimEvent> sink) {
        enter(nowNanos, sink);
        if (duplicateAtNanos <= now) {
            duplicateAtNanos = Long.MAX_VALUE;
            transmit(duplicate);
        }
        if (state.isInitialised() && heartbeatAtNanos <= now) {
            heartbeat();
        }
        if (state.dueNanos() <= now) {
            stateDue();
        }
    }

    private void stateDue() {
        switch (state) {
            case Closed _ -> { }
            case Booting _ -> state = new Closed(false);
            case Searching _ -> beacon();
            case OnAir onAir -> steps.done(onAir.dialogue(), onAir.step());
            case AwaitingLane waiting when waiting.untilNanos() <= now -> end(waiting.dialogue(), Ending.LANE_SILENT);
            case AwaitingLane waiting -> {
                state = new AwaitingLane(waiting.dialogue(), waiting.frame(), waiting.errorCode(), waiting.bytes(),
                        waiting.repeatsLeft() - 1, now + settings.timing().repeatMs() * MS, waiting.untilNanos());
                transmit(waiting.bytes());
            }
            case Hung _ -> restart();
        }
    }

    private void heartbeat() {
        heartbeatAtNanos = now + settings.timing().heartbeatMs() * MS;
        transmit(voice.b1(authorised, txPower));
    }

    private void beacon() {
        Optional<SimObu> next = search.next(zone, now);
        if (next.isEmpty()) {
            searchOn();
        } else {
            steps.begin(new Dialogue(next.get()), new AirStep.Find());
        }
    }

    private void searchOn() {
        state = new Searching(now + settings.timing().searchIntervalMs() * MS);
    }

    // ---- what the lane says

    private void heard(Parsed.Frame<LaneFrame> good) {
        if (state instanceof Booting || state instanceof Hung) {
            return;
        }
        boolean again = good.raw().equals(lastHeard) && now - lastHeardNanos < SAME_FRAME_NANOS;
        if (again) {
            return;
        }
        if (good.seq() != Seq.nextOfLane(laneSeq)) {
            violation("SEQ %02XH after %02XH".formatted(good.seq(), laneSeq));
        }
        laneSeq = good.seq();
        lastHeard = good.raw();
        lastHeardNanos = now;
        if (!state.isInitialised() && !(good.frame() instanceof LaneFrame.C0Initialise)) {
            violation(good.frame().getClass().getSimpleName() + " before C0");
            return;
        }
        obey(good.frame());
    }

    private void obey(LaneFrame frame) {
        switch (frame) {
            case LaneFrame.C0Initialise init -> initialise(init);
            case LaneFrame.C1Continue go -> goOn(go);
            case LaneFrame.C2Stop stop -> stop(stop);
            case LaneFrame.C4Antenna antenna -> antenna(antenna.control() != 0);
            case LaneFrame.C6Debit debit -> transact(debit);
            case LaneFrame.C8FetchTac fetch -> fetch(fetch.obu(), fetch.cardSerial());
            case LaneFrame.CAPsamInit _ -> {
                challenge = new ByteWriter().u32(psamRandom.nextLong()).u32(psamRandom.nextLong()).toBytes();
                transmit(voice.ba(air.terminal(), challenge));
            }
            case LaneFrame.CBPsamAuthorise grant -> authorise(grant.authorisations());
            case LaneFrame.CFAcknowledge _ -> { }
            case LaneFrame.C7CpcStation _ -> violation("C7 and no CPC card is here");
            case LaneFrame.Unknown unknown -> violation("command %02XH is not known".formatted(unknown.command()));
        }
    }

    private void authorise(List<LaneFrame.Authorisation> grants) {
        boolean good = challenge.size() > 0 && grants.stream().anyMatch(grant -> grant.data().slice(0, 8).equals(challenge));
        challenge = Bytes.EMPTY;
        authorised |= good;
        transmit(voice.bb(good));
    }

    private void violation(String what) {
        out.emit(new RsuSimEvent.LaneViolation(now, what));
    }

    private void initialise(LaneFrame.C0Initialise init) {
        state.opened().ifPresent(dialogue -> end(dialogue, Ending.REINITIALISED));
        duplicateAtNanos = Long.MAX_VALUE;
        txPower = init.txPower();
        state = new Closed(true);
        heartbeatAtNanos = now + settings.timing().heartbeatMs() * MS;
        out.emit(new RsuSimEvent.Initialised(now, init.seconds(), init.local(), init.laneMode(), 0));
        transmit(voice.b0(air.terminal(), authorised));
    }

    private void antenna(boolean open) {
        if (!open) {
            state.opened().ifPresent(dialogue -> end(dialogue, Ending.STOPPED_BY_LANE));
            state = new Closed(true);
        } else if (state instanceof Closed) {
            emit(new RsuSimEvent.SearchStarted(now));
            searchOn();
        }
        heartbeat();
    }

    private void goOn(LaneFrame.C1Continue go) {
        switch (state) {
            case AwaitingLane waiting when !waiting.dialogue().obu().id().equals(go.obu()) ->
                    violation("C1 names OBU " + go.obu() + ", current is " + waiting.dialogue().obu().id());
            case AwaitingLane waiting when waiting.errorCode() == 0 && waiting.frame() == 0xB2 ->
                    steps.begin(waiting.dialogue(), new AirStep.Read());
            case AwaitingLane waiting -> {
                lastWord(waiting.dialogue());
                steps.begin(waiting.dialogue(), new AirStep.Release());
            }
            case Booting _, Closed _, Searching _, OnAir _, Hung _ -> violation("C1 when nothing waits for it");
        }
    }

    private void lastWord(Dialogue dialogue) {
        emit(new RsuSimEvent.ReleaseReceived(now, dialogue.obu().id(), dialogue.succeeded() && !dialogue.failed()));
    }

    private void stop(LaneFrame.C2Stop stop) {
        boolean repeat = stop.stopType() == LaneFrame.STOP_RESEND;
        if (stop.stopType() == LaneFrame.STOP_FREEZE) {
            search.lock(stop.obu(), now + settings.timing().freezeMs() * MS);
        }
        switch (state) {
            case AwaitingLane waiting when repeat -> repeat(waiting);
            case AwaitingLane waiting -> {
                lastWord(waiting.dialogue());
                end(waiting.dialogue(), Ending.STOPPED_BY_LANE);
            }
            case OnAir onAir when onAir.step().holdsStop() -> onAir.dialogue().stopAfterwards();
            case OnAir onAir when !repeat -> end(onAir.dialogue(), Ending.STOPPED_BY_LANE);
            case Searching _ -> { }
            case Booting _, Closed _, OnAir _, Hung _ -> violation("C2 when nothing can be stopped");
        }
    }

    private void repeat(AwaitingLane waiting) {
        if (waiting.errorCode() != 0 && waiting.frame() == 0xB4) {
            waiting.dialogue().forgetFault();
            steps.begin(waiting.dialogue(), new AirStep.Read());
        } else {
            await(waiting.dialogue(), waiting.frame(), waiting.errorCode(), waiting.bytes());
            transmit(waiting.bytes());
        }
    }

    private void transact(LaneFrame.C6Debit debit) {
        boolean possible = state instanceof AwaitingLane waiting && waiting.dialogue().obu().id().equals(debit.obu())
                && (waiting.frame() == 0xB5 || (waiting.frame() == 0xB4 && waiting.errorCode() == 0));
        if (debit.trip().filter(trip -> trip.tradeType() == 1).isPresent()) {
            violation("C6 for the trip file only");
        } else if (possible) {
            steps.begin(((AwaitingLane) state).dialogue(), new AirStep.OpenPurchase(debit));
        } else {
            violation("C6 for OBU " + debit.obu() + " when no card is at hand");
        }
    }

    private void fetch(ObuId obu, int cardSerial) {
        boolean between = state instanceof Searching || (state instanceof OnAir onAir && !onAir.dialogue().opened());
        Optional<Dialogue> dialogue = state instanceof AwaitingLane waiting
                ? Optional.of(waiting.dialogue()).filter(d -> d.obu().id().equals(obu))
                : between ? inZone(obu) : Optional.empty();
        if (dialogue.isPresent()) {
            steps.begin(dialogue.get(), new AirStep.FetchProof(cardSerial));
        } else if (between) {
            transmit(voice.noProof(obu, RsuNetworkSteps.TAC_AND_TRIP_FAILED));
        } else {
            violation("request for the TAC of OBU " + obu + " when it is not that OBU's turn");
        }
    }

    private Optional<Dialogue> inZone(ObuId id) {
        return zone.present().stream().filter(obu -> obu.id().equals(id)).findFirst().map(Dialogue::resumed);
    }

    // ---- what the air side asks for

    @Override
    public long nowNanos() {
        return now;
    }

    @Override
    public boolean authorised() {
        return authorised;
    }

    @Override
    public void onAir(Dialogue dialogue, AirStep step, long nanos) {
        state = new OnAir(dialogue, step, now + nanos);
    }

    @Override
    public void report(Dialogue dialogue, int frame, int errorCode, byte[] bytes) {
        out.emit(new RsuSimEvent.StepReported(now, dialogue.obu().id(), frame, errorCode));
        transmit(bytes);
        if (dialogue.stopped()) {
            end(dialogue, Ending.STOPPED_BY_LANE);
        } else {
            await(dialogue, frame, errorCode, bytes);
        }
    }

    private void await(Dialogue dialogue, int frame, int errorCode, byte[] bytes) {
        RsuNetworkSimSettings.Timing timing = settings.timing();
        state = new AwaitingLane(dialogue, frame, errorCode, bytes, timing.repeats(), now + timing.repeatMs() * MS,
                now + timing.patienceMs() * MS);
    }

    @Override
    public void sendAgainSoon(byte[] bytes) {
        duplicate = bytes;
        duplicateAtNanos = now + DUPLICATE_AFTER_NANOS;
    }

    @Override
    public void end(Dialogue dialogue, Ending ending) {
        if (dialogue.opened()) {
            emit(new RsuSimEvent.DialogueEnded(now, dialogue.obu().id(), ending));
            boolean again = dialogue.failed() || ending == Ending.LANE_SILENT || ending == Ending.RSU_SILENT;
            if (!again) {
                search.lock(dialogue.obu().id(), now + settings.timing().waitMs() * MS);
            }
            if (ending == Ending.RELEASED && dialogue.succeeded()) {
                search.success(dialogue.obu().id(), now + settings.timing().recentSuccessMs() * MS);
            }
        }
        searchOn();
    }

    @Override
    public void restart() {
        state.opened().ifPresent(dialogue -> emit(new RsuSimEvent.DialogueEnded(now, dialogue.obu().id(), Ending.CUT)));
        air.reset();
        search.clear();
        voice.restart();
        duplicateAtNanos = Long.MAX_VALUE;
        authorised = !settings.forms().wantsAuthorisation();
        state = new Booting(now + settings.timing().bootMs() * MS);
        emit(new RsuSimEvent.Restarted(now));
    }

    /** Silent for everything until the RSU's own watchdog restarts it. */
    @Override
    public void hang() {
        state.opened().ifPresent(dialogue -> emit(new RsuSimEvent.DialogueEnded(now, dialogue.obu().id(), Ending.CUT)));
        duplicateAtNanos = Long.MAX_VALUE;
        state = new Hung(now + settings.timing().stuckMs() * MS);
    }

    @Override
    public void emit(RsuSimEvent event) {
        out.emit(event);
    }

    /** What is said on a cut line is lost. */
    private void transmit(byte[] bytes) {
        if (linked) {
            out.send(bytes.clone());
        }
    }

    private void enter(long nowNanos, Sink<RsuSimEvent> sink) {
        now = nowNanos;
        out = sink;
    }
}
