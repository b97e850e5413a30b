package org.etclane.lane.diagnostics;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The asking side of the control socket. Blocking; one request at a time; for lanectl and tests. */
final class ControlClient implements AutoCloseable {
    private static final long PATIENCE_S = 20;

    private final SocketChannel channel;
    private final BufferedReader reader;

    private ControlClient(SocketChannel channel) {
        this.channel = channel;
        this.reader = new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
    }

    /** Nobody is there. */
    static final class NotRunning extends IOException {
        private static final long serialVersionUID = 1L;

        NotRunning(String why) {
            super(why);
        }
    }

    /** Somebody is there, but not for this user. */
    static final class NotAllowed extends IOException {
        private static final long serialVersionUID = 1L;

        NotAllowed(String why) {
            super(why);
        }
    }

    static ControlClient connect(Path socket) throws IOException {
        Path folder = socket.getParent();
        if (folder != null && Files.isDirectory(folder) && !Files.isExecutable(folder)) {
            throw new NotAllowed(folder.toString());
        }
        if (!Files.exists(socket)) {
            throw new NotRunning(socket.toString());
        }
        try {
            return new ControlClient(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
        } catch (ConnectException nobodyListens) {
            throw new NotRunning(socket.toString());
        } catch (IOException refused) {
            throw Files.isWritable(socket) ? refused : new NotAllowed(socket.toString());
        }
    }

    /** @throws IOException when no answer came */
    JsonNode ask(JsonNode request) throws IOException {
        // the only way to end a blocking read on this kind of channel is to close it
        CompletableFuture<Void> patience = CompletableFuture.runAsync(this::close,
                CompletableFuture.delayedExecutor(PATIENCE_S, TimeUnit.SECONDS));
        try {
            send(ControlProtocol.line(request));
            return answer();
        } finally {
            patience.cancel(false);
        }
    }

    /** Lines until the lane ends, the sink's thread is interrupted or the connection is closed. */
    void watch(JsonNode request, Consumer<JsonNode> sink) throws IOException {
        send(ControlProtocol.line(request));
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            sink.accept(ControlProtocol.read(line));
        }
    }

    void send(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    JsonNode answer() throws IOException {
        String line = reader.readLine();
        if (line == null) {
            throw new IOException("the lane ended the connection");
        }
        return ControlProtocol.read(line);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException ended) {
            // nothing more is wanted of it
        }
    }
}
