package org.etclane.sim.device;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.etclane.device.link.Endpoint;

/**
 * A simulated device that says or hears things in its own way: every frame it sends, and every piece it hears, goes through a function
 * first.
 */
record OddDevice<C, E>(Endpoint<C, E> device, Function<byte[], List<byte[]>> says, Function<byte[], List<byte[]>> hears)
        implements Endpoint<C, E> {

    static <C, E> OddDevice<C, E> saying(Endpoint<C, E> device, Function<byte[], List<byte[]>> says) {
        return new OddDevice<>(device, says, List::of);
    }

    static <C, E> OddDevice<C, E> hearing(Endpoint<C, E> device, Function<byte[], List<byte[]>> hears) {
        return new OddDevice<>(device, List::of, hears);
    }

    private Sink<E> odd(Sink<E> sink) {
        return new Sink<>() {
            @Override
            public void send(byte[] frame) {
                says.apply(frame).forEach(sink::send);
            }

            @Override
            public void emit(E event) {
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
        device.linkUp(nowNanos, odd(sink));
    }

    @Override
    public void received(long nowNanos, byte[] buffer, int length, Sink<E> sink) {
        hears.apply(Arrays.copyOf(buffer, length)).forEach(piece -> device.received(nowNanos, piece, piece.length, odd(sink)));
    }

    @Override
    public void linkDown(long nowNanos, String cause, Sink<E> sink) {
        device.linkDown(nowNanos, cause, odd(sink));
    }

    @Override
    public void command(long nowNanos, C command, Sink<E> sink) {
        device.command(nowNanos, command, odd(sink));
    }

    @Override
    public void due(long nowNanos, Sink<E> sink) {
        device.due(nowNanos, odd(sink));
    }

    @Override
    public long nextDueNanos() {
        return device.nextDueNanos();
    }
}
