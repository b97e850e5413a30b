package org.etclane.device.rsu.network;

import org.etclane.device.Bytes;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.HealthEvent;
import org.etclane.device.ObuId;
import org.etclane.device.RsuCommand;
import org.etclane.device.RsuEvent;
import org.etclane.device.RsuIdentity;
import org.etclane.device.link.Endpoint;
import org.etclane.device.rsu.network.UnitFrame.B0Status;
import org.etclane.device.rsu.network.UnitFrame.B1Heartbeat;
import org.etclane.device.rsu.network.UnitFrame.B2ObuInfo;
import org.etclane.device.rsu.network.UnitFrame.B4CardInfo;
import org.etclane.device.rsu.network.UnitFrame.BAPsamInfo;
import org.etclane.device.rsu.network.UnitFrame.BBPsamResult;
import org.etclane.device.rsu.network.UnitFrame.Psam;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The lane's side of an RSU on variant B (rsu-network.md §1, §5), over TCP or a serial line.
 *
 * <pre>
 * line down ─linkUp▶ initialising: C0 ─B0─▶ (authorising: CA, BA, CB, BB) ─▶ pausing 1 s ─▶ opening: C4(01) ─B1 or B2─▶ open: Ready
 *                       ▲ B0 status ≠ 0: DEGRADED, go on trying                                                         │
 *                       └──────── no frame for linkLostMs (DOWN) · a B0 that nobody asked for (Restarted) ◀─────────────┘
 * </pre>
 *
 * <p>There is no B3: from one B4 the lane first gets {@code VehicleRead} and, on its {@code ReadOn}, {@code CardRead} with the time
 * and bytes of the same frame; no C1 is sent between them. {@code WriteEntry} is a C6 with the amount 0: variant B has no command
 * that only writes (inferred, one source knows of no other). {@code FetchTac} is C8 and answered by B8, see
 * {@link ObuDialogue#proof} for what B8 does not tell: without a B5 that told it, the result has terminal serial 0 and the
 * station cannot check the TAC. {@code Acknowledge} is CF, the only frame known that says nothing.
 *
 * <p>An RSU repeats what the lane has not answered; each frame goes up once ({@link RepeatFilter}). CPC cards are sent away here.
 * A B0 that nobody asked for is read as a restart (inferred); a restart without one is noticed by the missing heartbeats.
 * Commands of a dialogue that is over are not sent; a debit, write or TAC request among them fails at once with code 0.
 *
 * <p>Thread: the endpoint's caller, one at a time. The wall clock is read for C0 and, if set, C2 only.
 */
public final class RsuNetworkDriver implements Endpoint<DeviceCommand, DeviceEvent> {
    /** So many C0 or C4 without an answer are a finding. */
    private static final int PATIENT_TRIES = 3;
    private static final RsuIdentity NOBODY = new RsuIdentity(List.of(), 0, "", 0);

    private final String device;
    private final RsuNetworkSettings settings;
    private final PsamAuthoriser authoriser;
    private final LongSupplier wallMillis;
    private final RsuNetworkDeframer<UnitFrame> deframer;
    private final RepeatFilter repeats;
    private final ObuDialogue dialogue;

    private Phase phase = new LineDown();
    private RsuIdentity identity = NOBODY;
    private int seq = Seq.NONE;
    private long lastByteNanos;
    private long lastFrameNanos;
    private boolean silenceReported;
    private long lastInitNanos;
    /** C0 sent and not yet answered. */
    private int openInits;
    private HealthEvent lastHealth;

    private sealed interface Phase {
    }

    private record LineDown() implements Phase {
    }

    private record Initialising(long retryAtNanos) implements Phase {
    }

    private record Authorising(long giveUpAtNanos) implements Phase {
    }

    private record Pausing(long openAtNanos) implements Phase {
    }

    private record Opening(long retryAtNanos, int tries) implements Phase {
    }

    private record Open() implements Phase {
    }

    /** @param wallMillis milliseconds since 1970 */
    public RsuNetworkDriver(RsuNetworkSettings settings, PsamAuthoriser authoriser, LongSupplier wallMillis) {
        this.device = settings.name();
        this.settings = settings;
        this.authoriser = authoriser;
        this.wallMillis = wallMillis;
        this.deframer = RsuNetworkDeframer.ofUnitFrames(settings.forms().psamRecordBytes());
        this.repeats = new RepeatFilter(nanos(settings.times().repeatMs()));
        this.dialogue = new ObuDialogue(settings);
    }

    private static long nanos(long ms) {
        return TimeUnit.MILLISECONDS.toNanos(ms);
    }

    // ---- line

    @Override
    public void linkUp(long nowNanos, Sink<DeviceEvent> sink) {
        forgetConversation();
        lastFrameNanos = nowNanos;
        silenceReported = false;
        initialise(nowNanos, sink);
    }

    @Override
    public void linkDown(long nowNanos, String cause, Sink<DeviceEvent> sink) {
        forgetConversation();
        phase = new LineDown();
        health(nowNanos, HealthEvent.State.DOWN, cause, sink);
    }

    private void forgetConversation() {
        deframer.reset();
        repeats.forget();
        dialogue.forget();
        seq = Seq.NONE;
        openInits = 0;
    }

    @Override
    public void received(long nowNanos, byte[] buffer, int length, Sink<DeviceEvent> sink) {
        giveUpStaleFrame(nowNanos, sink);
        lastByteNanos = nowNanos;
        take(nowNanos, deframer.feed(buffer, length), sink);
    }

    private void giveUpStaleFrame(long nowNanos, Sink<DeviceEvent> sink) {
        if (deframer.isWaiting() && nowNanos - lastByteNanos >= nanos(settings.times().frameGapMs())) {
            take(nowNanos, deframer.giveUp(), sink);
        }
    }

    private void take(long nowNanos, List<Parsed<UnitFrame>> pieces, Sink<DeviceEvent> sink) {
        for (Parsed<UnitFrame> piece : pieces) {
            switch (piece) {
                case Parsed.Frame<UnitFrame> good -> {
                    alive(nowNanos);
                    frame(nowNanos, good.frame(), good.raw(), sink);
                }
                case Parsed.Unreadable<UnitFrame> other -> {
                    alive(nowNanos);
                    sink.malformed(other.raw().toArray(), other.reason());
                }
                case Parsed.Malformed<UnitFrame> bad -> sink.malformed(bad.raw().toArray(), bad.reason());
            }
        }
    }

    private void alive(long nowNanos) {
        lastFrameNanos = nowNanos;
        silenceReported = false;
    }

    // ---- what the RSU says

    private void frame(long nowNanos, UnitFrame frame, Bytes raw, Sink<DeviceEvent> sink) {
        switch (frame) {
            case B0Status b0 -> status(nowNanos, b0, raw, sink);
            case B1Heartbeat b1 -> heartbeat(nowNanos, b1, sink);
            case BAPsamInfo ba -> authorise(nowNanos, ba, sink);
            case BBPsamResult bb -> authorised(nowNanos, bb, sink);
            case UnitFrame.Unknown unknown -> {
                sink.malformed(raw.toArray(), "command %02XH is not described".formatted(unknown.command()));
                // only RSU commands: an echo of our own frames must not start an endless exchange
                if (unknown.command() >>> 4 == 0xB && phase instanceof Open) {
                    send(new LaneFrame.CFAcknowledge(0), sink);
                }
            }
            case B2ObuInfo _, B4CardInfo _, UnitFrame.B4CpcInfo _, UnitFrame.B5Result _, UnitFrame.B5CpcResult _,
                 UnitFrame.B8TacInfo _, UnitFrame.StepError _ -> information(nowNanos, frame, raw, sink);
        }
    }

    private void information(long nowNanos, UnitFrame frame, Bytes raw, Sink<DeviceEvent> sink) {
        if (repeats.isRepeat(nowNanos, raw)) {
            repeats.lostAnswer(nowNanos).ifPresent(sink::send);
            return;
        }
        if (phase instanceof Opening && frame instanceof B2ObuInfo) {
            opened(nowNanos, "", sink);
        }
        boolean result = frame instanceof UnitFrame.B5Result || frame instanceof UnitFrame.B8TacInfo;
        if (!(phase instanceof Open) && !result) {
            sink.malformed(raw.toArray(), "not answered: the antenna has not been opened from here");
            return;
        }
        switch (frame) {
            case B2ObuInfo b2 when b2.deviceType() == B2ObuInfo.CPC_CARD -> sendAway(nowNanos, b2.obu().id(), raw, sink);
            case B2ObuInfo b2 -> {
                dialogue.found(b2);
                sink.emit(new RsuEvent.ObuFound(device, nowNanos, b2.obu(), raw));
            }
            case B4CardInfo b4 -> {
                dialogue.read(b4, nowNanos, raw);
                sink.emit(new RsuEvent.VehicleRead(device, nowNanos, b4.obu(), ObuDialogue.vehicle(b4), raw));
            }
            case UnitFrame.B4CpcInfo cpc -> sendAway(nowNanos, cpc.obu(), raw, sink);
            case UnitFrame.B5CpcResult cpc -> sendAway(nowNanos, cpc.obu(), raw, sink);
            case UnitFrame.B5Result b5 ->
                    sink.emit(new RsuEvent.Completed(device, nowNanos, b5.obu(), ObuDialogue.result(b5), raw));
            case UnitFrame.B8TacInfo b8 -> sink.emit(new RsuEvent.Completed(device, nowNanos, b8.obu(),
                    dialogue.proof(b8, identity.terminals()), raw));
            case UnitFrame.StepError error -> {
                if (error.command() == 0xB5) {
                    dialogue.failed(UnitFrameCodec.whatWasTried(error));
                }
                sink.emit(StepFailures.told(device, nowNanos, error, raw));
            }
            case B0Status _, B1Heartbeat _, BAPsamInfo _, BBPsamResult _, UnitFrame.Unknown _ -> { }
        }
    }

    private void sendAway(long nowNanos, ObuId card, Bytes raw, Sink<DeviceEvent> sink) {
        sink.malformed(raw.toArray(), "CPC card " + card + ": not read in this lane");
        answer(nowNanos, stop(card, LaneFrame.STOP_SEARCH_AGAIN), true, sink);
    }

    // ---- from C0 to an open antenna

    private void status(long nowNanos, B0Status b0, Bytes raw, Sink<DeviceEvent> sink) {
        boolean asked = phase instanceof Initialising
                || openInits > 0 && nowNanos - lastInitNanos <= nanos(settings.times().initRetryMs());
        openInits = Math.max(0, openInits - 1);
        if (!asked && !(phase instanceof Open)) {
            return; // told again while the antenna is being opened
        }
        if (!asked) {
            sink.emit(new RsuEvent.Restarted(device, nowNanos, raw));
            health(nowNanos, HealthEvent.State.DEGRADED, "restarted, being initialised again", sink);
            openInits = 0;
            initialise(nowNanos, sink);
        } else if (b0.status() != 0) {
            health(nowNanos, HealthEvent.State.DEGRADED, RsuNetworkErrorCodes.statusMeaning(b0.status()), sink);
            phase = new Initialising(nowNanos + nanos(settings.times().initRetryMs()));
        } else {
            identity = new RsuIdentity(b0.psams().stream().map(Psam::terminal).toList(), b0.manufacturer(), b0.rsuId(),
                    b0.version());
            begin(nowNanos, b0, sink);
        }
    }

    private void begin(long nowNanos, B0Status b0, Sink<DeviceEvent> sink) {
        Bytes channels = settings.forms().psamChannels();
        if (channels.size() > 0 && DeviceCondition.wantsAuthorisation(b0)) {
            send(new LaneFrame.CAPsamInit(channels), sink);
            phase = new Authorising(nowNanos + nanos(settings.times().initRetryMs()));
        } else {
            phase = new Pausing(nowNanos + nanos(settings.times().openDelayMs()));
        }
    }

    private void authorise(long nowNanos, BAPsamInfo ba, Sink<DeviceEvent> sink) {
        if (!(phase instanceof Authorising)) {
            sink.malformed(new byte[0], "BA when no PSAM is being authorised");
            return;
        }
        List<LaneFrame.Authorisation> known = ba.errorCode() == 0 ? authoriser.answer(ba) : List.of();
        if (known.isEmpty()) {
            notAuthorised(nowNanos, ba.errorCode() == 0 ? "PSAM asks for authorisation and there is none for it"
                    : "PSAM initialisation failed (error %02XH)".formatted(ba.errorCode()), sink);
        } else {
            send(new LaneFrame.CBPsamAuthorise(known), sink);
            phase = new Authorising(nowNanos + nanos(settings.times().initRetryMs()));
        }
    }

    private void authorised(long nowNanos, BBPsamResult bb, Sink<DeviceEvent> sink) {
        if (!(phase instanceof Authorising)) {
            sink.malformed(new byte[0], "BB when no PSAM is being authorised");
        } else if (bb.errorCode() != 0) {
            notAuthorised(nowNanos, "PSAM authorisation failed (error %02XH)".formatted(bb.errorCode()), sink);
        } else {
            phase = new Pausing(nowNanos + nanos(settings.times().openDelayMs()));
        }
    }

    /** Without it no vehicle file can be decrypted: the antenna stays closed, and all begins anew after a while. */
    private void notAuthorised(long nowNanos, String cause, Sink<DeviceEvent> sink) {
        health(nowNanos, HealthEvent.State.DEGRADED, cause, sink);
        phase = new Initialising(nowNanos + nanos(settings.times().initRetryMs()));
    }

    private void heartbeat(long nowNanos, B1Heartbeat b1, Sink<DeviceEvent> sink) {
        String trouble = DeviceCondition.trouble(b1, settings.forms().psamChannels().size() > 0);
        switch (phase) {
            case Opening _ -> opened(nowNanos, trouble, sink);
            case Open _ -> condition(nowNanos, trouble, sink);
            case LineDown _, Initialising _, Authorising _, Pausing _ -> { }
        }
        if (phase instanceof Open && settings.forms().heartbeatAnswer() == RsuNetworkSettings.HeartbeatAnswer.CF) {
            send(new LaneFrame.CFAcknowledge(0), sink);
        }
    }

    private void opened(long nowNanos, String trouble, Sink<DeviceEvent> sink) {
        phase = new Open();
        dialogue.forget();
        sink.emit(new RsuEvent.Ready(device, nowNanos, identity));
        condition(nowNanos, trouble, sink);
    }

    private void condition(long nowNanos, String trouble, Sink<DeviceEvent> sink) {
        health(nowNanos, trouble.isEmpty() ? HealthEvent.State.UP : HealthEvent.State.DEGRADED, trouble, sink);
    }

    private void initialise(long nowNanos, Sink<DeviceEvent> sink) {
        if (openInits >= PATIENT_TRIES && !silenceReported) {
            health(nowNanos, HealthEvent.State.DEGRADED, "does not answer the initialisation (C0)", sink);
        }
        long wall = wallMillis.getAsLong();
        RsuNetworkSettings.Radio radio = settings.radio();
        send(new LaneFrame.C0Initialise(settings.seconds(wall), settings.localTime(wall), radio.laneMode(),
                radio.bstIntervalMs(), radio.txPower(), radio.pllChannel(), radio.transMode(), radio.flagId(),
                Bytes.of(radio.gantryRow(), 0)), sink);
        lastInitNanos = nowNanos;
        openInits++;
        phase = new Initialising(nowNanos + nanos(settings.times().initRetryMs()));
    }

    private void open(long nowNanos, int tries, Sink<DeviceEvent> sink) {
        if (tries > PATIENT_TRIES) {
            health(nowNanos, HealthEvent.State.DEGRADED, "does not answer the opening of the antenna (C4)", sink);
            initialise(nowNanos, sink);
        } else {
            send(new LaneFrame.C4Antenna(1), sink);
            phase = new Opening(nowNanos + nanos(settings.times().openRetryMs()), tries);
        }
    }

    // ---- what the lane says

    @Override
    public void command(long nowNanos, DeviceCommand command, Sink<DeviceEvent> sink) {
        if (!(command instanceof RsuCommand rsu)) {
            throw new IllegalArgumentException("routed to the wrong device: " + command);
        }
        switch (phase) {
            case LineDown _ -> refuse(nowNanos, rsu, "not sent: the line is down", sink);
            case Initialising _, Authorising _, Pausing _, Opening _ ->
                    refuse(nowNanos, rsu, "not sent: the RSU is being initialised", sink);
            case Open _ -> obey(nowNanos, rsu, sink);
        }
    }

    private void obey(long nowNanos, RsuCommand command, Sink<DeviceEvent> sink) {
        switch (command) {
            case RsuCommand.ReadOn go -> readOn(nowNanos, go, sink);
            case RsuCommand.Release done -> answer(nowNanos, new LaneFrame.C1Continue(done.obu(), done.factor()), true, sink);
            case RsuCommand.Abandon abandon ->
                    answer(nowNanos, stop(abandon.obu(), LaneFrame.STOP_SEARCH_AGAIN), true, sink);
            case RsuCommand.Repeat repeat -> {
                send(stop(repeat.obu(), LaneFrame.STOP_RESEND), sink);
                repeats.forget(); // what comes now is wanted, even if it is the same
            }
            case RsuCommand.Acknowledge _ -> answer(nowNanos, new LaneFrame.CFAcknowledge(0), true, sink);
            case RsuCommand.SwitchAntenna antenna -> send(new LaneFrame.C4Antenna(antenna.on() ? 1 : 0), sink);
            case RsuCommand.Debit debit -> answer(nowNanos, dialogue.debit(debit.obu(), debit.factor(), debit.amountFen(),
                    debit.purchaseTime(), debit.transit()), false, sink);
            case RsuCommand.WriteEntry entry -> answer(nowNanos, dialogue.debit(entry.obu(), entry.factor(), 0,
                    entry.purchaseTime(), entry.transit()), false, sink);
            case RsuCommand.FetchTac fetch -> answer(nowNanos, dialogue.fetch(fetch), false, sink);
        }
    }

    /** After B2 the RSU reads; after B4 the card is here already. */
    private void readOn(long nowNanos, RsuCommand.ReadOn go, Sink<DeviceEvent> sink) {
        Optional<ObuDialogue.Held> held = dialogue.heldFor(go.obu());
        if (held.isPresent()) {
            ObuDialogue.Held b4 = held.get();
            sink.emit(new RsuEvent.CardRead(device, b4.atNanos(), go.obu(), dialogue.card(b4.frame()), b4.raw()));
        } else {
            answer(nowNanos, new LaneFrame.C1Continue(go.obu(), go.factor()), true, sink);
        }
    }

    private LaneFrame stop(ObuId obu, int stopType) {
        Optional<Long> seconds = settings.forms().stopWithTime() ? Optional.of(settings.seconds(wallMillis.getAsLong()))
                : Optional.empty();
        return new LaneFrame.C2Stop(obu, stopType, seconds);
    }

    private void refuse(long nowNanos, RsuCommand command, String reason, Sink<DeviceEvent> sink) {
        StepFailures.notSent(device, nowNanos, command, reason).ifPresentOrElse(sink::emit,
                () -> sink.malformed(new byte[0], command.getClass().getSimpleName() + " " + reason));
    }

    private byte[] wire(LaneFrame frame) {
        seq = Seq.nextOfLane(seq);
        return LaneFrameCodec.wire(seq, frame);
    }

    private void send(LaneFrame frame, Sink<DeviceEvent> sink) {
        sink.send(wire(frame));
    }

    /** @param harmless may be sent again when the RSU shows that it has not heard it */
    private void answer(long nowNanos, LaneFrame frame, boolean harmless, Sink<DeviceEvent> sink) {
        byte[] bytes = wire(frame);
        repeats.answered(nowNanos, bytes, harmless);
        sink.send(bytes);
    }

    // ---- time

    @Override
    public void due(long nowNanos, Sink<DeviceEvent> sink) {
        if (phase instanceof LineDown) {
            return;
        }
        giveUpStaleFrame(nowNanos, sink);
        if (!silenceReported && nowNanos - lastFrameNanos >= nanos(settings.times().linkLostMs())) {
            silenceReported = true;
            health(nowNanos, HealthEvent.State.DOWN, "no frame for " + settings.times().linkLostMs() / 1000 + " s", sink);
            if (!(phase instanceof Initialising)) {
                initialise(nowNanos, sink);
            }
        }
        if (phaseDueNanos() - nowNanos <= 0) {
            phaseDue(nowNanos, sink);
        }
    }

    private void phaseDue(long nowNanos, Sink<DeviceEvent> sink) {
        switch (phase) {
            case Initialising _ -> initialise(nowNanos, sink);
            case Authorising _ -> notAuthorised(nowNanos, "PSAM authorisation is not answered", sink);
            case Pausing _ -> open(nowNanos, 1, sink);
            case Opening opening -> open(nowNanos, opening.tries() + 1, sink);
            case LineDown _, Open _ -> { }
        }
    }

    private long phaseDueNanos() {
        return switch (phase) {
            case LineDown _, Open _ -> Long.MAX_VALUE;
            case Initialising waiting -> waiting.retryAtNanos();
            case Authorising waiting -> waiting.giveUpAtNanos();
            case Pausing waiting -> waiting.openAtNanos();
            case Opening waiting -> waiting.retryAtNanos();
        };
    }

    @Override
    public long nextDueNanos() {
        if (phase instanceof LineDown) {
            return Long.MAX_VALUE;
        }
        long silence = silenceReported ? Long.MAX_VALUE : lastFrameNanos + nanos(settings.times().linkLostMs());
        long gap = deframer.isWaiting() ? lastByteNanos + nanos(settings.times().frameGapMs()) : Long.MAX_VALUE;
        return Math.min(phaseDueNanos(), Math.min(silence, gap));
    }

    private void health(long nowNanos, HealthEvent.State state, String cause, Sink<DeviceEvent> sink) {
        if (lastHealth == null || lastHealth.state() != state || !lastHealth.cause().equals(cause)) {
            lastHealth = new HealthEvent(device, nowNanos, state, cause);
            sink.emit(lastHealth);
        }
    }
}
