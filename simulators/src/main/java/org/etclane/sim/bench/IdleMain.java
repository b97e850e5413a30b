package org.etclane.sim.bench;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;

/**
 * A JVM that has Netty and H2 loaded and does nothing: what the resident memory of a lane is compared with. One database with one
 * row, one listening socket on loopback. Usage: {@code IdleMain DATABASE_FILE}; prints "idle" when it is.
 */
public final class IdleMain {
    private IdleMain() {
    }

    public static void main(String[] args) throws SQLException, InterruptedException {
        Connection connection = DriverManager.getConnection("jdbc:h2:file:" + Path.of(args[0]).toAbsolutePath());
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE one (id INT PRIMARY KEY, body VARCHAR)");
            statement.execute("INSERT INTO one VALUES (1, 'row')");
        }
        new ServerBootstrap().group(new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory()))
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInboundHandlerAdapter() {
                    @Override
                    public void channelActive(ChannelHandlerContext context) {
                        context.close();
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0).sync();
        System.out.println("idle");
        new CountDownLatch(1).await();
    }
}
