package org.etclane.sim.bench.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etclane.device.gpio.GpioRole;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.api.Test;

class AgentCodecTest {
    static List<AgentRequest> requests() {
        return List.of(new AgentRequest.Run(List.of("sh", "-c", "echo \"测\"\n"), 5), new AgentRequest.Start("serial", List.of("java"), "/data/x.log"),
                new AgentRequest.Signal("serial", true), new AgentRequest.Await("serial", 1000), new AgentRequest.Ask("/data/lane.sock", "status"),
                new AgentRequest.Fetch("/data/x"), new AgentRequest.Wire(4001, "/run/chip-lane", Map.of(GpioRole.RAISE, 16)),
                new AgentRequest.StrikeAtRise(GpioRole.RAISE, "gpio"));
    }

    static List<AgentReply> replies() {
        return List.of(new AgentReply.Hello("6.1", "25", 7.5), new AgentReply.Done(), new AgentReply.Ran(1, "no such file\n"),
                new AgentReply.Started(77), new AgentReply.Ended(143),
                new AgentReply.Said(JsonNodeFactory.instance.objectNode().put("mode", "OPEN")),
                new AgentReply.Contents(new byte[] {0, -1, 10, 13}), new AgentReply.Failed("nothing was started as x"));
    }

    private static Optional<String> line(byte[] bytes) throws IOException {
        return AgentCodec.line(new ByteArrayInputStream(bytes));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void aRequestIsALineAndComesBack(AgentRequest request) throws IOException {
        assertEquals(request, AgentCodec.request(line(AgentCodec.encode(request)).orElseThrow()));
    }

    @ParameterizedTest
    @MethodSource("replies")
    void aReplyIsALineAndComesBack(AgentReply reply) throws IOException {
        assertEquals(reply, AgentCodec.reply(line(AgentCodec.encode(reply)).orElseThrow()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{}", "[]", "7", "{\"ask\":\"Reboot\"}", "{\"ask\":\"Run\"", "{\"ask\":\"Run\",\"command\":null,\"patienceMs\":1}",
        "{\"ask\":\"Wire\",\"port\":1,\"chip\":\"x\",\"lines\":{\"NO_ROLE\":1}}"})
    void whatIsNoRequestIsToldAsSuch(String line) {
        assertTrue(assertThrows(IOException.class, () -> AgentCodec.request(line)).getMessage().startsWith("no AgentRequest"));
    }

    @Test
    void aLineThatIsCutIsNone() throws IOException {
        byte[] whole = AgentCodec.encode(new AgentReply.Done());
        for (int length = 0; length < whole.length; length++) {
            assertEquals(Optional.empty(), line(java.util.Arrays.copyOf(whole, length)));
        }
    }

    @Test
    void linesFollowEachOther() throws IOException {
        InputStream in = new ByteArrayInputStream("one\n\ntwo测\n".getBytes(StandardCharsets.UTF_8));
        assertEquals(Optional.of("one"), AgentCodec.line(in));
        assertEquals(Optional.of(""), AgentCodec.line(in));
        assertEquals(Optional.of("two测"), AgentCodec.line(in));
        assertEquals(Optional.empty(), AgentCodec.line(in));
    }

    @Test
    void aLineWithoutEndIsNotKeptForEver() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }
        };
        assertThrows(IOException.class, () -> AgentCodec.line(endless));
    }
}
