package org.etclane.sim.device;

import org.etclane.device.link.Endpoint;

/**
 * A simulated device as one of several makes that may stand in its place: it takes the commands that are its own and refuses the
 * others.
 *
 * @param <C> commands of the place
 * @param <E> events of the place
 * @param <D> commands of the device
 * @param <F> events of the device
 */
public final class OneOfMany<C, E, D extends C, F extends E> implements Endpoint<C, E> {
    private final Class<D> own;
    private final Endpoint<D, F> device;

    public OneOfMany(Class<D> own, Endpoint<D, F> device) {
        this.own = own;
        this.device = device;
    }

    @Override
    public void linkUp(long nowNanos, Sink<E> sink) {
        device.linkUp(nowNanos, wider(sink));
    }

    @Override
    public void received(long nowNanos, byte[] buffer, int length, Sink<E> sink) {
        device.received(nowNanos, buffer, length, wider(sink));
    }

    @Override
    public void linkDown(long nowNanos, String cause, Sink<E> sink) {
        device.linkDown(nowNanos, cause, wider(sink));
    }

    /** @throws IllegalArgumentException when the command is for another make */
    @Override
    public void command(long nowNanos, C command, Sink<E> sink) {
        if (!own.isInstance(command)) {
            throw new IllegalArgumentException("not for this device, which takes " + own.getSimpleName() + ": " + command);
        }
        device.command(nowNanos, own.cast(command), wider(sink));
    }

    @Override
    public void due(long nowNanos, Sink<E> sink) {
        device.due(nowNanos, wider(sink));
    }

    @Override
    public long nextDueNanos() {
        return device.nextDueNanos();
    }

    private Sink<F> wider(Sink<E> sink) {
        return new Sink<>() {
            @Override
            public void send(byte[] frame) {
                sink.send(frame);
            }

            @Override
            public void emit(F event) {
                sink.emit(event);
            }

            @Override
            public void malformed(byte[] raw, String reason) {
                sink.malformed(raw, reason);
            }
        };
    }
}
