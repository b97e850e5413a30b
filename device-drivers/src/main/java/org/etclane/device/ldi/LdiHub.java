package org.etclane.device.ldi;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.etclane.device.AlarmCommand;
import org.etclane.device.BarrierCommand;
import org.etclane.device.BarrierEvent.Position;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.DisplayCommand;
import org.etclane.device.FogLightCommand;
import org.etclane.device.GuideBoardCommand;
import org.etclane.device.RsuCommand;
import org.etclane.device.ScaleCommand;
import org.etclane.device.SignalCommand;
import org.etclane.device.VoiceCommand;
import org.etclane.device.ldi.LdiControl.BarrierMove;
import org.etclane.device.link.Callers;
import org.etclane.device.link.Endpoint;

/**
 * All devices of a lane that speak the national interface, as one device of the lane: sessions by caller, modules by identity, events
 * out, commands in. Its line is one of {@link Callers} ({@code TcpServer}); so it runs in a {@code DeviceAgent} like every driver.
 *
 * <p>Barrier: an order goes out when the module is initialised and has said where its arm is; until then the latest one waits, at most
 * {@code raiseValidMs} or {@code lowerValidMs}, then it is dropped and reported. An order to lower that waits is void as soon as the loop
 * under the arm is occupied. B1 and 1C confirm a movement independently; one without the other is trouble of that module. Levels (lights,
 * texts, alarm) are kept and given to a module that comes later; voice is not.
 *
 * <p>A caller is cut off and reported ({@link org.etclane.device.SecurityEvent}) when its address is not allowed or has too many
 * connections, when lane, verification code or modules are wrong, when it does not authenticate, floods, or cannot be understood. A device
 * that calls again takes its modules over from its old connection.
 *
 * <p>One thread at a time. No bytes make it throw.
 */
public final class LdiHub implements Endpoint<DeviceCommand, DeviceEvent> {
    private static final long NANOS_PER_MS = LdiSession.NANOS_PER_MS;
    private static final long NEVER = Long.MAX_VALUE;
    private static final byte[] NO_BYTES = new byte[0];

    private record Waiting(BarrierCommand command, long untilNanos, long validMs) {
    }

    /** @param inPlaceByNanos when 1C must have come, {@link #NEVER} until B1 has */
    private record Movement(boolean upwards, boolean inPlace, long inPlaceByNanos) {
    }

    private final LdiSettings settings;
    private final LongSupplier wallMillis;
    private final LdiInputs inputs;
    private final LdiOutputs outputs;
    private final LdiHealth health;
    private final LdiWatch watch;
    private final Map<Integer, LdiCaller> callers = new LinkedHashMap<>();
    private final Map<LdiModule, LdiCaller> ready = new HashMap<>();
    private Optional<Waiting> waiting = Optional.empty();
    private Optional<Movement> movement = Optional.empty();
    private boolean linked;
    private long clockNanos = Long.MIN_VALUE;

    /** @param wallMillis UTC; devices set their clocks by it */
    public LdiHub(LdiSettings settings, LongSupplier wallMillis) {
        this.settings = settings;
        this.wallMillis = wallMillis;
        this.inputs = new LdiInputs(settings);
        this.outputs = new LdiOutputs(settings);
        this.health = new LdiHealth(settings);
        this.watch = new LdiWatch(settings);
    }

    @Override
    public void linkUp(long nowNanos, Sink<DeviceEvent> sink) {
        clockNanos = nowNanos;
        linked = true;
        forget();
        health.opened(nowNanos);
    }

    @Override
    public void linkDown(long nowNanos, String cause, Sink<DeviceEvent> sink) {
        clockNanos = nowNanos;
        linked = false;
        callers.values().forEach(caller -> lose(nowNanos, caller, cause, sink));
        forget();
        health.closed(cause);
        health.tell(nowNanos, sink);
    }

    private void forget() {
        callers.clear();
        ready.clear();
        waiting = Optional.empty();
        movement = Optional.empty();
        outputs.forget();
    }

    @Override
    public void received(long nowNanos, byte[] buffer, int length, Sink<DeviceEvent> sink) {
        clockNanos = nowNanos;
        switch (Callers.notice(buffer, length).orElse(null)) {
            case Callers.Opened(int number, String peer) -> opened(nowNanos, number, peer, sink);
            case Callers.Received r -> bytes(nowNanos, r, sink);
            case Callers.Closed(int number, String cause) -> {
                sink.send(new Callers.Forget(number).encode());
                LdiCaller caller = callers.remove(number);
                if (caller != null) {
                    lose(nowNanos, caller, cause, sink);
                }
            }
            case Callers.Refused(long count, String peer) -> {
                sink.send(new Callers.TakeMore(0, 1).encode());
                watch.refused(nowNanos, "all callers", "no place", count + " found no free place, the last one was " + peer, sink);
            }
            case null -> sink.malformed(NO_BYTES, "not a line of callers: wire this device with a TCP server");
        }
        settle(nowNanos, sink);
    }

    @Override
    public void command(long nowNanos, DeviceCommand command, Sink<DeviceEvent> sink) {
        clockNanos = nowNanos;
        if (!linked) {
            return;
        }
        switch (command) {
            case BarrierCommand barrier -> wantArm(nowNanos, barrier, sink);
            case SignalCommand signal -> outputs.signal(signal).ifPresent(c -> order(nowNanos, c, sink));
            case AlarmCommand alarm -> outputs.alarm(alarm).ifPresent(c -> order(nowNanos, c, sink));
            case DisplayCommand display -> outputs.display(display).ifPresent(c -> order(nowNanos, c, sink));
            case GuideBoardCommand board -> outputs.board(board).ifPresent(c -> order(nowNanos, c, sink));
            case FogLightCommand fog -> outputs.fog(fog).ifPresent(c -> order(nowNanos, c, sink));
            case VoiceCommand voice -> outputs.voice(voice).ifPresent(c -> order(nowNanos, c, sink));
            case RsuCommand _, ScaleCommand _ -> throw new IllegalArgumentException("not a command for lane devices: " + command);
        }
        settle(nowNanos, sink);
    }

    @Override
    public void due(long nowNanos, Sink<DeviceEvent> sink) {
        clockNanos = nowNanos;
        for (LdiCaller caller : List.copyOf(callers.values())) {
            if (!caller.hungUp && nowNanos >= caller.session.nextDueNanos()) {
                call(nowNanos, caller, (session, news) -> session.due(nowNanos, news), sink);
            }
        }
        if (waiting.isPresent() && nowNanos >= waiting.get().untilNanos) {
            Waiting late = waiting.get();
            waiting = Optional.empty();
            outputs.module(LdiModuleType.BARRIER).ifPresent(barrier -> health.trouble(barrier, late.command + " not sent within "
                    + late.validMs + " ms: the barrier is not ready or has not said where its arm is"));
        }
        if (movement.isPresent() && nowNanos >= movement.get().inPlaceByNanos) {
            boolean there = inputs.position() == (movement.get().upwards ? Position.UP : Position.DOWN);
            movement = Optional.empty();
            if (!there) { // an arm that was there already has nothing to report
                outputs.module(LdiModuleType.BARRIER).ifPresent(barrier -> health.trouble(barrier,
                        "answered a movement (B1) but did not report it in place (1C)"));
            }
        }
        settle(nowNanos, sink);
    }

    @Override
    public long nextDueNanos() {
        long due = Math.min(health.nextDueNanos(clockNanos), Math.min(waiting.map(Waiting::untilNanos).orElse(NEVER),
                movement.map(Movement::inPlaceByNanos).orElse(NEVER)));
        for (LdiCaller caller : callers.values()) {
            due = caller.hungUp ? due : Math.min(due, caller.session.nextDueNanos());
        }
        return due;
    }

    // ---- callers

    private void opened(long nowNanos, int number, String peer, Sink<DeviceEvent> sink) {
        LdiCaller caller = new LdiCaller(number, peer, settings, wallMillis, nowNanos);
        callers.put(number, caller);
        LdiSettings.Limits limits = settings.limits();
        long sameAddress = callers.values().stream().filter(c -> !c.hungUp && c.address().equals(caller.address())).count();
        if (!limits.addresses().isEmpty() && !limits.addresses().contains(caller.address())) {
            refuse(nowNanos, caller, "address", "this address may not call", sink);
        } else if (sameAddress > limits.perAddress()) {
            refuse(nowNanos, caller, "connections", "more than " + limits.perAddress() + " connections", sink);
        } else {
            call(nowNanos, caller, (session, news) -> session.linkUp(nowNanos, news), sink);
        }
    }

    private void bytes(long nowNanos, Callers.Received received, Sink<DeviceEvent> sink) {
        LdiCaller caller = callers.get(received.caller());
        if (caller == null || caller.hungUp) {
            return;
        }
        int size = received.bytes().size();
        if (caller.tookBytes(nowNanos, size)) {
            refuse(nowNanos, caller, "flood", "flood: more than " + settings.limits().bytesPerSecond() + " bytes in a second", sink);
            return;
        }
        call(nowNanos, caller, (session, news) -> session.received(nowNanos, received.bytes().toArray(), size, news), sink);
        if (!caller.hungUp && caller.tooMuchBad(nowNanos)) {
            refuse(nowNanos, caller, "bad", "more than " + settings.limits().badPerMinute()
                    + " pieces in a minute that are no message for the lane", sink);
        }
        int done = caller.chunkDone();
        if (done > 0) {
            sink.send(new Callers.TakeMore(caller.number, done).encode());
        }
    }

    private void refuse(long nowNanos, LdiCaller caller, String kind, String reason, Sink<DeviceEvent> sink) {
        hangUp(nowNanos, caller, reason, sink);
        watch.refused(nowNanos, caller.address(), kind, reason, sink);
    }

    private void hangUp(long nowNanos, LdiCaller caller, String reason, Sink<DeviceEvent> sink) {
        if (!caller.hungUp) {
            sink.send(new Callers.HangUp(caller.number, reason).encode());
            lose(nowNanos, caller, reason, sink);
        }
    }

    /** Its modules are gone; its place is free when the line says so. */
    private void lose(long nowNanos, LdiCaller caller, String cause, Sink<DeviceEvent> sink) {
        caller.hungUp = true;
        caller.news.clear();
        for (LdiModule module : caller.modules) {
            ready.remove(module);
            inputs.lost(nowNanos, module, sink);
            health.lost(module, cause);
            if (module.is(LdiModuleType.BARRIER)) {
                movement = Optional.empty();
            }
        }
        caller.modules = List.of();
    }

    private void call(long nowNanos, LdiCaller caller, BiConsumer<LdiSession, Sink<LdiNews>> step, Sink<DeviceEvent> sink) {
        step.accept(caller.session, caller.sink(nowNanos, sink));
        for (Optional<LdiNews> news = caller.nextNews(); news.isPresent(); news = caller.nextNews()) {
            onNews(nowNanos, caller, news.get(), sink);
        }
    }

    // ---- what sessions learn

    private void onNews(long nowNanos, LdiCaller caller, LdiNews news, Sink<DeviceEvent> sink) {
        switch (news) {
            case LdiNews.Authenticated(List<LdiModule> modules, _) -> authenticated(nowNanos, caller, modules, sink);
            case LdiNews.Refused(String reason) -> refuse(nowNanos, caller, "identity", reason, sink);
            case LdiNews.Lost(String reason) -> hangUp(nowNanos, caller, reason, sink);
            case LdiNews.Ready(LdiModule module) -> {
                ready.put(module, caller);
                health.ready(module);
                outputs.level(module).ifPresent(level -> order(nowNanos, level, sink));
            }
            case LdiNews.NotReady(LdiModule module, String cause) -> {
                ready.remove(module);
                health.notReady(module, cause);
                if (module.is(LdiModuleType.BARRIER) && movement.isPresent()) {
                    movement = Optional.empty();
                    inputs.moved(nowNanos, false, sink);
                }
            }
            case LdiNews.State(LdiMessage.Monitored state) -> {
                health.monitored(state);
                inputs.monitored(nowNanos, state, sink);
            }
            case LdiNews.Reported(LdiReport report, _) -> {
                inputs.reported(nowNanos, report, sink);
                if (report instanceof LdiReport.BarrierInPlace place) {
                    inPlace(place);
                }
            }
            case LdiNews.Done(LdiControl control, int status, _, _) -> done(nowNanos, control, status, sink);
            case LdiNews.Unanswered(LdiControl control, int sends, boolean confirmed) -> {
                health.trouble(control.module(), "no answer (B1) to " + words(control) + " after " + sends + " sends"
                        + (confirmed ? ", though it was reported in place (1C)" : ""));
                if (control instanceof BarrierMove) {
                    movement = Optional.empty();
                    inputs.moved(nowNanos, false, sink);
                }
            }
            case LdiNews.NotSent(LdiControl control) -> health.trouble(control.module(), words(control) + " not sent: not initialised");
            case LdiNews.Configured(LdiMessage answer) -> {
                if (answer instanceof LdiMessage.Answer a && a.errorCode() != 0) {
                    caller.modules.forEach(module -> health.trouble(module, "configuration refused, %02X error %02X"
                            .formatted(answer.command(), a.errorCode())));
                }
            }
            case LdiNews.NotConfigured(_, String cause) ->
                    caller.modules.forEach(module -> health.trouble(module, "configuration: " + cause));
        }
    }

    private void authenticated(long nowNanos, LdiCaller caller, List<LdiModule> modules, Sink<DeviceEvent> sink) {
        for (LdiCaller other : List.copyOf(callers.values())) {
            if (other != caller && other.modules.stream().anyMatch(modules::contains)) {
                hangUp(nowNanos, other, "the device called again from " + caller.peer, sink);
            }
        }
        caller.modules.forEach(module -> {
            ready.remove(module);
            inputs.lost(nowNanos, module, sink);
            health.lost(module, "the device authenticated again without it");
        });
        caller.modules = modules;
        modules.forEach(health::connected);
    }

    private void done(long nowNanos, LdiControl control, int status, Sink<DeviceEvent> sink) {
        health.trouble(control.module(), status == 0 ? "" : words(control) + " failed, status " + status);
        if (!(control instanceof BarrierMove move)) {
            return;
        }
        inputs.moved(nowNanos, status != 0, sink);
        boolean waitsForPlace = status == 0 && movement.filter(m -> m.upwards == move.upwards() && !m.inPlace).isPresent();
        movement = waitsForPlace ? Optional.of(new Movement(move.upwards(), false,
                nowNanos + settings.timing().inPlaceMs() * NANOS_PER_MS)) : Optional.empty();
    }

    private void inPlace(LdiReport.BarrierInPlace place) {
        boolean up = place.status() == LdiReport.BarrierInPlace.UP;
        if (movement.isPresent() && movement.get().upwards == up) {
            boolean answered = movement.get().inPlaceByNanos != NEVER;
            movement = answered ? Optional.empty() : Optional.of(new Movement(up, true, NEVER));
        }
    }

    // ---- what the lane wants

    private void order(long nowNanos, LdiControl control, Sink<DeviceEvent> sink) {
        LdiCaller caller = ready.get(control.module());
        if (caller != null) {
            call(nowNanos, caller, (session, news) -> session.command(nowNanos, new LdiOrder.Control(control), news), sink);
        }
    }

    private void wantArm(long nowNanos, BarrierCommand command, Sink<DeviceEvent> sink) {
        if (outputs.module(LdiModuleType.BARRIER).isEmpty()) {
            sink.malformed(NO_BYTES, "ignored: " + command + ", this lane has no barrier module");
            return;
        }
        long validMs = switch (command) {
            case RAISE -> settings.timing().raiseValidMs();
            case LOWER -> settings.timing().lowerValidMs();
        };
        waiting = Optional.of(new Waiting(command, nowNanos + validMs * NANOS_PER_MS, validMs));
    }

    private void settle(long nowNanos, Sink<DeviceEvent> sink) {
        if (inputs.armLoopOccupied()) {
            waiting = waiting.filter(w -> w.command != BarrierCommand.LOWER); // decided before somebody came under the arm
        }
        LdiModule barrier = outputs.module(LdiModuleType.BARRIER).orElse(null);
        if (waiting.isPresent() && ready.containsKey(barrier) && inputs.position() != Position.UNKNOWN) {
            boolean up = waiting.get().command == BarrierCommand.RAISE;
            waiting = Optional.empty();
            movement = Optional.of(new Movement(up, false, NEVER));
            inputs.ordered(nowNanos, up, sink);
            order(nowNanos, new BarrierMove(barrier, !up ? BarrierMove.LOWER : settings.habits().raiseAndHold()
                    ? BarrierMove.RAISE_AND_HOLD : BarrierMove.RAISE), sink);
        }
        health.tell(nowNanos, sink);
    }

    private static String words(LdiControl control) {
        return control instanceof BarrierMove move ? move.upwards() ? "raise" : "lower" : "an order";
    }
}
