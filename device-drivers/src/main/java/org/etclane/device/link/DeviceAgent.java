package org.etclane.device.link;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.etclane.device.link.DeviceInbox.Item;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one protocol side ({@link Endpoint}) on one line ({@link ByteLink}), on its own thread {@code device:<name>}. The thread
 * parks until bytes, a command, a change of the line or the endpoint's next time come; what has waited is handled in the order
 * of its time stamps, so a timer never overtakes an answer that had arrived before it.
 *
 * <p>Nothing waits without bound:
 * <ul>
 * <li>received chunks, {@value DeviceInbox#CHUNKS}: one more restarts the link, because a stream with a hole is worse than a
 *     stream that starts again; the endpoint sees a link-down with that cause;</li>
 * <li>commands, {@value DeviceInbox#COMMANDS}: {@link #offer} says false, the caller decides;</li>
 * <li>ups and downs, {@value DeviceInbox#TRANSITIONS}: further ones collapse into the latest state.</li>
 * </ul>
 *
 * <p>An exception from the endpoint or the listener is a bug. It is told to {@link Listener#failed}, the link is restarted, bytes
 * received until then are dropped, timers rest for a second; the process and the other devices go on.
 */
public final class DeviceAgent<C, E> implements RunningDevice<C> {
    private static final Logger LOG = LoggerFactory.getLogger(DeviceAgent.class);
    private static final long NEVER = Long.MAX_VALUE;
    private static final long REST_AFTER_FAILURE_NANOS = 1_000_000_000L;
    private static final long CLOSE_PATIENCE_MS = 2_000;
    private static final byte[] NO_BYTES = new byte[0];
    private static final int TIMER_RUNS_WITHOUT_PROGRESS = 1_000;

    private final String name;
    private final Endpoint<C, E> endpoint;
    private final ByteLink link;
    private final Listener<E> listener;
    private final LinkTrace trace;
    private final LinkTimes times;
    private final Function<E, Optional<String>> nobodyThere;
    private final Thread thread;
    private final DeviceInbox<C> inbox = new DeviceInbox<>();
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicBoolean missedTransition = new AtomicBoolean();
    private final AtomicLong overflows = new AtomicLong();
    private volatile boolean closed;
    private volatile boolean linkIsUp;
    private volatile LinkStatistics statistics = LinkStatistics.NONE;

    // agent thread only
    private enum Known { NOTHING, UP, DOWN }

    private final LinkCounters counters = new LinkCounters();
    private final ArrayDeque<E> emitted = new ArrayDeque<>();
    private final Sink sink = new Sink();
    private Known known = Known.NOTHING;
    private boolean dropping;
    private long clockNanos = Long.MIN_VALUE;
    private long timersRestUntilNanos = System.nanoTime();
    private int timerRuns;

    /** Hears on the agent's thread; must not block. */
    public interface Listener<E> {
        void event(E event);

        /** A bug in the protocol side or in the listener; the link is being restarted. */
        void failed(Throwable bug);
    }

    /** @param name the device's configured name, for the thread and messages: "rsu" */
    public DeviceAgent(String name, Endpoint<C, E> endpoint, ByteLink link, Listener<E> listener, LinkTrace trace) {
        this(name, endpoint, link, listener, trace, LinkTimes.NONE);
    }

    /** @param times READ, DECODE and SEND, on the agent's thread */
    public DeviceAgent(String name, Endpoint<C, E> endpoint, ByteLink link, Listener<E> listener, LinkTrace trace,
            LinkTimes times) {
        this(name, endpoint, link, listener, trace, times, _ -> Optional.empty());
    }

    /**
     * @param nobodyThere the cause, of an event by which the protocol says that nobody answers any more. A line that is up is then taken
     *                    down with it and up again: a TCP connection can outlive the device at its other end, and with bytes under way
     *                    the system needs a quarter of an hour to notice
     */
    public DeviceAgent(String name, Endpoint<C, E> endpoint, ByteLink link, Listener<E> listener, LinkTrace trace, LinkTimes times,
            Function<E, Optional<String>> nobodyThere) {
        this.name = Objects.requireNonNull(name);
        this.endpoint = Objects.requireNonNull(endpoint);
        this.link = Objects.requireNonNull(link);
        this.listener = Objects.requireNonNull(listener);
        this.trace = Objects.requireNonNull(trace);
        this.times = Objects.requireNonNull(times);
        this.nobodyThere = Objects.requireNonNull(nobodyThere);
        // daemon: a stuck driver must not keep the process from ending
        this.thread = Thread.ofPlatform().name("device:" + name).daemon().unstarted(this::run);
    }

    /** Starts the thread, then the link. Call once. */
    @Override
    public void start() {
        if (!started.compareAndSet(false, true)) {
            throw new IllegalStateException("device " + name + " was started before");
        }
        thread.start();
        link.start(new FromLink());
    }

    /**
     * Hands a command to the endpoint. Any thread; never blocks.
     *
     * @return false when too many commands wait, or the agent is closed: this one is not taken
     */
    @Override
    public boolean offer(C command) {
        return !closed && inbox.offer(new Item.Command<>(System.nanoTime(), command));
    }

    @Override
    public String name() {
        return name;
    }

    /** Takes the line down and up again, so that the protocol side starts from nothing. Any thread. */
    @Override
    public void restart(String cause) {
        link.restart(cause);
    }

    /** The line in words: "/dev/ttyS0 115200 8N1". */
    @Override
    public String description() {
        return link.description();
    }

    @Override
    public LinkTrace trace() {
        return trace;
    }

    /** Any thread; as of the last thing that happened on the agent's thread. */
    @Override
    public LinkStatistics statistics() {
        LinkStatistics latest = statistics;
        return latest.up() ? latest : link.trouble().map(latest::withCause).orElse(latest);
    }

    /** Closes the link, lets the endpoint see that, ends the thread. Idempotent; waits for the thread unless called from it. */
    @Override
    public void close() {
        link.close();
        closed = true;
        inbox.offer(new Item.Wake<>(System.nanoTime()));
        if (started.get() && Thread.currentThread() != thread) {
            try {
                if (!thread.join(Duration.ofMillis(CLOSE_PATIENCE_MS))) {
                    LOG.error("{}: the endpoint or its listener does not return", name);
                }
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        }
    }

    // ---- link's receive thread ----

    private final class FromLink implements ByteLink.Listener {
        private boolean skipping;

        @Override
        public void up(long atNanos) {
            skipping = false;
            linkIsUp = true;
            transition(new Item.LinkUp<>(atNanos));
        }

        @Override
        public void bytes(long atNanos, byte[] chunk) {
            if (!skipping && !inbox.offer(new Item.Received<>(atNanos, chunk))) {
                skipping = true; // what follows a hole is not delivered
                overflows.incrementAndGet();
                link.restart("inbox overflow: " + DeviceInbox.CHUNKS + " received chunks wait for device " + name);
            }
        }

        @Override
        public void down(long atNanos, String cause) {
            linkIsUp = false;
            transition(new Item.LinkDown<>(atNanos, cause));
        }

        private void transition(Item<C> item) {
            if (!inbox.offer(item)) {
                missedTransition.set(true);
                inbox.offer(new Item.Wake<>(item.atNanos()));
            }
        }
    }

    // ---- agent thread ----

    private void run() {
        try {
            while (!(closed && inbox.peek() == null)) {
                turn();
                statistics = counters.snapshot(known == Known.UP, overflows.get(), inbox.refusedCommands());
            }
        } catch (InterruptedException stop) {
            LOG.warn("{}: agent interrupted", name);
        }
    }

    private void turn() throws InterruptedException {
        Item<C> head = inbox.peek();
        if (head == null && missedTransition.getAndSet(false)) {
            catchUp();
            return;
        }
        long nowNanos = head == null ? System.nanoTime() : head.atNanos();
        long dueNanos = dueNanos();
        if (dueNanos != NEVER && dueNanos - nowNanos <= 0) {
            runTimer(nowNanos);
            return;
        }
        Item<C> item = inbox.poll(dueNanos == NEVER ? NEVER : dueNanos - nowNanos);
        if (item != null) {
            timerRuns = 0;
            handle(item);
        }
    }

    private long dueNanos() {
        try {
            long dueNanos = endpoint.nextDueNanos();
            return dueNanos == NEVER ? NEVER : Math.max(dueNanos, timersRestUntilNanos);
        } catch (Throwable bug) { // as in call()
            if (System.nanoTime() - timersRestUntilNanos >= 0) {
                fail(bug);
            }
            return timersRestUntilNanos;
        }
    }

    private void runTimer(long nowNanos) {
        if (++timerRuns > TIMER_RUNS_WITHOUT_PROGRESS) {
            timerRuns = 0;
            fail(new IllegalStateException("next due time of device " + name + " does not move"));
            return;
        }
        if (dueAfter(nowNanos)) {
            timerRuns = 0;
        }
    }

    /** @return whether the endpoint now waits for a later time */
    private boolean dueAfter(long nowNanos) {
        long clock = advance(nowNanos);
        call(() -> endpoint.due(clock, sink));
        return dueNanos() > clock;
    }

    private void handle(Item<C> item) {
        long clock = advance(item.atNanos());
        switch (item) {
            case Item.Received<C>(long atNanos, byte[] chunk) -> {
                if (!dropping) {
                    received(atNanos, clock, chunk);
                }
            }
            case Item.Command<C>(long atNanos, C command) -> {
                call(() -> endpoint.command(clock, command, sink));
                times.took(LinkTimes.Leg.SEND, System.nanoTime() - atNanos);
            }
            case Item.LinkUp<C>(long atNanos) -> linkUp(atNanos, clock);
            case Item.LinkDown<C>(long atNanos, String cause) -> linkDown(atNanos, clock, cause);
            case Item.Wake<C> _ -> { }
        }
    }

    private void received(long atNanos, long clock, byte[] chunk) {
        long takenNanos = System.nanoTime();
        times.took(LinkTimes.Leg.READ, takenNanos - atNanos);
        counters.received(atNanos, chunk.length);
        trace.record(atNanos, LinkTrace.Direction.IN, chunk, "");
        long before = counters.events();
        call(() -> endpoint.received(clock, chunk, chunk.length, sink));
        if (counters.events() != before) {
            times.took(LinkTimes.Leg.DECODE, System.nanoTime() - takenNanos);
        }
    }

    private void linkUp(long atNanos, long clock) {
        if (known != Known.UP) {
            known = Known.UP;
            dropping = false;
            counters.changed(atNanos);
            trace.record(atNanos, LinkTrace.Direction.NOTE, NO_BYTES, LinkTrace.UP + " " + link.description());
            call(() -> endpoint.linkUp(clock, sink));
        }
    }

    private void linkDown(long atNanos, long clock, String cause) {
        if (known != Known.DOWN) {
            known = Known.DOWN;
            dropping = false;
            counters.lost(atNanos, cause);
            trace.record(atNanos, LinkTrace.Direction.NOTE, NO_BYTES, LinkTrace.DOWN + ": " + cause);
            call(() -> endpoint.linkDown(clock, cause, sink));
        }
    }

    /** The line went up and down more often than the inbox could hold while this thread was held up. */
    private void catchUp() {
        long nowNanos = System.nanoTime();
        linkDown(nowNanos, advance(nowNanos), "the line came and went while the device's thread was held up");
        if (linkIsUp) {
            linkUp(nowNanos, advance(nowNanos));
        }
    }

    /** The endpoint's clock never goes backwards, though a chunk may carry an older stamp than the last timer. */
    private long advance(long nanos) {
        clockNanos = Math.max(clockNanos, nanos);
        return clockNanos;
    }

    private void call(Runnable step) {
        try {
            step.run();
        } catch (Throwable bug) { // the one edge where a driver's bug is stopped from taking the lane with it
            fail(bug);
        }
        try {
            for (E event = emitted.poll(); event != null; event = emitted.poll()) {
                listener.event(event);
                if (known == Known.UP) {
                    nobodyThere.apply(event).ifPresent(link::restart);
                }
            }
        } catch (Throwable bug) { // as above, for whoever listens
            fail(bug);
        }
    }

    private void fail(Throwable bug) {
        LOG.error("{}: bug in the protocol side, restarting its link", name, bug);
        counters.failed();
        dropping = known == Known.UP;
        timersRestUntilNanos = System.nanoTime() + REST_AFTER_FAILURE_NANOS;
        trace.record(clockNanos, LinkTrace.Direction.NOTE, NO_BYTES, "failed: " + bug);
        link.restart("driver failed: " + bug);
        try {
            listener.failed(bug);
        } catch (Throwable again) { // telling must not end the telling
            LOG.error("{}: listener failed while being told", name, again);
        }
    }

    private final class Sink implements Endpoint.Sink<E> {
        @Override
        public void send(byte[] frame) {
            boolean taken = link.offer(frame);
            counters.sent(frame.length, taken);
            trace.record(System.nanoTime(), LinkTrace.Direction.OUT, frame, taken ? "" : "refused: line down or queue full");
        }

        @Override
        public void emit(E event) {
            counters.event();
            emitted.add(event); // delivered when the endpoint has returned: its sends come first, its state is whole
        }

        @Override
        public void malformed(byte[] raw, String reason) {
            counters.malformed(reason);
            trace.record(clockNanos, LinkTrace.Direction.NOTE, raw, "malformed: " + reason);
        }
    }
}
