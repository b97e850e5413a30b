package org.etclane.sim.host;

import com.pi4j.context.Context;
import com.pi4j.io.gpio.digital.DigitalState;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.etclane.device.gpio.GpioCodec;
import org.etclane.device.gpio.GpioFrame;
import org.etclane.device.gpio.GpioRole;
import org.etclane.device.gpio.line.LineSource;

/**
 * GPIO lines of a lane process that belong to a simulated road in another one: Pi4J's mock lines, and a TCP connection over which their
 * levels and edges go as {@link GpioFrame}s. The chip is named {@code /simulated/HOST:PORT} or {@code /simulated/HOST:PORT/NAME}; where
 * the road listens. A lane that is killed leaves relays and lamps as they are, as with a chip: nobody drives them any more.
 *
 * <p>Lines are given out only once the road has told their level. A connection that is lost is a chip that is gone; it is made again when
 * the lane requests its lines again. Threads: the link's, and {@code chip:HOST:PORT} that reads.
 */
public final class SimulatedChip implements LineSource {
    private static final String ROOT = "/simulated/";
    private static final Pattern NAME = Pattern.compile(ROOT + "([^/]+):([1-9]\\d{0,4})(?:/[^/]+)?");
    private static final int PATIENCE_MS = 2_000;

    /** As a configuration names it. */
    public static String named(String host, int port) {
        return ROOT + host + ":" + port;
    }

    @Override
    public boolean serves(String chip) {
        return chip.startsWith(ROOT);
    }

    @Override
    public Context open(List<String> chips, Consumer<String> lost) {
        List<InetSocketAddress> roads = chips.stream().map(SimulatedChip::road).distinct().toList();
        if (roads.size() != 1) {
            throw new IllegalStateException("chips " + chips + " belong to several simulated roads; a lane stands at one");
        }
        Wires wires = new Wires(roads.getFirst(), lost);
        return wires.lines.context(wires::close);
    }

    private static InetSocketAddress road(String chip) {
        Matcher name = NAME.matcher(chip);
        if (!name.matches() || Integer.parseInt(name.group(2)) > 65_535) {
            throw new IllegalStateException("chip " + chip + " names no simulated road: " + ROOT + "HOST:PORT, as scripts/sim prints it");
        }
        return new InetSocketAddress(name.group(1), Integer.parseInt(name.group(2)));
    }

    /** From the mock lines to the road, over one connection after the other. */
    private static final class Wires implements MockLines.Road {
        private final InetSocketAddress road;
        private final Consumer<String> lost;
        private final MockLines lines = new MockLines(this);
        private volatile Connection connection;
        private volatile boolean closed;

        Wires(InetSocketAddress road, Consumer<String> lost) {
            this.road = road;
            this.lost = lost;
        }

        /** Link's thread. */
        @Override
        public DigitalState level(GpioRole role) {
            Connection current = connection;
            if (current == null || !current.alive) {
                current = connect();
            }
            return current.level(role);
        }

        private Connection connect() {
            lines.forget();
            Socket socket = new Socket();
            try {
                socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
                socket.connect(road, PATIENCE_MS);
                Connection fresh = new Connection(socket);
                connection = fresh;
                fresh.send(new GpioFrame.ReadLevels());
                Thread.ofPlatform().name("chip:" + road.getHostString() + ":" + road.getPort()).daemon().start(fresh::read);
                return fresh;
            } catch (IOException nobody) {
                close(socket);
                // without a cause: the link tells the innermost words
                throw new IllegalStateException("no simulated road at " + road.getHostString() + ":" + road.getPort()
                        + ": start scripts/sim --wiring gpio first (" + nobody.getMessage() + ")");
            }
        }

        @Override
        public void drive(GpioRole role, boolean high) {
            try {
                connection.send(new GpioFrame.Drive(role, high));
            } catch (IOException gone) {
                connection.end(gone.getMessage());
            }
        }

        void close() {
            closed = true;
            Connection current = connection;
            if (current != null) {
                current.end("closed");
            }
        }

        private static void close(Socket socket) {
            try {
                socket.close();
            } catch (IOException alreadyGone) {
                // closing is all that was wanted
            }
        }

        private final class Connection implements GpioCodec.Output {
            private final Socket socket;
            private final Map<GpioRole, CompletableFuture<Boolean>> levels = new ConcurrentHashMap<>();
            private volatile boolean alive = true;

            Connection(Socket socket) {
                this.socket = socket;
            }

            void send(GpioFrame frame) throws IOException {
                socket.getOutputStream().write(ChunkLink.framed(GpioCodec.encode(frame)));
            }

            DigitalState level(GpioRole role) {
                try {
                    return levels.computeIfAbsent(role, _ -> new CompletableFuture<>()).get(PATIENCE_MS, TimeUnit.MILLISECONDS)
                            ? DigitalState.HIGH : DigitalState.LOW;
                } catch (TimeoutException | ExecutionException untold) {
                    throw new IllegalStateException("the simulated road has no line for " + role);
                } catch (InterruptedException stop) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("interrupted while the simulated road was asked for " + role);
                }
            }

            void end(String cause) {
                if (alive) {
                    alive = false;
                    close(socket);
                    if (!closed) {
                        lost.accept("the simulated road is gone: " + cause);
                    }
                }
            }

            void read() {
                try (DataInputStream in = new DataInputStream(socket.getInputStream())) {
                    while (alive) {
                        byte[] chunk = in.readNBytes(in.readUnsignedShort());
                        GpioCodec.decode(chunk, chunk.length, this);
                    }
                } catch (IOException gone) {
                    end(gone.getMessage() == null ? "it has closed the connection" : gone.getMessage());
                }
            }

            @Override
            public void frame(GpioFrame frame) {
                switch (frame) {
                    case GpioFrame.Level(GpioRole role, boolean high, long _) -> {
                        contact(role, high);
                        levels.computeIfAbsent(role, _ -> new CompletableFuture<>()).complete(high);
                    }
                    case GpioFrame.Edge(GpioRole role, boolean high, long _) -> contact(role, high);
                    case GpioFrame.EdgesLost(GpioRole role, boolean high, long _) -> contact(role, high);
                    case GpioFrame.Drive _, GpioFrame.Driven _, GpioFrame.ReadLevels _ -> malformed(GpioCodec.encode(frame), "frame of the lane's own side");
                }
            }

            private void contact(GpioRole role, boolean high) {
                if (role.input()) {
                    lines.contact(role, high);
                }
            }

            @Override
            public void malformed(byte[] raw, String reason) {
                end("it spoke what is no frame: " + reason);
            }
        }
    }
}
