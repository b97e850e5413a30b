package org.etclane.lane.diagnostics;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One reader of the control socket. All methods on the diagnostics thread, but for what is handed to {@code post}. */
final class ControlSession {
    private static final long ANSWER_WITHIN_NANOS = 10_000_000_000L;
    private static final int MAX_UNREAD_BYTES = 8 << 20;
    private static final int MAX_UNREAD_WATCH_BYTES = 256 << 10;
    private static final Logger LOG = LoggerFactory.getLogger(ControlSession.class);

    private final SocketChannel channel;
    private final SelectionKey key;
    private final ControlVerbs verbs;
    private final Predicate<Runnable> post;
    private final Consumer<ControlSession> ended;
    private final ByteBuffer in = ByteBuffer.allocate(ControlProtocol.MAX_REQUEST_BYTES);
    private final ArrayDeque<ByteBuffer> out = new ArrayDeque<>();
    /** Counted from whatever thread publishes a line. */
    private final AtomicLong missed = new AtomicLong();
    private int unreadBytes;
    private LaneControl.Watch watch;
    private CompletableFuture<?> pending;
    private long pendingUntilNanos = Long.MAX_VALUE;
    private boolean endAfterAnswer;

    ControlSession(SocketChannel channel, SelectionKey key, ControlVerbs verbs, Predicate<Runnable> post,
            Consumer<ControlSession> ended) {
        this.channel = channel;
        this.key = key;
        this.verbs = verbs;
        this.post = post;
        this.ended = ended;
    }

    void ready() throws IOException {
        if (key.isWritable()) {
            flush();
        }
        if (key.isValid() && key.isReadable()) {
            read();
        }
    }

    private void read() throws IOException {
        if (channel.read(in) < 0) {
            close();
            return;
        }
        int end = lineEnd();
        while (end >= 0 && key.isValid() && !endAfterAnswer) {
            byte[] line = Arrays.copyOf(in.array(), end);
            in.flip().position(end + 1);
            in.compact();
            handle(line);
            end = lineEnd();
        }
        if (!in.hasRemaining() && key.isValid() && !endAfterAnswer) {
            endAfterAnswer = true;
            send(ControlProtocol.failure(ControlProtocol.Failure.TOO_LONG,
                    "a request has at most " + ControlProtocol.MAX_REQUEST_BYTES + " bytes"));
        }
        if (endAfterAnswer) {
            in.clear(); // whatever else comes is read and forgotten until the answer is out
        }
    }

    private int lineEnd() {
        for (int i = 0; i < in.position(); i++) {
            if (in.get(i) == '\n') {
                return i;
            }
        }
        return -1;
    }

    private void handle(byte[] line) {
        if (pending != null) {
            send(ControlProtocol.failure(ControlProtocol.Failure.BUSY, "the request before is still being done"));
            return;
        }
        ControlVerbs.Answer answer;
        try {
            answer = verbs.answer(line);
        } catch (RuntimeException bug) {
            // edge: whatever goes wrong while answering one reader must not end the thread that serves them all
            LOG.error("a control request failed", bug);
            answer = new ControlVerbs.Now(ControlProtocol.failure(ControlProtocol.Failure.INTERNAL, String.valueOf(bug)));
        }
        switch (answer) {
            case ControlVerbs.Now now -> send(now.line());
            case ControlVerbs.Later later -> await(later.done());
            case ControlVerbs.Watching ignored -> startWatch();
        }
    }

    private void await(CompletableFuture<?> done) {
        pending = done;
        pendingUntilNanos = System.nanoTime() + ANSWER_WITHIN_NANOS;
        done.whenComplete((result, failure) -> post.test(() -> finish(done, result, failure)));
    }

    private void finish(CompletableFuture<?> done, Object result, Throwable failure) {
        if (pending != done) {
            return; // it has timed out
        }
        pending = null;
        pendingUntilNanos = Long.MAX_VALUE;
        Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        switch (cause) {
            case null -> send(ControlProtocol.result(RecordJson.of(result)));
            case LaneControl.RefusedException refused ->
                    send(ControlProtocol.failure(ControlProtocol.Failure.REFUSED, refused.getMessage()));
            default -> send(ControlProtocol.failure(ControlProtocol.Failure.INTERNAL, String.valueOf(cause)));
        }
    }

    void tick(long nowNanos) {
        if (pendingUntilNanos != Long.MAX_VALUE && nowNanos - pendingUntilNanos > 0) {
            pending = null;
            pendingUntilNanos = Long.MAX_VALUE;
            send(ControlProtocol.failure(ControlProtocol.Failure.TIMEOUT, "the lane has not done it within 10 s"));
        }
    }

    private void startWatch() {
        if (watch == null) {
            watch = verbs.watch(line -> {
                if (!post.test(() -> show(line))) {
                    missed.incrementAndGet();
                }
            });
        }
    }

    private void show(LaneSnapshotLine line) {
        if (unreadBytes > MAX_UNREAD_WATCH_BYTES) {
            missed.incrementAndGet();
            return;
        }
        long count = missed.getAndSet(0);
        if (count > 0) {
            send(ControlProtocol.watchLine(new LaneSnapshotLine(line.wallMillis(), LaneSnapshotLine.What.MISSED, "",
                    Map.of("count", Long.toString(count)))));
        }
        send(ControlProtocol.watchLine(line));
    }

    private void send(byte[] line) {
        if (!key.isValid()) {
            return;
        }
        if (unreadBytes + line.length > MAX_UNREAD_BYTES) {
            LOG.warn("a reader of the control socket does not read its answers: cut off");
            close();
            return;
        }
        out.add(ByteBuffer.wrap(line));
        unreadBytes += line.length;
        try {
            flush();
        } catch (IOException gone) {
            LOG.debug("a reader of the control socket went away: {}", gone.getMessage());
            close();
        }
    }

    private void flush() throws IOException {
        while (!out.isEmpty()) {
            unreadBytes -= channel.write(out.peek());
            if (out.peek().hasRemaining()) {
                key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
                return;
            }
            out.remove();
        }
        if (endAfterAnswer) {
            close();
        } else {
            key.interestOps(SelectionKey.OP_READ);
        }
    }

    void close() {
        if (watch != null) {
            watch.close();
            watch = null;
        }
        key.cancel();
        try {
            channel.close();
        } catch (IOException alreadyGone) {
            LOG.debug("closing a control connection", alreadyGone);
        }
        ended.accept(this);
    }
}
