package org.etclane.sim.station;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.etclane.lane.station.LinkClock;
import org.etclane.lane.station.StationFrames;
import org.etclane.lane.station.v1.CloseLane;
import org.etclane.lane.station.v1.Command;
import org.etclane.lane.station.v1.CommandResult;
import org.etclane.lane.station.v1.Heartbeat;
import org.etclane.lane.station.v1.OpenLane;
import org.etclane.lane.station.v1.ParameterKind;
import org.etclane.lane.station.v1.ParameterOffer;
import org.etclane.lane.station.v1.ParameterResult;
import org.etclane.lane.station.v1.Record;
import org.etclane.lane.station.v1.RecordStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reference station (站级服务器): takes the records of its lanes into a database, checks every TAC, sends commands and
 * parameter packages. Commits before it acknowledges. May be stopped and started again on the same database and port. Public methods may be
 * called from any thread; results of commands and offers complete on the event loop.
 */
public final class StationServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StationServer.class);
    private static final int STORE_QUEUE = 1024;
    private static final long STOP_MS = 5000;

    private final StationServerSettings settings;
    private final TacCheck tacCheck;
    private final LinkClock clock;
    private final StationFaults faults;
    private final Map<String, LaneConnection> lanes = new ConcurrentHashMap<>();
    private final Map<String, Heartbeat> heartbeats = new ConcurrentHashMap<>();
    private final Map<String, ConcurrentLinkedDeque<PackageDelivery>> deliveries = new ConcurrentHashMap<>();
    private final AtomicLong redelivered = new AtomicLong();
    private volatile Optional<Running> running = Optional.empty();

    private record Running(MultiThreadIoEventLoopGroup group, EventLoop loop, ThreadPoolExecutor storeThread, StationStore store,
            Channel listening) {
    }

    public StationServer(StationServerSettings settings, TacCheck tacCheck) {
        this(settings, tacCheck, LinkClock.system(), StationFaults.NONE);
    }

    public StationServer(StationServerSettings settings, TacCheck tacCheck, LinkClock clock, StationFaults faults) {
        this.settings = settings;
        this.tacCheck = tacCheck;
        this.clock = clock;
        this.faults = faults;
    }

    /**
     * Opens the database and listens.
     *
     * @return the port
     * @throws StoreFailure          when the database cannot be opened
     * @throws IllegalStateException when certificates or port cannot be used
     */
    public int start() {
        StationStore store = new StationStore(settings.jdbcUrl(), settings.user(), settings.password(), tacCheck);
        store.open();
        ThreadPoolExecutor storeThread = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(STORE_QUEUE),
                new DefaultThreadFactory("station-store", true));
        MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("station-server", true),
                NioIoHandler.newFactory());
        try {
            Desk desk = new Desk(group.next(), storeThread, store);
            Channel listening = listen(group, tlsContext(), desk);
            running = Optional.of(new Running(group, desk.loop, storeThread, store, listening));
            LOG.info("station listens on port {}", port());
            return port();
        } catch (SSLException | IllegalArgumentException unusable) {
            stop(group, storeThread, store);
            throw new IllegalStateException("the station's certificates cannot be used: " + unusable.getMessage(), unusable);
        } catch (RuntimeException notStarted) {
            stop(group, storeThread, store);
            throw notStarted;
        }
    }

    private SslContext tlsContext() throws SSLException {
        return SslContextBuilder.forServer(settings.tls().certificates().toFile(), settings.tls().privateKey().toFile())
                .sslProvider(SslProvider.JDK).protocols("TLSv1.3").trustManager(settings.tls().trusted().toFile())
                .clientAuth(ClientAuth.REQUIRE).build();
    }

    private Channel listen(MultiThreadIoEventLoopGroup group, SslContext tls, Desk desk) {
        var bound = new ServerBootstrap().group(group).channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true).childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel fresh) {
                        fresh.pipeline().addLast(tls.newHandler(fresh.alloc()), new StationFrames(), new LaneConnection(desk));
                    }
                }).bind(new InetSocketAddress(settings.bindAddress(), settings.port())).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IllegalStateException("cannot listen on " + settings.bindAddress() + ":" + settings.port() + ": "
                    + bound.cause().getMessage(), bound.cause());
        }
        return bound.channel();
    }

    /** The port it listens on; 0 when stopped. */
    public int port() {
        return running.map(now -> ((InetSocketAddress) now.listening().localAddress()).getPort()).orElse(0);
    }

    /** Ids of the lanes that are connected now. */
    public Set<String> connectedLanes() {
        return Set.copyOf(lanes.keySet());
    }

    public Optional<Heartbeat> lastHeartbeat(String laneId) {
        return Optional.ofNullable(heartbeats.get(laneId));
    }

    public CompletableFuture<CommandResult> openLane(String laneId, String operator, String reason) {
        return sendCommand(laneId, Command.newBuilder().setCommandId(UUID.randomUUID().toString()).setOperator(operator)
                .setOpenLane(OpenLane.newBuilder().setReason(reason)).build());
    }

    public CompletableFuture<CommandResult> closeLane(String laneId, String operator, String reason) {
        return sendCommand(laneId, Command.newBuilder().setCommandId(UUID.randomUUID().toString()).setOperator(operator)
                .setCloseLane(CloseLane.newBuilder().setReason(reason)).build());
    }

    /** Completes with the lane's answer, or exceptionally when the lane is not connected or the connection ends first. */
    public CompletableFuture<CommandResult> sendCommand(String laneId, Command command) {
        CompletableFuture<CommandResult> result = new CompletableFuture<>();
        withLane(laneId, result, connection -> connection.command(command, result));
        return result;
    }

    /**
     * Delivers a parameter package: offers it now or when the lane connects, and again after each broken connection, until the lane has
     * said what it makes of it. Packages of one lane go one after the other.
     *
     * @param file stays there until then
     * @return completes with the lane's verdict, however long that takes
     */
    public CompletableFuture<ParameterResult> deliverPackage(String laneId, Path file) throws IOException {
        PackageDelivery delivery = PackageDelivery.of(file);
        deliveries.computeIfAbsent(laneId, _ -> new ConcurrentLinkedDeque<>()).add(delivery);
        running.ifPresent(now -> now.loop().execute(() -> deliver(laneId)));
        return delivery.result();
    }

    private void deliver(String laneId) {
        LaneConnection connection = lanes.get(laneId);
        PackageDelivery next = deliveries.getOrDefault(laneId, new ConcurrentLinkedDeque<>()).peek();
        if (connection != null && next != null && next.begin()) {
            PackageSender sender = next.sender();
            sender.result().whenComplete((verdict, lost) -> {
                next.end();
                if (lost == null) {
                    deliveries.get(laneId).remove(next);
                    next.result().complete(verdict);
                    deliver(laneId);
                }
            });
            connection.offer(sender);
        }
    }

    /** Offers any bytes under any kind and hash, once: what a lane must refuse can be tried with it. */
    public CompletableFuture<ParameterResult> offer(String laneId, ParameterKind kind, String version, String sha256, byte[] file) {
        CompletableFuture<ParameterResult> result = new CompletableFuture<>();
        ParameterOffer offer = ParameterOffer.newBuilder().setOfferId(UUID.randomUUID().toString()).setKind(kind).setVersion(version)
                .setSha256(sha256).setSize(file.length).build();
        byte[] copy = file.clone();
        withLane(laneId, result, connection -> connection.offer(new PackageSender(offer, PackageSender.of(copy), result)));
        return result;
    }

    private void withLane(String laneId, CompletableFuture<?> result, Consumer<LaneConnection> action) {
        Optional<Running> now = running;
        if (now.isEmpty()) {
            result.completeExceptionally(new IllegalStateException("the station is stopped"));
            return;
        }
        now.get().loop().execute(() -> {
            LaneConnection connection = lanes.get(laneId);
            if (connection == null) {
                result.completeExceptionally(new IllegalStateException("lane " + laneId + " is not connected"));
            } else {
                action.accept(connection);
            }
        });
    }

    /** Reads the database; works while the server runs and after it has stopped. */
    public StationLedger ledger() {
        return new StationLedger(settings.jdbcUrl(), settings.user(), settings.password());
    }

    public LedgerSummary summary() {
        return ledger().summary(redelivered.get());
    }

    /** Closes all connections and the database. The server may be started again. */
    public void stop() {
        Optional<Running> now = running;
        running = Optional.empty();
        now.ifPresent(was -> {
            was.listening().close().awaitUninterruptibly(STOP_MS);
            was.loop().submit(() -> new ArrayList<>(lanes.values()).forEach(one -> one.goodbye("the station stops")))
                    .awaitUninterruptibly(STOP_MS);
            stop(was.group(), was.storeThread(), was.store());
        });
    }

    private static void stop(MultiThreadIoEventLoopGroup group, ThreadPoolExecutor storeThread, StationStore store) {
        storeThread.submit(store::close);
        storeThread.shutdown();
        try {
            storeThread.awaitTermination(STOP_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        group.shutdownGracefully(0, STOP_MS, TimeUnit.MILLISECONDS).awaitUninterruptibly(STOP_MS);
    }

    @Override
    public void close() {
        stop();
    }

    /** What the connections may do with the server. */
    private final class Desk implements LaneConnection.Desk {
        private final EventLoop loop;
        private final ThreadPoolExecutor storeThread;
        private final StationStore store;

        Desk(EventLoop loop, ThreadPoolExecutor storeThread, StationStore store) {
            this.loop = loop;
            this.storeThread = storeThread;
            this.store = store;
        }

        @Override
        public StationServerSettings settings() {
            return settings;
        }

        @Override
        public long wallMillis() {
            return clock.wallMillis().getAsLong();
        }

        @Override
        public long nanos() {
            return clock.nanos().getAsLong();
        }

        @Override
        public CompletableFuture<Long> lastSequence(String lane, String ledger) {
            return onStore(() -> store.lastSequence(lane, ledger));
        }

        @Override
        public CompletableFuture<List<RecordStatus>> save(String lane, String ledger, List<Record> records) {
            return onStore(() -> {
                List<RecordStatus> statuses = store.save(lane, ledger, records, wallMillis());
                redelivered.addAndGet(statuses.stream().filter(RecordStatus.EXISTS::equals).count());
                return faults.loseAcknowledgement(lane, records.getLast().getSequence()) ? List.of() : statuses;
            });
        }

        private <T> CompletableFuture<T> onStore(Supplier<T> work) {
            CompletableFuture<T> result = new CompletableFuture<>();
            try {
                storeThread.execute(() -> {
                    try {
                        T value = work.get();
                        loop.execute(() -> result.complete(value));
                    } catch (RuntimeException failed) {
                        // the edge to the database: the lane hears of it and tries again
                        LOG.error("station store failed", failed);
                        loop.execute(() -> result.completeExceptionally(failed));
                    }
                });
            } catch (RejectedExecutionException full) {
                result.completeExceptionally(full);
            }
            return result;
        }

        @Override
        public void security(String lane, String peer, String code, String detail) {
            LOG.warn("security event: lane {} at {}: {} {}", lane, peer, code, detail);
            SecurityEvent event = new SecurityEvent(wallMillis(), lane, peer, code, detail);
            onStore(() -> {
                store.securityEvent(event);
                return event;
            });
        }

        @Override
        public void up(String lane, LaneConnection connection) {
            LaneConnection before = lanes.put(lane, connection);
            if (before != null) {
                before.replaced();
            }
            loop.execute(() -> deliver(lane)); // behind the hello reply that is just being sent
        }

        @Override
        public void heartbeat(String lane, Heartbeat heartbeat) {
            heartbeats.put(lane, heartbeat);
        }

        @Override
        public boolean breakAfterChunk(String lane, long offset) {
            return faults.breakAfterChunk(lane, offset);
        }

        @Override
        public void ended(String lane, LaneConnection connection) {
            lanes.remove(lane, connection);
        }
    }
}
