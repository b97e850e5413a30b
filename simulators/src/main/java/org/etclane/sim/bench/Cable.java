package org.etclane.sim.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.etclane.device.link.Endpoint;
import org.etclane.device.link.Parity;
import org.etclane.device.link.SerialSettings;
import org.etclane.sim.host.EndpointHost;
import org.etclane.sim.host.LinePace;
import org.etclane.sim.world.Scheduler;

/** What joins a simulated device to the lane's port. */
public sealed interface Cable {
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
     * @param text        {@code pty}, {@code pty:LINK} or the path of a serial port
     * @param defaultLink where the lane finds a pseudo-terminal when the text names no place
     */
    static Cable parse(String text, Path defaultLink) {
        if (text.equals("pty")) {
            return new PseudoTerminal(defaultLink);
        }
        if (text.startsWith("pty:") && text.length() > "pty:".length()) {
            return new PseudoTerminal(Path.of(text.substring("pty:".length())).toAbsolutePath());
        }
        if (text.isBlank() || text.startsWith("pty:")) {
            throw new IllegalArgumentException("\"" + text + "\" is no line: allowed are pty, pty:LINK and the path of a serial port");
        }
        return new Port(text);
    }

    /** Puts a device on it, 8N1; not yet started. */
    default <C, E> EndpointHost<C, E> attach(String name, Endpoint<C, E> device, int baud, Scheduler scheduler,
            Consumer<? super E> events) throws IOException {
        SerialSettings settings = new SerialSettings(switch (this) {
            case PseudoTerminal(Path link) -> link.toString();
            case Port(String path) -> path;
        }, baud, 8, Parity.NONE, 1);
        return switch (this) {
            case PseudoTerminal(Path link) ->
                    EndpointHost.onPseudoTerminal(name, device, link, LinePace.of(settings), scheduler, events);
            case Port _ -> EndpointHost.onSerialPort(name, device, settings, scheduler, events);
        };
    }
}
