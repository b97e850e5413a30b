package org.etclane.lane.core;

/** Whether the lane takes vehicles. A vehicle that has paid always gets out. */
public sealed interface LaneMode {
    record Open() implements LaneMode {
    }

    /** @param by a person, the station, or one of the lane's own parts named here */
    record Closed(String reason, String by) implements LaneMode {
        /** Records could not be written. */
        public static final String BY_JOURNAL = "journal";
        /** The controller met a bug, or lost an event. */
        public static final String BY_CONTROLLER = "lane controller";
        /** The record store was damaged and has been set aside. */
        public static final String BY_RECORD_STORE = "record store";

        /** What people have closed stays closed over a restart; what the lane closed by itself may work again. */
        public boolean byPeople() {
            return !by.equals(BY_JOURNAL) && !by.equals(BY_CONTROLLER) && !by.equals(BY_RECORD_STORE);
        }
    }
}
