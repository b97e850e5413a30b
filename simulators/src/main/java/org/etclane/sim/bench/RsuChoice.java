package org.etclane.sim.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.link.Endpoint;
import org.etclane.device.rsu.network.PsamAuthoriser;
import org.etclane.device.rsu.network.RsuNetworkDriver;
import org.etclane.device.rsu.network.RsuNetworkSettings;
import org.etclane.device.rsu.serial.Profile;
import org.etclane.device.rsu.serial.RsuSerialDriver;
import org.etclane.device.rsu.serial.RsuSerialSettings;
import org.etclane.device.spi.DeviceKind;
import org.etclane.device.spi.DriverContext;
import org.etclane.device.spi.LaneDirection;
import org.etclane.lane.core.Devices;
import org.etclane.sim.device.RsuNetworkSimSettings;
import org.etclane.sim.device.RsuNetworkSimulator;
import org.etclane.sim.device.RsuSerialSimSettings;
import org.etclane.sim.device.RsuSerialSimulator;
import org.etclane.sim.device.RsuSimCommand;
import org.etclane.sim.device.RsuSimEvent;
import org.etclane.sim.device.RsuSimFault;
import org.etclane.sim.obu.RadioZone;
import org.etclane.sim.psam.Psam;

/** Which antenna stands over the lane. A further protocol is one more case here. */
public sealed interface RsuChoice extends DeviceChoice {
    List<RsuChoice> ALL = Stream.concat(
            Stream.of(Profile.values()).<RsuChoice>map(profile -> new Serial(RsuSerialSimSettings.of(profile))),
            Stream.of(new Network(RsuNetworkSimSettings.usual()))).toList();

    /** Variant A, on a serial line. */
    record Serial(RsuSerialSimSettings simulated) implements RsuChoice {
        @Override
        public String label() {
            return simulated.profile() == Profile.CLASSIC ? "serial" : "serial-" + simulated.profile().label();
        }

        @Override
        public Map<String, String> keys() {
            return ordered("type", "rsu-serial", "profile", simulated.profile().label());
        }

        @Override
        public int baud() {
            return 115_200;
        }

        @Override
        public RsuChoice withFaults(Map<RsuSimFault, Integer> perTenThousand) {
            return new Serial(simulated.withFaults(perTenThousand));
        }

        @Override
        public Endpoint<RsuSimCommand, RsuSimEvent> simulator(RadioZone zone, Psam psam, long seed) {
            return new RsuSerialSimulator(simulated, zone, psam, seed);
        }

        @Override
        public Endpoint<DeviceCommand, DeviceEvent> driver(DriverContext context) {
            int laneMode = context.direction() == LaneDirection.EXIT ? RsuSerialSettings.EXIT : RsuSerialSettings.ENTRY;
            return new RsuSerialDriver(Devices.RSU, RsuSerialSettings.of(simulated.profile(), Devices.RSU, laneMode),
                    context.wallMillis());
        }
    }

    /** Variant B, a TCP server that the lane calls. */
    record Network(RsuNetworkSimSettings simulated) implements RsuChoice {
        @Override
        public String label() {
            return "network";
        }

        @Override
        public Map<String, String> keys() {
            return ordered("type", "rsu-network");
        }

        @Override
        public int baud() {
            return 0;
        }

        @Override
        public RsuChoice withFaults(Map<RsuSimFault, Integer> perTenThousand) {
            return new Network(simulated.withFaults(perTenThousand));
        }

        @Override
        public Endpoint<RsuSimCommand, RsuSimEvent> simulator(RadioZone zone, Psam psam, long seed) {
            return new RsuNetworkSimulator(simulated, zone, psam, seed);
        }

        @Override
        public Endpoint<DeviceCommand, DeviceEvent> driver(DriverContext context) {
            int laneMode = context.direction() == LaneDirection.EXIT ? RsuNetworkSettings.EXIT : RsuNetworkSettings.ENTRY;
            return new RsuNetworkDriver(RsuNetworkSettings.usual(Devices.RSU, laneMode), PsamAuthoriser.NONE, context.wallMillis());
        }
    }

    @Override
    default DeviceKind kind() {
        return DeviceKind.RSU;
    }

    /** The same antenna with these faults in place of its own. */
    RsuChoice withFaults(Map<RsuSimFault, Integer> perTenThousand);

    Endpoint<RsuSimCommand, RsuSimEvent> simulator(RadioZone zone, Psam psam, long seed);

    /** The lane's side, for a lane in virtual time. */
    Endpoint<DeviceCommand, DeviceEvent> driver(DriverContext context);

    /** @throws IllegalArgumentException with the names that there are */
    static RsuChoice named(String label) {
        return named("--rsu", label);
    }

    /** @param option that the message is about */
    static RsuChoice named(String option, String label) {
        return ALL.stream().filter(choice -> choice.label().equals(label)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(option + " " + label + ": allowed are " + labels()));
    }

    static String labels() {
        return String.join(", ", ALL.stream().map(DeviceChoice::label).toList());
    }

    private static Map<String, String> ordered(String... keysAndValues) {
        Map<String, String> keys = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            keys.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return keys;
    }
}
