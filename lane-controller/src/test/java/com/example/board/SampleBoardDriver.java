package com.example.board;

import java.util.Optional;
import org.etclane.device.BarrierCommand;
import org.etclane.device.BarrierEvent;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.HealthEvent;
import org.etclane.device.LoopEvent;
import org.etclane.device.LoopEvent.Occupancy;
import org.etclane.device.LoopEvent.Role;
import org.etclane.device.link.Endpoint;

/** The lane's side of the board. It has no lights, alarm and display: what is said to them goes nowhere. */
final class SampleBoardDriver implements Endpoint<DeviceCommand, DeviceEvent> {
    private static final int REPORT = 0x55;
    private static final byte COMMAND = (byte) 0xAA;
    private static final int TRIGGER = 1;
    private static final int ARM = 2;
    private static final int UP = 4;
    private static final int KNOWN_BITS = 7;

    private final String device;
    private final long silentNanos;
    private boolean linked;
    private boolean halfReport;
    /** Of the latest report since the line is up. */
    private Optional<Integer> state = Optional.empty();
    private long lastReportNanos;

    SampleBoardDriver(String device, SampleBoardSettings settings) {
        this.device = device;
        this.silentNanos = settings.silentMs() * 1_000_000L;
    }

    @Override
    public void linkUp(long nowNanos, Sink<DeviceEvent> sink) {
        linked = true;
        lastReportNanos = nowNanos;
    }

    @Override
    public void received(long nowNanos, byte[] buffer, int length, Sink<DeviceEvent> sink) {
        for (int i = 0; i < length; i++) {
            int one = Byte.toUnsignedInt(buffer[i]);
            if (!halfReport) {
                halfReport = one == REPORT;
                if (!halfReport) {
                    sink.malformed(new byte[] {buffer[i]}, "not the begin of a report");
                }
            } else if (one <= KNOWN_BITS) {
                halfReport = false;
                report(nowNanos, one, sink);
            } else {
                halfReport = one == REPORT;
                sink.malformed(new byte[] {REPORT, buffer[i]}, "a state with unknown bits");
            }
        }
    }

    private void report(long nowNanos, int now, Sink<DeviceEvent> sink) {
        lastReportNanos = nowNanos;
        int changed = state.map(before -> before ^ now).orElse(KNOWN_BITS);
        if (state.isEmpty()) {
            sink.emit(new HealthEvent(device, nowNanos, HealthEvent.State.UP, ""));
        }
        state = Optional.of(now);
        if ((changed & TRIGGER) != 0) {
            sink.emit(new LoopEvent(device, nowNanos, Role.TRIGGER, occupancy(now & TRIGGER)));
        }
        if ((changed & ARM) != 0) {
            sink.emit(new LoopEvent(device, nowNanos, Role.ARM, occupancy(now & ARM)));
        }
        if ((changed & UP) != 0) {
            sink.emit(new BarrierEvent.ArmReported(device, nowNanos,
                    (now & UP) != 0 ? BarrierEvent.Position.UP : BarrierEvent.Position.NOT_UP));
        }
    }

    private static Occupancy occupancy(int bit) {
        return bit != 0 ? Occupancy.OCCUPIED : Occupancy.CLEAR;
    }

    @Override
    public void linkDown(long nowNanos, String cause, Sink<DeviceEvent> sink) {
        linked = false;
        lost(nowNanos, cause, sink);
    }

    @Override
    public void command(long nowNanos, DeviceCommand command, Sink<DeviceEvent> sink) {
        if (state.isPresent() && command instanceof BarrierCommand arm) {
            sink.send(new byte[] {COMMAND, switch (arm) {
                case RAISE -> (byte) 1;
                case LOWER -> (byte) 2;
            }});
        }
    }

    @Override
    public void due(long nowNanos, Sink<DeviceEvent> sink) {
        if (nowNanos >= nextDueNanos()) {
            lost(nowNanos, "no report for " + silentNanos / 1_000_000 + " ms", sink);
        }
    }

    @Override
    public long nextDueNanos() {
        return linked && state.isPresent() ? lastReportNanos + silentNanos : Long.MAX_VALUE;
    }

    private void lost(long nowNanos, String cause, Sink<DeviceEvent> sink) {
        halfReport = false;
        if (state.isPresent()) {
            state = Optional.empty();
            sink.emit(new HealthEvent(device, nowNanos, HealthEvent.State.DOWN, cause));
        }
    }
}
