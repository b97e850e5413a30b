package org.etclane.device.display;

import java.util.ArrayList;
import java.util.List;
import org.etclane.device.Bytes;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.HealthEvent;
import org.etclane.device.link.Endpoint;

/** A display's driver in virtual time with everything it sent and said. */
public final class DisplayRig implements Endpoint.Sink<DeviceEvent> {
    public static final long MS = 1_000_000L;

    public final List<String> log = new ArrayList<>();
    public final List<String> sent = new ArrayList<>();
    public final List<String> said = new ArrayList<>();
    public final List<String> malformed = new ArrayList<>();
    private final Endpoint<DeviceCommand, DeviceEvent> driver;
    private long nowNanos;

    public DisplayRig(Endpoint<DeviceCommand, DeviceEvent> driver) {
        this.driver = driver;
    }

    /** Runs what is due up to and including the moment. */
    public void runTo(long ms) {
        int rounds = 0;
        while (driver.nextDueNanos() <= ms * MS) {
            nowNanos = Math.max(nowNanos, driver.nextDueNanos());
            driver.due(nowNanos, this);
            if (++rounds > 100_000) {
                throw new AssertionError("due() does not move nextDueNanos() on at " + nowNanos);
            }
        }
        nowNanos = ms * MS;
    }

    public void runFor(long ms) {
        runTo(nowNanos / MS + ms);
    }

    public void up() {
        driver.linkUp(nowNanos, this);
    }

    public void down(String cause) {
        driver.linkDown(nowNanos, cause, this);
    }

    public void command(DeviceCommand... commands) {
        for (DeviceCommand command : commands) {
            driver.command(nowNanos, command, this);
        }
    }

    public void receive(String hex) {
        byte[] bytes = Bytes.fromHex(hex).toArray();
        driver.received(nowNanos, bytes, bytes.length, this);
    }

    public void forget() {
        log.clear();
        sent.clear();
        said.clear();
        malformed.clear();
    }

    @Override
    public void send(byte[] frame) {
        sent.add(Bytes.copyOf(frame).hex());
        log.add(nowNanos / MS + " > " + Bytes.copyOf(frame));
    }

    @Override
    public void emit(DeviceEvent event) {
        if (!(event instanceof HealthEvent health) || event.atNanos() != nowNanos || !event.device().equals("display")) {
            throw new AssertionError("not a health event of this device and moment: " + event);
        }
        said.add((health.state() + " " + health.cause()).strip());
        log.add(nowNanos / MS + " = " + said.getLast());
    }

    @Override
    public void malformed(byte[] raw, String reason) {
        malformed.add(reason);
    }
}
