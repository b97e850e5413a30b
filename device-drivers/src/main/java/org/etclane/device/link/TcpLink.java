package org.etclane.device.link;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.Future;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * A TCP connection to a device as a {@link ByteLink}, over Netty. The lane calls, and calls again after {@link BackOff} when the
 * connection is lost or refused. One thread {@code rx:<name>} connects, reads and writes.
 *
 * <p>No Nagle delay. Writing is bounded: while more than {@value #HIGH_WATER_BYTES} bytes wait for the device, {@link #offer}
 * says false. A peer that vanished without a word is found by keep-alive probes after about 25 s; protocols find it earlier by
 * their heartbeats and use {@link #restart}.
 */
public final class TcpLink implements ByteLink {
    /** Bytes that may wait for the device before frames are refused. */
    public static final int HIGH_WATER_BYTES = 64 * 1024;
    private static final int LOW_WATER_BYTES = 32 * 1024;
    private static final int CONNECT_TIMEOUT_MS = 3_000;
    private static final int PROBE_AFTER_S = 10;
    private static final int PROBE_EVERY_S = 5;
    private static final int PROBES = 3;
    private static final long CLOSE_PATIENCE_MS = 2_000;
    private static final Logger LOG = LoggerFactory.getLogger(TcpLink.class);

    private final String name;
    private final String host;
    private final int port;
    private final BackOff backOff = new BackOff(); // event loop only
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicReference<Connection> connection = new AtomicReference<>();
    private final EventLoopGroup loop;
    private volatile Listener listener;
    private volatile String trouble = "not started";
    private volatile boolean closed;
    private boolean toldDown; // event loop only

    /** @param name of the device, for the thread and messages; @param port 1–65535 */
    public TcpLink(String name, String host, int port) {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("TCP port " + port + " is not within 1–65535");
        }
        this.name = Objects.requireNonNull(name);
        this.host = Objects.requireNonNull(host);
        this.port = port;
        ThreadFactory threads = Thread.ofPlatform().name("rx:" + name).daemon().factory();
        this.loop = new MultiThreadIoEventLoopGroup(1, threads, NioIoHandler.newFactory());
    }

    @Override
    public void start(Listener listener) {
        if (!started.compareAndSet(false, true)) {
            throw new IllegalStateException("link " + name + " was started before");
        }
        this.listener = Objects.requireNonNull(listener);
        loop.execute(this::connect);
    }

    @Override
    public boolean offer(byte[] frame) {
        Connection current = connection.get();
        // Netty counts a write as soon as it is handed over, also from this thread, so the bound holds without waiting
        if (closed || current == null || !current.channel.isActive() || !current.channel.isWritable()) {
            return false;
        }
        current.channel.writeAndFlush(Unpooled.wrappedBuffer(frame)).addListener(written -> {
            if (!written.isSuccess()) {
                current.end("write failed: " + written.cause().getMessage());
            }
        });
        return true;
    }

    @Override
    public void restart(String cause) {
        Connection current = connection.get();
        if (current != null) {
            current.end(cause);
        }
    }

    @Override
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    @Override
    public String description() {
        return "tcp " + host + ":" + port;
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

    // ---- event loop ----

    private void connect() {
        if (closed) {
            return;
        }
        Bootstrap bootstrap = new Bootstrap().group(loop).channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE), PROBE_AFTER_S)
                .option(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL), PROBE_EVERY_S)
                .option(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT), PROBES)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MS)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(LOW_WATER_BYTES, HIGH_WATER_BYTES))
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(new Connection(channel));
                    }
                });
        bootstrap.connect(host, port).addListener(attempt -> {
            if (!attempt.isSuccess()) {
                refused(explain(attempt.cause()));
            }
        });
    }

    private void refused(String cause) {
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

    private void again() {
        if (!closed) {
            loop.schedule(this::connect, backOff.nextWaitNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private String explain(Throwable failure) {
        return switch (failure) {
            case UnknownHostException _ -> "host name " + host + " is not known";
            case io.netty.channel.ConnectTimeoutException _ -> "no answer from " + host + ":" + port + " within "
                    + CONNECT_TIMEOUT_MS + " ms: device off, cable out, or wrong address";
            case ConnectException _ -> "connection refused by " + host + ":" + port
                    + ": the device is there but does not listen on that port";
            default -> "cannot connect to " + host + ":" + port + ": " + failure.getMessage(); // Throwable is not sealed
        };
    }

    /** One connection, from its first moment to its end. */
    private final class Connection extends SimpleChannelInboundHandler<ByteBuf> {
        private final Channel channel;
        private final AtomicReference<String> cause = new AtomicReference<>();
        private long upNanos;

        Connection(Channel channel) {
            this.channel = channel;
        }

        /** Any thread; the first cause stands. */
        void end(String why) {
            if (cause.compareAndSet(null, why)) {
                channel.close();
            }
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            upNanos = System.nanoTime();
            trouble = null;
            toldDown = true;
            connection.set(this);
            if (closed) { // close() may have looked before the connection was there
                end("closed");
            }
            LOG.info("{}: connected to {}:{}", name, host, port);
            listener.up(upNanos);
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
            listener.bytes(System.nanoTime(), ByteBufUtil.getBytes(bytes));
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            cause.compareAndSet(null, "closed by the device");
            connection.set(null);
            trouble = cause.get();
            long downNanos = System.nanoTime();
            LOG.atLevel(closed ? Level.INFO : Level.WARN).log("{}: {}:{} is down: {}", name, host, port, trouble);
            listener.down(downNanos, trouble);
            backOff.lostAfter(downNanos - upNanos);
            again();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
            end("connection lost: " + failure.getMessage());
        }
    }
}
