package org.etclane.device.display.sichuan;

import java.util.ArrayDeque;
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
import org.etclane.device.display.DisplayWishes;
import org.etclane.device.display.FrameScanner;
import org.etclane.device.link.Endpoint;

/**
 * The lane's side of one display of Sichuan's ETC protocol "1D" (fee-displays.md): one frame at a time, the next one when the
 * display has answered; a heartbeat whenever the line was quiet, so that it does not show "lane closed".
 *
 * <p>What waits is at most one command of a kind: a newer text replaces one that is not sent yet. An unanswered frame is sent
 * again; then the display counts as lost, and its latest wishes are its question every {@code heartbeatMs}. Until a first
 * answer nothing is said of its health, because the heartbeat has none. Without {@code answerExpected} nothing is waited for, and
 * health is that of the line.
 *
 * <p>An answer names no frame: after a repetition both sends may be answered, and the second answer is then taken for that to
 * the next frame. A text lost at that moment comes with the next refresh.
 *
 * <p>One thread at a time. No bytes make it throw; a command of another kind of device does.
 */
public final class Sichuan1dDriver implements Endpoint<DeviceCommand, DeviceEvent> {
    private static final long NANOS_PER_MS = 1_000_000L;
    private static final long PARTIAL_MS = 200;
    private static final long NEVER = Long.MAX_VALUE;

    private enum Kind { CONTENT, LIGHTS, BRIGHTNESS, NONE, HEARTBEAT }

    private record Waiting(Kind kind, Sichuan1dFrame frame) {
    }

    private record Open(Sichuan1dFrame frame, long sentNanos, int sends) {
    }

    private final Sichuan1dSettings settings;
    private final Sichuan1dSettings.Timing timing;
    private final Sichuan1dWords words;
    private final Sichuan1dCodec codec = new Sichuan1dCodec();
    private final FrameScanner<Sichuan1dAnswer> scanner = new FrameScanner<>(new Sichuan1dAnswer.Shape());
    private final DisplayWishes wishes = new DisplayWishes();
    /** At most a screen of rows with its colour, two lights and a brightness: see {@link #enqueue}. */
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();

    private boolean linked;
    private boolean lostToSilence;
    private Optional<HealthEvent.State> health = Optional.empty();
    private Optional<Open> open = Optional.empty();
    private long lastByteNanos;
    private long lastSentNanos;
    private long refreshNanos = NEVER;

    public Sichuan1dDriver(Sichuan1dSettings settings) {
        this.settings = settings;
        this.timing = settings.timing();
        this.words = new Sichuan1dWords(settings);
    }

    @Override
    public void linkUp(long nowNanos, Sink<DeviceEvent> sink) {
        linked = true;
        lostToSilence = false;
        scanner.reset();
        if (!timing.answerExpected()) {
            health(nowNanos, HealthEvent.State.UP, "", sink);
        }
        heartbeat(nowNanos, sink);
        enqueueWishes(nowNanos);
        advance(nowNanos, sink);
    }

    @Override
    public void received(long nowNanos, byte[] buffer, int length, Sink<DeviceEvent> sink) {
        FrameScanner.Output<Sichuan1dAnswer> output = new FrameScanner.Output<>() {
            @Override
            public void frame(Sichuan1dAnswer answer) {
                answered(nowNanos, answer, sink);
            }

            @Override
            public void malformed(byte[] raw, FrameScanner.Fault fault) {
                sink.malformed(raw, fault.reason);
            }
        };
        if (scanner.partial() && nowNanos - lastByteNanos > PARTIAL_MS * NANOS_PER_MS) {
            scanner.expire(output);
        }
        lastByteNanos = nowNanos;
        scanner.feed(buffer, length, output);
    }

    @Override
    public void linkDown(long nowNanos, String cause, Sink<DeviceEvent> sink) {
        linked = false;
        scanner.reset();
        waiting.clear();
        open = Optional.empty();
        refreshNanos = NEVER;
        health(nowNanos, HealthEvent.State.DOWN, cause, sink);
    }

    @Override
    public void command(long nowNanos, DeviceCommand command, Sink<DeviceEvent> sink) {
        switch (command) {
            case DisplayCommand display -> {
                wishes.remember(display);
                if (linked) {
                    enqueue(nowNanos, display);
                    advance(nowNanos, sink);
                }
            }
            case RsuCommand _, BarrierCommand _, SignalCommand _, AlarmCommand _, ScaleCommand _, VoiceCommand _,
                 GuideBoardCommand _, FogLightCommand _ ->
                    throw new IllegalArgumentException("not a command for a fee display: " + command);
        }
    }

    @Override
    public void due(long nowNanos, Sink<DeviceEvent> sink) {
        if (nowNanos >= answerDueNanos()) {
            sendAgainOrGiveUp(nowNanos, sink);
        }
        if (nowNanos >= refreshNanos) {
            enqueueWishes(nowNanos);
        }
        if (nowNanos >= heartbeatNanos()) {
            heartbeat(nowNanos, sink);
            if (lostToSilence) {
                enqueueWishes(nowNanos);
            }
        }
        advance(nowNanos, sink);
    }

    @Override
    public long nextDueNanos() {
        return Math.min(Math.min(answerDueNanos(), heartbeatNanos()), refreshNanos);
    }

    private long answerDueNanos() {
        return open.map(o -> o.sentNanos() + timing.answerTimeoutMs() * NANOS_PER_MS).orElse(NEVER);
    }

    private long heartbeatNanos() {
        return linked && open.isEmpty() ? lastSentNanos + timing.heartbeatMs() * NANOS_PER_MS : NEVER;
    }

    private void answered(long nowNanos, Sichuan1dAnswer answer, Sink<DeviceEvent> sink) {
        if (!timing.answerExpected()) {
            return;
        }
        if (open.isEmpty()) {
            sink.malformed(answer.encode().toArray(), "answer to nothing");
            return;
        }
        boolean wasAway = lostToSilence;
        lostToSilence = false;
        if (answer == Sichuan1dAnswer.BAD_FRAME && open.get().sends() <= timing.retries()) {
            send(nowNanos, open.get().frame(), open.get().sends() + 1, sink);
            return;
        }
        open = Optional.empty();
        health(nowNanos, answer == Sichuan1dAnswer.DONE ? HealthEvent.State.UP : HealthEvent.State.DEGRADED, answer.cause, sink);
        if (wasAway) {
            enqueueWishes(nowNanos);
        }
        advance(nowNanos, sink);
    }

    private void sendAgainOrGiveUp(long nowNanos, Sink<DeviceEvent> sink) {
        Open o = open.orElseThrow();
        if (o.sends() <= timing.retries()) {
            send(nowNanos, o.frame(), o.sends() + 1, sink);
            return;
        }
        open = Optional.empty();
        waiting.clear();
        lostToSilence = true;
        health(nowNanos, HealthEvent.State.DOWN, "no answer after " + o.sends() + " sends", sink);
    }

    private void enqueueWishes(long nowNanos) {
        refreshNanos = NEVER;
        wishes.all().forEach(wish -> enqueue(nowNanos, wish));
    }

    private void enqueue(long nowNanos, DisplayCommand command) {
        Kind kind = switch (command) {
            case DisplayCommand.Content _ -> Kind.CONTENT;
            case DisplayCommand.Lights _ -> Kind.LIGHTS;
            case DisplayCommand.Brightness _ -> Kind.BRIGHTNESS;
            case DisplayCommand.SelfTest _, DisplayCommand.Say _ -> Kind.NONE;
        };
        waiting.removeIf(older -> older.kind() == kind);
        words.frames(command).forEach(frame -> waiting.addLast(new Waiting(kind, frame)));
        if (kind == Kind.CONTENT) {
            refreshNanos = timing.refreshMs() == 0 ? NEVER : nowNanos + timing.refreshMs() * NANOS_PER_MS;
        }
    }

    private void heartbeat(long nowNanos, Sink<DeviceEvent> sink) {
        if (timing.answerExpected() && timing.heartbeatAnswered()) {
            waiting.addFirst(new Waiting(Kind.HEARTBEAT, new Sichuan1dFrame.Heartbeat()));
        } else {
            lastSentNanos = nowNanos;
            sink.send(codec.encode(new Sichuan1dFrame.Heartbeat()).toArray());
        }
    }

    private void advance(long nowNanos, Sink<DeviceEvent> sink) {
        while (open.isEmpty() && !waiting.isEmpty()) {
            send(nowNanos, waiting.removeFirst().frame(), 1, sink);
        }
    }

    private void send(long nowNanos, Sichuan1dFrame frame, int sends, Sink<DeviceEvent> sink) {
        open = timing.answerExpected() ? Optional.of(new Open(frame, nowNanos, sends)) : Optional.empty();
        lastSentNanos = nowNanos;
        sink.send(codec.encode(frame).toArray());
    }

    private void health(long nowNanos, HealthEvent.State state, String cause, Sink<DeviceEvent> sink) {
        if (health.isEmpty() || health.get() != state) {
            health = Optional.of(state);
            sink.emit(new HealthEvent(settings.name(), nowNanos, state, cause));
        }
    }
}
