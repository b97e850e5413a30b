package org.etclane.device.wim;

import java.util.ArrayList;
import java.util.List;
import org.etclane.device.Bytes;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.HealthEvent;
import org.etclane.device.ScaleEvent;
import org.etclane.device.VehicleWeight;
import org.etclane.device.link.Endpoint;

/** A weighing driver in virtual time with everything it sent and said. */
public final class ScaleRig implements Endpoint.Sink<DeviceEvent> {
    public static final long MS = 1_000_000L;

    public final Endpoint<DeviceCommand, DeviceEvent> driver;
    /** "time > hex" and "time = event". */
    public final List<String> log = new ArrayList<>();
    public final List<Bytes> sent = new ArrayList<>();
    public final List<DeviceEvent> events = new ArrayList<>();
    public final List<String> malformed = new ArrayList<>();
    public long nowNanos;

    public ScaleRig(Endpoint<DeviceCommand, DeviceEvent> driver) {
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

    public void command(DeviceCommand command) {
        driver.command(nowNanos, command, this);
    }

    public void receive(String hex) {
        receive(Bytes.fromHex(hex).toArray());
    }

    public void receive(byte[] bytes) {
        driver.received(nowNanos, bytes.clone(), bytes.length, this);
    }

    public void forget() {
        log.clear();
        sent.clear();
        events.clear();
        malformed.clear();
    }

    public List<String> said() {
        return events.stream().map(ScaleRig::text).toList();
    }

    public <E> List<E> all(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @Override
    public void send(byte[] frame) {
        sent.add(Bytes.copyOf(frame));
        log.add(nowNanos / MS + " > " + Bytes.copyOf(frame));
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

    public static String text(DeviceEvent event) {
        return switch (event) {
            case ScaleEvent.VehicleWeighed e -> "weighed " + text(e.weight());
            case ScaleEvent.LastVehicleReversed e -> "reversed " + e.recordId();
            case ScaleEvent.LiveWeight e -> "live " + e.weightKg() + (e.stable() ? " stable" : "");
            case ScaleEvent.ScaleState e -> "state " + e.faults().stream().sorted().toList() + " waiting " + e.waiting();
            case ScaleEvent.RecordsLost e -> "lost " + e.atLeast();
            case ScaleEvent.CommandAnswered e -> e.command().getClass().getSimpleName() + (e.done() ? " done" : " refused: " + e.reason());
            case HealthEvent e -> e.cause().isEmpty() ? e.state().toString() : e.state() + " " + e.cause();
            default -> throw new AssertionError("not from a scale: " + event);
        };
    }

    private static String text(VehicleWeight w) {
        StringBuilder out = new StringBuilder("#" + w.recordId() + " " + w.grossWeightKg() + " kg, " + w.axleCount() + " axles");
        w.axles().forEach(a -> out.append(' ').append(a.weightKg()).append(a.tyres().name().charAt(0)));
        out.append(", type ").append(w.axleString().isEmpty() ? "-" : w.axleString());
        out.append(w.speedTenthKmh() < 0 ? "" : ", " + w.speedTenthKmh() + " tenth km/h");
        out.append(w.doubts().isEmpty() ? "" : ", " + w.doubts().stream().sorted().toList());
        return out.toString();
    }
}
