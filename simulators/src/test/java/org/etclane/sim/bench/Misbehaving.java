package org.etclane.sim.bench;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.etclane.device.link.Endpoint;

/**
 * A simulated device that can be told to misbehave in the ways in which devices on a line do. Simulation's thread only.
 *
 * @param <C> commands of the device that it is
 * @param <E> its events
 */
final class Misbehaving<C, E> implements Endpoint<Misbehaving.Mode, E> {
    private static final long NEVER = Long.MAX_VALUE;
    private static final long MS = 1_000_000L;
    private static final long SLOW_NANOS = 100 * MS;
    private static final long REBOOT_NANOS = 300 * MS;

    enum Mode {
        WELL,
        /** Holds the line and says nothing. */
        SILENT,
        /** Random bytes as fast as the line takes them. */
        BABBLING,
        /** Every byte 100 ms after the one before. */
        SLOW,
        /** Well-formed frames, none of which answers the question. */
        WRONG,
        /** Another device of the same kind answers too, byte into byte. */
        TWO,
        /** Falls silent in the middle of its next frame, forgets everything, and is there again after 300 ms. */
        REBOOTING
    }

    private final Supplier<Endpoint<C, E>> maker;
    private final UnaryOperator<byte[]> wrong;
    private final int babbleBytesPerMs;
    private final SplittableRandom random;
    private Endpoint<C, E> device;
    private Endpoint<C, E> second;
    private Mode mode = Mode.WELL;
    private final ArrayDeque<Byte> slow = new ArrayDeque<>();
    private long ownDueNanos = NEVER;
    private boolean off;

    /** @param wrong makes another good frame of one; @param baud of the line, 8N1 */
    Misbehaving(Supplier<Endpoint<C, E>> maker, UnaryOperator<byte[]> wrong, int baud, long seed) {
        this.maker = maker;
        this.wrong = wrong;
        this.babbleBytesPerMs = Math.max(1, baud / 10_000);
        this.random = new SplittableRandom(seed);
        this.device = maker.get();
        this.second = maker.get();
    }

    @Override
    public void linkUp(long nowNanos, Sink<E> sink) {
        device.linkUp(nowNanos, sink);
        second.linkUp(nowNanos, muted(sink));
    }

    @Override
    public void linkDown(long nowNanos, String cause, Sink<E> sink) {
        device.linkDown(nowNanos, cause, sink);
        second.linkDown(nowNanos, cause, muted(sink));
        slow.clear();
    }

    @Override
    public void command(long nowNanos, Mode wanted, Sink<E> sink) {
        mode = wanted;
        slow.clear();
        off = false;
        ownDueNanos = mode == Mode.BABBLING ? nowNanos : NEVER;
    }

    @Override
    public void received(long nowNanos, byte[] buffer, int length, Sink<E> sink) {
        if (mode != Mode.SILENT && mode != Mode.BABBLING && !off) {
            together(nowNanos, sink, (one, its) -> one.received(nowNanos, buffer, length, its));
        }
    }

    @Override
    public void due(long nowNanos, Sink<E> sink) {
        if (nowNanos >= ownDueNanos) {
            ownDue(nowNanos, sink);
        }
        if (!off && Math.min(device.nextDueNanos(), second.nextDueNanos()) <= nowNanos) {
            together(nowNanos, sink, (one, its) -> {
                if (one.nextDueNanos() <= nowNanos) {
                    one.due(nowNanos, its);
                }
            });
        }
    }

    private void ownDue(long nowNanos, Sink<E> sink) {
        if (off) { // back from a reboot, with nothing in mind
            off = false;
            ownDueNanos = NEVER;
            device = maker.get();
            device.linkUp(nowNanos, sink);
        } else if (mode == Mode.BABBLING) {
            byte[] noise = new byte[babbleBytesPerMs];
            random.nextBytes(noise);
            sink.send(noise);
            ownDueNanos = nowNanos + MS;
        } else if (!slow.isEmpty()) {
            sink.send(new byte[] {slow.poll()});
            ownDueNanos = slow.isEmpty() ? NEVER : nowNanos + SLOW_NANOS;
        } else {
            ownDueNanos = NEVER;
        }
    }

    @Override
    public long nextDueNanos() {
        return off ? ownDueNanos : Math.min(ownDueNanos, Math.min(device.nextDueNanos(), second.nextDueNanos()));
    }

    private interface Step<C, E> {
        void with(Endpoint<C, E> one, Sink<E> its);
    }

    /** Both devices do it; what becomes of their frames is the mode's. */
    private void together(long nowNanos, Sink<E> sink, Step<C, E> step) {
        List<byte[]> first = new ArrayList<>();
        List<byte[]> other = new ArrayList<>();
        step.with(device, collecting(first, sink, true));
        step.with(second, collecting(other, sink, false));
        for (int i = 0; i < first.size(); i++) {
            say(nowNanos, first.get(i), i < other.size() ? other.get(i) : new byte[0], sink);
        }
    }

    private void say(long nowNanos, byte[] frame, byte[] other, Sink<E> sink) {
        switch (mode) {
            case WELL -> sink.send(frame);
            case SILENT, BABBLING -> { }
            case SLOW -> {
                for (byte octet : frame) {
                    slow.add(octet);
                }
                ownDueNanos = ownDueNanos == NEVER ? nowNanos : ownDueNanos;
            }
            case WRONG -> sink.send(wrong.apply(frame));
            case TWO -> sink.send(mixed(frame, other));
            case REBOOTING -> {
                if (!off) {
                    sink.send(Arrays.copyOf(frame, frame.length / 2));
                    off = true;
                    mode = Mode.WELL;
                    ownDueNanos = nowNanos + REBOOT_NANOS;
                }
            }
        }
    }

    private static byte[] mixed(byte[] one, byte[] other) {
        byte[] both = new byte[one.length + other.length];
        for (int i = 0, at = 0; at < both.length; i++) {
            if (i < one.length) {
                both[at++] = one[i];
            }
            if (i < other.length) {
                both[at++] = (byte) ~other[i]; // equal devices say the same: on a wire they still garble each other
            }
        }
        return both;
    }

    private Sink<E> collecting(List<byte[]> frames, Sink<E> sink, boolean events) {
        return new Sink<>() {
            @Override
            public void send(byte[] frame) {
                frames.add(frame);
            }

            @Override
            public void emit(E event) {
                if (events) {
                    sink.emit(event);
                }
            }

            @Override
            public void malformed(byte[] raw, String reason) {
                if (events) {
                    sink.malformed(raw, reason);
                }
            }
        };
    }

    private Sink<E> muted(Sink<E> sink) {
        return collecting(new ArrayList<>(), sink, false);
    }
}
