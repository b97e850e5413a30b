package org.etclane.sim.host;

import java.util.Arrays;
import org.etclane.device.link.Endpoint;
import org.etclane.sim.host.EchoDevice.Said;

/** A driver that sends what it is told and says what it hears. */
final class RelayDriver implements Endpoint<byte[], Said> {
    @Override
    public void linkUp(long nowNanos, Sink<Said> sink) {
        sink.emit(new Said(nowNanos, "up", new byte[0]));
    }

    @Override
    public void received(long nowNanos, byte[] buffer, int length, Sink<Said> sink) {
        sink.emit(new Said(nowNanos, "bytes", Arrays.copyOf(buffer, length)));
    }

    @Override
    public void linkDown(long nowNanos, String cause, Sink<Said> sink) {
        sink.emit(new Said(nowNanos, "down: " + cause, new byte[0]));
    }

    @Override
    public void command(long nowNanos, byte[] command, Sink<Said> sink) {
        sink.send(command);
    }

    @Override
    public void due(long nowNanos, Sink<Said> sink) {
    }

    @Override
    public long nextDueNanos() {
        return Long.MAX_VALUE;
    }
}
