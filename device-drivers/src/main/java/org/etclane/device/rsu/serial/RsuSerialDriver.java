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
import org.etclane.device.frame.ByteWriter;
import org.etclane.device.link.Endpoint;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The lane's side of an RSU on variant A, profile {@code classic} (rsu-serial.md §2, §3).
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
 * <p>Thread: the endpoint's caller, one at a time. The wall clock is read for C0 only.
 */
public final class RsuSerialDriver implements Endpoint<DeviceCommand, DeviceEvent> {
    private static final Bytes NO_FACTOR = Bytes.zeros(8);
    /** So many C0 without an answer are a finding. */
    private static final int PATIENT_INITS = 3;

    private final String device;
    private final RsuSerialSettings settings;
    private final LongSupplier wallMillis;
    private final RsuDeframer<UnitFrame> deframer = RsuDeframer.ofUnitFrames();
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
            case UnitFrame.B2Heartbeat _, UnitFrame.Empty _ -> { }
            case UnitFrame.B2ObuInfo b2 -> sink.emit(new RsuEvent.ObuFound(device, nowNanos, b2.obu(), raw));
            case UnitFrame.B3VehicleInfo b3 ->
                    sink.emit(new RsuEvent.VehicleRead(device, nowNanos, b3.obu(), b3.vehicle(), raw));
            case UnitFrame.B4CardInfo b4 -> sink.emit(new RsuEvent.CardRead(device, nowNanos, b4.obu(), b4.card(), raw));
            case UnitFrame.B5Result b5 -> sink.emit(new RsuEvent.Completed(device, nowNanos, b5.obu(), b5.result(), raw));
            case UnitFrame.StepError error -> sink.emit(stepFailed(nowNanos, error, raw));
            case UnitFrame.Unknown unknown -> unknown(unknown, raw, sink);
        }
    }

    private void unknown(UnitFrame.Unknown frame, Bytes raw, Sink<DeviceEvent> sink) {
        sink.malformed(raw.toArray(), "command %02XH is not in profile classic".formatted(frame.command()));
        // only RSU commands: an echo of our own frames must not start an endless exchange
        if (frame.command() >>> 4 == 0xB) {
            acknowledge(sink);
        }
    }

    private RsuEvent stepFailed(long nowNanos, UnitFrame.StepError error, Bytes raw) {
        RsuStep step = switch (error.command()) {
            case 0xB2 -> RsuStep.FIND;
            case 0xB3 -> RsuStep.READ_VEHICLE;
            case 0xB4 -> RsuStep.READ_CARD;
            default -> lastRequest;
        };
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
            send(new LaneFrame.C1Continue(rsctl, ObuId.NONE, NO_FACTOR), sink);
            phase = new Searching();
            sink.emit(new RsuEvent.Ready(device, nowNanos, identity(b0)));
            health(nowNanos, HealthEvent.State.UP, "", sink);
        } else {
            acknowledge(sink);
        }
    }

    private static RsuIdentity identity(UnitFrame.B0Status b0) {
        return new RsuIdentity(List.of(b0.terminal1(), b0.terminal2()), b0.manufacturer(), b0.rsuId(), b0.version());
    }

    private void initialise(long nowNanos, Sink<DeviceEvent> sink) {
        if (openInits >= PATIENT_INITS && !silenceReported) {
            health(nowNanos, HealthEvent.State.DEGRADED, "does not answer the initialisation (C0)", sink);
        }
        long wall = wallMillis.getAsLong();
        send(new LaneFrame.C0Initialise(rsctl, settings.wireSeconds(wall), settings.localTime(wall), settings.laneMode(),
                settings.waitTimeS(), settings.txPower(), settings.pllChannel(), settings.transMode()), sink);
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
            case Searching _ -> send(lane(rsu), sink);
        }
    }

    private LaneFrame lane(RsuCommand command) {
        return switch (command) {
            case RsuCommand.ReadOn go -> new LaneFrame.C1Continue(rsctl, go.obu(), go.factor());
            case RsuCommand.Release done -> new LaneFrame.C1Continue(rsctl, done.obu(), done.factor());
            case RsuCommand.Abandon abandon -> new LaneFrame.C2Stop(rsctl, abandon.obu(), LaneFrame.STOP_SEARCH_AGAIN);
            case RsuCommand.Repeat repeat -> new LaneFrame.C2Stop(rsctl, repeat.obu(), LaneFrame.STOP_RESEND);
            case RsuCommand.Acknowledge _ -> new LaneFrame.Empty(rsctl);
            case RsuCommand.SwitchAntenna antenna -> new LaneFrame.Antenna4C(rsctl, antenna.on() ? 1 : 0);
            case RsuCommand.Debit debit -> {
                lastRequest = RsuStep.TRANSACT;
                yield new LaneFrame.C6Debit(rsctl, debit.obu(), debit.factor(), 0, debit.amountFen(), debit.purchaseTime(),
                        station(debit.transit()));
            }
            case RsuCommand.WriteEntry entry -> {
                lastRequest = RsuStep.TRANSACT;
                yield new LaneFrame.C3WriteEntry(rsctl, entry.obu(), entry.factor(), 0, entry.purchaseTime(),
                        station(entry.transit()));
            }
            case RsuCommand.FetchTac fetch -> {
                lastRequest = RsuStep.FETCH_TAC;
                yield switch (settings.tacCommand()) {
                    case C7 -> new LaneFrame.C7FetchTac(rsctl, fetch.obu(), fetch.factor(), 0, fetch.purchaseTime(),
                            station(fetch.transit()));
                    case C8 -> new LaneFrame.C8FetchTac(rsctl, fetch.obu(), Math.max(0, fetch.cardSerial()));
                };
            }
        };
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

    private Bytes station(Bytes transit) {
        return new ByteWriter().fixed(transit, settings.stationLength()).toBytes();
    }

    private void acknowledge(Sink<DeviceEvent> sink) {
        send(new LaneFrame.Empty(rsctl), sink);
    }

    private static void send(LaneFrame frame, Sink<DeviceEvent> sink) {
        sink.send(LaneFrameCodec.wire(frame));
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
