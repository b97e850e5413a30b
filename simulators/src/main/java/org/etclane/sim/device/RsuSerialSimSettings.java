package org.etclane.sim.device;

import java.util.Map;
import org.etclane.device.rsu.serial.Profile;

/**
 * How a simulated RSU of variant A behaves (rsu-serial.md §0–§2). Start from {@link #classic()} or {@link #of} and change single
 * points with the {@code with…} methods.
 *
 * @param forms                which of the forms that profile {@code classic} accepts are sent and read; the other profiles
 *                             have one each
 * @param rsctl                counter or fixed values
 * @param heartbeatObu         what a heartbeat carries in place of an OBU's id
 * @param timing               the RSU's own clocks
 * @param airTimes             what each step costs on air
 * @param manufacturer         code in B0
 * @param faultsPerTenThousand chance of each fault per dialogue; their sum is at most 10,000
 * @param profile              the family of frame layouts
 */
public record RsuSerialSimSettings(Forms forms, Rsctl rsctl, HeartbeatObu heartbeatObu, Timing timing, AirTimes airTimes,
        int manufacturer, Map<RsuSimFault, Integer> faultsPerTenThousand, Profile profile) {

    public enum Rsctl {
        /** X8H, X = 0…7 cycling (official). */
        COUNTER,
        /** One value per frame: B0 08, B2 18, B3 28, B4 48, B5 58, B9 68, heartbeat 88 (RSU firmware); B7 78 is ours. */
        FIXED
    }

    public enum HeartbeatObu { ZERO, ALL_ONES }

    /**
     * @param b2Length       35, 37 or 47
     * @param b3Length       24 or 67
     * @param b4Length       105, 101 or 98: last station of 43, 39 or 36 bytes
     * @param shortB5AfterC3 18-byte B5 after an entry write, else 40
     * @param stationLength  40 or 36: what C3, C6 and C7 carry
     */
    public record Forms(int b2Length, int b3Length, int b4Length, boolean shortB5AfterC3, int stationLength) {
        public Forms {
            boolean known = (b2Length == 35 || b2Length == 37 || b2Length == 47) && (b3Length == 24 || b3Length == 67)
                    && (b4Length == 105 || b4Length == 101 || b4Length == 98) && (stationLength == 40 || stationLength == 36);
            if (!known) {
                throw new IllegalArgumentException("no such frame form: B2 %d, B3 %d, B4 %d, station %d"
                        .formatted(b2Length, b3Length, b4Length, stationLength));
            }
        }

        /** The captured forms. */
        public static Forms captured() {
            return new Forms(35, 24, 105, false, 40);
        }
    }

    /**
     * @param heartbeatMs      spacing when no OBU is there; > 3 s and < 60 s by the document
     * @param powerUpRepeatMs  spacing of B0 98H until C0 comes
     * @param patienceMs       how long the lane may take to answer B2–B5
     * @param searchIntervalMs between beacons
     * @param recentSuccessMs  how long the last 5 successful OBUs get nothing but a release
     * @param lateB5Ms         by how much a late B5 is late
     * @param stuckMs          after which a hung RSU restarts itself
     * @param bootMs           from restart to the first power-up frame
     */
    public record Timing(long heartbeatMs, long powerUpRepeatMs, long patienceMs, long searchIntervalMs, long recentSuccessMs,
            long lateB5Ms, long stuckMs, long bootMs) {
        public static Timing typical() {
            return new Timing(10_000, 1_000, 1_000, 20, 12_000, 2_500, 180_000, 500);
        }
    }

    public RsuSerialSimSettings {
        faultsPerTenThousand = Map.copyOf(faultsPerTenThousand);
        if (faultsPerTenThousand.values().stream().mapToInt(Integer::intValue).sum() > 10_000) {
            throw new IllegalArgumentException("chances of faults add up to more than 10,000 in 10,000");
        }
    }

    /** Profile {@code classic}. */
    public RsuSerialSimSettings(Forms forms, Rsctl rsctl, HeartbeatObu heartbeatObu, Timing timing, AirTimes airTimes,
            int manufacturer, Map<RsuSimFault, Integer> faultsPerTenThousand) {
        this(forms, rsctl, heartbeatObu, timing, airTimes, manufacturer, faultsPerTenThousand, Profile.CLASSIC);
    }

    /** As {@link #classic()}, in another profile. */
    public static RsuSerialSimSettings of(Profile profile) {
        return classic().withProfile(profile);
    }

    /** The captured frame forms, counter, zero heartbeat, typical times, no faults; manufacturer as captured (0DH). */
    public static RsuSerialSimSettings classic() {
        return new RsuSerialSimSettings(Forms.captured(), Rsctl.COUNTER, HeartbeatObu.ZERO, Timing.typical(), AirTimes.typical(),
                0x0D, Map.of());
    }

    public RsuSerialSimSettings withForms(Forms value) {
        return new RsuSerialSimSettings(value, rsctl, heartbeatObu, timing, airTimes, manufacturer, faultsPerTenThousand, profile);
    }

    public RsuSerialSimSettings withRsctl(Rsctl value) {
        return new RsuSerialSimSettings(forms, value, heartbeatObu, timing, airTimes, manufacturer, faultsPerTenThousand, profile);
    }

    public RsuSerialSimSettings withHeartbeatObu(HeartbeatObu value) {
        return new RsuSerialSimSettings(forms, rsctl, value, timing, airTimes, manufacturer, faultsPerTenThousand, profile);
    }

    public RsuSerialSimSettings withTiming(Timing value) {
        return new RsuSerialSimSettings(forms, rsctl, heartbeatObu, value, airTimes, manufacturer, faultsPerTenThousand, profile);
    }

    public RsuSerialSimSettings withAirTimes(AirTimes value) {
        return new RsuSerialSimSettings(forms, rsctl, heartbeatObu, timing, value, manufacturer, faultsPerTenThousand, profile);
    }

    public RsuSerialSimSettings withFaults(Map<RsuSimFault, Integer> perTenThousand) {
        return new RsuSerialSimSettings(forms, rsctl, heartbeatObu, timing, airTimes, manufacturer, perTenThousand, profile);
    }

    public RsuSerialSimSettings withProfile(Profile value) {
        return new RsuSerialSimSettings(forms, rsctl, heartbeatObu, timing, airTimes, manufacturer, faultsPerTenThousand, value);
    }
}
