package org.etclane.lane.parameters;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The stations and lanes of the network (收费站、车道): what a station key of a card means. Used by: the check that a set is meant
 * for this lane; names for displays and evidence are held for those rules.
 */
public record StationTable(Map<StationKey, Station> stations) {
    /** Nothing is known of any station. */
    public static final StationTable NONE = new StationTable(Map.of());

    public StationTable {
        stations = Map.copyOf(stations);
    }

    /**
     * @param id    national station id (14 characters, lane-rules.md §10), empty when not given
     * @param lanes kind of each lane by its number in the transit record
     */
    public record Station(StationKey key, String id, String name, Map<Integer, LaneType> lanes) {
        public Station {
            lanes = Map.copyOf(new TreeMap<>(lanes));
        }
    }

    /** What is done in a lane; an open toll station (开放式) charges once. */
    public enum LaneType { ENTRY, EXIT, OPEN }

    public Optional<Station> station(StationKey key) {
        return Optional.ofNullable(stations.get(key));
    }
}
