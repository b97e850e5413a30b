package org.etclane.sim.world;

import java.util.Optional;

/**
 * Where things lie along the lane, metres, x = 0 at the start of the trigger loop.
 *
 * @param approachStartM front bumper position of an arriving vehicle (negative)
 * @param trigger        loop at the start of the transaction zone
 * @param capture        picture loop on the way, if the lane has one
 * @param communication  where the antenna reaches an on-board unit
 * @param stopLineM      where a driver who must wait puts the front bumper; before the arm loop
 * @param armLoop        loop under the arm: begins a little before the arm line and extends behind it
 * @param armLineM       where the arm comes down
 * @param exitEndM       a vehicle whose rear bumper is here is gone
 */
public record LaneGeometry(
        double approachStartM,
        Span trigger,
        Optional<Span> capture,
        Span communication,
        double stopLineM,
        Span armLoop,
        double armLineM,
        double exitEndM) {

    /** A stretch of lane, both ends included. */
    public record Span(double fromM, double toM) {
        public Span {
            if (!(fromM < toM)) {
                throw new IllegalArgumentException("a stretch of lane must end after it begins: " + fromM + " to " + toM);
            }
        }

        public boolean contains(double xM) {
            return xM >= fromM && xM <= toM;
        }

        /** True when a body from {@code rearM} to {@code frontM} is over any part of it. */
        public boolean touches(double rearM, double frontM) {
            return frontM >= fromM && rearM <= toM;
        }
    }

    /**
     * A low-speed ETC lane (lane-rules.md §1: antenna at the front of the island, zone of 8–10 m, arm behind it). A car that
     * waits at the stop line can still be read, so that an interrupted transaction is taken up again without backing out.
     */
    public static final LaneGeometry LOW_SPEED = new LaneGeometry(-20, new Span(0, 2), Optional.of(new Span(6.5, 8)),
            new Span(1, 11), 11.5, new Span(12.2, 15.2), 13, 35);

    public LaneGeometry {
        boolean ordered = approachStartM < trigger.fromM() && trigger.fromM() <= communication.fromM()
                && communication.fromM() < stopLineM && stopLineM < armLoop.fromM() && armLoop.fromM() < armLineM
                && armLineM < armLoop.toM() && armLoop.toM() < exitEndM;
        if (!ordered) {
            throw new IllegalArgumentException("lane geometry out of order: want approach < trigger <= communication < stop line"
                    + " < arm loop start < arm line < arm loop end < exit end");
        }
    }
}
