package org.etclane.sim.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.etclane.device.link.Endpoint;
import org.etclane.device.link.Parity;
import org.etclane.device.link.SerialSettings;
import org.etclane.sim.host.CallingLink;
import org.etclane.sim.host.ChunkLink;
import org.etclane.sim.host.EndpointHost;
import org.etclane.sim.host.LinePace;
import org.etclane.sim.host.SimulatedChip;
import org.etclane.sim.host.TcpServerLink;
import org.etclane.sim.world.Scheduler;

/** What joins a simulated device to the lane's port. Bytes take the time of a serial line on each of them. */
public sealed interface Cable {
    /** 8N1. */
    int BITS_PER_BYTE = 10;

    /** A pseudo-terminal; the lane opens {@code link}, bytes take the time that they would take on a wire. */
    record PseudoTerminal(Path link) implements Cable {
        @Override
        public String toString() {
            return "pseudo-terminal " + link;
        }
    }

    /** A serial port of this machine, with a cable to the lane's; the port paces by itself. */
    record Port(String path) implements Cable {
        @Override
        public String toString() {
            return "port " + path;
        }
    }

    /**
     * The device listens as a serial-to-Ethernet converter (串口服务器) does, and the lane calls it. One caller at a time.
     *
     * @param address to listen on
     * @param port    1–65535
     */
    record Tcp(String address, int port) implements Cable {
        @Override
        public String toString() {
            return "TCP " + address + ":" + port;
        }
    }

    /**
     * The devices call the lane, which listens there. Each has a connection of its own.
     *
     * @param address of the lane
     * @param port    1–65535
     * @param devices how many call
     */
    record Calls(String address, int port, int devices) implements Cable {
        @Override
        public String toString() {
            return devices + " devices that call " + address + ":" + port;
        }
    }

    /**
     * GPIO lines of the lane's own machine ({@link SimulatedChip}): its process asks for them there.
     *
     * @param address to listen on
     * @param port    1–65535
     */
    record Lines(String address, int port) implements Cable {
        @Override
        public String toString() {
            return "GPIO chip " + lanePort();
        }
    }

    /**
     * @param text        {@code pty}, {@code pty:LINK}, {@code tcp:PORT} (on 127.0.0.1), {@code tcp:ADDRESS:PORT} or the path of a
     *                    serial port
     * @param defaultLink where the lane finds a pseudo-terminal when the text names no place
     */
    static Cable parse(String text, Path defaultLink) {
        if (text.equals("pty")) {
            return new PseudoTerminal(defaultLink);
        }
        if (text.startsWith("pty:") && text.length() > "pty:".length()) {
            return new PseudoTerminal(Path.of(text.substring("pty:".length())).toAbsolutePath());
        }
        Optional<Cable> tcp = text.startsWith("tcp:") ? tcp(text.substring("tcp:".length())) : Optional.empty();
        if (text.isBlank() || text.startsWith("pty:") || text.startsWith("tcp:") && tcp.isEmpty()) {
            throw new IllegalArgumentException("\"" + text + "\" is no line: allowed are pty, pty:LINK, tcp:PORT or tcp:ADDRESS:PORT with"
                    + " a port from 1 to 65535, and the path of a serial port");
        }
        return tcp.orElseGet(() -> new Port(text));
    }

    private static Optional<Cable> tcp(String addressAndPort) {
        int colon = addressAndPort.lastIndexOf(':');
        String address = colon < 0 ? "127.0.0.1" : addressAndPort.substring(0, colon);
        String port = addressAndPort.substring(colon + 1);
        boolean good = !address.isBlank() && port.matches("[1-9]\\d{0,4}") && Integer.parseInt(port) <= 65_535;
        return good ? Optional.of(new Tcp(address, Integer.parseInt(port))) : Optional.empty();
    }

    /** What is written as {@code port} in the configuration of a lane on this machine; of GPIO lines, as {@code chip}. */
    default String lanePort() {
        return switch (this) {
            case PseudoTerminal(Path link) -> link.toString();
            case Tcp(String address, int port) -> "tcp:" + address + ":" + port;
            case Calls(String _, int port, int _) -> Integer.toString(port);
            case Lines(String address, int port) -> SimulatedChip.named(address, port);
            case Port(String path) -> throw new IllegalArgumentException(path + " is the bench's end of a cable; which port the other"
                    + " end is plugged into, only the lane's own configuration says");
        };
    }

    /** Values of the variables by which the examples name what this end of it is. @param section of the device */
    default Map<String, String> variables(String section) {
        return switch (this) {
            case PseudoTerminal _, Tcp _ -> Map.of("etclane." + section + ".port", lanePort());
            case Port _ -> Map.of(); // its other end is the lane's own matter
            case Calls(String address, int port, int _) ->
                    Map.of("etclane.ldi.address", address, "etclane.ldi.port", Integer.toString(port));
            case Lines _ -> Map.of("etclane.gpio.chip", lanePort());
        };
    }

    /**
     * Puts a device on it; not yet started.
     *
     * @param baud of a serial line, 8N1; 0 for a device that has none: then bytes pass at once
     */
    default <C, E> EndpointHost<C, E> attach(String name, Endpoint<C, E> device, int baud, Scheduler scheduler,
            Consumer<? super E> events) throws IOException {
        LinePace pace = new LinePace(baud, BITS_PER_BYTE);
        return switch (this) {
            case PseudoTerminal(Path link) -> EndpointHost.onPseudoTerminal(name, device, link, pace, scheduler, events);
            case Port(String path) ->
                    EndpointHost.onSerialPort(name, device, new SerialSettings(path, baud, 8, Parity.NONE, 1), scheduler, events);
            case Tcp(String address, int port) -> new EndpointHost<>(device,
                    new TcpServerLink(name, InetAddress.getByName(address), port), pace, scheduler, events);
            case Calls(String address, int port, int devices) -> new EndpointHost<>(device,
                    new CallingLink(name, InetAddress.getByName(address), port, devices), LinePace.AT_ONCE, scheduler, events);
            case Lines(String address, int port) -> new EndpointHost<>(device,
                    new ChunkLink(new TcpServerLink(name, InetAddress.getByName(address), port)), LinePace.AT_ONCE, scheduler, events);
        };
    }
}
