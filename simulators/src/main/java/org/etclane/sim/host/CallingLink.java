package org.etclane.sim.host;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.etclane.device.Bytes;
import org.etclane.device.link.ByteLink;
import org.etclane.device.link.Callers;

/**
 * Simulated devices that call the lane, each over a TCP connection of its own, as one line of {@link Callers}: device n is caller n.
 * Up from the start; who is connected, {@code Opened} and {@code Closed} tell. A device whose call is refused or lost calls again
 * {@value #AGAIN_MS} ms later. On this machine each has an address of its own, as in a device network: 127.0.0.11 and so on. Threads
 * {@code call:<name>-n} (calls, reads) and {@code tcp-tx:<name>-n} (writes, one per call).
 */
public final class CallingLink implements ByteLink {
    static final long AGAIN_MS = 500;
    private static final int FIRST_HOST = 10;
    private static final int CONNECT_TIMEOUT_MS = 3_000;
    private static final long CLOSE_PATIENCE_MS = 2_000;

    private final InetAddress address;
    private final int port;
    private final List<Device> devices = new ArrayList<>();
    private final Object oneAtATime = new Object();
    private volatile Listener listener;
    private volatile boolean closed;

    /**
     * @param address and port where the lane listens
     * @param count   of devices
     */
    public CallingLink(String name, InetAddress address, int port, int count) {
        this.address = address;
        this.port = port;
        for (int number = 1; number <= count; number++) {
            devices.add(new Device(number, name + "-" + number));
        }
    }

    @Override
    public void start(Listener listener) {
        this.listener = listener;
        listener.up(System.nanoTime());
        devices.forEach(device -> device.thread.start());
    }

    /** @return false also for a device that is not connected */
    @Override
    public boolean offer(byte[] frame) {
        if (Callers.order(frame).orElse(null) instanceof Callers.Send(int number, Bytes bytes) && number > 0 && number <= devices.size()) {
            TcpCall call = devices.get(number - 1).call.get();
            return call != null && call.offer(bytes.toArray());
        }
        return false; // devices that call send, and nothing else
    }

    /** Every connection is dropped; the devices call again. */
    @Override
    public void restart(String cause) {
        devices.forEach(device -> device.end(cause));
    }

    @Override
    public Optional<String> trouble() {
        long away = devices.stream().filter(device -> device.call.get() == null).count();
        return away == 0 ? Optional.empty() : Optional.of(away + " of " + devices.size() + " devices are not connected");
    }

    @Override
    public String description() {
        return devices.size() + " tcp calls to " + address.getHostAddress() + ":" + port;
    }

    @Override
    public void close() {
        closed = true;
        for (Device device : devices) {
            device.end("closed");
            LockSupport.unpark(device.thread);
        }
        try {
            for (Device device : devices) {
                if (device.thread.isAlive()) {
                    device.thread.join(Duration.ofMillis(CLOSE_PATIENCE_MS));
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void notice(Callers.Notice notice) {
        synchronized (oneAtATime) {
            listener.bytes(System.nanoTime(), notice.encode());
        }
    }

    private final class Device {
        private final int number;
        private final String name;
        private final Thread thread;
        private final AtomicReference<TcpCall> call = new AtomicReference<>();

        Device(int number, String name) {
            this.number = number;
            this.name = name;
            thread = Thread.ofPlatform().name("call:" + name).daemon().unstarted(this::run);
        }

        void end(String cause) {
            TcpCall current = call.get();
            if (current != null) {
                current.end(cause);
            }
        }

        private void run() {
            while (!closed) {
                try (Socket socket = new Socket()) {
                    socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
                    if (address instanceof Inet4Address && address.isLoopbackAddress()) {
                        socket.bind(new InetSocketAddress("127.0.0." + (FIRST_HOST + number), 0));
                    }
                    socket.connect(new InetSocketAddress(address, port), CONNECT_TIMEOUT_MS);
                    talk(socket);
                } catch (IOException nobody) {
                    // no lane listens there yet, or not any more
                }
                if (!closed) {
                    LockSupport.parkNanos(this, AGAIN_MS * 1_000_000);
                }
            }
        }

        private void talk(Socket socket) {
            TcpCall current = new TcpCall(name, socket);
            call.set(current);
            if (closed) { // close() may have looked before the connection was there
                current.end("closed");
            }
            notice(new Callers.Opened(number, description()));
            String cause = current.talk((atNanos, chunk) -> notice(new Callers.Received(number, Bytes.copyOf(chunk))));
            call.set(null);
            notice(new Callers.Closed(number, cause));
        }
    }
}
