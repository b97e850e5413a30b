package org.etclane.lane.workbench;

import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.HealthEvent;
import org.etclane.device.link.ByteLink;
import org.etclane.device.link.DeviceAgent;
import org.etclane.device.link.Endpoint;
import org.etclane.device.link.LinkStatistics;
import org.etclane.device.link.LinkTimes;
import org.etclane.device.link.LinkTrace;
import org.etclane.device.link.RunningDevice;
import org.etclane.device.link.SerialLink;
import org.etclane.device.link.TcpLink;
import org.etclane.device.spi.DriverException;
import org.etclane.device.spi.DriverRegistry;
import org.etclane.device.spi.LinkChoice;

/**
 * One device on its own line in real time, with nothing of a lane around it: no core, no journal, no other device. Runs the device's
 * driver, or any other {@link Endpoint} on the device's line, as the lane would. The trace is on from the start.
 *
 * <p>Its listener hears on the device's thread and must not block: {@link BenchQueue#listener} takes it all into a queue. Methods may be
 * called from any thread.
 *
 * @param <C> what the endpoint is told
 */
public final class Workbench<C> implements AutoCloseable {
    private static final long LOOK_AGAIN_NANOS = 10_000_000L;
    private static final long NANOS_PER_MS = 1_000_000L;

    private final RunningDevice<C> device;

    private Workbench(RunningDevice<C> device) {
        this.device = device;
    }

    /**
     * The device's driver on the device's line, not yet opened.
     *
     * @param wallMillis milliseconds since 1970, for labels on the wire
     * @throws DriverException when the driver or its line cannot be made
     */
    public static Workbench<DeviceCommand> ofDriver(DeviceTarget target, LongSupplier wallMillis, DeviceAgent.Listener<DeviceEvent> listener) {
        Endpoint<DeviceCommand, DeviceEvent> driver = target.driver(wallMillis);
        return new Workbench<>(switch (target.link()) {
            case LinkChoice.Serial serial -> agent(target, serial, driver, listener, _ -> Optional.empty());
            case LinkChoice.TcpClient client -> agent(target, client, driver, listener, Workbench::lost);
            case LinkChoice.OwnLine own -> agent(target, own, driver, listener, _ -> Optional.empty());
            case LinkChoice.OwnAgent own -> guarded(target, () -> own.factory().agent(target.name(), driver, listener, LinkTimes.NONE));
        });
    }

    /**
     * Anything else that speaks over the device's line.
     *
     * @throws DriverException when the line cannot be made, or the device's driver brings what runs it and so has no line of bytes
     */
    public static <C, E> Workbench<C> ofEndpoint(DeviceTarget target, Endpoint<C, E> endpoint, DeviceAgent.Listener<E> listener) {
        return new Workbench<>(agent(target, target.link(), endpoint, listener, _ -> Optional.empty()));
    }

    /** As in a lane: a connection over which nobody answers any more is made anew. */
    private static Optional<String> lost(DeviceEvent event) {
        return event instanceof HealthEvent health && health.state() == HealthEvent.State.DOWN ? Optional.of(health.cause()) : Optional.empty();
    }

    private static <C, E> DeviceAgent<C, E> agent(DeviceTarget target, LinkChoice choice, Endpoint<C, E> endpoint,
            DeviceAgent.Listener<E> listener, Function<E, Optional<String>> nobodyThere) {
        ByteLink line = switch (choice) {
            case LinkChoice.Serial(var settings) -> new SerialLink(target.name(), settings);
            case LinkChoice.TcpClient(String host, int port) -> new TcpLink(target.name(), host, port);
            case LinkChoice.OwnLine own -> guarded(target, () -> own.factory().line(target.name(), LinkTimes.NONE));
            case LinkChoice.OwnAgent _ -> throw new DriverException(DriverRegistry.named(target.device().driver())
                    + " runs its device itself: there is no line of bytes for anybody else");
        };
        return new DeviceAgent<>(target.name(), endpoint, line, listener, new LinkTrace(LinkTrace.DEFAULT_ENTRIES), LinkTimes.NONE,
                nobodyThere);
    }

    private static <T> T guarded(DeviceTarget target, Supplier<T> making) {
        try {
            return making.get();
        } catch (RuntimeException | LinkageError failed) { // lines of a driver's own making are foreign code
            throw new DriverException("device " + target.name() + " cannot be put on its line: " + failed.getMessage() + " ("
                    + DriverRegistry.named(target.device().driver()) + ")", failed);
        }
    }

    /** Whether the line opened. */
    public sealed interface Opening {
    }

    /** @param line in words: "/dev/ttyS0 115200 8N1" */
    public record Open(String line) implements Opening {
    }

    /** @param cause why, and what to do where that is known; the line goes on trying until {@link #close} */
    public record Shut(String cause) implements Opening {
    }

    /** Starts the device and waits until its line has opened, or has failed to. Call once. */
    public Opening open(long patienceMs) {
        device.trace().on();
        device.start();
        long untilNanos = System.nanoTime() + patienceMs * NANOS_PER_MS;
        while (true) {
            LinkStatistics now = device.statistics();
            if (now.up()) {
                return new Open(device.description());
            }
            if (now.downs() > 0 || System.nanoTime() - untilNanos >= 0) {
                return new Shut(now.downs() > 0 ? now.lastCause() : "no answer within " + patienceMs + " ms: " + now.lastCause());
            }
            LockSupport.parkNanos(this, LOOK_AGAIN_NANOS); // a person waits, nothing else does
        }
    }

    /** @return false when too many commands wait: this one is not taken */
    public boolean offer(C command) {
        return device.offer(command);
    }

    /** Takes the line down and up again, so that the driver begins from nothing. */
    public void restart(String cause) {
        device.restart(cause);
    }

    /** The line in words. */
    public String line() {
        return device.description();
    }

    public LinkTrace trace() {
        return device.trace();
    }

    public LinkStatistics statistics() {
        return device.statistics();
    }

    /** Ends the device's threads and releases its line. Idempotent. */
    @Override
    public void close() {
        device.close();
    }
}
