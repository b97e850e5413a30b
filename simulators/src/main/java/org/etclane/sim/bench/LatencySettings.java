package org.etclane.sim.bench;

import java.nio.file.Path;
import java.util.List;
import org.etclane.lane.core.LaneKind;
import org.etclane.sim.device.AirTimes;

/**
 * One comparison of a lane with the floor under it.
 *
 * @param kind         only an exit lane has a floor host
 * @param transactions of each host
 * @param block        so many of one host, then so many of the other
 * @param airName      name of the air times in the report
 * @param station      the lane uploads its records to a station meanwhile
 * @param config       the lane's configuration file
 * @param data         folder for everything of this run; made when it does not exist
 * @param laneOptions  for the JVMs of lane, floor and idle process
 */
record LatencySettings(LaneKind kind, int transactions, int block, long seed, String airName, AirTimes air, boolean station, Path config,
        Path data, List<String> laneOptions) {
    LatencySettings {
        laneOptions = List.copyOf(laneOptions);
        if (kind != LaneKind.EXIT || transactions < 1 || block < 1) {
            throw new IllegalArgumentException("transactions and block from 1, exit lane only");
        }
    }
}
