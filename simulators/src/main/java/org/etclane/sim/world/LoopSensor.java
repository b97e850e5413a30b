package org.etclane.sim.world;

import java.util.List;

/** One vehicle detector loop and its contact. */
final class LoopSensor {
    private final LaneGeometry.Span span;
    private LoopFault fault = LoopFault.NONE;
    private boolean covered;
    private boolean contact;

    LoopSensor(LaneGeometry.Span span) {
        this.span = span;
    }

    boolean contact() {
        return contact;
    }

    /** True when the contact changed. */
    boolean fault(LoopFault other, long stepNumber) {
        fault = other;
        return settle(stepNumber);
    }

    /** True when the contact changed. */
    boolean look(List<Vehicle> vehicles, long stepNumber) {
        covered = false;
        for (Vehicle vehicle : vehicles) {
            covered |= span.touches(vehicle.rearM(), vehicle.frontM());
        }
        return settle(stepNumber);
    }

    private boolean settle(long stepNumber) {
        boolean before = contact;
        contact = switch (fault) {
            case NONE -> covered;
            case STUCK_OCCUPIED -> true;
            case STUCK_CLEAR -> false;
            case CHATTER -> covered && (stepNumber / 2) % 2 == 0;
        };
        return contact != before;
    }
}
