package org.etclane.device.lc301;

import java.util.Optional;
import org.etclane.device.BarrierEvent;
import org.etclane.device.BarrierEvent.Position;
import org.etclane.device.DeviceEvent;
import org.etclane.device.InputEvent;
import org.etclane.device.InputEvent.Input;
import org.etclane.device.LoopEvent;
import org.etclane.device.LoopEvent.Occupancy;
import org.etclane.device.lc301.Lc301Frame.BStatus;
import org.etclane.device.link.Endpoint;

/** The last status and what of it is news. The first status after a loss is all news. Part of {@link Lc301Driver}. */
final class Lc301Inputs {
    private final Lc301Settings settings;
    private Optional<BStatus> last = Optional.empty();

    Lc301Inputs(Lc301Settings settings) {
        this.settings = settings;
    }

    /** The last status with the site's inverted bits set right; empty before the first one and after a loss. */
    Optional<BStatus> last() {
        return last;
    }

    boolean armLoopOccupied() {
        return last.isPresent() && occupied(last.get(), LoopEvent.Role.ARM);
    }

    /** Emits every change against the last status. */
    void report(long nowNanos, BStatus received, Endpoint.Sink<DeviceEvent> sink) {
        BStatus now = new BStatus(received.address(), received.st1() ^ settings.signals().invertSt1(),
                received.st2() ^ settings.signals().invertSt2());
        Optional<BStatus> before = last;
        last = Optional.of(now);
        String name = settings.name();
        if (before.isEmpty() || before.get().frontOccupied() != now.frontOccupied()) {
            sink.emit(new LoopEvent(name, nowNanos, settings.frontLoop(), occupancy(now.frontOccupied())));
        }
        if (before.isEmpty() || before.get().rearOccupied() != now.rearOccupied()) {
            sink.emit(new LoopEvent(name, nowNanos, settings.rearLoop(), occupancy(now.rearOccupied())));
        }
        if (before.isEmpty() || before.get().barrierUp() != now.barrierUp()) {
            sink.emit(new BarrierEvent.ArmReported(name, nowNanos, now.barrierUp() ? Position.UP : Position.NOT_UP));
        }
        if (before.isEmpty() || before.get().barrierFault() != now.barrierFault()) {
            sink.emit(new BarrierEvent.FaultReported(name, nowNanos, now.barrierFault()));
        }
        for (Input input : Input.values()) {
            if (before.isEmpty() || active(input, before.get()) != active(input, now)) {
                sink.emit(new InputEvent(name, nowNanos, input, active(input, now)));
            }
        }
    }

    /** The device is lost: what was known is unknown now. */
    void lost(long nowNanos, Endpoint.Sink<DeviceEvent> sink) {
        if (last.isEmpty()) {
            return;
        }
        last = Optional.empty();
        sink.emit(new LoopEvent(settings.name(), nowNanos, settings.frontLoop(), Occupancy.UNKNOWN));
        sink.emit(new LoopEvent(settings.name(), nowNanos, settings.rearLoop(), Occupancy.UNKNOWN));
        sink.emit(new BarrierEvent.ArmReported(settings.name(), nowNanos, Position.UNKNOWN));
    }

    private boolean active(Input input, BStatus status) {
        return switch (input) {
            case FOOT_ALARM -> status.footAlarm();
            case LANE_CLOSING_BAR -> status.closingBar();
            case LIGHT_FAULT -> status.lightFault();
            case CANOPY_GREEN -> status.canopyGreen(settings.signals().greenIsOne());
            case PASS_GREEN -> status.passGreen(settings.signals().greenIsOne());
        };
    }

    private boolean occupied(BStatus status, LoopEvent.Role role) {
        return settings.frontLoop() == role && status.frontOccupied() || settings.rearLoop() == role && status.rearOccupied();
    }

    private static Occupancy occupancy(boolean occupied) {
        return occupied ? Occupancy.OCCUPIED : Occupancy.CLEAR;
    }
}
