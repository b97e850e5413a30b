package org.etclane.device.lc301;

import java.util.ArrayList;
import java.util.List;
import org.etclane.device.BarrierEvent;
import org.etclane.device.Bytes;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.HealthEvent;
import org.etclane.device.InputEvent;
import org.etclane.device.LoopEvent;
import org.etclane.device.RsuEvent;
import org.etclane.device.ScaleEvent;
import org.etclane.device.SecurityEvent;
import org.etclane.device.lc301.Lc301Frame.AControl;
import org.etclane.device.lc301.Lc301Frame.BStatus;
import org.etclane.device.link.Endpoint;

/** A driver in virtual time with everything it sent and said. */
final class Lc301DriverRig implements Endpoint.Sink<DeviceEvent> {
    static final long MS = 1_000_000L;

    final Lc301Driver driver;
    /** "time > hex" and "time = event". */
    final List<String> log = new ArrayList<>();
    final List<Lc301Frame> sent = new ArrayList<>();
    final List<DeviceEvent> events = new ArrayList<>();
    final List<String> malformed = new ArrayList<>();
    long nowNanos;

    Lc301DriverRig(Lc301Settings settings) {
        driver = new Lc301Driver(settings);
    }

    /** Runs what is due up to and including the moment. */
    void runTo(long ms) {
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

    void runFor(long ms) {
        runTo(nowNanos / MS + ms);
    }

    void up() {
        driver.linkUp(nowNanos, this);
    }

    void down(String cause) {
        driver.linkDown(nowNanos, cause, this);
    }

    void command(DeviceCommand... commands) {
        for (DeviceCommand command : commands) {
            driver.command(nowNanos, command, this);
        }
    }

    void receive(byte[] bytes) {
        driver.received(nowNanos, bytes.clone(), bytes.length, this);
    }

    void status(int st1) {
        status(st1, 0);
    }

    void status(int st1, int st2) {
        receive(Lc301Codec.encode(new BStatus(0x31, st1, st2)));
    }

    /** Link up, first status, first state frame answered; then everything collected so far is forgotten. */
    void ready(int st1) {
        up();
        runFor(20);
        status(st1);
        runFor(20);
        status(st1);
        forget();
    }

    void forget() {
        log.clear();
        sent.clear();
        events.clear();
        malformed.clear();
    }

    List<AControl> controls() {
        return sent.stream().filter(AControl.class::isInstance).map(AControl.class::cast).toList();
    }

    AControl lastControl() {
        return controls().getLast();
    }

    List<String> said() {
        return events.stream().map(Lc301DriverRig::text).toList();
    }

    @Override
    public void send(byte[] frame) {
        log.add(nowNanos / MS + " > " + Bytes.copyOf(frame));
        Lc301Codec.decode(frame).ifPresent(sent::add);
    }

    @Override
    public void emit(DeviceEvent event) {
        if (event.atNanos() != nowNanos) {
            throw new AssertionError("not stamped with the moment of its bytes: " + event);
        }
        events.add(event);
        log.add(nowNanos / MS + " = " + text(event));
    }

    @Override
    public void malformed(byte[] raw, String reason) {
        malformed.add(reason);
    }

    static String text(DeviceEvent event) {
        return switch (event) {
            case LoopEvent loop -> loop.role() + " " + loop.occupancy();
            case BarrierEvent.ArmReported arm -> "arm " + arm.position();
            case BarrierEvent.FaultReported fault -> "fault " + fault.present();
            case InputEvent input -> input.input() + " " + input.active();
            case HealthEvent health -> health.cause().isEmpty() ? health.state().toString()
                    : health.state() + " " + health.cause();
            case RsuEvent _, ScaleEvent _, SecurityEvent _ -> throw new AssertionError("not from this device: " + event);
        };
    }
}
