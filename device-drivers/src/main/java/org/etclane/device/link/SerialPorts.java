package org.etclane.device.link;

import com.fazecast.jSerialComm.SerialPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which serial ports there are and which processes have them open, for an engineer with a console. Finds what the system
 * enumerates, plus the paths from the configuration: pseudo-terminals are never enumerated. Reads /proc and may take
 * milliseconds: not for the lane's threads. No state; any thread.
 */
public final class SerialPorts {
    private static final Path PROC = Path.of("/proc");

    private SerialPorts() {
    }

    /**
     * Runs it when the JVM ends, before the serial library closes the ports: to an ordinary shutdown hook, which runs beside the
     * library's own, every line may look torn off already.
     *
     * @param last not started
     */
    public static void beforePortsCloseAtExit(Thread last) {
        SerialPort.addShutdownHook(last);
    }

    /**
     * One port.
     *
     * @param path        as enumerated or configured
     * @param target      the device file behind a symbolic link; equal to {@code path} when there is none or it is missing
     * @param description what the driver says about it; "configured" for a path that is not enumerated
     * @param exists      whether there is a device file now
     * @param readable    whether this process may open it for reading
     * @param writable    whether this process may open it for writing
     */
    public record Port(String path, String target, String description, boolean exists, boolean readable, boolean writable,
            Holders holders) {
    }

    /** A process that has the port open. {@code command} is its short name, "?" when not known. */
    public record Holder(long pid, String command) {
    }

    /**
     * Who has a port open.
     *
     * @param hiddenProcesses processes whose open files this user may not see; when not 0, the list may lack someone
     */
    public record Holders(List<Holder> seen, int hiddenProcesses) {
        static final Holders NONE = new Holders(List.of(), 0);

        /** "free", "java (pid 12)", "free as far as may be seen: 31 processes belong to other users". */
        @Override
        public String toString() {
            String hidden = hiddenProcesses + " processes belong to other users";
            if (seen.isEmpty()) {
                return hiddenProcesses == 0 ? "free" : "free as far as may be seen: " + hidden;
            }
            List<String> names = seen.stream().map(holder -> holder.command + " (pid " + holder.pid + ")").toList();
            return String.join(", ", names) + (hiddenProcesses == 0 ? "" : "; may be more: " + hidden);
        }
    }

    /** All ports: enumerated ones first, then the configured paths that were not among them. */
    public static List<Port> list(Collection<String> configuredPaths) {
        Map<String, Port> ports = new LinkedHashMap<>();
        for (SerialPort port : SerialPort.getCommPorts()) {
            ports.put(port.getSystemPortPath(), describe(port.getSystemPortPath(), port.getPortDescription()));
        }
        for (String path : configuredPaths) {
            ports.putIfAbsent(path, describe(path, "configured"));
        }
        return List.copyOf(ports.values());
    }

    /** Processes that have this device file open, through whatever name. */
    public static Holders holders(String path) {
        return holders(Path.of(path), PROC);
    }

    static Holders holders(Path port, Path proc) {
        Path target = target(port);
        return OpenFiles.holders(proc, target::equals);
    }

    private static Port describe(String path, String description) {
        Path file = Path.of(path);
        boolean exists = Files.exists(file);
        return new Port(path, target(file).toString(), description, exists, Files.isReadable(file), Files.isWritable(file),
                exists ? holders(file, PROC) : Holders.NONE);
    }

    private static Path target(Path port) {
        try {
            return port.toRealPath();
        } catch (IOException missing) {
            return port;
        }
    }
}
