package org.etclane.lane.runtime;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.etclane.device.BarrierCommand;
import org.etclane.device.HealthEvent;
import org.etclane.device.LoopEvent;
import org.etclane.device.link.LinkStatistics;
import org.etclane.device.link.LinkTrace;
import org.etclane.device.trace.TraceWords;
import org.etclane.device.trace.TracedBytes;
import org.etclane.lane.core.LaneCounters;
import org.etclane.lane.core.LaneEvent;
import org.etclane.lane.core.LaneMode;
import org.etclane.lane.core.LaneState;
import org.etclane.lane.core.Vehicle;
import org.etclane.lane.core.Vehicle.Claim;
import org.etclane.lane.diagnostics.DeviceStatus;
import org.etclane.lane.diagnostics.LaneControl;
import org.etclane.lane.diagnostics.LaneSnapshotLine;
import org.etclane.lane.diagnostics.LaneStatus;
import org.etclane.lane.diagnostics.OutboxStatus;
import org.etclane.lane.diagnostics.ParameterReport;
import org.etclane.lane.diagnostics.ParameterStatus;
import org.etclane.lane.diagnostics.StageTime;
import org.etclane.lane.journal.Journal;
import org.etclane.lane.station.StationStatus;

/** The running lane as the control socket sees it. Reads published snapshots; diagnostics thread. */
final class RuntimeControl implements LaneControl {
    private static final long SLOW_NANOS = 300_000_000L;
    private static final int OUTBOX_HEAD = 5;

    private final LaneRuntime lane;

    RuntimeControl(LaneRuntime lane) {
        this.lane = lane;
    }

    @Override
    public LaneStatus status() {
        LaneState state = lane.loop.state();
        long nowMillis = lane.wall.millis();
        String reason = state.mode() instanceof LaneMode.Closed(String why, String by) ? why + " (" + by + ")" : "";
        StatusNotes.Snapshot notes = lane.notes.snapshot();
        List<LaneStatus.Alarm> alarms = state.alarms().entrySet().stream().map(e -> new LaneStatus.Alarm(e.getKey(), e.getValue(),
                notes.alarmSinceWallMillis().getOrDefault(e.getKey(), nowMillis))).toList();
        Runtime jvm = Runtime.getRuntime();
        return new LaneStatus(lane.config.lane().laneId(), lane.config.lane().kind(),
                lane.config.lane().network() + "-" + lane.config.lane().station(), lane.config.lane().laneNumber(), mode(state), reason,
                notes.modeSinceWallMillis(), nowMillis - lane.startedWallMillis, vehicles(state, nowMillis), arm(state),
                new LaneStatus.Lights(state.canopyLight().orElse(false), state.passLight().orElse(false)), loops(state, nowMillis),
                dialogue(state), alarms, counters(state.counters()), notes.refusedByCode(), latency(), lane.journal.statistics(), stationStatus(),
                state.parameters().id().version(), new LaneStatus.Memory(jvm.totalMemory() - jvm.freeMemory(), jvm.maxMemory()));
    }

    private static LaneStatus.Mode mode(LaneState state) {
        if (state.mode() instanceof LaneMode.Closed) {
            return LaneStatus.Mode.CLOSED;
        }
        return state.sensors().rsuUp() && state.sensors().ioUp() && state.alarms().isEmpty() ? LaneStatus.Mode.OPEN
                : LaneStatus.Mode.DEGRADED;
    }

    private static List<LaneStatus.Vehicle> vehicles(LaneState state, long nowMillis) {
        List<LaneStatus.Vehicle> shown = new ArrayList<>();
        for (Vehicle v : state.queue().vehicles()) {
            String where = switch (v.place()) {
                case ON_TRIGGER -> "approaching";
                case IN_ZONE -> "in zone";
                case AT_ARM -> "under the arm";
            };
            shown.add(switch (v.claim()) {
                case Claim.Unread() -> vehicle(v, where, "unread", Optional.empty(), "");
                case Claim.Transacting _ -> vehicle(v, where, "transacting", Optional.empty(), "");
                case Claim.Paid paid -> vehicle(v, where, "paid", state.recents().stream()
                        .filter(r -> r.facts().transactionId().equals(paid.transactionId())).findFirst().map(r -> r.facts()), "");
                case Claim.Refused refused -> vehicle(v, where, "refused", Optional.empty(),
                        refused.event().code() + " " + refused.event().english());
            });
        }
        return shown;
    }

    private static LaneStatus.Vehicle vehicle(Vehicle v, String where, String state,
            Optional<org.etclane.lane.core.TransactionFacts> facts, String detail) {
        return new LaneStatus.Vehicle(v.number(), where, state, facts.map(f -> f.vehicle().plate().text()),
                facts.map(f -> f.vehicle().vehicleClass()), facts.map(f -> f.amountFen()), detail, v.enteredWallMillis());
    }

    private static LaneStatus.Arm arm(LaneState state) {
        String commanded = state.barrier().last().map(c -> c == BarrierCommand.RAISE ? "up" : "down").orElse("not commanded");
        return new LaneStatus.Arm(commanded, state.sensors().arm(), "");
    }

    private List<LaneStatus.Loop> loops(LaneState state, long nowMillis) {
        return List.of(
                new LaneStatus.Loop(LoopEvent.Role.TRIGGER, state.sensors().trigger(), since(state.sensors().triggerSinceNanos(), nowMillis)),
                new LaneStatus.Loop(LoopEvent.Role.ARM, state.sensors().armLoop(), since(state.sensors().armLoopSinceNanos(), nowMillis)));
    }

    private static long since(long nanos, long nowMillis) {
        return nowMillis - (Ticks.SYSTEM.nanos() - nanos) / 1_000_000;
    }

    private static String dialogue(LaneState state) {
        String words = state.dialogue().getClass().getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(java.util.Locale.ROOT);
        return state.dialogue().partner().value() == 0 ? words : words + " of " + state.dialogue().partner();
    }

    private static Map<String, Long> counters(LaneCounters c) {
        Map<String, Long> named = new LinkedHashMap<>();
        named.put("vehicles", c.vehicles());
        named.put("transactions", c.transactions());
        named.put("refused", c.refusals());
        named.put("outcomeUnknown", c.unknownOutcomes());
        named.put("raises", c.raises());
        named.put("lowers", c.lowers());
        named.put("ignored", c.ignored());
        return named;
    }

    private LaneStatus.Latency latency() {
        Histogram h = lane.times.snapshot().get(StageTimes.Stage.TRANSACTION);
        if (h.getTotalCount() == 0) {
            return LaneStatus.Latency.NONE;
        }
        return new LaneStatus.Latency(h.getTotalCount(), h.getValueAtPercentile(50) / 1e6, h.getValueAtPercentile(99) / 1e6,
                h.getValueAtPercentile(99.9) / 1e6, h.getMaxValue() / 1e6,
                h.getTotalCount() - h.getCountBetweenValues(0, SLOW_NANOS));
    }

    private LaneStatus.Station stationStatus() {
        if (lane.station.isEmpty()) {
            return new LaneStatus.Station(false, false, "", Optional.empty(), 0);
        }
        StationStatus s = lane.station.get().status();
        boolean up = s.state() == StationStatus.State.UP;
        return new LaneStatus.Station(true, up, up ? lane.config.station().host() + ":" + lane.config.station().port() : s.cause(),
                s.clockOffsetMs().isPresent() ? Optional.of(s.clockOffsetMs().getAsLong()) : Optional.empty(),
                up ? lane.wall.millis() : 0);
    }

    @Override
    public List<StageTime> stages() {
        return lane.times.snapshot().entrySet().stream().map(e -> stage(e.getKey().name(), e.getValue())).toList();
    }

    private static StageTime stage(String name, Histogram h) {
        return h.getTotalCount() == 0 ? new StageTime(name, 0, 0, 0, 0) : new StageTime(name, h.getTotalCount(),
                h.getValueAtPercentile(50) / 1e3, h.getValueAtPercentile(99) / 1e3, h.getMaxValue() / 1e3);
    }

    @Override
    public List<DeviceStatus> devices() {
        return lane.devices.stream().map(this::device).toList();
    }

    /** Why the device is not up: what its driver said then; and why its line is not open now, when that is another reason. */
    static String cause(DevicesHealth.Seen seen, LinkStatistics s) {
        boolean told = seen.cause().contains(s.lastCause()); // a driver may pass on the line's own words
        return seen.state() == HealthEvent.State.UP || told || s.up() ? seen.cause() : seen.cause() + "; now: " + s.lastCause();
    }

    private DeviceStatus device(Wiring.Device d) {
        LinkStatistics s = d.agent().statistics();
        DevicesHealth.Seen seen = lane.health.of(d.name(), s.lastCause().isEmpty() ? "not heard yet" : s.lastCause(), lane.startedWallMillis);
        long heardMillis = s.lastReceivedNanos() == 0 ? 0 : since(s.lastReceivedNanos(), lane.wall.millis());
        DeviceStatus.LinkStatistics link = new DeviceStatus.LinkStatistics(s.events(), s.framesOut(), s.bytesIn(), s.bytesOut(), s.malformed(),
                s.framesRefused(), s.downs(), heardMillis, d.agent().trace().isOn());
        return new DeviceStatus(d.name(), d.type(), d.agent().description(), seen.state(), seen.sinceWallMillis(), cause(seen, s), seen.faults(),
                lane.dumps.latest(d.name()).map(Path::toString), link);
    }

    @Override
    public List<Journal.Stored> records(int limit, Optional<String> filter) {
        return lane.journal.latest(limit, filter);
    }

    @Override
    public List<Journal.Stored> record(String transactionId) {
        return lane.journal.ofTransaction(transactionId);
    }

    @Override
    public OutboxStatus outbox() {
        Journal.JournalStatistics s = lane.journal.statistics();
        List<Journal.Stored> head = lane.journal.outbox(s.acknowledgedSequence(), OUTBOX_HEAD);
        StationStatus link = lane.station.map(l -> l.status()).orElse(null);
        boolean connected = link != null && link.state() == StationStatus.State.UP;
        return new OutboxStatus(lane.journal.ledgerId(), s.lastSequence(), s.acknowledgedSequence(), s.pendingForStation(),
                head.stream().findFirst().map(e -> e.entry().wallMillis()), connected, link == null || connected ? "" : link.cause(), head);
    }

    @Override
    public String setTrace(String link, boolean on) {
        LinkTrace trace = device(link).agent().trace();
        if (on) {
            trace.on();
        } else {
            trace.off();
        }
        return link + ": trace " + (on ? "on" : "off");
    }

    @Override
    public List<String> showTrace(String link, int lines) {
        List<String> all = LinkTrace.format(explained(device(link)));
        return all.subList(Math.max(0, all.size() - lines), all.size());
    }

    @Override
    public List<TracedBytes> trace(String link) {
        long wallOfZeroNanos = lane.wall.millis() * 1_000_000L - lane.ticks.nanos();
        return TraceWords.packets(explained(device(link)), wallOfZeroNanos);
    }

    private static List<LinkTrace.Entry> explained(Wiring.Device device) {
        return TraceWords.explained(device.agent().trace().snapshot(), device.reader());
    }

    private Wiring.Device device(String link) {
        return lane.devices.stream().filter(d -> d.name().equals(link)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no link \"" + link + "\"; there are "
                        + lane.devices.stream().map(Wiring.Device::name).toList()));
    }

    @Override
    public CompletableFuture<String> openLane(String by) {
        Optional<String> refusal = lane.openLane(by);
        return refusal.<CompletableFuture<String>>map(why -> CompletableFuture.failedFuture(new RefusedException(why)))
                .orElseGet(() -> CompletableFuture.completedFuture("opening"));
    }

    @Override
    public CompletableFuture<String> declareZoneEmpty(String by) {
        lane.loop.offer(new LaneEvent.ZoneDeclaredEmpty(by));
        return CompletableFuture.completedFuture("queue cleared");
    }

    @Override
    public CompletableFuture<String> closeLane(String reason, String by) {
        lane.loop.offer(new LaneEvent.LaneClosed(reason, by));
        return CompletableFuture.completedFuture("closing");
    }

    @Override
    public ParameterStatus parameters() {
        return lane.parameters.status();
    }

    @Override
    public CompletableFuture<ParameterReport> loadParameters(Path file, String by) {
        return lane.parameters.load(file, by);
    }

    @Override
    public CompletableFuture<ParameterReport> rollBackParameters(Optional<String> version, String by) {
        return lane.parameters.rollback(version, by);
    }

    @Override
    public Watch watch(Consumer<LaneSnapshotLine> sink) {
        lane.lines.add(sink);
        return () -> lane.lines.remove(sink);
    }
}
