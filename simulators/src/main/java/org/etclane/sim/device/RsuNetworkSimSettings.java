package org.etclane.sim.device;

import java.util.Map;

/**
 * How a simulated RSU of variant B behaves (rsu-network.md). Start from {@link #usual()} and change single points with the
 * {@code with…} methods.
 *
 * @param forms                what the reference leaves open about its frames
 * @param timing               the RSU's own clocks
 * @param airTimes             what each step costs on air
 * @param faultsPerTenThousand chance of each fault per dialogue; their sum is at most 10,000
 */
public record RsuNetworkSimSettings(Forms forms, Timing timing, AirTimes airTimes,
        Map<RsuSimFault, Integer> faultsPerTenThousand) {

    /**
     * @param zeroCounts         B0 and B1 tell 0 PSAMs and 0 working antennas with one present, as the captured ones do
     * @param tellsTried         a B5 with an error is 36 bytes long and tells the purchase that was tried
     * @param tripFile           B4 carries the trip file of an OBU that has one
     * @param wantsAuthorisation no vehicle file is decrypted before the PSAM has been authorised
     */
    public record Forms(boolean zeroCounts, boolean tellsTried, boolean tripFile, boolean wantsAuthorisation) {
    }

    /**
     * @param heartbeatMs      between two B1
     * @param repeatMs         from a frame that the lane has not answered to its repeat
     * @param repeats          how often it is repeated
     * @param patienceMs       how long the lane may take to answer; not known of variant B, so the 1 s of variant A's firmware
     * @param searchIntervalMs between beacons
     * @param waitMs           after which an OBU that was let go may be read again
     * @param recentSuccessMs  how long the last 5 successful OBUs get nothing but a release
     * @param freezeMs         how long a frozen OBU (StopType 3) is left alone
     * @param lateB5Ms         by how much a late B5 is late
     * @param stuckMs          after which a hung RSU restarts itself
     * @param bootMs           from restart until the RSU hears again
     */
    public record Timing(long heartbeatMs, long repeatMs, int repeats, long patienceMs, long searchIntervalMs, long waitMs,
            long recentSuccessMs, long freezeMs, long lateB5Ms, long stuckMs, long bootMs) {
        public static Timing typical() {
            return new Timing(10_000, 120, 3, 1_000, 20, 2_000, 12_000, 60_000, 2_500, 60_000, 500);
        }
    }

    public RsuNetworkSimSettings {
        faultsPerTenThousand = Map.copyOf(faultsPerTenThousand);
        if (faultsPerTenThousand.values().stream().mapToInt(Integer::intValue).sum() > 10_000) {
            throw new IllegalArgumentException("chances of faults add up to more than 10,000 in 10,000");
        }
    }

    /** Counts as captured, tells what it tried, with trip files, PSAM ready, typical times, no faults. */
    public static RsuNetworkSimSettings usual() {
        return new RsuNetworkSimSettings(new Forms(true, true, true, false), Timing.typical(), AirTimes.typical(), Map.of());
    }

    public RsuNetworkSimSettings withForms(Forms value) {
        return new RsuNetworkSimSettings(value, timing, airTimes, faultsPerTenThousand);
    }

    public RsuNetworkSimSettings withTiming(Timing value) {
        return new RsuNetworkSimSettings(forms, value, airTimes, faultsPerTenThousand);
    }

    public RsuNetworkSimSettings withAirTimes(AirTimes value) {
        return new RsuNetworkSimSettings(forms, timing, value, faultsPerTenThousand);
    }

    public RsuNetworkSimSettings withFaults(Map<RsuSimFault, Integer> perTenThousand) {
        return new RsuNetworkSimSettings(forms, timing, airTimes, perTenThousand);
    }
}
