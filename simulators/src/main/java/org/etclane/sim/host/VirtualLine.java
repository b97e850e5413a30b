package org.etclane.sim.host;

import java.util.function.Consumer;
import org.etclane.device.link.Endpoint;
import org.etclane.device.link.LinkTrace;
import org.etclane.sim.fault.LineFault;
import org.etclane.sim.world.Scheduler;

/**
 * A cable between a driver and a simulated device on one clock, without threads: what {@link EndpointHost} and a lane's serial
 * link are in real time. Starts unplugged; bytes take their time on the wire in both directions. Simulation's thread only.
 *
 * @param <C> driver's commands
 * @param <E> driver's events
 * @param <D> device's commands
 * @param <F> device's events
 */
public final class VirtualLine<C, E, D, F> {
    private final Scheduler scheduler;
    private final LinkTrace driverTrace = new LinkTrace(LinkTrace.DEFAULT_ENTRIES);
    private final Consumer<? super E> driverEvents;
    private ScheduledEndpoint<C, E> driver;
    private boolean driverEnded;
    private final ScheduledEndpoint<D, F> device;
    private final PacedDirection toDevice;
    private final PacedDirection toDriver;
    private boolean plugged;
    private long bytesToDevice;
    private long bytesToDriver;

    public VirtualLine(Scheduler scheduler, LinePace pace, Endpoint<C, E> driver, Consumer<? super E> driverEvents,
            Endpoint<D, F> device, Consumer<? super F> deviceEvents) {
        this.scheduler = scheduler;
        this.toDevice = new PacedDirection(scheduler, pace, new PacedDirection.Receiver() {
            @Override
            public void arrived(long atNanos, byte[] bytes) {
                bytesToDevice += bytes.length;
                VirtualLine.this.device.received(atNanos, bytes);
            }

            @Override
            public void cut(long forNanos) {
                cutFor(forNanos);
            }
        });
        this.toDriver = new PacedDirection(scheduler, pace, new PacedDirection.Receiver() {
            @Override
            public void arrived(long atNanos, byte[] bytes) {
                bytesToDriver += bytes.length;
                if (!driverEnded) {
                    VirtualLine.this.driver.received(atNanos, bytes);
                }
            }

            @Override
            public void cut(long forNanos) {
                cutFor(forNanos);
            }
        });
        this.driverEvents = driverEvents;
        this.driver = scheduled(driver);
        this.device = new ScheduledEndpoint<>(scheduler, device, (now, frame) -> send(toDriver, now, frame), deviceEvents,
                new LinkTrace(1));
    }

    private ScheduledEndpoint<C, E> scheduled(Endpoint<C, E> side) {
        return new ScheduledEndpoint<>(scheduler, side, (now, frame) -> send(toDevice, now, frame), driverEvents, driverTrace);
    }

    /**
     * The driver's process is killed: what it has sent still arrives, what the device sends is heard by nobody, and the device
     * notices nothing.
     */
    public void endDriver() {
        driverEnded = true;
        driver.stop();
    }

    /** The process runs again and opens the line with a driver that knows nothing. */
    public void startDriver(Endpoint<C, E> fresh) {
        driver = scheduled(fresh);
        driverEnded = false;
        if (plugged) {
            driver.linkUp(scheduler.nowNanos());
        }
    }

    /** Without effect when plugged. The device comes up first, as one that has been waiting. */
    public void plug() {
        if (!plugged) {
            plugged = true;
            device.linkUp(scheduler.nowNanos());
            if (!driverEnded) {
                driver.linkUp(scheduler.nowNanos());
            }
        }
    }

    /** What is under way is lost. Without effect when unplugged. */
    public void unplug(String cause) {
        if (plugged) {
            plugged = false;
            toDevice.clear();
            toDriver.clear();
            if (!driverEnded) {
                driver.linkDown(scheduler.nowNanos(), cause);
            }
            device.linkDown(scheduler.nowNanos(), cause);
        }
    }

    public boolean plugged() {
        return plugged;
    }

    /** Lost when the driver has ended. */
    public void command(C command) {
        if (!driverEnded) {
            driver.command(scheduler.nowNanos(), command);
        }
    }

    public void commandDevice(D command) {
        device.command(scheduler.nowNanos(), command);
    }

    /** From now on, until replaced; {@link LineFault#NONE} mends the cable. */
    public void faultToDevice(LineFault fault) {
        toDevice.fault(fault);
    }

    public void faultToDriver(LineFault fault) {
        toDriver.fault(fault);
    }

    public long bytesToDevice() {
        return bytesToDevice;
    }

    public long bytesToDriver() {
        return bytesToDriver;
    }

    /** Pieces of the stream that the driver could not read. */
    public long malformedAtDriver() {
        return driver.malformed();
    }

    public long malformedAtDevice() {
        return device.malformed();
    }

    /** As the driver sees it; switched off at first. */
    public LinkTrace trace() {
        return driverTrace;
    }

    private void send(PacedDirection direction, long nowNanos, byte[] frame) {
        if (plugged) {
            direction.send(nowNanos, frame);
        }
    }

    private void cutFor(long forNanos) {
        unplug("line cut");
        scheduler.at(scheduler.nowNanos() + forNanos, this::plug);
    }
}
