package org.etclane.sim.device;

import java.util.ArrayList;
import java.util.List;
import org.etclane.device.Bytes;
import org.etclane.device.link.Endpoint;
import org.etclane.device.link.LinkTrace.Direction;
import org.etclane.device.trace.TracedBytes;

/**
 * A device that only knows what one like it once said: plays a recorded trace. What the device sent is sent again, as long after
 * what went before it as then; where the lane spoke it waits until the lane has sent as many bytes again, and compares them. A
 * lane says other times and serial numbers than then, so a difference is told and nothing more. Pure, as every {@link Endpoint}.
 */
public final class TraceReplay implements Endpoint<TraceReplay.Nothing, TraceReplay.Event> {
    /** The lane is given so long to say what it said then; after that the device goes on without. */
    static final long PATIENCE_NANOS = 5_000_000_000L;
    /** Nobody wants to wait through a quiet night. */
    static final long LONGEST_PAUSE_NANOS = 10_000_000_000L;

    private final List<TracedBytes> packets;
    private int next;
    private boolean up;
    private boolean finished;
    private final List<Bytes> heard = new ArrayList<>();
    private long dueNanos = Long.MAX_VALUE;

    /** It cannot be told anything. */
    public enum Nothing {
    }

    /** How the replay goes. {@code packet} counts from 1, as Wireshark does, without notes. */
    public sealed interface Event {
        long atNanos();

        record Sent(long atNanos, int packet, Bytes bytes) implements Event {
        }

        /** The lane sent at this place exactly what it sent then. */
        record Same(long atNanos, int packet) implements Event {
        }

        record Different(long atNanos, int packet, Bytes then, Bytes now) implements Event {
        }

        /** @param got what had come until then */
        record Missed(long atNanos, int packet, Bytes then, Bytes got) implements Event {
        }

        record Finished(long atNanos) implements Event {
        }
    }

    /** @param packets in the order of their time; notes are passed over */
    public TraceReplay(List<TracedBytes> packets) {
        this.packets = packets.stream().filter(p -> p.direction() != Direction.NOTE && p.bytes().size() > 0).toList();
    }

    @Override
    public void linkUp(long nowNanos, Sink<Event> sink) {
        up = true;
        arm(nowNanos);
        goOn(nowNanos, sink);
    }

    /** A line that comes back goes on where it was. */
    @Override
    public void linkDown(long nowNanos, String cause, Sink<Event> sink) {
        up = false;
        heard.clear();
        dueNanos = Long.MAX_VALUE;
    }

    @Override
    public void received(long nowNanos, byte[] buffer, int length, Sink<Event> sink) {
        if (!finished) {
            heard.add(Bytes.copyOf(buffer, 0, length));
            goOn(nowNanos, sink);
        }
    }

    @Override
    public void command(long nowNanos, Nothing command, Sink<Event> sink) {
        throw new IllegalStateException("there is nothing to command: " + command);
    }

    @Override
    public void due(long nowNanos, Sink<Event> sink) {
        goOn(nowNanos, sink);
    }

    @Override
    public long nextDueNanos() {
        return dueNanos;
    }

    /** Everything that can be done now, packet by packet. */
    private void goOn(long nowNanos, Sink<Event> sink) {
        while (up && next < packets.size() && step(nowNanos, sink)) {
            next++;
            arm(nowNanos);
        }
        if (up && !finished && next == packets.size()) {
            finished = true;
            dueNanos = Long.MAX_VALUE;
            sink.emit(new Event.Finished(nowNanos));
        }
    }

    /** @return whether the packet is done */
    private boolean step(long nowNanos, Sink<Event> sink) {
        TracedBytes packet = packets.get(next);
        boolean due = nowNanos >= dueNanos;
        if (packet.direction() == Direction.IN) {
            if (due) {
                sink.send(packet.bytes().toArray());
                sink.emit(new Event.Sent(nowNanos, next + 1, packet.bytes()));
            }
            return due;
        }
        Bytes all = Bytes.concat(heard.toArray(Bytes[]::new));
        if (all.size() < packet.bytes().size()) {
            if (due) {
                heard.clear();
                sink.emit(new Event.Missed(nowNanos, next + 1, packet.bytes(), all));
            }
            return due;
        }
        Bytes said = all.slice(0, packet.bytes().size());
        heard.clear();
        heard.add(all.slice(said.size(), all.size()));
        sink.emit(said.equals(packet.bytes()) ? new Event.Same(nowNanos, next + 1)
                : new Event.Different(nowNanos, next + 1, packet.bytes(), said));
        return true;
    }

    /** When the next packet is to be sent, or has been waited for long enough. */
    private void arm(long nowNanos) {
        if (next >= packets.size()) {
            dueNanos = Long.MAX_VALUE;
        } else if (packets.get(next).direction() == Direction.OUT) {
            dueNanos = nowNanos + PATIENCE_NANOS;
        } else {
            long pauseNanos = next == 0 ? 0 : packets.get(next).wallNanos() - packets.get(next - 1).wallNanos();
            dueNanos = nowNanos + Math.clamp(pauseNanos, 0, LONGEST_PAUSE_NANOS);
        }
    }
}
