package org.etclane.sim.bench;

import java.util.ArrayList;
import java.util.List;
import org.etclane.device.DisplayCommand;
import org.etclane.device.LoopEvent;
import org.etclane.sim.world.LaneHardware;
import org.etclane.sim.world.Scheduler;

/**
 * A road without driving: vehicles as a conveyor belt would bring them, as close behind one another as two loops and an arm
 * allow. One vehicle leaves under the arm while the next is being transacted, as in dense traffic. The arm moves at once.
 * Simulation's thread.
 */
final class LatencyRoad implements LaneHardware {
    private static final long MS = 1_000_000L;
    /** From the trigger loop until the unit is in reach. */
    private static final long ENTER_NANOS = 60 * MS;
    /** Between two vehicles on the trigger loop. */
    private static final long GAP_NANOS = 40 * MS;
    private static final long REACTION_NANOS = 150 * MS;
    private static final long UNDER_ARM_NANOS = 60 * MS;

    private final Scheduler scheduler;
    private final List<Runnable> listeners = new ArrayList<>();
    private boolean trigger;
    private boolean armLoop;
    private boolean up;
    /** Released, not yet past the arm. */
    private int leaving;
    private boolean rolling;
    private Runnable waiting = () -> { };
    private int passed;
    private int loweredOnVehicle;

    LatencyRoad(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** A vehicle comes onto the trigger loop. @param inReach when its unit can be heard */
    void arrive(Runnable inReach) {
        trigger = true;
        changed();
        after(ENTER_NANOS, inReach);
    }

    /** The vehicle in the zone has paid. @param next when another may come */
    void leave(Runnable next) {
        trigger = false;
        leaving++;
        changed();
        after(REACTION_NANOS, this::roll);
        after(GAP_NANOS, () -> {
            if (leaving <= 1) {
                next.run();
            } else {
                waiting = next;
            }
        });
    }

    private void roll() {
        if (rolling || leaving == 0 || !up) {
            return;
        }
        rolling = true;
        armLoop = true;
        changed();
        after(UNDER_ARM_NANOS, () -> {
            armLoop = false;
            rolling = false;
            leaving--;
            passed++;
            changed();
            Runnable next = waiting;
            waiting = () -> { };
            next.run();
        });
    }

    private void after(long nanos, Runnable action) {
        scheduler.at(scheduler.nowNanos() + nanos, action);
    }

    private void changed() {
        listeners.forEach(Runnable::run);
    }

    int passed() {
        return passed;
    }

    int loweredOnVehicle() {
        return loweredOnVehicle;
    }

    @Override
    public boolean loopOccupied(LoopEvent.Role role) {
        return switch (role) {
            case TRIGGER -> trigger;
            case ARM -> armLoop;
            case CAPTURE -> false;
        };
    }

    @Override
    public void pulseRaise(long pulseMs) {
        up = true;
        changed();
        after(0, this::roll);
    }

    @Override
    public void pulseLower(long pulseMs) {
        loweredOnVehicle += armLoop ? 1 : 0;
        up = false;
        changed();
    }

    @Override
    public boolean upSwitchClosed() {
        return up;
    }

    @Override
    public boolean downSwitchClosed() {
        return !up;
    }

    @Override
    public boolean barrierFault() {
        return false;
    }

    @Override
    public boolean laneClosingBar() {
        return false;
    }

    @Override
    public boolean footAlarm() {
        return false;
    }

    @Override
    public void passLight(boolean green) {
        // nobody looks at it
    }

    @Override
    public void canopyLight(boolean green) {
        // nobody looks at it
    }

    @Override
    public void alarm(boolean sound, boolean light) {
        // nobody hears it
    }

    @Override
    public void display(DisplayCommand content) {
        // nobody reads it
    }

    @Override
    public void onInputChange(Runnable listener) {
        listeners.add(listener);
    }
}
