package org.etclane.lane.diagnostics;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.etclane.device.BarrierEvent;
import org.etclane.device.Bytes;
import org.etclane.device.HealthEvent;
import org.etclane.device.link.LinkTrace.Direction;
import org.etclane.device.trace.TracedBytes;
import org.etclane.device.LoopEvent;
import org.etclane.device.TransactionResult;
import org.etclane.lane.core.JournalEntry;
import org.etclane.lane.core.LaneAlarm;
import org.etclane.lane.core.LaneKind;
import org.etclane.lane.core.Moment;
import org.etclane.lane.core.Timeline;
import org.etclane.lane.journal.Journal;
import org.etclane.lane.parameters.SetId;
import org.etclane.lane.parameters.SetVersion;
import org.etclane.lane.parameters.TableVersion;
import org.etclane.lane.parameters.store.HeldSet;
import org.etclane.lane.rules.SpecialEvent;

/** A lane made by hand: what the tests of the control socket and of lanectl look into. Made-up plates only. */
final class SampleLane implements LaneControl {
    static final String TRANSACTION = "3701003001001202600012026112020000001";
    private static final long WALL = 1_795_204_800_000L;

    final List<Consumer<LaneSnapshotLine>> sinks = new CopyOnWriteArrayList<>();
    final List<String> done = new CopyOnWriteArrayList<>();
    volatile List<LaneStatus.Alarm> alarms = List.of();
    volatile HealthEvent.State rsuState = HealthEvent.State.UP;
    volatile CompletableFuture<String> opening = CompletableFuture.completedFuture("lane opened");
    volatile boolean broken;
    volatile ParameterReport loading = new ParameterReport(ParameterReport.What.ACCEPTED, "2026-12", WALL, List.of());

    @Override
    public LaneStatus status() {
        if (broken) {
            throw new IllegalStateException("made to fail");
        }
        Map<String, Long> counters = new LinkedHashMap<>();
        counters.put("vehicles", 20L);
        counters.put("passed", 18L);
        counters.put("refused", 2L);
        return new LaneStatus("370100300100120260001", LaneKind.EXIT, "3701-12", 1, LaneStatus.Mode.OPEN, "", WALL, 3_725_000,
                List.of(new LaneStatus.Vehicle(7, "under the arm", "paid", Optional.of("测A12345"), Optional.of(1),
                        Optional.of(1234L), "", WALL)),
                new LaneStatus.Arm("up", BarrierEvent.Position.UP, "vehicle 7 paid"), new LaneStatus.Lights(true, false),
                List.of(new LaneStatus.Loop(LoopEvent.Role.ARM, LoopEvent.Occupancy.OCCUPIED, WALL)), "searching", alarms,
                        counters,
                Map.of(27, 2L), new LaneStatus.Latency(18, 201.25, 251, 260, 261.5, 0),
                new Journal.JournalStatistics(40, 38, 2, 20, 40, 10_000_000, 3_000_000, 1 << 20),
                new LaneStatus.Station(true, true, "station:7443", Optional.of(3L), WALL), "sample-2026-01",
                new LaneStatus.Memory(34 << 20, 128 << 20));
    }

    @Override
    public List<DeviceStatus> devices() {
        return List.of(
                new DeviceStatus("rsu", "rsu-serial", "/dev/ttyS7 115200 8N1", rsuState, WALL,
                        rsuState == HealthEvent.State.UP ? "" : "no frame for 150 s",
                        rsuState == HealthEvent.State.UP ? 0 : 3, rsuState == HealthEvent.State.UP ? Optional.empty()
                                : Optional.of("/lane/trace/rsu-00003-20261120-221513.pcapng"),
                        new DeviceStatus.LinkStatistics(160, 161, 9000, 7000, 1, 0, 0, WALL, false)),
                new DeviceStatus("io", "lc301", "/dev/ttyS8 9600 8N1", HealthEvent.State.UP, WALL, "", 0, Optional.empty(),
                        new DeviceStatus.LinkStatistics(80, 81, 560, 1944, 0, 0, 1, WALL, true)));
    }

    @Override
    public List<Journal.Stored> records(int limit, Optional<String> filter) {
        List<Journal.Stored> all = new ArrayList<>(List.of(refused(), settled()));
        all.removeIf(stored -> filter.isPresent() && !stored.toString().contains(filter.get()));
        return all.subList(0, Math.min(limit, all.size()));
    }

    @Override
    public List<Journal.Stored> record(String transactionId) {
        return transactionId.equals(TRANSACTION) ? List.of(settled()) : List.of();
    }

    private static Journal.Stored settled() {
        Timeline timeline = Timeline.EMPTY.with(Timeline.Stage.FOUND, new Moment(1_000_000_000L, WALL))
                .with(Timeline.Stage.COMMANDED, new Moment(1_150_000_000L, WALL + 150))
                .with(Timeline.Stage.ANSWERED, new Moment(1_250_000_000L, WALL + 250));
        TransactionResult result = new TransactionResult(1, "010203040506", "20261120200000", 9, "A1B2C3D4", 12, 34, 48_766);
        return new Journal.Stored(39, new JournalEntry.Settled(TRANSACTION, LaneKind.EXIT, 1234, JournalEntry.How.ANSWERED,
                result,
                Bytes.of(0xB5, 0), timeline, WALL + 260), true, true);
    }

    private static Journal.Stored refused() {
        return new Journal.Stored(40, new JournalEntry.Refused("R1", 8, SpecialEvent.BALANCE_INSUFFICIENT, Optional.empty(),
                "测B67890", 1, Map.of("balanceFen", "5"), List.of(), Timeline.EMPTY, WALL + 9000,
                Optional.empty()), true, false);
    }

    @Override
    public OutboxStatus outbox() {
        return new OutboxStatus("6a1c", 40, 38, 2, Optional.of(WALL), false, "connection refused", List.of(settled(), refused()));
    }

    @Override
    public List<StageTime> stages() {
        return List.of(new StageTime("STEP", 36, 41.5, 120, 260), new StageTime("JOURNAL", 36, 610, 1400, 3100));
    }

    @Override
    public String setTrace(String link, boolean on) {
        known(link);
        done.add("trace " + link + " " + on);
        return "trace of " + link + (on ? " on" : " off");
    }

    @Override
    public List<String> showTrace(String link, int lines) {
        known(link);
        return List.of("< ffff18b2", "> ffff81c1").subList(0, Math.min(2, lines));
    }

    static final List<TracedBytes> TRACED = List.of(
            new TracedBytes(1_800_000_000_000_000_000L, Direction.OUT, Bytes.of(0xFF, 0xFF, 0x81, 0xC1), ""),
            new TracedBytes(1_800_000_000_050_000_000L, Direction.IN, Bytes.of(0xFF, 0xFF, 0x18, 0xB2), "a note"));

    @Override
    public List<TracedBytes> trace(String link) {
        known(link);
        return link.equals("rsu") ? TRACED : List.of();
    }

    private static void known(String link) {
        if (!link.equals("rsu") && !link.equals("io")) {
            throw new IllegalArgumentException("no link \"" + link + "\"; there are rsu, io");
        }
    }

    @Override
    public CompletableFuture<String> openLane(String by) {
        done.add("open by " + by);
        return opening;
    }

    @Override
    public CompletableFuture<String> declareZoneEmpty(String by) {
        return CompletableFuture.completedFuture("queue cleared");
    }

    @Override
    public CompletableFuture<String> closeLane(String reason, String by) {
        done.add("close " + reason);
        return CompletableFuture.completedFuture("lane closed: " + reason);
    }

    @Override
    public ParameterStatus parameters() {
        SetVersion configured = new SetVersion(new SetId("sample-2026-01", "cd".repeat(32)), 0, WALL - 86_400_000L, "", "configuration", WALL);
        SetVersion inForce = new SetVersion(new SetId("2026-11", "ab".repeat(32)), 7, WALL, "province-2026", "station", WALL - 1000);
        return new ParameterStatus(inForce, List.of(new TableVersion("rates", "r-7", "ef".repeat(32), WALL, "station", WALL - 1000)),
                Map.of("tripMaxHours", 24L), configured, List.of(new HeldSet("ab".repeat(32), "2026-11", 7, "province", WALL, "province-2026",
                        "station", WALL - 1000, false, false), new HeldSet("aa".repeat(32), "2026-10", 6, "province", WALL - 5000, "province-2026",
                        "station", WALL - 9000, true, false)), 8, List.of("province-2026"));
    }

    @Override
    public CompletableFuture<ParameterReport> loadParameters(Path file, String by) {
        done.add("load " + file);
        return CompletableFuture.completedFuture(loading);
    }

    @Override
    public CompletableFuture<ParameterReport> rollBackParameters(Optional<String> version, String by) {
        done.add("rollback " + version.orElse("to the one before"));
        return CompletableFuture.completedFuture(loading);
    }

    @Override
    public Watch watch(Consumer<LaneSnapshotLine> sink) {
        sinks.add(sink);
        return () -> sinks.remove(sink);
    }

    static LaneSnapshotLine charged() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("plate", "测A12345");
        values.put("feeFen", "1234");
        values.put("ms", "251");
        return new LaneSnapshotLine(WALL, LaneSnapshotLine.What.CHARGED, "7", values);
    }

    static LaneStatus.Alarm alarm() {
        return new LaneStatus.Alarm(LaneAlarm.ARM_STUCK, "commanded down", WALL);
    }
}
