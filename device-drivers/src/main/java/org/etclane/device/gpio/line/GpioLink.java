package org.etclane.device.gpio.line;

import com.pi4j.context.Context;
import com.pi4j.exception.Pi4JException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.etclane.device.gpio.GpioCodec;
import org.etclane.device.gpio.GpioFrame;
import org.etclane.device.gpio.GpioRole;
import org.etclane.device.gpio.GpioSettings;
import org.etclane.device.link.BackOff;
import org.etclane.device.link.ByteLink;
import org.etclane.device.gpio.line.chardev.CharacterDevices;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The lane's digital lines as a {@link ByteLink}: edges and levels come as {@link GpioFrame}s, outputs go as such. Opening requests
 * all lines or none; a line that is refused is tried again with growing pauses, its cause in {@link #trouble}.
 *
 * <p>What waits is bounded: {@value #EDGES} edges (one more means that edges are lost: the lines are closed and opened again, and the
 * driver starts from fresh levels), {@value #FRAMES} frames to the lines (more are refused). Whatever ends an opening (close,
 * restart, a chip that is gone, a failure) puts barrier relays to rest before the lines are given back.
 */
public final class GpioLink implements ByteLink {
    static final int EDGES = 1024;
    static final int FRAMES = 64;
    private static final int RESTARTS = 8;
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);
    private static final Logger LOG = LoggerFactory.getLogger(GpioLink.class);

    private sealed interface Item {
        /** @param opening number of the opening in which it was seen */
        record Edge(int opening, long atNanos, byte[] frame) implements Item { }

        record Frame(int opening, byte[] bytes) implements Item { }

        record Restart(int opening, String cause) implements Item { }

        record Close() implements Item { }
    }

    private final GpioSettings settings;
    private final LineProvider provider;
    private final Thread thread;
    private final ArrayBlockingQueue<Item> items = new ArrayBlockingQueue<>(EDGES + FRAMES + RESTARTS + 1);
    private final AtomicInteger edges = new AtomicInteger();
    private final AtomicInteger frames = new AtomicInteger();
    private final AtomicInteger restarts = new AtomicInteger();
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicBoolean closeOffered = new AtomicBoolean();
    private volatile Listener listener;
    private volatile String trouble = "not started";
    private volatile boolean closed;
    private volatile boolean up;
    private volatile int opening;
    /** Link's thread only. */
    private boolean toldDown;

    /**
     * Lines of the Linux GPIO character device, unless a {@link LineSource} on the class path serves all of these chips.
     *
     * @throws IllegalStateException when such a source cannot be loaded
     */
    public static GpioLink of(GpioSettings settings) {
        Optional<LineSource> other = LineSource.serving(settings.chips());
        other.ifPresent(source -> LOG.info("{}: {} are reached by {}", settings.name(), settings.chips(), source.getClass().getName()));
        return other.map(source -> new GpioLink(settings, source)).orElseGet(() -> overCharacterDevice(settings));
    }

    /** Lines of the Linux GPIO character device. */
    public static GpioLink overCharacterDevice(GpioSettings settings) {
        return new GpioLink(settings, CharacterDevices::open);
    }

    public GpioLink(GpioSettings settings, LineProvider provider) {
        this.settings = Objects.requireNonNull(settings);
        this.provider = Objects.requireNonNull(provider);
        // daemon: a chip driver that never returns from a system call must not keep the process alive
        this.thread = Thread.ofPlatform().name("rx:" + settings.name()).daemon().unstarted(this::run);
    }

    @Override
    public void start(Listener listener) {
        if (!started.compareAndSet(false, true)) {
            throw new IllegalStateException("link " + settings.name() + " was started before");
        }
        this.listener = Objects.requireNonNull(listener);
        thread.start();
    }

    @Override
    public boolean offer(byte[] frame) {
        return up && take(frames, FRAMES, new Item.Frame(opening, frame));
    }

    @Override
    public void restart(String cause) {
        if (up) {
            take(restarts, RESTARTS, new Item.Restart(opening, cause)); // a full queue of restarts restarts as well
        }
    }

    @Override
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    @Override
    public String description() {
        return settings.inputs().size() + settings.outputs().size() + " lines of " + String.join(", ", settings.chips());
    }

    @Override
    public void close() {
        closed = true;
        if (closeOffered.compareAndSet(false, true)) {
            items.offer(new Item.Close());
        }
        if (started.get() && Thread.currentThread() != thread) {
            try {
                if (!thread.join(CLOSE_PATIENCE)) {
                    LOG.error("{}: the chip's driver does not return", settings.name());
                }
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean take(AtomicInteger used, int allowance, Item item) {
        if (used.incrementAndGet() > allowance) {
            used.decrementAndGet();
            return false;
        }
        return items.offer(item); // cannot be full: it has room for all allowances together
    }

    private void returned(Item item) {
        switch (item) {
            case Item.Edge _ -> edges.decrementAndGet();
            case Item.Frame _ -> frames.decrementAndGet();
            case Item.Restart _ -> restarts.decrementAndGet();
            case Item.Close _ -> { }
        }
    }

    // ---- link's thread ----

    private void run() {
        BackOff backOff = new BackOff();
        Context context = null;
        try {
            while (!closed) {
                opening++;
                try {
                    if (context == null) {
                        context = provider.open(settings.chips(), this::restart);
                    }
                    backOff.lostAfter(serve(context));
                } catch (OpenLines.Unavailable | Pi4JException | IllegalStateException refused) {
                    String cause = OpenLines.reason(refused);
                    if (!cause.equals(trouble)) {
                        LOG.warn("{}: {}", settings.name(), cause);
                        trouble = cause;
                    }
                    if (!toldDown) {
                        listener.down(System.nanoTime(), cause);
                        toldDown = true;
                    }
                }
                pause(backOff.nextWaitNanos());
            }
        } catch (InterruptedException stop) {
            LOG.warn("{}: link interrupted", settings.name());
        } finally {
            if (context != null) {
                context.shutdown();
            }
        }
    }

    /** @return how long the lines were open, in nanoseconds */
    private long serve(Context context) throws OpenLines.Unavailable, InterruptedException {
        int mine = opening;
        OpenLines lines = OpenLines.open(context, settings, frame -> edge(mine, frame));
        long upNanos = System.nanoTime();
        String cause = "failed";
        try {
            trouble = null;
            up = true;
            LOG.info("{}: {} requested", settings.name(), description());
            listener.up(upNanos);
            cause = pump(lines);
        } finally {
            up = false;
            toldDown = true;
            lines.close();
            trouble = cause;
            LOG.atLevel(closed ? Level.INFO : Level.WARN).log("{}: lines are down: {}", settings.name(), cause);
            listener.down(System.nanoTime(), cause);
        }
        return System.nanoTime() - upNanos;
    }

    /** Edges up, frames down, until something ends it. @return why it ended */
    private String pump(OpenLines lines) throws InterruptedException {
        while (!closed) {
            Item item = items.take();
            returned(item);
            switch (item) {
                case Item.Edge(int of, long atNanos, byte[] frame) when of == opening -> listener.bytes(atNanos, frame);
                case Item.Restart(int of, String cause) when of == opening -> {
                    return cause;
                }
                case Item.Frame(int of, byte[] bytes) when of == opening -> {
                    try {
                        execute(bytes, lines);
                    } catch (Pi4JException gone) {
                        return OpenLines.reason(gone);
                    }
                }
                case Item.Close _ -> {
                    return "closed";
                }
                case Item.Edge _, Item.Frame _, Item.Restart _ -> { } // of an opening before
            }
        }
        return "closed";
    }

    private void execute(byte[] bytes, OpenLines lines) {
        GpioCodec.decode(bytes, bytes.length, new GpioCodec.Output() {
            @Override
            public void frame(GpioFrame frame) {
                switch (frame) {
                    case GpioFrame.Drive(var role, boolean high) -> {
                        lines.drive(role, high);
                        if (role.kind == GpioRole.Kind.PULSE) {
                            long atNanos = System.nanoTime();
                            listener.bytes(atNanos, GpioCodec.encode(new GpioFrame.Driven(role, high, atNanos)));
                        }
                    }
                    case GpioFrame.ReadLevels() -> {
                        byte[] levels = lines.levels();
                        listener.bytes(System.nanoTime(), levels);
                    }
                    case GpioFrame.Level _, GpioFrame.Edge _, GpioFrame.EdgesLost _, GpioFrame.Driven _ ->
                            malformed(bytes, "frame of the link's own side");
                }
            }

            @Override
            public void malformed(byte[] raw, String reason) {
                throw new IllegalStateException("the driver sent what is no frame: " + reason);
            }
        });
    }

    /** Provider's thread. */
    private void edge(int of, GpioFrame frame) {
        long atNanos = switch (frame) {
            case GpioFrame.Edge e -> e.atNanos();
            case GpioFrame.EdgesLost e -> e.atNanos();
            case GpioFrame.Level l -> l.atNanos();
            case GpioFrame.Drive _, GpioFrame.Driven _, GpioFrame.ReadLevels _ -> throw new IllegalArgumentException("no edge: " + frame);
        };
        if (!take(edges, EDGES, new Item.Edge(of, atNanos, GpioCodec.encode(frame)))) {
            restart("more than " + EDGES + " edges wait: a contact chatters, or this machine is held up");
        }
    }

    /** Parked, but for a close. What comes meanwhile belongs to an opening that is over. */
    private void pause(long nanos) throws InterruptedException {
        long untilNanos = System.nanoTime() + nanos;
        for (long left = nanos; left > 0 && !closed; left = untilNanos - System.nanoTime()) {
            Item item = items.poll(left, TimeUnit.NANOSECONDS);
            if (item != null) {
                returned(item);
            }
        }
    }
}
