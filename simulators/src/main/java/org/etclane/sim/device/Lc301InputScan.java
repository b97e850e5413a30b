package org.etclane.sim.device;

import java.util.Arrays;
import org.etclane.sim.world.LaneHardware;

/** Reads and debounces the inputs of a simulated XY-LC-301: a change counts when it has persisted. */
final class Lc301InputScan {
    enum Line { CLOSING_BAR, FOOT_ALARM, BARRIER_UP, FRONT_COIL, REAR_COIL, BARRIER_FAULT }

    private static final int LINES = Line.values().length;

    private final Lc301SimulatorSettings settings;
    private final LaneHardware hardware;
    private final boolean[] stable = new boolean[LINES];
    /** Since when a line differs from its stable state, {@link Long#MAX_VALUE} when it does not. */
    private final long[] differsSinceNanos = new long[LINES];

    Lc301InputScan(Lc301SimulatorSettings settings, LaneHardware hardware) {
        this.settings = settings;
        this.hardware = hardware;
        for (Line line : Line.values()) {
            stable[line.ordinal()] = raw(line);
        }
        Arrays.fill(differsSinceNanos, Long.MAX_VALUE);
    }

    boolean active(Line line) {
        return stable[line.ordinal()];
    }

    void scan(long nowNanos) {
        for (Line line : Line.values()) {
            int i = line.ordinal();
            if (raw(line) == stable[i]) {
                differsSinceNanos[i] = Long.MAX_VALUE;
            } else if (differsSinceNanos[i] == Long.MAX_VALUE) {
                differsSinceNanos[i] = nowNanos;
            }
            if (differsSinceNanos[i] != Long.MAX_VALUE && nowNanos - differsSinceNanos[i] >= debounceNanos()) {
                stable[i] = !stable[i];
                differsSinceNanos[i] = Long.MAX_VALUE;
            }
        }
    }

    long nextDueNanos() {
        long due = Long.MAX_VALUE;
        for (long since : differsSinceNanos) {
            due = since == Long.MAX_VALUE ? due : Math.min(due, since + debounceNanos());
        }
        return due;
    }

    private long debounceNanos() {
        return settings.debounceMs() * Lc301Simulator.NANOS_PER_MS;
    }

    private boolean raw(Line line) {
        return switch (line) {
            case CLOSING_BAR -> hardware.laneClosingBar();
            case FOOT_ALARM -> hardware.footAlarm();
            case BARRIER_UP -> hardware.upSwitchClosed();
            case FRONT_COIL -> hardware.loopOccupied(settings.frontLoop());
            case REAR_COIL -> hardware.loopOccupied(settings.rearLoop());
            case BARRIER_FAULT -> hardware.barrierFault();
        };
    }
}
