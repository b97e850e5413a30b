package org.etclane.device.scale;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.etclane.device.Bytes;
import org.etclane.device.DeviceEvent;
import org.etclane.device.HealthEvent;
import org.etclane.device.ScaleEvent;
import org.etclane.device.VehicleWeight;
import org.etclane.device.VehicleWeight.Doubt;
import org.etclane.device.link.Endpoint.Sink;
import org.etclane.device.wim.HealthNote;

/**
 * From readings to events: live weight on change, rest, one record per load. Part of an indicator's driver and of its thread; no
 * bytes, no clock.
 */
public final class StaticScale {
    private static final long NANOS_PER_MS = 1_000_000L;

    private final String device;
    private final LoadSettings settings;
    private final HealthNote health;
    private Optional<Load> load = Optional.empty();
    private Optional<ScaleEvent.LiveWeight> toldLive = Optional.empty();
    private Optional<Set<ScaleEvent.Fault>> toldFaults = Optional.empty();
    private long lastId;
    private int firstOfRunKg;
    private int run;
    private boolean stable;
    private int weightKg;
    private boolean linked;
    private long lastReadingNanos;

    /** What is known of the load that is on the platform. */
    private record Load(int highestKg, Optional<Integer> highestStableKg, int emptyReadings, Bytes raw, Set<ScaleEvent.Fault> faults) {
    }

    public StaticScale(String device, LoadSettings settings) {
        this.device = device;
        this.settings = settings;
        this.health = new HealthNote(device);
    }

    public void linkUp(long nowNanos) {
        linked = true;
        forget();
        lastReadingNanos = nowNanos;
    }

    public void linkDown(long nowNanos, String cause, Sink<DeviceEvent> sink) {
        lose(nowNanos, cause, sink);
        linked = false;
    }

    private void lose(long nowNanos, String cause, Sink<DeviceEvent> sink) {
        if (load.isPresent()) {
            sink.emit(new ScaleEvent.RecordsLost(device, nowNanos, 0, "a load was on the scale: " + cause));
        }
        forget();
        health.say(nowNanos, HealthEvent.State.DOWN, cause, sink);
    }

    private void forget() {
        load = Optional.empty();
        toldLive = Optional.empty();
        toldFaults = Optional.empty();
        run = 0;
        stable = false;
    }

    public void reading(long nowNanos, Reading reading, Sink<DeviceEvent> sink) {
        gap(nowNanos, sink);
        lastReadingNanos = nowNanos;
        state(nowNanos, reading.faults(), sink);
        if (reading.faults().contains(ScaleEvent.Fault.OUT_OF_RANGE)) {
            run = 0;
            stable = false;
            notShown(reading);
            return;
        }
        weightKg = reading.weightKg();
        boolean goesOn = run > 0 && Math.abs(weightKg - firstOfRunKg) <= settings.stableWithinKg();
        run = goesOn ? Math.min(run + 1, settings.stableReadings()) : 1;
        firstOfRunKg = goesOn ? firstOfRunKg : weightKg;
        stable = run >= settings.stableReadings() && !reading.moving().orElse(false);
        live(nowNanos, sink);
        load(nowNanos, reading, sink);
    }

    /** What lies there now may be another vehicle than before. */
    private void gap(long nowNanos, Sink<DeviceEvent> sink) {
        if (load.isPresent() && nowNanos - lastReadingNanos >= settings.gapMs() * NANOS_PER_MS) {
            load = Optional.empty();
            run = 0;
            sink.emit(new ScaleEvent.RecordsLost(device, nowNanos, 0, "no weight for " + settings.gapMs() + " ms while a load was on the scale"));
        }
    }

    /** The indicator can be heard, but what it shows is of no use. */
    public void useless(long nowNanos, String cause, Sink<DeviceEvent> sink) {
        gap(nowNanos, sink);
        lastReadingNanos = nowNanos;
        run = 0;
        stable = false;
        health.say(nowNanos, HealthEvent.State.DEGRADED, cause, sink);
    }

    private void state(long nowNanos, Set<ScaleEvent.Fault> faults, Sink<DeviceEvent> sink) {
        health.say(nowNanos, faults.isEmpty() ? HealthEvent.State.UP : HealthEvent.State.DEGRADED,
                faults.isEmpty() ? "" : "indicator reports " + faults.iterator().next(), sink);
        if (!toldFaults.equals(Optional.of(faults))) {
            toldFaults = Optional.of(faults);
            sink.emit(new ScaleEvent.ScaleState(device, nowNanos, faults, -1));
        }
    }

    private void live(long nowNanos, Sink<DeviceEvent> sink) {
        boolean changed = toldLive.isEmpty() || toldLive.get().weightKg() != weightKg || toldLive.get().stable() != stable;
        boolean pressing = toldLive.isEmpty() || stable
                || nowNanos - toldLive.get().atNanos() >= settings.liveMs() * NANOS_PER_MS;
        if (changed && pressing) {
            toldLive = Optional.of(new ScaleEvent.LiveWeight(device, nowNanos, weightKg, stable));
            sink.emit(toldLive.get());
        }
    }

    /** Too heavy to be shown is a load too: its vehicle counts, its weight is not known. */
    private void notShown(Reading reading) {
        if (reading.weightKg() >= 0) {
            Load before = load.orElse(new Load(0, Optional.empty(), 0, reading.raw(), Set.of()));
            load = Optional.of(new Load(before.highestKg(), before.highestStableKg(), 0, before.raw(), both(before, reading)));
        }
    }

    private static Set<ScaleEvent.Fault> both(Load before, Reading reading) {
        Set<ScaleEvent.Fault> faults = EnumSet.noneOf(ScaleEvent.Fault.class);
        faults.addAll(before.faults());
        faults.addAll(reading.faults());
        return faults;
    }

    private void load(long nowNanos, Reading reading, Sink<DeviceEvent> sink) {
        boolean empty = weightKg <= settings.emptyKg();
        if (load.isEmpty() && empty) {
            return;
        }
        Load before = load.orElse(new Load(weightKg, Optional.empty(), 0, reading.raw(), Set.of()));
        boolean higher = stable && !empty && weightKg > before.highestStableKg().orElse(Integer.MIN_VALUE);
        Load now = new Load(Math.max(before.highestKg(), weightKg), higher ? Optional.of(weightKg) : before.highestStableKg(),
                empty ? before.emptyReadings() + 1 : 0, higher ? reading.raw() : before.raw(), both(before, reading));
        boolean over = now.emptyReadings() >= settings.stableReadings();
        load = over ? Optional.empty() : Optional.of(now);
        if (over) {
            sink.emit(new ScaleEvent.VehicleWeighed(device, nowNanos, weight(now), now.raw()));
        }
    }

    private VehicleWeight weight(Load over) {
        Set<Doubt> doubts = EnumSet.noneOf(Doubt.class);
        if (over.highestStableKg().isEmpty()) {
            doubts.add(Doubt.NEVER_STABLE);
        }
        if (!over.faults().isEmpty()) {
            doubts.add(Doubt.METER_FAULT);
        }
        return new VehicleWeight(++lastId, Optional.empty(), over.highestStableKg().orElse(over.highestKg()), 0, List.of(), List.of(),
                List.of(), -1, false, doubts);
    }

    /** Why the scale must not be set to zero now; empty when it may. */
    public Optional<String> whyNotZero(long nowNanos) {
        if (!linked || !health.answers() || nowNanos - lastReadingNanos >= settings.silentMs() * NANOS_PER_MS) {
            return Optional.of("the indicator shows no weight");
        }
        boolean atRest = stable && load.isEmpty() && Math.abs(weightKg) <= settings.emptyKg();
        return atRest ? Optional.empty() : Optional.of("the scale is not known to be empty and at rest");
    }

    public void due(long nowNanos, Sink<DeviceEvent> sink) {
        if (linked && nowNanos >= nextDueNanos()) {
            lose(nowNanos, "no weight for " + settings.silentMs() + " ms", sink);
            lastReadingNanos = nowNanos;
        }
    }

    public long nextDueNanos() {
        return linked ? lastReadingNanos + settings.silentMs() * NANOS_PER_MS : Long.MAX_VALUE;
    }
}
