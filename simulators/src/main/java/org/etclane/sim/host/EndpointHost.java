package org.etclane.sim.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.etclane.device.link.ByteLink;
import org.etclane.device.link.Endpoint;
import org.etclane.device.link.LinkTrace;
import org.etclane.device.link.SerialLink;
import org.etclane.device.link.SerialSettings;
import org.etclane.sim.fault.LineFault;
import org.etclane.sim.pty.PtyLink;
import org.etclane.sim.world.Scheduler;

/**
 * Puts a simulated device on a real line: pseudo-terminal, serial port or TCP. The device is only ever called on the
 * simulation's thread. On lines that do not pace by themselves, bytes take their time in both directions: what the lane wrote
 * reaches the device when the wire would have carried it, what the device sends is written piece by piece as it would arrive.
 *
 * @param <C> what the device can be told (by the scenario)
 * @param <E> what the device tells (to the scenario)
 */
public final class EndpointHost<C, E> implements AutoCloseable {
    private final ByteLink line;
    private final Scheduler scheduler;
    private final LinkTrace trace = new LinkTrace(LinkTrace.DEFAULT_ENTRIES);
    private final ScheduledEndpoint<C, E> device;
    private final PacedDirection toDevice;
    private final PacedDirection toLane;
    /** Simulation's thread only. */
    private boolean up;

    /**
     * @param line   not started; the host starts and closes it
     * @param pace   {@link LinePace#AT_ONCE} when the line paces by itself
     * @param events on the simulation's thread
     */
    public EndpointHost(Endpoint<C, E> endpoint, ByteLink line, LinePace pace, Scheduler scheduler,
            Consumer<? super E> events) {
        this.line = line;
        this.scheduler = scheduler;
        this.toDevice = new PacedDirection(scheduler, pace, new PacedDirection.Receiver() {
            @Override
            public void arrived(long atNanos, byte[] bytes) {
                device().received(atNanos, bytes);
            }

            @Override
            public void cut(long forNanos) {
                cutFor(forNanos);
            }
        });
        this.toLane = new PacedDirection(scheduler, pace, new PacedDirection.Receiver() {
            @Override
            public void arrived(long atNanos, byte[] bytes) {
                if (!line.offer(bytes)) {
                    trace.record(atNanos, LinkTrace.Direction.NOTE, bytes, "not taken: nobody reads at the other end");
                }
            }

            @Override
            public void cut(long forNanos) {
                cutFor(forNanos);
            }
        });
        this.device = new ScheduledEndpoint<>(scheduler, endpoint, this::send, events, trace);
    }

    /** On a pseudo-terminal that the lane opens under the name {@code link}, paced as {@code pace} says. */
    public static <C, E> EndpointHost<C, E> onPseudoTerminal(String name, Endpoint<C, E> endpoint, Path link, LinePace pace,
            Scheduler scheduler, Consumer<? super E> events) throws IOException {
        return new EndpointHost<>(endpoint, new PtyLink(name, link), pace, scheduler, events);
    }

    /** On a real serial port, with a cable to the lane's; the port paces by itself. */
    public static <C, E> EndpointHost<C, E> onSerialPort(String name, Endpoint<C, E> endpoint, SerialSettings settings,
            Scheduler scheduler, Consumer<? super E> events) {
        return new EndpointHost<>(endpoint, new SerialLink(name, settings), LinePace.AT_ONCE, scheduler, events);
    }

    /** Starts the line; the device hears of it on the simulation's thread. */
    public void start() {
        line.start(new ByteLink.Listener() {
            @Override
            public void up(long atNanos) {
                scheduler.post(() -> linkUp(atNanos));
            }

            @Override
            public void bytes(long atNanos, byte[] chunk) {
                scheduler.post(() -> {
                    if (up) {
                        toDevice.send(atNanos, chunk);
                    }
                });
            }

            @Override
            public void down(long atNanos, String cause) {
                scheduler.post(() -> linkDown(atNanos, cause));
            }
        });
    }

    /** Any thread; the device is told on the simulation's thread. */
    public void command(C command) {
        scheduler.post(() -> device.command(scheduler.nowNanos(), command));
    }

    /** Pulls the cable (pseudo-terminal) or drops the connection (others, which open again by themselves). Any thread. */
    public void unplug() {
        if (line instanceof PtyLink pty) {
            pty.unplug();
        } else {
            line.restart("unplugged");
        }
    }

    /** Puts a pulled cable back. Any thread; without effect on lines other than pseudo-terminals. */
    public void plug() {
        if (line instanceof PtyLink pty) {
            try {
                pty.plug();
            } catch (IOException noTerminal) {
                throw new UncheckedIOException(noTerminal);
            }
        }
    }

    /** What the line does to bytes towards the device, from now on. Any thread. */
    public void faultToDevice(LineFault fault) {
        scheduler.post(() -> toDevice.fault(fault));
    }

    /** What the line does to bytes towards the lane, from now on. Any thread. */
    public void faultToLane(LineFault fault) {
        scheduler.post(() -> toLane.fault(fault));
    }

    /** As the device sees it; switched off at first. */
    public LinkTrace trace() {
        return trace;
    }

    public String description() {
        return line.description();
    }

    /** Closes the line. Not from the simulation's thread while that thread must still run: the device no longer does. */
    @Override
    public void close() {
        line.close();
        scheduler.post(device::stop);
    }

    private ScheduledEndpoint<C, E> device() {
        return device;
    }

    private void linkUp(long atNanos) {
        up = true;
        device.linkUp(atNanos);
    }

    private void linkDown(long atNanos, String cause) {
        boolean was = up;
        up = false;
        toDevice.clear();
        toLane.clear();
        if (was) {
            device.linkDown(atNanos, cause);
        }
    }

    private void send(long nowNanos, byte[] frame) {
        if (up) {
            toLane.send(nowNanos, frame);
        }
    }

    private void cutFor(long forNanos) {
        unplug();
        scheduler.at(scheduler.nowNanos() + forNanos, this::plug);
    }
}
