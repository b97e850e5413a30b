package org.etclane.sim.world;

import java.util.ArrayList;
import java.util.List;

/**
 * A barrier arm (栏杆) that turns at constant speed between 0° (across the lane) and 90° (upright), can be reversed at any angle,
 * and closes a position switch near each end. Its angle is an exact function of time; listeners are told when a switch or the
 * fault signal may have changed. One thread: the scheduler's.
 */
public final class BarrierArm {
    public static final double DOWN_DEGREES = 0;
    public static final double UP_DEGREES = 90;
    private static final double EPSILON_DEGREES = 1e-6;

    public enum Motion { STILL, RISING, FALLING }

    /** NEVER_CLOSES: lost switch or broken wire. ALWAYS_CLOSED: welded contact. */
    public enum SwitchFault { NONE, NEVER_CLOSES, ALWAYS_CLOSED }

    /** Told the moment the arm starts to turn, reversals included. */
    public interface MotionListener {
        void started(Motion motion, long atNanos, double angleDegrees);
    }

    /**
     * @param raiseNanos     0° to 90°
     * @param lowerNanos     90° to 0°
     * @param minPulseMs     a shorter relay pulse is missed (lane-rules.md §12 fault 4)
     * @param switchDegrees  how far from its end a position switch closes
     */
    public record Settings(long raiseNanos, long lowerNanos, long minPulseMs, double switchDegrees) {
        /** 0.7 s each way, pulses from 100 ms, switches over the last 2°. */
        public static final Settings DEFAULT = new Settings(700_000_000L, 700_000_000L, 100, 2);

        public Settings {
            if (raiseNanos <= 0 || lowerNanos <= 0 || minPulseMs < 0 || switchDegrees <= 0 || switchDegrees >= 45) {
                throw new IllegalArgumentException("arm settings out of range: raise " + raiseNanos + " ns, lower " + lowerNanos
                        + " ns, pulse " + minPulseMs + " ms, switch " + switchDegrees + " degrees");
            }
        }
    }

    private final Scheduler scheduler;
    private final Settings settings;
    private final List<MotionListener> motionListeners = new ArrayList<>();
    private final List<Runnable> changeListeners = new ArrayList<>();
    private final List<Scheduler.Cancellable> pending = new ArrayList<>();

    private Motion motion = Motion.STILL;
    private double fromDegrees = DOWN_DEGREES;
    private long sinceNanos;
    private boolean stuck;
    private boolean faultSignal;
    private boolean reportsWhenStuck;
    private SwitchFault upSwitchFault = SwitchFault.NONE;
    private SwitchFault downSwitchFault = SwitchFault.NONE;
    private long missedPulses;

    /** The arm starts down. */
    public BarrierArm(Scheduler scheduler, Settings settings) {
        this.scheduler = scheduler;
        this.settings = settings;
    }

    /** A pulse on the raise relay. Nothing happens when it is too short or the arm is up or already rising. */
    public void pulseRaise(long pulseMs) {
        pulse(Motion.RISING, pulseMs);
    }

    /** A pulse on the lower relay; the arm itself looks at nothing and falls on whatever is there. */
    public void pulseLower(long pulseMs) {
        pulse(Motion.FALLING, pulseMs);
    }

    public double angleDegrees() {
        return angleAt(scheduler.nowNanos());
    }

    /** The angle at a moment not before the last movement began, if nothing else is commanded until then. */
    public double angleAt(long nanos) {
        double turned = UP_DEGREES * Math.max(0, nanos - sinceNanos);
        return switch (motion) {
            case STILL -> fromDegrees;
            case RISING -> Math.min(UP_DEGREES, fromDegrees + turned / settings.raiseNanos);
            case FALLING -> Math.max(DOWN_DEGREES, fromDegrees - turned / settings.lowerNanos);
        };
    }

    /** STILL as soon as the end of the travel is reached. */
    public Motion motion() {
        return motion;
    }

    public boolean upSwitchClosed() {
        return contact(upSwitchFault, angleDegrees() >= UP_DEGREES - settings.switchDegrees - EPSILON_DEGREES);
    }

    public boolean downSwitchClosed() {
        return contact(downSwitchFault, angleDegrees() <= DOWN_DEGREES + settings.switchDegrees + EPSILON_DEGREES);
    }

    /** The barrier's own fault signal. */
    public boolean faultSignal() {
        return faultSignal;
    }

    public long missedPulses() {
        return missedPulses;
    }

    /**
     * The arm jams where it is; pulses have no effect until {@link #release}.
     *
     * @param reports true: the barrier notices at the next pulse and raises its fault signal; false: it fails silently
     */
    public void stick(boolean reports) {
        settleAt(angleDegrees());
        stuck = true;
        reportsWhenStuck = reports;
        changed();
    }

    /** The arm turns again; it stays where it is until the next pulse. */
    public void release() {
        stuck = false;
        faultSignal = false;
        changed();
    }

    /** Sets or clears the fault signal by hand. */
    public void faultSignal(boolean present) {
        faultSignal = present;
        changed();
    }

    public void upSwitch(SwitchFault fault) {
        upSwitchFault = fault;
        changed();
    }

    public void downSwitch(SwitchFault fault) {
        downSwitchFault = fault;
        changed();
    }

    public void onMotion(MotionListener listener) {
        motionListeners.add(listener);
    }

    /** Called when a switch or the fault signal may have changed. */
    public void onChange(Runnable listener) {
        changeListeners.add(listener);
    }

    private void pulse(Motion wanted, long pulseMs) {
        if (pulseMs < settings.minPulseMs) {
            missedPulses++;
            return;
        }
        double angle = angleDegrees();
        boolean there = wanted == Motion.RISING ? angle >= UP_DEGREES : angle <= DOWN_DEGREES;
        if (motion == wanted || there) {
            return;
        }
        if (stuck) {
            if (reportsWhenStuck && !faultSignal) {
                faultSignal = true;
                changed();
            }
            return;
        }
        settleAt(angle);
        motion = wanted;
        scheduleMilestones();
        for (MotionListener listener : motionListeners) {
            listener.started(motion, sinceNanos, angle);
        }
        changed();
    }

    /** Stops at the given angle, now; forgets the milestones of an interrupted movement. */
    private void settleAt(double angle) {
        pending.forEach(Scheduler.Cancellable::cancel);
        pending.clear();
        fromDegrees = angle;
        sinceNanos = scheduler.nowNanos();
        motion = Motion.STILL;
    }

    private void scheduleMilestones() {
        double lowEdge = DOWN_DEGREES + settings.switchDegrees;
        double highEdge = UP_DEGREES - settings.switchDegrees;
        double firstEdge = motion == Motion.RISING ? lowEdge : highEdge;
        double secondEdge = motion == Motion.RISING ? highEdge : lowEdge;
        double end = motion == Motion.RISING ? UP_DEGREES : DOWN_DEGREES;
        // a microsecond after the first edge, because on the edge the switch is still closed
        milestone(firstEdge, 1_000, this::changed);
        milestone(secondEdge, 0, this::changed);
        milestone(end, 0, () -> {
            settleAt(end);
            changed();
        });
    }

    private void milestone(double degrees, long extraNanos, Runnable action) {
        double way = motion == Motion.RISING ? degrees - fromDegrees : fromDegrees - degrees;
        if (way < 0) {
            return;
        }
        long travelNanos = motion == Motion.RISING ? settings.raiseNanos : settings.lowerNanos;
        pending.add(scheduler.at(sinceNanos + (long) Math.ceil(way / UP_DEGREES * travelNanos) + extraNanos, action));
    }

    private static boolean contact(SwitchFault fault, boolean real) {
        return switch (fault) {
            case NONE -> real;
            case NEVER_CLOSES -> false;
            case ALWAYS_CLOSED -> true;
        };
    }

    private void changed() {
        changeListeners.forEach(Runnable::run);
    }
}
