package org.etclane.sim.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.etclane.device.rsu.serial.RsuSerialDriver;
import org.etclane.device.rsu.serial.Profile;
import org.etclane.device.rsu.serial.RsuSerialRehearsal;
import org.etclane.device.rsu.serial.RsuSerialSettings;
import org.etclane.lane.core.Devices;
import org.etclane.lane.core.JournalEntry;
import org.etclane.lane.core.LaneEvent;
import org.etclane.lane.core.LaneKind;
import org.etclane.lane.core.LaneSettings;
import org.etclane.lane.journal.Journal;
import org.etclane.lane.journal.JournalEntryJson;
import org.etclane.lane.journal.JournalOpener;
import org.etclane.lane.journal.JournalSettings;
import org.etclane.lane.parameters.RateTable;
import org.etclane.lane.runtime.DryLane;
import org.etclane.lane.runtime.DryRsu;

/**
 * {@code scripts/bench throughput}: how many transactions a second the lane can decide and make durable when nothing outside it
 * takes time. The core and the RSU driver run in memory and virtual time ({@link DryLane}), the journal is the real one on the
 * real disk. One antenna leads one dialogue at a time, so one lane waits for the disk twice per transaction; with several
 * dialogues under way, on cores of their own in one thread, their entries share commits.
 */
final class ThroughputBench {
    private static final long WALL_MILLIS = 1_800_000_000_000L;
    private static final long PATIENCE_S = 20;
    private static final int MOST_GROUPS_HEARD = 1 << 16;

    private final Path data;
    private final LaneSettings settings;
    private final RateTable rates;

    ThroughputBench(Path data, LaneSettings settings, RateTable rates) {
        this.data = data;
        this.settings = settings;
        this.rates = rates;
    }

    /** What one commit held. */
    record Group(int entries, int bytes) {
    }

    /**
     * One depth of pipeline.
     *
     * @param decideNanos   CPU time of the deciding thread
     * @param journalNanos  CPU time of the journal's thread
     * @param syncNanos     of it and beside it, in commit and sync
     * @param floorNanos    the same bytes in the same groups, appended to a file and forced
     */
    record Row(int depth, int transactions, int entries, long wallNanos, long decideNanos, long journalNanos, long syncNanos,
            List<Group> groups, long floorNanos) {
        double perSecond() {
            return transactions / (wallNanos / 1e9);
        }

        double floorPerSecond() {
            return transactions / (floorNanos / 1e9);
        }

        double entriesPerGroup() {
            return groups.isEmpty() ? 0 : (double) entries / groups.size();
        }

        long bytes() {
            return groups.stream().mapToLong(Group::bytes).sum();
        }

        double share(long nanos) {
            return (double) nanos / wallNanos;
        }
    }

    /** Blocking. @param transactions in all, spread over the dialogues; a tenth more go before, unmeasured */
    Row run(int depth, int transactions) throws IOException, InterruptedException {
        Run run = new Run(depth);
        try (Journal journal = open(depth, run)) {
            run.start(journal);
            run.drive(Math.max(depth, transactions / 10));
            run.forget();
            long journalBefore = journal.statistics().syncNanosTotal();
            long decideBefore = cpuNanos(Thread.currentThread().threadId());
            long writerBefore = cpuNanos(run.writer);
            long started = System.nanoTime();
            run.drive(transactions);
            long wallNanos = System.nanoTime() - started;
            long decide = cpuNanos(Thread.currentThread().threadId()) - decideBefore;
            long writer = cpuNanos(run.writer) - writerBefore;
            long sync = journal.statistics().syncNanosTotal() - journalBefore;
            List<Group> groups = run.groups();
            long floorNanos = ThroughputFloor.writeNanos(data.resolve("floor-" + depth), groups);
            return new Row(depth, transactions, groups.stream().mapToInt(Group::entries).sum(), wallNanos, decide, writer, sync, groups,
                    floorNanos);
        }
    }

    private Journal open(int depth, Run run) throws IOException {
        return switch (JournalOpener.open(data.resolve("depth-" + depth), JournalSettings.defaults(), run)) {
            case JournalOpener.Ready(Journal journal, _) -> journal;
            case JournalOpener.Opened other -> throw new IOException("no journal: " + other);
        };
    }

    private static long cpuNanos(long threadId) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Math.max(0, threads.getThreadCpuTime(threadId));
    }

    /** The dialogues of one row and what their journal says. */
    private final class Run implements Journal.Listener {
        private final int depth;
        private final BlockingQueue<Long> durable = new ArrayBlockingQueue<>(MOST_GROUPS_HEARD);
        private final List<DryLane> lanes = new ArrayList<>();
        private final ArrayBlockingQueue<String> trouble = new ArrayBlockingQueue<>(1);
        /** Journal tickets in order of appending: whose entry it is, that core's own ticket, its size. */
        private final Map<Long, Entry> underWay = new HashMap<>();
        private final List<Group> groups = new ArrayList<>();
        private final Map<Class<?>, Integer> bytesByKind = new HashMap<>();
        private long appended;
        private long made;
        private volatile long writer;

        private record Entry(int lane, long ticket, int bytes) {
        }

        Run(int depth) {
            this.depth = depth;
        }

        void start(Journal journal) {
            for (int i = 0; i < depth; i++) {
                int lane = i;
                lanes.add(new DryLane(numbered(i), rates, WALL_MILLIS, Optional.of(rsu()), (ticket, entry) -> {
                    underWay.put(++appended, new Entry(lane, ticket, bytesOf(entry)));
                    if (!journal.append(appended, entry)) {
                        throw new IllegalStateException("the queue to the disk is full");
                    }
                    return false;
                }));
            }
        }

        private DryRsu rsu() {
            int laneMode = settings.kind() == LaneKind.EXIT ? RsuSerialSettings.EXIT : RsuSerialSettings.ENTRY;
            return new DryRsu(new RsuSerialDriver(Devices.RSU, RsuSerialSettings.classic(Devices.RSU, laneMode), () -> WALL_MILLIS),
                    new RsuSerialRehearsal(Profile.CLASSIC));
        }

        /** The first of its kind stands for all: they differ by a digit, and writing each twice would count as deciding. */
        private int bytesOf(JournalEntry entry) {
            return bytesByKind.computeIfAbsent(entry.getClass(), _ -> JournalEntryJson.write(entry).length());
        }

        /** Each dialogue belongs to a lane of its own name, so that no identity is used twice. */
        private LaneSettings numbered(int i) {
            String id = settings.laneId().substring(0, settings.laneId().length() - 4) + "%04d".formatted(i + 1);
            LaneSettings s = settings;
            return new LaneSettings(s.kind(), id, s.station(), s.laneNumber(), s.zone(), s.transitLayout(), s.transitTimeLocal(),
                    s.entryFutureMinutes(), s.recentMinutes(), s.zoneVehicles(), s.zoneWaitMs(), s.rsuPatienceMs(), s.outcomeTimeoutMs(),
                    s.tacAttempts(), s.resolveMs(), s.obuSearchMs(), s.reheardMs(), s.startGraceMs(), s.goneMs(), s.paidTimeoutMs(),
                    s.zoneStaleMs(), s.keepUpForFollower(), s.armClearHoldMs(), s.armTravelMs(), s.loopStuckMs(), s.alarmMs(),
                    s.rsuFaultShowMs(), s.displayHoldMs(), s.weighing());
        }

        /** So many more transactions over all dialogues; each goes on to its next vehicle as soon as the one before is released. */
        void drive(int transactions) throws IOException, InterruptedException {
            long goal = transacted() + transactions;
            long started = lanes.stream().mapToLong(DryLane::vehicles).sum();
            long mayStart = started + transactions;
            while (transacted() < goal || made < appended) {
                for (DryLane lane : lanes) {
                    if (lane.transacted() == lane.vehicles() && started < mayStart) {
                        started++;
                        lane.driveVehicle();
                    }
                }
                hear();
            }
        }

        private long transacted() {
            return lanes.stream().mapToLong(DryLane::transacted).sum();
        }

        private void hear() throws IOException, InterruptedException {
            Long ticket = durable.poll(PATIENCE_S, TimeUnit.SECONDS);
            if (ticket == null || !trouble.isEmpty()) {
                throw new IOException("the journal does not write: " + trouble);
            }
            int entries = 0;
            int bytes = 0;
            Map<Integer, Long> last = new HashMap<>();
            for (; made < ticket; made++) {
                Entry entry = underWay.remove(made + 1);
                entries++;
                bytes += entry.bytes();
                last.put(entry.lane(), entry.ticket());
            }
            groups.add(new Group(entries, bytes));
            last.forEach((lane, laneTicket) -> lanes.get(lane).offer(new LaneEvent.Durable(laneTicket)));
        }

        void forget() {
            groups.clear();
        }

        List<Group> groups() {
            return List.copyOf(groups);
        }

        @Override
        public void durable(long ticket, long syncNanos) {
            writer = Thread.currentThread().threadId();
            durable.add(ticket);
        }

        @Override
        public void rejected(long ticket, String reason) {
            trouble.offer(reason);
        }

        @Override
        public void failed(String reason) {
            trouble.offer(reason);
        }
    }
}
