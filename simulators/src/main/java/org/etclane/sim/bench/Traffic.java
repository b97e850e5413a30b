package org.etclane.sim.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.etclane.lane.core.LaneKind;
import org.etclane.sim.device.RsuSimFault;
import org.etclane.sim.world.Arrival;
import org.etclane.sim.world.DriverHabits;
import org.etclane.sim.world.TrafficGenerator;
import org.etclane.sim.world.VehicleMix;

/**
 * Which vehicles come, how fast, and what goes wrong on air.
 *
 * @param habits    of all drivers
 * @param rsuFaults chance of each RSU fault per ten thousand dialogues
 */
public record Traffic(LaneKind kind, int vehicles, double ratePerHour, long seed, VehicleMix mix, DriverHabits habits,
        Map<RsuSimFault, Integer> rsuFaults) {
    public Traffic {
        rsuFaults = Map.copyOf(rsuFaults);
    }

    /** The same every time. */
    public List<Arrival> arrivals() {
        return new TrafficGenerator(seed, ratePerHour, vehicles, mix,
                org.etclane.sim.world.LaneKind.valueOf(kind.name())).arrivals();
    }

    /** "exit lane, 20 vehicles at 900 per hour, mix default, seed 7". */
    @Override
    public String toString() {
        String lane = kind.name().toLowerCase(Locale.ROOT) + " lane";
        return vehicles == 0 ? lane : String.format(Locale.ROOT, "%s, %d vehicles at %.0f per hour, mix %s, seed %d", lane,
                vehicles, ratePerHour, mix.name(), seed);
    }
}
