package org.etclane.sim.device;

import java.util.List;
import org.etclane.device.link.Endpoint;

/** A simulated device whose events are kept as well. */
record NotingEndpoint<C, E>(Endpoint<C, E> device, List<E> happened) implements Endpoint<C, E> {

    private Sink<E> noting(Sink<E> sink) {
        return new Sink<>() {
            @Override
            public void send(byte[] frame) {
                sink.send(frame);
            }

            @Override
            public void emit(E event) {
                happened.add(event);
                sink.emit(event);
            }

            @Override
            public void malformed(byte[] raw, String reason) {
                sink.malformed(raw, reason);
            }
        };
    }

    @Override
    public void linkUp(long nowNanos, Sink<E> sink) {
        device.linkUp(nowNanos, noting(sink));
    }

    @Override
    public void received(long nowNanos, byte[] buffer, int length, Sink<E> sink) {
        device.received(nowNanos, buffer, length, noting(sink));
    }

    @Override
    public void linkDown(long nowNanos, String cause, Sink<E> sink) {
        device.linkDown(nowNanos, cause, noting(sink));
    }

    @Override
    public void command(long nowNanos, C command, Sink<E> sink) {
        device.command(nowNanos, command, noting(sink));
    }

    @Override
    public void due(long nowNanos, Sink<E> sink) {
        device.due(nowNanos, noting(sink));
    }

    @Override
    public long nextDueNanos() {
        return device.nextDueNanos();
    }
}
