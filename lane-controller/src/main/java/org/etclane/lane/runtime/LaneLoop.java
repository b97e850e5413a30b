package org.etclane.lane.runtime;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.etclane.lane.core.LaneAlarm;
import org.etclane.lane.core.LaneEvent;
import org.etclane.lane.core.LaneMode;
import org.etclane.lane.core.LaneState;
import org.etclane.lane.core.Moment;
import org.etclane.lane.core.Step;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that decides ("lane-loop"): takes the next event or due time, steps, hands out effects. Parks while nothing
 * happens. Its queue is bounded at {@value #CAPACITY}; it cannot fill while the core keeps up, and if it does, an event that may
 * have been a loop edge or a result is lost, so the lane closes with an alarm.
 */
public final class LaneLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LaneLoop.class);
    static final int CAPACITY = 8192;
    /** A step longer than this is counted as a stall. */
    private static final long STALL_NANOS = 5_000_000L;

    private final LaneKernel kernel;
    private final Ticks ticks;
    private final WallClock wall;
    private final StageTimes times;
    private final ArrayBlockingQueue<Item> queue = new ArrayBlockingQueue<>(CAPACITY);
    private final AtomicBoolean overflowed = new AtomicBoolean();
    private final Thread thread;
    private volatile boolean closed;
    private volatile LaneState published;
    private volatile Stalls stalls = new Stalls(0, 0);

    /** @param longestNanos longest step so far; {@code count} how many took over 5 ms */
    public record Stalls(long count, long longestNanos) {
    }

    private sealed interface Item {
        record Happened(LaneEvent event, long offeredNanos) implements Item {
        }

        record Begin(Supplier<Step> start) implements Item {
        }
    }

    public LaneLoop(LaneKernel kernel, Ticks ticks, WallClock wall, StageTimes times) {
        this.kernel = kernel;
        this.ticks = ticks;
        this.wall = wall;
        this.times = times;
        this.thread = Thread.ofPlatform().name("lane-loop").priority(Thread.MAX_PRIORITY).unstarted(this::run);
    }

    /** @param first the start step, computed by the caller */
    public void start(Step first) {
        published = first.state();
        queue.add(new Item.Begin(() -> first));
        thread.start();
    }

    /** Starts the lane anew on its own thread, after the journal came back. */
    public void restart(Supplier<Step> start) {
        if (!queue.offer(new Item.Begin(start))) {
            overflowed.set(true);
        }
    }

    /** Any thread; never blocks. */
    public void offer(LaneEvent event) {
        if (!queue.offer(new Item.Happened(event, ticks.nanos()))) {
            overflowed.set(true);
        }
    }

    /** The state after the latest step; immutable. Any thread. */
    public LaneState state() {
        return published;
    }

    public Stalls stalls() {
        return stalls;
    }

    public int waiting() {
        return queue.size();
    }

    private void run() {
        while (!closed) {
            try {
                turn();
            } catch (InterruptedException stop) {
                return;
            } catch (RuntimeException bug) { // an effect runner's bug must not end the thread that guards the arm
                LOG.error("lane loop: carrying out effects failed", bug);
            }
        }
    }

    private void turn() throws InterruptedException {
        long dueNanos = published == null ? Long.MAX_VALUE : kernelDue();
        long waitNanos = dueNanos == Long.MAX_VALUE ? Long.MAX_VALUE : dueNanos - ticks.nanos();
        Item item = waitNanos <= 0 ? queue.poll() : queue.poll(waitNanos, TimeUnit.NANOSECONDS);
        if (overflowed.getAndSet(false)) {
            step(new LaneEvent.AlarmReported(LaneAlarm.INTERNAL, true, "lane queue overflow"), now());
            step(new LaneEvent.LaneClosed("lane queue overflow: an event was lost", LaneMode.Closed.BY_CONTROLLER), now());
        }
        switch (item) {
            case null -> step(new LaneEvent.TimePassed(), now());
            case Item.Begin(Supplier<Step> start) -> {
                kernel.begin(start.get());
                published = kernel.state();
            }
            case Item.Happened(LaneEvent event, long offeredNanos) -> {
                Moment now = now();
                times.record(StageTimes.Stage.QUEUE, now.nanos() - offeredNanos);
                step(event, now);
            }
        }
    }

    private long kernelDue() {
        return kernel.state() == null ? Long.MAX_VALUE : kernel.nextDueNanos();
    }

    private void step(LaneEvent event, Moment now) {
        kernel.handle(event, now);
        published = kernel.state();
        long tookNanos = ticks.nanos() - now.nanos();
        times.record(StageTimes.Stage.STEP, tookNanos);
        if (tookNanos > STALL_NANOS || tookNanos > stalls.longestNanos()) {
            stalls = new Stalls(stalls.count() + (tookNanos > STALL_NANOS ? 1 : 0), Math.max(stalls.longestNanos(), tookNanos));
        }
    }

    private Moment now() {
        return new Moment(ticks.nanos(), wall.millis());
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(2000);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
