package org.etclane.device.link;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import jdk.net.ExtendedSocketOptions;
import org.etclane.device.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A TCP port on which devices call the lane, as a {@link ByteLink} of {@link Callers}. Up while it listens; a port that cannot be taken
 * is tried again after {@link BackOff}. One thread {@code rx:<name>} accepts, reads and writes.
 *
 * <p>Whoever calls, memory is bounded: so many places, {@value Callers#WINDOW} chunks of {@value Callers#CHUNK_BYTES} bytes each
 * towards the lane (then the socket is left unread until the endpoint takes more), and {@value #HIGH_WATER_BYTES} bytes towards a caller;
 * one who does not read what it is sent is cut off. With all places taken a caller is closed at once, counted, told to the endpoint, and
 * nobody is accepted for {@value #REST_AFTER_REFUSAL_MS} ms. Who may speak is not decided here.
 */
public final class TcpServer implements ByteLink {
    /** Bytes that may wait for one caller before it is cut off. */
    public static final int HIGH_WATER_BYTES = 32 * 1024;
    private static final int LOW_WATER_BYTES = 16 * 1024;
    static final int REST_AFTER_REFUSAL_MS = 20;
    private static final int BACKLOG = 64;
    private static final int PROBE_AFTER_S = 10;
    private static final int PROBE_EVERY_S = 5;
    private static final int PROBES = 3;
    private static final long CLOSE_PATIENCE_MS = 2_000;
    private static final Logger LOG = LoggerFactory.getLogger(TcpServer.class);

    private final String name;
    private final String address;
    private final int port;
    private final int places;
    private final AtomicBoolean started = new AtomicBoolean();
    private final EventLoopGroup loop;
    /** Who is connected; read by the protocol's thread when it sends. */
    private final Map<Integer, Caller> connected = new ConcurrentHashMap<>();
    private volatile Listener listener;
    private volatile String trouble = "not started";
    private volatile boolean closed;
    private volatile Channel server;

    // event loop only
    private final BackOff backOff = new BackOff();
    /** Places that are taken, also by callers who have gone and are not forgotten yet. */
    private final Map<Integer, Caller> taken = new HashMap<>();
    private int lastNumber;
    private long upNanos;
    private boolean toldDown;
    private long refused;
    private String refusedPeer = "";
    private boolean refusalUnderWay;

    /**
     * @param address to listen on: "127.0.0.1", "0.0.0.0" for every interface
     * @param port    1–65535, 0 for any free one, see {@link #port}
     * @param places  callers at a time, 1–{@link Callers#MAX_PLACES}
     */
    public TcpServer(String name, String address, int port, int places) {
        if (port < 0 || port > 65_535 || places < 1 || places > Callers.MAX_PLACES) {
            throw new IllegalArgumentException("port is " + port + ", allowed: 0–65535; places is " + places + ", allowed: 1–"
                    + Callers.MAX_PLACES);
        }
        this.name = Objects.requireNonNull(name);
        this.address = Objects.requireNonNull(address);
        this.port = port;
        this.places = places;
        ThreadFactory threads = Thread.ofPlatform().name("rx:" + name).daemon().factory();
        this.loop = new MultiThreadIoEventLoopGroup(1, threads, NioIoHandler.newFactory());
    }

    @Override
    public void start(Listener listener) {
        if (!started.compareAndSet(false, true)) {
            throw new IllegalStateException("link " + name + " was started before");
        }
        this.listener = Objects.requireNonNull(listener);
        loop.execute(this::listen);
    }

    /** The port that is listened on; the configured one while none is. */
    public int port() {
        Channel current = server;
        return current != null && current.localAddress() instanceof InetSocketAddress bound ? bound.getPort() : port;
    }

    /** @return false also for a frame to a caller who has gone, or who is cut off because it does not read */
    @Override
    public boolean offer(byte[] frame) {
        return switch (Callers.order(frame).orElse(null)) {
            case Callers.Send(int number, Bytes bytes) -> send(connected.get(number), bytes);
            case Callers.TakeMore(int number, int count) -> onLoop(() -> takeMore(number, count));
            case Callers.HangUp(int number, String cause) -> hangUp(connected.get(number), cause);
            case Callers.Forget(int number) -> onLoop(() -> taken.remove(number));
            case null -> false;
        };
    }

    /** Every caller is cut off, the port is given back and taken again. */
    @Override
    public void restart(String cause) {
        Channel current = server;
        if (current != null) {
            onLoop(() -> down(current, cause));
        }
    }

    @Override
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    @Override
    public String description() {
        return "tcp server " + address + ":" + port();
    }

    @Override
    public void close() {
        closed = true;
        restart("closed");
        Future<?> gone = loop.shutdownGracefully(0, CLOSE_PATIENCE_MS, TimeUnit.MILLISECONDS);
        if (!loop.next().inEventLoop()) {
            gone.awaitUninterruptibly(CLOSE_PATIENCE_MS);
        }
    }

    private boolean onLoop(Runnable task) {
        if (!loop.isShuttingDown()) {
            loop.execute(task); // bounded by the windows: an endpoint answers what it was given
            return true;
        }
        return false;
    }

    private boolean send(Caller caller, Bytes bytes) {
        if (caller == null || !caller.channel.isActive()) {
            return false;
        }
        if (!caller.channel.isWritable()) {
            caller.end("does not read: more than " + HIGH_WATER_BYTES + " bytes wait for it");
            return false;
        }
        caller.channel.writeAndFlush(Unpooled.wrappedBuffer(bytes.toArray())).addListener(written -> {
            if (!written.isSuccess()) {
                caller.end("write failed: " + written.cause().getMessage());
            }
        });
        return true;
    }

    private static boolean hangUp(Caller caller, String cause) {
        if (caller == null) {
            return false;
        }
        caller.end(cause);
        return true;
    }

    // ---- event loop

    private void listen() {
        if (closed) {
            return;
        }
        new ServerBootstrap().group(loop).channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE), PROBE_AFTER_S)
                .childOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL), PROBE_EVERY_S)
                .childOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT), PROBES)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(Callers.CHUNK_BYTES).maxMessagesPerRead(1))
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(LOW_WATER_BYTES, HIGH_WATER_BYTES))
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        arrived(channel);
                    }
                })
                .bind(address, port).addListener((io.netty.channel.ChannelFuture attempt) -> {
                    if (attempt.isSuccess()) {
                        up(attempt.channel());
                    } else {
                        refused(attempt.cause());
                    }
                });
    }

    private void up(Channel listening) {
        server = listening;
        trouble = null;
        toldDown = true;
        upNanos = System.nanoTime();
        LOG.info("{}: listening on {}", name, listening.localAddress());
        listener.up(upNanos);
        if (closed) { // close() may have looked before the port was taken
            down(listening, "closed");
        }
    }

    private void refused(Throwable failure) {
        String cause = "cannot listen on " + address + ":" + port + ": " + failure.getMessage();
        if (!cause.equals(trouble)) {
            LOG.warn("{}: {}", name, cause);
            trouble = cause;
        }
        if (!toldDown) {
            toldDown = true;
            listener.down(System.nanoTime(), cause);
        }
        again();
    }

    private void down(Channel listening, String cause) {
        if (server != listening) {
            return; // that one is down already
        }
        server = null;
        trouble = cause;
        List<Caller> everybody = List.copyOf(taken.values());
        taken.clear();
        connected.clear();
        refused = 0;
        refusalUnderWay = false;
        everybody.forEach(caller -> caller.channel.close());
        listening.close().addListener(_ -> {
            LOG.info("{}: no longer listening: {}", name, cause);
            long downNanos = System.nanoTime();
            listener.down(downNanos, cause);
            backOff.lostAfter(downNanos - upNanos);
            again();
        });
    }

    private void again() {
        if (!closed) {
            loop.schedule(this::listen, backOff.nextWaitNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void arrived(SocketChannel channel) {
        if (taken.size() >= places || server == null) {
            refused++;
            refusedPeer = peer(channel.remoteAddress());
            channel.close();
            tellRefused();
            rest();
            return;
        }
        Caller caller = new Caller(++lastNumber, channel);
        taken.put(caller.number, caller);
        channel.pipeline().addLast(caller);
    }

    private void tellRefused() {
        if (refused > 0 && !refusalUnderWay && server != null) {
            refusalUnderWay = true;
            listener.bytes(System.nanoTime(), new Callers.Refused(refused, refusedPeer).encode());
            refused = 0;
        }
    }

    private void rest() {
        Channel listening = server;
        if (listening != null) {
            listening.config().setAutoRead(false);
            loop.schedule(() -> listening.config().setAutoRead(true), REST_AFTER_REFUSAL_MS, TimeUnit.MILLISECONDS);
        }
    }

    private void takeMore(int number, int count) {
        if (number == Callers.LINE) {
            refusalUnderWay = false;
            tellRefused();
            return;
        }
        Caller caller = taken.get(number);
        if (caller != null) {
            caller.dealtWith(count);
        }
    }

    private static String peer(SocketAddress from) {
        return from instanceof InetSocketAddress internet ? internet.getAddress().getHostAddress() + ":" + internet.getPort()
                : String.valueOf(from);
    }

    /** One connection, from its first moment to its end. */
    private final class Caller extends SimpleChannelInboundHandler<ByteBuf> {
        private final int number;
        private final Channel channel;
        private volatile String cause;
        // event loop only
        private int underWay;
        private boolean reading;
        private boolean opened;

        Caller(int number, Channel channel) {
            this.number = number;
            this.channel = channel;
        }

        /** Any thread; which of two causes at the same moment is told does not matter. */
        void end(String why) {
            if (cause == null) {
                cause = why;
            }
            channel.close();
        }

        void dealtWith(int count) {
            underWay = Math.max(0, underWay - count);
            read();
        }

        private void read() {
            if (!reading && underWay < Callers.WINDOW && channel.isActive()) {
                reading = true;
                channel.read();
            }
        }

        private boolean isOurs() {
            return taken.get(number) == this;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            if (!isOurs()) {
                channel.close();
                return;
            }
            opened = true;
            connected.put(number, this);
            String peer = peer(channel.remoteAddress());
            LOG.info("{}: caller {} is {}", name, number, peer);
            listener.bytes(System.nanoTime(), new Callers.Opened(number, peer).encode());
            read();
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
            if (isOurs()) {
                underWay++;
                listener.bytes(System.nanoTime(), new Callers.Received(number, Bytes.copyOf(ByteBufUtil.getBytes(bytes))).encode());
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            reading = false;
            read();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            if (!isOurs()) {
                return; // the whole line went down, and that was told
            }
            connected.remove(number);
            String why = cause == null ? "closed by the caller" : cause;
            LOG.info("{}: caller {} has gone: {}", name, number, why);
            listener.bytes(System.nanoTime(), new Callers.Closed(number, why).encode());
        }

        /** One who was gone before it was there is told to nobody, so nobody would free its place. */
        @Override
        public void channelUnregistered(ChannelHandlerContext context) {
            if (!opened && isOurs()) {
                taken.remove(number);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
            end("connection lost: " + failure.getMessage());
        }
    }
}
