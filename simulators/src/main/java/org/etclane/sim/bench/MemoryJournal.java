package org.etclane.sim.bench;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import org.etclane.lane.core.JournalEntry;
import org.etclane.lane.core.LaneEvent;
import org.etclane.sim.world.Scheduler;

/**
 * A journal in virtual time: entries become durable, in order, a fixed time after they were appended. Holds the same promises as
 * the real one towards the core, but nothing on a disk.
 */
public final class MemoryJournal {
    private final Scheduler scheduler;
    private final long usualSyncNanos;
    private final Consumer<LaneEvent> lane;
    private final List<JournalEntry> durable = new ArrayList<>();
    private final Queue<JournalEntry> waiting = new ArrayDeque<>();
    private long processes;
    private long syncNanos;
    private long latestDueNanos;
    private boolean failing;
    private final Set<String> intended = new HashSet<>();

    public MemoryJournal(Scheduler scheduler, long syncNanos, Consumer<LaneEvent> lane) {
        this.scheduler = scheduler;
        this.usualSyncNanos = syncNanos;
        this.syncNanos = syncNanos;
        this.lane = lane;
    }

    public void append(long ticket, JournalEntry entry) {
        if (failing) {
            scheduler.at(scheduler.nowNanos(), this::refuse);
            return;
        }
        waiting.add(entry);
        long process = processes;
        latestDueNanos = Math.max(latestDueNanos, scheduler.nowNanos() + syncNanos); // in order, also when the disk gets faster
        scheduler.at(latestDueNanos, () -> {
            if (process == processes) {
                lane.accept(store(waiting.remove()) ? new LaneEvent.Durable(ticket)
                        : new LaneEvent.JournalRejected(ticket, "transaction id used before"));
            }
        });
    }

    private boolean store(JournalEntry entry) {
        boolean fresh = !(entry instanceof JournalEntry.Intended i) || intended.add(i.transactionId());
        return fresh && durable.add(entry);
    }

    /**
     * The process is killed: of what it had handed over and not been told of, the first so many got to the disk all the same.
     *
     * @param atMost more than there are means all of them
     */
    public void killed(int atMost) {
        processes++;
        waiting.stream().limit(atMost).forEach(this::store);
        waiting.clear();
    }

    private void refuse() {
        lane.accept(new LaneEvent.JournalFailed("the simulated disk fails"));
    }

    /** From now on records take so long to get to the disk. */
    public void slow(long nanos) {
        syncNanos = nanos;
    }

    /** What is under way is lost, and all that follows until {@link #works}; the lane is told. */
    public void fail() {
        killed(0);
        failing = true;
        refuse();
    }

    /** It writes again, as fast as usual. @return true when it had failed, so that the lane has to start anew */
    public boolean works() {
        boolean had = failing;
        failing = false;
        syncNanos = usualSyncNanos;
        return had;
    }

    public List<JournalEntry> entries() {
        return List.copyOf(durable);
    }

    /** Settled transactions by id, with what the intent said. */
    public Map<String, JournalEntry.Intended> settled() {
        Map<String, JournalEntry.Intended> intents = new HashMap<>();
        Map<String, JournalEntry.Intended> settled = new HashMap<>();
        for (JournalEntry entry : durable) {
            switch (entry) {
                case JournalEntry.Intended i -> intents.put(i.transactionId(), i);
                case JournalEntry.Settled s -> settled.put(s.transactionId(), intents.get(s.transactionId()));
                case JournalEntry.NotDebited _, JournalEntry.OutcomeUnknown _, JournalEntry.Reconciliation _,
                     JournalEntry.Refused _, JournalEntry.PassageEnded _, JournalEntry.WeightUnpaired _, JournalEntry.ArmMoved _,
                     JournalEntry.AlarmChanged _, JournalEntry.LaneModeChanged _, JournalEntry.ParametersActivated _ -> { }
            }
        }
        return settled;
    }
}
