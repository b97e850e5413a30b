package org.etclane.sim.bench.vm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.etclane.device.gpio.GpioRole;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent's work on this machine, and its line to the bench. */
class GuestWorkTest {
    private final GuestWork work = new GuestWork("127.0.0.1");

    @TempDir
    Path folder;

    @AfterEach
    void close() throws IOException {
        work.close();
    }

    private AgentReply ask(AgentRequest request) throws IOException {
        return work.answer(new String(AgentCodec.encode(request), StandardCharsets.UTF_8).strip());
    }

    @Test
    void runsAProgramToItsEnd() throws IOException {
        assertEquals(new AgentReply.Ran(4, "out\nerr\n"), ask(new AgentRequest.Run(List.of("sh", "-c", "echo out; echo err >&2; exit 4"), 10_000)));
        assertInstanceOf(AgentReply.Failed.class, ask(new AgentRequest.Run(List.of("sleep", "60"), 50)));
        assertInstanceOf(AgentReply.Failed.class, ask(new AgentRequest.Run(List.of("/no/such/program"), 50)));
    }

    @Test
    void startsAndEndsPrograms() throws IOException {
        String log = folder.resolve("log").toString();
        assertInstanceOf(AgentReply.Started.class, ask(new AgentRequest.Start("one", List.of("sh", "-c", "echo started; exec sleep 60"), log)));
        assertInstanceOf(AgentReply.Failed.class, ask(new AgentRequest.Start("one", List.of("sleep", "60"), log)), "it runs already");
        assertInstanceOf(AgentReply.Failed.class, ask(new AgentRequest.Await("one", 20)), "it goes on");
        assertEquals(new AgentReply.Done(), ask(new AgentRequest.Signal("one", true)));
        assertEquals(new AgentReply.Ended(137), ask(new AgentRequest.Await("one", 10_000)));
        assertInstanceOf(AgentReply.Started.class, ask(new AgentRequest.Start("one", List.of("sleep", "60"), log)), "again");
        assertEquals(new AgentReply.Done(), ask(new AgentRequest.Signal("one", false)));
        assertEquals(new AgentReply.Ended(143), ask(new AgentRequest.Await("one", 10_000)));
    }

    @Test
    void bringsFiles() throws IOException {
        Path file = Files.write(folder.resolve("bytes"), new byte[] {1, 2, 0, -1});
        assertEquals(new AgentReply.Contents(new byte[] {1, 2, 0, -1}), ask(new AgentRequest.Fetch(file.toString())));
        assertInstanceOf(AgentReply.Failed.class, ask(new AgentRequest.Fetch(folder.resolve("none").toString())));
    }

    @Test
    void saysWhyItCannot() throws IOException {
        assertTrue(assertInstanceOf(AgentReply.Failed.class, ask(new AgentRequest.Await("nobody", 1))).reason().contains("nobody"));
        assertInstanceOf(AgentReply.Failed.class, ask(new AgentRequest.Ask(folder.resolve("no.sock").toString(), "status")));
        assertInstanceOf(AgentReply.Failed.class, ask(new AgentRequest.StrikeAtRise(GpioRole.RAISE, "nobody")));
        assertInstanceOf(AgentReply.Failed.class, work.answer("garbage"));
    }

    @Test
    void joinsLinesToTheRoadOnce() throws IOException {
        try (ServerSocket road = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            AgentRequest wire = new AgentRequest.Wire(road.getLocalPort(), folder.toString(), Map.of(GpioRole.RAISE, 0));
            assertEquals(new AgentReply.Done(), ask(wire));
            try (Socket joined = road.accept()) {
                assertArrayEquals(new byte[] {0, 1, 'Q'}, joined.getInputStream().readNBytes(3), "asks for all contacts");
            }
            assertInstanceOf(AgentReply.Failed.class, ask(wire));
        }
    }

    @Test
    void agentAndBenchSpeakToEachOther() throws Exception {
        try (GuestConnection guest = new GuestConnection()) {
            Thread agent = Thread.ofPlatform().daemon().start(() -> {
                try {
                    GuestAgentMain.main(new String[] {"127.0.0.1", Integer.toString(guest.port())});
                } catch (IOException ended) {
                    // the bench has gone
                }
            });
            assertEquals(System.getProperty("java.runtime.version"), guest.await(Duration.ofSeconds(20), () -> { }).java());
            assertEquals("hello\n", guest.shell("echo hello"));
            assertThrows(IOException.class, () -> guest.shell("exit 3"));
            assertThrows(IOException.class, () -> guest.fetch("/no/such/file"));
            assertEquals("still there\n", guest.shell("echo still there"));
            guest.close();
            agent.join(Duration.ofSeconds(10));
            assertTrue(!agent.isAlive(), "the agent ends with the connection");
        }
    }

    @Test
    void aMachineThatEndsIsNotWaitedFor() throws IOException {
        try (GuestConnection guest = new GuestConnection()) {
            assertEquals("gone", assertThrows(IOException.class, () -> guest.await(Duration.ofSeconds(60), () -> {
                throw new IOException("gone");
            })).getMessage());
        }
    }
}
