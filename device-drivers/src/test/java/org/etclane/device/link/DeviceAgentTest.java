package org.etclane.device.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The agent on a line that the test holds in its hand; the endpoint tells what it was told. */
class DeviceAgentTest {
    private final HandLine line = new HandLine();
    private final TellTale endpoint = new TellTale();
    private final Heard heard = new Heard();
    private final LinkTrace trace = new LinkTrace(100);
    private final BlockingQueue<LinkTimes.Leg> legs = new LinkedBlockingQueue<>();
    private final DeviceAgent<String, String> agent = new DeviceAgent<>("rsu", endpoint, line, heard, trace, (leg, nanos) -> {
        assertTrue(nanos >= 0);
        legs.add(leg);
    });

    @AfterEach
    void close() {
        agent.close();
    }

    @Test
    void bytesCommandsAndChangesOfTheLineReachTheEndpointInOrderOnTheAgentsThread() throws Exception {
        trace.on();
        agent.start();
        line.up();
        line.bytes("abc");
        assertTrue(agent.offer("go"));
        line.down("unplugged");
        assertEquals(List.of("up", "bytes abc", "command go", "down unplugged"), heard.next(4));
        assertEquals("device:rsu", heard.thread.getName());
        assertEquals(List.of("sent:go"), line.sent());

        LinkStatistics statistics = awaitDowns(1);
        assertFalse(statistics.up());
        assertEquals("unplugged", statistics.lastCause());
        assertEquals(3, statistics.bytesIn());
        assertEquals(1, statistics.chunksIn());
        assertEquals(4, statistics.events());
        assertEquals(7, statistics.bytesOut());
        assertEquals(1, statistics.framesOut());
        List<String> lines = LinkTrace.format(trace.snapshot());
        assertEquals(4, lines.size(), lines::toString);
        assertTrue(lines.get(0).contains("up the test's hand"));
        assertTrue(lines.get(1).contains("<-    3 61 62 63"));
        assertTrue(lines.get(2).contains("->    7 73 65 6e 74"));
        assertTrue(lines.get(3).contains("down: unplugged"));
    }

    @Test
    void everyLegOfTheWayThroughTheAgentIsTimed() throws Exception {
        agent.start();
        line.up();
        line.bytes("abc");
        agent.offer("go");
        for (LinkTimes.Leg leg : List.of(LinkTimes.Leg.READ, LinkTimes.Leg.DECODE, LinkTimes.Leg.SEND)) {
            assertEquals(leg, legs.poll(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void firstFailureToOpenIsTold() throws Exception {
        agent.start();
        line.down("no such port");
        assertEquals(List.of("down no such port"), heard.next(1));
        line.trouble = "locked by another process";
        assertEquals("locked by another process", agent.statistics().lastCause());
    }

    @Test
    void frameThatTheLineRefusesIsCounted() throws Exception {
        agent.start();
        line.refuse = true;
        line.up();
        agent.offer("go");
        heard.next(2);
        line.down("x");
        heard.next(1);
        assertEquals(1, awaitDowns(1).framesRefused());
        assertEquals(0, agent.statistics().framesOut());
    }

    @Test
    void timersRunWhenTheyAreDueAndTimeNeverGoesBackwards() throws Exception {
        agent.start();
        line.up();
        heard.next(1);
        agent.offer("timer 1000000");
        agent.offer("timer 2000000");
        List<String> three = new ArrayList<>(heard.next(3));
        assertTrue(three.contains("due"), three::toString);
        line.listener.bytes(System.nanoTime() - 50_000_000L, "old".getBytes(StandardCharsets.US_ASCII));
        List<String> rest = heard.next(1);
        while (!rest.contains("bytes old")) {
            rest = heard.next(1);
        }
        assertFalse(endpoint.wentBackwards);
    }

    @Test
    void answerThatArrivedBeforeTheTimerIsHandledBeforeIt() throws Exception {
        agent.start();
        line.up();
        heard.next(1);
        agent.offer("hold");
        endpoint.holding.await();
        line.bytes("answer");
        endpoint.dueAt = System.nanoTime() + 1; // both are past when the endpoint is let go
        LockSupport.parkNanos(1_000_000);
        endpoint.release.countDown();
        assertEquals(List.of("command hold", "bytes answer", "due"), heard.next(3));
    }

    @Test
    void tooManyChunksRestartTheLinkAndNothingBehindTheHoleIsDelivered() throws Exception {
        agent.start();
        line.up();
        heard.next(1);
        agent.offer("hold");
        endpoint.holding.await();
        for (int i = 0; i <= DeviceInbox.CHUNKS; i++) {
            line.bytes("x");
        }
        assertEquals(1, line.restarts.size());
        assertTrue(line.restarts.getFirst().contains("inbox overflow"));
        line.bytes("behind the hole");
        line.down(line.restarts.getFirst());
        line.up();
        endpoint.release.countDown();
        List<String> all = heard.next(1 + DeviceInbox.CHUNKS + 2);
        assertEquals(DeviceInbox.CHUNKS, all.stream().filter("bytes x"::equals).count());
        assertEquals("up", all.getLast());
        line.bytes("fresh");
        assertEquals(List.of("bytes fresh"), heard.next(1));
        assertTrue(all.stream().noneMatch(event -> event.contains("behind")));
        line.down("end");
        heard.next(1);
        assertEquals(1, awaitDowns(2).overflows());
    }

    @Test
    void tooManyCommandsAreRefused() throws Exception {
        agent.start();
        agent.offer("hold");
        endpoint.holding.await();
        int taken = 0;
        while (agent.offer("more")) {
            taken++;
        }
        assertEquals(DeviceInbox.COMMANDS, taken);
        line.up();
        line.bytes("still received");
        endpoint.release.countDown();
        assertEquals("bytes still received", heard.next(1 + taken + 2).getLast());
        line.down("end");
        heard.next(1);
        assertEquals(1, awaitDowns(1).commandsRefused());
    }

    @Test
    void aFlappingLineCollapsesIntoItsLatestState() throws Exception {
        agent.start();
        line.up();
        agent.offer("hold");
        endpoint.holding.await();
        for (int i = 0; i < 100; i++) {
            line.down("flap " + i);
            line.up();
        }
        endpoint.release.countDown();
        String last = "";
        while (!last.contains("came and went")) {
            last = heard.next(1).getFirst();
        }
        assertEquals(List.of("up"), heard.next(1));
    }

    @Test
    void exceptionOfTheEndpointIsToldAndTheLinkRestartedAndWorkGoesOn() throws Exception {
        agent.start();
        line.up();
        heard.next(1);
        line.bytes("throw");
        assertInstanceOf(IllegalStateException.class, heard.bugs.poll(20, TimeUnit.SECONDS));
        line.bytes("tainted");
        line.down(line.restarts.getFirst());
        line.up();
        line.bytes("clean");
        List<String> after = heard.next(3);
        assertTrue(after.get(0).startsWith("down driver failed"), after::toString);
        assertEquals(List.of("up", "bytes clean"), after.subList(1, 3));
        line.down("end");
        heard.next(1);
        assertEquals(1, awaitDowns(2).failures());
    }

    @Test
    void aTimerThatDoesNotMoveIsABugAndNotABusyLoop() throws Exception {
        endpoint.stuckTimer = true;
        agent.start();
        line.up();
        assertInstanceOf(IllegalStateException.class, heard.bugs.poll(20, TimeUnit.SECONDS));
        endpoint.stuckTimer = false;
        agent.offer("go");
        String next = "";
        while (!next.equals("command go")) {
            next = heard.next(1).getFirst();
        }
    }

    @Test
    void malformedPiecesAreCountedAndEqualReasonsCollapse() throws Exception {
        agent.start();
        line.up();
        line.bytes("bad checksum");
        line.bytes("bad checksum");
        line.bytes("bad length");
        line.bytes("bad length");
        line.bytes("bad length");
        line.down("end");
        heard.next(7);
        LinkStatistics statistics = awaitDowns(1);
        assertEquals(5, statistics.malformed());
        assertEquals("bad length", statistics.lastMalformedReason());
        assertEquals(3, statistics.lastMalformedRepeats());
    }

    @Test
    void anOpenLineOnWhichNobodyAnswersIsOpenedAnewAndOneThatIsDownIsLeftAlone() throws Exception {
        try (DeviceAgent<String, String> calling = new DeviceAgent<>("rsu", endpoint, line, heard, trace, LinkTimes.NONE,
                event -> Optional.of("nobody: " + event).filter(_ -> event.equals("due") || event.startsWith("down")))) {
            calling.start();
            line.up();
            heard.next(1);
            calling.offer("timer 1000000");
            assertTrue(heard.next(2).contains("due"));
            line.down("taken down");
            heard.next(1);
            line.up();
            assertEquals(List.of("up"), heard.next(1));
            assertEquals(List.of("nobody: due"), line.restarts);
        }
    }

    @Test
    void closeEndsLineAndThreadAndRefusesCommands() throws Exception {
        agent.start();
        line.up();
        heard.next(1);
        agent.close();
        assertTrue(line.closed);
        assertFalse(heard.thread.isAlive());
        assertFalse(agent.offer("late"));
        agent.close();
    }

    private LinkStatistics awaitDowns(long downs) {
        LinkStatistics statistics = agent.statistics();
        for (int i = 0; i < 20_000 && statistics.downs() < downs; i++) {
            LockSupport.parkNanos(1_000_000);
            statistics = agent.statistics();
        }
        assertEquals(downs, statistics.downs());
        return statistics;
    }

    /** Emits a line of text for each call; commands: "hold", "timer NANOS"; received: "throw", "bad REASON". */
    private static final class TellTale implements Endpoint<String, String> {
        final CountDownLatch holding = new CountDownLatch(1);
        final CountDownLatch release = new CountDownLatch(1);
        volatile boolean stuckTimer;
        volatile boolean wentBackwards;
        volatile long dueAt = Long.MAX_VALUE;
        private long last = Long.MIN_VALUE;

        private void at(long nowNanos) {
            wentBackwards |= nowNanos < last;
            last = nowNanos;
        }

        @Override
        public void linkUp(long nowNanos, Sink<String> sink) {
            at(nowNanos);
            sink.emit("up");
        }

        @Override
        public void received(long nowNanos, byte[] buffer, int length, Sink<String> sink) {
            at(nowNanos);
            String text = new String(buffer, 0, length, StandardCharsets.US_ASCII);
            if (text.equals("throw")) {
                throw new IllegalStateException("made up");
            }
            if (text.startsWith("bad")) {
                sink.malformed(buffer, text);
            }
            sink.emit("bytes " + text);
        }

        @Override
        public void linkDown(long nowNanos, String cause, Sink<String> sink) {
            at(nowNanos);
            sink.emit("down " + cause);
        }

        @Override
        public void command(long nowNanos, String command, Sink<String> sink) {
            at(nowNanos);
            if (command.startsWith("timer")) {
                dueAt = Math.min(dueAt, nowNanos + Long.parseLong(command.substring(6)));
            } else if (command.equals("hold")) {
                holding.countDown();
                try {
                    release.await();
                } catch (InterruptedException stop) {
                    throw new IllegalStateException(stop);
                }
            } else {
                sink.send(("sent:" + command).getBytes(StandardCharsets.US_ASCII));
            }
            sink.emit("command " + command);
        }

        @Override
        public void due(long nowNanos, Sink<String> sink) {
            at(nowNanos);
            dueAt = Long.MAX_VALUE;
            if (!stuckTimer) {
                sink.emit("due");
            }
        }

        @Override
        public long nextDueNanos() {
            return stuckTimer ? 0 : dueAt;
        }
    }

    private static final class Heard implements DeviceAgent.Listener<String> {
        final BlockingQueue<String> events = new LinkedBlockingQueue<>();
        final BlockingQueue<Throwable> bugs = new LinkedBlockingQueue<>();
        volatile Thread thread;

        @Override
        public void event(String event) {
            thread = Thread.currentThread();
            events.add(event);
        }

        @Override
        public void failed(Throwable bug) {
            bugs.add(bug);
        }

        List<String> next(int count) throws InterruptedException {
            List<String> next = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                String event = events.poll(20, TimeUnit.SECONDS);
                assertNotNull(event, "after " + next);
                next.add(event);
            }
            return next;
        }
    }

    /** A line whose every movement the test makes. */
    private static final class HandLine implements ByteLink {
        final List<String> restarts = new ArrayList<>();
        final BlockingQueue<byte[]> sent = new LinkedBlockingQueue<>();
        volatile Listener listener;
        volatile String trouble;
        volatile boolean refuse;
        volatile boolean closed;

        void up() {
            listener.up(System.nanoTime());
        }

        void down(String cause) {
            listener.down(System.nanoTime(), cause);
        }

        void bytes(String text) {
            listener.bytes(System.nanoTime(), text.getBytes(StandardCharsets.US_ASCII));
        }

        List<String> sent() {
            return sent.stream().map(frame -> new String(frame, StandardCharsets.US_ASCII)).toList();
        }

        @Override
        public void start(Listener listener) {
            this.listener = listener;
        }

        @Override
        public boolean offer(byte[] frame) {
            return !refuse && sent.offer(frame);
        }

        @Override
        public void restart(String cause) {
            restarts.add(cause);
        }

        @Override
        public Optional<String> trouble() {
            return Optional.ofNullable(trouble);
        }

        @Override
        public String description() {
            return "the test's hand";
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
