package org.etclane.sim.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands where the lane looks for a device on TCP, and does to its calls what networks and converters do. In front of a real simulated
 * device it passes bytes on until it is told otherwise.
 */
final class HostileServer implements AutoCloseable {
    /** Nobody behind it. */
    static final int NOBODY = 0;

    enum Mode {
        /** Bytes pass both ways. */
        PASS,
        /** Every call is taken and reset at once. */
        RESET,
        /** Calls are taken; what is sent disappears, nothing ever comes, nothing is ever closed. */
        SWALLOW,
        /** Noise as fast as the lane takes it. */
        FLOOD
    }

    private final ServerSocket server;
    private final int deviceBehind;
    private final List<Pair> pairs = new CopyOnWriteArrayList<>();
    /** When calls were taken, monotonic. */
    final List<Long> callsNanos = new CopyOnWriteArrayList<>();
    private volatile Mode mode;

    HostileServer(Mode mode, int deviceBehind) throws IOException {
        this(mode, deviceBehind, 0);
    }

    private HostileServer(Mode mode, int deviceBehind, int port) throws IOException {
        this.mode = mode;
        this.deviceBehind = deviceBehind;
        server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        Thread.ofPlatform().name("hostile").daemon().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** How calls are treated from now on; those that there are keep their treatment. */
    void mode(Mode later) {
        mode = later;
    }

    /** The calls that there are: the other end falls silent without a word, and stays so. */
    void swallowCalls() {
        pairs.forEach(pair -> pair.swallowing = true);
    }

    void resetCalls() {
        pairs.forEach(Pair::reset);
    }

    /** Nobody listens any more: calls are refused. */
    void stopListening() throws IOException {
        server.close();
        resetCalls();
    }

    /** Another one at the same place. */
    HostileServer again() throws IOException {
        return new HostileServer(Mode.PASS, deviceBehind, port());
    }

    @Override
    public void close() throws IOException {
        stopListening();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket lane = server.accept();
                callsNanos.add(System.nanoTime());
                Pair pair = new Pair(lane);
                pairs.add(pair);
                switch (mode) {
                    case RESET -> pair.reset();
                    case SWALLOW -> pair.swallowing = true;
                    case FLOOD -> Thread.ofPlatform().daemon().start(pair::flood);
                    case PASS -> pair.join(new Socket(InetAddress.getLoopbackAddress(), deviceBehind));
                }
            } catch (IOException closedOrGone) {
                // the next caller may have more luck; a closed server ends the loop
            }
        }
    }

    private final class Pair {
        private final Socket lane;
        private volatile Socket device;
        private volatile boolean swallowing;

        Pair(Socket lane) {
            this.lane = lane;
        }

        void join(Socket there) {
            device = there;
            Thread.ofPlatform().daemon().start(() -> pass(lane, there));
            Thread.ofPlatform().daemon().start(() -> pass(there, lane));
        }

        private void pass(Socket from, Socket to) {
            byte[] buffer = new byte[4096];
            try {
                InputStream in = from.getInputStream();
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    if (!swallowing) {
                        to.getOutputStream().write(buffer, 0, count);
                    }
                }
            } catch (IOException gone) {
                // the other direction notices by itself
            }
            if (from == lane || !swallowing) { // of a device that goes while its words are swallowed the lane hears nothing
                reset();
            }
        }

        void flood() {
            byte[] noise = new byte[16 * 1024];
            new java.util.SplittableRandom(1).nextBytes(noise);
            try {
                while (true) {
                    lane.getOutputStream().write(noise);
                }
            } catch (IOException cutOff) {
                // that is what a flood is for
            }
        }

        void reset() {
            pairs.remove(this);
            try {
                lane.setSoLinger(true, 0); // closing sends a reset instead of an orderly end
                lane.close();
                if (device != null) {
                    device.close();
                }
            } catch (IOException gone) {
                // so it is
            }
        }
    }
}
