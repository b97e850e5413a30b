package org.etclane.sim.world;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The vehicles of one lane, in driving order, moved in fixed steps. Nobody overtakes and nobody touches the one ahead; when one
 * backs out, all behind it make room first.
 */
final class Road {
    static final long STEP_NANOS = 10_000_000L;
    private static final double STEP_S = STEP_NANOS / 1e9;
    /** Kept to the vehicle behind when reversing, and never less to the one ahead. */
    private static final double LEAST_GAP_M = 0.3;
    private static final double REVERSE_ACCELERATION_MPS2 = 1.5;
    private static final double TAILGATER_HEADWAY_S = 0.2;

    private final LaneGeometry geometry;
    private final DriverHabits habits;
    private final WorldListener listener;
    private final Consumer<Vehicle> onPassed;
    private final List<Vehicle> vehicles = new ArrayList<>();

    Road(LaneGeometry geometry, DriverHabits habits, WorldListener listener, Consumer<Vehicle> onPassed) {
        this.geometry = geometry;
        this.habits = habits;
        this.listener = listener;
        this.onPassed = onPassed;
    }

    /** First in driving order first. */
    List<Vehicle> vehicles() {
        return vehicles;
    }

    /** Puts an arriving vehicle at the start of the approach, or behind the queue when that reaches further back. */
    void arrive(Vehicle vehicle) {
        vehicle.frontM = geometry.approachStartM();
        vehicle.speedMps = vehicle.spec().cruiseMps();
        if (!vehicles.isEmpty()) {
            Vehicle last = vehicles.getLast();
            double endM = Math.min(last.rearM(), last.retreatToM - last.spec().lengthM());
            vehicle.frontM = Math.min(vehicle.frontM, endM - vehicle.spec().standstillGapM());
            vehicle.speedMps = Math.min(vehicle.speedMps, followingSpeed(vehicle, last));
        }
        vehicles.add(vehicle);
    }

    void step(long nowNanos, LaneView view) {
        // by index: a listener may let another vehicle arrive
        for (int i = 0; i < vehicles.size(); i++) {
            Vehicle ahead = i > 0 ? vehicles.get(i - 1) : null;
            Vehicle behind = i + 1 < vehicles.size() ? vehicles.get(i + 1) : null;
            move(nowNanos, view, vehicles.get(i), ahead, behind);
        }
        removeGone(nowNanos);
    }

    private void move(long nowNanos, LaneView view, Vehicle vehicle, Vehicle ahead, Vehicle behind) {
        boolean wasLeaving = vehicle.driver.leaving();
        boolean first = ahead == null || ahead.frontM >= geometry.armLineM();
        Driver.Plan plan = vehicle.driver.plan(nowNanos, view, vehicle, ahead, first);
        if (!wasLeaving && vehicle.driver.leaving()) {
            vehicle.noteRefused(nowNanos);
            listener.refused(vehicle, nowNanos);
        }
        double limitM = roomLimit(vehicle, ahead);
        boolean makesRoom = limitM < Double.POSITIVE_INFINITY
                && (vehicle.frontM > limitM || vehicle.retreatToM < Double.POSITIVE_INFINITY);
        if (plan.back() || makesRoom) {
            vehicle.retreatToM = Math.min(plan.retreatToM(), limitM);
            moveBack(vehicle, behind);
        } else {
            vehicle.retreatToM = Double.POSITIVE_INFINITY;
            moveOn(vehicle, ahead, Math.min(plan.stopAtM(), limitM));
        }
        noteMilestones(nowNanos, vehicle);
    }

    /** How far forward the vehicle may be while the one ahead is backing out. */
    private static double roomLimit(Vehicle vehicle, Vehicle ahead) {
        return ahead == null ? Double.POSITIVE_INFINITY
                : ahead.retreatToM - ahead.spec().lengthM() - vehicle.spec().standstillGapM();
    }

    private void moveOn(Vehicle vehicle, Vehicle ahead, double stopAtM) {
        double speed = vehicle.speedMps;
        if (speed < 0) {
            vehicle.speedMps = Math.min(0, speed + habits.comfortBrakeMps2() * STEP_S);
            vehicle.frontM += vehicle.speedMps * STEP_S;
            return;
        }
        double wanted = Math.min(vehicle.spec().cruiseMps(), speed + vehicle.spec().accelerationMps2() * STEP_S);
        wanted = Math.min(wanted, Kinematics.stoppingSpeed(stopAtM - vehicle.frontM, habits.comfortBrakeMps2(), STEP_S));
        if (ahead != null) {
            wanted = Math.min(wanted, followingSpeed(vehicle, ahead));
        }
        vehicle.speedMps = Math.max(Math.max(wanted, speed - habits.hardBrakeMps2() * STEP_S), 0);
        double frontM = vehicle.frontM + vehicle.speedMps * STEP_S;
        if (ahead != null && frontM > ahead.rearM() - LEAST_GAP_M) {
            frontM = Math.max(vehicle.frontM, ahead.rearM() - LEAST_GAP_M);
            if (frontM == vehicle.frontM) {
                vehicle.speedMps = 0;
            }
        }
        vehicle.frontM = frontM;
    }

    private double followingSpeed(Vehicle vehicle, Vehicle ahead) {
        double gapM = ahead.rearM() - vehicle.frontM - vehicle.spec().standstillGapM();
        double headwayS = vehicle.spec().behaviour() == Behaviour.TAILGATER ? TAILGATER_HEADWAY_S : habits.headwayS();
        return Kinematics.followingSpeed(gapM, Math.max(0, ahead.speedMps), habits.comfortBrakeMps2(), headwayS);
    }

    private void moveBack(Vehicle vehicle, Vehicle behind) {
        double speed = vehicle.speedMps;
        if (speed > 0) {
            vehicle.speedMps = Math.max(0, speed - habits.comfortBrakeMps2() * STEP_S);
            vehicle.frontM += vehicle.speedMps * STEP_S;
            return;
        }
        double backwards = Math.min(habits.reverseMps(), -speed + REVERSE_ACCELERATION_MPS2 * STEP_S);
        backwards = Math.min(backwards, reverseSpeed(vehicle.frontM - vehicle.retreatToM));
        if (behind != null) {
            backwards = Math.min(backwards, reverseSpeed(vehicle.rearM() - behind.frontM - LEAST_GAP_M));
        }
        vehicle.speedMps = -backwards;
        vehicle.frontM += vehicle.speedMps * STEP_S;
    }

    private double reverseSpeed(double distanceM) {
        return Kinematics.stoppingSpeed(distanceM, habits.comfortBrakeMps2(), STEP_S);
    }

    private void noteMilestones(long nowNanos, Vehicle vehicle) {
        boolean onLoopOrBeyond = vehicle.frontM >= geometry.trigger().fromM();
        if (onLoopOrBeyond && !vehicle.inTransactionZone) {
            vehicle.inTransactionZone = true;
            vehicle.noteEntered(nowNanos);
            vehicle.driver.entered(nowNanos);
            listener.entered(vehicle, nowNanos);
        } else if (!vehicle.inTransactionZone && !vehicle.backedOut() && vehicle.driver.leaving()
                && vehicle.frontM < geometry.beginsAtM()) {
            vehicle.noteBackedOut(nowNanos);
            listener.backedOut(vehicle, nowNanos);
        } else if (!onLoopOrBeyond && vehicle.inTransactionZone) {
            vehicle.inTransactionZone = false;
            if (vehicle.driver.leaving()) {
                vehicle.noteBackedOut(nowNanos);
                listener.backedOut(vehicle, nowNanos);
            } else {
                listener.madeRoom(vehicle, nowNanos);
            }
        }
        if (vehicle.frontM >= geometry.armLineM()) {
            vehicle.noteArmReached(nowNanos);
        }
        if (vehicle.rearM() > geometry.armLineM() && !vehicle.passed()) {
            vehicle.notePassed(nowNanos);
            onPassed.accept(vehicle);
            listener.passedArm(vehicle, nowNanos);
        }
    }

    private void removeGone(long nowNanos) {
        for (int i = 0; i < vehicles.size();) {
            Vehicle vehicle = vehicles.get(i);
            boolean out = vehicle.frontM < geometry.beginsAtM() && vehicle.backedOutFor(nowNanos, habits.sidewaysS());
            if (vehicle.rearM() >= geometry.exitEndM() || out) {
                vehicles.remove(i);
                vehicle.noteGone(nowNanos);
                listener.gone(vehicle, nowNanos);
            } else {
                i++;
            }
        }
    }
}
