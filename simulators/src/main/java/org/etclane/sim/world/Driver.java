package org.etclane.sim.world;

/**
 * One driver's mind: from what is seen, where to stop or how far to go back. Sees arm and light with a reaction time, knows the
 * paid tone of the own unit, and reads the display only when first in line. Moves nothing itself.
 */
final class Driver {
    private static final double NO_STOP = Double.POSITIVE_INFINITY;
    /** A bumper this far past the stop line still counts as standing at it. */
    private static final double STOP_LINE_SLACK_M = 0.05;
    private static final double CLEAR_OF_ARM_M = 0.3;
    /** Kept to the edge of a platform, and to the trigger loop by one who will not come onto it. */
    private static final double EDGE_M = 0.5;
    /** A platform counts as free once the vehicle ahead is so far behind it that an indicator has shown nothing for a while. */
    private static final double PLATFORM_FREE_M = 2;
    private static final double WEIGHING_S = 2;
    private static final double STANDING_MPS = 0.05;
    private static final double UNREAD_WAIT_S = 1.5;
    private static final double TAILGATING_M = 4;

    /**
     * @param stopAtM    where the front bumper shall stop at the latest, infinite for no stop
     * @param retreatToM where the front bumper shall go backwards to, infinite for going forwards
     */
    record Plan(double stopAtM, double retreatToM) {
        static Plan forwards(double stopAtM) {
            return new Plan(stopAtM, Double.POSITIVE_INFINITY);
        }

        boolean back() {
            return retreatToM < Double.POSITIVE_INFINITY;
        }
    }

    private final VehicleSpec spec;
    private final DriverHabits habits;
    private final LaneGeometry geometry;
    /** Arm up and light green. */
    private final Perception mayGo;
    /** Arm up, whatever the light says. */
    private final Perception armOpen;
    /** The vehicle ahead has left the arm behind, so the arm, if it is still up, is up for this one. */
    private final Perception myTurn;

    private boolean paid;
    private boolean leaving;
    private boolean tailgating;
    private boolean dwelt;
    private boolean stoodOnPlatform;
    private double dwellAtM = Double.NaN;
    private boolean standing;
    private long standingSinceNanos;
    private long enteredAtNanos;
    private boolean redRead;
    private long redReadAtNanos;

    Driver(VehicleSpec spec, DriverHabits habits, LaneGeometry geometry) {
        this.spec = spec;
        this.habits = habits;
        this.geometry = geometry;
        mayGo = new Perception(spec.reactionS(), habits.brakeReactionS());
        armOpen = new Perception(spec.reactionS(), habits.brakeReactionS());
        myTurn = new Perception(habits.trustS(), 0);
    }

    void heardPaidTone() {
        paid = true;
    }

    /** The front has come onto the trigger loop; what the display said before was meant for others. */
    void entered(long nowNanos) {
        enteredAtNanos = nowNanos;
        redRead = false;
    }

    /** Has decided to leave the lane backwards. */
    boolean leaving() {
        return leaving;
    }

    /** @param first no vehicle stands between this one and the arm */
    Plan plan(long nowNanos, LaneView view, Vehicle self, Vehicle ahead, boolean first) {
        mayGo.see(view.armOpen() && view.greenLight(), nowNanos);
        armOpen.see(view.armOpen(), nowNanos);
        myTurn.see(ahead == null || ahead.rearM() > geometry.armLoop().toM(), nowNanos);
        noticeStanding(nowNanos, self);
        if (!leaving && self.frontM < geometry.armLineM()) {
            leaving = wantsOut(nowNanos, view, self, first);
        }
        if (leaving) {
            return new Plan(NO_STOP, geometry.outM());
        }
        double jamM = self.frontM <= view.jamAtM() ? view.jamAtM() : NO_STOP;
        double stopM = self.frontM >= geometry.armLineM() ? NO_STOP : stopBeforeArm(nowNanos, view, self, ahead);
        return Plan.forwards(Math.min(Math.min(jamM, stopM), platformStop(nowNanos, self, ahead)));
    }

    /** One by one onto a platform, and a rest on it; a tailgater waits for nobody. */
    private double platformStop(long nowNanos, Vehicle self, Vehicle ahead) {
        LaneGeometry.Scale scale = geometry.scale().filter(LaneGeometry.Scale::standing).orElse(null);
        if (scale == null || self.frontM > scale.span().toM()) {
            return NO_STOP;
        }
        boolean free = ahead == null || ahead.rearM() > scale.span().toM() + PLATFORM_FREE_M || spec.behaviour() == Behaviour.TAILGATER;
        if (self.frontM < scale.span().fromM()) {
            stoodOnPlatform = false;
            if (!free) {
                return scale.span().fromM() - EDGE_M;
            }
        }
        double restM = scale.span().toM() - EDGE_M;
        stoodOnPlatform |= self.frontM > restM - EDGE_M && stoodFor(nowNanos, WEIGHING_S) || spec.behaviour() == Behaviour.TAILGATER;
        return stoodOnPlatform ? NO_STOP : restM;
    }

    private void noticeStanding(long nowNanos, Vehicle self) {
        boolean still = Math.abs(self.speedMps) < STANDING_MPS;
        if (still && !standing) {
            standingSinceNanos = nowNanos;
        }
        standing = still;
    }

    private boolean stoodFor(long nowNanos, double seconds) {
        return standing && nowNanos - standingSinceNanos >= seconds * 1e9;
    }

    private boolean wantsOut(long nowNanos, LaneView view, Vehicle self, boolean first) {
        if (!self.inTransactionZone) {
            return spec.behaviour() == Behaviour.REVERSES_OFF_SCALE && self.frontM > unwillingStopM() - EDGE_M
                    && stoodFor(nowNanos, UNREAD_WAIT_S);
        }
        return switch (spec.behaviour()) {
            case REVERSES_UNREAD -> stoodFor(nowNanos, UNREAD_WAIT_S);
            case TURNS_BACK_AFTER_READ -> geometry.communication().contains(self.obuM())
                    && stoodFor(nowNanos, habits.turnBackWaitS());
            case NORMAL, TAILGATER, DAWDLES_AFTER_PAYING, REVERSES_OFF_SCALE, NEIGHBOUR_OBU -> refused(nowNanos, view, first);
        };
    }

    /** Short of the trigger loop, and still on a platform where there is one. */
    private double unwillingStopM() {
        return geometry.scale().filter(LaneGeometry.Scale::standing).map(scale -> scale.span().toM()).orElse(geometry.trigger().fromM())
                - EDGE_M;
    }

    private boolean refused(long nowNanos, LaneView view, boolean first) {
        if (!first || mayGo.believed()) {
            redRead = false;
            return false;
        }
        boolean meantForMe = view.refusalShown() && view.displayedAtNanos() - enteredAtNanos >= 0;
        if (meantForMe && !redRead) {
            redRead = true;
            redReadAtNanos = nowNanos;
        }
        // who has paid trusts the tone longer than the display, which may speak to somebody behind
        double waitS = paid ? habits.patienceS() : habits.refusalWaitS();
        return redRead && nowNanos - redReadAtNanos >= waitS * 1e9 && stoodFor(nowNanos, waitS)
                || stoodFor(nowNanos, habits.patienceS());
    }

    private double stopBeforeArm(long nowNanos, LaneView view, Vehicle self, Vehicle ahead) {
        return switch (spec.behaviour()) {
            case NORMAL, NEIGHBOUR_OBU -> waitForArm(self);
            case TAILGATER -> tailgates(self, ahead) ? wallStop(view, self) : waitForArm(self);
            case DAWDLES_AFTER_PAYING -> Math.min(dwellStop(nowNanos, self), waitForArm(self));
            case REVERSES_OFF_SCALE -> unwillingStopM();
            case REVERSES_UNREAD -> Math.min(geometry.trigger().toM() - 0.5,
                    geometry.communication().fromM() + spec.obuBehindBumperM() - CLEAR_OF_ARM_M);
            case TURNS_BACK_AFTER_READ -> Math.min(geometry.stopLineM(),
                    geometry.communication().fromM() + spec.obuBehindBumperM() + 2);
        };
    }

    private double waitForArm(Vehicle self) {
        if (self.frontM <= geometry.stopLineM() + STOP_LINE_SLACK_M) {
            boolean near = geometry.stopLineM() - self.frontM < habits.cautionM();
            return mayGo.believed() && (paid || near && myTurn.believed()) ? NO_STOP : geometry.stopLineM();
        }
        return armOpen.believed() ? NO_STOP : atArm(self);
    }

    private boolean tailgates(Vehicle self, Vehicle ahead) {
        boolean onTheHook = ahead != null && ahead.frontM > geometry.stopLineM() && ahead.retreatToM == Double.POSITIVE_INFINITY
                && ahead.rearM() - self.frontM < TAILGATING_M;
        tailgating = onTheHook || tailgating && self.frontM > geometry.stopLineM();
        return tailgating;
    }

    private double wallStop(LaneView view, Vehicle self) {
        return view.armIsWall() ? atArm(self) : NO_STOP;
    }

    /** As near to the arm as one stops in an emergency, or right here when that is behind already. */
    private double atArm(Vehicle self) {
        return Math.max(self.frontM, geometry.armLineM() - CLEAR_OF_ARM_M);
    }

    private double dwellStop(long nowNanos, Vehicle self) {
        if (dwelt || !paid && !mayGo.believed() || self.frontM > geometry.stopLineM() + STOP_LINE_SLACK_M) {
            return NO_STOP;
        }
        if (Double.isNaN(dwellAtM)) {
            double brakingM = self.speedMps * self.speedMps / (2 * habits.comfortBrakeMps2());
            dwellAtM = Math.min(geometry.stopLineM(), self.frontM + brakingM + 0.5);
        }
        dwelt = stoodFor(nowNanos, habits.dwellS());
        return dwellAtM;
    }
}
