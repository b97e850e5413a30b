package org.etclane.sim.world;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.etclane.device.DisplayCommand;
import org.etclane.device.LoopEvent;
import org.etclane.device.ObuId;
import org.etclane.sim.obu.SimObu;

/**
 * The least a lane can do, for tests of the road: every unit in the zone pays after 250 ms unless it is to be refused, the arm
 * rises for who has paid and falls when the arm loop is clear again and nobody who has paid is still to pass (which it asks the
 * road, as no real lane could).
 */
final class PlainLane {
    private static final long MS = 1_000_000L;
    private final VirtualScheduler time;
    private final LaneWorld world;
    private final Set<ObuId> seen = new HashSet<>();
    private final Set<ObuId> refuse = new HashSet<>();
    private boolean armLoopWas;
    private boolean refusing;
    int payments;

    PlainLane(VirtualScheduler time, LaneWorld world) {
        this.time = time;
        this.world = world;
        world.onInputChange(this::inputs);
        poll();
    }

    void refuse(SimObu obu) {
        refuse.add(obu.id());
    }

    private void poll() {
        for (SimObu obu : world.present()) {
            if (seen.add(obu.id())) {
                time.at(time.nowNanos() + 250 * MS, () -> answer(obu));
            }
        }
        if (refusing && !world.loopOccupied(LoopEvent.Role.TRIGGER) && world.vehicles().stream().noneMatch(v -> v.frontM() > 0)) {
            refusing = false;
            world.display(new DisplayCommand.Clear());
        }
        time.at(time.nowNanos() + 50 * MS, this::poll);
    }

    private void answer(SimObu obu) {
        if (refuse.contains(obu.id())) {
            refusing = true;
            red();
        } else if (world.reachable(obu)) {
            payments++;
            world.paidTone(obu);
            open();
        } else {
            seen.remove(obu.id());
        }
    }

    void red() {
        world.display(new DisplayCommand.Show(DisplayCommand.Colour.RED, List.of("请走其他车道"), "拒绝", Optional.empty()));
    }

    void open() {
        world.passLight(true);
        world.pulseRaise(200);
    }

    private void inputs() {
        boolean armLoop = world.loopOccupied(LoopEvent.Role.ARM);
        if (armLoopWas && !armLoop) {
            if (world.vehicles().stream().noneMatch(vehicle -> vehicle.transacted() && !vehicle.passed())) {
                world.passLight(false);
                world.pulseLower(200);
            }
        } else if (armLoop && !armLoopWas && world.arm().motion() == BarrierArm.Motion.FALLING) {
            open();
        }
        armLoopWas = armLoop;
    }
}
