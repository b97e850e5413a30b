package org.etclane.sim.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.etclane.lane.core.LaneKind;
import org.etclane.sim.device.RsuSimFault;
import org.etclane.sim.world.DriverHabits;
import org.etclane.sim.world.VehicleMix;

/**
 * One run of the test bench.
 *
 * @param habits        of all drivers
 * @param config        the lane's configuration file
 * @param data          folder for everything of this run; made when it does not exist
 * @param rsuFaults     chance of each RSU fault per ten thousand dialogues
 * @param kills         how often the lane process is killed (SIGKILL) at random moments under traffic
 * @param stationDown   the station is only started once all vehicles have gone
 * @param keep          leave bench and lane running after the summary
 * @param javaOptions   for the lane's JVM
 * @param wiring        which devices stand around the lane
 */
public record BenchSettings(LaneKind kind, int vehicles, double ratePerHour, long seed, VehicleMix mix, DriverHabits habits, Path config,
        Path data, Map<RsuSimFault, Integer> rsuFaults, int kills, boolean stationDown, boolean keep, List<String> javaOptions,
        LaneWiring wiring) {
    public BenchSettings {
        rsuFaults = Map.copyOf(rsuFaults);
        javaOptions = List.copyOf(javaOptions);
    }

    /** With the usual devices. */
    public BenchSettings(LaneKind kind, int vehicles, double ratePerHour, long seed, VehicleMix mix, DriverHabits habits, Path config,
            Path data, Map<RsuSimFault, Integer> rsuFaults, int kills, boolean stationDown, boolean keep, List<String> javaOptions) {
        this(kind, vehicles, ratePerHour, seed, mix, habits, config, data, rsuFaults, kills, stationDown, keep, javaOptions,
                LaneWiring.USUAL);
    }

    public BenchSettings with(LaneWiring other) {
        return new BenchSettings(kind, vehicles, ratePerHour, seed, mix, habits, config, data, rsuFaults, kills, stationDown, keep,
                javaOptions, other);
    }

    /** The same, but the lane process is killed so often. */
    public BenchSettings withKills(int times) {
        return new BenchSettings(kind, vehicles, ratePerHour, seed, mix, habits, config, data, rsuFaults, times,
                stationDown, keep, javaOptions, wiring);
    }

    /** The same before drivers who do not leave because a lane says nothing for a while. */
    public BenchSettings withPatienceS(double seconds) {
        return new BenchSettings(kind, vehicles, ratePerHour, seed, mix, habits.withPatienceS(seconds), config, data, rsuFaults, kills,
                stationDown, keep, javaOptions, wiring);
    }

    public Traffic traffic() {
        return new Traffic(kind, vehicles, ratePerHour, seed, mix, habits, rsuFaults);
    }
}
