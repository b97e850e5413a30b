package org.etclane.device.lc301;

import java.util.Optional;
import org.etclane.device.AlarmCommand;
import org.etclane.device.BarrierCommand;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.DisplayCommand;
import org.etclane.device.FogLightCommand;
import org.etclane.device.GuideBoardCommand;
import org.etclane.device.HealthEvent;
import org.etclane.device.RsuCommand;
import org.etclane.device.ScaleCommand;
import org.etclane.device.SignalCommand;
import org.etclane.device.VoiceCommand;
import org.etclane.device.lc301.Lc301Frame.AControl;
import org.etclane.device.lc301.Lc301Frame.BStatus;
import org.etclane.device.link.Endpoint;

/**
 * The lane's side of one XY-LC-301: barrier, lights, alarm, fee display and two loops over one line (lane-io-lc301.md).
 *
 * <p>An A frame carries the whole wanted state, so there is no queue: at most one barrier command waits, everything else is a
 * level that the next frame carries. A raise or lower bit is in the frames of its own seq only (the first send and its
 * retries); keep-alives, light and display frames never have one, and nothing ever sets auto-lower. A barrier command cuts in
 * front of any other frame; a raise also cuts off a lower that is not answered yet, a lower waits for the raise before it.
 *
 * <p>After link-up nothing that drives an output is sent until a status has shown what the outputs are: first the query frame,
 * then, on the first status, an A frame that repeats the reported lights (it also gives the controller a seq to compare with,
 * so that the first real command is never taken for a repetition). Commands before link-up are dropped; commands before that
 * answer wait, barrier commands at most {@code commandValidMs}. After a loss nothing is remembered: the lane says what it wants
 * again when it sees {@link HealthEvent.State#UP}.
 *
 * <p>One thread at a time. No bytes make it throw.
 */
public final class Lc301Driver implements Endpoint<DeviceCommand, DeviceEvent> {
    static final long NANOS_PER_MS = 1_000_000L;
    /** A status is 7 bytes, 7.3 ms at 9600 baud; a partial one older than this is not continued. */
    private static final long PARTIAL_MS = 200;

    private enum Phase { NO_LINK, LEARNING, PRIMING, READY }

    private enum Kind {
        PRIME("the first state frame"), STATE("a state frame"), KEEP_ALIVE("a keep-alive"), RAISE("raise"), LOWER("lower");

        final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    /**
     * @param colour  goes out right behind the frame, so that text and colour of the display change together
     * @param answers B frames still to come: 2 when the frame cut off another one whose answer is also under way
     */
    private record Open(Kind kind, byte[] frame, Optional<byte[]> colour, long sentNanos, int sends, int answers,
                        boolean answered) {
    }

    private record Waiting(BarrierCommand command, long sinceNanos) {
    }

    private final Lc301Settings settings;
    private final Lc301Settings.Timing timing;
    private final Lc301Decoder decoder = new Lc301Decoder(Lc301Decoder.Side.HOST);
    private final Lc301Inputs inputs;
    private final Lc301Outputs outputs;

    private Phase phase = Phase.NO_LINK;
    private Optional<HealthEvent.State> health = Optional.empty();
    private Optional<Open> open = Optional.empty();
    private Optional<Waiting> waiting = Optional.empty();
    private Optional<AControl> lastLevels = Optional.empty();
    private Optional<Boolean> colourWaiting = Optional.empty();
    private boolean levelsWanted;
    private boolean speakWanted;
    private boolean queryRefused;
    private boolean earlyOnFirstSend;
    private boolean lineUnpaced;
    private int seq;
    private long lastSentNanos;
    private long lastNewSeqNanos;
    private long lastStatusNanos;
    private long lastByteNanos;

    public Lc301Driver(Lc301Settings settings) {
        this.settings = settings;
        this.timing = settings.timing();
        this.inputs = new Lc301Inputs(settings);
        this.outputs = new Lc301Outputs(settings);
    }

    @Override
    public void linkUp(long nowNanos, Sink<DeviceEvent> sink) {
        decoder.reset();
        forgetWishes();
        phase = Phase.LEARNING;
        queryRefused = false;
        lineUnpaced = false;
        lastStatusNanos = nowNanos;
        query(nowNanos, sink);
    }

    @Override
    public void received(long nowNanos, byte[] buffer, int length, Sink<DeviceEvent> sink) {
        Lc301Decoder.Output output = new Lc301Decoder.Output() {
            @Override
            public void frame(Lc301Frame frame) {
                onFrame(nowNanos, frame, sink);
            }

            @Override
            public void malformed(byte[] raw, Lc301Decoder.Fault fault) {
                sink.malformed(raw, fault.reason);
            }
        };
        if (decoder.partial() && nowNanos - lastByteNanos > PARTIAL_MS * NANOS_PER_MS) {
            decoder.expire(output);
        }
        lastByteNanos = nowNanos;
        decoder.feed(buffer, length, output);
    }

    @Override
    public void linkDown(long nowNanos, String cause, Sink<DeviceEvent> sink) {
        phase = Phase.NO_LINK;
        decoder.reset();
        lose(nowNanos, cause, sink);
    }

    @Override
    public void command(long nowNanos, DeviceCommand command, Sink<DeviceEvent> sink) {
        if (phase == Phase.NO_LINK) {
            return;
        }
        switch (command) {
            case BarrierCommand barrier -> waiting = underWay(barrier) ? Optional.empty()
                    : Optional.of(new Waiting(barrier, nowNanos));
            case SignalCommand signal -> {
                outputs.signal(signal);
                levelsWanted = true;
            }
            case AlarmCommand alarm -> {
                outputs.alarm(alarm);
                levelsWanted = true;
            }
            case DisplayCommand display -> wantDisplay(display);
            case VoiceCommand _, GuideBoardCommand _, FogLightCommand _ -> { } // this controller has no such output
            case RsuCommand _, ScaleCommand _ ->
                    throw new IllegalArgumentException("not a command for a lane I/O controller: " + command);
        }
        advance(nowNanos, sink);
    }

    @Override
    public void due(long nowNanos, Sink<DeviceEvent> sink) {
        if (nowNanos >= silentAtNanos()) {
            phase = Phase.LEARNING;
            lose(nowNanos, "no status for " + timing.silentMs() + " ms"
                    + (queryRefused ? "; the controller refuses the query frame " + settings.queryFrameHex() : ""), sink);
        }
        if (nowNanos >= answerDueNanos()) {
            sendAgainOrGiveUp(nowNanos, sink);
        }
        if (nowNanos >= waitingEndsNanos()) {
            String cause = waiting.orElseThrow().command() + " not sent within " + timing.commandValidMs() + " ms";
            waiting = Optional.empty();
            health(nowNanos, HealthEvent.State.DEGRADED, cause, sink);
        }
        if (nowNanos >= pollDueNanos()) {
            switch (phase) {
                case NO_LINK -> { }
                case LEARNING -> query(nowNanos, sink);
                case PRIMING, READY -> keepAlive(nowNanos, sink);
            }
        }
        advance(nowNanos, sink);
    }

    @Override
    public long nextDueNanos() {
        return Math.min(Math.min(silentAtNanos(), answerDueNanos()), Math.min(waitingEndsNanos(), pollDueNanos()));
    }

    private long silentAtNanos() {
        boolean lost = health.isPresent() && health.get() == HealthEvent.State.DOWN;
        boolean known = inputs.last().isPresent();
        return phase == Phase.NO_LINK || lost && !known ? Long.MAX_VALUE : lastStatusNanos + timing.silentMs() * NANOS_PER_MS;
    }

    private long answerDueNanos() {
        return open.map(o -> o.sentNanos() + timing.answerTimeoutMs() * NANOS_PER_MS).orElse(Long.MAX_VALUE);
    }

    private long waitingEndsNanos() {
        return waiting.map(w -> w.sinceNanos() + timing.commandValidMs() * NANOS_PER_MS).orElse(Long.MAX_VALUE);
    }

    private long pollDueNanos() {
        if (phase == Phase.NO_LINK || open.isPresent() || phase == Phase.LEARNING && settings.queryFrame().size() == 0) {
            return Long.MAX_VALUE;
        }
        return lastSentNanos + (phase == Phase.LEARNING ? timing.queryGapMs() : timing.pollMs()) * NANOS_PER_MS;
    }

    private void onFrame(long nowNanos, Lc301Frame frame, Sink<DeviceEvent> sink) {
        switch (frame) {
            case BStatus b when b.address() == settings.address() -> onStatus(nowNanos, b, sink);
            case BStatus b -> sink.malformed(Lc301Codec.encode(b), "status of address " + b.address());
            case Lc301Frame.ErrorReport e -> onError(nowNanos, e, sink);
            case AControl _, Lc301Frame.CCommand _, Lc301Frame.DisplayColour _ ->
                    sink.malformed(Lc301Codec.encode(frame), "frame of the host's own side");
        }
    }

    private void onStatus(long nowNanos, BStatus status, Sink<DeviceEvent> sink) {
        lastStatusNanos = nowNanos;
        boolean wasOccupied = inputs.armLoopOccupied();
        if (phase == Phase.LEARNING) {
            health(nowNanos, HealthEvent.State.UP, "", sink);
            phase = Phase.PRIMING;
            inputs.report(nowNanos, status, sink);
            sendLevels(nowNanos, Kind.PRIME, 0, sink);
        } else {
            inputs.report(nowNanos, status, sink);
            answered(nowNanos, sink);
        }
        if (inputs.armLoopOccupied() && !wasOccupied) {
            withdrawLower();
        }
        advance(nowNanos, sink);
    }

    /** A vehicle came under the arm after the lane decided to lower: the decision is void, sent or not. */
    private void withdrawLower() {
        waiting = waiting.filter(w -> w.command() != BarrierCommand.LOWER);
        open = open.filter(o -> o.kind() != Kind.LOWER);
    }

    private void onError(long nowNanos, Lc301Frame.ErrorReport error, Sink<DeviceEvent> sink) {
        sink.malformed(Lc301Codec.encode(error), "controller could not read a frame");
        if (phase == Phase.LEARNING) {
            queryRefused = true;
        } else if (open.isPresent() && open.get().sends() <= timing.retries()) {
            sendAgainOrGiveUp(nowNanos, sink);
        }
    }

    private void answered(long nowNanos, Sink<DeviceEvent> sink) {
        if (open.isEmpty() || tooEarly(nowNanos, open.get())) {
            return;
        }
        Open o = open.get();
        if (o.answers() > 1) {
            open = Optional.of(new Open(o.kind(), o.frame(), o.colour(), o.sentNanos(), o.sends(), o.answers() - 1, true));
        } else {
            done(nowNanos, sink);
        }
    }

    /** A line that is early again after a repetition does not pace: from then on the limit means nothing on it. */
    private boolean tooEarly(long nowNanos, Open o) {
        if (lineUnpaced || nowNanos >= o.sentNanos() + timing.earliestAnswerMs() * NANOS_PER_MS) {
            return false;
        }
        lineUnpaced = o.sends() > 1 && earlyOnFirstSend;
        earlyOnFirstSend |= o.sends() == 1;
        return !lineUnpaced;
    }

    private void done(long nowNanos, Sink<DeviceEvent> sink) {
        open = Optional.empty();
        if (phase == Phase.PRIMING) {
            phase = Phase.READY;
        }
        health(nowNanos, HealthEvent.State.UP, "", sink);
    }

    private void sendAgainOrGiveUp(long nowNanos, Sink<DeviceEvent> sink) {
        Open o = open.orElseThrow();
        boolean once = o.kind() == Kind.KEEP_ALIVE;
        if (!once && o.sends() <= timing.retries()) {
            sendOpen(new Open(o.kind(), o.frame(), o.colour(), nowNanos, o.sends() + 1, o.answers(), o.answered()), sink);
        } else if (o.answered()) {
            done(nowNanos, sink);
        } else {
            open = Optional.empty();
            String cause = "no answer to " + o.kind().words + " after " + o.sends() + " sends";
            if (!once) {
                health(nowNanos, HealthEvent.State.DEGRADED, cause, sink);
            }
        }
    }

    private void advance(long nowNanos, Sink<DeviceEvent> sink) {
        if (phase != Phase.READY) {
            return;
        }
        if (waiting.isPresent() && mayStart(waiting.get().command())) {
            startBarrier(nowNanos, waiting.get().command(), sink);
        } else if (open.isEmpty() && levelsWanted) {
            levelsWanted = false;
            if (outputs.alarmOn() || speakWanted || colourWaiting.isPresent()
                    || !levels(nowNanos).equals(lastLevels.orElse(null))) {
                sendLevels(nowNanos, Kind.STATE, 0, sink);
            }
            advance(nowNanos, sink);
        }
    }

    private boolean mayStart(BarrierCommand command) {
        Optional<Kind> kind = open.map(Open::kind);
        return kind.isEmpty() || kind.get() != Kind.RAISE && (command == BarrierCommand.RAISE || kind.get() != Kind.LOWER);
    }

    private boolean underWay(BarrierCommand command) {
        return open.filter(o -> o.kind() == (command == BarrierCommand.RAISE ? Kind.RAISE : Kind.LOWER)).isPresent();
    }

    private void startBarrier(long nowNanos, BarrierCommand command, Sink<DeviceEvent> sink) {
        waiting = Optional.empty();
        levelsWanted = false;
        outputs.barrier(command, nowNanos);
        boolean raise = command == BarrierCommand.RAISE;
        sendLevels(nowNanos, raise ? Kind.RAISE : Kind.LOWER, raise ? Lc301Bits.RAISE : Lc301Bits.LOWER, sink);
    }

    /** The state again: the same seq when nothing changed, so that a controller that got it before only answers. */
    private void keepAlive(long nowNanos, Sink<DeviceEvent> sink) {
        AControl levels = levels(nowNanos);
        boolean alarmEnds = outputs.alarmOn() && nowNanos - lastNewSeqNanos >= timing.alarmRefreshMs() * NANOS_PER_MS;
        if (phase == Phase.READY && (alarmEnds || !levels.equals(lastLevels.orElse(null)))) {
            sendLevels(nowNanos, Kind.STATE, 0, sink);
            return;
        }
        byte[] frame = Lc301Codec.encode(levels.withSeq(seq));
        sendOpen(new Open(Kind.KEEP_ALIVE, frame, Optional.empty(), nowNanos, 1, 1, false), sink);
    }

    private AControl levels(long nowNanos) {
        return outputs.levels(nowNanos, inputs.last().orElseThrow());
    }

    private void sendLevels(long nowNanos, Kind kind, int pulseBits, Sink<DeviceEvent> sink) {
        AControl levels = levels(nowNanos);
        lastLevels = Optional.of(levels);
        lastNewSeqNanos = nowNanos;
        earlyOnFirstSend = false;
        seq = (seq + 1) & 0xFF;
        byte[] frame = Lc301Codec.encode(levels.withSeq(seq).plus(pulseBits, speakWanted ? Lc301Bits.SPEAK_FEE : 0));
        speakWanted = false;
        Optional<byte[]> colour = colourWaiting.map(green -> Lc301Codec.encode(new Lc301Frame.DisplayColour(green)));
        colourWaiting = Optional.empty();
        sendOpen(new Open(kind, frame, colour, nowNanos, 1, open.isPresent() ? 2 : 1, false), sink);
    }

    private void sendOpen(Open toSend, Sink<DeviceEvent> sink) {
        open = Optional.of(toSend);
        lastSentNanos = toSend.sentNanos();
        sink.send(toSend.frame().clone());
        toSend.colour().ifPresent(colour -> sink.send(colour.clone()));
    }

    /** Its display has no dimmer, no self-test and no free voice, and its lights are the lane's own. */
    private void wantDisplay(DisplayCommand display) {
        if (!(display instanceof DisplayCommand.Content content)) {
            return;
        }
        outputs.display(content);
        levelsWanted = true;
        if (content instanceof DisplayCommand.Show show) {
            speakWanted = settings.display().speakFee() && show.fee().isPresent();
            colourWaiting = settings.display().colourFrames()
                    ? Optional.of(show.colour() == DisplayCommand.Colour.GREEN) : Optional.empty();
        }
    }

    private void query(long nowNanos, Sink<DeviceEvent> sink) {
        lastSentNanos = nowNanos;
        if (settings.queryFrame().size() > 0) {
            sink.send(settings.queryFrame().toArray());
        }
    }

    private void lose(long nowNanos, String cause, Sink<DeviceEvent> sink) {
        forgetWishes();
        inputs.lost(nowNanos, sink);
        health(nowNanos, HealthEvent.State.DOWN, cause, sink);
    }

    private void forgetWishes() {
        open = Optional.empty();
        waiting = Optional.empty();
        lastLevels = Optional.empty();
        colourWaiting = Optional.empty();
        levelsWanted = false;
        speakWanted = false;
        outputs.forget();
    }

    private void health(long nowNanos, HealthEvent.State state, String cause, Sink<DeviceEvent> sink) {
        if (health.isEmpty() || health.get() != state) {
            health = Optional.of(state);
            sink.emit(new HealthEvent(settings.name(), nowNanos, state, cause));
        }
    }
}
