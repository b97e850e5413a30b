package org.etclane.sim.bench.vm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Messages between bench and agent: one JSON object per line, UTF-8, at most {@value #LONGEST_BYTES} bytes. */
final class AgentCodec {
    /** A lane's journal fits, in base 64. */
    static final int LONGEST_BYTES = 64 << 20;
    private static final JsonMapper MAPPER = mapper();

    private AgentCodec() {
    }

    private static JsonMapper mapper() {
        JsonMapper mapper = new JsonMapper();
        mapper.registerSubtypes(AgentRequest.class.getPermittedSubclasses());
        mapper.registerSubtypes(AgentReply.class.getPermittedSubclasses());
        return mapper;
    }

    static byte[] encode(AgentRequest request) {
        return line(request);
    }

    static byte[] encode(AgentReply reply) {
        return line(reply);
    }

    /** @throws IOException when it is none */
    static AgentRequest request(String line) throws IOException {
        return read(line, AgentRequest.class);
    }

    /** @throws IOException when it is none */
    static AgentReply reply(String line) throws IOException {
        return read(line, AgentReply.class);
    }

    /**
     * The next line without its end; empty at the end of the stream, also when that comes in mid-line.
     *
     * @throws IOException when it is longer than allowed
     */
    static Optional<String> line(InputStream in) throws IOException {
        byte[] bytes = new byte[256];
        for (int length = 0; ; length++) {
            int next = in.read();
            if (next < 0) {
                return Optional.empty();
            }
            if (next == '\n') {
                return Optional.of(new String(bytes, 0, length, StandardCharsets.UTF_8));
            }
            if (length == LONGEST_BYTES) {
                throw new IOException("a message is longer than " + LONGEST_BYTES + " bytes");
            }
            bytes = length < bytes.length ? bytes : Arrays.copyOf(bytes, 2 * bytes.length);
            bytes[length] = (byte) next;
        }
    }

    private static byte[] line(Object message) {
        try {
            return (MAPPER.writeValueAsString(message) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException ours) {
            throw new IllegalStateException("not a message: " + message, ours);
        }
    }

    private static <T> T read(String line, Class<T> type) throws IOException {
        try {
            T message = MAPPER.readValue(line, type);
            if (message != null) {
                return message;
            }
        } catch (JsonProcessingException | IllegalArgumentException none) {
            throw new IOException("no " + type.getSimpleName() + ": " + shortened(line), none);
        }
        throw new IOException("no " + type.getSimpleName() + ": " + shortened(line));
    }

    private static String shortened(String line) {
        return line.length() <= 200 ? line : line.substring(0, 200) + "…";
    }
}
