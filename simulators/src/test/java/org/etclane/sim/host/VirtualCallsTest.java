package org.etclane.sim.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.etclane.device.Bytes;
import org.etclane.device.link.Callers;
import org.etclane.device.link.Endpoint;
import org.junit.jupiter.api.Test;

/** Calls have numbers of their own, and a device that is cut off calls again. */
class VirtualCallsTest {
    private static final long SECOND = 1_000_000_000L;

    private final List<String> told = new ArrayList<>();
    private final List<String> said = new ArrayList<>();
    private Endpoint.Sink<String> devices;
    private final VirtualCalls<String, String> calls = new VirtualCalls<>(new Endpoint<>() {
        @Override
        public void linkUp(long nowNanos, Sink<String> sink) {
            devices = sink;
        }

        @Override
        public void received(long nowNanos, byte[] buffer, int length, Sink<String> sink) {
            told.add(words(Callers.notice(buffer, length).orElseThrow()));
        }

        @Override
        public void linkDown(long nowNanos, String cause, Sink<String> sink) {
            told.add("down");
        }

        @Override
        public void command(long nowNanos, String command, Sink<String> sink) {
            told.add(command);
        }

        @Override
        public void due(long nowNanos, Sink<String> sink) {
            told.add("due");
        }

        @Override
        public long nextDueNanos() {
            return Long.MAX_VALUE;
        }
    }, 2);
    private final Endpoint.Sink<String> lane = new Endpoint.Sink<>() {
        @Override
        public void send(byte[] frame) {
            said.add(words(Callers.notice(frame, frame.length).orElseThrow()));
        }

        @Override
        public void emit(String event) {
            said.add(event);
        }

        @Override
        public void malformed(byte[] raw, String reason) {
            said.add(reason);
        }
    };

    private static String words(Callers.Notice notice) {
        return switch (notice) {
            case Callers.Opened opened -> opened.caller() + " opened";
            case Callers.Received received -> received.caller() + " " + received.bytes();
            case Callers.Closed closed -> closed.caller() + " closed, " + closed.cause();
            case Callers.Refused _ -> "refused";
        };
    }

    private void order(long nowNanos, Callers.Order order) {
        byte[] frame = order.encode();
        calls.received(nowNanos, frame, frame.length, lane);
    }

    private List<String> taken(List<String> from) {
        List<String> all = List.copyOf(from);
        from.clear();
        return all;
    }

    @Test
    void bytesGoToTheDeviceOfTheCallAndBack() {
        calls.linkUp(0, lane);
        assertEquals(List.of("1 opened", "2 opened"), taken(said));
        assertEquals(List.of("1 opened", "2 opened"), taken(told));
        order(1, new Callers.Send(2, Bytes.of(7)));
        assertEquals(List.of("2 " + Bytes.of(7)), taken(told));
        devices.send(new Callers.Send(1, Bytes.of(9)).encode());
        assertEquals(List.of("1 " + Bytes.of(9)), taken(said));
    }

    @Test
    void whoIsCutOffCallsAgainUnderAnotherNumber() {
        calls.linkUp(0, lane);
        taken(said);
        taken(told);
        order(SECOND, new Callers.HangUp(2, "wrong code"));
        assertEquals(List.of("2 closed, wrong code"), taken(said));
        assertEquals(List.of("2 closed, wrong code"), taken(told));
        order(SECOND, new Callers.Send(2, Bytes.of(7)));
        devices.send(new Callers.Send(2, Bytes.of(9)).encode());
        assertEquals(List.of(), taken(told), "nobody is called that any more");
        assertEquals(List.of(), taken(said), "said into no connection");
        assertEquals(2 * SECOND, calls.nextDueNanos());
        calls.due(2 * SECOND, lane);
        assertEquals(List.of("3 opened"), taken(said));
        assertEquals(List.of("2 opened"), taken(told));
        order(2 * SECOND, new Callers.Send(3, Bytes.of(7)));
        assertEquals(List.of("2 " + Bytes.of(7)), taken(told));
    }

    @Test
    void whenThePortClosesEveryConnectionIsGone() {
        calls.linkUp(0, lane);
        order(1, new Callers.HangUp(1, "no"));
        taken(said);
        taken(told);
        calls.linkDown(2, "port closed", lane);
        assertEquals(List.of("2 closed, port closed", "down"), taken(told));
        assertEquals(List.of(), taken(said), "the lane knows");
        assertEquals(Long.MAX_VALUE, calls.nextDueNanos());
        calls.linkUp(3, lane);
        assertEquals(List.of("3 opened", "4 opened"), taken(said));
    }
}
