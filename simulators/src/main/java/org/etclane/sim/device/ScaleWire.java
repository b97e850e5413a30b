package org.etclane.sim.device;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.etclane.device.link.Endpoint;

/** How a simulated scale sends: after its own thinking time, and with what is wrong with it. Also its being switched off. */
final class ScaleWire {
    static final long NANOS_PER_MS = 1_000_000L;
    private static final int MOST_WAITING = 256;

    private final Deque<Answer> waiting = new ArrayDeque<>();
    private ScaleSimFaults faults = ScaleSimFaults.NONE;
    private int wrongChecks;
    private int doubled;
    private int lost;
    private long offUntilNanos = Long.MIN_VALUE;

    private record Answer(long atNanos, byte[] frame) {
    }

    void set(ScaleSimFaults newFaults) {
        faults = newFaults;
        wrongChecks = newFaults.wrongChecks();
        doubled = newFaults.doubled();
        lost = newFaults.lost();
    }

    ScaleSimFaults faults() {
        return faults;
    }

    void off(long nowNanos, long offMs) {
        waiting.clear();
        offUntilNanos = nowNanos + offMs * NANOS_PER_MS;
    }

    boolean isOff(long nowNanos) {
        return nowNanos < offUntilNanos;
    }

    void forget() {
        waiting.clear();
    }

    void later(long atNanos, byte[] frame) {
        if (waiting.size() < MOST_WAITING) {
            waiting.addLast(new Answer(atNanos, frame));
        }
    }

    long nextDueNanos() {
        return waiting.isEmpty() ? Long.MAX_VALUE : waiting.getFirst().atNanos();
    }

    void due(long nowNanos, Endpoint.Sink<ScaleSimEvent> sink) {
        while (!waiting.isEmpty() && waiting.getFirst().atNanos() <= nowNanos) {
            send(waiting.removeFirst().frame(), sink::send);
        }
    }

    private void send(byte[] frame, Consumer<byte[]> out) {
        if (faults.silent()) {
            return;
        }
        if (lost > 0) {
            lost--;
            return;
        }
        if (wrongChecks > 0) {
            wrongChecks--;
            frame[frame.length / 2] ^= 1;
        }
        out.accept(frame);
        if (doubled > 0) {
            doubled--;
            out.accept(frame.clone());
        }
    }
}
