package org.etclane.device.scale.toledo;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.etclane.device.Bytes;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.ScaleCommand;
import org.etclane.device.ScaleEvent;
import org.etclane.device.ScaleEvent.Fault;
import org.etclane.device.frame.FrameScanner;
import org.etclane.device.frame.Scanned;
import org.etclane.device.link.Endpoint;
import org.etclane.device.scale.Reading;
import org.etclane.device.scale.StaticScale;

/**
 * The lane's side of a Toledo indicator (weighing.md §2): listens; the only thing it may send is the zero character. A net weight is
 * made gross with the tare of the same frame. What becomes of the readings is {@link StaticScale}'s business.
 *
 * <p>One thread at a time. No bytes make it throw.
 */
public final class ToledoDriver implements Endpoint<DeviceCommand, DeviceEvent> {
    private static final long NANOS_PER_MS = 1_000_000L;

    private final ToledoSettings settings;
    private final FrameScanner<ToledoFrame> scanner;
    private final StaticScale scale;
    private long lastByteNanos;

    public ToledoDriver(ToledoSettings settings) {
        this.settings = settings;
        this.scanner = ToledoCodec.scanner(settings.checksum(), settings.tareField());
        this.scale = new StaticScale(settings.name(), settings.load());
    }

    @Override
    public void linkUp(long nowNanos, Sink<DeviceEvent> sink) {
        scanner.reset();
        scale.linkUp(nowNanos);
    }

    @Override
    public void linkDown(long nowNanos, String cause, Sink<DeviceEvent> sink) {
        scanner.reset();
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

    private void on(long nowNanos, Scanned<ToledoFrame> scanned, Sink<DeviceEvent> sink) {
        switch (scanned) {
            case Scanned.Malformed<ToledoFrame>(Bytes raw, _, String reason) -> sink.malformed(raw.toArray(), reason);
            case Scanned.Frame<ToledoFrame>(ToledoFrame frame, Bytes raw) -> weight(nowNanos, frame, raw, sink);
        }
    }

    private void weight(long nowNanos, ToledoFrame frame, Bytes raw, Sink<DeviceEvent> sink) {
        reading(settings, frame, raw).ifPresentOrElse(reading -> scale.reading(nowNanos, reading, sink), () -> scale.useless(nowNanos,
                "indicator shows net and sends no tare: the gross weight is not known; end the tare on it", sink));
    }

    /** Empty when a net weight cannot be made gross. */
    static Optional<Reading> reading(ToledoSettings settings, ToledoFrame frame, Bytes raw) {
        if (frame.net() && frame.tare().isEmpty()) {
            return Optional.empty();
        }
        Set<Fault> faults = EnumSet.noneOf(Fault.class);
        if (frame.outOfRange()) {
            faults.add(Fault.OUT_OF_RANGE);
        }
        if (frame.notZeroed()) {
            faults.add(Fault.NOT_ZEROED);
        }
        long shown = frame.negative() ? -frame.weight() : frame.weight();
        long gross = frame.net() ? shown + frame.tare().get() : shown;
        Reading.Unit unit = settings.unitFromStatus() && !frame.kilograms() ? Reading.Unit.POUND : Reading.Unit.KILOGRAM;
        return Optional.of(new Reading(unit.toKg(gross, frame.decimals()), Optional.of(frame.motion()), faults, raw));
    }

    @Override
    public void command(long nowNanos, DeviceCommand command, Sink<DeviceEvent> sink) {
        if (!(command instanceof ScaleCommand scaleCommand)) {
            throw new IllegalArgumentException("not a command for a scale: " + command);
        }
        switch (scaleCommand) {
            case ScaleCommand.Taken _ -> { }
            case ScaleCommand.SetClock set -> answer(nowNanos, set, Optional.of("an indicator has no clock"), sink);
            case ScaleCommand.Zero zero -> {
                Optional<String> refusal = settings.zeroCharacter() == ToledoSettings.ZeroCharacter.NONE
                        ? Optional.of("not configured for this indicator: zeroCharacter") : scale.whyNotZero(nowNanos);
                if (refusal.isEmpty()) {
                    String text = settings.zeroCharacter() == ToledoSettings.ZeroCharacter.PLAIN ? "Z" : "Z\r\n";
                    sink.send(text.getBytes(StandardCharsets.US_ASCII));
                }
                answer(nowNanos, zero, refusal, sink);
            }
        }
    }

    private void answer(long nowNanos, ScaleCommand command, Optional<String> refusal, Sink<DeviceEvent> sink) {
        sink.emit(new ScaleEvent.CommandAnswered(settings.name(), nowNanos, command, refusal.isEmpty(), refusal.orElse("")));
    }

    @Override
    public void due(long nowNanos, Sink<DeviceEvent> sink) {
        expirePartial(nowNanos, sink);
        scale.due(nowNanos, sink);
    }

    @Override
    public long nextDueNanos() {
        return Math.min(scale.nextDueNanos(), partialEndsNanos());
    }

    private long partialEndsNanos() {
        return scanner.partial() ? lastByteNanos + settings.partialMs() * NANOS_PER_MS : Long.MAX_VALUE;
    }
}
