package org.etclane.device.ldi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etclane.device.DeviceEvent;
import org.etclane.device.HealthEvent;
import org.etclane.device.HealthEvent.State;
import org.etclane.device.link.Endpoint.Sink;

/**
 * How every module is, and what that makes of the whole: UP when all are well, DEGRADED when some are not, DOWN when none is connected
 * or the port is closed. Modules are reported as {@code name/barrier-1}; changes only. Barrier and detectors are essential: at the start
 * the whole is not reported before they are ready, or the grace is over. Part of {@link LdiHub}.
 */
final class LdiHealth {
    private static final class Module {
        boolean known;
        boolean connected;
        boolean pending;
        String cause = "";
        String fault = "";
        String trouble = "";
        Optional<String> told = Optional.empty();

        /** Empty: nothing to say yet. */
        Optional<State> state(boolean graceOver) {
            if (!connected) {
                return known || graceOver ? Optional.of(State.DOWN) : Optional.empty();
            }
            return pending ? Optional.empty() : Optional.of(words().isEmpty() ? State.UP : State.DEGRADED);
        }

        String words() {
            return !cause.isEmpty() ? cause : !fault.isEmpty() ? fault : trouble;
        }
    }

    private final LdiSettings settings;
    private final Map<LdiModule, Module> modules = new LinkedHashMap<>();
    private Optional<String> told = Optional.empty();
    private boolean open;
    private String closedCause = "";
    private long graceOverNanos = Long.MAX_VALUE;

    LdiHealth(LdiSettings settings) {
        this.settings = settings;
        settings.modules().forEach(m -> modules.put(m.id(), new Module()));
    }

    void opened(long nowNanos) {
        open = true;
        graceOverNanos = nowNanos + settings.timing().graceMs() * LdiSession.NANOS_PER_MS;
    }

    void closed(String cause) {
        open = false;
        closedCause = cause;
        graceOverNanos = Long.MAX_VALUE;
    }

    /** When missing modules become news. */
    long nextDueNanos(long afterNanos) {
        return graceOverNanos > afterNanos ? graceOverNanos : Long.MAX_VALUE;
    }

    void connected(LdiModule id) {
        Module module = modules.get(id);
        module.known = true;
        module.connected = true;
        module.pending = true;
        module.cause = "";
        module.fault = "";
        module.trouble = "";
    }

    void ready(LdiModule id) {
        Module module = modules.get(id);
        module.pending = false;
        module.cause = "";
    }

    void notReady(LdiModule id, String cause) {
        Module module = modules.get(id);
        module.pending = false;
        module.cause = cause;
    }

    void lost(LdiModule id, String cause) {
        Module module = modules.get(id);
        module.connected = false;
        module.pending = false;
        module.cause = cause;
        module.fault = "";
        module.trouble = "";
    }

    void monitored(LdiMessage.Monitored state) {
        modules.get(state.module()).fault = state.fault() != 0 ? LdiFaults.words(state.fault())
                : state.available() != 0 ? "says that it is not available" : "";
    }

    /** @param cause empty: the last order went well */
    void trouble(LdiModule id, String cause) {
        modules.get(id).trouble = cause;
    }

    void tell(long nowNanos, Sink<DeviceEvent> sink) {
        boolean graceOver = nowNanos >= graceOverNanos;
        for (Map.Entry<LdiModule, Module> entry : modules.entrySet()) {
            Module module = entry.getValue();
            module.state(graceOver).ifPresent(state -> {
                String cause = words(module);
                if (!module.told.equals(Optional.of(state + cause))) {
                    module.told = Optional.of(state + cause);
                    sink.emit(new HealthEvent(settings.name() + "/" + entry.getKey(), nowNanos, state, cause));
                }
            });
        }
        whole(graceOver).ifPresent(whole -> {
            if (!told.equals(Optional.of(whole.state + whole.cause))) {
                told = Optional.of(whole.state + whole.cause);
                sink.emit(new HealthEvent(settings.name(), nowNanos, whole.state, whole.cause));
            }
        });
    }

    private static String words(Module module) {
        return module.connected || module.known ? module.words() : "has not called";
    }

    private record Whole(State state, String cause) {
    }

    private Optional<Whole> whole(boolean graceOver) {
        if (!open) {
            return closedCause.isEmpty() ? Optional.empty() : Optional.of(new Whole(State.DOWN, closedCause));
        }
        List<String> problems = new ArrayList<>();
        boolean any = false;
        boolean everKnown = false;
        for (Map.Entry<LdiModule, Module> entry : modules.entrySet()) {
            Module module = entry.getValue();
            Optional<State> state = module.state(graceOver);
            any |= module.connected;
            everKnown |= module.known;
            if (state.isEmpty() && essential(entry.getKey()) && (module.pending || !module.connected)) {
                return Optional.empty();
            }
            if (state.isPresent() && state.get() != State.UP) {
                problems.add(entry.getKey() + ": " + words(module));
            }
        }
        if (!any) {
            return everKnown || graceOver ? Optional.of(new Whole(State.DOWN, "no device is connected; " + String.join("; ", problems)))
                    : Optional.empty();
        }
        return Optional.of(new Whole(problems.isEmpty() ? State.UP : State.DEGRADED, String.join("; ", problems)));
    }

    private static boolean essential(LdiModule module) {
        return module.is(LdiModuleType.BARRIER) || module.is(LdiModuleType.DETECTOR);
    }
}
