package org.etclane.device.ldi;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.etclane.device.Bytes;
import org.etclane.device.link.Callers;
import org.etclane.device.link.Endpoint.Sink;

/** One connection as {@link LdiHub} sees it: its session, whose modules it carries, and what it has used of its limits. */
final class LdiCaller {
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final int ANSWER_AFTER = Callers.WINDOW / 2;

    final int number;
    final String peer;
    final LdiSession session;
    final ArrayDeque<LdiNews> news = new ArrayDeque<>();
    List<LdiModule> modules = List.of();
    boolean hungUp;
    private final LdiSettings.Limits limits;
    private int chunks;
    private long bytesSinceNanos;
    private long bytes;
    private long badSinceNanos;
    private int bad;

    LdiCaller(int number, String peer, LdiSettings settings, LongSupplier wallMillis, long nowNanos) {
        this.number = number;
        this.peer = peer;
        this.session = new LdiSession(settings, wallMillis);
        this.limits = settings.limits();
        this.bytesSinceNanos = nowNanos;
        this.badSinceNanos = nowNanos;
    }

    /** "192.168.1.20" of "192.168.1.20:41234", "fe80::1" of "fe80::1:41234". */
    String address() {
        int port = peer.lastIndexOf(':');
        return port < 0 ? peer : peer.substring(0, port);
    }

    /** @return after how many chunks the line is to be told that there is room again, 0: not now */
    int chunkDone() {
        chunks++;
        if (chunks < ANSWER_AFTER) {
            return 0;
        }
        int done = chunks;
        chunks = 0;
        return done;
    }

    /** @return true when this is a flood */
    boolean tookBytes(long nowNanos, int count) {
        if (nowNanos - bytesSinceNanos >= SECOND_NANOS) {
            bytesSinceNanos = nowNanos;
            bytes = 0;
        }
        bytes += count;
        return bytes > limits.bytesPerSecond();
    }

    boolean tooMuchBad(long nowNanos) {
        return nowNanos - badSinceNanos < 60 * SECOND_NANOS && bad > limits.badPerMinute();
    }

    /** What the session says, kept until it has returned; its frames go to this caller. */
    Sink<LdiNews> sink(long nowNanos, Sink<?> line) {
        return new Sink<>() {
            @Override
            public void send(byte[] frame) {
                line.send(new Callers.Send(number, Bytes.copyOf(frame)).encode());
            }

            @Override
            public void emit(LdiNews event) {
                news.add(event);
            }

            @Override
            public void malformed(byte[] raw, String reason) {
                if (nowNanos - badSinceNanos >= 60 * SECOND_NANOS) {
                    badSinceNanos = nowNanos;
                    bad = 0;
                }
                bad++;
                line.malformed(raw, "caller " + number + ": " + reason);
            }
        };
    }

    Optional<LdiNews> nextNews() {
        return Optional.ofNullable(news.poll());
    }
}
