package org.etclane.device.ldi;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.etclane.device.BarrierEvent;
import org.etclane.device.BarrierEvent.Position;
import org.etclane.device.DeviceEvent;
import org.etclane.device.InputEvent;
import org.etclane.device.InputEvent.Input;
import org.etclane.device.LoopEvent;
import org.etclane.device.LoopEvent.Occupancy;
import org.etclane.device.ldi.LdiMessage.Monitored;
import org.etclane.device.ldi.LdiReport.BarrierInPlace;
import org.etclane.device.ldi.LdiReport.Detected;
import org.etclane.device.link.Endpoint.Sink;

/**
 * What the modules said, as the lane's own events; changes only. Part of {@link LdiHub}. Where reports (1C, at once) and run states (0C,
 * up to a period old) disagree, the reading that keeps the arm up wins:
 *
 * <ul>
 * <li>A loop is occupied by one word of either; it is clear by a 1C, or by {@code emptyMonitors} 0C in a row without a 1C between.</li>
 * <li>A detector that is not available is unknown, never clear.</li>
 * <li>The arm is down only when 1C says "down in place". A run state counts only while no movement is under way, and 00 then means
 *     "not up".</li>
 * <li>No module reports that the arm leaves its end. So an order to raise makes an arm that was down, or on its way there, "not up" until
 *     it is reported: otherwise an arm that falls again would still count as down.</li>
 * </ul>
 */
final class LdiInputs {
    private static final class Detector {
        Occupancy occupancy = Occupancy.UNKNOWN;
        boolean available = true;
        int empties;
    }

    private final LdiSettings settings;
    private final Map<LdiModule, Detector> detectors = new HashMap<>();
    private final Map<Input, Boolean> lights = new EnumMap<>(Input.class);
    private final Map<LdiModule, Boolean> badLights = new HashMap<>();
    private Position position = Position.UNKNOWN;
    private boolean moving;
    private boolean lowered;
    private boolean faultKnown;
    private boolean monitorFault;
    private boolean moveFault;
    private boolean faultTold;

    LdiInputs(LdiSettings settings) {
        this.settings = settings;
    }

    Position position() {
        return position;
    }

    /** False also when the loop under the arm is not one of these modules. */
    boolean armLoopOccupied() {
        return settings.modules().stream().filter(m -> m.loop().filter(LoopEvent.Role.ARM::equals).isPresent())
                .anyMatch(m -> detector(m.id()).occupancy == Occupancy.OCCUPIED);
    }

    void reported(long nowNanos, LdiReport report, Sink<DeviceEvent> sink) {
        switch (report) {
            case BarrierInPlace place -> {
                moving = false;
                lowered = false;
                arm(nowNanos, switch (place.status()) {
                    case BarrierInPlace.UP -> Position.UP;
                    case BarrierInPlace.DOWN -> Position.DOWN;
                    default -> Position.UNKNOWN; // a byte is not a closed set
                }, sink);
            }
            case Detected detected -> {
                Detector detector = detector(detected.module());
                detector.empties = 0;
                boolean empty = detected.status() == Detected.EMPTY;
                loop(nowNanos, detected.module(), !empty ? Occupancy.OCCUPIED
                        : detector.available ? Occupancy.CLEAR : Occupancy.UNKNOWN, sink);
            }
            case LdiReport.OtherReport _ -> { }
        }
    }

    void monitored(long nowNanos, Monitored state, Sink<DeviceEvent> sink) {
        switch (state.module().type().orElse(null)) {
            case BARRIER -> {
                runState(nowNanos, state.runState(), sink);
                monitorFault = state.available() != 0 || state.fault() != 0 && state.fault() != Monitored.FAULT_INITIALISE_AGAIN;
                fault(nowNanos, sink);
            }
            case DETECTOR -> detector(nowNanos, state, sink);
            case PASS_LIGHT -> {
                input(nowNanos, Input.PASS_GREEN, state.runState() == 1, sink);
                lightFault(nowNanos, state, sink);
            }
            case CANOPY_LIGHT -> {
                input(nowNanos, Input.CANOPY_GREEN, state.runState() == 1, sink);
                lightFault(nowNanos, state, sink);
            }
            case RSU, PLATE_CAMERA, TYPE_RECOGNISER, FEE_DISPLAY, ALARM, GUIDE_BOARD, FOG_LIGHT, WEIGHING, CARD_DISPENSER,
                 SELF_PAYMENT, LANE_CAMERA, IC_READER, PRINTER, PAYMENT_TERMINAL, SCANNER, VOICE -> { }
            case null -> { }
        }
    }

    /** An order to move has left. */
    void ordered(long nowNanos, boolean upwards, Sink<DeviceEvent> sink) {
        moving = true;
        if (!upwards) {
            lowered = true;
        } else if (lowered || position == Position.DOWN) {
            lowered = false;
            arm(nowNanos, Position.NOT_UP, sink);
        }
    }

    /** The movement's B1 has come, or will not. */
    void moved(long nowNanos, boolean failed, Sink<DeviceEvent> sink) {
        moving = false;
        moveFault = failed;
        fault(nowNanos, sink);
    }

    /** The module's device is gone: what was known is unknown now. */
    void lost(long nowNanos, LdiModule module, Sink<DeviceEvent> sink) {
        if (module.is(LdiModuleType.BARRIER)) {
            moving = false;
            lowered = false;
            arm(nowNanos, Position.UNKNOWN, sink);
        } else if (module.is(LdiModuleType.DETECTOR)) {
            Detector detector = detector(module);
            detector.empties = 0;
            detector.available = true;
            loop(nowNanos, module, Occupancy.UNKNOWN, sink);
        }
    }

    private void runState(long nowNanos, int runState, Sink<DeviceEvent> sink) {
        if (moving) {
            return;
        }
        if (runState == 1) {
            arm(nowNanos, Position.UP, sink);
        } else if (runState == 0 && position != Position.DOWN) {
            arm(nowNanos, settings.habits().runStateIsSwitch() ? Position.DOWN : Position.NOT_UP, sink);
        }
    }

    private void detector(long nowNanos, Monitored state, Sink<DeviceEvent> sink) {
        Detector detector = detector(state.module());
        detector.available = state.available() == 0;
        if (!detector.available || state.runState() != 0) {
            detector.empties = 0;
            loop(nowNanos, state.module(), state.runState() != 0 ? Occupancy.OCCUPIED : Occupancy.UNKNOWN, sink);
            return;
        }
        detector.empties++;
        if (detector.empties >= settings.habits().emptyMonitors()) {
            loop(nowNanos, state.module(), Occupancy.CLEAR, sink);
        }
    }

    private Detector detector(LdiModule module) {
        return detectors.computeIfAbsent(module, _ -> new Detector());
    }

    private void loop(long nowNanos, LdiModule module, Occupancy occupancy, Sink<DeviceEvent> sink) {
        Detector detector = detector(module);
        if (detector.occupancy != occupancy) {
            detector.occupancy = occupancy;
            settings.module(module).flatMap(LdiSettings.Module::loop)
                    .ifPresent(role -> sink.emit(new LoopEvent(settings.name(), nowNanos, role, occupancy)));
        }
    }

    private void arm(long nowNanos, Position now, Sink<DeviceEvent> sink) {
        if (position != now) {
            position = now;
            sink.emit(new BarrierEvent.ArmReported(settings.name(), nowNanos, now));
        }
    }

    private void fault(long nowNanos, Sink<DeviceEvent> sink) {
        boolean fault = monitorFault || moveFault;
        if (!faultKnown || faultTold != fault) {
            faultKnown = true;
            faultTold = fault;
            sink.emit(new BarrierEvent.FaultReported(settings.name(), nowNanos, fault));
        }
    }

    private void lightFault(long nowNanos, Monitored state, Sink<DeviceEvent> sink) {
        badLights.put(state.module(), state.available() != 0);
        input(nowNanos, Input.LIGHT_FAULT, badLights.containsValue(true), sink);
    }

    private void input(long nowNanos, Input input, boolean active, Sink<DeviceEvent> sink) {
        Boolean before = lights.put(input, active);
        if (before == null || before != active) {
            sink.emit(new InputEvent(settings.name(), nowNanos, input, active));
        }
    }
}
