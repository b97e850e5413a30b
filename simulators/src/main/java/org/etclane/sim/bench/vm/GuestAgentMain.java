package org.etclane.sim.bench.vm;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * The hands of the bench inside the virtual lane PC: calls the bench outside and does what it is told until the connection ends.
 * {@code GuestAgentMain HOST PORT}. Runs as root, on one thread but for the wires.
 */
public final class GuestAgentMain {
    private static final int ATTEMPTS = 50;
    private static final long BETWEEN_ATTEMPTS_NANOS = 200_000_000L;

    private GuestAgentMain() {
    }

    public static void main(String[] args) throws IOException {
        String host = args[0];
        try (Socket bench = call(host, Integer.parseInt(args[1])); GuestWork work = new GuestWork(host)) {
            bench.setTcpNoDelay(true);
            OutputStream out = bench.getOutputStream();
            InputStream in = new BufferedInputStream(bench.getInputStream());
            out.write(AgentCodec.encode(hello()));
            for (Optional<String> line = AgentCodec.line(in); line.isPresent(); line = AgentCodec.line(in)) {
                out.write(AgentCodec.encode(work.answer(line.get())));
                out.flush();
            }
        }
    }

    /** The network card may need a moment. */
    static Socket call(String host, int port) throws IOException {
        IOException last = new IOException("not tried");
        for (int i = 0; i < ATTEMPTS; i++) {
            Socket socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(host, port), (int) Duration.ofSeconds(5).toMillis());
                return socket;
            } catch (IOException notYet) {
                socket.close();
                last = notYet;
                LockSupport.parkNanos(BETWEEN_ATTEMPTS_NANOS);
            }
        }
        throw last;
    }

    private static AgentReply hello() throws IOException {
        String[] up = Files.readString(Path.of("/proc/uptime")).split(" ");
        return new AgentReply.Hello(System.getProperty("os.version"), System.getProperty("java.runtime.version"), Double.parseDouble(up[0]));
    }
}
