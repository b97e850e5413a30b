package org.etclane.device.gpio;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.etclane.device.AlarmCommand;
import org.etclane.device.BarrierCommand;
import org.etclane.device.BarrierEvent.Position;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.DisplayCommand;
import org.etclane.device.FogLightCommand;
import org.etclane.device.GuideBoardCommand;
import org.etclane.device.HealthEvent;
import org.etclane.device.RsuCommand;
import org.etclane.device.ScaleCommand;
import org.etclane.device.SignalCommand;
import org.etclane.device.VoiceCommand;
import org.etclane.device.link.Endpoint;

/**
 * The lane's side of loops, barrier, lights and alarm on digital lines (package documentation). Speaks {@link GpioFrame}s.
 *
 * <p>After link-up the levels of all lines are asked for; nothing is driven and nothing is reported until every contact has
 * settled. Then everything is news, a barrier pulse that was found active is ended, and commands that came meanwhile are executed;
 * a barrier command waits at most {@code commandValidMs}. A lowering waits for a reading of the loop under the arm that is younger
 * than the command, and is void when a vehicle comes onto the loop. After a loss nothing is remembered: the lane says what it wants
 * again when it sees {@link HealthEvent.State#UP}.
 *
 * <p>A contact that does not settle, and both position switches closed at once, are DEGRADED with the line in the cause; loop or
 * position is UNKNOWN as long. Display commands are not executed, and noted as such once: lines carry no text.
 *
 * <p>One thread at a time. No bytes make it throw.
 */
public final class GpioIoDriver implements Endpoint<DeviceCommand, DeviceEvent> {
    private static final long NANOS_PER_MS = 1_000_000L;
    /** While the arm may be falling the levels are read so often: a lost edge must not cost more of its way. */
    private static final long FALLING_AUDIT_MS = 100;
    private static final byte[] NO_BYTES = new byte[0];

    private enum Phase { NO_LINK, LEARNING, READY }

    private final GpioSettings settings;
    private final GpioInputs inputs;
    private final GpioLights lights;
    private final BarrierPulses pulses;

    private Phase phase = Phase.NO_LINK;
    private Optional<HealthEvent> health = Optional.empty();
    private final List<BarrierCommand> leftActive = new ArrayList<>();
    private String droppedCommand = "";
    private boolean unheardTold;
    private boolean displayNoted;
    private long learningSinceNanos;
    private long askedNanos;
    private long armLoopReadNanos = Long.MIN_VALUE;
    private long clockNanos;

    public GpioIoDriver(GpioSettings settings) {
        this.settings = settings;
        this.inputs = new GpioInputs(settings);
        this.lights = new GpioLights(settings);
        this.pulses = new BarrierPulses(settings.pulse(), settings.timing().commandValidMs() * NANOS_PER_MS);
    }

    @Override
    public void linkUp(long nowNanos, Sink<DeviceEvent> sink) {
        forget();
        phase = Phase.LEARNING;
        learningSinceNanos = nowNanos;
        clockNanos = nowNanos;
        ask(nowNanos, sink);
    }

    @Override
    public void linkDown(long nowNanos, String cause, Sink<DeviceEvent> sink) {
        phase = Phase.NO_LINK;
        clockNanos = nowNanos;
        inputs.tellLost(nowNanos, sink);
        forget();
        health(nowNanos, HealthEvent.State.DOWN, cause, sink);
    }

    @Override
    public void received(long nowNanos, byte[] buffer, int length, Sink<DeviceEvent> sink) {
        if (phase == Phase.NO_LINK) {
            return;
        }
        GpioCodec.decode(buffer, length, new GpioCodec.Output() {
            @Override
            public void frame(GpioFrame frame) {
                onFrame(nowNanos, frame, sink);
            }

            @Override
            public void malformed(byte[] raw, String reason) {
                sink.malformed(raw, reason);
            }
        });
        advance(nowNanos, sink);
    }

    @Override
    public void command(long nowNanos, DeviceCommand command, Sink<DeviceEvent> sink) {
        if (phase == Phase.NO_LINK) {
            return;
        }
        switch (command) {
            case BarrierCommand barrier -> {
                if (pulses.command(barrier, nowNanos) && barrier == BarrierCommand.LOWER && phase == Phase.READY) {
                    ask(nowNanos, sink);
                }
            }
            case SignalCommand signal -> lights.signal(signal);
            case AlarmCommand alarm -> lights.alarm(alarm);
            case DisplayCommand _ -> noteDisplay(sink);
            case VoiceCommand _, GuideBoardCommand _, FogLightCommand _ -> { } // no line carries these
            case RsuCommand _, ScaleCommand _ -> throw new IllegalArgumentException("not a command for lane I/O lines: " + command);
        }
        advance(nowNanos, sink);
    }

    @Override
    public void due(long nowNanos, Sink<DeviceEvent> sink) {
        if (nowNanos >= learnedByNanos()) {
            unheardTold = true;
            health(nowNanos, HealthEvent.State.DOWN, "no level read within " + settings.timing().learnMs() + " ms of "
                    + inputs.unheard().stream().map(settings::words).collect(Collectors.joining(", ")), sink);
        }
        advance(nowNanos, sink);
        if (nowNanos >= auditNanos()) {
            ask(nowNanos, sink);
        }
    }

    @Override
    public long nextDueNanos() {
        if (phase == Phase.NO_LINK) {
            return Long.MAX_VALUE;
        }
        long due = Math.min(Math.min(inputs.nextDueNanos(), auditNanos()), learnedByNanos());
        return phase == Phase.LEARNING ? due
                : Math.min(due, Math.min(pulses.nextDueNanos(mayLower()), lights.nextDueNanos(clockNanos)));
    }

    /** Once per opening of the lines: a lane without a display is no fault, and its counters must not look like one. */
    private void noteDisplay(Sink<DeviceEvent> sink) {
        if (!displayNoted) {
            displayNoted = true;
            sink.malformed(NO_BYTES, "display commands are not executed: device " + settings.name()
                    + " is GPIO lines, which carry no text; configure a fee display under devices.display");
        }
    }

    private long learnedByNanos() {
        return phase == Phase.LEARNING && !unheardTold && !inputs.unheard().isEmpty()
                ? learningSinceNanos + settings.timing().learnMs() * NANOS_PER_MS : Long.MAX_VALUE;
    }

    private long auditNanos() {
        boolean falling = phase == Phase.READY && lights.lowering(clockNanos) && inputs.position() != Position.DOWN;
        return askedNanos + (falling ? FALLING_AUDIT_MS : settings.timing().auditMs()) * NANOS_PER_MS;
    }

    private void onFrame(long nowNanos, GpioFrame frame, Sink<DeviceEvent> sink) {
        boolean wasOccupied = inputs.armLoopOccupied();
        switch (frame) {
            case GpioFrame.Edge(GpioRole role, boolean high, long atNanos) -> inputs.edge(role, high, atNanos, nowNanos, sink);
            case GpioFrame.Level(GpioRole role, boolean high, long atNanos) when role.input() -> {
                if (inputs.level(role, high, atNanos, nowNanos, sink)) {
                    sink.malformed(GpioCodec.encode(frame), "level differs from the last edge heard: an edge was lost");
                }
                armLoopReadNanos = role == GpioRole.ARM_LOOP ? atNanos : armLoopReadNanos;
            }
            case GpioFrame.Level(GpioRole role, boolean high, long _) -> found(role, high);
            case GpioFrame.Driven(GpioRole role, boolean high, long atNanos) ->
                    settings.line(role).filter(line -> line.active(high)).ifPresent(_ -> pulses.closed(relay(role), atNanos, nowNanos));
            case GpioFrame.EdgesLost(GpioRole role, boolean high, long atNanos) -> {
                sink.malformed(GpioCodec.encode(frame), "edges lost");
                inputs.lost(role, high, atNanos, nowNanos, sink);
            }
            case GpioFrame.Drive _, GpioFrame.ReadLevels _ -> sink.malformed(GpioCodec.encode(frame), "frame of the driver's own side");
        }
        withdraw(wasOccupied, nowNanos, sink);
    }

    /** Only before the first command says what an output should be; later the driver knows better than an old reading. */
    private void found(GpioRole role, boolean high) {
        Optional<GpioLine> line = settings.line(role);
        if (phase != Phase.LEARNING || line.isEmpty()) {
            return;
        }
        boolean active = line.get().active(high);
        switch (role.kind) {
            case PULSE -> {
                BarrierCommand relay = relay(role);
                if (active && !leftActive.contains(relay)) {
                    leftActive.add(relay);
                }
            }
            case LEVEL -> lights.found(role, active);
            case INPUT -> { }
        }
    }

    private void advance(long nowNanos, Sink<DeviceEvent> sink) {
        clockNanos = Math.max(clockNanos, nowNanos);
        boolean wasOccupied = inputs.armLoopOccupied();
        inputs.settle(nowNanos, sink);
        if (phase == Phase.LEARNING && inputs.allKnown()) {
            begin(nowNanos, sink);
        }
        if (phase != Phase.READY) {
            return;
        }
        withdraw(wasOccupied, nowNanos, sink);
        pulses.advance(nowNanos, mayLower(), relays(sink)).ifPresent(begun -> {
            droppedCommand = "";
            lights.barrier(begun, nowNanos);
        });
        pulses.expire(nowNanos).ifPresent(late ->
                droppedCommand = late + " not executed within " + settings.timing().commandValidMs() + " ms");
        lights.show(nowNanos, inputs.position(), inputs.armMoved(), (role, active) -> drive(role, active, sink));
        List<String> complaints = new ArrayList<>(inputs.complaints());
        if (!droppedCommand.isEmpty()) {
            complaints.add(droppedCommand);
        }
        health(nowNanos, complaints.isEmpty() ? HealthEvent.State.UP : HealthEvent.State.DEGRADED, String.join("; ", complaints), sink);
    }

    private void begin(long nowNanos, Sink<DeviceEvent> sink) {
        phase = Phase.READY;
        leftActive.forEach(relay -> relays(sink).contact(relay, false));
        leftActive.clear();
        List<String> complaints = inputs.complaints();
        health(nowNanos, complaints.isEmpty() ? HealthEvent.State.UP : HealthEvent.State.DEGRADED, String.join("; ", complaints), sink);
        inputs.tellAll(nowNanos, sink);
        if (pulses.lowerWaitsSinceNanos().isPresent()) {
            ask(nowNanos, sink);
        }
    }

    /** A vehicle that comes under the arm voids a lowering that the lane decided without knowing of it. */
    private void withdraw(boolean wasOccupied, long nowNanos, Sink<DeviceEvent> sink) {
        if (phase == Phase.READY && !wasOccupied && inputs.armLoopOccupied()) {
            pulses.withdrawLower(nowNanos, relays(sink));
        }
    }

    private boolean mayLower() {
        return pulses.lowerWaitsSinceNanos().filter(since -> armLoopReadNanos >= since).isPresent() && inputs.armLoopRests();
    }

    private static BarrierCommand relay(GpioRole role) {
        return role == GpioRole.RAISE ? BarrierCommand.RAISE : BarrierCommand.LOWER;
    }

    private BarrierPulses.Relays relays(Sink<DeviceEvent> sink) {
        return (which, closed) -> drive(which == BarrierCommand.RAISE ? GpioRole.RAISE : GpioRole.LOWER, closed, sink);
    }

    private void drive(GpioRole role, boolean active, Sink<DeviceEvent> sink) {
        sink.send(GpioCodec.encode(new GpioFrame.Drive(role, settings.outputs().get(role).high(active))));
    }

    private void ask(long nowNanos, Sink<DeviceEvent> sink) {
        askedNanos = nowNanos;
        sink.send(GpioCodec.encode(new GpioFrame.ReadLevels()));
    }

    private void forget() {
        inputs.forget();
        lights.forget();
        pulses.forget();
        leftActive.clear();
        droppedCommand = "";
        unheardTold = false;
        displayNoted = false;
        armLoopReadNanos = Long.MIN_VALUE;
    }

    private void health(long nowNanos, HealthEvent.State state, String cause, Sink<DeviceEvent> sink) {
        boolean news = health.filter(h -> h.state() == state && h.cause().equals(cause)).isEmpty();
        if (news) {
            HealthEvent now = new HealthEvent(settings.name(), nowNanos, state, cause);
            health = Optional.of(now);
            sink.emit(now);
        }
    }
}
