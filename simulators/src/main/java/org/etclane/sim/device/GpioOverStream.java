package org.etclane.sim.device;

import org.etclane.device.link.Endpoint;

/**
 * Lets a simulator that speaks whole frames of {@code org.etclane.device.gpio} stand at the end of a stream. Everything else goes
 * through as it is.
 */
public final class GpioOverStream<C, E> implements Endpoint<C, E> {
    private final Endpoint<C, E> simulator;
    private final GpioFrameCutter cutter = new GpioFrameCutter();

    public GpioOverStream(Endpoint<C, E> simulator) {
        this.simulator = simulator;
    }

    @Override
    public void linkUp(long nowNanos, Sink<E> sink) {
        cutter.forget();
        simulator.linkUp(nowNanos, sink);
    }

    @Override
    public void received(long nowNanos, byte[] buffer, int length, Sink<E> sink) {
        cutter.take(buffer, length, frame -> simulator.received(nowNanos, frame, frame.length, sink),
                garbage -> sink.malformed(garbage, "no frame of GPIO lines"));
    }

    @Override
    public void linkDown(long nowNanos, String cause, Sink<E> sink) {
        cutter.forget();
        simulator.linkDown(nowNanos, cause, sink);
    }

    @Override
    public void command(long nowNanos, C command, Sink<E> sink) {
        simulator.command(nowNanos, command, sink);
    }

    @Override
    public void due(long nowNanos, Sink<E> sink) {
        simulator.due(nowNanos, sink);
    }

    @Override
    public long nextDueNanos() {
        return simulator.nextDueNanos();
    }
}
