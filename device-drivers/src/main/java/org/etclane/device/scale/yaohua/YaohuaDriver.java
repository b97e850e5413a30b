package org.etclane.device.scale.yaohua;

import java.util.Optional;
import java.util.Set;
import org.etclane.device.Bytes;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.ScaleCommand;
import org.etclane.device.ScaleEvent;
import org.etclane.device.frame.FrameScanner;
import org.etclane.device.frame.Scanned;
import org.etclane.device.link.Endpoint;
import org.etclane.device.scale.Reading;
import org.etclane.device.scale.StaticScale;
import org.etclane.device.scale.yaohua.YaohuaFrame.Displayed;

/**
 * The lane's side of an XK3190 (weighing.md §1): listens to a continuous indicator, or asks one in command mode for the gross weight,
 * one request at a time. What becomes of the readings is {@link StaticScale}'s business.
 *
 * <p>One thread at a time. No bytes make it throw.
 */
public final class YaohuaDriver implements Endpoint<DeviceCommand, DeviceEvent> {
    private static final long NANOS_PER_MS = 1_000_000L;
    private static final char GROSS = 'B';

    private final YaohuaSettings settings;
    private final YaohuaSettings.Timing timing;
    private final FrameScanner<YaohuaFrame> scanner;
    private final StaticScale scale;

    private boolean linked;
    private Optional<Character> asked = Optional.empty();
    private Optional<ScaleCommand.Zero> zero = Optional.empty();
    private long sentNanos;
    private long lastByteNanos;

    public YaohuaDriver(YaohuaSettings settings) {
        this.settings = settings;
        this.timing = settings.timing();
        this.scanner = YaohuaCodec.scanner(settings.mode());
        this.scale = new StaticScale(settings.name(), settings.load());
    }

    @Override
    public void linkUp(long nowNanos, Sink<DeviceEvent> sink) {
        linked = true;
        scanner.reset();
        asked = Optional.empty();
        scale.linkUp(nowNanos);
        if (polls()) {
            ask(nowNanos, GROSS, sink);
        }
    }

    @Override
    public void linkDown(long nowNanos, String cause, Sink<DeviceEvent> sink) {
        linked = false;
        scanner.reset();
        asked = Optional.empty();
        zero.ifPresent(z -> answer(nowNanos, z, false, cause, sink));
        zero = Optional.empty();
        scale.linkDown(nowNanos, cause, sink);
    }

    @Override
    public void received(long nowNanos, byte[] buffer, int length, Sink<DeviceEvent> sink) {
        expirePartial(nowNanos, sink);
        lastByteNanos = nowNanos;
        scanner.feed(buffer, length).forEach(scanned -> on(nowNanos, scanned, sink));
    }

    private void expirePartial(long nowNanos, Sink<DeviceEvent> sink) {
        if (nowNanos >= partialEndsNanos()) {
            scanner.expire().forEach(scanned -> on(nowNanos, scanned, sink));
        }
    }

    private void on(long nowNanos, Scanned<YaohuaFrame> scanned, Sink<DeviceEvent> sink) {
        switch (scanned) {
            case Scanned.Malformed<YaohuaFrame>(Bytes raw, _, String reason) -> sink.malformed(raw.toArray(), reason);
            case Scanned.Frame<YaohuaFrame>(YaohuaFrame.Continuous0(Displayed w), Bytes raw) -> weight(nowNanos, w, raw, sink);
            case Scanned.Frame<YaohuaFrame>(YaohuaFrame.LowFirst(Displayed w), Bytes raw) -> weight(nowNanos, w, raw, sink);
            case Scanned.Frame<YaohuaFrame>(YaohuaFrame.HighFirst(Displayed w), Bytes raw) -> weight(nowNanos, w, raw, sink);
            case Scanned.Frame<YaohuaFrame>(YaohuaFrame.Command c, Bytes raw) -> command(nowNanos, c, raw, sink);
        }
    }

    private void command(long nowNanos, YaohuaFrame.Command answer, Bytes raw, Sink<DeviceEvent> sink) {
        boolean expected = answer.address() == settings.address() && asked.equals(Optional.of(answer.command()));
        boolean echo = answer.command() == GROSS && answer.weight().isEmpty();
        if (!expected || echo) {
            sink.malformed(raw.toArray(), echo ? "no weight in it, perhaps an echo" : "answer to nothing that was asked");
            return;
        }
        asked = Optional.empty();
        if (answer.command() == GROSS) {
            weight(nowNanos, answer.weight().orElseThrow(), raw, sink);
        } else {
            zero.ifPresent(z -> answer(nowNanos, z, true, "", sink));
            zero = Optional.empty();
        }
    }

    private void weight(long nowNanos, Displayed shown, Bytes raw, Sink<DeviceEvent> sink) {
        scale.reading(nowNanos, new Reading(settings.unit().toKg(shown.signedDigits(), shown.decimals()), Optional.empty(), Set.of(),
                raw), sink);
    }

    @Override
    public void command(long nowNanos, DeviceCommand command, Sink<DeviceEvent> sink) {
        if (!(command instanceof ScaleCommand scaleCommand)) {
            throw new IllegalArgumentException("not a command for a scale: " + command);
        }
        switch (scaleCommand) {
            case ScaleCommand.Taken _ -> { }
            case ScaleCommand.SetClock set -> answer(nowNanos, set, false, "an indicator has no clock", sink);
            case ScaleCommand.Zero wanted -> zero(nowNanos, wanted, sink);
        }
    }

    private void zero(long nowNanos, ScaleCommand.Zero wanted, Sink<DeviceEvent> sink) {
        Optional<String> refusal = settings.zeroCommand() == YaohuaSettings.ZeroCommand.NONE
                ? Optional.of("not configured for this indicator: zeroCommand") : zero.isPresent()
                ? Optional.of("another command is on its way") : scale.whyNotZero(nowNanos);
        if (refusal.isPresent()) {
            answer(nowNanos, wanted, false, refusal.get(), sink);
        } else if (polls()) {
            zero = Optional.of(wanted);
        } else {
            sink.send(request(settings.zeroCommand().letter));
            answer(nowNanos, wanted, true, "", sink);
        }
    }

    private void answer(long nowNanos, ScaleCommand command, boolean done, String reason, Sink<DeviceEvent> sink) {
        sink.emit(new ScaleEvent.CommandAnswered(settings.name(), nowNanos, command, done, reason));
    }

    private boolean polls() {
        return settings.mode() == YaohuaSettings.Mode.COMMANDS;
    }

    private byte[] request(char letter) {
        return YaohuaCodec.wire(YaohuaFrame.Command.request(settings.address(), letter));
    }

    private void ask(long nowNanos, char letter, Sink<DeviceEvent> sink) {
        asked = Optional.of(letter);
        sentNanos = nowNanos;
        sink.send(request(letter));
    }

    @Override
    public void due(long nowNanos, Sink<DeviceEvent> sink) {
        expirePartial(nowNanos, sink);
        scale.due(nowNanos, sink);
        if (nowNanos < askDueNanos()) {
            return;
        }
        if (asked.isPresent() && asked.get() != GROSS) {
            zero.ifPresent(z -> answer(nowNanos, z, false, "no answer within " + timing.answerTimeoutMs() + " ms", sink));
            zero = Optional.empty();
        }
        asked = Optional.empty();
        Optional<String> refusal = zero.flatMap(z -> scale.whyNotZero(nowNanos));
        if (refusal.isPresent()) {
            answer(nowNanos, zero.orElseThrow(), false, refusal.get(), sink);
            zero = Optional.empty();
        }
        ask(nowNanos, zero.isPresent() ? settings.zeroCommand().letter : GROSS, sink);
    }

    @Override
    public long nextDueNanos() {
        return Math.min(Math.min(scale.nextDueNanos(), partialEndsNanos()), askDueNanos());
    }

    private long askDueNanos() {
        if (!linked || !polls()) {
            return Long.MAX_VALUE;
        }
        return sentNanos + (asked.isPresent() ? Math.max(timing.answerTimeoutMs(), timing.pollMs()) : timing.pollMs()) * NANOS_PER_MS;
    }

    private long partialEndsNanos() {
        return scanner.partial() ? lastByteNanos + timing.partialMs() * NANOS_PER_MS : Long.MAX_VALUE;
    }
}
