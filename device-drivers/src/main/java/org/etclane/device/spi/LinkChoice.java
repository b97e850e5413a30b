package org.etclane.device.spi;

import java.util.List;
import java.util.Optional;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.link.ByteLink;
import org.etclane.device.link.DeviceAgent;
import org.etclane.device.link.Endpoint;
import org.etclane.device.link.LinkTimes;
import org.etclane.device.link.Parity;
import org.etclane.device.link.RunningDevice;
import org.etclane.device.link.SerialSettings;

/** Over what a driver reaches its device. Says it only: nothing is opened before the lane starts. */
public sealed interface LinkChoice {

    /**
     * What no other device of the lane may use as well, as it is to be named in a message: "/dev/ttyS0", "192.168.1.20:9000",
     * "TCP port 5000", "/dev/gpiochip0 line 3". Two devices with a common element are refused.
     */
    List<String> occupies();

    /** Path of the serial port, for the list of ports; empty when there is none. */
    default Optional<String> serialPort() {
        return Optional.empty();
    }

    /** How a configuration names a serial line that ends in a serial-to-Ethernet converter, or a device with the same bytes on TCP. */
    String TCP = "tcp:";

    /**
     * What the key {@code port} of a serial device means: a path, or {@code tcp:HOST:PORT}.
     *
     * @throws IllegalArgumentException when {@link #wrongPort} has something to say
     */
    static LinkChoice ofPort(String port, int baud) {
        wrongPort(port).ifPresent(wrong -> {
            throw new IllegalArgumentException(port + " " + wrong.english());
        });
        if (!port.startsWith(TCP)) {
            return new Serial(new SerialSettings(port, baud, 8, Parity.NONE, 1));
        }
        int colon = port.lastIndexOf(':');
        return new TcpClient(port.substring(TCP.length(), colon), Integer.parseInt(port.substring(colon + 1)));
    }

    /** What is wrong with such a text; empty when nothing is. */
    static Optional<Text> wrongPort(String port) {
        boolean right = !port.startsWith(TCP) || port.matches("tcp:[^\\s:]+:[1-9]\\d{0,4}")
                && Integer.parseInt(port.substring(port.lastIndexOf(':') + 1)) <= 65_535;
        return right ? Optional.empty() : Optional.of(new Text("names no host and port", "未给出主机和端口"));
    }

    /** The check of the key {@code port} that every serial device has. */
    static void checkPort(Checked.Values values, Checked.Report report) {
        values.get("port", String.class).flatMap(LinkChoice::wrongPort).ifPresent(wrong -> report.problem(Problem.Kind.NOT_ALLOWED, "port",
                wrong, new Text("a path, or tcp:HOST:PORT with a port of 1 to 65535", "串口路径，或tcp:主机:端口（1至65535）"),
                new Text("for a serial-to-Ethernet converter: tcp:192.168.1.20:4001", "串口服务器示例：tcp:192.168.1.20:4001")));
    }

    /** A serial port, opened by the lane. */
    record Serial(SerialSettings line) implements LinkChoice {
        @Override
        public List<String> occupies() {
            return List.of(line.path());
        }

        @Override
        public Optional<String> serialPort() {
            return Optional.of(line.path());
        }
    }

    /** The lane calls the device, and calls again when the connection is lost. @param port 1–65535 */
    record TcpClient(String host, int port) implements LinkChoice {
        @Override
        public List<String> occupies() {
            return List.of(host + ":" + port);
        }
    }

    /** Bytes over a line of the driver's own making, e.g. a TCP port on which the device calls the lane. */
    record OwnLine(List<String> occupies, LineFactory factory) implements LinkChoice {
        public OwnLine {
            occupies = List.copyOf(occupies);
        }
    }

    /** The driver brings what runs it, because its device is no stream of bytes: GPIO lines, several connections at once. */
    record OwnAgent(List<String> occupies, AgentFactory factory) implements LinkChoice {
        public OwnAgent {
            occupies = List.copyOf(occupies);
        }
    }

    /** Makes the line of one device; it is started later. */
    @FunctionalInterface
    interface LineFactory {
        /** @param times hears how long writes were under way, when the line can tell */
        ByteLink line(String deviceName, LinkTimes times);
    }

    /** Makes what runs the driver of one device; it is started later. */
    @FunctionalInterface
    interface AgentFactory {
        /**
         * @param driver   of {@link DriverProvider#endpoint}
         * @param listener hears the driver's events, one call at a time
         * @param times    hears how long bytes and commands were under way
         */
        RunningDevice<DeviceCommand> agent(String deviceName, Endpoint<DeviceCommand, DeviceEvent> driver,
                DeviceAgent.Listener<DeviceEvent> listener, LinkTimes times);
    }
}
