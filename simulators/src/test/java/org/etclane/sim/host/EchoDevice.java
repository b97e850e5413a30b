package org.etclane.sim.host;

import org.etclane.device.link.Endpoint;

/** Sends back what it receives, at once or after a time; says what happened and when, in text. Commands are bytes to send. */
final class EchoDevice implements Endpoint<byte[], EchoDevice.Said> {
    private final long answerAfterNanos;
    private byte[] pending = new byte[0];
    private long dueNanos = Long.MAX_VALUE;

    record Said(long atNanos, String what, byte[] bytes) {
    }

    EchoDevice(long answerAfterNanos) {
        this.answerAfterNanos = answerAfterNanos;
    }

    @Override
    public void linkUp(long nowNanos, Sink<Said> sink) {
        sink.emit(new Said(nowNanos, "up", new byte[0]));
    }

    @Override
    public void received(long nowNanos, byte[] buffer, int length, Sink<Said> sink) {
        byte[] bytes = java.util.Arrays.copyOf(buffer, length);
        sink.emit(new Said(nowNanos, "bytes", bytes));
        int had = pending.length;
        pending = java.util.Arrays.copyOf(pending, had + length);
        System.arraycopy(bytes, 0, pending, had, length);
        dueNanos = nowNanos + answerAfterNanos;
    }

    @Override
    public void linkDown(long nowNanos, String cause, Sink<Said> sink) {
        pending = new byte[0];
        dueNanos = Long.MAX_VALUE;
        sink.emit(new Said(nowNanos, "down: " + cause, new byte[0]));
    }

    @Override
    public void command(long nowNanos, byte[] command, Sink<Said> sink) {
        sink.send(command);
    }

    @Override
    public void due(long nowNanos, Sink<Said> sink) {
        dueNanos = Long.MAX_VALUE;
        byte[] answer = pending;
        pending = new byte[0];
        sink.send(answer);
    }

    @Override
    public long nextDueNanos() {
        return dueNanos;
    }
}
