package org.etclane.sim.device;

import java.util.Optional;
import org.etclane.device.link.Endpoint;
import org.etclane.device.scale.toledo.ToledoCodec;
import org.etclane.device.scale.toledo.ToledoFrame;

/**
 * The device side of a Toledo indicator (weighing.md §2): about seven frames a second, and Z sets zero whatever lies on it. Knows
 * {@link ScaleSimCommand.Load}, faults ({@code state}: further bits of status B) and reboots. One thread, the simulation's.
 */
public final class ToledoSimulator implements Endpoint<ScaleSimCommand, ScaleSimEvent> {
    private static final long EVERY_NANOS = 140 * ScaleWire.NANOS_PER_MS;
    private static final int PLAIN_BY_TEN = 0x29;
    private static final int KILOGRAMS = 0x30;
    private static final int MOTION = 0x08;
    private static final int NEGATIVE = 0x02;
    private static final int NOT_ZEROED = 0x40;
    private static final int STATUS_C = 0x20;

    private final boolean checksum;
    private final IndicatorPlatform platform;
    private final ScaleWire wire = new ScaleWire();
    private boolean linked;
    private boolean zeroed = true;
    private long nextFrameNanos;

    public ToledoSimulator(boolean checksum, long seed) {
        this.checksum = checksum;
        this.platform = new IndicatorPlatform(seed, 10);
    }

    @Override
    public void linkUp(long nowNanos, Sink<ScaleSimEvent> sink) {
        linked = true;
        nextFrameNanos = nowNanos;
    }

    @Override
    public void linkDown(long nowNanos, String cause, Sink<ScaleSimEvent> sink) {
        linked = false;
        wire.forget();
    }

    @Override
    public void received(long nowNanos, byte[] buffer, int length, Sink<ScaleSimEvent> sink) {
        for (int i = 0; i < length && !wire.isOff(nowNanos); i++) {
            if (buffer[i] == 'Z') {
                sink.emit(new ScaleSimEvent.ZeroSet(nowNanos, platform.loadKg()));
                platform.zeroAt(platform.loadKg());
                zeroed = true;
            }
        }
    }

    @Override
    public void command(long nowNanos, ScaleSimCommand command, Sink<ScaleSimEvent> sink) {
        switch (command) {
            case ScaleSimCommand.Load(int weightKg, boolean moving) -> platform.load(weightKg, moving);
            case ScaleSimCommand.SetFaults(ScaleSimFaults faults) -> wire.set(faults);
            case ScaleSimCommand.Reboot(long offMs, boolean memoryKept) -> {
                wire.off(nowNanos, offMs);
                zeroed = memoryKept;
            }
            case ScaleSimCommand.Passed _, ScaleSimCommand.LastBacksOut _ -> { }
        }
        due(nowNanos, sink);
    }

    @Override
    public void due(long nowNanos, Sink<ScaleSimEvent> sink) {
        if (linked && nowNanos >= nextFrameNanos) {
            nextFrameNanos = nowNanos + EVERY_NANOS;
            if (!wire.isOff(nowNanos)) {
                wire.later(nowNanos, ToledoCodec.wire(frame(), checksum));
            }
        }
        wire.due(nowNanos, sink);
    }

    private ToledoFrame frame() {
        int kg = platform.shownKg();
        int statusB = KILOGRAMS | wire.faults().state() | (platform.moving() ? MOTION : 0) | (kg < 0 ? NEGATIVE : 0)
                | (zeroed ? 0 : NOT_ZEROED);
        return new ToledoFrame(PLAIN_BY_TEN, statusB, STATUS_C, Math.abs(kg) / 10, Optional.of(0));
    }

    @Override
    public long nextDueNanos() {
        return Math.min(wire.nextDueNanos(), linked ? nextFrameNanos : Long.MAX_VALUE);
    }
}
