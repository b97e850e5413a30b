package org.etclane.sim.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.etclane.device.spi.DeviceKind;

/**
 * One device that may stand around a lane: what it is called, how it is reached and what the lane's configuration says of it. How
 * it is simulated and driven, the sealed interface of its kind says: {@link RsuChoice}, {@link IoChoice}, {@link DisplayChoice},
 * {@link ScaleChoice}.
 */
public interface DeviceChoice {

    DeviceKind kind();

    /** As on a command line: "serial", "qinghai". */
    String label();

    /**
     * Its section of the lane's configuration but for how it is reached, in the order in which it is written; "a.b" is the key b of the
     * inner section a, all keys of one behind each other.
     */
    Map<String, String> keys();

    /** Its whole section, when it is reached over this cable. The lane's end of a serial cable is a variable: only the lane knows it. */
    default Map<String, String> keys(Cable cable) {
        Map<String, String> keys = new LinkedHashMap<>(keys());
        keys.put("port", cable instanceof Cable.Port ? "${etclane." + kind().section() + ".port}" : cable.lanePort());
        return keys;
    }

    /** Bits per second of its serial line, 8N1; 0 when it has none. */
    int baud();

    /**
     * The usual cable to a lane on the same machine: a pseudo-terminal in the folder, or a TCP port on which the device waits.
     *
     * @throws IOException when no TCP port is free
     */
    default Cable cable(Path folder) throws IOException {
        return baud() > 0 ? new Cable.PseudoTerminal(folder.resolve(kind().section() + ".tty")) : new Cable.Tcp("127.0.0.1", freePort());
    }

    /**
     * The cable that a command line names.
     *
     * @throws IllegalArgumentException when there is no such line, or it is none for this device
     */
    default Cable cable(String line, Path folder) {
        return baud() > 0 ? Cable.parse(line, folder.resolve(kind().section() + ".tty")) : overTcp(line, folder, "where it listens");
    }

    /** For a device that is on no serial line. @param meaning of the address, for the message */
    default Cable.Tcp overTcp(String line, Path folder, String meaning) {
        if (line.startsWith("tcp:") && Cable.parse(line, folder) instanceof Cable.Tcp where) {
            return where;
        }
        throw new IllegalArgumentException("\"" + line + "\" is no line for " + kind().words().english() + " " + label()
                + ": allowed are tcp:PORT and tcp:ADDRESS:PORT, " + meaning);
    }

    /** The lane must know the port before anybody listens there. */
    static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }
}
