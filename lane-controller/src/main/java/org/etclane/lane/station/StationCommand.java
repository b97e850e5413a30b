package org.etclane.lane.station;

/** What the station asks of the lane. Answered once with {@link StationLink#answer}. */
public sealed interface StationCommand {
    /** Made by the station, unique. */
    String commandId();

    /** Who asked for it. */
    String operator();

    String reason();

    record OpenLane(String commandId, String operator, String reason) implements StationCommand {
    }

    /** @param reason not empty */
    record CloseLane(String commandId, String operator, String reason) implements StationCommand {
    }
}
