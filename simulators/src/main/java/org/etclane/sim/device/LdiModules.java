package org.etclane.sim.device;

import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etclane.device.DisplayCommand;
import org.etclane.device.ldi.LdiControl;
import org.etclane.device.ldi.LdiModule;
import org.etclane.device.ldi.LdiModuleType;
import org.etclane.device.ldi.LdiReport;
import org.etclane.sim.world.LaneHardware;

/** The modules of a simulated device: reads and debounces its inputs, drives its outputs. Part of {@link LdiSimulator}. */
final class LdiModules {
    private static final Charset GBK = Charset.forName("GBK");
    private static final long NANOS_PER_MS = 1_000_000L;

    private static final class Detector {
        boolean occupied;
        /** Since when the contact differs, {@link Long#MAX_VALUE} when it does not. */
        long differsSinceNanos = Long.MAX_VALUE;
    }

    /** A movement on its way. */
    record Movement(LdiControl.BarrierMove move, int seq, long receivedNanos) {
    }

    private final LdiSimulatorSettings settings;
    private final LaneHardware hardware;
    private final Map<LdiModule, Detector> detectors = new HashMap<>();
    private final Map<LdiModule, Boolean> lit = new HashMap<>();
    private boolean wasUp;
    private boolean wasDown;

    LdiModules(LdiSimulatorSettings settings, LaneHardware hardware) {
        this.settings = settings;
        this.hardware = hardware;
        for (LdiSimulatorSettings.Module m : settings.modules()) {
            m.loop().ifPresent(role -> {
                Detector detector = new Detector();
                detector.occupied = hardware.loopOccupied(role);
                detectors.put(m.id(), detector);
            });
        }
        wasUp = hardware.upSwitchClosed();
        wasDown = hardware.downSwitchClosed();
    }

    /** What changed and is to be reported. */
    List<LdiReport> scan(long nowNanos) {
        List<LdiReport> reports = new java.util.ArrayList<>();
        for (LdiSimulatorSettings.Module m : settings.modules()) {
            m.loop().ifPresent(role -> {
                Detector detector = detectors.get(m.id());
                if (hardware.loopOccupied(role) == detector.occupied) {
                    detector.differsSinceNanos = Long.MAX_VALUE;
                } else if (detector.differsSinceNanos == Long.MAX_VALUE) {
                    detector.differsSinceNanos = nowNanos;
                }
                if (detector.differsSinceNanos != Long.MAX_VALUE
                        && nowNanos - detector.differsSinceNanos >= settings.filterMs() * NANOS_PER_MS) {
                    detector.occupied = !detector.occupied;
                    detector.differsSinceNanos = Long.MAX_VALUE;
                    reports.add(new LdiReport.Detected(m.id(), detector.occupied ? 1 : 0));
                }
            });
        }
        barrier().ifPresent(module -> {
            boolean up = hardware.upSwitchClosed();
            boolean down = hardware.downSwitchClosed();
            if (up && !wasUp) {
                reports.add(new LdiReport.BarrierInPlace(module, LdiReport.BarrierInPlace.UP));
            }
            if (down && !wasDown) {
                reports.add(new LdiReport.BarrierInPlace(module, LdiReport.BarrierInPlace.DOWN));
            }
            wasUp = up;
            wasDown = down;
        });
        return reports;
    }

    long nextDueNanos() {
        long due = Long.MAX_VALUE;
        for (Detector detector : detectors.values()) {
            due = detector.differsSinceNanos == Long.MAX_VALUE ? due
                    : Math.min(due, detector.differsSinceNanos + settings.filterMs() * NANOS_PER_MS);
        }
        return due;
    }

    private Optional<LdiModule> barrier() {
        return settings.modules().stream().filter(m -> m.type() == LdiModuleType.BARRIER).map(LdiSimulatorSettings.Module::id)
                .findFirst();
    }

    boolean arrived(Movement movement) {
        return movement.move().upwards() ? hardware.upSwitchClosed() : hardware.downSwitchClosed();
    }

    boolean barrierFault() {
        return hardware.barrierFault();
    }

    /** As 0C tells it (§9). */
    int runState(LdiModule module) {
        return switch (module.type().orElseThrow()) {
            case BARRIER -> hardware.upSwitchClosed() ? 1 : 0;
            case DETECTOR -> detectors.get(module).occupied ? 1 : 0;
            case PASS_LIGHT, CANOPY_LIGHT, ALARM, FEE_DISPLAY, GUIDE_BOARD, FOG_LIGHT -> lit.getOrDefault(module, false) ? 1 : 0;
            case RSU, PLATE_CAMERA, TYPE_RECOGNISER, WEIGHING, CARD_DISPENSER, SELF_PAYMENT, LANE_CAMERA, IC_READER, PRINTER,
                 PAYMENT_TERMINAL, SCANNER, VOICE -> 1;
        };
    }

    /** @return false when the module cannot do that */
    boolean execute(LdiControl control) {
        switch (control) {
            case LdiControl.BarrierMove move when move.upwards() -> hardware.pulseRaise(settings.pulseMs());
            case LdiControl.BarrierMove move when move.motion() == LdiControl.BarrierMove.LOWER ->
                    hardware.pulseLower(settings.pulseMs());
            case LdiControl.BarrierMove _ -> {
                return false;
            }
            case LdiControl.Light light -> {
                boolean green = light.colour() == LdiControl.GREEN;
                lit.put(light.module(), green);
                if (light.module().is(LdiModuleType.PASS_LIGHT)) {
                    hardware.passLight(green);
                } else {
                    hardware.canopyLight(green);
                }
            }
            case LdiControl.SoundAlarm alarm -> {
                lit.put(alarm.module(), alarm.status() == 1);
                hardware.alarm(alarm.status() == 1, alarm.status() == 1);
            }
            case LdiControl.ShowText show -> {
                lit.put(show.module(), true);
                hardware.display(shown(show));
            }
            case LdiControl.ClearText clear -> {
                lit.put(clear.module(), false);
                if (clear.module().is(LdiModuleType.FEE_DISPLAY)) {
                    hardware.display(new DisplayCommand.Clear());
                }
            }
            case LdiControl.ShowBoard board -> lit.put(board.module(), true);
            case LdiControl.Fog fog -> lit.put(fog.module(), fog.status() == 1);
            case LdiControl.Speak _, LdiControl.Defog _ -> { }
            case LdiControl.OtherControl _ -> {
                return false;
            }
        }
        return true;
    }

    private static DisplayCommand shown(LdiControl.ShowText show) {
        DisplayCommand.Colour colour = switch (show.colour()) {
            case LdiControl.GREEN -> DisplayCommand.Colour.GREEN;
            case LdiControl.YELLOW -> DisplayCommand.Colour.YELLOW;
            default -> DisplayCommand.Colour.RED; // a byte is not a closed set
        };
        List<String> lines = List.of(new String(show.text().toArray(), GBK).split("_"));
        return new DisplayCommand.Show(colour, lines, lines.getFirst(), Optional.empty());
    }
}
