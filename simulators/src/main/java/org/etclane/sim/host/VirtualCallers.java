package org.etclane.sim.host;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.etclane.device.Bytes;
import org.etclane.device.link.Callers;
import org.etclane.device.link.Endpoint;
import org.etclane.device.link.LinkTrace;
import org.etclane.sim.world.Scheduler;

/**
 * A port on which simulated devices call a driver, on one clock, without threads: what {@code TcpServer} is in real time. Bytes arrive
 * {@value #DELAY_MICROS} µs after they were sent, in order. A device that is cut off, or that could not come in, calls again after a
 * second, as long as it is plugged. Simulation's thread only.
 *
 * @param <C> driver's commands
 * @param <E> driver's events
 * @param <D> devices' commands
 * @param <F> devices' events
 */
public final class VirtualCallers<C, E, D, F> {
    static final long DELAY_MICROS = 200;
    private static final long DELAY_NANOS = DELAY_MICROS * 1_000;
    private static final long AGAIN_NANOS = 1_000_000_000L;

    private final Scheduler scheduler;
    private final ScheduledEndpoint<C, E> driver;
    private final int places;
    private final List<Device> devices = new ArrayList<>();
    private final Map<Integer, Device> callers = new LinkedHashMap<>();
    private int lastNumber;
    private boolean open;

    /** @param places callers at a time; one more is refused */
    public VirtualCallers(Scheduler scheduler, int places, Endpoint<C, E> driver, Consumer<? super E> events) {
        this.scheduler = scheduler;
        this.places = places;
        this.driver = new ScheduledEndpoint<>(scheduler, driver, this::order, events, new LinkTrace(LinkTrace.DEFAULT_ENTRIES));
    }

    /** The port is open. */
    public void open() {
        open = true;
        driver.linkUp(scheduler.nowNanos());
        devices.forEach(Device::call);
    }

    public void command(C command) {
        driver.command(scheduler.nowNanos(), command);
    }

    public long malformedAtDriver() {
        return driver.malformed();
    }

    /** A device that calls from {@code address} as soon as the port is open. */
    public Device device(String address, Endpoint<D, F> endpoint, Consumer<? super F> events) {
        Device device = new Device(address, endpoint, events);
        devices.add(device);
        if (open) {
            device.call();
        }
        return device;
    }

    private void order(long nowNanos, byte[] frame) {
        switch (Callers.order(frame).orElseThrow()) {
            case Callers.Send(int number, Bytes bytes) -> {
                Device to = callers.get(number);
                later(() -> {
                    if (to != null && to.number == number) {
                        to.endpoint.received(scheduler.nowNanos(), bytes.toArray());
                    }
                });
            }
            case Callers.HangUp(int number, String cause) -> later(() -> end(number, cause));
            case Callers.TakeMore _, Callers.Forget _ -> { }
        }
    }

    private void end(int number, String cause) {
        if (!callers.containsKey(number)) {
            return;
        }
        Device device = callers.remove(number);
        notice(new Callers.Closed(number, cause));
        if (device != null) { // else its device has forgotten it long ago
            device.number = 0;
            device.endpoint.linkDown(scheduler.nowNanos(), cause);
            scheduler.at(scheduler.nowNanos() + AGAIN_NANOS, device::call);
        }
    }

    private void notice(Callers.Notice notice) {
        driver.received(scheduler.nowNanos(), notice.encode());
    }

    private void later(Runnable what) {
        scheduler.at(scheduler.nowNanos() + DELAY_NANOS, what);
    }

    /** One device and its cable. */
    public final class Device {
        private final String address;
        private final ScheduledEndpoint<D, F> endpoint;
        private boolean plugged = true;
        private int number;

        private Device(String address, Endpoint<D, F> endpoint, Consumer<? super F> events) {
            this.address = address;
            this.endpoint = new ScheduledEndpoint<>(scheduler, endpoint, (_, frame) -> say(frame), events, new LinkTrace(1));
        }

        public void command(D command) {
            endpoint.command(scheduler.nowNanos(), command);
        }

        public boolean connected() {
            return number != 0;
        }

        /** The driver hears at once that the connection is gone. */
        public void unplug() {
            plugged = false;
            end(number, "closed by the caller");
        }

        public void plug() {
            plugged = true;
            call();
        }

        /** The device is restarted: a new connection while the old one hangs on, as after a power cut. */
        public void callAgain() {
            callers.replace(number, null);
            number = 0;
            endpoint.linkDown(scheduler.nowNanos(), "restarted");
            call();
        }

        private void call() {
            if (!plugged || number != 0 || !open) {
                return;
            }
            if (callers.size() >= places) {
                notice(new Callers.Refused(1, address + ":1"));
                scheduler.at(scheduler.nowNanos() + AGAIN_NANOS, this::call);
                return;
            }
            number = ++lastNumber;
            callers.put(number, this);
            notice(new Callers.Opened(number, address + ":" + (40_000 + number)));
            endpoint.linkUp(scheduler.nowNanos());
        }

        private void say(byte[] bytes) {
            int from = number;
            later(() -> {
                if (from != 0 && callers.get(from) == this) {
                    notice(new Callers.Received(from, Bytes.copyOf(bytes)));
                }
            });
        }
    }
}
