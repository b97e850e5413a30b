package org.etclane.sim.bench;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.gpio.GpioIoDriver;
import org.etclane.device.gpio.GpioSettings;
import org.etclane.device.lc301.Lc301Driver;
import org.etclane.device.lc301.Lc301Settings;
import org.etclane.device.link.Endpoint;
import org.etclane.device.spi.DeviceKind;
import org.etclane.lane.core.Devices;
import org.etclane.sim.device.GpioOverStream;
import org.etclane.sim.device.GpioSimAction;
import org.etclane.sim.device.GpioSimulator;
import org.etclane.sim.device.IoSimCommand;
import org.etclane.sim.device.IoSimEvent;
import org.etclane.sim.device.Lc301Simulator;
import org.etclane.sim.device.Lc301SimulatorAction;
import org.etclane.sim.device.Lc301SimulatorSettings;
import org.etclane.sim.device.OneOfMany;
import org.etclane.sim.world.LaneHardware;

/** What loops, arm, lights and alarm are wired to. A further wiring is one more case here. */
public sealed interface IoChoice extends DeviceChoice {

    /** XY-LC-301 on a serial line, with a display of its own. */
    record Lc301() implements IoChoice {
        @Override
        public String label() {
            return "lc301";
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
        public Endpoint<DeviceCommand, DeviceEvent> driver() {
            return new Lc301Driver(Lc301Settings.defaults(Devices.IO));
        }
    }

    /** Lines of a GPIO chip in the lane's own computer: in virtual time only, no cable leads to another process. */
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
            throw new IllegalStateException("GPIO lines of this machine are not the bench's to wire");
        }

        @Override
        public int baud() {
            return 0;
        }

        @Override
        public Cable cable(Path folder) {
            throw new IllegalStateException("no cable leads from GPIO lines to another process");
        }

        @Override
        public boolean shows() {
            return false;
        }

        @Override
        public Optional<IoSimCommand> atInputChange() {
            return Optional.of(new GpioSimAction.Look());
        }

        @Override
        public Endpoint<IoSimCommand, IoSimEvent> simulator(LaneHardware hardware) {
            return new OneOfMany<>(GpioSimAction.class, new GpioSimulator(hardware, settings, VirtualGpio.RELAY_MS));
        }

        @Override
        public Endpoint<DeviceCommand, DeviceEvent> driver() {
            return new GpioIoDriver(settings);
        }
    }

    /**
     * The same lines of a chip in another computer, where an agent joins chip and road: its frames come as a stream, over
     * {@link Cable.Tcp}. What the lane's configuration says of them is that computer's affair.
     */
    record GpioElsewhere(GpioSettings settings) implements IoChoice {
        @Override
        public String label() {
            return "gpio";
        }

        @Override
        public Map<String, String> keys() {
            throw new IllegalStateException("GPIO lines of another machine are not the bench's to wire");
        }

        @Override
        public int baud() {
            return 0;
        }

        @Override
        public boolean shows() {
            return false;
        }

        @Override
        public Optional<IoSimCommand> atInputChange() {
            return Optional.of(new GpioSimAction.Look());
        }

        @Override
        public Endpoint<IoSimCommand, IoSimEvent> simulator(LaneHardware hardware) {
            return new GpioOverStream<>(new Gpio(settings).simulator(hardware));
        }

        @Override
        public Endpoint<DeviceCommand, DeviceEvent> driver() {
            return new GpioIoDriver(settings);
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

    Endpoint<IoSimCommand, IoSimEvent> simulator(LaneHardware hardware);

    /** The lane's side, for a lane in virtual time. */
    Endpoint<DeviceCommand, DeviceEvent> driver();
}
