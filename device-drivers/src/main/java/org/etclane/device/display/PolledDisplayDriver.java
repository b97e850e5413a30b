package org.etclane.device.display;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.etclane.device.AlarmCommand;
import org.etclane.device.BarrierCommand;
import org.etclane.device.Bytes;
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
import org.etclane.device.link.Endpoint;

/**
 * The lane's side of a display that answers a query at most: commands go out as they come and are never waited for, a query
 * every {@code queryMs} shows whether the display lives. Without {@code answerExpected} health is {@link HealthEvent.State#UP}
 * as long as the line is open, because nothing else can be known.
 *
 * <p>Content is sent whatever the health: a display that does not answer may still show. The latest wishes are sent at link-up,
 * when an answer comes after silence, after a self-test and every {@code refreshMs}. Nothing here moves; so they need not wait
 * for the first answer.
 *
 * <p>One thread at a time. No bytes make it throw; a command of another kind of device does.
 */
public abstract class PolledDisplayDriver implements Endpoint<DeviceCommand, DeviceEvent> {
    private static final long NANOS_PER_MS = 1_000_000L;
    /** The longest answer takes 5 ms at 9600 baud; the rest of a partial one will not come after this. */
    private static final long PARTIAL_MS = 200;
    private static final long NEVER = Long.MAX_VALUE;

    private final String name;
    private final DisplayTiming timing;
    private final DisplayDialect dialect;
    private final FrameScanner<DisplayAnswer> scanner;
    private final DisplayWishes wishes = new DisplayWishes();

    private boolean linked;
    /** DOWN because nothing came; a DOWN of the line does not end the waiting for a first answer. */
    private boolean lostToSilence;
    private Optional<HealthEvent.State> health = Optional.empty();
    private long lastByteNanos;
    private long lastAnswerNanos;
    private long queryNanos = NEVER;
    private long refreshNanos = NEVER;
    private long selfTestEndsNanos = NEVER;

    protected PolledDisplayDriver(String name, DisplayTiming timing, DisplayDialect dialect) {
        this.name = name;
        this.timing = timing;
        this.dialect = dialect;
        this.scanner = new FrameScanner<>(dialect.answers());
    }

    @Override
    public void linkUp(long nowNanos, Sink<DeviceEvent> sink) {
        linked = true;
        lostToSilence = false;
        scanner.reset();
        lastAnswerNanos = nowNanos;
        selfTestEndsNanos = NEVER;
        if (timing.answerExpected()) {
            query(nowNanos, sink);
        } else {
            health(nowNanos, HealthEvent.State.UP, "", sink);
        }
        sendWishes(nowNanos, sink);
    }

    @Override
    public void received(long nowNanos, byte[] buffer, int length, Sink<DeviceEvent> sink) {
        FrameScanner.Output<DisplayAnswer> output = new FrameScanner.Output<>() {
            @Override
            public void frame(DisplayAnswer answer) {
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
        queryNanos = NEVER;
        refreshNanos = NEVER;
        selfTestEndsNanos = NEVER;
        health(nowNanos, HealthEvent.State.DOWN, cause, sink);
    }

    @Override
    public void command(long nowNanos, DeviceCommand command, Sink<DeviceEvent> sink) {
        switch (command) {
            case DisplayCommand display -> {
                wishes.remember(display);
                if (linked) {
                    send(display, dialect::frames, nowNanos, sink);
                }
            }
            case RsuCommand _, BarrierCommand _, SignalCommand _, AlarmCommand _, ScaleCommand _, VoiceCommand _,
                 GuideBoardCommand _, FogLightCommand _ ->
                    throw new IllegalArgumentException("not a command for a fee display: " + command);
        }
    }

    @Override
    public void due(long nowNanos, Sink<DeviceEvent> sink) {
        if (nowNanos >= silentNanos()) {
            lostToSilence = true;
            health(nowNanos, HealthEvent.State.DOWN, "no answer to the query for " + timing.silentMs() + " ms", sink);
        }
        if (nowNanos >= queryNanos) {
            query(nowNanos, sink);
        }
        if (nowNanos >= selfTestEndsNanos) {
            selfTestEndsNanos = NEVER;
            sendWishes(nowNanos, sink);
        }
        if (nowNanos >= refreshNanos) {
            sendWishes(nowNanos, sink);
        }
    }

    @Override
    public long nextDueNanos() {
        return Math.min(Math.min(silentNanos(), queryNanos), Math.min(selfTestEndsNanos, refreshNanos));
    }

    private long silentNanos() {
        return !linked || !timing.answerExpected() || lostToSilence ? NEVER
                : lastAnswerNanos + timing.silentMs() * NANOS_PER_MS;
    }

    private void answered(long nowNanos, DisplayAnswer answer, Sink<DeviceEvent> sink) {
        if (!timing.answerExpected()) {
            return;
        }
        boolean wasAway = lostToSilence;
        lostToSilence = false;
        lastAnswerNanos = nowNanos;
        health(nowNanos, answer.good() ? HealthEvent.State.UP : HealthEvent.State.DEGRADED, answer.cause(), sink);
        if (wasAway) {
            sendWishes(nowNanos, sink);
        }
    }

    private void query(long nowNanos, Sink<DeviceEvent> sink) {
        queryNanos = nowNanos + timing.queryMs() * NANOS_PER_MS;
        sink.send(dialect.query().toArray());
    }

    private void sendWishes(long nowNanos, Sink<DeviceEvent> sink) {
        refreshNanos = NEVER;
        wishes.all().forEach(wish -> send(wish, dialect::repeated, nowNanos, sink));
    }

    private void send(DisplayCommand command, Function<DisplayCommand, List<Bytes>> words, long nowNanos,
                      Sink<DeviceEvent> sink) {
        List<Bytes> frames = words.apply(command);
        frames.forEach(frame -> sink.send(frame.toArray()));
        if (command instanceof DisplayCommand.SelfTest && !frames.isEmpty()) {
            selfTestEndsNanos = nowNanos + timing.selfTestMs() * NANOS_PER_MS;
        }
        if (command instanceof DisplayCommand.Content) {
            selfTestEndsNanos = NEVER;
            refreshNanos = timing.refreshMs() == 0 ? NEVER : nowNanos + timing.refreshMs() * NANOS_PER_MS;
        }
    }

    private void health(long nowNanos, HealthEvent.State state, String cause, Sink<DeviceEvent> sink) {
        if (health.isEmpty() || health.get() != state) {
            health = Optional.of(state);
            sink.emit(new HealthEvent(name, nowNanos, state, cause));
        }
    }
}
