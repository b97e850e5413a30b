package org.etclane.device.gpio;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.etclane.device.BarrierEvent;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.HealthEvent;
import org.etclane.device.InputEvent;
import org.etclane.device.LoopEvent;
import org.etclane.device.RsuEvent;
import org.etclane.device.ScaleEvent;
import org.etclane.device.SecurityEvent;
import org.etclane.device.link.Endpoint;

/** A driver in virtual time on lines that a test sets; answers every question for the levels at once. */
final class GpioDriverRig implements Endpoint.Sink<DeviceEvent> {
    static final long MS = 1_000_000L;

    final GpioSettings settings;
    final GpioIoDriver driver;
    /** Electrical. */
    final Map<GpioRole, Boolean> high = new EnumMap<>(GpioRole.class);
    /** "ms RAISE on". */
    final List<String> driven = new ArrayList<>();
    /** "ms TRIGGER CLEAR", "ms arm UP", "ms health UP", "ms FOOT_ALARM on". */
    final List<String> events = new ArrayList<>();
    final List<String> notes = new ArrayList<>();
    boolean answers = true;
    /** Relays tell at once that they have taken their level. */
    boolean confirms = true;
    int asked;
    long nowNanos;
    private int pendingAnswers;
    private final ArrayDeque<GpioFrame> pendingConfirmations = new ArrayDeque<>();

    GpioDriverRig(GpioSettings settings) {
        this.settings = settings;
        this.driver = new GpioIoDriver(settings);
        settings.inputs().forEach((role, line) -> high.put(role, line.high(false)));
        settings.outputs().forEach((role, line) -> high.put(role, line.high(false)));
    }

    /** Lines open, everything at rest, known. */
    GpioDriverRig ready() {
        up();
        runFor(100);
        driven.clear();
        events.clear();
        return this;
    }

    void up() {
        driver.linkUp(nowNanos, this);
        answer();
    }

    void down(String cause) {
        driver.linkDown(nowNanos, cause, this);
        pendingAnswers = 0;
        pendingConfirmations.clear();
    }

    void command(DeviceCommand... commands) {
        for (DeviceCommand command : commands) {
            driver.command(nowNanos, command, this);
            answer();
        }
    }

    /** A contact changes, and the edge is told. */
    void contact(GpioRole role, boolean active) {
        quietly(role, active);
        frame(new GpioFrame.Edge(role, high.get(role), nowNanos));
    }

    /** A contact changes, and nobody is told. */
    void quietly(GpioRole role, boolean active) {
        high.put(role, settings.line(role).orElseThrow().high(active));
    }

    void frame(GpioFrame frame) {
        bytes(GpioCodec.encode(frame));
    }

    void bytes(byte[] chunk) {
        driver.received(nowNanos, chunk, chunk.length, this);
        answer();
    }

    void runTo(long ms) {
        int rounds = 0;
        while (driver.nextDueNanos() <= ms * MS) {
            nowNanos = Math.max(nowNanos, driver.nextDueNanos());
            driver.due(nowNanos, this);
            answer();
            if (++rounds > 100_000) {
                throw new AssertionError("due() does not move nextDueNanos() on at " + nowNanos);
            }
        }
        nowNanos = ms * MS;
    }

    void runFor(long ms) {
        runTo(nowNanos / MS + ms);
    }

    boolean on(GpioRole role) {
        return settings.line(role).orElseThrow().active(high.get(role));
    }

    List<String> takeEvents() {
        List<String> taken = List.copyOf(events);
        events.clear();
        return taken;
    }

    List<String> takeDriven() {
        List<String> taken = List.copyOf(driven);
        driven.clear();
        return taken;
    }

    private void answer() {
        while (!pendingConfirmations.isEmpty()) {
            byte[] frame = GpioCodec.encode(pendingConfirmations.remove());
            driver.received(nowNanos, frame, frame.length, this);
        }
        while (pendingAnswers > 0) {
            pendingAnswers--;
            high.forEach((role, level) -> {
                byte[] frame = GpioCodec.encode(new GpioFrame.Level(role, level, nowNanos));
                driver.received(nowNanos, frame, frame.length, this);
            });
        }
    }

    @Override
    public void send(byte[] frame) {
        GpioCodec.decode(frame, frame.length, new GpioCodec.Output() {
            @Override
            public void frame(GpioFrame decoded) {
                switch (decoded) {
                    case GpioFrame.Drive(GpioRole role, boolean level) -> {
                        high.put(role, level);
                        driven.add(nowNanos / MS + " " + role + (on(role) ? " on" : " off"));
                        if (confirms && role.kind == GpioRole.Kind.PULSE) {
                            pendingConfirmations.add(new GpioFrame.Driven(role, level, nowNanos));
                        }
                        if (on(GpioRole.RAISE) && on(GpioRole.LOWER)) {
                            throw new AssertionError("both relays closed at " + nowNanos);
                        }
                    }
                    case GpioFrame.ReadLevels() -> {
                        asked++;
                        pendingAnswers += answers ? 1 : 0;
                    }
                    case GpioFrame.Level _, GpioFrame.Edge _, GpioFrame.EdgesLost _, GpioFrame.Driven _ -> throw new AssertionError("sent " + decoded);
                }
            }

            @Override
            public void malformed(byte[] raw, String reason) {
                throw new AssertionError("sent what is no frame: " + reason);
            }
        });
    }

    @Override
    public void emit(DeviceEvent event) {
        events.add(event.atNanos() / MS + " " + switch (event) {
            case LoopEvent e -> e.role() + " " + e.occupancy();
            case BarrierEvent.ArmReported e -> "arm " + e.position();
            case BarrierEvent.FaultReported e -> "fault " + e.present();
            case InputEvent e -> e.input() + (e.active() ? " on" : " off");
            case HealthEvent e -> "health " + e.state() + (e.cause().isEmpty() ? "" : ": " + e.cause());
            case RsuEvent _, ScaleEvent _, SecurityEvent _ -> throw new AssertionError("no event of lane I/O: " + event);
        });
    }

    @Override
    public void malformed(byte[] raw, String reason) {
        notes.add(reason);
    }
}
