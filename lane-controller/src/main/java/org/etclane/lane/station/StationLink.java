package org.etclane.lane.station;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLException;
import org.etclane.lane.journal.Journal;
import org.etclane.lane.station.v1.CommandResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lane's side of the station link: keeps one connection, uploads the journal in order for ever, carries commands and
 * parameter files. Nothing of the lane waits for it and it holds no record that is not in the journal, so it may be down for
 * weeks. Threads: event loop "station" and {@link OutboxReader "outbox"}. The certificate files are read at every attempt: a
 * renewed certificate needs no restart.
 */
public final class StationLink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StationLink.class);
    private static final long STOP_MS = 3000;

    private final StationLinkSettings settings;
    private final StationListener listener;
    private final HeartbeatSource heartbeatSource;
    private final LinkClock clock;
    private final Backoff backoff;
    private final OutboxReader outbox;
    private final MultiThreadIoEventLoopGroup group;
    private final EventLoop loop;
    private final Owner owner = new Owner();
    private volatile StationStatus status;

    // on the event loop only
    private final SecurityNotices notices = new SecurityNotices();
    private final CommandMemory commands = new CommandMemory();
    private Optional<StationSession> up = Optional.empty();
    private Optional<Channel> channel = Optional.empty();
    private String lastTold = "";
    private boolean stopping;

    /**
     * @param journal must already be recovered
     * @param random  jitter of the waits between attempts
     */
    public StationLink(StationLinkSettings settings, Journal journal, StationListener listener, HeartbeatSource heartbeatSource,
            LinkClock clock, RandomGenerator random) {
        this.settings = settings;
        this.listener = listener;
        this.heartbeatSource = heartbeatSource;
        this.clock = clock;
        this.backoff = new Backoff(settings.backOffMinMs(), settings.backOffMaxMs(), random);
        this.group = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("station", true), NioIoHandler.newFactory());
        this.loop = group.next();
        this.outbox = new OutboxReader(journal, settings.outboxPollMs(), () -> loop.execute(this::connect));
        this.status = new StationStatus(StationStatus.State.STOPPED, clock.wallMillis().getAsLong(), "", 0, 0,
                OptionalLong.empty(), 0, 0);
    }

    /** Starts both threads; returns at once. */
    public void start() {
        outbox.start();
    }

    /** New entries have become durable. Any thread; never blocks. */
    public void wake() {
        outbox.wake();
    }

    /**
     * The lane's answer to {@link StationListener#onCommand}. The first answer counts. Any thread; never blocks.
     *
     * @param detail why not, or what was done
     */
    public void answer(String commandId, boolean done, String detail) {
        CommandResult result = CommandResult.newBuilder().setCommandId(commandId).setDone(done).setDetail(detail).build();
        loop.execute(() -> {
            if (commands.answer(result)) {
                up.ifPresent(session -> session.result(result));
            }
        });
    }

    /** A security event seen elsewhere in the lane, for the station to hear of. Any thread; never blocks. */
    public void reportSecurityEvent(String detail) {
        loop.execute(() -> notice(detail));
    }

    /** Any thread. */
    public StationStatus status() {
        StationStatus now = status;
        long pending = outbox.ledger().map(OutboxReader.Ledger::pendingRecords).orElse(0L);
        String cause = outbox.problem().isEmpty() ? now.cause() : "journal cannot be read: " + outbox.problem();
        return new StationStatus(now.state(), now.sinceWallMillis(), cause, pending, outbox.acknowledged(), now.clockOffsetMs(),
                now.nextRetryWallMillis(), now.securityEvents());
    }

    /** Says goodbye and stops both threads; unacknowledged records stay in the journal. Waits a few seconds at most. */
    @Override
    public void close() {
        try {
            loop.submit(this::stop).await(STOP_MS);
            outbox.stop(STOP_MS);
            group.shutdownGracefully(0, STOP_MS, TimeUnit.MILLISECONDS).await(STOP_MS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void stop() {
        stopping = true;
        up.ifPresent(session -> session.goodbye("the lane stops"));
        channel.ifPresent(Channel::close);
        state(StationStatus.State.STOPPED, "stopped", 0);
    }

    private void connect() {
        if (stopping) {
            return;
        }
        state(StationStatus.State.CONNECTING, status.cause(), 0);
        SslContext tls;
        try {
            tls = tlsContext(settings.tls());
        } catch (SSLException | IllegalArgumentException unusable) {
            lost("certificate files cannot be used: " + unusable.getMessage());
            return;
        }
        StationSession session = new StationSession(owner, settings, clock);
        new Bootstrap().group(group).channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, settings.connectTimeoutMs())
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel fresh) {
                        // checks that the certificate names serverName: the default of a client engine in Netty 4.2
                        fresh.pipeline().addLast(tls.newHandler(fresh.alloc(), settings.serverName(), settings.port()));
                    }
                })
                .connect(settings.host(), settings.port())
                .addListener(done -> connected((ChannelFuture) done, session));
    }

    private void connected(ChannelFuture done, StationSession session) {
        if (!done.isSuccess()) {
            lost("no connection: " + done.cause().getMessage());
            return;
        }
        channel = Optional.of(done.channel());
        done.channel().pipeline().addLast(new StationFrames(), session);
        if (stopping) {
            done.channel().close();
        }
    }

    private static SslContext tlsContext(TlsFiles files) throws SSLException {
        return SslContextBuilder.forClient().sslProvider(SslProvider.JDK).protocols("TLSv1.3")
                .keyManager(files.certificates().toFile(), files.privateKey().toFile())
                .trustManager(files.trusted().toFile()).build();
    }

    private void lost(String cause) {
        if (stopping) {
            return;
        }
        if (!cause.equals(lastTold)) {
            lastTold = cause;
            LOG.warn("station link down: {}", cause);
            listener.onDisconnected(cause);
        }
        long waitMs = backoff.nextMs();
        state(StationStatus.State.WAITING, cause, clock.wallMillis().getAsLong() + waitMs);
        loop.schedule(this::connect, waitMs, TimeUnit.MILLISECONDS);
    }

    private void state(StationStatus.State state, String cause, long nextRetryWallMillis) {
        long since = state == status.state() ? status.sinceWallMillis() : clock.wallMillis().getAsLong();
        status = new StationStatus(state, since, cause, 0, 0, status.clockOffsetMs(), nextRetryWallMillis,
                status.securityEvents());
    }

    private void notice(String detail) {
        StationStatus now = status;
        status = new StationStatus(now.state(), now.sinceWallMillis(), now.cause(), 0, 0, now.clockOffsetMs(),
                now.nextRetryWallMillis(), now.securityEvents() + 1);
        boolean fresh = notices.add(detail, clock.wallMillis().getAsLong());
        if (fresh) {
            LOG.warn("security event: {}", detail);
            listener.onSecurityEvent(detail);
        }
        up.ifPresent(session -> notices.take().forEach(session::notice));
    }

    /** What the session may do with the link. */
    private final class Owner implements StationSession.Owner {
        @Override
        public OutboxReader outbox() {
            return outbox;
        }

        @Override
        public StationListener listener() {
            return listener;
        }

        @Override
        public CommandMemory commands() {
            return commands;
        }

        @Override
        public SecurityNotices notices() {
            return notices;
        }

        @Override
        public HeartbeatSource.Content heartbeat() {
            return heartbeatSource.current();
        }

        @Override
        public void securityEvent(String detail) {
            if (loop.inEventLoop()) {
                notice(detail);
            } else {
                loop.execute(() -> notice(detail));
            }
        }

        @Override
        public void sessionUp(StationSession session) {
            up = Optional.of(session);
            lastTold = "";
            state(StationStatus.State.UP, "", 0);
            LOG.info("station link up: {}:{}", settings.host(), settings.port());
            listener.onConnected();
        }

        @Override
        public void sessionProven() {
            backoff.reset();
        }

        @Override
        public void clockOffset(Optional<ClockOffset.Sample> best) {
            StationStatus now = status;
            OptionalLong offset = best.map(sample -> OptionalLong.of(sample.offsetMs())).orElse(OptionalLong.empty());
            status = new StationStatus(now.state(), now.sinceWallMillis(), now.cause(), 0, 0, offset,
                    now.nextRetryWallMillis(), now.securityEvents());
        }

        @Override
        public void sessionEnded(StationSession session, String cause) {
            up = Optional.empty();
            channel = Optional.empty();
            lost(cause);
        }
    }
}
