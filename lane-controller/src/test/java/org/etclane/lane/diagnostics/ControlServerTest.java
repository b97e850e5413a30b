package org.etclane.lane.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real socket, with a lane made by hand behind it. */
@Timeout(60)
class ControlServerTest {
    @TempDir
    Path folder;
    private final SampleLane lane = new SampleLane();
    private Path socket;
    private ControlServer server;

    @BeforeEach
    void start() throws IOException {
        socket = folder.resolve("control/lane.sock");
        server = ControlServer.start(socket, lane);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private JsonNode ask(String line) throws IOException {
        try (ControlClient client = ControlClient.connect(socket)) {
            client.send((line + "\n").getBytes(StandardCharsets.UTF_8));
            return client.answer();
        }
    }

    private void assertFailure(String code, JsonNode answer) {
        assertFalse(answer.get("ok").booleanValue(), answer.toString());
        assertEquals(code, answer.get("error").asText(), answer.toString());
        assertFalse(answer.get("message").asText().isBlank());
    }

    @Test
    void onlyTheOwnerMayEnter() throws IOException {
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)));
    }

    @Test
    void aFolderThatWasOpenToOthersIsClosed() throws IOException {
        Path open = Files.createDirectory(folder.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        try (ControlServer second = ControlServer.start(open.resolve("s"), lane)) {
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(open)));
            assertTrue(Files.exists(second.path()));
        }
        assertFalse(Files.exists(open.resolve("s")));
    }

    @Test
    void answersInOneLine() throws IOException {
        JsonNode answer = ask("{\"verb\":\"status\"}");
        assertTrue(answer.get("ok").booleanValue());
        assertEquals("370100300100120260001", answer.at("/result/laneId").asText());
        assertEquals("测A12345", answer.at("/result/vehicles/0/plate").asText());
        assertTrue(answer.at("/result/vehicles/0/detail").isTextual());
        assertEquals("Settled", ask("{\"verb\":\"record\",\"id\":\"" + SampleLane.TRANSACTION + "\"}")
                .at("/result/0/entry/kind").asText());
        assertEquals(41.5, ask("{\"verb\":\"stages\"}").at("/result/0/p50Us").doubleValue());
    }

    @Test
    void garbageIsAnsweredAndTheConnectionGoesOn() throws IOException {
        try (ControlClient client = ControlClient.connect(socket)) {
            for (String garbage : List.of("", "x", "[]", "{", "null", "{}{", "\"status\"", "\u0000\u0001", "[".repeat(4000))) {
                client.send((garbage + "\n").getBytes(StandardCharsets.UTF_8));
                assertFalse(client.answer().get("ok").booleanValue(), garbage);
            }
            assertFailure("bad-argument", reply(client, "{}"));
            assertFailure("bad-argument", reply(client, "{\"verb\":7}"));
            assertFailure("unknown-verb", reply(client, "{\"verb\":\"fly\"}"));
            assertFailure("bad-argument", reply(client, "{\"verb\":\"records\",\"limit\":0}"));
            assertFailure("bad-argument", reply(client, "{\"verb\":\"records\",\"limit\":100000}"));
            assertFailure("bad-argument", reply(client, "{\"verb\":\"close\"}"));
            assertFailure("bad-argument", reply(client, "{\"verb\":\"trace-set\",\"link\":\"rsu\",\"on\":1}"));
            assertFailure("bad-argument", reply(client, "{\"verb\":\"trace-show\",\"link\":\"scale\"}"));
            assertTrue(reply(client, "{\"verb\":\"devices\"}").get("ok").booleanValue());
        }
    }

    private static JsonNode reply(ControlClient client, String line) throws IOException {
        client.send((line + "\n").getBytes(StandardCharsets.UTF_8));
        return client.answer();
    }

    @Test
    void noiseNeverEndsTheServer() throws IOException {
        long seed = 20261120L; // printed by the assertion below; change it to try others
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            byte[] noise = new byte[random.nextInt(4096)];
            random.nextBytes(noise);
            try (ControlClient client = ControlClient.connect(socket)) {
                client.send(noise);
            } catch (ControlClient.NotRunning gone) {
                throw new AssertionError("the server ended; seed " + seed + " round " + round, gone);
            }
        }
        assertTrue(ask("{\"verb\":\"status\"}").get("ok").booleanValue(), "seed " + seed);
    }

    @Test
    void aRequestThatIsTooLongIsRefusedAndTheConnectionEnds() throws IOException {
        try (ControlClient client = ControlClient.connect(socket)) {
            client.send("{".repeat(ControlProtocol.MAX_REQUEST_BYTES).getBytes(StandardCharsets.UTF_8));
            assertFailure("too-long", client.answer());
            assertThrows(IOException.class, client::answer);
        }
        assertTrue(ask("{\"verb\":\"status\"}").get("ok").booleanValue());
    }

    @Test
    void requestsThatArriveInPiecesOrTogetherAreTheSame() throws IOException {
        byte[] request = "{\"verb\":\"trace-set\",\"link\":\"rsu\",\"on\":true}\n".getBytes(StandardCharsets.UTF_8);
        try (ControlClient client = ControlClient.connect(socket)) {
            for (byte one : request) {
                client.send(new byte[] {one});
            }
            assertTrue(client.answer().get("ok").booleanValue());
            client.send((new String(request, StandardCharsets.UTF_8)
                    + "{\"verb\":\"outbox\"}\n").getBytes(StandardCharsets.UTF_8));
            assertTrue(client.answer().get("ok").booleanValue());
            assertEquals(2, client.answer().at("/result/pending").intValue());
        }
    }

    @Test
    void oneReaderTooManyIsTurnedAway() throws IOException {
        List<ControlClient> readers = new ArrayList<>();
        try {
            for (int i = 0; i < ControlServer.MAX_CLIENTS; i++) {
                readers.add(ControlClient.connect(socket));
                assertTrue(reply(readers.get(i), "{\"verb\":\"devices\"}").get("ok").booleanValue());
            }
            try (ControlClient late = ControlClient.connect(socket)) {
                assertFailure("busy", late.answer());
            }
        } finally {
            readers.forEach(ControlClient::close);
        }
    }

    @Test
    void aBugInTheLaneIsAnAnswerToo() throws IOException {
        lane.broken = true;
        assertFailure("internal", ask("{\"verb\":\"status\"}"));
        lane.broken = false;
        assertTrue(ask("{\"verb\":\"status\"}").get("ok").booleanValue());
    }

    @Test
    void aCommandIsAnsweredWhenItIsDoneAndOthersNeedNotWait() throws IOException {
        lane.opening = new CompletableFuture<>();
        try (ControlClient client = ControlClient.connect(socket)) {
            client.send("{\"verb\":\"open\"}\n".getBytes(StandardCharsets.UTF_8));
            assertTrue(ask("{\"verb\":\"status\"}").get("ok").booleanValue());
            lane.opening.complete("opened");
            assertEquals("opened", client.answer().get("result").asText());
        }
        assertEquals("open by " + System.getProperty("user.name"), lane.done.getFirst());
        lane.opening = CompletableFuture.failedFuture(new LaneControl.RefusedException("journal cannot write"));
        assertFailure("refused", ask("{\"verb\":\"open\"}"));
    }

    @Test
    void watchersGetEveryLineAndLeaveNothingBehind() throws Exception {
        CountDownLatch seen = new CountDownLatch(3);
        ControlClient client = ControlClient.connect(socket);
        Thread watcher = Thread.ofPlatform().start(() -> {
            try {
                client.watch(LaneCtl.request("watch"), line -> seen.countDown());
            } catch (IOException closed) {
                // the test ends the watching by closing
            }
        });
        while (lane.sinks.isEmpty()) {
            Thread.onSpinWait();
        }
        for (int i = 0; i < 3; i++) {
            lane.sinks.getFirst().accept(SampleLane.charged());
        }
        seen.await();
        client.close();
        watcher.join();
        while (!lane.sinks.isEmpty()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aWatcherThatDoesNotReadMissesLinesAndIsTold() throws IOException {
        try (ControlClient client = ControlClient.connect(socket)) {
            client.send("{\"verb\":\"watch\"}\n".getBytes(StandardCharsets.UTF_8));
            while (lane.sinks.isEmpty()) {
                Thread.onSpinWait();
            }
            for (int i = 0; i < 50_000; i++) {
                lane.sinks.getFirst().accept(SampleLane.charged());
            }
            assertTrue(ask("{\"verb\":\"status\"}").get("ok").booleanValue());
            boolean told = false;
            while (!told) {
                lane.sinks.getFirst().accept(SampleLane.charged());
                told = client.answer().at("/line/what").asText().equals("MISSED");
            }
        }
    }

    @Test
    void aSecondLaneDoesNotTakeTheSocketButAStaleFileDoesNoHarm() throws IOException {
        IOException refused = assertThrows(IOException.class, () -> ControlServer.start(socket, lane));
        assertTrue(refused.getMessage().contains("another lane"), refused.getMessage());
        server.close();
        Files.writeString(socket, "left over");
        server = ControlServer.start(socket, lane);
        assertTrue(ask("{\"verb\":\"status\"}").get("ok").booleanValue());
    }

    @Test
    void aPathThatIsTooLongIsRefusedWithAdvice() {
        IOException refused = assertThrows(IOException.class,
                () -> ControlServer.start(folder.resolve("x".repeat(120)).resolve("s"), lane));
        assertTrue(refused.getMessage().contains("diagnostics.socket"), refused.getMessage());
    }
}
