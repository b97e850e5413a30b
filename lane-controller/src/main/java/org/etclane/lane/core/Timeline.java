package org.etclane.lane.core;

import java.util.ArrayList;
import java.util.List;

/** The steps of one transaction in order, each with both clocks. */
public record Timeline(List<Mark> marks) {
    public static final Timeline EMPTY = new Timeline(List.of());

    public Timeline {
        marks = List.copyOf(marks);
    }

    public Timeline with(Stage stage, Moment at) {
        List<Mark> longer = new ArrayList<>(marks);
        longer.add(new Mark(stage, at.nanos(), at.wallMillis()));
        return new Timeline(longer);
    }

    public record Mark(Stage stage, long atNanos, long wallMillis) {
    }

    /** FOUND, VEHICLE_READ, CARD_READ and ANSWERED are stamped when the bytes were read, the others when the core decided. */
    public enum Stage { FOUND, VEHICLE_READ, CARD_READ, DECIDED, INTENT_DURABLE, COMMANDED, ANSWERED, OUTCOME_DURABLE, RELEASED }
}
