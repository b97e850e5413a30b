package org.etclane.lane.diagnostics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lane's control socket: a Unix domain socket in a folder that only the lane's user may enter (0700, socket 0600), and every
 * peer's user is asked of the system besides. One thread of the lowest priority serves all readers by turns; readers, lines and
 * unread answers are bounded. See {@link ControlProtocol} for what is said on it.
 */
public final class ControlServer implements AutoCloseable {
    static final int MAX_CLIENTS = 8;
    private static final int MAX_POSTED = 2048;
    private static final int TICK_MS = 1000;
    /** A Unix socket address holds 108 bytes with its end. */
    private static final int MAX_PATH_BYTES = 107;
    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);

    private final Path path;
    private final LaneControl lane;
    private final String owner;
    private final ServerSocketChannel server;
    private final Selector selector;
    private final BlockingQueue<Runnable> posted = new ArrayBlockingQueue<>(MAX_POSTED);
    private final List<ControlSession> sessions = new ArrayList<>();
    private final Thread thread;

    private ControlServer(Path path, LaneControl lane) throws IOException {
        this.path = path;
        this.lane = lane;
        prepareFolder(path.getParent());
        removeStale(path);
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        selector = Selector.open();
        server.bind(UnixDomainSocketAddress.of(path));
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        owner = Files.getOwner(path).getName();
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        thread = Thread.ofPlatform().name("diagnostics").daemon().priority(Thread.MIN_PRIORITY).unstarted(this::run);
    }

    /**
     * Opens the socket and serves it until {@link #close}.
     *
     * @throws IOException with a sentence for the operator: folder not ours, path too long, another lane already there
     */
    public static ControlServer start(Path path, LaneControl lane) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        int bytes = absolute.toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_PATH_BYTES) {
            throw new IOException("control socket path has " + bytes + " bytes, allowed are " + MAX_PATH_BYTES + ": " + absolute
                    + "; set diagnostics.socket to a shorter path");
        }
        ControlServer server = new ControlServer(absolute, lane);
        server.thread.start();
        return server;
    }

    public Path path() {
        return path;
    }

    /** Ends the thread, the readers and the socket file. Idempotent. */
    @Override
    public void close() {
        thread.interrupt(); // wakes the selector as well
        try {
            thread.join(2000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void prepareFolder(Path folder) throws IOException {
        Files.createDirectories(folder);
        try {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException notOurs) {
            throw new IOException("the folder of the control socket is not ours: " + folder, notOurs);
        }
    }

    /** A lane that was killed leaves its socket file; one that answers is alive and keeps it. */
    private static void removeStale(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            throw new LaneAlreadyRunning(path);
        } catch (LaneAlreadyRunning running) {
            throw running;
        } catch (IOException nobody) {
            Files.delete(path);
        }
    }

    static final class LaneAlreadyRunning extends IOException {
        private static final long serialVersionUID = 1L;

        LaneAlreadyRunning(Path path) {
            super("another lane process answers on " + path);
        }
    }

    private void run() {
        try (selector; server) {
            while (!Thread.currentThread().isInterrupted()) {
                selector.select(TICK_MS);
                drainPosted();
                List<SelectionKey> ready = List.copyOf(selector.selectedKeys());
                selector.selectedKeys().clear();
                ready.forEach(this::serve);
                // the diagnostics thread's own clock: when a pending command has waited too long
                long nowNanos = System.nanoTime();
                List.copyOf(sessions).forEach(session -> session.tick(nowNanos));
            }
        } catch (IOException broken) {
            LOG.error("control socket {} has ended; the lane goes on without it", path, broken);
        } finally {
            List.copyOf(sessions).forEach(ControlSession::close);
            removeFile();
        }
    }

    private void removeFile() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException stays) {
            LOG.warn("control socket {} could not be removed", path, stays);
        }
    }

    private void drainPosted() {
        for (Runnable next = posted.poll(); next != null; next = posted.poll()) {
            next.run();
        }
    }

    private void serve(SelectionKey key) {
        try {
            if (key.isValid() && key.isAcceptable()) {
                accept();
            } else if (key.isValid() && key.attachment() instanceof ControlSession session) {
                session.ready();
            }
        } catch (IOException gone) {
            LOG.debug("a reader of the control socket went away: {}", gone.getMessage());
            if (key.attachment() instanceof ControlSession session) {
                session.close();
            }
        }
    }

    private void accept() throws IOException {
        SocketChannel channel = server.accept();
        if (channel == null) {
            return;
        }
        String user = channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
        if (!user.equals(owner) && !user.equals("root")) {
            LOG.warn("user {} was refused on the control socket", user);
            turnAway(channel, ControlProtocol.Failure.NOT_PERMITTED, "only " + owner + " may operate this lane, not " + user);
        } else if (sessions.size() >= MAX_CLIENTS) {
            turnAway(channel, ControlProtocol.Failure.BUSY, MAX_CLIENTS + " readers are connected already");
        } else {
            channel.configureBlocking(false);
            SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
            ControlSession session = new ControlSession(channel, key, new ControlVerbs(lane, user), this::post, sessions::remove);
            key.attach(session);
            sessions.add(session);
        }
    }

    private static void turnAway(SocketChannel channel, ControlProtocol.Failure failure, String message) throws IOException {
        try (channel) {
            channel.configureBlocking(false);
            channel.write(java.nio.ByteBuffer.wrap(ControlProtocol.failure(failure, message)));
        } catch (UncheckedIOException gone) {
            LOG.debug("turned away a reader that had gone", gone);
        }
    }

    /** From any thread: to be done on the diagnostics thread. False when too much is waiting. */
    private boolean post(Runnable work) {
        boolean taken = posted.offer(work);
        selector.wakeup();
        return taken;
    }
}
