package org.etclane.sim.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.display.brace.BraceProfile;
import org.etclane.device.gpio.GpioIoDriver;
import org.etclane.device.gpio.GpioSettings;
import org.etclane.device.lc301.Lc301Driver;
import org.etclane.device.lc301.Lc301Settings;
import org.etclane.device.ldi.LdiHub;
import org.etclane.device.ldi.LdiModuleType;
import org.etclane.device.ldi.LdiSettings;
import org.etclane.device.link.Endpoint;
import org.etclane.device.spi.DeviceKind;
import org.etclane.device.spi.DriverContext;
import org.etclane.lane.core.Devices;
import org.etclane.sim.device.GpioSimAction;
import org.etclane.sim.device.GpioSimulator;
import org.etclane.sim.device.IoSimCommand;
import org.etclane.sim.device.IoSimEvent;
import org.etclane.sim.device.Lc301Simulator;
import org.etclane.sim.device.Lc301SimulatorAction;
import org.etclane.sim.device.Lc301SimulatorSettings;
import org.etclane.sim.device.LdiDevices;
import org.etclane.sim.device.LdiSimulatorAction;
import org.etclane.sim.device.LdiSimulatorSettings;
import org.etclane.sim.device.OneOfMany;
import org.etclane.sim.host.VirtualCalls;
import org.etclane.sim.world.LaneHardware;

/** What loops, arm, lights and alarm are wired to. A further wiring is one more case here. */
public sealed interface IoChoice extends DeviceChoice {
    List<IoChoice> ALL = List.of(new Lc301(), Gpio.usual(), Ldi.of(VirtualLdi.SEPARATE), Ldi.of(VirtualLdi.INTEGRATED));

    /** XY-LC-301 on a serial line, with a display of its own. */
    record Lc301() implements IoChoice {
        @Override
        public String label() {
            return "serial";
        }

        @Override
        public Map<String, String> keys() {
            return Map.of("type", "lc301");
        }

        @Override
        public int baud() {
            return 9_600;
        }

        @Override
        public boolean shows() {
            return true;
        }

        @Override
        public Optional<IoSimCommand> atInputChange() {
            return Optional.empty();
        }

        @Override
        public Endpoint<IoSimCommand, IoSimEvent> simulator(LaneHardware hardware) {
            return new OneOfMany<>(Lc301SimulatorAction.class, new Lc301Simulator(hardware, Lc301SimulatorSettings.defaults()));
        }

        @Override
        public Endpoint<DeviceCommand, DeviceEvent> driver(DriverContext context) {
            return new Lc301Driver(Lc301Settings.defaults(Devices.IO));
        }
    }

    /** Lines of GPIO chips in the lane's own computer: Pi4J's mock lines in its process, joined to the road ({@link Cable.Lines}). */
    record Gpio(GpioSettings settings) implements IoChoice {
        public static Gpio usual() {
            return new Gpio(VirtualGpio.settings(Devices.IO));
        }

        @Override
        public String label() {
            return "gpio";
        }

        @Override
        public Map<String, String> keys() {
            return VirtualGpio.keys(settings, Optional.empty());
        }

        @Override
        public Map<String, String> keys(Cable cable) {
            return VirtualGpio.keys(settings, Optional.of(cable.lanePort()));
        }

        @Override
        public int baud() {
            return 0;
        }

        @Override
        public Cable cable(Path folder) throws IOException {
            return new Cable.Lines("127.0.0.1", DeviceChoice.freePort());
        }

        @Override
        public Cable cable(String line, Path folder) {
            Cable.Tcp where = overTcp(line, folder, "where the lane's process finds the lines");
            return new Cable.Lines(where.address(), where.port());
        }

        @Override
        public boolean shows() {
            return false;
        }

        /** Lanes without an I/O controller have a fee display of its own. */
        @Override
        public Optional<DisplayChoice> usualDisplay() {
            return Optional.of(new DisplayChoice.Brace(BraceProfile.QINGHAI));
        }

        @Override
        public Optional<IoSimCommand> atInputChange() {
            return Optional.of(new GpioSimAction.Look());
        }

        @Override
        public Endpoint<IoSimCommand, IoSimEvent> simulator(LaneHardware hardware) {
            return new OneOfMany<>(GpioSimAction.class, GpioSimulator.behindLink(hardware, settings, VirtualGpio.RELAY_MS));
        }

        @Override
        public Endpoint<IoSimCommand, IoSimEvent> inMemory(LaneHardware hardware) {
            return new OneOfMany<>(GpioSimAction.class, new GpioSimulator(hardware, settings, VirtualGpio.RELAY_MS));
        }

        @Override
        public Endpoint<DeviceCommand, DeviceEvent> driver(DriverContext context) {
            return new GpioIoDriver(settings);
        }
    }

    /** Devices of the national interface, which call the lane. */
    record Ldi(String label, LdiSettings settings) implements IoChoice {
        private static final Duration TOLD_EVERY = Duration.ofSeconds(5);

        public static Ldi of(VirtualLdi devices) {
            return new Ldi(devices.label, devices.settings(Devices.IO));
        }

        List<LdiSimulatorSettings> devices() {
            return VirtualLdi.devices(settings);
        }

        @Override
        public Map<String, String> keys() {
            return VirtualLdi.keys(settings);
        }

        @Override
        public Map<String, String> keys(Cable cable) {
            if (!(cable instanceof Cable.Calls(String address, int port, int _))) {
                throw new IllegalArgumentException(cable + " is nothing over which devices call a lane");
            }
            Map<String, String> keys = new LinkedHashMap<>(keys());
            keys.put("bindAddress", address);
            keys.put("port", Integer.toString(port));
            int needed = 2 * devices().size(); // from elsewhere they all have one address, and one that calls again has two places
            if (!address.startsWith("127.") && needed > settings.limits().perAddress()) {
                keys.put("limits.callers", Integer.toString(Math.max(needed, settings.limits().callers())));
                keys.put("limits.perAddress", Integer.toString(needed));
            }
            return keys;
        }

        @Override
        public Cable cable(String line, Path folder) {
            Cable.Tcp where = overTcp(line, folder, "where the lane listens");
            return new Cable.Calls(where.address(), where.port(), devices().size());
        }

        /** Some reports must say that a loop is empty before the lane believes it. */
        @Override
        public Duration settles() {
            return TOLD_EVERY.multipliedBy(settings.habits().emptyMonitors());
        }

        @Override
        public int baud() {
            return 0;
        }

        @Override
        public Cable cable(Path folder) throws IOException {
            return new Cable.Calls("127.0.0.1", DeviceChoice.freePort(), devices().size());
        }

        @Override
        public boolean shows() {
            return settings.modules().stream().anyMatch(module -> module.type() == LdiModuleType.FEE_DISPLAY);
        }

        @Override
        public boolean connected() {
            return true;
        }

        @Override
        public Optional<IoSimCommand> atInputChange() {
            return Optional.empty();
        }

        @Override
        public Endpoint<IoSimCommand, IoSimEvent> simulator(LaneHardware hardware) {
            return new OneOfMany<>(LdiSimulatorAction.class, new LdiDevices(hardware, devices(), 1));
        }

        @Override
        public Endpoint<IoSimCommand, IoSimEvent> inMemory(LaneHardware hardware) {
            return new VirtualCalls<>(simulator(hardware), devices().size());
        }

        @Override
        public Endpoint<DeviceCommand, DeviceEvent> driver(DriverContext context) {
            return new LdiHub(settings, context.wallMillis());
        }
    }

    @Override
    default DeviceKind kind() {
        return DeviceKind.LANE_IO;
    }

    /** Whether it has a fee display too. */
    boolean shows();

    /** What it has to be told after the lane's hardware has changed, when it does not look by itself. */
    Optional<IoSimCommand> atInputChange();

    /** The fee display that stands beside it when nobody says which. */
    default Optional<DisplayChoice> usualDisplay() {
        return Optional.empty();
    }

    /** How long it takes until the lane knows its loops once they are connected. */
    default Duration settles() {
        return Duration.ZERO;
    }

    /** Whether it is connected to the lane's process, so that it notices when that has ended. */
    default boolean connected() {
        return false;
    }

    /** At the end of a {@link Cable}. */
    Endpoint<IoSimCommand, IoSimEvent> simulator(LaneHardware hardware);

    /** Beside the driver, for a lane in virtual time. */
    default Endpoint<IoSimCommand, IoSimEvent> inMemory(LaneHardware hardware) {
        return simulator(hardware);
    }

    /** The lane's side, for a lane in virtual time. */
    Endpoint<DeviceCommand, DeviceEvent> driver(DriverContext context);

    /** @throws IllegalArgumentException with the names that there are */
    static IoChoice named(String label) {
        return ALL.stream().filter(choice -> choice.label().equals(label)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--wiring " + label + ": allowed are " + labels()));
    }

    static String labels() {
        return String.join(", ", ALL.stream().map(DeviceChoice::label).toList());
    }
}
