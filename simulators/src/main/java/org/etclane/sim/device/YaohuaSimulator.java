package org.etclane.sim.device;

import java.util.Optional;
import org.etclane.device.Bytes;
import org.etclane.device.frame.FrameScanner;
import org.etclane.device.frame.Scanned;
import org.etclane.device.link.Endpoint;
import org.etclane.device.scale.yaohua.YaohuaCodec;
import org.etclane.device.scale.yaohua.YaohuaFrame;
import org.etclane.device.scale.yaohua.YaohuaFrame.Command;
import org.etclane.device.scale.yaohua.YaohuaFrame.Displayed;
import org.etclane.device.scale.yaohua.YaohuaSettings.Mode;

/**
 * The device side of an XK3190 (weighing.md §1): streams in one of the continuous layouts, or answers in command mode; sets zero
 * whatever lies on it, when told so in its own way. Knows {@link ScaleSimCommand.Load}, faults and reboots. One thread, the
 * simulation's.
 */
public final class YaohuaSimulator implements Endpoint<ScaleSimCommand, ScaleSimEvent> {
    private static final char GROSS = 'B';
    private static final long ANSWER_MS = 10;

    private final Mode mode;
    private final char address;
    private final char zeroCommand;
    private final long everyNanos;
    private final IndicatorPlatform platform;
    private final ScaleWire wire = new ScaleWire();
    private final FrameScanner<YaohuaFrame> scanner = YaohuaCodec.scanner(Mode.COMMANDS);
    private boolean linked;
    private long nextFrameNanos;

    /**
     * @param zeroCommand the letter that sets zero; blank: none does
     * @param everyMs     between two frames of the stream
     */
    public YaohuaSimulator(Mode mode, char address, char zeroCommand, long everyMs, long seed) {
        this.mode = mode;
        this.address = address;
        this.zeroCommand = zeroCommand;
        this.everyNanos = everyMs * ScaleWire.NANOS_PER_MS;
        this.platform = new IndicatorPlatform(seed, 10);
    }

    @Override
    public void linkUp(long nowNanos, Sink<ScaleSimEvent> sink) {
        linked = true;
        scanner.reset();
        nextFrameNanos = nowNanos;
    }

    @Override
    public void linkDown(long nowNanos, String cause, Sink<ScaleSimEvent> sink) {
        linked = false;
        scanner.reset();
        wire.forget();
    }

    @Override
    public void received(long nowNanos, byte[] buffer, int length, Sink<ScaleSimEvent> sink) {
        if (wire.isOff(nowNanos)) {
            return;
        }
        for (Scanned<YaohuaFrame> scanned : scanner.feed(buffer, length)) {
            switch (scanned) {
                case Scanned.Frame<YaohuaFrame>(Command asked, _) when asked.address() == address -> answer(nowNanos, asked.command(), sink);
                case Scanned.Frame<YaohuaFrame> _ -> { }
                case Scanned.Malformed<YaohuaFrame>(Bytes raw, _, String reason) -> sink.malformed(raw.toArray(), reason);
            }
        }
    }

    private void answer(long nowNanos, char command, Sink<ScaleSimEvent> sink) {
        boolean zero = command == zeroCommand;
        if (zero) {
            sink.emit(new ScaleSimEvent.ZeroSet(nowNanos, platform.loadKg()));
            platform.zeroAt(platform.loadKg());
        }
        if (mode == Mode.COMMANDS && (zero || command == GROSS)) {
            Optional<Displayed> weight = zero ? Optional.empty() : Optional.of(shown());
            wire.later(nowNanos + ANSWER_MS * ScaleWire.NANOS_PER_MS, YaohuaCodec.wire(new Command(address, command, weight, false)));
        }
    }

    private Displayed shown() {
        int kg = platform.shownKg();
        return new Displayed(kg < 0, Math.abs(kg), 0);
    }

    @Override
    public void command(long nowNanos, ScaleSimCommand command, Sink<ScaleSimEvent> sink) {
        switch (command) {
            case ScaleSimCommand.Load(int weightKg, boolean moving) -> platform.load(weightKg, moving);
            case ScaleSimCommand.SetFaults(ScaleSimFaults faults) -> wire.set(faults);
            case ScaleSimCommand.Reboot(long offMs, boolean memoryKept) -> {
                wire.off(nowNanos, offMs);
                // an indicator that starts takes what lies on it for nothing, unless it remembers its zero
                if (!memoryKept) {
                    platform.zeroAt(platform.loadKg());
                    sink.emit(new ScaleSimEvent.ZeroSet(nowNanos, platform.loadKg()));
                }
            }
            case ScaleSimCommand.Passed _, ScaleSimCommand.LastBacksOut _ -> { }
        }
        due(nowNanos, sink);
    }

    @Override
    public void due(long nowNanos, Sink<ScaleSimEvent> sink) {
        if (streams() && nowNanos >= nextFrameNanos) {
            nextFrameNanos = nowNanos + everyNanos;
            if (!wire.isOff(nowNanos)) {
                wire.later(nowNanos, YaohuaCodec.wire(streamed()));
            }
        }
        wire.due(nowNanos, sink);
    }

    private YaohuaFrame streamed() {
        return switch (mode) {
            case CONTINUOUS_0 -> new YaohuaFrame.Continuous0(shown());
            case EQUALS_LOW_FIRST -> new YaohuaFrame.LowFirst(shown());
            case EQUALS_HIGH_FIRST -> new YaohuaFrame.HighFirst(shown());
            case COMMANDS -> throw new IllegalStateException("does not stream");
        };
    }

    private boolean streams() {
        return linked && mode != Mode.COMMANDS;
    }

    @Override
    public long nextDueNanos() {
        return Math.min(wire.nextDueNanos(), streams() ? nextFrameNanos : Long.MAX_VALUE);
    }
}
