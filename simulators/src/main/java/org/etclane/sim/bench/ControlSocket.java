package org.etclane.sim.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Asks a running lane over its control socket, one line of JSON each way. */
public final class ControlSocket {
    private static final JsonMapper MAPPER = new JsonMapper();

    private ControlSocket() {
    }

    /** @throws IOException when the lane is not running or refuses */
    public static JsonNode ask(Path socket, String verb) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            byte[] request = (MAPPER.createObjectNode().put("verb", verb) + "\n").getBytes(StandardCharsets.UTF_8);
            channel.write(ByteBuffer.wrap(request));
            BufferedReader reader = new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
            JsonNode answer = MAPPER.readTree(reader.readLine());
            if (answer == null || !answer.path("ok").asBoolean()) {
                throw new IOException("lane answered " + answer);
            }
            return answer.path("result");
        }
    }
}
