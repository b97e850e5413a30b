package org.etclane.sim.device;

import java.util.Optional;
import java.util.SplittableRandom;
import org.etclane.device.Bytes;
import org.etclane.device.ObuId;
import org.etclane.device.link.Endpoint;
import org.etclane.device.rsu.serial.LaneFrame;
import org.etclane.device.rsu.serial.Parsed;
import org.etclane.device.rsu.serial.Profile;
import org.etclane.device.rsu.serial.RsuDeframer;
import org.etclane.sim.device.RsuSerialState.AirStep;
import org.etclane.sim.device.RsuSerialState.AwaitingLane;
import org.etclane.sim.device.RsuSerialState.Booting;
import org.etclane.sim.device.RsuSerialState.Hung;
import org.etclane.sim.device.RsuSerialState.Initialised;
import org.etclane.sim.device.RsuSerialState.Off;
import org.etclane.sim.device.RsuSerialState.OnAir;
import org.etclane.sim.device.RsuSerialState.PoweredUp;
import org.etclane.sim.device.RsuSerialState.Searching;
import org.etclane.sim.device.RsuSimEvent.Ending;
import org.etclane.sim.obu.RadioZone;
import org.etclane.sim.obu.SimObu;
import org.etclane.sim.psam.Psam;

/**
 * The device side of variant A, in the {@link Profile} of its settings (rsu-serial.md): an RSU that boots, waits for the lane's C0 and C1,
 * searches its {@link RadioZone}, and leads one OBU at a time through B2, B3, B4 and B5, spending air time on every step and
 * debiting real cards with a real PSAM. An OBU that leaves the zone in the middle gives the step's no-answer code; if it leaves
 * between the debit and its answer, the money is gone and the lane is told 16H.
 *
 * <p>Answers to what the document leaves open:
 * <ul>
 * <li>C2 while the purchase is on air is kept until the purchase ends: its B5 still goes out, and then the search goes on.</li>
 * <li>C2 with StopType 2 sends a good B3 or B4 again as it was, and repeats the air step of a failed one.</li>
 * <li>C1 after B4, or after a step that failed, lets the OBU go.</li>
 * <li>C6 is obeyed after B4 and after B5: the RSU does not protect the lane from debiting twice.</li>
 * <li>C7 is obeyed between dialogues too, when that OBU is still in the zone; attempts are forgotten at a restart.</li>
 * <li>After a failed step or a silent lane the OBU may be read again at once (new BeaconID), else after WaitTime.</li>
 * <li>C7 for purse records ({@code jiangsu}, {@code yunnan}) and C8 ({@code ef04}) are obeyed where C7 for the TAC is; C9 after
 *     B5 only. C8 of {@code yunnan} is not obeyed, the layout of its answer is not known, nor TradeMode 1 of {@code ef04}.</li>
 * <li>EF04 parts whose length does not fit are not written.</li>
 * <li>A cut line does not stop the RSU: what it does on air goes on unseen, and it does not announce itself again.</li>
 * </ul>
 *
 * <p>Not thread-safe: the simulation's thread. Frames are handed over whole; pacing bytes is the line's business.
 */
public final class RsuSerialSimulator implements Endpoint<RsuSimCommand, RsuSimEvent>, RsuSerialSteps.Host {
    private static final long MS = 1_000_000L;
    private static final long DUPLICATE_AFTER_NANOS = 20 * MS;

    private final RsuSerialSimSettings settings;
    private final RadioZone zone;
    private final RsuAir air;
    private final RsuSerialWire wire;
    private final RsuEf04 ef04 = new RsuEf04();
    private final RsuDeframer<LaneFrame> deframer;
    private final RsuSimFaults faults;
    private final RsuSerialSteps steps;
    private final RsuSearchList search = new RsuSearchList();
    private RsuSerialState state = new Off();
    private boolean linked;
    private boolean antennaOn = true;
    private long waitTimeNanos;
    private long clockSeconds;
    private long clockSetAtNanos;
    private long heartbeatAtNanos = Long.MAX_VALUE;
    private long duplicateAtNanos = Long.MAX_VALUE;
    private byte[] duplicate = new byte[0];
    private boolean heartbeatLatest;

    /** Valid during one call from outside only, so that every step need not hand them on. */
    private Sink<RsuSimEvent> out;
    private long now;

    /** @param seed of air times and chance faults */
    public RsuSerialSimulator(RsuSerialSimSettings settings, RadioZone zone, Psam psam, long seed) {
        SplittableRandom root = new SplittableRandom(seed);
        this.settings = settings;
        this.zone = zone;
        this.air = new RsuAir(psam);
        this.wire = new RsuSerialWire(settings);
        this.deframer = RsuDeframer.ofLaneFrames(settings.profile());
        SplittableRandom airRandom = root.split();
        this.faults = new RsuSimFaults(settings.faultsPerTenThousand(), root.split());
        this.steps = new RsuSerialSteps(settings.airTimes(), settings.timing().lateB5Ms() * MS, zone, air, wire, ef04,
                faults, airRandom, this);
    }

    /** The OBUs' files EF04, to be filled before and looked at after; the simulation's thread. */
    public RsuEf04 ef04() {
        return ef04;
    }

    @Override
    public void linkUp(long nowNanos, Sink<RsuSimEvent> sink) {
        enter(nowNanos, sink);
        linked = true;
        deframer.reset();
        if (state instanceof Off) {
            emit(new RsuSimEvent.Restarted(now));
            announce();
        }
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
        for (Parsed<LaneFrame> parsed : deframer.feed(buffer, length)) {
            switch (parsed) {
                case Parsed.Frame<LaneFrame> good -> heard(good.frame());
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
        boolean heartbeats = state instanceof Searching;
        return Math.min(Math.min(stateDueNanos(), duplicateAtNanos), heartbeats ? heartbeatAtNanos : Long.MAX_VALUE);
    }

    private long stateDueNanos() {
        return state instanceof Searching && !antennaOn ? Long.MAX_VALUE : state.dueNanos();
    }

    @Override
    public void due(long nowNanos, Sink<RsuSimEvent> sink) {
        enter(nowNanos, sink);
        if (duplicateAtNanos <= now) {
            duplicateAtNanos = Long.MAX_VALUE;
            transmit(duplicate);
        }
        if (state instanceof Searching && heartbeatAtNanos <= now) {
            heartbeatAtNanos = now + settings.timing().heartbeatMs() * MS;
            heartbeatLatest = true;
            transmit(wire.heartbeat());
        }
        if (stateDueNanos() <= now) {
            stateDue();
        }
    }

    private void stateDue() {
        switch (state) {
            case Off _, Initialised _ -> { }
            case Booting _, PoweredUp _ -> announce();
            case Searching _ -> beacon();
            case OnAir onAir -> steps.done(onAir.dialogue(), onAir.step());
            case AwaitingLane waiting -> end(waiting.dialogue(), Ending.LANE_SILENT);
            case Hung _ -> restart();
        }
    }

    // ---- life

    private void announce() {
        state = new PoweredUp(now + settings.timing().powerUpRepeatMs() * MS);
        sendAwaitingAnswer(wire.b0(true, air.terminal()));
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

    private void heard(LaneFrame frame) {
        if (state instanceof Off || state instanceof Booting || state instanceof Hung) {
            return;
        }
        if (state instanceof AwaitingLane && !wire.answersLatest(frame.rsctl())) {
            violation("RSCTL %02XH answers another frame".formatted(frame.rsctl()));
        }
        switch (frame) {
            case LaneFrame.Empty _ -> {
                if (heartbeatLatest) {
                    violation("a heartbeat is not acknowledged");
                }
            }
            case LaneFrame.C0Initialise init -> initialise(init);
            case LaneFrame.C1Continue go -> goOn(go);
            case LaneFrame.C2Stop stop -> stop(stop);
            case LaneFrame.C3WriteEntry write -> transact(write.obu(), new AirStep.WriteEntry(write), "C3", write.station());
            case LaneFrame.C6Debit debit when debit.tradeMode() == LaneFrame.C6Debit.EF04_ONLY ->
                    violation("TradeMode 1 is not simulated");
            case LaneFrame.C6Debit debit -> transact(debit.obu(), new AirStep.OpenPurchase(debit), "C6", debit.station());
            case LaneFrame.C7FetchTac fetch -> fetch(fetch.obu(), new AirStep.FetchProof(0), 0xB5);
            case LaneFrame.C7ReadRecords read -> fetch(read.obu(), new AirStep.ReadRecords(read.count()), 0xB7);
            case LaneFrame.C8FetchTac fetch when settings.profile() == Profile.CLASSIC ->
                    fetch(fetch.obu(), new AirStep.FetchProof(fetch.cardSerial()), 0xB5);
            case LaneFrame.C8FetchTac _ -> violation("C8 is not simulated in profile " + settings.profile().label());
            case LaneFrame.C8FetchTacAgain fetch -> {
                if (fetch.optMode() == 1) {
                    ef04.write(fetch.obu(), fetch.part());
                }
                fetch(fetch.obu(), new AirStep.FetchProof(0), 0xB5);
            }
            case LaneFrame.C9TakeEf04 take -> take(take);
            case LaneFrame.Antenna4C antenna -> antennaOn = antenna.controlType() != 0;
            case LaneFrame.Unknown unknown -> violation("command %02XH is not known".formatted(unknown.command()));
        }
    }

    private void violation(String what) {
        out.emit(new RsuSimEvent.LaneViolation(now, what));
    }

    private void initialise(LaneFrame.C0Initialise init) {
        state.opened().ifPresent(dialogue -> end(dialogue, Ending.REINITIALISED));
        waitTimeNanos = init.waitTimeS() * 1_000 * MS;
        clockSeconds = init.seconds();
        clockSetAtNanos = now;
        ef04.initialised(init);
        duplicateAtNanos = Long.MAX_VALUE;
        state = new Initialised();
        out.emit(new RsuSimEvent.Initialised(now, init.seconds(), init.local(), init.laneMode(), init.waitTimeS()));
        sendAwaitingAnswer(wire.b0(false, air.terminal()));
    }

    private void goOn(LaneFrame.C1Continue go) {
        switch (state) {
            case Initialised _ -> {
                emit(new RsuSimEvent.SearchStarted(now));
                heartbeatAtNanos = now + settings.timing().heartbeatMs() * MS;
                searchOn();
            }
            // the lane may have asked for initialisation twice: the second start finds the search on
            case Searching _ when go.obu().equals(ObuId.NONE) -> { }
            case AwaitingLane waiting when waiting.dialogue().obu().id().equals(go.obu()) -> goOnFrom(waiting);
            case AwaitingLane waiting -> violation("C1 names OBU " + go.obu() + ", current is " + waiting.dialogue().obu().id());
            case Off _, Booting _, PoweredUp _, Searching _, OnAir _, Hung _ -> violation("C1 when nothing waits for it");
        }
    }

    private void goOnFrom(AwaitingLane waiting) {
        Dialogue dialogue = waiting.dialogue();
        boolean good = waiting.errorCode() == 0;
        if (good && waiting.frame() == 0xB2) {
            steps.begin(dialogue, new AirStep.ReadVehicle());
        } else if (good && waiting.frame() == 0xB3) {
            steps.begin(dialogue, new AirStep.ReadCard());
        } else {
            lastWord(dialogue);
            steps.begin(dialogue, new AirStep.Release());
        }
    }

    private void lastWord(Dialogue dialogue) {
        emit(new RsuSimEvent.ReleaseReceived(now, dialogue.obu().id(), dialogue.succeeded() && !dialogue.failed()));
    }

    private void stop(LaneFrame.C2Stop stop) {
        boolean repeat = stop.stopType() == LaneFrame.STOP_RESEND;
        switch (state) {
            case AwaitingLane waiting when repeat -> repeat(waiting);
            case AwaitingLane waiting -> {
                lastWord(waiting.dialogue());
                end(waiting.dialogue(), Ending.STOPPED_BY_LANE);
            }
            case OnAir onAir when onAir.step().holdsStop() -> onAir.dialogue().stopAfterwards();
            case OnAir onAir when !repeat -> end(onAir.dialogue(), Ending.STOPPED_BY_LANE);
            case Searching _ -> { }
            case Off _, Booting _, PoweredUp _, Initialised _, OnAir _, Hung _ -> violation("C2 when nothing can be stopped");
        }
    }

    private void repeat(AwaitingLane waiting) {
        boolean repeatable = waiting.frame() == 0xB3 || waiting.frame() == 0xB4;
        if (!repeatable) {
            violation("StopType 2 is for B3 and B4 only");
        } else if (waiting.errorCode() != 0) {
            waiting.dialogue().forgetFault();
            steps.begin(waiting.dialogue(), waiting.frame() == 0xB3 ? new AirStep.ReadVehicle() : new AirStep.ReadCard());
        } else {
            state = new AwaitingLane(waiting.dialogue(), waiting.frame(), 0, waiting.bytes(),
                    now + settings.timing().patienceMs() * MS);
            sendAwaitingAnswer(waiting.bytes());
        }
    }

    private void transact(ObuId obu, AirStep step, String name, Bytes station) {
        boolean possible = state instanceof AwaitingLane waiting && waiting.dialogue().obu().id().equals(obu)
                && (waiting.frame() == 0xB5 || (waiting.frame() == 0xB4 && waiting.errorCode() == 0));
        if (station.size() != settings.forms().stationLength()) {
            // a device with the other form cannot make sense of the frame and stays silent
            violation(name + " with a station of " + station.size() + " bytes");
        } else if (possible) {
            steps.begin(((AwaitingLane) state).dialogue(), step);
        } else {
            violation(name + " for OBU " + obu + " when no card is at hand");
        }
    }

    private void take(LaneFrame.C9TakeEf04 take) {
        if (state instanceof AwaitingLane waiting && waiting.frame() == 0xB5 && waiting.dialogue().obu().id().equals(take.obu())) {
            steps.begin(waiting.dialogue(), new AirStep.TakeEf04(take.offset(), take.length()));
        } else {
            violation("C9 when no result has been told");
        }
    }

    /** @param frame that answers: B5H or B7H */
    private void fetch(ObuId obu, AirStep step, int frame) {
        boolean between = state instanceof Searching || (state instanceof OnAir onAir && !onAir.dialogue().opened());
        Optional<Dialogue> dialogue = state instanceof AwaitingLane waiting
                ? Optional.of(waiting.dialogue()).filter(d -> d.obu().id().equals(obu))
                : between ? inZone(obu) : Optional.empty();
        if (dialogue.isPresent()) {
            steps.begin(dialogue.get(), step);
        } else if (between) {
            sendAwaitingAnswer(wire.failed(frame, obu, RsuErrorCode.PROOF_NO_ANSWER));
        } else {
            violation("request for the proof of OBU " + obu + " when it is not that OBU's turn");
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

    /** C0's seconds, run on by the RSU's own clock; may lie anywhere in the unsigned 32-bit range. */
    @Override
    public long clockSeconds() {
        return clockSeconds + (now - clockSetAtNanos) / 1_000_000_000L;
    }

    @Override
    public void onAir(Dialogue dialogue, AirStep step, long nanos) {
        state = new OnAir(dialogue, step, now + nanos);
    }

    @Override
    public void report(Dialogue dialogue, int frame, int errorCode, byte[] bytes) {
        out.emit(new RsuSimEvent.StepReported(now, dialogue.obu().id(), frame, errorCode));
        sendAwaitingAnswer(bytes);
        if (dialogue.stopped()) {
            end(dialogue, Ending.STOPPED_BY_LANE);
        } else {
            state = new AwaitingLane(dialogue, frame, errorCode, bytes, now + settings.timing().patienceMs() * MS);
        }
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
                search.lock(dialogue.obu().id(), now + waitTimeNanos);
            }
            if (ending == Ending.RELEASED && dialogue.succeeded()) {
                search.success(dialogue.obu().id(), now + settings.timing().recentSuccessMs() * MS);
            }
            heartbeatAtNanos = now + settings.timing().heartbeatMs() * MS;
        }
        searchOn();
    }

    @Override
    public void restart() {
        state.opened().ifPresent(dialogue -> emit(new RsuSimEvent.DialogueEnded(now, dialogue.obu().id(), Ending.CUT)));
        air.reset();
        search.clear();
        wire.restart();
        duplicateAtNanos = Long.MAX_VALUE;
        antennaOn = true;
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

    private void sendAwaitingAnswer(byte[] bytes) {
        heartbeatLatest = false;
        transmit(bytes);
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
