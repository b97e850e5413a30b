package org.etclane.device.rsu.serial;

import org.etclane.device.Bytes;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.HealthEvent;
import org.etclane.device.ObuId;
import org.etclane.device.RsuCommand;
import org.etclane.device.RsuEvent;
import org.etclane.device.RsuEvent.DebitCertainty;
import org.etclane.device.RsuEvent.RsuStep;
import org.etclane.device.RsuIdentity;
import org.etclane.device.TransactionResult;
import org.etclane.device.TripFile;
import org.etclane.device.link.Endpoint;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * The lane's side of an RSU on variant A, in the {@link Profile} of its settings (rsu-serial.md §2, §3).
 *
 * <pre>
 * line down ──linkUp──▶ initialising: C0 every initRetryMs ──B0 status 0──▶ searching: C1(0), Ready, UP
 *                          ▲ B0 status ≠ 0: DEGRADED, go on trying           │
 *                          └──── B0 98H (Restarted) · no frame (DOWN) ◀──────┘
 * </pre>
 *
 * <p>Every dialogue frame goes up as one {@link RsuEvent}, duplicates too: the lane decides, and answers with one
 * {@link RsuCommand}. Heartbeats are never answered; B0 re-reports, B1 and unknown B-frames get an empty frame from here. A
 * command of a dialogue that a restart has ended is not sent; a debit, write or TAC request among them is answered at once
 * with a {@code StepFailed} of code 0.
 *
 * <p>Where the profiles differ in more than layout: results without a terminal number get the one of the last B0; a proof that
 * comes as purse records (B7) becomes a result without TAC, or a failed step when the debit is not among them; where C2 cannot
 * ask for a frame again, a {@code Repeat} is answered at once with the same step failed; a card that B4 says was not read is a
 * failed step.
 *
 * <p>Thread: the endpoint's caller, one at a time. The wall clock is read for C0 only.
 */
public final class RsuSerialDriver implements Endpoint<DeviceCommand, DeviceEvent> {
    /** So many C0 without an answer are a finding. */
    private static final int PATIENT_INITS = 3;

    private final String device;
    private final RsuSerialSettings settings;
    private final LongSupplier wallMillis;
    private final Profile profile;
    private final LaneSpeech speech;
    private final RsuDeframer<UnitFrame> deframer;
    private final long linkLostNanos;
    private final long initRetryNanos;

    private Phase phase = new LineDown();
    /** RSCTL for the next lane frame. */
    private int rsctl;
    private long lastFrameNanos;
    private boolean silenceReported;
    private long lastInitNanos;
    /** C0 sent and not yet answered: each answer wants its own C1. */
    private int openInits;
    /** Which of the lane's requests the next B5 answers. */
    private RsuStep lastRequest = RsuStep.TRANSACT;
    /** The latest request for a proof, which purse records are looked through for. */
    private Optional<RsuCommand.FetchTac> proofAsked = Optional.empty();
    /** What a {@code Repeat} would ask for once more. */
    private RsuStep lastRead = RsuStep.READ_VEHICLE;
    /** Terminal number of the last B0, for results that do not carry it; kept over a line break, it belongs to the PSAM. */
    private String terminal = "";
    private HealthEvent lastHealth;

    private sealed interface Phase {
    }

    private record LineDown() implements Phase {
    }

    private record Initialising(long retryAtNanos) implements Phase {
    }

    private record Searching() implements Phase {
    }

    /**
     * @param device     the device's configured name, in every event
     * @param wallMillis milliseconds since 1970, read when C0 is built
     */
    public RsuSerialDriver(String device, RsuSerialSettings settings, LongSupplier wallMillis) {
        this.device = device;
        this.settings = settings;
        this.profile = settings.profile();
        this.speech = new LaneSpeech(settings);
        this.deframer = RsuDeframer.ofUnitFrames(profile);
        this.wallMillis = wallMillis;
        this.linkLostNanos = TimeUnit.MILLISECONDS.toNanos(settings.linkLostMs());
        this.initRetryNanos = TimeUnit.MILLISECONDS.toNanos(settings.initRetryMs());
        this.rsctl = settings.firstRsctl();
    }

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
        rsctl = settings.firstRsctl();
        openInits = 0;
        lastRequest = RsuStep.TRANSACT;
        proofAsked = Optional.empty();
        lastRead = RsuStep.READ_VEHICLE;
    }

    @Override
    public void received(long nowNanos, byte[] buffer, int length, Sink<DeviceEvent> sink) {
        for (Parsed<UnitFrame> parsed : deframer.feed(buffer, length)) {
            switch (parsed) {
                case Parsed.Frame<UnitFrame> good -> {
                    lastFrameNanos = nowNanos;
                    silenceReported = false;
                    frame(nowNanos, good.frame(), good.raw(), sink);
                }
                case Parsed.Malformed<UnitFrame> bad -> sink.malformed(bad.raw().toArray(), bad.reason());
            }
        }
    }

    private void frame(long nowNanos, UnitFrame frame, Bytes raw, Sink<DeviceEvent> sink) {
        if (!(frame instanceof UnitFrame.B2Heartbeat || frame instanceof UnitFrame.Empty)) {
            rsctl = LaneFrame.answerTo(frame.rsctl());
        }
        switch (frame) {
            case UnitFrame.B0Status b0 -> status(nowNanos, b0, raw, sink);
            case UnitFrame.B1LoopStatus _ -> acknowledge(sink);
            case UnitFrame.B2Heartbeat beat -> heartbeat(beat, sink);
            case UnitFrame.Empty _ -> { }
            case UnitFrame.B2ObuInfo b2 -> sink.emit(new RsuEvent.ObuFound(device, nowNanos, b2.obu(), raw));
            case UnitFrame.B3VehicleInfo b3 -> {
                lastRead = RsuStep.READ_VEHICLE;
                sink.emit(new RsuEvent.VehicleRead(device, nowNanos, b3.obu(), b3.vehicle(), raw));
            }
            case UnitFrame.B4CardInfo b4 -> {
                lastRead = RsuStep.READ_CARD;
                sink.emit(card(nowNanos, b4, raw));
            }
            case UnitFrame.B5Result b5 ->
                    sink.emit(new RsuEvent.Completed(device, nowNanos, b5.obu(), withTerminal(b5.result()), raw));
            case UnitFrame.B7PurseRecords b7 -> sink.emit(purseRecords(nowNanos, b7, raw));
            case UnitFrame.B9Answer b9 -> {
                sink.malformed(raw.toArray(), "B9 for OBU " + b9.obu() + ": nobody asked for it");
                acknowledge(sink);
            }
            case UnitFrame.StepError error -> sink.emit(stepFailed(nowNanos, error, raw));
            case UnitFrame.Unknown unknown -> unknown(unknown, raw, sink);
        }
    }

    private void unknown(UnitFrame.Unknown frame, Bytes raw, Sink<DeviceEvent> sink) {
        sink.malformed(raw.toArray(), "command %02XH is not in profile %s".formatted(frame.command(), profile.label()));
        // only RSU commands: an echo of our own frames must not start an endless exchange
        if (frame.command() >>> 4 == 0xB) {
            acknowledge(sink);
        }
    }

    /** By the document a heartbeat has no answer; one lane program gives it one, so that is a setting. */
    private void heartbeat(UnitFrame.B2Heartbeat beat, Sink<DeviceEvent> sink) {
        if (settings.options().answerHeartbeats() && phase instanceof Searching) {
            send(new LaneFrame.C2Stop(LaneFrame.answerTo(beat.rsctl()), ObuId.NONE, LaneFrame.STOP_SEARCH_AGAIN), sink);
        }
    }

    private RsuEvent card(long nowNanos, UnitFrame.B4CardInfo b4, Bytes raw) {
        if (b4.cardWasRead()) {
            return new RsuEvent.CardRead(device, nowNanos, b4.obu(), b4.card().withTrip(b4.ef04Record()
                    .filter(read -> read.size() == TripFile.LENGTH).map(TripFile::of)), raw);
        }
        int status = b4.ef04().map(Ef04.Read::cardStatus).orElse(0);
        return new RsuEvent.StepFailed(device, nowNanos, b4.obu(), RsuStep.READ_CARD, status, DebitCertainty.NOT_DEBITED,
                "card not read (ReadIccStatus %02XH)".formatted(status), raw);
    }

    private TransactionResult withTerminal(TransactionResult result) {
        return result.terminal().isEmpty() ? new TransactionResult(result.fileTimeSeconds(), terminal, result.purchaseTime(),
                result.transType(), result.tac(), result.cardSerial(), result.terminalSerial(), result.balanceFen()) : result;
    }

    private RsuEvent purseRecords(long nowNanos, UnitFrame.B7PurseRecords b7, Bytes raw) {
        return proofAsked.filter(asked -> asked.obu().equals(b7.obu())).flatMap(asked -> PurseProof.of(asked, b7.records()))
                .<RsuEvent>map(result -> new RsuEvent.Completed(device, nowNanos, b7.obu(), result, raw))
                .orElseGet(() -> new RsuEvent.StepFailed(device, nowNanos, b7.obu(), RsuStep.FETCH_TAC, 0,
                        DebitCertainty.UNKNOWN, "no purchase of that time among the card's last records", raw));
    }

    private RsuEvent stepFailed(long nowNanos, UnitFrame.StepError error, Bytes raw) {
        RsuStep step = switch (error.command()) {
            case 0xB2 -> RsuStep.FIND;
            case 0xB3 -> RsuStep.READ_VEHICLE;
            case 0xB4 -> RsuStep.READ_CARD;
            case 0xB7, 0xB9 -> RsuStep.FETCH_TAC;
            default -> lastRequest;
        };
        if (step == RsuStep.READ_VEHICLE || step == RsuStep.READ_CARD) {
            lastRead = step;
        }
        DebitCertainty certainty = switch (step) {
            case FIND, READ_VEHICLE, READ_CARD -> DebitCertainty.NOT_DEBITED;
            case TRANSACT -> RsuErrorCodes.debitCertainty(error.errorCode());
            // not getting the proof says nothing new about the purse
            case FETCH_TAC -> DebitCertainty.UNKNOWN;
        };
        return new RsuEvent.StepFailed(device, nowNanos, error.obu(), step, error.errorCode(), certainty,
                RsuErrorCodes.meaning(error.command(), error.errorCode()), raw);
    }

    private void status(long nowNanos, UnitFrame.B0Status b0, Bytes raw, Sink<DeviceEvent> sink) {
        terminal = b0.terminal1();
        if (b0.isPowerUp()) {
            sink.emit(new RsuEvent.Restarted(device, nowNanos, raw));
            openInits = 0;
            if (lastHealth != null && lastHealth.state() == HealthEvent.State.UP) {
                health(nowNanos, HealthEvent.State.DEGRADED, "restarted, being initialised again", sink);
            }
            initialise(nowNanos, sink);
            return;
        }
        boolean answersInit = phase instanceof Initialising || openInits > 0 && nowNanos - lastInitNanos <= initRetryNanos;
        openInits = Math.max(0, openInits - 1);
        if (b0.status() != 0) {
            health(nowNanos, HealthEvent.State.DEGRADED, RsuErrorCodes.statusMeaning(b0.status()), sink);
            acknowledge(sink);
            phase = new Initialising(nowNanos + initRetryNanos);
        } else if (answersInit) {
            send(speech.search(rsctl), sink);
            phase = new Searching();
            sink.emit(new RsuEvent.Ready(device, nowNanos, identity(b0)));
            searching(nowNanos, b0, sink);
        } else {
            acknowledge(sink);
        }
    }

    /** A PSAM that nobody has authorised is a finding and no reason to stop: one byte from one source must not close a lane. */
    private void searching(long nowNanos, UnitFrame.B0Status b0, Sink<DeviceEvent> sink) {
        if (b0.psam().filter(UnitFrame.PsamState::needsAuthorisation).isPresent()) {
            health(nowNanos, HealthEvent.State.DEGRADED, "PSAM needs authorisation: vehicle files cannot be read until then", sink);
        } else {
            health(nowNanos, HealthEvent.State.UP, "", sink);
        }
    }

    private static RsuIdentity identity(UnitFrame.B0Status b0) {
        return new RsuIdentity(Stream.of(b0.terminal1(), b0.terminal2()).filter(one -> !one.isEmpty()).toList(),
                b0.manufacturer(), b0.rsuId(), b0.version());
    }

    private void initialise(long nowNanos, Sink<DeviceEvent> sink) {
        if (openInits >= PATIENT_INITS && !silenceReported) {
            health(nowNanos, HealthEvent.State.DEGRADED, "does not answer the initialisation (C0)", sink);
        }
        send(speech.initialise(rsctl, wallMillis.getAsLong()), sink);
        lastInitNanos = nowNanos;
        openInits++;
        phase = new Initialising(nowNanos + initRetryNanos);
    }

    @Override
    public void command(long nowNanos, DeviceCommand command, Sink<DeviceEvent> sink) {
        if (!(command instanceof RsuCommand rsu)) {
            throw new IllegalArgumentException("routed to the wrong device: " + command);
        }
        switch (phase) {
            case LineDown _ -> refuse(nowNanos, rsu, "not sent: the line is down", sink);
            case Initialising _ -> refuse(nowNanos, rsu, "not sent: the RSU is being initialised", sink);
            case Searching _ -> obey(nowNanos, rsu, sink);
        }
    }

    private void obey(long nowNanos, RsuCommand command, Sink<DeviceEvent> sink) {
        switch (command) {
            case RsuCommand.Debit _, RsuCommand.WriteEntry _ -> lastRequest = RsuStep.TRANSACT;
            case RsuCommand.FetchTac fetch -> {
                lastRequest = RsuStep.FETCH_TAC;
                proofAsked = Optional.of(fetch);
            }
            case RsuCommand.Repeat repeat when !profile.canAskAgain() -> {
                notSent(nowNanos, repeat.obu(), lastRead, DebitCertainty.NOT_DEBITED,
                        "profile " + profile.label() + " cannot ask for a frame again", sink);
                return;
            }
            case RsuCommand.ReadOn _, RsuCommand.Release _, RsuCommand.Abandon _, RsuCommand.Repeat _,
                 RsuCommand.Acknowledge _, RsuCommand.SwitchAntenna _ -> { }
        }
        send(speech.frame(rsctl, command), sink);
    }

    /** The lane waits for the outcome of these three; it learns at once that nothing was sent. */
    private void refuse(long nowNanos, RsuCommand command, String reason, Sink<DeviceEvent> sink) {
        switch (command) {
            case RsuCommand.Debit debit -> notSent(nowNanos, debit.obu(), RsuStep.TRANSACT, DebitCertainty.NOT_DEBITED, reason,
                    sink);
            case RsuCommand.WriteEntry entry -> notSent(nowNanos, entry.obu(), RsuStep.TRANSACT, DebitCertainty.NOT_DEBITED,
                    reason, sink);
            case RsuCommand.FetchTac fetch -> notSent(nowNanos, fetch.obu(), RsuStep.FETCH_TAC, DebitCertainty.UNKNOWN, reason,
                    sink);
            case RsuCommand.ReadOn _, RsuCommand.Release _, RsuCommand.Abandon _, RsuCommand.Repeat _,
                 RsuCommand.Acknowledge _, RsuCommand.SwitchAntenna _ ->
                    sink.malformed(new byte[0], command.getClass().getSimpleName() + " " + reason);
        }
    }

    private void notSent(long nowNanos, ObuId obu, RsuStep step, DebitCertainty certainty, String reason,
            Sink<DeviceEvent> sink) {
        sink.emit(new RsuEvent.StepFailed(device, nowNanos, obu, step, 0, certainty, reason, Bytes.EMPTY));
    }

    private void acknowledge(Sink<DeviceEvent> sink) {
        send(new LaneFrame.Empty(rsctl), sink);
    }

    private void send(LaneFrame frame, Sink<DeviceEvent> sink) {
        sink.send(speech.wire(frame));
    }

    @Override
    public void due(long nowNanos, Sink<DeviceEvent> sink) {
        if (phase instanceof LineDown) {
            return;
        }
        if (!silenceReported && nowNanos - lastFrameNanos >= linkLostNanos) {
            silenceReported = true;
            health(nowNanos, HealthEvent.State.DOWN, "no frame for " + settings.linkLostMs() / 1000 + " s", sink);
            if (phase instanceof Searching) {
                initialise(nowNanos, sink);
            }
        }
        if (phase instanceof Initialising waiting && nowNanos - waiting.retryAtNanos >= 0) {
            initialise(nowNanos, sink);
        }
    }

    @Override
    public long nextDueNanos() {
        long silence = silenceReported ? Long.MAX_VALUE : lastFrameNanos + linkLostNanos;
        return switch (phase) {
            case LineDown _ -> Long.MAX_VALUE;
            case Initialising waiting -> Math.min(waiting.retryAtNanos, silence);
            case Searching _ -> silence;
        };
    }

    private void health(long nowNanos, HealthEvent.State state, String cause, Sink<DeviceEvent> sink) {
        if (lastHealth == null || lastHealth.state() != state || !lastHealth.cause().equals(cause)) {
            lastHealth = new HealthEvent(device, nowNanos, state, cause);
            sink.emit(lastHealth);
        }
    }
}
