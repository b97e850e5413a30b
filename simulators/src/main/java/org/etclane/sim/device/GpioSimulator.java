package org.etclane.sim.device;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.etclane.device.LoopEvent;
import org.etclane.device.gpio.GpioCodec;
import org.etclane.device.gpio.GpioFrame;
import org.etclane.device.gpio.GpioLine;
import org.etclane.device.gpio.GpioRole;
import org.etclane.device.gpio.GpioSettings;
import org.etclane.device.link.Endpoint;
import org.etclane.sim.world.LaneHardware;

/**
 * The wires behind a lane's GPIO lines, with what requests them: contacts of the {@link LaneHardware} become electrical levels
 * and edges, driven outputs become relay pulses and lights. Speaks the frames of {@code org.etclane.device.gpio}, so it stands where
 * {@code GpioLink} does, with contacts that can bounce, stick and lose edges.
 *
 * <p>A barrier acts as soon as its relay has been closed for {@code relayMs}; a pulse that ends before is handed on with its length,
 * for the arm to miss. When it stands in place of a {@code GpioLink} and is unplugged in good order, outputs go where that would put
 * them. Behind a {@code GpioLink} ({@link #behindLink}) outputs are only driven by the lane: when its process is killed they stay as
 * they are.
 *
 * <p>One thread, the simulation's. The hardware tells of a change without a time: send {@link GpioSimAction.Look} then.
 */
public final class GpioSimulator implements Endpoint<GpioSimAction, GpioSimEvent> {
    private static final long NANOS_PER_MS = 1_000_000L;
    private static final long NEVER = Long.MAX_VALUE;

    private record Change(long atNanos, GpioRole role, boolean active) {
    }

    private final GpioSettings settings;
    private final LaneHardware hardware;
    private final long relayNanos;
    private final boolean insteadOfLink;
    private GpioSimFaults faults = GpioSimFaults.NONE;
    private int edgesToLose;
    private boolean linked;
    /** What each contact will be once its changes under way are over. */
    private final Map<GpioRole, Boolean> contacts = new EnumMap<>(GpioRole.class);
    private final Map<GpioRole, Boolean> lines = new EnumMap<>(GpioRole.class);
    private final Map<GpioRole, Boolean> gaps = new EnumMap<>(GpioRole.class);
    private final List<Change> changes = new ArrayList<>();
    private final Map<GpioRole, Long> closedSinceNanos = new EnumMap<>(GpioRole.class);
    private final Map<GpioRole, Boolean> acted = new EnumMap<>(GpioRole.class);

    /** In place of a lane's {@code GpioLink}. @param relayMs how long a relay must be closed for the barrier to act */
    public GpioSimulator(LaneHardware hardware, GpioSettings settings, int relayMs) {
        this(hardware, settings, relayMs, true);
    }

    /** Behind the lines of a lane that has a {@code GpioLink} of its own. @param relayMs how long a relay must be closed */
    public static GpioSimulator behindLink(LaneHardware hardware, GpioSettings settings, int relayMs) {
        return new GpioSimulator(hardware, settings, relayMs, false);
    }

    private GpioSimulator(LaneHardware hardware, GpioSettings settings, int relayMs, boolean insteadOfLink) {
        this.settings = settings;
        this.insteadOfLink = insteadOfLink;
        this.hardware = hardware;
        this.relayNanos = relayMs * NANOS_PER_MS;
        settings.inputs().keySet().forEach(role -> {
            contacts.put(role, contact(role));
            lines.put(role, contact(role));
        });
        settings.outputs().keySet().forEach(role -> lines.put(role, false));
    }

    @Override
    public void linkUp(long nowNanos, Sink<GpioSimEvent> sink) {
        linked = true;
        gaps.clear();
        due(nowNanos, sink);
    }

    @Override
    public void received(long nowNanos, byte[] buffer, int length, Sink<GpioSimEvent> sink) {
        due(nowNanos, sink);
        GpioCodec.decode(buffer, length, new GpioCodec.Output() {
            @Override
            public void frame(GpioFrame frame) {
                switch (frame) {
                    case GpioFrame.Drive(GpioRole role, boolean high) -> {
                        drive(nowNanos, role, line(role).active(high), sink);
                        if (insteadOfLink && role.kind == GpioRole.Kind.PULSE) {
                            sink.send(GpioCodec.encode(new GpioFrame.Driven(role, high, nowNanos)));
                        }
                    }
                    case GpioFrame.ReadLevels() -> lines.forEach((role, active) ->
                            sink.send(GpioCodec.encode(new GpioFrame.Level(role, line(role).high(active), nowNanos))));
                    case GpioFrame.Level _, GpioFrame.Edge _, GpioFrame.EdgesLost _, GpioFrame.Driven _ ->
                            sink.malformed(GpioCodec.encode(frame), "frame of the lines' own side");
                }
            }

            @Override
            public void malformed(byte[] raw, String reason) {
                sink.malformed(raw, reason);
            }
        });
    }

    @Override
    public void linkDown(long nowNanos, String cause, Sink<GpioSimEvent> sink) {
        linked = false;
        settings.outputs().forEach((role, line) -> {
            if (insteadOfLink && line.atExit() == GpioLine.AtExit.INACTIVE) {
                drive(nowNanos, role, false, sink);
            }
        });
    }

    @Override
    public void command(long nowNanos, GpioSimAction action, Sink<GpioSimEvent> sink) {
        switch (action) {
            case GpioSimAction.Look _ -> { }
            case GpioSimAction.SetFaults(GpioSimFaults newFaults) -> {
                faults = newFaults;
                edgesToLose = newFaults.loseEdges();
            }
        }
        due(nowNanos, sink);
    }

    @Override
    public void due(long nowNanos, Sink<GpioSimEvent> sink) {
        for (GpioRole role : settings.inputs().keySet()) {
            boolean active = contact(role);
            if (active != contacts.put(role, active)) {
                begin(nowNanos, role, active);
            }
        }
        while (!changes.isEmpty() && changes.getFirst().atNanos <= nowNanos) {
            apply(changes.removeFirst(), sink);
        }
        act(nowNanos, GpioRole.RAISE);
        act(nowNanos, GpioRole.LOWER);
    }

    @Override
    public long nextDueNanos() {
        long due = changes.isEmpty() ? NEVER : changes.getFirst().atNanos;
        for (Map.Entry<GpioRole, Long> closed : closedSinceNanos.entrySet()) {
            due = acted.getOrDefault(closed.getKey(), false) ? due : Math.min(due, closed.getValue() + relayNanos);
        }
        return due;
    }

    /** What an output shows now. */
    public boolean active(GpioRole role) {
        return lines.getOrDefault(role, false);
    }

    private void begin(long nowNanos, GpioRole role, boolean active) {
        long atNanos = nowNanos;
        for (int i = 0; i < faults.bounces(); i++) {
            changes.add(new Change(atNanos, role, active));
            changes.add(new Change(atNanos + faults.bounceMs() * NANOS_PER_MS, role, !active));
            atNanos += 2 * faults.bounceMs() * NANOS_PER_MS;
        }
        changes.add(new Change(atNanos, role, active));
        changes.sort((a, b) -> Long.compare(a.atNanos, b.atNanos)); // stable: changes of one line keep their order
    }

    private void apply(Change change, Sink<GpioSimEvent> sink) {
        if (lines.put(change.role, change.active) == change.active) {
            return;
        }
        boolean told = linked && edgesToLose == 0;
        sink.emit(new GpioSimEvent.Changed(change.atNanos, change.role, change.active, told));
        boolean high = line(change.role).high(change.active);
        if (told) {
            boolean gap = faults.loseAloud() && gaps.remove(change.role) != null;
            sink.send(GpioCodec.encode(gap ? new GpioFrame.EdgesLost(change.role, high, change.atNanos)
                    : new GpioFrame.Edge(change.role, high, change.atNanos)));
        } else if (linked) {
            edgesToLose--;
            gaps.put(change.role, true);
        }
    }

    private void drive(long nowNanos, GpioRole role, boolean active, Sink<GpioSimEvent> sink) {
        boolean before = lines.put(role, active);
        sink.emit(new GpioSimEvent.Driven(nowNanos, role, active));
        if (before == active) {
            return;
        }
        switch (role) {
            case RAISE, LOWER -> relay(nowNanos, role, active);
            case PASS_GREEN -> hardware.passLight(active);
            case CANOPY_GREEN -> hardware.canopyLight(active);
            case ALARM_SOUND, ALARM_LIGHT -> hardware.alarm(active(GpioRole.ALARM_SOUND), active(GpioRole.ALARM_LIGHT));
            case PASS_RED, CANOPY_RED -> { } // a driver looks whether it is green
            case TRIGGER_LOOP, CAPTURE_LOOP, ARM_LOOP, ARM_UP, ARM_DOWN, BARRIER_FAULT, FOOT_ALARM, LANE_CLOSING_BAR, LIGHT_FAULT ->
                    throw new IllegalStateException("the lane drove an input: " + role);
        }
    }

    private void relay(long nowNanos, GpioRole role, boolean closed) {
        if (closed) {
            closedSinceNanos.put(role, nowNanos);
            acted.put(role, false);
        } else {
            long closedNanos = nowNanos - closedSinceNanos.remove(role);
            if (!acted.getOrDefault(role, true)) {
                pulse(role, closedNanos / NANOS_PER_MS);
            }
            acted.remove(role);
        }
    }

    private void act(long nowNanos, GpioRole role) {
        Long since = closedSinceNanos.get(role);
        if (since != null && !acted.get(role) && nowNanos - since >= relayNanos) {
            acted.put(role, true);
            pulse(role, relayNanos / NANOS_PER_MS);
        }
    }

    private void pulse(GpioRole role, long ms) {
        if (role == GpioRole.RAISE) {
            hardware.pulseRaise(ms);
        } else {
            hardware.pulseLower(ms);
        }
    }

    private GpioLine line(GpioRole role) {
        return settings.line(role).orElseThrow(() -> new IllegalStateException(role + " is not wired"));
    }

    private boolean contact(GpioRole role) {
        Boolean stuck = faults.stuck().get(role);
        return stuck != null ? stuck : switch (role) {
            case TRIGGER_LOOP -> hardware.loopOccupied(LoopEvent.Role.TRIGGER);
            case CAPTURE_LOOP -> hardware.loopOccupied(LoopEvent.Role.CAPTURE);
            case ARM_LOOP -> hardware.loopOccupied(LoopEvent.Role.ARM);
            case ARM_UP -> hardware.upSwitchClosed();
            case ARM_DOWN -> hardware.downSwitchClosed();
            case BARRIER_FAULT -> hardware.barrierFault();
            case FOOT_ALARM -> hardware.footAlarm();
            case LANE_CLOSING_BAR -> hardware.laneClosingBar();
            case LIGHT_FAULT -> false;
            case RAISE, LOWER, PASS_GREEN, PASS_RED, CANOPY_GREEN, CANOPY_RED, ALARM_SOUND, ALARM_LIGHT -> lines.getOrDefault(role, false);
        };
    }
}
