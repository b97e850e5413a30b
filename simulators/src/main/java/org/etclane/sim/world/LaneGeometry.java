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
 * @param scale          where vehicles are weighed, before the trigger loop, if the lane has a scale
 */
public record LaneGeometry(
        double approachStartM,
        Span trigger,
        Optional<Span> capture,
        Span communication,
        double stopLineM,
        Span armLoop,
        double armLineM,
        double exitEndM,
        Optional<Scale> scale) {

    /** A driver who leaves backwards puts the front bumper this far before the lane. */
    private static final double OUT_M = 1;
    /** From the end of a scale to the trigger loop: less than any vehicle is long, and no two vehicles fit on both. */
    private static final double SCALE_TO_LOOP_M = 2;

    /**
     * A scale in the lane.
     *
     * @param span     its plate or platform; the light curtain that tells vehicles apart stands at its end
     * @param standing vehicles stand on it one by one until they are weighed; else they drive over it
     */
    public record Scale(Span span, boolean standing) {
    }

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
            new Span(1, 11), 11.5, new Span(12.2, 15.2), 13, 35, Optional.empty());

    /** The same with a narrow plate over which vehicles are weighed axle by axle (动态轴重). */
    public static final LaneGeometry AXLE_SCALE = LOW_SPEED.with(-20, new Scale(new Span(-SCALE_TO_LOOP_M - 0.8, -SCALE_TO_LOOP_M), false));

    /** The same with a platform that holds the longest truck of the road (整车静态). */
    public static final LaneGeometry PLATFORM = LOW_SPEED.with(-24, new Scale(new Span(-SCALE_TO_LOOP_M - 18, -SCALE_TO_LOOP_M), true));

    public LaneGeometry {
        boolean scaleFits = scale.isEmpty() || approachStartM < scale.get().span().fromM() && scale.get().span().toM() < trigger.fromM();
        boolean ordered = scaleFits && approachStartM < trigger.fromM() && trigger.fromM() <= communication.fromM()
                && communication.fromM() < stopLineM && stopLineM < armLoop.fromM() && armLoop.fromM() < armLineM
                && armLineM < armLoop.toM() && armLoop.toM() < exitEndM;
        if (!ordered) {
            throw new IllegalArgumentException("lane geometry out of order: want approach < scale < trigger <= communication < stop line"
                    + " < arm loop start < arm line < arm loop end < exit end");
        }
    }

    private LaneGeometry with(double otherApproachStartM, Scale laid) {
        return new LaneGeometry(otherApproachStartM, trigger, capture, communication, stopLineM, armLoop, armLineM, exitEndM,
                Optional.of(laid));
    }

    /** Where the lane begins for a driver: scale or trigger loop, whatever comes first. */
    double beginsAtM() {
        return scale.map(laid -> laid.span().fromM()).orElse(trigger.fromM());
    }

    /** Where the front bumper of one who has left backwards is. */
    double outM() {
        return beginsAtM() - OUT_M;
    }
}
