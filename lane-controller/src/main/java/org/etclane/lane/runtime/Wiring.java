package org.etclane.lane.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.HealthEvent;
import org.etclane.device.link.ByteLink;
import org.etclane.device.link.DeviceAgent;
import org.etclane.device.link.Endpoint;
import org.etclane.device.link.LinkTimes;
import org.etclane.device.link.LinkTrace;
import org.etclane.device.link.RunningDevice;
import org.etclane.device.link.SerialLink;
import org.etclane.device.link.TcpLink;
import org.etclane.device.spi.ConfiguredDevice;
import org.etclane.device.spi.DeviceKind;
import org.etclane.device.spi.DriverContext;
import org.etclane.device.spi.DriverException;
import org.etclane.device.spi.DriverRegistry;
import org.etclane.device.spi.LaneDirection;
import org.etclane.device.spi.LinkChoice;
import org.etclane.device.trace.LineReader;
import org.etclane.lane.config.DevicesSection;
import org.etclane.lane.core.LaneKind;
import org.etclane.lane.core.LaneSettings;

/** Puts the driver of every configured device on its line. Knows lines, and no protocol: which driver it is, the configuration says. */
final class Wiring {
    private final DriverContext context;
    private final Consumer<DeviceEvent> events;
    private final Consumer<Throwable> bugs;
    private final LinkTimes rsuTimes;
    private final int traceEntries;

    /**
     * @param rsuTimes     hears how long bytes and commands of the RSU's line were under way
     * @param traceEntries kept of each link while its trace is on
     */
    Wiring(DriverContext context, Consumer<DeviceEvent> events, Consumer<Throwable> bugs, LinkTimes rsuTimes, int traceEntries) {
        this.context = context;
        this.events = events;
        this.bugs = bugs;
        this.rsuTimes = rsuTimes;
        this.traceEntries = traceEntries;
    }

    /** What this lane tells its drivers. */
    static DriverContext context(LaneSettings lane, WallClock wall) {
        return new DriverContext(lane.kind() == LaneKind.EXIT ? LaneDirection.EXIT : LaneDirection.ENTRY, lane.zone(), wall::millis);
    }

    /**
     * A device on its line.
     *
     * @param type   as in the configuration
     * @param reader makes what tells the meaning of its bytes, see {@link org.etclane.device.spi.DriverProvider#reader}
     */
    record Device(DeviceKind kind, String type, RunningDevice<DeviceCommand> agent, Supplier<Optional<LineReader>> reader) {
        String name() {
            return kind.section();
        }
    }

    /**
     * Every device of the lane, not yet started.
     *
     * @throws org.etclane.device.spi.DriverException when a driver fails on its settings
     */
    List<Device> wire(DevicesSection devices) {
        List<Device> wired = new ArrayList<>();
        devices.byKind().forEach((kind, device) -> {
            try {
                LinkTimes times = kind == DeviceKind.RSU ? rsuTimes : LinkTimes.NONE;
                wired.add(new Device(kind, device.type(), agent(kind.section(), device, times), device::reader));
            } catch (RuntimeException | LinkageError failed) { // lines of a driver's own making are foreign code
                throw new DriverException("device " + kind.section() + " cannot be put on its line: " + failed.getMessage() + " ("
                        + DriverRegistry.named(device.driver()) + ")", failed);
            }
        });
        return List.copyOf(wired);
    }

    private RunningDevice<DeviceCommand> agent(String name, ConfiguredDevice device, LinkTimes times) {
        Endpoint<DeviceCommand, DeviceEvent> driver = device.endpoint(name, context);
        return switch (device.link()) {
            case LinkChoice.Serial(var line) -> onLine(name, driver, new SerialLink(name, line, times), times, _ -> Optional.empty());
            case LinkChoice.TcpClient(String host, int port) -> onLine(name, driver, new TcpLink(name, host, port), times, Wiring::lost);
            case LinkChoice.OwnLine own -> onLine(name, driver, own.factory().line(name, times), times, _ -> Optional.empty());
            case LinkChoice.OwnAgent own -> own.factory().agent(name, driver, new ToLane(), times);
        };
    }

    private RunningDevice<DeviceCommand> onLine(String name, Endpoint<DeviceCommand, DeviceEvent> driver, ByteLink line, LinkTimes times,
            Function<DeviceEvent, Optional<String>> nobodyThere) {
        return new DeviceAgent<>(name, driver, line, new ToLane(), new LinkTrace(traceEntries), times, nobodyThere);
    }

    /** Why the driver gives its device up. */
    private static Optional<String> lost(DeviceEvent event) {
        return event instanceof HealthEvent health && health.state() == HealthEvent.State.DOWN ? Optional.of(health.cause()) : Optional.empty();
    }

    private final class ToLane implements DeviceAgent.Listener<DeviceEvent> {
        @Override
        public void event(DeviceEvent event) {
            events.accept(event);
        }

        @Override
        public void failed(Throwable bug) {
            bugs.accept(bug);
        }
    }
}
