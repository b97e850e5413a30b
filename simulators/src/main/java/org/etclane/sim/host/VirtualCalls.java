package org.etclane.sim.host;

import java.util.Arrays;
import org.etclane.device.Bytes;
import org.etclane.device.link.Callers;
import org.etclane.device.link.Endpoint;

/**
 * Devices that call, with the network between them and the lane's port: what stands at the far end of a {@link VirtualLine} whose driver is
 * one of {@link Callers}. The devices are an endpoint that is a line of callers itself (device n is caller n); towards the driver each
 * call has a number of its own. A device that the lane cuts off calls again a second later. Simulation's thread.
 *
 * @param <D> commands of the devices
 * @param <F> events of the devices
 */
public final class VirtualCalls<D, F> implements Endpoint<D, F> {
    private static final long AGAIN_NANOS = 1_000_000_000L;
    private static final long NEVER = Long.MAX_VALUE;
    private static final byte[] NO_BYTES = new byte[0];

    private final Endpoint<D, F> devices;
    /** Of the call of each device, 0 while there is none. */
    private final int[] callNumbers;
    private final long[] callAgainNanos;
    private int lastNumber;

    /** @param count of devices */
    public VirtualCalls(Endpoint<D, F> devices, int count) {
        this.devices = devices;
        callNumbers = new int[count];
        callAgainNanos = new long[count];
        Arrays.fill(callAgainNanos, NEVER);
    }

    /** The lane's port is open: everybody calls. */
    @Override
    public void linkUp(long nowNanos, Sink<F> sink) {
        devices.linkUp(nowNanos, fromDevices(sink));
        for (int device = 0; device < callNumbers.length; device++) {
            call(nowNanos, device, sink);
        }
    }

    /** The lane's port is closed: every connection is gone. */
    @Override
    public void linkDown(long nowNanos, String cause, Sink<F> sink) {
        for (int device = 0; device < callNumbers.length; device++) {
            if (callNumbers[device] != 0) {
                ended(nowNanos, device, cause, sink);
            }
        }
        Arrays.fill(callAgainNanos, NEVER);
        devices.linkDown(nowNanos, cause, fromDevices(sink));
    }

    @Override
    public void received(long nowNanos, byte[] buffer, int length, Sink<F> sink) {
        switch (Callers.order(Arrays.copyOf(buffer, length)).orElse(null)) {
            case Callers.Send(int number, Bytes bytes) -> tell(nowNanos, device(number), bytes, sink);
            case Callers.HangUp(int number, String cause) -> hangUp(nowNanos, device(number), cause, sink);
            case Callers.TakeMore _, Callers.Forget _ -> { }
            case null -> sink.malformed(NO_BYTES, "no order for a line of callers");
        }
    }

    @Override
    public void command(long nowNanos, D command, Sink<F> sink) {
        devices.command(nowNanos, command, fromDevices(sink));
    }

    @Override
    public void due(long nowNanos, Sink<F> sink) {
        for (int device = 0; device < callNumbers.length; device++) {
            if (callAgainNanos[device] <= nowNanos) {
                call(nowNanos, device, sink);
            }
        }
        if (devices.nextDueNanos() <= nowNanos) {
            devices.due(nowNanos, fromDevices(sink));
        }
    }

    @Override
    public long nextDueNanos() {
        return Math.min(devices.nextDueNanos(), Arrays.stream(callAgainNanos).min().orElse(NEVER));
    }

    private void call(long nowNanos, int device, Sink<F> sink) {
        callAgainNanos[device] = NEVER;
        callNumbers[device] = ++lastNumber;
        String peer = "192.168.1." + (20 + device) + ":" + (40_000 + lastNumber % 20_000);
        sink.send(new Callers.Opened(lastNumber, peer).encode());
        hear(nowNanos, new Callers.Opened(device + 1, peer), sink);
    }

    private void tell(long nowNanos, int device, Bytes bytes, Sink<F> sink) {
        if (device >= 0) {
            hear(nowNanos, new Callers.Received(device + 1, bytes), sink);
        }
    }

    private void hangUp(long nowNanos, int device, String cause, Sink<F> sink) {
        if (device >= 0) {
            sink.send(new Callers.Closed(callNumbers[device], cause).encode());
            ended(nowNanos, device, cause, sink);
            callAgainNanos[device] = nowNanos + AGAIN_NANOS;
        }
    }

    private void ended(long nowNanos, int device, String cause, Sink<F> sink) {
        callNumbers[device] = 0;
        hear(nowNanos, new Callers.Closed(device + 1, cause), sink);
    }

    private void hear(long nowNanos, Callers.Notice notice, Sink<F> sink) {
        byte[] bytes = notice.encode();
        devices.received(nowNanos, bytes, bytes.length, fromDevices(sink));
    }

    /** Below 0 when that call is over. */
    private int device(int number) {
        for (int device = 0; device < callNumbers.length; device++) {
            if (number != 0 && callNumbers[device] == number) {
                return device;
            }
        }
        return -1;
    }

    private Sink<F> fromDevices(Sink<F> line) {
        return new Sink<>() {
            @Override
            public void send(byte[] frame) {
                if (Callers.order(frame).orElse(null) instanceof Callers.Send(int device, Bytes bytes) && callNumbers[device - 1] != 0) {
                    line.send(new Callers.Received(callNumbers[device - 1], bytes).encode());
                }
            }

            @Override
            public void emit(F event) {
                line.emit(event);
            }

            @Override
            public void malformed(byte[] raw, String reason) {
                line.malformed(raw, reason);
            }
        };
    }
}
