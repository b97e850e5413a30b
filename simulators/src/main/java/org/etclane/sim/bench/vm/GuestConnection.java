package org.etclane.sim.bench.vm;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The bench's end of the line to the agent. Blocking; one thread at a time. */
final class GuestConnection implements AutoCloseable {
    private static final int LOOK_MS = 500;
    private static final Duration QUICK = Duration.ofSeconds(60);
    /** Beyond what the agent itself waits. */
    private static final Duration REPLY = Duration.ofSeconds(60);

    /** What {@link #await} looks at while it waits. */
    interface Alive {
        /** @throws IOException when there is nobody to wait for any more */
        void check() throws IOException;
    }

    private final ServerSocket server;
    private Socket agent;
    private InputStream in;

    GuestConnection() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    int port() {
        return server.getLocalPort();
    }

    /** Until the agent has called. */
    AgentReply.Hello await(Duration atMost, Alive machine) throws IOException {
        server.setSoTimeout(LOOK_MS);
        long deadline = System.nanoTime() + atMost.toNanos();
        while (agent == null) {
            try {
                agent = server.accept();
            } catch (SocketTimeoutException notYet) {
                machine.check();
                if (System.nanoTime() > deadline) {
                    throw new IOException("the machine did not come up within " + atMost.toSeconds() + " s");
                }
            }
        }
        agent.setTcpNoDelay(true);
        in = new BufferedInputStream(agent.getInputStream());
        return expect(AgentReply.Hello.class, reply(atMost));
    }

    /** @throws IOException when it could not be done, with the reason */
    <T extends AgentReply> T ask(AgentRequest request, Class<T> kind) throws IOException {
        agent.getOutputStream().write(AgentCodec.encode(request));
        Duration patience = switch (request) {
            case AgentRequest.Run(var _, long ms) -> Duration.ofMillis(ms);
            case AgentRequest.Await(var _, long ms) -> Duration.ofMillis(ms);
            case AgentRequest.Start _, AgentRequest.Signal _, AgentRequest.Ask _, AgentRequest.Fetch _, AgentRequest.Wire _,
                 AgentRequest.StrikeAtRise _ -> Duration.ZERO;
        };
        return expect(kind, reply(patience.plus(REPLY)));
    }

    /** A command to its end, whatever its exit code. */
    AgentReply.Ran run(Duration patience, String... command) throws IOException {
        return ask(new AgentRequest.Run(List.of(command), patience.toMillis()), AgentReply.Ran.class);
    }

    /** What a quick command of the shell prints. @throws IOException when it fails */
    String shell(String command) throws IOException {
        AgentReply.Ran ran = run(QUICK, "/bin/sh", "-c", command);
        if (ran.exit() != 0) {
            throw new IOException("in the machine: " + command + " ended with " + ran.exit() + ": " + ran.output().strip());
        }
        return ran.output();
    }

    byte[] fetch(String file) throws IOException {
        return ask(new AgentRequest.Fetch(file), AgentReply.Contents.class).bytes();
    }

    JsonNode askLane(String socket, String verb) throws IOException {
        return ask(new AgentRequest.Ask(socket, verb), AgentReply.Said.class).result();
    }

    private AgentReply reply(Duration patience) throws IOException {
        agent.setSoTimeout((int) patience.toMillis());
        Optional<String> line = AgentCodec.line(in);
        return AgentCodec.reply(line.orElseThrow(() -> new IOException("the machine is gone")));
    }

    private static <T extends AgentReply> T expect(Class<T> kind, AgentReply reply) throws IOException {
        if (kind.isInstance(reply)) {
            return kind.cast(reply);
        }
        throw new IOException(reply instanceof AgentReply.Failed(String reason) ? reason : "the machine answered " + reply);
    }

    /** The agent ends, and with it the machine. */
    @Override
    public void close() throws IOException {
        if (agent != null) {
            agent.close();
        }
        server.close();
    }
}
